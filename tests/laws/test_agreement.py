"""The fast side and the reference say the same."""

import random

import pytest
from hypothesis import event, given

from benchmarks.agreement import replay, sides
from licenselogic.reference.reference import judge
from licenselogic.testing import cases, random_case

BLOCK, BLOCKS = 250, 12
"""Cases a test, and tests; the first goes with the quick ones."""


def assert_agreement(case):
    judgement, answer = judge(case), sides.solve(case)
    assert answer.status.value == sides.expected(case, judgement)
    assert sides.solved(answer.decision.violations) == sides.judged(judgement)
    return answer


@pytest.mark.parametrize(
    "block", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, BLOCKS))]
)
def test_random_cases_are_decided_as_the_reference_judges_them(block):
    """broken(decide(case)) = broken(judge(case)), for 3,000 fixed seeds"""
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        assert_agreement(random_case(random.Random(seed)))


@given(cases())
def test_every_case_is_decided_as_the_reference_judges_it(case):
    """broken(decide(case)) = broken(judge(case))"""
    answer = assert_agreement(case)
    event(answer.status.value)
    for violation in answer.decision.violations:
        event(f"rule {violation.rule}")


@given(cases())
def test_every_scenario_replays_and_has_no_fact_too_many(case):
    """for each violation v: bites(v, scenario), and for each fact f: not bites(v, scenario - f)"""
    for violation in filter(replay.replayable, sides.solve(case).decision.violations):
        event(f"rule {violation.rule}, {len(violation.scenario)} facts")
        assert replay.replays(case, violation)
        assert replay.minimal(case, violation)
