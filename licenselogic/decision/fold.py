"""A lineage folded: which licences reach each work, with what standing, along which path.

One `Fold` serves every work of a lineage.  What reaches a work is found in one pass over its
ancestors, whatever the number of paths, and works in the same situation share one result.  Owners
are kept: what belongs to an owner whom its own licence does not bind is set aside when a work is
asked about, and only the works below those of that owner are then folded anew.  Paths are looked
for afterwards, and only for what a verdict has to show.
"""

import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licenselogic.decision.counts_as import NOWHERE, Made, Reach, Standing, Transitions
from licenselogic.decision.expressions import Base, Expressions, Key
from licenselogic.decision.nature import natures, senses
from licenselogic.decision.question import Side
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY

_AT_ORIGIN = Standing("work", False)

Owners = frozenset[str]
"""Owners whose works' licences are set aside."""

NOBODY: Owners = frozenset()

_Node = tuple[str, Standing | Made]
_Step = tuple[_Node, str]

Path = tuple[tuple[str, ...], tuple[str, ...]]
"""Work ids from an ancestor down to a work, and the relations between them."""


@dataclass(frozen=True, eq=False, slots=True)
class Arrival:
    """What reaches a work, or what it passes on.  Equal arrivals of one fold are one object.

    `reached` are the licences with what they make of the work.  `unknown` are the terms that are
    not known, each with the text of the expression that leaves a choice (empty: none does, and
    then the name does not matter).
    """

    reached: Mapping[Key, Reach]
    unknown: frozenset[tuple[str, str]]


