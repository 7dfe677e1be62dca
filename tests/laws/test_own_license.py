"""A work under the licence of its only upstream."""

from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st
from lawful import answer, broken
from small import made, work

from licenselogic.base.codes import Status
from licenselogic.library.library import Library
from licenselogic.norms.deontic import MATERIAL, FlowDown, Obligation, Permission, ShareAlike
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.testing import licenses, samples, sides


def uniform(license):
    """`license` without what sets its own derivatives apart.

    Its norms speak of all material alike, or of none; counts-as rules are the usual ones;
    share-alike names the licence itself; nothing lifts a prohibition, so that a flow-down of it
    holds for the licence itself; and there is one name prefix.
    """
    clauses = (
        replace(clause, norms=tuple(_uniform(license, norm) for norm in clause.norms))
        for clause in license.clauses
    )
    return replace(license, counts=samples.usual_rules(), clauses=tuple(clauses))


def _uniform(license, norm):
    common = {"subjects": norm.subjects | MATERIAL if norm.subjects & MATERIAL else norm.subjects}
    if isinstance(norm, Permission):
        common["notwithstanding"] = frozenset()
    if isinstance(norm, ShareAlike):
        common["licenses"] = norm.licenses | {license.id}
    if isinstance(norm, Obligation) and norm.texts:
        common["texts"] = ("Cod",)
    return replace(norm, **common)


@st.composite
def own(draw):
    """A work under the licence of its only upstream, which is uniform."""
    license = uniform(draw(licenses()))
    relation = draw(st.sampled_from(sorted(vocabulary().relations)))
    above = work("above", license, type=draw(st.sampled_from(sorted(vocabulary().types))))
    publish = draw(st.sampled_from(sorted(vocabulary().publications)))
    below = work("work", license, by=[("above", relation)], publish=publish)
    readings = draw(st.sampled_from(sorted(vocabulary().profiles.values(), key=sorted)))
    return made([above, below], readings)


@given(own())
def test_the_licence_of_the_only_upstream_fits_what_it_lets_one_make(case):
    """uniform(X), status(D) material → broken(D, X, {X}) ⊆ {1, 6}

    That is, a licence that is the same for its derivatives as for the work fits them unless it
    forbids making or publishing them.
    """
    found = sides.matter(case)
    reached, _ = found.reaching(found.held(next(found.choices()), {}))
    statuses = {bound.status for bound in reached}
    event(f"{sorted(statuses)} {answer(case).status.value}")
    if statuses <= MATERIAL:
        assert sides.rules(broken(case)) <= {"1/6"}


@given(own())
def test_it_fits_if_all_that_the_publisher_does_is_granted(case):
    """uniform(X), X has no prohibition and grants all → compatible(D, X, {X})"""
    (license,) = case.library
    granted = _granting(license)
    free = replace(case, library=Library.of([granted]))
    event(" ".join(sorted({type(norm).__name__ for _, norm in granted.norms})))
    assert sides.judge(free).status is Status.COMPATIBLE
    assert answer(free).status is Status.COMPATIBLE


def _granting(license):
    grant = Permission(guard=samples.always(), subjects=MATERIAL, acts=samples.BROAD)
    first = replace(license.clauses[0], norms=(grant,))
    kept = (
        replace(clause, norms=tuple(n for n in clause.norms if _grants(n)))
        for clause in license.clauses[1:]
    )
    return replace(license, clauses=(first, *kept))


def _grants(norm):
    return isinstance(norm, Permission | Obligation | ShareAlike | FlowDown | samples.Term)
