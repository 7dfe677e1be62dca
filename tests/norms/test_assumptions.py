"""Readings of the law as bit masks: one bit for each way that the assumptions may hold."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import UsageError
from licenselogic.norms.assumptions import (
    Mask,
    always,
    cases,
    contains,
    holds,
    select,
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


# Valuations and masks -----------------------------------------------------------------------------


def test_valuations_are_numbered_without_a_gap() -> None:
    sets = itertools.chain.from_iterable(
        itertools.combinations(NAMES, size) for size in range(len(NAMES) + 1)
    )
    assert sorted(map(valuation, sets)) == list(range(COUNT))


def test_naming_an_assumption_twice_changes_nothing() -> None:
    assert valuation([NAMES[0], NAMES[0]]) == valuation([NAMES[0]])


@given(names, readings)
def test_an_assumption_holds_where_it_is_assumed(name: str, true: frozenset[str]) -> None:
    """v(T) ∈ holds(n) ⟺ n ∈ T"""
    assert contains(holds(name), valuation(true)) == (name in true)


@given(readings)
def test_every_valuation_is_among_all_and_none_among_none(true: frozenset[str]) -> None:
    assert contains(always(), valuation(true))
    assert not contains(0, valuation(true))


@pytest.mark.parametrize("name", NAMES)
def test_an_assumption_holds_in_half_of_the_valuations(name: str) -> None:
    assert holds(name).bit_count() == COUNT // 2


@given(masks, masks, readings)
def test_operators_on_masks_are_those_of_logic(one: Mask, two: Mask, true: frozenset[str]) -> None:
    """v ∈ A∧B ⟺ v ∈ A and v ∈ B; v ∈ A∨B ⟺ v ∈ A or v ∈ B; v ∈ ¬A ⟺ v ∉ A"""
    at = valuation(true)
    assert contains(one & two, at) == (contains(one, at) and contains(two, at))
    assert contains(one | two, at) == (contains(one, at) or contains(two, at))
    assert contains(always() & ~one, at) == (not contains(one, at))


@given(masks, masks)
def test_equal_masks_are_equivalent_conditions(one: Mask, two: Mask) -> None:
    """A = B ⟺ ∀v. v ∈ A ⟺ v ∈ B"""
    same = all(contains(one, at) == contains(two, at) for at in range(COUNT))
    assert (one == two) == same


# Support ------------------------------------------------------------------------------------------


A, B = holds(NAMES[0]), holds(NAMES[1])
SUPPORTS = {
    "true": (always(), set()),
    "false": (0, set()),
    "a": (A, {NAMES[0]}),
    "not a": (always() & ~A, {NAMES[0]}),
    "a and b": (A & B, {NAMES[0], NAMES[1]}),
    "a or b": (A | B, {NAMES[0], NAMES[1]}),
    "a unless b": (A ^ B, {NAMES[0], NAMES[1]}),
    "a or not a": (A | (always() & ~A), set()),
    "(a and b) or (a and not b)": ((A & B) | (A & ~B), {NAMES[0]}),
}


@pytest.mark.parametrize(("mask", "expected"), SUPPORTS.values(), ids=SUPPORTS)
def test_a_mask_rests_on_the_assumptions_that_matter_to_it(mask: Mask, expected: set[str]) -> None:
    assert support(mask) == expected


@given(masks, readings, names)
def test_what_a_mask_does_not_rest_on_changes_nothing(
    mask: Mask, true: frozenset[str], name: str
) -> None:
    """n ∉ support(A) → (v ∈ A ⟺ v△n ∈ A)"""
    if name not in support(mask):
        assert contains(mask, valuation(true)) == contains(mask, valuation(true ^ {name}))


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
def test_a_mask_is_the_sum_of_its_cases(mask: Mask, true: frozenset[str]) -> None:
    """v ∈ A ⟺ ∃c ∈ cases(A). v agrees with c"""
    agrees = [all((n in true) == value for n, value in case.items()) for case in cases(mask)]
    assert agrees.count(True) == contains(mask, valuation(true))


# Profiles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["default", "strict", "lenient"])
def test_a_profile_is_what_the_vocabulary_says(profile: str) -> None:
    entries = vocabulary().raw["assumptions"]
    assert select(profile) == {name for name, entry in entries.items() if entry[profile]}


def test_the_profiles_lie_between_lenient_and_strict() -> None:
    assert select("lenient") < select("default") < select("strict")


@given(st.sampled_from(["default", "strict", "lenient"]), st.dictionaries(names, st.booleans()))
def test_changes_win_over_the_profile(profile: str, changes: dict[str, bool]) -> None:
    found = select(profile, changes)
    for name in NAMES:
        assert (name in found) == changes.get(name, name in select(profile))


@pytest.mark.parametrize(
    ("profile", "changes", "message", "hint"),
    [
        ("defualt", {}, "no profile is called `defualt`", "did you mean `default`?"),
        ("x", {}, "no profile is called `x`", "one of: default, strict, lenient"),
        (
            "default",
            {"training_is_adaption": True},
            "no assumption is called `training_is_adaption`",
            "did you mean `training_is_adaptation`?",
        ),
        ("default", {"zzz": True}, "no assumption is called `zzz`", f"one of: {', '.join(NAMES)}"),
        ("default", {NAMES[0]: 1}, f"assumption `{NAMES[0]}` is neither true nor false", ""),
        ("default", {NAMES[0]: None}, f"assumption `{NAMES[0]}` is neither true nor false", ""),
    ],
)
def test_what_is_no_reading_is_refused(
    profile: str, changes: dict[str, bool], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        select(profile, changes)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.BAD_OPTION
    assert (diagnostic.message, diagnostic.help) == (message, hint)