class Fold:
    """What reaches the works of one lineage."""

    def __init__(
        self, lineage: Lineage, expressions: Expressions, transitions: Transitions
    ) -> None:
        self.lineage, self.expressions, self.transitions = lineage, expressions, transitions
        self.types = natures(lineage)
        self.upstream = senses(lineage, self.types)
        self._arrivals: dict[tuple[str, Owners], Arrival] = {}
        self._passed: dict[tuple[str, Owners], Arrival] = {}
        self._merged: dict[object, Arrival] = {}
        self._added: dict[object, Arrival] = {}
        self._interned: dict[object, Arrival] = {}
        self._bases: dict[str, frozenset[Base]] = {}
        self._below: dict[str, frozenset[str]] = {}
        self._children: dict[str, list[str]] = {}
        self._works_of: dict[str, list[str]] = {}
        self._sources: dict[tuple[str, str, int, Owners], Sources] = {}

    # What reaches a work

    def arrival(self, name: str, owners: Owners = NOBODY) -> Arrival:
        """Return what reaches a work when the licences of `owners` on their works do not bind."""
        wanted = (name, self._bearing(name, owners))
        if wanted not in self._arrivals:
            self._settle(wanted)
        return self._arrivals[wanted]

    def _settle(self, wanted: tuple[str, Owners]) -> None:
        waiting = [wanted]
        while waiting:
            name, owners = waiting[-1]
            above = [
                (edge, (edge.work, self._bearing(edge.work, owners)))
                for edge in self.upstream[name]
            ]
            missing = [key for _, key in above if key not in self._arrivals]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if (name, owners) not in self._arrivals:
                passed = [(self.passed(e.work, owners), e) for e, _ in above]
                self._arrivals[name, owners] = self._merge(passed)

    def _merge(self, passed: list[tuple[Arrival, Edge]]) -> Arrival:
        """Merge what upstream works pass on, each over its edge."""
        types = [self.types[edge.work] for _, edge in passed]
        key = tuple((id(p), e.by, t) for (p, e), t in zip(passed, types, strict=True))
        found = self._merged.get(key)
        if found is None:
            reached: dict[Key, Reach] = {}
            unknown: set[tuple[str, str]] = set()
            for (arrival, edge), material in zip(passed, types, strict=True):
                unknown |= arrival.unknown
                for one, reach in arrival.reached.items():
                    license = self.expressions.library[one.license]
                    after = self.transitions.step(license, reach, edge.by, material)
                    if after:
                        reached[one] = self.transitions.union(reached.get(one, NOWHERE), after)
            found = self._merged[key] = self._intern(reached, frozenset(unknown))
        return found

    def _intern(self, reached: dict[Key, Reach], unknown: frozenset[tuple[str, str]]) -> Arrival:
        key = (frozenset(reached.items()), unknown)
        found = self._interned.get(key)
        if found is None:
            found = self._interned[key] = Arrival(reached, unknown)
        return found

    def passed(self, name: str, owners: Owners = NOBODY) -> Arrival:
        """Return what a work passes on: what reaches it, and its own licence."""
        key = (name, owners)
        found = self._passed.get(key)
        if found is None:
            found = self._passed[key] = self._with_own(name, owners)
        return found

    def _with_own(self, name: str, owners: Owners) -> Arrival:
        work, arrival = self.lineage.works[name], self.arrival(name, owners)
        if work.owner in owners:
            return arrival
        type = self.types[name]
        key = (id(arrival), work.license, type)
        found = self._added.get(key)
        if found is None:
            reached = dict(arrival.reached)
            for one in self.expressions.keys(work.license, type):
                license = self.expressions.library[one.license]
                start = self.transitions.start(license, type)
                if start:
                    reached[one] = self.transitions.union(reached.get(one, NOWHERE), start)
            unknown = arrival.unknown | self.expressions.unknown(work.license)
            found = self._added[key] = self._intern(reached, unknown)
        return found

    # Owners

    def _bearing(self, name: str, owners: Owners) -> Owners:
        """Return those of `owners` who own something above a work."""
        if not owners:
            return NOBODY
        return frozenset(owner for owner in owners if self._owns_above(owner, name))

    def _owns_above(self, owner: str, name: str) -> bool:
        self._index()
        owned = self._works_of.get(owner, [])
        return owned != [name] and name in self._below_works_of(owner)

    def _below_works_of(self, owner: str) -> frozenset[str]:
        """Return the works that are downstream of some work of `owner`."""
        found = self._below.get(owner)
        if found is None:
            seen: set[str] = set()
            waiting = list(self._works_of.get(owner, ()))
            while waiting:
                fresh = [n for n in self._children.get(waiting.pop(), ()) if n not in seen]
                seen.update(fresh)
                waiting += fresh
            found = self._below[owner] = frozenset(seen)
        return found

    def _index(self) -> None:
        if self._works_of:
            return
        for name, edges in self.upstream.items():
            for edge in edges:
                self._children.setdefault(edge.work, []).append(name)
        for name, work in self.lineage.works.items():
            if work.owner is not None:
                self._works_of.setdefault(work.owner, []).append(name)

    def owners(self, name: str) -> Owners:
        """Return the owner of a work as a set: its own licences do not bind it."""
        owner = self.lineage.works[name].owner
        return NOBODY if owner is None else frozenset({owner})

    # Bases

    def bases(self, name: str) -> frozenset[Base]:
        """Return the models that a model is based on, each by the families of its licences.

        A model that is based on none is the base of its own line, of no family yet.
        """
        if self.types[name] != "model":
            return frozenset()
        parents = [self._line(parent) for parent in self.base_models(name)]
        return frozenset().union(*parents) if parents else frozenset({Base("", (NO_FAMILY,))})

    def base_models(self, name: str) -> list[str]:
        """Return the models that a work is based on directly."""
        based = [e.work for e in self.upstream[name] if vocabulary().relations[e.by].base]
        return [work for work in based if self.types[work] == "model"]

    def _line(self, name: str) -> frozenset[Base]:
        """Return the bases that a model hands on to models based on it."""
        waiting = [name]
        while waiting:
            last = waiting[-1]
            if last in self._bases:
                waiting.pop()
                continue
            parents = self.base_models(last)
            missing = [parent for parent in parents if parent not in self._bases]
            if missing:
                waiting += missing
                continue
            found = [self._bases[parent] for parent in parents]
            if not found:
                base = self.expressions.base(self.lineage.works[last].license)
                self._bases[last] = frozenset({base})
            elif all(one is found[0] for one in found):
                self._bases[last] = found[0]
            else:
                self._bases[last] = found[0].union(*found[1:])
        return self._bases[name]

    # Paths

    def sources(self, name: str, side: Side, valuation: int, owners: Owners) -> "Sources":
        """Return where the licence of `side` comes from, for works with these owners above."""
        key = (side.license, side.material, valuation, self._bearing(name, owners))
        found = self._sources.get(key)
        if found is None:
            found = self._sources[key] = Sources(self, *key)
        return found

    def paths(self, name: str, side: Side, valuation: int, owners: Owners) -> list[Path]:
        """Return shortest paths (works, relations) that give `side` its standing at a work.

        One for each true source: a work under the licence with none of the same above it on the
        way.  Nearest sources first, and of equals the first in the order of ids and relations,
        however the lineage lists them.
        """
        return self.sources(name, side, valuation, owners).paths(_goal(name, side))

    def nearest(self, name: str, side: Side, valuation: int, owners: Owners) -> str:
        """Return the work that the first of `paths` starts from, or '' if there is none."""
        return self.sources(name, side, valuation, owners).nearest(_goal(name, side))


def _goal(name: str, side: Side) -> _Node:
    """Return the node that stands for a work in which a licence has the standing of `side`."""
    return (name, side.made or side.standing)


_Found = tuple[int, str]
"""How many steps up a source is, and its id."""

_NONE: _Found = (sys.maxsize, "")


