"""Choices kept apart: which works leave one, and what each of them brings to a work.

Two works are two choices, however their licences are spelt.  They may share one where that changes
nothing: the same words, and the same licences reach the target in the same way from both.  Whoever
chooses for the licensee loses nothing by choosing the same for both, since another licence never
mends; where somebody else chooses, `Choice.works` says how many works there are.

A fold keeps works with the same words together.  Only where a target has several of them are they
followed one by one, each step once for all that hold the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from licenselogic.decision.counts_as import NOWHERE, Made, Reach, Standing, merged
from licenselogic.decision.descent import AT
from licenselogic.decision.expressions import Base, Key
from licenselogic.decision.fold import Arrival, Fold
from licenselogic.decision.owners import Standpoint
from licenselogic.lineage.work import Edge


class Choice(NamedTuple):
    """An expression that leaves a choice, at works to which the same comes of each alternative.

    `name` tells it from other choices, also from those in the same words; `works` is how many works
    there are, as far as it matters: no more than a name in it may stand for.
    """

    name: str
    text: str
    works: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What arrives at a work, choice by choice: all sorted.  A key or a base names its choice."""

    reached: tuple[tuple[Key, Reach], ...]
    choices: tuple[Choice, ...]
    bases: tuple[Base, ...]


def brought(fold: Fold, name: str, here: Standpoint) -> Brought:
    """Return what arrives at a work, seen from `here`."""
    arrival, bases = fold.arrival(name, here), fold.bases(name, here)
    marks = {base.choice for base in chain(bases, _told(arrival.reached))} - {""}
    texts = {mark.partition(AT)[0] for mark in marks} | {key.choice for key in arrival.reached}
    texts |= {text for text, _ in arrival.unknown}
    if not texts - {""}:
        return Brought(arrival.sorted, (), bases)
    return _Apart(fold, name, here, arrival, marks).brought(bases, texts - {""})


def _told(reached: Mapping[Key, Reach]) -> Iterator[Base]:
    """Yield the models that acts on the way are about."""
    for reach in reached.values():
        for what, _ in reach:
            if isinstance(what, Made):
                yield from what.targets


_Profile = tuple[tuple[tuple[Key, Reach], ...], str]
"""What the licences of a work come to at the target; and its mark, where acts turn on its line."""


def _readable(item: tuple[_Profile, int]) -> tuple[list[tuple[Key, list[str]]], str]:
    """Return what profiles are ordered by: names and words, and masks as hexadecimal digits."""
    (reached, mark), _ = item
    found = [(key, [f"{what} {mask:x}" for what, mask in reach]) for key, reach in reached]
    return found, mark


_Held = tuple[str, str, str, Reach]
"""A licence, the party whose own it is (if that still matters), a work, and what is held of it."""


