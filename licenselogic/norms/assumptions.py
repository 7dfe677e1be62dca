"""Named legal readings, and sets of their valuations as bit masks.

With n assumptions there are 2**n valuations; number them so that bit i of the number is the value
of assumption i.  A condition on assumptions is then one integer of 2**n bits, the set of valuations
in which it holds: `&`, `|` and `~` are exact, equality is equivalence, and nothing need be solved.
Lineages fold such masks along their paths (see `decision.counts_as`), for all readings at once.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.norms.vocabulary import vocabulary

Mask = int


@cache
def always() -> Mask:
    """Return the mask of all valuations."""
    return (1 << (1 << len(vocabulary().assumptions))) - 1


@cache
def holds(name: str) -> Mask:
    """Return the mask of the valuations in which the assumption `name` is true."""
    names = vocabulary().assumptions
    position = names.index(name)
    return sum(1 << v for v in range(1 << len(names)) if v >> position & 1)


def valuation(readings: Iterable[str]) -> int:
    """Return the number of the valuation in which exactly `readings` hold."""
    names = vocabulary().assumptions
    return sum(1 << names.index(name) for name in set(readings))


def contains(mask: Mask, valuation_number: int) -> bool:
    """Tell whether the valuation belongs to `mask`."""
    return bool(mask >> valuation_number & 1)


@cache
def support(mask: Mask) -> frozenset[str]:
    """Return the assumptions on which `mask` depends."""
    if mask in (0, always()):
        return frozenset()
    names = vocabulary().assumptions
    found = set()
    for position, name in enumerate(names):
        shift = 1 << position
        half = holds(name)
        if (mask & half) >> shift != mask & ~half & always():
            found.add(name)
    return frozenset(found)


def cases(mask: Mask) -> tuple[dict[str, bool], ...]:
    """Return `mask` as alternatives: the values of the assumptions on which it depends.

    One empty alternative stands for every valuation; no alternative stands for none.
    """
    names = [n for n in vocabulary().assumptions if n in support(mask)]
    found = []
    for values in product((True, False), repeat=len(names)):
        number = valuation(name for name, value in zip(names, values, strict=True) if value)
        if contains(mask, number):
            found.append(dict(zip(names, values, strict=True)))
    return tuple(found)


def select(profile: str = "default", changes: Mapping[str, bool] | None = None) -> frozenset[str]:
    """Return the assumptions that hold in `profile` after `changes`.

    Raises `UsageError` for an unknown profile or assumption.
    """
    profiles = vocabulary().profiles
    if profile not in profiles:
        raise _unknown("profile", profile, profiles)
    readings = set(profiles[profile])
    for name, value in (changes or {}).items():
        if name not in vocabulary().assumptions:
            raise _unknown("assumption", name, vocabulary().assumptions)
        if not isinstance(value, bool):
            raise UsageError(
                Diagnostic(Code.BAD_OPTION, f"assumption `{name}` is neither true nor false")
            )
        (readings.add if value else readings.discard)(name)
    return frozenset(readings)


def _unknown(what: str, word: str, known: Iterable[str]) -> UsageError:
    known = list(known)
    hint = did_you_mean(word, known) or "one of: " + ", ".join(known)
    return UsageError(Diagnostic(Code.BAD_OPTION, f"no {what} is called `{word}`", help=hint))
