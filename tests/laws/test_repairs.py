"""Repairs: each mends the work, and trying everything finds none that is cheaper."""

import random

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import licenselogic as ll
from licenselogic.base.codes import Status
from licenselogic.decision.engine import engine_of
from licenselogic.decision.rules import Depth
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.changing import Changing
from licenselogic.repair.choices import Outbound, choices
from licenselogic.repair.costs import Costs
from licenselogic.repair.labels import OWN_TERMS, Labels
from licenselogic.repair.repairs import Action
from licenselogic.testing.ancestry import case, shipped_case
from licenselogic.testing.dice import RandomDice
from licenselogic.verdict.asked import Asked

MAX_CHOICES, MAX_COST = 8, 14
"""What is tried out whole: few choices, and changes that cost no more."""

fewer = settings(max_examples=settings().max_examples // 2)
"""This law asks many questions about each case."""

seeds = st.integers(0, 1_000_000)
shipped = seeds.map(lambda seed: shipped_case(RandomDice(random.Random(seed)), max_works=4))
made_up = seeds.map(lambda seed: case(RandomDice(random.Random(seed)), max_works=4))


def asked_of(case):
    """The work of a case; a licence that permits nothing is refused, and so is the case."""
    try:
        return Asked.of(
            engine_of(case.library, None),
            case.lineage,
            case.work,
            None,
            case.readings,
            Depth.STATUS,
        )
    except ll.LicenseLogicError:
        return None


def repaired(case):
    """The repairs of a case."""
    assumptions = {name: name in case.readings for name in vocabulary().assumptions}
    return ll.repair(case.lineage, case.work, assumptions=assumptions, licenses=case.library)


def does(case, lineage, action):
    """Tell whether a changed lineage does under a label: its own, another, one that is written."""
    asked = Asked.of(
        engine_of(case.library, None), lineage, case.work, None, case.readings, Depth.STATUS
    )
    if action is None:
        return asked.status is Status.COMPATIBLE
    labels = [OWN_TERMS] if action is Action.OWN_TERMS else Labels(asked).likely
    return any(map(asked.would_work, labels))


def ways(left, most, made=()):
    """Every way to take options of choices that costs no more than `most`, with its cost."""
    if not left:
        yield 0, dict(made)
        return
    first, *rest = left
    yield from ways(rest, most, made)
    for option in first.options:
        if option.change.cost <= most:
            below = ways(rest, most - option.change.cost, (*made, (first, option)))
            yield from ((cost + option.change.cost, taken) for cost, taken in below)


def cheaper(case, asked, most):
    """A way to mend the work that costs no more than `most`, if there is one."""
    for cost, taken in ways(choices(asked, Costs()), most):
        label = [o.change.action for c, o in taken.items() if isinstance(c.about, Outbound)]
        changing = Changing(asked, {c: o for c, o in taken.items() if c.about != Outbound()})
        if not changing.emptied() and does(case, changing.lineage(), *(label or [None])):
            return cost, [option.change for option in taken.values()]
    return None


def holds(case):
    """The law, of one case."""
    asked = asked_of(case)
    assume(asked is not None and asked.status is not Status.COMPATIBLE)
    assume(len(choices(asked, Costs())) <= MAX_CHOICES)
    found = repaired(case)
    event(f"{len(found.repairs)} repairs")
    assumptions = {name: name in case.readings for name in vocabulary().assumptions}
    for repair in found.repairs:
        again = ll.check(repair.lineage, case.work, assumptions=assumptions, licenses=case.library)
        assert again.status is Status.COMPATIBLE, repair.changes
    best = found.repairs[0] if found.repairs else None
    paid = sum(c.cost for c in best.changes if c.action is not Action.DISCHARGE) if best else 99
    owed = any(c.action is Action.DISCHARGE for r in found.repairs for c in r.changes)
    if not owed:  # what is owed besides is not tried out here
        assert cheaper(case, asked, min(paid - 1, MAX_COST)) is None


@fewer
@given(shipped)
def test_each_repair_mends_and_none_is_cheaper(case):
    """D(R) compatible; cost(R') < cost(R) implies D(R') not compatible"""
    holds(case)


@fewer
@given(made_up)
def test_so_it_is_under_licences_that_are_made_up(case):
    """the same, whatever licences say"""
    holds(case)
