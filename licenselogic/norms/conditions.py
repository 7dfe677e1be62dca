"""Conditions over the facts of a scenario: when a norm holds, as plain values.

An atom speaks of one fact; `Not`, `All` and `Some` join conditions.  What a condition comes to in a
scenario is `semantics.holds`; how it is worded is `norms.wording`.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IsTrue:
    """The yes/no fact holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compare:
    """`fact op value` for numbers, and for dates as proleptic day numbers; op is > >= < <=."""

    fact: str
    op: str
    value: int


@dataclass(frozen=True, slots=True)
class Member:
    """The fact's value is one of `words`, or below one of them in its tree."""

    fact: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; `All(())` always does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Some part holds; `Some(())` never does."""

    parts: tuple["Condition", ...]


Condition = IsTrue | Compare | Member | Not | All | Some
TRUE = All(())


def atoms(condition: Condition) -> Iterator[IsTrue | Compare | Member]:
    """Yield the atomic conditions in `condition`, left to right."""
    match condition:
        case Not(part):
            yield from atoms(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield condition


def named(condition: Condition, fact: str, positive: bool = True) -> frozenset[str]:
    """Return the words of a fact that a condition names without a negation: `if`, not `unless`."""
    match condition:
        case Not(part):
            return named(part, fact, not positive)
        case All(parts) | Some(parts):
            return frozenset[str]().union(*(named(part, fact, positive) for part in parts))
        case Member(about, words) if about == fact and positive:
            return words
    return frozenset()
