"""What a page tells in one go is what single questions find, from a lineage folded once."""

import random

import pytest

import licenselogic as ll
from licenselogic.decision.engine import Engine
from licenselogic.testing.ancestry import random_lineage
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.readings import readings
from licenselogic.verdict.whole import whole


def dated() -> ll.Lineage:
    """A work whose base had another licence when it was taken, and one that does not say when."""
    base = {
        "id": "a/base", "license": "llama2",
        "earlier_licenses": [{"license": "apache-2.0", "until": "2024-04-18"}],
    }  # fmt: skip
    early = {"work": "a/base", "by": "finetune", "taken": "2023-06-01"}
    late = {"work": "a/base", "by": "finetune"}
    works = [
        base,
        {"id": "b/early", "license": "mit", "from": [early]},
        {"id": "c/late", "license": "mit", "from": [late]},
        {"id": "me/both", "license": "mit", "from": [
            {"work": "b/early", "by": "merge"}, {"work": "c/late", "by": "merge"}]},
    ]  # fmt: skip
    return ll.Lineage.from_dict({"works": works})


@pytest.mark.parametrize("lineage", [dated(), *map(random_lineage, map(random.Random, range(12)))])
@pytest.mark.parametrize("profile", ["default", "strict"])
def test_it_is_what_single_questions_find(lineage: ll.Lineage, profile: str) -> None:
    names = list(lineage.works)
    for work in (names[-1], names[0]):
        for license in (None, "gpl-3.0"):
            found = whole(lineage, work, license, profile)
            assert found.verdict == ll.check(lineage, work, license, profile)
            assert found.judged == judge_all(lineage, lineage.order(work), profile)
            assert found.readings == readings(lineage, work, license, profile)


def test_a_lineage_is_folded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = []
    fold = Engine.fold

    def counting(self: Engine, lineage: ll.Lineage) -> object:
        folded.append(lineage)
        return fold(self, lineage)

    monkeypatch.setattr(Engine, "fold", counting)
    whole(random_lineage(random.Random(1)))
    assert len(folded) == 1
