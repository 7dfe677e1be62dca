"""The cells of scenarios: few values stand for all."""

from hypothesis import event, given
from hypothesis import strategies as st

from licenselogic.norms.conditions import TRUE, All, Compare, IsTrue, Member, Not, Some
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.cells import find, values
from licenselogic.semantics.semantics import holds
from licenselogic.testing import conditions

COMMERCIAL = IsTrue("commercial")


def test_numbers_are_tried_around_each_threshold():
    asked = frozenset({Compare("copies", ">", 10), Compare("copies", "<", 0)})
    assert values("copies", asked) == (0, 1, 9, 10, 11)


def test_words_that_no_condition_tells_apart_are_tried_once():
    asked = frozenset({Member("field", frozenset({"violence"}))})
    assert values("field", asked) == ("general", "violence")
    narrower = Member("field", frozenset({"terrorism"}))
    assert values("field", asked | {narrower}) == ("general", "violence", "terrorism")


def test_families_are_tried_as_named_and_none():
    asked = frozenset({Member("target", frozenset({"cod", "pike"}))})
    assert values("target", asked) == ("other", "cod", "pike")


def test_a_stated_fact_does_not_vary():
    wanted = Compare("copies", ">", 10)
    assert find([wanted]) == {"copies": 11}
    assert find([wanted], {"copies": 500}) == {"copies": 500}
    assert find([wanted], {"copies": 10}) is None


def test_conditions_are_satisfied_together():
    assert find([COMMERCIAL, Compare("copies", ">", 0)]) == {"commercial": True, "copies": 1}
    assert find([COMMERCIAL, Not(COMMERCIAL)]) is None
    assert find([All((COMMERCIAL, Not(COMMERCIAL)))]) is None
    assert find([]) == {}


def test_what_never_holds_is_no_scenario():
    assert find([COMMERCIAL, Not(TRUE)]) is None


def test_facts_that_a_condition_joins_are_tried_together():
    either = Some((COMMERCIAL, Compare("copies", ">", 10)))
    assert find([either, Not(COMMERCIAL), Compare("copies", "<=", 10)]) is None
    assert find([either, Not(COMMERCIAL)]) == {"commercial": False, "copies": 11}


def test_what_always_holds_asks_nothing():
    assert find([TRUE], {"copies": 3}) == {}


@given(conditions(), st.randoms(use_true_random=False))
def test_cells_miss_no_scenario(condition, rng):
    """no cell satisfies c → no scenario does"""
    found = find([condition])
    event(f"satisfiable: {found is not None}")
    if found is not None:
        assert holds(condition, found)
        return
    for _ in range(50):
        assert not holds(condition, _anything(rng))


def _anything(rng):
    scenario = {}
    for name, fact in vocabulary().facts.items():
        if fact.taxonomy is not None:
            scenario[name] = rng.choice(fact.taxonomy.words)
        else:
            numbers = [0, 999, 1000, 1001, 10**9, rng.randrange(10**9)]
            options = {"bool": [True, False], "family": ["cod", "pike", "herring", "other"]}
            scenario[name] = rng.choice(options.get(fact.sort, numbers))
    return scenario
