"""Works without an outbound licence, and terms of the publisher's own."""

import pytest
from asking import ask, cited

from licenselogic.verdict.verdict import Whose


@pytest.mark.parametrize("publish", ["internal", "service"])
@pytest.mark.parametrize("upstream", ["MIT", "GPL-3.0-only", "MPL-2.0", "CC-BY-SA-4.0"])
def test_what_hands_out_no_copies_needs_no_licence(publish: str, upstream: str) -> None:
    found = ask(upstream, "finetune", None, of="model", publish=publish)
    assert found.status == "compatible"
    assert found.message == "`me/work` needs no outbound licence"


def test_copies_need_a_licence() -> None:
    assert ask("MIT", "finetune", None, of="model").status == "unknown"


def test_network_copyleft_asks_for_a_licence_behind_a_service() -> None:
    found = ask("AGPL-3.0-only", "incorporate", None, publish="service")
    assert found.status == "incompatible"
    assert {c.kind for c in found.counterexamples} >= {"share-alike"}


def test_a_policy_that_flows_down_to_users_of_a_service_goes_into_own_terms() -> None:
    found = ask("openrail++", "finetune", None, of="model", publish="service")
    assert found.status == "compatible"
    assert any("asks to be passed on" in term for term in terms(found))


def test_a_licence_that_a_service_declares_is_judged_all_the_same() -> None:
    found = ask("gemma", "finetune", "MIT", of="model", publish="service")
    assert found.status == "incompatible"


def terms(found) -> list[str]:
    return [c.text for c in found.conditions if c.whose is Whose.TERMS]


@pytest.mark.parametrize("upstream", ["GPL-3.0-only", "AGPL-3.0-only", "CC-BY-SA-4.0", "MPL-2.0"])
def test_copyleft_leaves_no_room_for_own_terms(upstream: str) -> None:
    found = ask(upstream, "incorporate", "proprietary")
    assert found.status == "incompatible"
    assert {license for license, _ in cited(found)} == {upstream}


@pytest.mark.parametrize(
    ("upstream", "by"),
    [("MIT", "incorporate"), ("Apache-2.0", "combine"), ("LGPL-2.1-or-later", "combine")],
)
def test_permissive_and_linked_code_leaves_room_for_own_terms(upstream: str, by: str) -> None:
    assert ask(upstream, by, "proprietary").status == "compatible"


def test_own_terms_must_contain_the_limits_and_what_flows_down() -> None:
    found = ask("llama3.1", "finetune", "proprietary", of="model")
    assert found.status == "compatible"
    assert terms(found) == [
        "the terms grant no more than 1.b.iv of llama3.1 does",
        "the terms grant no more than 2 of llama3.1 does",
    ]
    assert all(c.work == "up/stream" for c in found.conditions if c.whose is Whose.TERMS)


def test_own_terms_beside_a_licence_are_judged_with_it() -> None:
    found = ask("GPL-3.0-only", "incorporate", "GPL-3.0-only AND proprietary")
    assert found.status == "compatible"
    assert ask("GPL-3.0-only", "incorporate", "MIT AND proprietary").status == "incompatible"


def test_upstream_own_terms_are_known_to_nobody() -> None:
    assert ask("proprietary", "incorporate", "MIT").status == "unknown"
