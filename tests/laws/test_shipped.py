"""Laws of the licences that ship: what the text of a licence must not be able to break."""

from dataclasses import replace

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from lawful import adds_no_type, answer, broken, carried, verdict, with_upstream, with_work

from licenselogic.base.codes import Status
from licenselogic.library.library import licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.deontic import MATERIAL
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.judge import Judge
from licenselogic.reference.walk import ROOTED
from licenselogic.testing import Case, shipped_cases, sides

PUBLIC_DOMAIN = ("CC0-1.0", "Unlicense", "PDDL-1.0")

some_cases = shipped_cases(max_works=5, settled=True)
relations = st.sampled_from(sorted(vocabulary().relations))
types = st.sampled_from(sorted(vocabulary().types))
publications = st.sampled_from(sorted(vocabulary().publications))
names = st.sampled_from(licenses().ids())
profiles = st.sampled_from(sorted(vocabulary().profiles.values(), key=sorted))

ORDER = (Status.INCOMPATIBLE, Status.UNKNOWN, Status.COMPATIBLE)


def no_better(one, other):
    """Tell whether a status is no better news than another."""
    return ORDER.index(one) <= ORDER.index(other)


def made_of(name, relation, type, publish, readings):
    """A work under the licence of its only upstream."""
    works = [Work("above", type, name), Work("work", type, name, publish)]
    lineage = Lineage.of(works, {"work": [Edge("above", relation)]})
    return Case(lineage, "work", licenses(), readings)


# The licence of the only upstream


@given(names, types, publications, profiles)
def test_a_copy_may_go_out_under_its_own_label(name, type, publish, readings):
    """broken(copy of u, L(u)) ⊆ {1}, whatever the licence: it may forbid no more than to share"""
    case = made_of(name, "copy", type, publish, readings)
    event(answer(case).status.value)
    assert {v.rule for v in answer(case).decision.violations} <= {"1"}


@given(names, relations, types, publications, profiles)
def test_a_work_may_go_out_under_the_licence_of_its_only_upstream(
    name, relation, type, publish, readings
):
    """broken(D, L(u)) ⊆ {1, 6}, unless L withholds of derivatives what it grants of works"""
    case = made_of(name, relation, type, publish, readings)
    matter = sides.matter(case)
    reached, _ = matter.reaching(matter.held(next(matter.choices()), {}))
    license = licenses()[name]
    work = frozenset({(license, "work")})
    less = (matter.scenarios.exceeds(work, (license, bound.status)) for bound in reached)
    assume(all(bound.status in MATERIAL for bound in reached) and not any(less))
    event(f"{sorted(bound.status for bound in reached)} {answer(case).status.value}")
    assert sides.rules(broken(case)) <= {"1/6"}


# More upstream


@given(some_cases, names, relations, types, st.data())
def test_more_upstream_breaks_no_less(case, name, relation, type, data):
    """broken(D, L, U) ⊆ broken(D, L, U + u), but for rule 6 where u is a new base of a model"""
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    more = with_upstream(case, below, licenses()[name], relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before, after = answer(case), answer(more)
    base = type == "model" and relation in ROOTED
    kept = [v for v in before.decision.violations if not (base and (v.rule == "6" or v.joint))]
    event(f"{before.status.value} -> {after.status.value}")
    assert sides.solved(kept) <= sides.solved(after.decision.violations)


@pytest.mark.parametrize("name", PUBLIC_DOMAIN)
@given(case=some_cases, relation=relations, type=types, data=st.data())
def test_an_upstream_in_the_public_domain_changes_nothing(name, case, relation, type, data):
    """broken(D, L, U + u) = broken(D, L, U), unless u is a new base of a model"""
    if type == "model" and relation in ROOTED:
        type = "dataset"
    below = data.draw(st.sampled_from(sorted(case.lineage.works)))
    more = with_upstream(case, below, licenses()[name], relation, type)
    assume(adds_no_type(case, more) and carried(case, below))
    before, after = answer(case), answer(more)
    event(before.status.value)
    assert after.status is before.status
    assert sides.solved(after.decision.violations) == sides.solved(before.decision.violations)


# One conduct, told in several ways


@given(some_cases, st.data())
def test_to_leave_out_an_owner_never_helps(case, data):
    """status(without the owner of some work) ≤ status"""
    owned = [w.id for w in case.lineage.works.values() if w.owner and "/" not in w.id]
    assume(owned)
    name = data.draw(st.sampled_from(sorted(owned)))
    before, after = answer(case).status, answer(with_work(case, name, owner=None)).status
    event(f"{before.value} -> {after.value}")
    assert no_better(after, before)


@given(some_cases)
def test_to_split_a_work_off_never_helps(case):
    """status(a copy of a work of the same owner, made as this one was) ≤ status"""
    assume(case.target.owner)
    step = Work("step", case.target.type, None, owner=case.target.owner)
    works = [*case.lineage.works.values(), step]
    above = {
        **case.lineage.upstream,
        "step": case.lineage.upstream[case.work],
        case.work: (Edge("step", "copy"),),
    }
    before = answer(case).status
    after = answer(replace(case, lineage=Lineage.of(works, above))).status
    event(f"{before.value} -> {after.value}")
    assert no_better(after, before)


# What is told


@given(shipped_cases(max_works=5))
def test_whatever_is_suggested_would_do(case):
    """L ∈ suggestions → check(D, L) = compatible"""
    found = verdict(case)
    event(f"{found.status.value}, {len(found.suggestions)} suggestions")
    for text in found.suggestions:
        assert verdict(case, license=text).status is Status.COMPATIBLE
        assert (
            Judge(licenses()).judge(case.lineage, case.work, text, case.readings).status
            is Status.COMPATIBLE
        )


@given(shipped_cases(max_works=4))
def test_a_single_reading_that_changes_the_answer_is_told(case):
    """status(v Δ {a}) ≠ status(v) → {a} ∈ sensitivity"""
    found = verdict(case)
    told = {name for flip in found.sensitivity if len(flip.changes) == 1 for name in flip.changes}
    flips = set()
    for name in vocabulary().assumptions:
        changed = replace(case, readings=case.readings.symmetric_difference({name}))
        if answer(changed).status is not found.status:
            flips.add(name)
    event(f"{found.status.value}, {len(flips)} readings change it")
    assert told == flips
