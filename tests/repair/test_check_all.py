"""Every work of a lineage under its own licence: where breaches start, and what clears them."""

import json
from typing import Any

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.report.survey_text import render_survey


def work(name: str, license: str | None, *upstream: tuple[str, str], **more: Any) -> dict[str, Any]:
    edges = [{"work": above, "by": by} for above, by in upstream]
    found = {"id": name, "type": "model", "license": license, "from": edges, **more}
    return {key: value for key, value in found.items() if value is not None}


def made(*works: dict[str, Any]) -> ll.Lineage:
    return ll.Lineage.from_dict({"works": list(works)})


LLAMA = work("meta-llama/L", "llama3")

RELABELLED = made(
    LLAMA,
    work("p/P", "mit", ("meta-llama/L", "finetune")),
    work("q/Q", "mit", ("p/P", "quantized")),
)
"""A false label that the next work repeats."""

BLENDED = made(
    LLAMA,
    work("mistralai/M", "apache-2.0"),
    work("p/P", "llama3", ("meta-llama/L", "merge"), ("mistralai/M", "merge")),
    work("q/Q", "llama3", ("p/P", "finetune")),
    work("r/R", "mit", ("q/Q", "quantized")),
)
"""An act on the way that a clause forbids, and a false label further down."""


def test_each_work_has_the_verdict_that_check_gives() -> None:
    for lineage in (RELABELLED, BLENDED):
        for one in ll.check_all(lineage).works:
            verdict = ll.check(lineage, one.work)
            assert (one.status, one.license) == (verdict.status, verdict.license)
            kinds = {found.kind for found in verdict.counterexamples}
            assert {breach.kind for breach in one.breaches} == kinds


def test_a_false_label_that_is_repeated_is_inherited() -> None:
    base, first, second = ll.check_all(RELABELLED).works
    assert base.status == "compatible" and not base.breaches
    assert first.starting and not first.inherited
    assert second.inherited and not second.starting
    assert {breach.begins for breach in second.breaches} == {"p/P"}
    assert {breach.cleared_by for breach in second.breaches} == {"p/P"}


def test_the_correction_is_told_with_what_it_clears() -> None:
    (correction,) = ll.check_all(RELABELLED).corrections
    assert correction.work == "p/P" and correction.clears == ("p/P", "q/Q")
    assert [change.action.value for change in correction.changes] == ["license"]


def test_what_starts_lower_down_is_not_laid_on_those_above() -> None:
    survey = {one.work: one for one in ll.check_all(BLENDED).works}
    (act,) = survey["p/P"].starting
    assert act.kind == "exclusive-improvement"
    assert [breach.kind.value for breach in survey["q/Q"].inherited] == ["exclusive-improvement"]
    assert not survey["q/Q"].starting
    assert {breach.begins for breach in survey["r/R"].starting} == {"r/R"}
    assert [breach.begins for breach in survey["r/R"].inherited] == ["p/P"]


def test_a_breach_is_cleared_by_the_earliest_work_that_can() -> None:
    """Who relabels alone breaks a licence that the work above keeps: only it can mend that."""
    lineage = made(
        LLAMA,
        work("p/P", "llama3", ("meta-llama/L", "finetune")),
        work("q/Q", "mit", ("p/P", "finetune")),
        work("r/R", "apache-2.0", ("q/Q", "finetune")),
    )
    works = {one.work: one for one in ll.check_all(lineage).works}
    assert {breach.cleared_by for breach in works["q/Q"].breaches} == {"q/Q"}
    assert {breach.cleared_by for breach in works["r/R"].breaches} == {"r/R"}


def test_only_what_a_work_is_made_of_is_judged_with_it() -> None:
    survey = ll.check_all(BLENDED, "p/P")
    assert [one.work for one in survey.works] == ["meta-llama/L", "mistralai/M", "p/P"]


def test_what_is_not_known_says_why() -> None:
    lineage = made(work("u/U", None), work("p/P", "mit", ("u/U", "finetune")))
    survey = ll.check_all(lineage)
    assert survey.status == "unknown" and survey.message == "2 works: 2 unknown"
    assert all(one.reasons for one in survey.works)


def test_clauses_that_nobody_checked_are_told() -> None:
    license = (
        'license "Herring-1.0" {\n  title "Herring"\n  text "https://example.org/h"\n'
        '  covers model\n\n  clause "1" {\n    passage "All"\n    says "All."\n'
        "    permit use, modify, reproduce, distribute\n  }\n}\n"
    )
    library = ll.licenses().extended({"herring.lic": license.encode()})
    lineage = made(work("u/U", "Herring-1.0"), work("p/P", "mit", ("u/U", "finetune")))
    survey = ll.check_all(lineage, licenses=library)
    assert [one.unreviewed for one in survey.works] == [("Herring-1.0",)] * 2
    assert "no second reader has checked: `Herring-1.0`" in render_survey(survey)


@pytest.mark.parametrize("lineage", [RELABELLED, BLENDED])
def test_json_follows_the_published_schema(lineage: ll.Lineage) -> None:
    data = json.loads(json.dumps(ll.check_all(lineage).to_dict()))
    jsonschema_rs.Draft202012Validator(read_schema("survey")).validate(data)
    assert data["schema"] == "licenselogic.survey/1"


def test_many_works_are_counted_unless_something_starts_there() -> None:
    chain = [LLAMA, work("o0/w", "mit", ("meta-llama/L", "finetune"))]
    for number in range(1, 40):
        chain.append(work(f"o{number}/w", "mit", (f"o{number - 1}/w", "finetune")))
    survey = ll.check_all(made(*chain))
    assert "and 16 more works (`-v` shows each)" in render_survey(survey)
    assert "o39/w under MIT" in render_survey(survey, full=True)
