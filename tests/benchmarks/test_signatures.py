"""Real works drawn from a snapshot of the Hub, and how they are measured."""

import json
from itertools import islice

import pytest

from benchmarks.signatures import __main__ as command
from benchmarks.signatures.snapshot import FOLDER, Snapshot, drawn


def listing(*works: tuple[str, str, list[str]]) -> Snapshot:
    return Snapshot({(type, name): tags for type, name, tags in works}, {})


BASES = [
    ("model", "meta/base", ["license:llama2"]),
    ("dataset", "some/data", ["license:cc-by-nc-4.0"]),
]
TUNED = ["license:mit", "base_model:meta/base", "dataset:some/data", "gguf"]


def test_a_work_is_drawn_with_its_ancestors_and_relations() -> None:
    ((name, data),) = drawn(listing(*BASES, ("model", "me/tuned", TUNED)))
    assert name == "me/tuned"
    edges = {(e["work"], e["by"]) for e in data["works"][0]["from"]}
    assert edges == {("meta/base", "quantized"), ("some/data", "trained_on")}
    assert {work["id"] for work in data["works"]} == {"me/tuned", "meta/base", "some/data"}


def test_of_works_with_the_same_licences_upstream_one_is_drawn() -> None:
    twins = [("model", f"me/{n}", TUNED) for n in range(3)]
    assert len(list(drawn(listing(*BASES, *twins)))) == 1


@pytest.mark.parametrize(
    "tags",
    [
        ["base_model:meta/base", "dataset:some/data"],
        ["license:other", "base_model:meta/base", "dataset:some/data"],
        ["license:mit", "base_model:meta/base", "dataset:not/listed"],
    ],
    ids=["undeclared", "unknown", "one known licence upstream"],
)
def test_a_work_is_not_drawn(tags: list[str]) -> None:
    assert list(drawn(listing(*BASES, ("model", "me/tuned", tags)))) == []


def test_a_circle_is_not_drawn() -> None:
    a = ("model", "me/a", [*TUNED, "base_model:me/b"])
    b = ("model", "me/b", ["license:gemma", "base_model:me/a"])
    assert list(drawn(listing(*BASES, a, b))) == []


def test_both_entries_answer_a_work_that_is_drawn() -> None:
    works = list(drawn(listing(*BASES, ("model", "me/tuned", TUNED))))
    decided, checked = (command.measure(entry, works) for entry in ("decide", "check"))
    assert [row.status for row in decided] == ["incompatible"]
    assert command.differences(decided, checked) == []


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER.exists(), reason="the snapshot of the Hub is not at hand")
def test_real_works_are_drawn_and_the_same_again() -> None:
    snapshot = Snapshot.read()
    first, again = (list(islice(drawn(snapshot), 20)) for _ in range(2))
    assert len(first) == 20
    assert json.dumps(first) == json.dumps(again)


def test_of_a_work_that_the_listing_misses_nothing_is_known_but_its_name() -> None:
    """Its name may say how it was made (`-awq`), but not from what."""
    tags = [*TUNED, "base_model:lost/model-awq"]
    ((_, data),) = drawn(listing(*BASES, ("model", "me/tuned", tags)))
    assert {"id": "lost/model-awq", "type": "model", "from": []} in data["works"]
