"""Readings of the law: their numbers, what a mask rests on, and profiles."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import UsageError
from licenselogic.norms.assumptions import (
    Mask,
    always,
    holds,
    select,
    support,
    valuation,
)
from licenselogic.norms.vocabulary import vocabulary

NAMES = vocabulary().assumptions
COUNT = 1 << len(NAMES)
names = st.sampled_from(NAMES)


def test_valuations_are_numbered_without_a_gap() -> None:
    sets = itertools.chain.from_iterable(
        itertools.combinations(NAMES, size) for size in range(len(NAMES) + 1)
    )
    assert sorted(map(valuation, sets)) == list(range(COUNT))


def test_naming_an_assumption_twice_changes_nothing() -> None:
    assert valuation([NAMES[0], NAMES[0]]) == valuation([NAMES[0]])


@pytest.mark.parametrize("name", NAMES)
def test_an_assumption_holds_in_half_of_the_valuations(name: str) -> None:
    assert holds(name).bit_count() == COUNT // 2


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


@pytest.mark.parametrize("profile", ["default", "strict", "lenient"])
def test_a_profile_is_what_the_vocabulary_says(profile: str) -> None:
    entries = vocabulary().raw["assumptions"]
    assert select(profile) == {name for name, entry in entries.items() if entry[profile]}


def test_a_profile_may_be_like_another() -> None:
    for profile, entry in vocabulary().raw["profiles"].items():
        if "like" in entry:
            assert select(profile) ^ select(entry["like"]) <= {
                *entry.get("with", ()),
                *entry.get("without", ()),
            }
            assert {*entry.get("with", ()), *entry.get("without", ())} <= set(NAMES)


def test_the_profiles_lie_between_lenient_and_strict() -> None:
    lenient, strict = select("lenient"), select("strict")
    assert lenient & strict <= select("default") <= lenient | strict
    assert len({lenient, select("default"), strict}) == 3


@given(st.sampled_from(["default", "strict", "lenient"]), st.dictionaries(names, st.booleans()))
def test_changes_win_over_the_profile(profile: str, changes: dict[str, bool]) -> None:
    found = select(profile, changes)
    for name in NAMES:
        assert (name in found) == changes.get(name, name in select(profile))


@pytest.mark.parametrize(
    ("profile", "changes", "message", "hint"),
    [
        ("defualt", {}, "no profile is called `defualt`", "did you mean `default`?"),
        ("x", {}, "no profile is called `x`", "one of: default, strict, lenient, "),
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
    assert diagnostic.message == message and diagnostic.help.startswith(hint)
