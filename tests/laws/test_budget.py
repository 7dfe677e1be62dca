"""A budget spent is `unknown`, and never another answer."""

import random
from collections import Counter

from hypothesis import event, given
from hypothesis import strategies as st
from lawful import answer

from licenselogic.base.codes import Status
from licenselogic.testing import cases, random_case


@given(case=cases(max_works=5), rlimit=st.sampled_from([1, 100, 1_000, 10_000]))
def test_a_small_budget_gives_the_same_answer_or_none(case, rlimit):
    """status(rlimit) ∈ {status, unknown}"""
    full, limited = answer(case), answer(case, rlimit)
    event(f"{rlimit}: {full.status.value} -> {limited.status.value} {sorted(limited.open)}")
    if limited.open >= {"budget"}:
        assert limited.status is Status.UNKNOWN
    else:
        assert limited.status is full.status  # of choices that do as well, another may be shown


def test_a_budget_of_one_step_is_spent_by_whatever_asks_the_solver():
    """status(rlimit=1) = unknown for most cases that share something"""
    found = Counter(
        "budget" in answer(random_case(random.Random(seed)), 1).open for seed in range(60)
    )
    assert found[True] > 30
