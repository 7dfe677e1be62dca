"""Readings of the law as bit masks obey the laws of logic."""

from hypothesis import given
from hypothesis import strategies as st

from licenselogic.norms.assumptions import (
    Mask,
    always,
    cases,
    contains,
    holds,
    support,
    valuation,
)
from licenselogic.norms.vocabulary import vocabulary

NAMES = vocabulary().assumptions
COUNT = 1 << len(NAMES)
names = st.sampled_from(NAMES)
readings = st.frozensets(names)
masks = st.recursive(
    st.one_of(names.map(holds), st.just(always()), st.just(0)),
    lambda part: st.one_of(
        st.tuples(part, part).map(lambda p: p[0] & p[1]),
        st.tuples(part, part).map(lambda p: p[0] | p[1]),
        part.map(lambda mask: always() & ~mask),
    ),
    max_leaves=6,
)


@given(names, readings)
def test_an_assumption_holds_where_it_is_assumed(name: str, holding: frozenset[str]) -> None:
    """v(T) ∈ holds(n) ⟺ n ∈ T"""
    assert contains(holds(name), valuation(holding)) == (name in holding)


@given(readings)
def test_every_valuation_is_among_all_and_none_among_none(holding: frozenset[str]) -> None:
    assert contains(always(), valuation(holding))
    assert not contains(0, valuation(holding))


@given(masks, masks, readings)
def test_operators_on_masks_are_those_of_logic(
    one: Mask, two: Mask, holding: frozenset[str]
) -> None:
    """v ∈ A∧B ⟺ v ∈ A and v ∈ B; v ∈ A∨B ⟺ v ∈ A or v ∈ B; v ∈ ¬A ⟺ v ∉ A"""
    at = valuation(holding)
    assert contains(one & two, at) == (contains(one, at) and contains(two, at))
    assert contains(one | two, at) == (contains(one, at) or contains(two, at))
    assert contains(always() & ~one, at) == (not contains(one, at))


@given(masks, masks)
def test_equal_masks_are_equivalent_conditions(one: Mask, two: Mask) -> None:
    """A = B ⟺ ∀v. v ∈ A ⟺ v ∈ B"""
    same = all(contains(one, at) == contains(two, at) for at in range(COUNT))
    assert (one == two) == same


@given(masks, readings, names)
def test_what_a_mask_does_not_rest_on_changes_nothing(
    mask: Mask, holding: frozenset[str], name: str
) -> None:
    """n ∉ support(A) → (v ∈ A ⟺ v△n ∈ A)"""
    if name not in support(mask):
        assert contains(mask, valuation(holding)) == contains(mask, valuation(holding ^ {name}))


@given(masks)
def test_what_a_mask_rests_on_changes_something(mask: Mask) -> None:
    """n ∈ support(A) → ∃v. v ∈ A ⟺ v△n ∉ A"""
    for name in support(mask):
        bit = valuation([name])
        assert any(contains(mask, at) != contains(mask, at ^ bit) for at in range(COUNT))


@given(masks, masks)
def test_joining_masks_adds_nothing_to_rest_on(one: Mask, two: Mask) -> None:
    """support(A∧B) ⊆ support(A) ∪ support(B), and so for ∨ and ¬"""
    together = support(one) | support(two)
    assert support(one & two) <= together
    assert support(one | two) <= together
    assert support(always() & ~one) == support(one)


@given(masks, readings)
def test_a_mask_is_the_sum_of_its_cases(mask: Mask, holding: frozenset[str]) -> None:
    """v ∈ A ⟺ ∃c ∈ cases(A). v agrees with c"""
    agrees = [all((n in holding) == value for n, value in case.items()) for case in cases(mask)]
    assert agrees.count(True) == contains(mask, valuation(holding))
