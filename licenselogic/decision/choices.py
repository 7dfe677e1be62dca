"""Choices kept apart: which works leave one, and what each of them brings to a work.

Two works are two choices, however their licences are spelt.  They may share one where that changes
nothing: the same words, and the same licences reach the target in the same way from both.  Whoever
chooses for the licensee loses nothing by choosing the same for both, since another licence never
mends; where somebody else chooses, `Choice.works` says how many works there are.

A fold keeps works with the same words together.  Only where a target has several of them are they
followed one by one, each step once for all that hold the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from licenselogic.decision.counts_as import NOWHERE, Reach
from licenselogic.decision.expressions import Base, Key
from licenselogic.decision.fold import Arrival, Fold, Owners


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


def brought(fold: Fold, name: str, owners: Owners) -> Brought:
    """Return what arrives at a work when the licences of `owners` on their works do not bind."""
    arrival, bases = fold.arrival(name, owners), fold.bases(name)
    texts = {base.choice for base in bases} | {key.choice for key in arrival.reached}
    texts |= {text for text, _ in arrival.unknown}
    if not texts - {""}:
        return Brought(tuple(sorted(arrival.reached.items())), (), tuple(sorted(bases)))
    return _Apart(fold, name, owners, arrival).brought(bases, texts - {""})


_Profile = tuple[tuple[tuple[Key, Reach], ...], bool]
"""What the licences of a work come to at the target, and whether the target is based on it."""


class _Apart:
    """The works above one target that leave a choice, followed one by one."""

    def __init__(self, fold: Fold, target: str, owners: Owners, arrival: Arrival) -> None:
        self.fold, self.target, self.owners, self.arrival = fold, target, owners, arrival
        self.order = fold.lineage.order(target)
        self.roots = _roots(fold, target)
        self._below: dict[str, list[tuple[str, str]]] = {}
        self._ends: dict[tuple[str, str, Reach], Reach] = {}
        for name in self.order:
            for edge in fold.upstream[name]:
                self._below.setdefault(edge.work, []).append((name, edge.by))

    def brought(self, bases: Iterable[Base], texts: set[str]) -> Brought:
        """Return what arrives, the works with the texts told apart where they differ."""
        settled = [(key, reach) for key, reach in self.arrival.reached.items() if not key.choice]
        based = [base for base in bases if not base.choice]
        choices: list[Choice] = []
        for text, works in self.leaving(texts).items():
            profiles = self.profiles(text, works)
            for number, (profile, count) in enumerate(sorted(profiles.items(), key=repr)):
                reached, is_base = profile
                name = f"{text}\n{number}" if number else text
                choices.append(Choice(name, text, min(count, self.most(text))))
                settled += [(key._replace(choice=name), reach) for key, reach in reached]
                based += [Base(name, ())] if is_base else []
        return Brought(tuple(sorted(settled)), tuple(sorted(choices)), tuple(sorted(based)))

    def leaving(self, texts: set[str]) -> Mapping[str, list[str]]:
        """Return the works above the target whose choices matter, by the texts."""
        found: dict[str, list[str]] = {}
        for name in self.order:
            work = self.fold.lineage.works[name]
            text = self.fold.expressions.choice(work.license) if name != self.target else ""
            if text in texts and (work.owner not in self.owners or name in self.roots):
                found.setdefault(text, []).append(name)
        return found

    def profiles(self, text: str, works: list[str]) -> Mapping[_Profile, int]:
        """Return what each work brings, and how many bring the same."""
        if len(works) == 1 and self.fold.lineage.works[works[0]].owner not in self.owners:
            held = (pair for pair in self.arrival.reached.items() if pair[0].choice == text)
            return {(tuple(sorted(held)), works[0] in self.roots): 1}
        found: dict[_Profile, int] = {}
        for name in works:
            profile = (tuple(sorted(self.held(name).items())), name in self.roots)
            found[profile] = found.get(profile, 0) + 1
        return found

    def held(self, name: str) -> Mapping[Key, Reach]:
        """Return what the licences of one work come to at the target."""
        fold, work = self.fold, self.fold.lineage.works[name]
        if work.owner in self.owners:
            return {}
        found: dict[Key, Reach] = {}
        type = fold.types[name]
        for key in fold.expressions.keys(work.license, type):
            license = fold.expressions.library[key.license]
            end = self.end(key.license, name, fold.transitions.start(license, type))
            if end:
                found[key] = end
        return found

    def end(self, license: str, name: str, reach: Reach) -> Reach:
        """Return what `reach` at a work comes to at the target, over all paths."""
        waiting = [(name, reach)]
        while waiting:
            work, held = waiting[-1]
            if (license, work, held) in self._ends:
                waiting.pop()
                continue
            after = self.after(license, work, held)
            missing = [at for at in after if (license, *at) not in self._ends]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            found = held if work == self.target else NOWHERE
            for at in after:
                found = self.fold.transitions.union(found, self._ends[license, *at])
            self._ends[license, work, held] = found
        return self._ends[license, name, reach]

    def after(self, license: str, name: str, reach: Reach) -> list[tuple[str, Reach]]:
        """Return what `reach` becomes in each work that is made from `name`."""
        fold, type = self.fold, self.fold.types[name]
        known = fold.expressions.library[license]
        steps = (
            (below, fold.transitions.step(known, reach, by, type))
            for below, by in (self._below.get(name, ()) if name != self.target else ())
        )
        return [(below, held) for below, held in steps if held]

    def most(self, text: str) -> int:
        """Return how many works with a text matter: as many as a name in it may mean."""
        alternatives = self.fold.expressions.parse(text).alternatives
        return max(len(term.means) or 1 for terms in alternatives for term in terms)


def _roots(fold: Fold, target: str) -> frozenset[str]:
    """Return the models that a model is based on and that are based on none themselves."""
    if not fold.bases(target):
        return frozenset()
    found: set[str] = set()
    seen, waiting = {target}, [target]
    while waiting:
        model = waiting.pop()
        parents = fold.base_models(model)
        found.update(() if parents or model == target else (model,))
        fresh = [parent for parent in parents if parent not in seen]
        seen.update(fresh)
        waiting += fresh
    return frozenset(found)
