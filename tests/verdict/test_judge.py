"""The light answer: what `check` decides, without the words, scenarios and other licences."""

import random
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.verdict.check import judge

LICENSES = [
    "llama2", "llama3.1", "gemma", "apache-2.0", "mit", "cc-by-nc-4.0", "cc-by-nd-4.0",
    "cc-by-nc-nd-4.0", "gpl-3.0", "openrail++", "cc-by-sa-4.0", "MIT OR GPL-3.0-only", "other",
    "openrail", "qwen",
]  # fmt: skip


def lineage(*licenses: str, **target: Any) -> ll.Lineage:
    works: list[dict[str, Any]] = [
        {"id": f"up/{n}", "type": "model", "license": license} for n, license in enumerate(licenses)
    ]
    edges = [{"work": work["id"], "by": "merge"} for work in works]
    works.append({"id": "me/work", "type": "model", "from": edges, **target})
    return ll.Lineage.from_dict({"works": works})


def same(asked: ll.Lineage, offered: str) -> None:
    """Hold the light answer against the whole one."""
    light, whole = judge(asked, license=offered), ll.check(asked, license=offered)
    assert (light.status, light.license) == (whole.status, whole.license)
    assert set(light.kinds) == {c.kind for c in whole.counterexamples}
    shown = {
        (breach.kind, breach.clauses, source)
        for breach in light.breaches
        for source in breach.sources
    }
    told = {
        (c.kind, tuple((ref.license, ref.cite) for ref in c.clauses), c.work)
        for c in whole.counterexamples
    }
    assert shown == told
    assert light.reasons == tuple(dict.fromkeys(reason.code for reason in whole.reasons))
    assert light.warnings == tuple(dict.fromkeys(warning.code for warning in whole.warnings))


@pytest.mark.parametrize("offered", ["mit", "GPL-3.0-only", "openrail++", "Apche-2.0"])
@pytest.mark.parametrize("license", LICENSES)
def test_it_says_what_the_whole_verdict_says(license: str, offered: str) -> None:
    same(lineage(license), offered)


@pytest.mark.parametrize("seed", range(20))
def test_it_says_the_same_of_any_merge(seed: int) -> None:
    pick = random.Random(seed)
    asked = lineage(*pick.sample(LICENSES, 3), publish=pick.choice(["share", "sell", "service"]))
    same(asked, pick.choice(LICENSES))


def test_sources_are_the_works_that_the_licence_comes_from() -> None:
    asked = lineage("gemma", "mit", "gemma")
    light = judge(asked, license="mit")
    assert {source for breach in light.breaches for source in breach.sources} == {"up/0", "up/2"}
