"""How the counts-as automata of two licences differ (docs/semantics.md, "Status along a path")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from licenselogic.decision.counts_as import step
from licenselogic.norms.assumptions import Mask, always, contains, support
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Becomes:
    """What `relations` make of material with these statuses, under either licence.

    `types` are the types of work that it holds for.  `turns_on` are the assumptions on which it
    depends whether the licences differ; `first` equals `second` where they differ only under
    another reading.
    """

    relations: tuple[str, ...]
    statuses: tuple[str, ...]
    types: tuple[str, ...]
    first: str
    second: str
    turns_on: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as JSON data."""
        return {
            "relations": list(self.relations),
            "statuses": list(self.statuses),
            "types": list(self.types),
            "first": self.first,
            "second": self.second,
            "turns_on": list(self.turns_on),
        }


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether each licence holds works of `types`, and the assumptions on which either turns."""

    types: tuple[str, ...]
    first: bool
    second: bool
    first_turns_on: tuple[str, ...]
    second_turns_on: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as JSON data."""
        return {
            "types": list(self.types),
            "first": self.first,
            "second": self.second,
            "first_turns_on": list(self.first_turns_on),
            "second_turns_on": list(self.second_turns_on),
        }


_Answer = tuple[str, str, tuple[str, ...]]
_Place = tuple[str, str, str]


def transition_changes(first: License, second: License, valuation: int) -> tuple[Becomes, ...]:
    """Return where a relation yields another status under `second` than under `first`.

    Statuses that material never reaches under one of them are left out.
    """
    reached = _reached(first) & _reached(second)
    found: dict[_Answer, list[_Place]] = {}
    for relation in vocabulary().relations:
        for status in vocabulary().statuses:
            for material in vocabulary().types if status in reached else ():
                one = step(first, status, relation, material)
                two = step(second, status, relation, material)
                apart = _apart(one, two)
                if apart:
                    answer = (_at(one, valuation), _at(two, valuation), _named(apart))
                    found.setdefault(answer, []).append((relation, status, material))
    return tuple(
        Becomes(*product, *answer)
        for answer, places in found.items()
        for product in _merged(places)
    )


def _at(steps: Mapping[str, Mask], valuation: int) -> str:
    return next(status for status, mask in steps.items() if contains(mask, valuation))


def _apart(one: Mapping[str, Mask], two: Mapping[str, Mask]) -> Mask:
    """Return the valuations in which two steps yield different statuses."""
    apart = 0
    for status in {*one, *two}:
        apart |= one.get(status, 0) ^ two.get(status, 0)
    return apart


def _named(mask: Mask) -> tuple[str, ...]:
    return tuple(name for name in vocabulary().assumptions if name in support(mask))


def _reached(license: License) -> frozenset[str]:
    """Return the statuses that the licensed material can come to, under some reading."""
    reached, fresh = {"work"}, ["work"]
    while fresh:
        status = fresh.pop()
        for relation in vocabulary().relations:
            for material in vocabulary().types:
                steps = step(license, status, relation, material)
                new = set(steps) - reached - {"independent"}
                reached |= new
                fresh += new
    return frozenset(reached)


def _merged(
    places: list[_Place],
) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Return (relations, statuses, types) whose products make up `places`."""
    by_source: dict[tuple[str, str], list[str]] = {}
    for relation, status, material in places:
        by_source.setdefault((relation, status), []).append(material)
    by_relation: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (relation, status), materials in by_source.items():
        by_relation.setdefault((relation, tuple(materials)), []).append(status)
    merged: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (relation, types), statuses in by_relation.items():
        merged.setdefault((tuple(statuses), types), []).append(relation)
    return [(tuple(relations), *rest) for rest, relations in merged.items()]


def binding_changes(first: License, second: License, valuation: int) -> tuple[Binding, ...]:
    """Return the types of work that the licences hold under different readings."""
    found: dict[tuple[Mask, Mask], list[str]] = {}
    for material in vocabulary().types:
        masks = (first.binds.get(material, always()), second.binds.get(material, always()))
        if masks[0] != masks[1]:
            found.setdefault(masks, []).append(material)
    return tuple(
        Binding(
            tuple(types),
            contains(one, valuation),
            contains(two, valuation),
            _named(one),
            _named(two),
        )
        for (one, two), types in found.items()
    )
