"""The questions that a server answers."""

import json

import pytest

import licenselogic as ll
from licenselogic.servers import answers

LINEAGE = {
    "works": [
        {"id": "a/base", "license": "llama2"},
        {"id": "me/x", "license": "mit", "from": [{"work": "a/base", "by": "finetune"}]},
    ]
}
NAMED = {"works": [{"id": "me/x", "license": "mit", "from": [
    {"work": "mistralai/Mistral-7B-v0.1", "by": "finetune"}]}]}  # fmt: skip


def test_check_gives_the_verdict() -> None:
    answer = answers.check(LINEAGE)
    assert answer["verdict"] == ll.check(ll.Lineage.from_dict(LINEAGE)).to_dict()
    assert answer["text"].startswith("incompatible: `me/x`")
    assert answers.check(LINEAGE, license="llama2")["verdict"]["status"] == "compatible"


def test_works_that_are_only_named_are_looked_up() -> None:
    assert answers.check(NAMED)["verdict"]["status"] == "compatible"


def test_recommend_gives_licences() -> None:
    answer = answers.recommend(LINEAGE, want=["commercial"])
    assert "llama2" in json.dumps(answer["recommendation"])


def test_show_gives_clauses_or_says_why_there_are_none() -> None:
    assert answers.show("apache 2")["license"]["id"] == "Apache-2.0"
    assert answers.show("gpl")["license"] is None


def test_explain_and_diff_give_text() -> None:
    assert "scale" in answers.explain("scale-limit")["text"]
    assert answers.diff("llama2", "llama3")["diff"]["first"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: answers.check({"works": 3}),
        lambda: answers.check(LINEAGE, "gone"),
        lambda: answers.check(LINEAGE, profile="odd"),
        lambda: answers.show("no such licence"),
        lambda: answers.explain("no such word"),
        lambda: answers.diff("MIT", "no such licence"),
    ],
)
def test_what_cannot_be_used_is_told(ask: object) -> None:
    with pytest.raises(ll.LicenseLogicError):
        ask()  # type: ignore[operator]
