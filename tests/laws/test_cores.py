"""The ladder: whether any licence could work, and minimal sets of clauses why none can."""

import random
from dataclasses import replace
from itertools import chain, combinations

from hypothesis import event, given, settings
from hypothesis import strategies as st
from lawful import answer, verdict
from purpose import written

from licenselogic.base.codes import Status
from licenselogic.decision.answer import question
from licenselogic.decision.ladder import Ladder, lift
from licenselogic.library.library import Library
from licenselogic.testing import sides
from licenselogic.testing.ancestry import settled_case
from licenselogic.testing.dice import RandomDice

incompatible = (
    st.integers(0, 1_000_000)
    .map(lambda seed: settled_case(RandomDice(random.Random(seed))))
    .filter(lambda case: answer(case).status is Status.INCOMPATIBLE)
)
"""Cases without choices, of which about half are incompatible."""


fewer = settings(max_examples=settings().max_examples // 4)
"""These laws ask many questions about each case."""


def fits(case, label):
    library = Library.of({k.id: k for k in (*case.library, *label)}.values())
    asked = replace(case, library=library).offered(" AND ".join(k.id for k in label))
    return sides.judge(asked).status is Status.COMPATIBLE


def labels(case):
    """Every set of the licences in `case`, by itself and beside one written for the purpose."""
    known = list(case.library)
    sets = chain.from_iterable(combinations(known, n) for n in range(len(known) + 1))
    for label in sets:
        if label:
            yield label
        yield (*label, written(case, label))


@given(incompatible)
@fewer
def test_a_licence_is_possible_exactly_if_one_can_be_written_or_chosen(case):
    """custom_possible ↔ for some K: broken(judge(D, K, U)) = ∅

    K ranges over the sets of licences at hand, with and without one written for the purpose.
    """
    possible = any(fits(case, label) for label in labels(case))
    event(f"possible: {possible}")
    assert verdict(case).custom_possible is possible


@given(incompatible)
@fewer
def test_there_is_a_core_exactly_if_no_licence_is_possible(case):
    """core ≠ ∅ ↔ not custom_possible, and then its clauses are those of ancestors"""
    found = verdict(case)
    event(f"possible: {found.custom_possible}")
    assert (found.core is None) == found.custom_possible
    assert {ref.license for ref in found.core or ()} <= {k.id for k in sides.licenses(case)}


@given(incompatible)
def test_a_core_clashes_and_no_clause_of_it_can_be_spared(case):
    """clash(core), and for each c in core: not clash(core - c)"""
    found, (engine, sign) = verdict(case), sides.sign(case)
    event(f"clauses in the core: {len(found.core or ())}")
    if found.core is None:
        return
    ladder = Ladder(engine, question(engine, sign))
    kept = [engine.library[ref.license].clause(ref.cite) for ref in found.core]
    assert ladder.clash(lift(ladder.question, kept))
    for clause in kept:
        fewer = [other for other in kept if other is not clause]
        assert not ladder.clash(lift(ladder.question, fewer))
