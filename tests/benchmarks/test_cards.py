"""The benchmark of real cards: what is counted, and what a run has to show."""

import json
from pathlib import Path

import pytest

from benchmarks.cards import recommended
from benchmarks.cards.judged import RESPONSES, WANTED, judged, read, report

LLAMA = "meta-llama/Llama-2-7b-hf"


def response(name: str, license: object, *bases: str) -> dict[str, object]:
    return {"id": name, "tags": [], "cardData": {"license": license, "base_model": list(bases)}}


def test_cards_that_name_a_base_and_declare_a_licence_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    rows = [
        response("me/1", "mit", LLAMA),
        response("me/2", "other", LLAMA),
        response("me/3", None, LLAMA),
        response("me/4", "mit"),
        {"id": "me/5", "tags": [f"base_model:{LLAMA}"], "cardData": {"license": ["mit"]}},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [data["id"] for data in read(path)] == ["me/1", "me/5"]


def test_an_open_answer_names_what_is_missing() -> None:
    (card,) = judged([response("me/1", "mit", "foo/bar")])
    assert not card.definite
    assert (card.reasons, card.missing, card.told) == (("missing-upstream",), ("foo/bar",), True)


def test_the_catalogue_makes_answers_definite() -> None:
    data = [response("me/1", "mit", LLAMA)]
    assert [card.definite for card in judged(data)] == [True]
    assert [card.definite for card in judged(data, catalogue=False)] == [False]


def test_the_report_counts_answers_and_names() -> None:
    data = [response("me/1", "mit", LLAMA), response("me/2", "mit", "foo/bar")]
    text = report(judged(data), judged(data, catalogue=False))
    assert "1 (50.0%) get a definite answer offline" in text
    assert "0 (0.0%) without the catalogue" in text
    assert "| unknown: missing-upstream | 1 | 50.0% |" in text
    assert "| `foo/bar` | 1 |" in text


@pytest.mark.slow
@pytest.mark.skipif(not RESPONSES.is_file(), reason="the responses of the Hub are not here")
def test_most_real_cards_get_a_definite_answer() -> None:
    cards = judged(read(RESPONSES))
    assert len(cards) == 831
    assert sum(card.definite for card in cards) >= WANTED * len(cards)
    assert all(card.told for card in cards)


def test_works_without_a_licence_and_with_known_parents_are_advised(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    rows = [
        response("me/1", "mit", LLAMA),
        response("me/2", None, LLAMA),
        response("me/3", "other", "mistralai/Mistral-7B-v0.1"),
        response("me/4", None, "foo/bar"),
        response("me/5", None),
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    cards = recommended.advised(recommended.unlicensed(path))
    assert [(card.work, card.ladder, card.first) for card in cards] == [
        ("me/2", "library", "llama2"),
        ("me/3", "library", "Apache-2.0"),
    ]
    assert recommended.share(cards) == 1
    assert "100.0% of them get a recommendation (wanted: 55%)" in recommended.report(cards)


@pytest.mark.slow
@pytest.mark.skipif(not RESPONSES.is_file(), reason="the responses of the Hub are not here")
def test_most_real_works_without_a_licence_get_a_recommendation() -> None:
    cards = recommended.advised(recommended.unlicensed(RESPONSES))
    assert len(cards) > 100
    assert recommended.share(cards) >= recommended.WANTED
