"""Counts-as automata folded along lineages, for all readings of the law at once.

What a licence makes of a work downstream is a `Reach`: for each status, and for each act that the
makers on the way performed, the set of valuations of assumptions (a mask) in which it holds.
Reaches are interned and their transitions memoised, so that a lineage of n works takes a time
linear in n however many paths lead through it.  docs/semantics.md, "Status along a path".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from licenselogic.norms.assumptions import Mask, always, contains, support
from licenselogic.norms.deontic import CountsAs, License
from licenselogic.norms.vocabulary import vocabulary


class Standing(NamedTuple):
    """A status at the end of some path, and whether the material stands whole and separable."""

    status: str
    separable: bool


class Made(NamedTuple):
    """An act that making a work on the path took, on the status that the material had then."""

    act: str
    status: str


Reach = tuple[tuple[Standing | Made, Mask], ...]
"""Sorted pairs of what holds and the valuations in which it does."""

NOWHERE: Reach = ()


@cache
def stays_separable(separable: bool, relation: str) -> bool:
    """Tell whether material that was `separable`, or not, stands whole after a step."""
    found = vocabulary().relations[relation]
    return found.separable or (separable and not found.seals)


def step(license: License, status: str, relation: str, material: str) -> dict[str, Mask]:
    """Return the statuses that `relation` yields from `status`, each with its valuations.

    `material` is the type of the upstream work of this step.
    """
    if status == "independent":
        return {"independent": always()}
    left, found = always(), dict[str, Mask]()
    for rule in license.counts:
        if left and _applies(rule, status, relation, material) and left & rule.guard:
            found[rule.result] = found.get(rule.result, 0) | left & rule.guard
            left &= ~rule.guard
    if left:
        found["derivative"] = found.get("derivative", 0) | left
    return found


def _applies(rule: CountsAs, status: str, relation: str, material: str) -> bool:
    return (
        relation in rule.relations
        and status in rule.sources
        and (not rule.types or material in rule.types)
    )


def step_at(license: License, status: str, relation: str, material: str, valuation: int) -> str:
    """Return the one status that `relation` yields from `status` in `valuation`."""
    steps = step(license, status, relation, material)
    return next(s for s, mask in steps.items() if contains(mask, valuation))


@dataclass(frozen=True, slots=True)
class Standings:
    """A reach in one valuation: statuses at the end, and acts made on the way."""

    standings: frozenset[Standing]
    made: frozenset[Made]


class Transitions:
    """Transitions of reaches, remembered.  One instance serves any number of lineages."""

    def __init__(self) -> None:
        self._steps: dict[tuple[License, Reach, str, str], Reach] = {}
        self._unions: dict[tuple[Reach, Reach], Reach] = {}
        self._starts: dict[tuple[License, str], Reach] = {}
        self._at: dict[tuple[Reach, int], Standings] = {}
        self._befores: dict[object, tuple[Standing, ...]] = {}

    @property
    def size(self) -> int:
        """How much is remembered."""
        return len(self._steps) + len(self._unions) + len(self._at) + len(self._befores)

    def start(self, license: License, material: str) -> Reach:
        """Return the reach of a licence at the work that carries it."""
        key = (license, material)
        if key not in self._starts:
            mask = license.binds.get(material, always())
            self._starts[key] = ((Standing("work", False), mask),) if mask else NOWHERE
        return self._starts[key]

    def step(self, license: License, reach: Reach, relation: str, material: str) -> Reach:
        """Return what becomes of `reach` over one edge; `material` is the upstream work's type."""
        key = (license, reach, relation, material)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._step(license, reach, relation, material)
        return found

    def _step(self, license: License, reach: Reach, relation: str, material: str) -> Reach:
        after: dict[Standing | Made, Mask] = {}
        for what, mask in reach:
            if isinstance(what, Made):
                after[what] = after.get(what, 0) | mask
                continue
            for act in vocabulary().relations[relation].acts:
                made = Made(act, what.status)
                after[made] = after.get(made, 0) | mask
            separable = stays_separable(what.separable, relation)
            for status, rule in step(license, what.status, relation, material).items():
                if status != "independent" and mask & rule:
                    standing = Standing(status, separable)
                    after[standing] = after.get(standing, 0) | mask & rule
        return _reach(after)

    def before(
        self,
        license: License,
        reach: Reach,
        relation: str,
        material: str,
        standing: Standing,
        valuation: int,
    ) -> tuple[Standing, ...]:
        """Return the standings in `reach` that one edge turns into `standing`."""
        key = (license, reach, relation, material, standing, valuation)
        found = self._befores.get(key)
        if found is None:
            found = self._befores[key] = tuple(
                before
                for before in sorted(self.at(reach, valuation).standings)
                if step_at(license, before.status, relation, material, valuation) == standing.status
                and stays_separable(before.separable, relation) == standing.separable
            )
        return found

    def union(self, one: Reach, other: Reach) -> Reach:
        """Return what holds in either reach."""
        if one == other or not other:
            return one
        if not one:
            return other
        key = (one, other)
        found = self._unions.get(key)
        if found is None:
            merged = dict(one)
            for what, mask in other:
                merged[what] = merged.get(what, 0) | mask
            found = self._unions[key] = self._unions[other, one] = _reach(merged)
        return found

    def at(self, reach: Reach, valuation: int) -> Standings:
        """Return what holds in one valuation."""
        key = (reach, valuation)
        found = self._at.get(key)
        if found is None:
            held = [what for what, mask in reach if contains(mask, valuation)]
            found = self._at[key] = Standings(
                frozenset(w for w in held if isinstance(w, Standing)),
                frozenset(w for w in held if isinstance(w, Made)),
            )
        return found


def _reach(found: Mapping[Standing | Made, Mask]) -> Reach:
    return tuple(sorted(found.items(), key=_order))


def _order(item: tuple[Standing | Made, Mask]) -> tuple[str, str, str]:
    what = item[0]
    return (type(what).__name__, str(what[0]), str(what[1]))


@lru_cache(maxsize=10_000)
def supports(reach: Reach) -> frozenset[str]:
    """Return the assumptions on which `reach` depends."""
    return frozenset(name for _, mask in reach for name in support(mask))
