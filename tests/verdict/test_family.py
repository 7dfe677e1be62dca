"""All works judged in one pass are judged as one by one."""

import random

import pytest

import licenselogic as ll
from licenselogic.testing.ancestry import random_lineage
from licenselogic.verdict.check import judge
from licenselogic.verdict.family import judge_all


@pytest.mark.parametrize("seed", range(60))
def test_one_pass_finds_what_single_questions_find(seed: int) -> None:
    lineage = random_lineage(random.Random(seed))
    for name, found in judge_all(lineage).items():
        alone = judge(lineage, name)
        assert found.status == alone.status
        assert {(b.kind, b.clauses) for b in found.broken} == {
            (b.kind, b.clauses) for b in alone.breaches
        }
        assert set(found.sources) <= {s for b in alone.breaches for s in b.sources}
        assert bool(found.sources) == bool(found.broken)


def test_readings_count() -> None:
    edge = {"work": "a/base", "by": "finetune"}
    lineage = ll.Lineage.from_dict(
        {
            "works": [
                {"id": "a/base", "license": "gpl-3.0"},
                {"id": "b/tuned", "license": "mit", "from": [edge]},
            ]
        }
    )
    assert judge_all(lineage)["b/tuned"].status == "incompatible"
    none = {"weights_are_protected": False}
    assert judge_all(lineage, assumptions=none)["b/tuned"].status == "compatible"
    assert list(judge_all(lineage, ["a/base"])) == ["a/base"]
    with pytest.raises(ll.UsageError):
        judge_all(lineage, profile="other")
