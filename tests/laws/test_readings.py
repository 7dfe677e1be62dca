"""All readings of the law at once, and each by itself."""

from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st
from lawful import answer, verdict

from licenselogic.decision.answer import every_reading, status, under
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import always, contains, valuation
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.testing import cases, sides

valuations = st.frozensets(st.sampled_from(vocabulary().assumptions))


def at(license, number):
    """`license` with its assumptions settled: no guard is left."""
    clauses = (
        replace(c, norms=tuple(replace(n, guard=always()) for n in c.norms if has(n, number)))
        for c in license.clauses
    )
    return replace(
        license,
        binds={t: always() if contains(mask, number) else 0 for t, mask in license.binds.items()},
        counts=tuple(replace(r, guard=always()) for r in license.counts if has(r, number)),
        clauses=tuple(clauses),
    )


def has(guarded, number):
    return contains(guarded.guard, number)


def settled(case):
    """`case` with the assumptions settled in every licence."""
    number = valuation(case.readings)
    library = Library.of([at(k, number) for k in case.library], dict(case.library.groups))
    return replace(case, library=library)


def told(violation):
    sides_ = (violation.side, violation.other)
    return (
        violation.rule,
        violation.kind,
        tuple((clause.license, clause.cite) for clause in violation.clauses),
        tuple((side.license, side.material, side.standing) for side in sides_ if side),
        violation.act,
        violation.status,
        violation.scenario,
    )


def required(requirement):
    """What is asked for; clauses by name, for settled ones have other norms."""
    cites = tuple((clause.license, clause.cite) for clause in requirement.clauses)
    return (requirement.condition, cites, requirement.side, requirement.act)


@given(case=cases(max_works=5), true=valuations)
def test_masks_say_what_each_valuation_says(case, true):
    """outcome(fold for all valuations, v) = outcome(fold of the licences at v)"""
    case = replace(case, readings=true)
    folded, plain = answer(case), answer(settled(case))
    event(folded.status.value)
    assert (folded.status, folded.open) == (plain.status, plain.open)
    assert list(map(told, folded.decision.violations)) == list(map(told, plain.decision.violations))
    asked = map(required, plain.decision.requirements)
    assert list(map(required, folded.decision.requirements)) == list(asked)


@given(case=cases(max_works=4, max_clauses=4), true=valuations)
def test_assumptions_that_do_not_matter_do_not_matter(case, true):
    """status(v) = status(v ∩ mentioned), and that is what `every_reading` lists"""
    engine, sign = sides.sign(case)
    listed = every_reading(engine, sign)
    mentioned = max(listed, key=len)
    event(f"{len(mentioned)} assumptions matter, {len(set(listed.values()))} answers")
    assert status(engine, under(sign, true)) is listed[true & mentioned]


@given(cases(max_works=4, max_clauses=4))
def test_flips_are_the_smallest_changes_that_give_another_status(case):
    """f ∈ sensitivity → status(v Δ f) ≠ status(v), and no smaller change does"""
    found = verdict(case)
    sizes = {len(flip.changes) for flip in found.sensitivity}
    event(f"{found.status.value}, flips of {sorted(sizes)}")
    assert len(sizes) <= 1
    for flip in found.sensitivity:
        changed = replace(case, readings=case.readings.symmetric_difference(flip.changes))
        assert verdict(changed).status is flip.status is not found.status
    if sizes != {1}:
        for name in vocabulary().assumptions:
            changed = replace(case, readings=case.readings.symmetric_difference({name}))
            assert verdict(changed).status is found.status
