"""The fast side and the second judge say the same."""

import random

import pytest
from hypothesis import event, given

from licenselogic.library.library import licenses
from licenselogic.reference.judge import Judge
from licenselogic.testing import (
    cases,
    random_case,
    random_shipped_case,
    replay,
    shipped_cases,
    sides,
)
from licenselogic.testing.agreement import compare

FEW, BLOCK = 12, 250
"""Seeds of a quick test, and of a slow one; `benchmarks.agreement` tries as many as one likes."""


def blocks(count):
    """All seeds below a number, in blocks; a few of them go with the quick tests."""
    starts = range(FEW, count, BLOCK)
    slow = (range(start, min(start + BLOCK, count)) for start in starts)
    return [range(FEW), *(pytest.param(seeds, marks=pytest.mark.slow) for seeds in slow)]


def assert_agreement(case, judge=None, fast=None):
    found = compare(case, judge or Judge(case.library), fast or sides.Fast(case.library))
    assert found.agree, (found.judgement.status, found.answer.status)
    assert found.broken == found.shown
    return found


@pytest.mark.parametrize("seeds", blocks(512), ids=str)
def test_random_cases_are_decided_as_they_are_judged(seeds):
    """check(case) = judge(case), for 512 fixed seeds over random licences"""
    for seed in seeds:
        assert_agreement(random_case(random.Random(seed)))


@pytest.mark.parametrize("seeds", blocks(512), ids=str)
def test_lineages_over_shipped_licences_are_decided_as_they_are_judged(seeds):
    """check(case) = judge(case), for 512 fixed seeds over the licences of the library"""
    judge, fast = Judge(licenses()), sides.Fast(licenses())
    for seed in seeds:
        assert_agreement(random_shipped_case(random.Random(seed)), judge, fast)


@given(cases())
def test_every_case_is_decided_as_it_is_judged(case):
    """check(case) = judge(case)"""
    found = assert_agreement(case)
    event(found.answer.status.value)
    for violation in found.answer.decision.violations:
        event(f"rule {violation.rule}")


@given(shipped_cases())
def test_every_case_over_shipped_licences_is_decided_as_it_is_judged(case):
    """check(case) = judge(case)"""
    event(assert_agreement(case).answer.status.value)


@given(cases())
def test_every_scenario_replays_and_has_no_fact_too_many(case):
    """for each violation v: bites(v, scenario), and for each fact f: not bites(v, scenario - f)"""
    for violation in filter(replay.replayable, sides.solve(case).decision.violations):
        event(f"rule {violation.rule}, {len(violation.scenario)} facts")
        assert replay.replays(case, violation)
        assert replay.minimal(case, violation) or not replay.measurable(case, violation)


def test_scenarios_replay_where_own_terms_stand_beside_a_named_licence():
    """a case in which rule 3a names what the licence beside the publisher's own terms takes away"""
    case = random_shipped_case(random.Random(15478))
    answer = sides.Fast(case.library).solve(case)
    shown = [v for v in answer.decision.violations if replay.replayable(v)]
    assert {"2", "3a"} <= {str(v.rule) for v in shown}
    assert all(replay.replays(case, v) for v in shown)


def test_of_what_is_broken_something_is_told_however_many_ways_there_are():
    """a case in which a licence withholds one act in a situation, and another in every one"""
    assert_agreement(random_case(random.Random(26695)))
