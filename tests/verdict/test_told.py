"""What a verdict tells beside its status: sources, clauses, suggestions, conditions, duties."""

from typing import Any

import pytest
from asking import ask, cited

import licenselogic as ll


def chain(*licenses: str | None, **last: Any) -> ll.Verdict:
    """The verdict on the last of some models, each a fine-tune of the one before."""
    works: list[dict[str, Any]] = []
    for number, license in enumerate(licenses):
        work: dict[str, Any] = {"id": f"o{number}/model", "type": "model", "license": license}
        if number:
            work["from"] = [{"work": f"o{number - 1}/model", "by": "finetune"}]
        works.append(work)
    return ll.check(ll.Lineage.from_dict({"works": [*works[:-1], works[-1] | last]}))


def warned(verdict: ll.Verdict) -> set[str]:
    return {warning.code.value for warning in verdict.warnings}


# Sources and clauses


def test_a_licence_that_is_passed_on_is_told_once_from_its_source() -> None:
    found = chain("llama2", "llama2", "mit")
    assert {c.work for c in found.counterexamples} == {"o0/model"}
    assert {c.path for c in found.counterexamples} == {("o0/model", "o1/model", "o2/model")}


def test_a_limit_of_a_grant_is_told_by_the_clause_that_grants() -> None:
    found = ask("CC-BY-NC-4.0", "finetune", "mit", of="model")
    (withheld,) = (c for c in found.counterexamples if c.reserved)
    assert [(ref.license, ref.cite) for ref in withheld.clauses] == [("CC-BY-NC-4.0", "2(a)(1)(B)")]


# Suggestions


def test_a_licence_that_would_do_is_suggested() -> None:
    assert "llama3.1" in ask("llama3.1", "finetune", "mit", of="model").suggestions


def test_a_licence_that_would_not_do_is_not_suggested() -> None:
    assert ask("CC-BY-ND-4.0", "finetune", "mit", of="model").suggestions == ()


# Conditions and duties


def test_every_condition_is_told_with_its_clause() -> None:
    found = ask("llama3.2", "finetune", "llama3.2", of="model")
    told = {
        (ref.cite, condition.text) for condition in found.conditions for ref in condition.clauses
    }
    assert told == {
        ("2", "at most 700,000,000 monthly active users"),
        ("1.b.iv", "territory is not european-union or not multimodal"),
        ("1.b.iv", "the purpose keeps to 1.b.iv of llama3.2"),
    }


@pytest.mark.parametrize(("publish", "owed"), [("share", True), ("service", False)])
def test_duties_are_those_of_the_publication(publish: str, owed: bool) -> None:
    found = ask("MIT", "incorporate", "MIT", publish=publish)
    assert ("retain-notices" in {duty.duty for duty in found.duties}) is owed


# Warnings


def test_a_label_written_for_other_material_is_a_warning() -> None:
    assert "license-mismatch" in warned(ask("MIT", "finetune", "MIT", of="model"))
    assert "license-mismatch" not in warned(ask("MIT", "incorporate", "MIT"))


def test_copyleft_is_a_warning() -> None:
    assert "proliferation" in warned(ask("GPL-3.0-only", "incorporate", "GPL-3.0-only"))
    assert "proliferation" not in warned(ask("MIT", "incorporate", "MIT"))


def test_what_was_noticed_in_the_lineage_is_a_warning() -> None:
    assert "relation-mismatch" in warned(ask("MIT", "finetune", "MIT"))
    assert cited(ask("MIT", "finetune", "MIT")) == set()