class Sources:
    """Where one licence comes from, for every work of a fold and every standing.

    A node is a work and the standing that the licence has there, or an act that was done on the way
    to it.
    """

    def __init__(
        self, fold: Fold, license: str, material: str, valuation: int, owners: Owners
    ) -> None:
        self.fold, self.valuation, self.owners = fold, valuation, owners
        self.license, self.material = license, material
        self._steps: dict[_Node, tuple[_Step, ...]] = {}
        self._nearest: dict[_Node, tuple[_Found, _Found]] = {}
        self._befores: dict[object, tuple[Standing | Made, ...]] = {}

    def paths(self, goal: _Node) -> list[Path]:
        """Return the shortest path from each true source to a node."""
        back: dict[_Node, _Step | None] = {goal: None}
        queue = deque([goal])
        origins = []
        while queue:
            node = queue.popleft()
            if node is not goal and self.is_origin(node):
                origins.append(node)
            for previous, relation in self.steps(node):
                if previous not in back:
                    back[previous] = (node, relation)
                    queue.append(previous)
        sources = [node for node in origins if self.is_source(node[0])]
        return [_unwind(node, back) for node in sources or origins[:1]]

    def nearest(self, goal: _Node) -> str:
        """Return the true source that is nearest to a node, or any origin if none is true."""
        waiting = [previous for previous, _ in self.steps(goal)]
        while waiting:
            node = waiting[-1]
            above = [previous for previous, _ in self.steps(node)]
            missing = [previous for previous in above if previous not in self._nearest]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if node not in self._nearest:
                self._nearest[node] = self.best(node, above)
        source, origin = self.above([previous for previous, _ in self.steps(goal)])
        return source[1] or origin[1]

    def best(self, node: _Node, above: list[_Node]) -> tuple[_Found, _Found]:
        """Return the nearest true source and the nearest origin, the work of `node` included."""
        source, origin = self.above(above)
        if self.is_origin(node):
            here = (0, node[0])
            return (here if self.is_source(node[0]) else source), here
        return source, origin

    def above(self, nodes: list[_Node]) -> tuple[_Found, _Found]:
        """Return the nearest true source and origin by way of `nodes`; of equals the first."""
        source, origin = _NONE, _NONE
        for node in nodes:
            by_source, by_origin = self._nearest[node]
            source = by_source if by_source[0] < source[0] else source
            origin = by_origin if by_origin[0] < origin[0] else origin
        return (source[0] + 1, source[1]), (origin[0] + 1, origin[1])

    def is_origin(self, node: _Node) -> bool:
        """Tell whether the work of a node is itself under the licence, and bound by it."""
        name, standing = node
        work = self.fold.lineage.works[name]
        if standing != _AT_ORIGIN or work.owner in self.owners:
            return False
        keys = self.fold.expressions.keys(work.license, self.fold.types[name])
        return any(map(self.is_of, keys))

    def is_source(self, name: str) -> bool:
        """Tell whether nothing under the same licence reaches a work."""
        return not any(map(self.is_of, self.fold.arrival(name, self.owners).reached))

    def is_of(self, key: Key) -> bool:
        """Tell whether `key` is the licence in question."""
        return key.material == self.material and key.license == self.license

    def steps(self, node: _Node) -> tuple[_Step, ...]:
        """Return the standings at upstream works from which one edge leads to `node`."""
        found = self._steps.get(node)
        if found is None:
            found = self._steps[node] = tuple(self._before(*node))
        return found

    def _before(self, name: str, what: Standing | Made) -> Iterator[_Step]:
        edges = self.fold.upstream[name]
        if len(edges) > 1:
            edges = tuple(sorted(edges, key=lambda edge: (edge.work, edge.by)))
        for edge in edges:
            for before in self.before(edge, what):
                yield (edge.work, before), edge.by

    def before(self, edge: Edge, what: Standing | Made) -> tuple[Standing | Made, ...]:
        """Return what held at the upstream work of an edge, for `what` to hold below it.

        An act that is done stays done.
        """
        arrival = self.fold.passed(edge.work, self.owners)
        material = self.fold.types[edge.work]
        key = (id(arrival), edge.by, material, what)
        found = self._befores.get(key)
        if found is None:
            held = [(one, reach) for one, reach in arrival.reached.items() if self.is_of(one)]
            library = self.fold.expressions.library
            found = self._befores[key] = tuple(
                before
                for one, reach in held
                for before in (
                    self.makers(reach, edge.by, what)
                    if isinstance(what, Made)
                    else self.fold.transitions.before(
                        library[one.license], reach, edge.by, material, what, self.valuation
                    )
                )
            )
        return found

    def makers(self, reach: Reach, relation: str, made: Made) -> tuple[Standing | Made, ...]:
        """Return the act itself, and the standings in `reach` on which one edge does it."""
        if made.act not in vocabulary().relations[relation].acts:
            return (made,)
        held = sorted(self.fold.transitions.at(reach, self.valuation).standings)
        return (made, *(standing for standing in held if standing.status == made.status))


def _unwind(node: _Node, back: Mapping[_Node, _Step | None]) -> Path:
    works, relations = [node[0]], []
    while (found := back[node]) is not None:
        node, relation = found
        works.append(node[0])
        relations.append(relation)
    return tuple(works), tuple(relations)
