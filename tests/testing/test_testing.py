"""What the strategies and the random cases promise."""

import random

import pytest
from hypothesis import find, given, settings

from licenselogic.base.codes import Status
from licenselogic.library.library import licenses as shipped
from licenselogic.norms.assumptions import always, select
from licenselogic.norms.conditions import TRUE, IsTrue
from licenselogic.norms.deontic import MATERIAL, Freedom, Term
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.expressions import read
from licenselogic.testing import (
    acts,
    cases,
    clauses,
    conditions,
    constructs,
    licenses,
    lineages,
    norms,
    random_case,
    random_lineage,
    random_shipped_case,
    shipped_cases,
    statuses,
)
from licenselogic.testing.coverage import expected
from licenselogic.testing.sides import hearings, judge


def test_words_shrink_to_the_first():
    assert find(acts(), lambda _: True) == "use"
    assert find(statuses(), lambda _: True) == "work"
    assert find(conditions(), lambda _: True) == IsTrue("commercial")


def test_a_norm_shrinks_to_a_term_and_to_no_condition():
    assert isinstance(find(norms(), lambda _: True), Term)
    found = find(norms(["permission"]), lambda _: True)
    assert (found.guard, found.subjects, found.condition) == (always(), MATERIAL, TRUE)


def test_kinds_of_norm_are_bounded():
    assert isinstance(find(norms(["freedom"]), lambda _: True), Freedom)
    assert find(clauses(["prohibition"], cite="4(a)"), lambda _: True).cite == "4(a)"


def test_a_licence_shrinks_to_its_grant():
    found = find(licenses(ids=["K", "L"]), lambda _: True)
    assert (found.id, len(found.clauses)) == ("K", 1)


def test_licences_are_bounded_by_clauses():
    assert max(len(found.clauses) for found in _some(licenses(max_clauses=2))) <= 2


def _some(strategy):
    seen = []

    @given(strategy)
    @settings(max_examples=50, database=None)
    def collect(found):
        seen.append(found)

    collect()
    return seen


@pytest.mark.slow
def test_a_case_shrinks_to_a_model_under_the_licence_of_its_base():
    found = find(cases(), lambda case: bool(case.lineage.upstream[case.work]))
    (edge,) = found.lineage.upstream[found.work]
    above = found.lineage.works[edge.work]
    assert vocabulary().relations[edge.by].base
    assert (above.type, above.license) == ("model", found.target.license)
    assert found.readings == select()


@pytest.mark.slow
def test_a_case_over_shipped_licences_shrinks_to_a_usual_one():
    found = find(shipped_cases(), lambda case: bool(case.lineage.upstream[case.work]))
    assert (found.target.license, found.library) == ("MIT", shipped())


@given(lineages())
@settings(max_examples=50)
def test_lineages_hold_ancestors_of_the_first_work_only(lineage):
    first, *others = lineage.works
    assert lineage.ancestors(first) == set(others)


@given(cases())
@settings(max_examples=50)
def test_cases_can_be_judged_and_named(case):
    assert judge(case).status is judge(case).status
    assert f"publish {case.target.publish}" in constructs(case)


@given(cases(settled=True))
@settings(max_examples=50)
def test_settled_cases_leave_nothing_open(case):
    (hearing,) = hearings(case)
    assert (hearing.taken.keys(), hearing.meant) == (case.lineage.works.keys() - {case.work}, {})
    assert hearing.outbound and not hearing.open


@pytest.mark.parametrize("make", [random_case, random_shipped_case])
def test_random_cases_follow_their_seed(make):
    one, two = random.Random(7), random.Random(7)
    assert [make(one) for _ in range(5)] == [make(two) for _ in range(5)]


def test_random_lineages_follow_their_seed():
    assert random_lineage(random.Random(7)) == random_lineage(random.Random(7))


@pytest.mark.parametrize("make", [random_case, random_shipped_case])
def test_a_fair_share_of_random_cases_is_compatible(make):
    rng = random.Random(1)
    statuses = [judge(make(rng)).status for _ in range(60)]
    assert 0.3 < statuses.count(Status.COMPATIBLE) / 60 < 0.7
    assert 0.25 < statuses.count(Status.INCOMPATIBLE) / 60 < 0.65


def test_random_cases_exercise_every_construct():
    rng, missing = random.Random(1), set(expected())
    for _ in range(4000):
        missing -= constructs(random_case(rng))
        if not missing:
            break
    assert missing == set()


def test_random_lineages_use_what_the_library_has():
    rng = random.Random(1)
    texts = {w.license for _ in range(600) for w in random_lineage(rng).works.values()}
    known = [term for text in texts for terms in read(text, shipped()) for term in terms]
    assert len({id for term in known for id in term.means}) > 250
    assert {len(term.means) for term in known} >= {0, 1, 2, 5, 12, 32}
