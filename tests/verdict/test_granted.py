"""Licences that changed, or were withdrawn, after an upstream work was taken."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.lineage.work import Earlier
from licenselogic.norms.assumptions import select
from licenselogic.reference.judge import Judge
from licenselogic.repair.check_all import check_all
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.granted import Grants, as_granted

CHANGED = "2024-04-18"
BEFORE = [{"license": "apache-2.0", "until": CHANGED}]


def lineage(taken: str | None = None, license: str = "mit", **base: Any) -> ll.Lineage:
    """A model under `license`, fine-tuned from one that was under Llama 2 when last seen."""
    edge = {"work": "acme/base", "by": "finetune"}
    if taken:
        edge["taken"] = taken
    above = {"id": "acme/base", "license": "llama2", **base}
    return ll.Lineage.from_dict(
        {"works": [above, {"id": "me/model", "license": license, "from": [edge]}]}
    )


def told(verdict: ll.Verdict) -> list[str]:
    """Return what the verdict says of days."""
    return [w.message for w in verdict.warnings if w.code == "earlier-grant"]


def test_without_days_the_licence_given_is_judged() -> None:
    verdict = ll.check(lineage(license_since=CHANGED))
    assert verdict.status == "incompatible" and told(verdict) == []


def test_what_was_taken_under_an_earlier_licence_stays_under_it() -> None:
    verdict = ll.check(lineage("2023-06-01", earlier_licenses=BEFORE))
    assert verdict.status == "compatible"
    (message,) = told(verdict)
    assert "taken on 2023-06-01, under `apache-2.0`" in message


def test_the_licence_of_today_may_be_taken_too() -> None:
    found = ll.check(lineage("2023-06-01", "llama2", earlier_licenses=BEFORE))
    assert found.status == "compatible"


@pytest.mark.parametrize("taken", [CHANGED, "2025-01-01"])
def test_from_the_day_of_the_change_the_new_licence_alone_is_given(taken) -> None:
    assert ll.check(lineage(taken, earlier_licenses=BEFORE)).status == "incompatible"


def test_license_since_tells_that_the_new_licence_was_there_already() -> None:
    early = lineage("2024-01-01", earlier_licenses=BEFORE, license_since="2023-12-01")
    assert ll.check(early).status == "incompatible"


def test_the_licence_of_the_day_counts_of_several() -> None:
    rows = [{"license": "cc-by-nc-4.0", "until": "2023-01-01"}, *BEFORE]
    assert ll.check(lineage("2023-06-01", earlier_licenses=rows)).status == "compatible"
    assert ll.check(lineage("2022-06-01", earlier_licenses=rows)).status == "incompatible"


def test_a_day_that_is_not_known_brings_nothing_back() -> None:
    verdict = ll.check(lineage(earlier_licenses=BEFORE))
    assert verdict.status == "incompatible"
    assert "nothing says on which day it was taken" in told(verdict)[0]


def test_an_earlier_licence_that_nobody_states_is_not_guessed() -> None:
    verdict = ll.check(lineage("2023-06-01", license_since=CHANGED))
    assert verdict.status == "incompatible"
    assert "nothing says what it had then" in told(verdict)[0]


def test_an_earlier_licence_that_is_not_known_leaves_the_answer_open() -> None:
    rows = [{"license": "terms of acme", "until": CHANGED}]
    assert ll.check(lineage("2023-06-01", earlier_licenses=rows)).status == "unknown"


def test_a_licence_that_may_be_revoked_does_not_outlast_the_change() -> None:
    rows = [{"license": "stable-video-diffusion-2023", "until": CHANGED}]
    verdict = ll.check(lineage("2023-06-01", earlier_licenses=rows))
    assert verdict.status == "incompatible"
    assert "lets its licensor end or change" in told(verdict)[0]


def test_what_was_taken_twice_is_under_the_licence_of_the_later_day() -> None:
    raw = lineage("2023-06-01", earlier_licenses=BEFORE).to_dict()
    raw["works"][1]["from"].append({"work": "acme/base", "by": "distill", "taken": CHANGED})
    assert ll.check(ll.Lineage.from_dict(raw)).status == "incompatible"
    del raw["works"][1]["from"][1]["taken"]
    assert ll.check(ll.Lineage.from_dict(raw)).status == "incompatible"


@pytest.mark.parametrize(
    ("license", "taken", "status", "words"),
    [
        ("apache-2.0", None, "unknown", "nothing says that it was taken before"),
        ("apache-2.0", CHANGED, "unknown", "nothing says that it was taken before"),
        ("apache-2.0", "2023-06-01", "compatible", "before its licence was withdrawn"),
        ("cogvlm", "2023-06-01", "unknown", "lets its licensor end what is granted"),
    ],
)
def test_a_licence_that_was_withdrawn(license, taken, status, words) -> None:
    found = lineage(taken, "apache-2.0", withdrawn=CHANGED)
    verdict = ll.check(found.with_license("acme/base", license))
    assert verdict.status == status
    assert words in told(verdict)[0]


def test_an_earlier_licence_stands_where_the_one_of_today_was_withdrawn() -> None:
    found = lineage("2023-06-01", earlier_licenses=BEFORE, withdrawn="2025-01-01")
    assert ll.check(found).status == "compatible"


def test_recommend_repair_and_check_all_go_by_the_same_licence() -> None:
    found = lineage("2023-06-01", earlier_licenses=BEFORE)
    assert "MIT" in [candidate.license for candidate in ll.recommend(found).candidates]
    assert ll.repair(found).status == "compatible"
    assert {work.status.value for work in check_all(found).works} <= {"compatible"}
    assert {work.status.value for work in judge_all(found).values()} == {"compatible"}


def test_the_second_judge_agrees_once_days_are_settled() -> None:
    for taken in ("2023-06-01", CHANGED):
        found = lineage(taken, earlier_licenses=BEFORE)
        settled = as_granted(found, ll.licenses(), "me/model")
        second = Judge(ll.licenses()).judge(settled, "me/model", "mit", select())
        assert second.status == ll.check(found).status


def test_a_lineage_without_days_is_left_as_it_is() -> None:
    found = lineage()
    assert as_granted(found, ll.licenses(), "me/model") is found
    once = as_granted(
        lineage("2023-06-01", earlier_licenses=BEFORE), ll.licenses(), target="me/model"
    )
    assert as_granted(once, ll.licenses(), "me/model") is once


def test_the_licence_of_the_day_is_found_in_whatever_order_licences_are_listed() -> None:
    earlier = [Earlier("apache-2.0", date(2024, 4, 18)), Earlier("llama2", date(2023, 9, 1))]
    changed = lineage("2023-06-01", license_since="2024-04-18")
    base = replace(changed.works["acme/base"], earlier_licenses=tuple(earlier))
    works = {**changed.works, "acme/base": base}
    assert ll.check(replace(changed, works=works)).status == "incompatible"


def family(*works: dict[str, Any]) -> ll.Lineage:
    """`acme/base`, which was under Apache-2.0 and is under Llama 2, with what was made from it."""
    base = {"id": "acme/base", "license": "llama2", "earlier_licenses": BEFORE}
    return ll.Lineage.from_dict({"works": [base, *works]})


def tuned(name: str, license: str, taken: str, base: str = "acme/base", **more: Any) -> dict:
    edge = {"work": base, "by": "finetune", "taken": taken}
    return {"id": name, "license": license, "from": [edge], **more}


def test_what_another_work_took_and_when_is_nothing_to_a_work() -> None:
    early, late = tuned("me/early", "mit", "2023-06-01"), tuned("me/late", "mit", CHANGED)
    found = family(early, late)
    assert ll.check(found, "me/early").status == "compatible"
    assert ll.check(found, "me/late").status == "incompatible"
    every = {one.work: one.status for one in check_all(found).works}
    assert every == {name: ll.check(found, name).status for name in found.works}
    assert every == {name: judged.status for name, judged in judge_all(found).items()}


def test_a_work_that_changed_its_label_is_judged_under_the_one_that_it_has() -> None:
    """MIT breaks Llama 2 whatever the work was labelled before; who took it then broke nothing."""
    base = {"id": "acme/base", "license": "llama2"}
    before = [{"license": "llama2", "until": CHANGED}]
    middle = tuned("me/middle", "mit", "2023-08-01", earlier_licenses=before)
    below = tuned("you/below", "llama2", "2023-09-01", "me/middle")
    found = ll.Lineage.from_dict({"works": [base, middle, below]})
    survey = check_all(found)
    every = {one.work: (one.license, one.status.value) for one in survey.works}
    assert every["me/middle"] == ("MIT", "incompatible")
    assert every["you/below"] == ("llama2", "compatible")
    assert judge_all(found)["me/middle"].status == "incompatible"
    assert ll.check(found, "me/middle").license == "MIT"
    (correction,) = survey.corrections
    assert correction.work == "me/middle" and correction.clears == ("me/middle",)


def test_a_correction_leaves_days_as_they_are_stated() -> None:
    """Who took the base when it was free stays free of it, whatever is corrected elsewhere."""
    early, late = tuned("me/early", "mit", "2023-06-01"), tuned("me/late", "mit", CHANGED)
    below = {"id": "you/both", "license": "mit"}
    below["from"] = [{"work": name, "by": "merge"} for name in ("me/early", "me/late")]
    survey = check_all(family(early, late, below))
    cleared = {correction.work: correction.clears for correction in survey.corrections}
    assert "me/early" not in cleared
    assert "me/late" in cleared["me/late"]


def test_a_work_sees_the_same_whether_or_not_its_ancestors_were_asked_about() -> None:
    def made(id: str, *above: tuple[str, str | None]) -> dict[str, Any]:
        edges = [
            {"work": name, "by": "finetune"} | ({"taken": day} if day else {})
            for name, day in above
        ]
        return {"id": id, "license": "mit", "earlier_licenses": BEFORE, "from": edges}

    early, late = "2023-01-01", "2024-12-01"
    works = [
        made("a"),
        made("b", ("a", early)),
        made("c", ("a", late)),
        made("d", ("b", early), ("c", early)),
        made("e", ("d", None), ("b", late)),
    ]
    family = ll.Lineage.from_dict({"works": works})
    step_by_step = Grants(family, ll.licenses())
    for name in family.works:
        expected = as_granted(family, ll.licenses(), name).works
        assert step_by_step.seen_from(name).works == expected
    assert step_by_step.seen_from("b").works["a"].license != "mit"
    assert step_by_step.seen_from("d").works["a"].license == "mit"
