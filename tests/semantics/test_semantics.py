"""What a licence allows: permissions, prohibitions, exceptions, conditions, readings."""

from datetime import date

import pytest
from small import OPEN, lic

from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.conditions import All, Compare, IsTrue, Member, Not, Some
from licenselogic.semantics.semantics import (
    allowed,
    baseline,
    difference,
    grounds,
    holds,
    prohibited,
    value,
)

DEFAULT = valuation(select())


def may(license, act, status="work", true=DEFAULT, **scenario):
    return allowed(license, act, status, scenario, true)


# Scenarios


def test_every_fact_rests_at_its_baseline():
    assert baseline()["commercial"] is False
    assert baseline()["monthly_active_users"] == baseline()["date"] == 0
    assert baseline()["field"] == "general"
    assert baseline()["target"] == "other"


def test_a_scenario_says_what_differs_and_the_baseline_the_rest():
    scenario = {"monthly_active_users": 5}
    assert value(scenario, "monthly_active_users") == 5
    assert value(scenario, "commercial") is False
    with pytest.raises(KeyError):
        value(scenario, "phase_of_the_moon")


def test_a_difference_leaves_out_baselines_and_keeps_the_order_of_the_vocabulary():
    scenario = {"field": "military", "commercial": True, "employees": 0, "target": "other"}
    assert list(difference(scenario).items()) == [("commercial", True), ("field", "military")]


# Conditions


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (">", False, False, True),
        (">=", False, True, True),
        ("<", True, False, False),
        ("<=", True, True, False),
    ],
)
def test_a_number_is_compared_at_the_threshold(op, below, at, above):
    over = Compare("monthly_active_users", op, 700)
    found = [holds(over, {"monthly_active_users": n}) for n in (699, 700, 701)]
    assert found == [below, at, above]


def test_a_date_is_compared_by_its_day_number():
    day = date(2027, 1, 1).toordinal()
    assert holds(Compare("date", ">=", day), {"date": day})
    assert not holds(Compare("date", ">=", day), {"date": day - 1})


@pytest.mark.parametrize(
    ("words", "found", "expected"),
    [
        ({"violence"}, "violence", True),
        ({"violence"}, "terrorism", True),  # stands below it
        ({"terrorism"}, "violence", False),  # stands above it
        ({"hate", "terrorism"}, "hate", True),
        (set(), "general", False),
    ],
)
def test_a_word_of_a_tree_covers_the_words_below_it(words, found, expected):
    assert holds(Member("field", frozenset(words)), {"field": found}) is expected


def test_families_have_no_tree():
    assert holds(Member("target", frozenset({"cod"})), {"target": "cod"})
    assert not holds(Member("target", frozenset({"cod"})), {})


def test_conditions_join():
    yes, no = All(()), Some(())
    assert holds(yes, {})
    assert not holds(no, {})
    assert holds(Not(no), {})
    assert holds(Some((no, yes)), {})
    assert not holds(All((yes, no)), {})
    assert holds(IsTrue("commercial"), {"commercial": True})


# Permissions and prohibitions


def test_what_no_clause_permits_is_reserved_but_not_forbidden():
    license = lic("L", "permit use")
    assert not may(license, "modify")
    assert not prohibited(license, "modify", "work", {}, DEFAULT)


@pytest.mark.parametrize("status", ["output", "extracted", "independent"])
def test_without_the_material_nothing_is_reserved(status):
    assert may(lic("L"), "distribute", status)


@pytest.mark.parametrize("status", ["work", "derivative", "larger-work"])
def test_a_norm_speaks_of_the_material_by_default(status):
    assert may(lic("L", OPEN), "distribute", status)
    assert not may(lic("L", OPEN, "forbid distribute"), "distribute", status)


def test_only_prohibitions_bind_outputs():
    license = lic("L", "forbid improve-other-models on output")
    assert not may(license, "distill", "output")
    assert may(license, "sell", "output")


def test_a_wide_act_covers_the_acts_below_it():
    assert may(lic("L", "permit use"), "distill")
    assert not may(lic("L", "permit distill"), "use")
    assert not may(lic("L", OPEN, "forbid distribute"), "sell")
    assert may(lic("L", OPEN, "forbid sell"), "distribute")


def test_a_prohibition_beats_a_permission_wherever_it_stands():
    assert not may(lic("L", OPEN, "forbid host"), "host")
    assert not may(lic("L", "forbid host", OPEN), "host")


def test_a_prohibition_binds_only_in_its_condition():
    license = lic("L", OPEN, "forbid use if monthly_active_users > 700_000_000")
    assert may(license, "run", monthly_active_users=700_000_000)
    assert not may(license, "run", monthly_active_users=700_000_001)


def test_an_exception_lifts_the_prohibitions_of_the_clause_that_it_names():
    license = lic(
        "L",
        OPEN,
        "forbid host",
        'permit host if actor in { research-body } notwithstanding "2"',
    )
    assert not may(license, "host")
    assert may(license, "host", actor="research-body")


def test_an_exception_lifts_no_other_clause():
    license = lic("L", OPEN, "forbid host", "forbid use", 'permit use notwithstanding "2"')
    assert not may(license, "host")


def test_an_exception_is_bounded_by_its_own_acts_and_subjects():
    license = lic("L", OPEN, "forbid use", 'permit run on work notwithstanding "2"')
    assert may(license, "run", "work")
    assert not may(license, "train", "work")
    assert not may(license, "run", "derivative")


def test_a_norm_out_of_force_says_nothing():
    license = lic("L", OPEN, "forbid train assuming training_is_adaptation")
    assert may(license, "train")
    assert not may(license, "train", true=valuation({"training_is_adaptation"}))


def test_an_exception_out_of_force_lifts_nothing():
    license = lic(
        "L",
        OPEN,
        "forbid host",
        'permit host assuming output_is_derivative notwithstanding "2"',
    )
    assert not may(license, "host")


def test_grounds_hold_the_conditions_that_the_answer_depends_on():
    license = lic("L", "permit run if commercial", "forbid use if field in { hate }", "forbid sell")
    asked = set(grounds(license, "run", "work", DEFAULT).conditions())
    assert asked == {IsTrue("commercial"), Member("field", frozenset({"hate"}))}
