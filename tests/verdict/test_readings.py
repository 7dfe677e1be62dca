"""How a verdict hangs on the readings of the law, as a table; profiles that are single views."""

import json

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.norms.assumptions import select
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.report.readings_text import render_readings
from licenselogic.verdict.readings import readings


def made(by: str, *licenses: str, type: str = "model") -> ll.Lineage:
    above = "dataset" if by == "trained_on" else type
    works = [{"id": f"u/{n}", "type": above, "license": k} for n, k in enumerate(licenses)]
    edges = [{"work": work["id"], "by": by} for work in works]
    mine = {"id": "me/x", "type": type, "license": "mit", "from": edges}
    return ll.Lineage.from_dict({"works": [*works, mine]})


def test_the_fewest_readings_that_flip_a_verdict() -> None:
    found = readings(made("finetune", "llama3"))
    (flip,) = found.flips
    assert (found.status, flip.status) == ("incompatible", "compatible")
    assert flip.readings == {"weights_are_protected": False, "license_binds_on_use": False}


def test_rows_give_their_status_whatever_the_other_readings_are() -> None:
    found = readings(made("distill", "llama3", "openrail++"))
    assert found.flips
    for flip in found.flips:
        for true, status in found.every.items():
            if all((name in true) is value for name, value in flip.readings.items()):
                assert status is flip.status
    flipped = {true for true, status in found.every.items() if status is not found.status}
    covered = {
        true
        for true in found.every
        for flip in found.flips
        if all((name in true) is value for name, value in flip.readings.items())
    }
    assert flipped == covered


def test_one_line_where_nothing_flips_it() -> None:
    found = readings(made("incorporate", "GPL-3.0-only", type="software"))
    assert found.flips == () and "by every reading of the law" in found.message
    assert render_readings(found).count("\n") == 3


def test_the_table_is_readable() -> None:
    text = render_readings(readings(made("trained_on", "CC-BY-NC-SA-4.0")))
    assert "verdict       whenever\nincompatible  training_is_adaptation = yes" in text
    assert "training_is_adaptation (now: no): a model trained on a work" in text


def test_what_is_as_assumed_is_marked() -> None:
    text = render_readings(readings(made("trained_on", "CC-BY-NC-SA-4.0"), profile="strict"))
    assert "the `strict` reading of the law" in text
    works = made("trained_on", "CC-BY-NC-SA-4.0").to_dict()["works"]
    works[-1]["from"].append({"work": "u/teacher", "by": "distill"})
    works.append({"id": "u/teacher", "type": "model", "license": "openrail++"})
    both = render_readings(readings(ll.Lineage.from_dict({"works": works}), "me/x"))
    assert "training_is_adaptation = no (as now)" in both


@pytest.mark.parametrize("by", ["finetune", "distill", "combine"])
def test_json_follows_the_published_schema(by: str) -> None:
    data = json.loads(json.dumps(readings(made(by, "gemma")).to_dict()))
    jsonschema_rs.Draft202012Validator(read_schema("readings")).validate(data)
    assert data["schema"] == "licenselogic.readings/1"


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ("weights-not-protected", "weights_are_protected"),
        ("no-terms-without-signature", "license_binds_on_use"),
        ("distillation-not-derivative", "distillation_is_derivative"),
    ],
)
def test_a_view_is_the_mainstream_but_for_one_reading(profile: str, name: str) -> None:
    assert select(profile) == select("default") - {name}


@pytest.mark.parametrize("profile", vocabulary().profiles)
@pytest.mark.parametrize("by", ["finetune", "distill", "merge"])
def test_the_verdict_of_a_profile_is_that_of_its_readings(profile: str, by: str) -> None:
    lineage = made(by, "llama3", "openrail++", "CC-BY-NC-4.0")
    held = {name: name in select(profile) for name in vocabulary().assumptions}
    named, stated = ll.check(lineage, profile=profile), ll.check(lineage, assumptions=held)
    assert named.assumptions == stated.assumptions == held
    assert named.status is stated.status
    assert named.counterexamples == stated.counterexamples
    assert (named.conditions, named.duties) == (stated.conditions, stated.duties)
