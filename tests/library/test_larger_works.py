"""Wholes that hold a part under another licence: what it still asks, and what it leaves free."""

import pytest
from asking import ask, cited

import licenselogic as ll


def owed(upstream: str, by: str, label: str, of: str = "software") -> dict[str, str]:
    """Return the duties of a compatible work, each with the clause that asks for it."""
    verdict = ask(upstream, by, label, of)
    assert verdict.status == "compatible"
    return {duty.duty: duty.clause.cite for duty in verdict.duties}


@pytest.mark.parametrize(
    ("license", "cite"),
    [
        ("LGPL-2.0-only", "6"),
        ("LGPL-2.1-or-later", "6"),
        ("LGPL-3.0-only", "4"),
        ("MS-RL", "3(A)"),
        ("OSL-1.0", "3"),
        ("OSL-2.1", "3"),
        ("OSL-3.0", "3"),
        ("LiLiQ-R-1.1", "4.1"),
        ("MPL-2.0", "3.2(a)"),
        ("CDDL-1.0", "3.1"),
        ("EPL-2.0", "3.1(a)"),
    ],
)
def test_a_whole_comes_with_the_source_of_a_weak_copyleft_part(license: str, cite: str) -> None:
    assert owed(license, "combine", "MIT")["disclose-source"] == cite


@pytest.mark.parametrize("license", ["GPL-2.0-only", "GPL-3.0-or-later", "AGPL-3.0-only"])
def test_data_in_a_collection_is_an_aggregate_under_the_gpl(license: str) -> None:
    """GPL-2.0 section 2, GPL-3.0 section 5: what stands beside it is not reached."""
    assert ask(license, "combine", "CC-BY-4.0", "dataset").status == "compatible"
    for by, material in (("incorporate", "dataset"), ("embed", "dataset"), ("combine", "software")):
        assert ask(license, by, "MIT", material).status == "incompatible"


def test_a_program_under_the_gpl_may_come_with_data_under_other_copyleft() -> None:
    for license in ("CC-BY-SA-3.0", "OFL-1.1", "GFDL-1.3-only"):
        assert ask(license, "combine", "GPL-3.0-only", "dataset", type="software").status == (
            "compatible"
        )


def model_from(by: str) -> set[tuple[str, str]]:
    """Return (duty, clause) for a model trained on a database that was made from one by `by`."""
    works = [
        {"id": "a/db", "type": "dataset", "license": "ODbL-1.0"},
        {
            "id": "me/db",
            "type": "dataset",
            "license": "ODbL-1.0",
            "from": [{"work": "a/db", "by": by}],
        },
        {
            "id": "me/model",
            "type": "model",
            "license": "MIT",
            "from": [{"work": "me/db", "by": "trained_on"}],
        },
        {
            "id": "me/tuned",
            "type": "model",
            "license": "MIT",
            "from": [{"work": "me/model", "by": "finetune"}],
        },
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}), "me/tuned")
    assert verdict.status == "compatible"
    return {(duty.duty, duty.clause.cite) for duty in verdict.duties}


def test_what_a_changed_database_produced_makes_the_changes_public() -> None:
    """ODbL 4.6 speaks of a produced work "from a Derivative Database" only."""
    assert model_from("incorporate") == {("attribution", "4.3"), ("disclose-source", "4.6")}
    assert model_from("copy") == {("attribution", "4.3")}


@pytest.mark.parametrize("license", ["EUPL-1.0", "EUPL-1.1", "EUPL-1.2"])
def test_the_eupl_refuses_a_duty_to_advertise(license: str) -> None:
    """Article 5: no additional conditions that restrict; a notice in the documentation does not."""
    verdict = ask("BSD-4-Clause", "incorporate", license)
    assert verdict.status == "incompatible"
    assert (license, "5.copyleft") in cited(verdict)
    for fitting in ("Apache-1.1", "BSD-3-Clause", "Apache-2.0", "MIT"):
        assert ask(fitting, "incorporate", license).status == "compatible"


def test_who_changes_cddl_code_says_so_by_name() -> None:
    duties = owed("CDDL-1.0", "incorporate", "CDDL-1.0")
    assert duties["attribution"] == duties["state-changes"] == "3.3"
