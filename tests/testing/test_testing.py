"""What the strategies and the random cases promise."""

import random

from hypothesis import find, given, settings

from licenselogic.norms.assumptions import always, select
from licenselogic.norms.conditions import TRUE, IsTrue
from licenselogic.norms.deontic import MATERIAL, Freedom, Term
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import judge, paths
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
    statuses,
)


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


def test_a_case_shrinks_to_a_fine_tune_under_the_licence_of_its_base():
    found = find(cases(), lambda case: bool(case.nodes[case.target].upstream))
    assert found.nodes["work-0"].upstream == (("work-1", "finetune"),)
    assert found.outbound == found.nodes["work-1"].licenses
    assert (found.publish, found.facts, found.true) == ("share", {}, select())


@given(lineages())
def test_lineages_hold_ancestors_of_the_first_work_only(nodes):
    assert {path[0][0] for path in paths(nodes, "work-0")} == set(nodes) - {"work-0"}


@given(cases())
@settings(max_examples=50)
def test_cases_can_be_judged_and_named(case):
    assert judge(case) == judge(case)
    assert f"publish {case.publish}" in constructs(case)


def test_random_cases_follow_their_seed():
    one, two = random.Random(7), random.Random(7)
    assert [random_case(one) for _ in range(5)] == [random_case(two) for _ in range(5)]


def test_a_fair_share_of_random_cases_is_compatible():
    rng = random.Random(1)
    verdicts = [judge(random_case(rng)).status for _ in range(500)]
    assert 0.3 < verdicts.count("compatible") / 500 < 0.65


def test_random_cases_exercise_every_construct():
    rng = random.Random(1)
    found = frozenset().union(*(constructs(random_case(rng)) for _ in range(800)))
    words = vocabulary()
    assert found >= {f"relation {relation}" for relation in words.relations}
    assert found >= {f"publish {publish}" for publish in words.publications}
    assert found >= {f"subject {status}" for status in words.statuses}
    assert found >= {f"reached {status}" for status in words.statuses if status != "independent"}
    assert found >= {"norm flow-down", "norm freedom", "norm relicense", "norm notwithstanding"}
    assert found >= {"same owner", "several bases", "upstream and", "outbound and"}