class _Apart:
    """The works above one target that leave a choice, followed one by one."""

    def __init__(
        self, fold: Fold, target: str, here: Standpoint, arrival: Arrival, marks: set[str]
    ) -> None:
        self.fold, self.target, self.here, self.arrival = fold, target, here, arrival
        self.marks = marks
        self.order = fold.lineage.order(target)
        self.bound = fold.owners.bound(target, here)
        self._below: dict[str, list[tuple[str, Edge]]] = {}
        self._ends: dict[_Held, Reach] = {}
        for name in self.order:
            for edge in fold.upstream[name]:
                self._below.setdefault(edge.work, []).append((name, edge))

    def brought(self, bases: Iterable[Base], texts: set[str]) -> Brought:
        """Return what arrives, the works with the texts told apart where they differ."""
        settled = [(key, reach) for key, reach in self.arrival.reached.items() if not key.choice]
        choices: list[Choice] = []
        names: dict[str, str] = {}
        for text, works in self.leaving(texts).items():
            profiles = self.profiles(text, works)
            for number, (profile, count) in enumerate(sorted(profiles.items(), key=_readable)):
                reached, mark = profile
                name = f"{text}\n{number}" if number else text
                names.update({mark: name} if mark else {})
                choices.append(Choice(name, text, min(count, self.most(text))))
                settled += [(key._replace(choice=name), reach) for key, reach in reached]
        renamed = tuple(sorted((key, _renamed(reach, names)) for key, reach in settled))
        based = {base._replace(choice=names.get(base.choice, base.choice)) for base in bases}
        return Brought(renamed, tuple(sorted(choices)), tuple(sorted(based)))

    def leaving(self, texts: set[str]) -> Mapping[str, list[str]]:
        """Return the works above the target whose choices matter, by the texts."""
        found: dict[str, list[str]] = {}
        for name in self.order:
            work = self.fold.lineage.works[name]
            text = self.fold.expressions.choice(work.license) if name != self.target else ""
            if text in texts and (name in self.bound or self.mark(name, text)):
                found.setdefault(text, []).append(name)
        return found

    def mark(self, name: str, text: str) -> str:
        """Return the mark of a work if some act turns on which line it is of."""
        mark = self.fold.descent.mark(name, text)
        root = name in self.fold.descent.roots(name)
        return mark if root and mark in self.marks else ""

    def profiles(self, text: str, works: list[str]) -> Mapping[_Profile, int]:
        """Return what each work brings, and how many bring the same."""
        if len(works) == 1:
            held = (pair for pair in self.arrival.reached.items() if pair[0].choice == text)
            return {(tuple(sorted(held)), self.mark(works[0], text)): 1}
        found: dict[_Profile, int] = {}
        for name in works:
            profile = (tuple(sorted(self.held(name).items())), self.mark(name, text))
            found[profile] = found.get(profile, 0) + 1
        return found

    def held(self, name: str) -> Mapping[Key, Reach]:
        """Return what the licences of one work come to at the target."""
        fold, work = self.fold, self.fold.lineage.works[name]
        found: dict[Key, Reach] = {}
        type, party = fold.types[name], fold.owners.party(name)
        for key in fold.expressions.keys(work.license, type):
            license = fold.expressions.library[key.license]
            own = party if fold.owners.gives(party, key.license) else ""
            if own and own in self.here.lifted:
                continue
            end = self.end(key.license, own, name, fold.transitions.start(license, type))
            if end:
                found[key] = end
        return found

    def end(self, license: str, own: str, name: str, reach: Reach) -> Reach:
        """Return what `reach` at a work comes to at the target, over all paths.

        `own` is the party whose licence it is, where it may be set aside further down.
        """
        ends, start = self._ends, (license, self.still(own, name), name, reach)
        waiting = [start]
        while waiting:
            place = waiting[-1]
            if place in ends:
                waiting.pop()
                continue
            after = self.after(*place)
            missing = [at for at in after if at not in ends]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            found = place[-1] if place[2] == self.target else NOWHERE
            for at in after:
                found = self.fold.transitions.union(found, ends[at])
            ends[place] = found
        return ends[start]

    def after(self, license: str, own: str, name: str, reach: Reach) -> list[_Held]:
        """Return what `reach` becomes in each work that is made from `name`."""
        fold, type = self.fold, self.fold.types[name]
        known, found = fold.expressions.library[license], []
        for below, edge in self._below.get(name, ()) if name != self.target else ():
            same = own and own == fold.owners.party(below)
            if same and below != self.target and fold.owners.speaks(below):
                continue
            held = fold.transitions.step(known, reach, edge.by, type)
            if not same:
                doing = fold.makers.doing(edge, below, self.here)
                done = fold.transitions.done(known, reach, edge.by, type, doing)
                held = fold.transitions.union(held, done)
            found += [(license, self.still(own, below), below, held)] if held else []
        return found

    def still(self, own: str, name: str) -> str:
        """Return a party as long as it made something further down, and nobody after that.

        Licences of many parties are so followed together from where it makes no difference.
        """
        return own if self.fold.owners.makes_below(own, name) else ""

    def most(self, text: str) -> int:
        """Return how many works with a text matter: as many as a name in it may mean."""
        alternatives = self.fold.expressions.parse(text).alternatives
        return max(len(term.means) or 1 for terms in alternatives for term in terms)


def _renamed(reach: Reach, names: Mapping[str, str]) -> Reach:
    """Return a reach in which choices go by other names."""
    if all(mark == name for mark, name in names.items()):
        return reach
    return merged((_named(what, names), mask) for what, mask in reach)


def _named(what: Standing | Made, names: Mapping[str, str]) -> Standing | Made:
    if not isinstance(what, Made):
        return what
    targets = {base._replace(choice=names.get(base.choice, base.choice)) for base in what.targets}
    return what._replace(targets=tuple(sorted(targets)))
