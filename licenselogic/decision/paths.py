"""Where a licence comes from: paths from its sources down to a work.

A node is a work, the standing that the licence has there or an act that was done on the way to it,
and the standpoint from which the work is seen.
"""

import sys
from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from licenselogic.decision.counts_as import Made, Reach, Standing, alike
from licenselogic.decision.expressions import Key
from licenselogic.decision.fold import Fold
from licenselogic.decision.owners import Standpoint
from licenselogic.decision.question import Side
from licenselogic.lineage.work import Edge

Path = tuple[tuple[str, ...], tuple[str, ...]]
"""Work ids from an ancestor down to a work, and the relations between them."""

_AT_ORIGIN = Standing("work", False)


class _Node(NamedTuple):
    """A work, what is held of it, and from where it is seen."""

    name: str
    what: Standing | Made
    here: Standpoint


_Step = tuple[_Node, str]

_Found = tuple[int, str]
"""How many steps up a source is, and its id."""

_NONE: _Found = (sys.maxsize, "")


class Paths:
    """Paths in one folded lineage, remembered by licence."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self._sources: dict[tuple[str, str, int], Sources] = {}

    def of(self, name: str, side: Side, valuation: int, here: Standpoint) -> list[Path]:
        """Return shortest paths (works, relations) that give `side` its standing at a work.

        One for each true source: a work under the licence with none of the same above it on the
        way.  Nearest sources first, and of equals the first in the order of ids and relations,
        however the lineage lists them.
        """
        return self._of(side, valuation).paths(_goal(name, side, here))

    def under(self, name: str, side: Side, valuation: int, here: Standpoint) -> tuple[str, ...]:
        """Return all works under the licence that give `side` its standing at a work.

        Beside the true sources, these are the works on the way that are under the licence too.
        """
        return self._of(side, valuation).origins(_goal(name, side, here))

    def nearest(self, name: str, side: Side, valuation: int, here: Standpoint) -> str:
        """Return the work that the first of `of` starts from, or '' if there is none."""
        return self._of(side, valuation).nearest(_goal(name, side, here))

    def sources(self, name: str, side: Side, valuation: int, here: Standpoint) -> Mapping[str, int]:
        """Return the works that the paths of `of` start from, each with the length of its path.

        Works of one fold share what they have in common, however many of them are asked about.
        """
        return self._of(side, valuation).sources(_goal(name, side, here))

    def maker(self, name: str, side: Side, valuation: int, here: Standpoint) -> str:
        """Return the nearest work that the act of `side` led to; without an act, the work."""
        return self._of(side, valuation).maker(_goal(name, side, here))

    def _of(self, side: Side, valuation: int) -> "Sources":
        key = (side.license, side.material, valuation)
        found = self._sources.get(key)
        if found is None:
            found = self._sources[key] = Sources(self.fold, *key)
        return found


def _goal(name: str, side: Side, here: Standpoint) -> _Node:
    """Return the node that stands for a work in which a licence has the standing of `side`."""
    return _Node(name, alike(side.made) if side.made else side.standing, here)


class Sources:
    """Where one licence comes from, for every work of a fold and every standing."""

    def __init__(self, fold: Fold, license: str, material: str, valuation: int) -> None:
        self.fold, self.valuation = fold, valuation
        self.license, self.material = license, material
        self._steps: dict[_Node, tuple[_Step, ...]] = {}
        self._first: dict[_Node, tuple[_Step, ...]] = {}
        self._nearest: dict[_Node, tuple[_Found, _Found]] = {}
        self._above: dict[_Node, Mapping[str, int]] = {}
        self._paths: dict[_Node, list[Path]] = {}
        self._origins: dict[_Node, tuple[str, ...]] = {}
        self._befores: dict[object, tuple[Standing | Made, ...]] = {}
        self._doers: dict[object, tuple[Standing, ...]] = {}

    def paths(self, goal: _Node) -> list[Path]:
        """Return the shortest path from each true source to a node."""
        found = self._paths.get(goal)
        if found is None:
            found = self._paths[goal] = self._searched(goal)
        return found

    def origins(self, goal: _Node) -> tuple[str, ...]:
        """Return the works under the licence that lead to a node, the nearest first."""
        if goal not in self._origins:
            self._paths[goal] = self._searched(goal)
        return self._origins[goal]

    def _searched(self, goal: _Node) -> list[Path]:
        back: dict[_Node, _Step | None] = {goal: None}
        queue = deque([goal])
        origins = []
        while queue:
            node = queue.popleft()
            if node is not goal and self.is_origin(node):
                origins.append(node)
            for previous, relation in self.steps(node, node is goal):
                if previous not in back:
                    back[previous] = (node, relation)
                    queue.append(previous)
        self._origins[goal] = tuple(dict.fromkeys(node.name for node in origins))
        sources = [node for node in origins if self.is_source(node)]
        found = {path[0][0]: path for path in (_unwind(n, back) for n in reversed(sources))}
        return list(reversed(found.values())) or [_unwind(node, back) for node in origins[:1]]

    def nearest(self, goal: _Node) -> str:
        """Return the true source that is nearest to a node, or any origin if none is true."""
        if goal in self._paths:
            return next((works[0] for works, _ in self._paths[goal]), "")
        first = self.steps(goal, True)
        waiting = [previous for previous, _ in first]
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
        source, origin = self.above([previous for previous, _ in first])
        return source[1] or origin[1]

    def sources(self, goal: _Node) -> Mapping[str, int]:
        """Return the true sources above a node, with their distances; or the nearest origin."""
        if goal in self._paths:
            return {works[0]: len(works) - 1 for works, _ in self._paths[goal]}
        first = self.steps(goal, True)
        waiting = [previous for previous, _ in first]
        while waiting:
            node = waiting[-1]
            above = [previous for previous, _ in self.steps(node)]
            missing = [previous for previous in above if previous not in self._above]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if node not in self._above:
                own = {node.name: 0} if self.is_origin(node) and self.is_source(node) else {}
                self._above[node] = {**self.further(above), **own}
        found = self.further([previous for previous, _ in first])
        if not found and self.nearest(goal):
            _, (steps, name) = self.above([previous for previous, _ in first])
            return {name: steps}
        return found

    def further(self, nodes: list[_Node]) -> dict[str, int]:
        """Return the sources of all of the nodes, each one step further than the nearest says."""
        found: dict[str, int] = {}
        for node in nodes:
            for name, steps in self._above[node].items():
                found[name] = min(found.get(name, sys.maxsize), steps + 1)
        return found

    def maker(self, goal: _Node) -> str:
        """Return the work nearest to a node, the node's own first, that its act led to."""
        seen, queue, top = {goal}, deque([goal]), goal
        while queue:
            node = queue.popleft()
            steps = self.steps(node, node is top)
            if any(isinstance(previous.what, Standing) for previous, _ in steps):
                return node.name
            fresh = [previous for previous, _ in steps if previous not in seen]
            seen.update(fresh)
            queue += fresh
        return goal.name

    def best(self, node: _Node, above: list[_Node]) -> tuple[_Found, _Found]:
        """Return the nearest true source and the nearest origin, the work of `node` included."""
        source, origin = self.above(above)
        if self.is_origin(node):
            here = (0, node.name)
            return (here if self.is_source(node) else source), here
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
        if node.what != _AT_ORIGIN:
            return False
        return any(map(self.is_of, self.fold.keys(node.name, node.here)))

    def is_source(self, node: _Node) -> bool:
        """Tell whether nothing under the same licence reaches the work of a node."""
        arrival = self.fold.arrival(node.name, self.fold.owners.beyond(node.name, node.here))
        return not any(map(self.is_of, arrival.reached))

    def is_of(self, key: Key) -> bool:
        """Tell whether `key` is the licence in question."""
        return key.material == self.material and key.license == self.license

    def steps(self, node: _Node, goal: bool = False) -> tuple[_Step, ...]:
        """Return the nodes at upstream works from which one edge leads to `node`.

        A `goal` is looked at from where it is published, any other node from below it.
        """
        known = self._first if goal else self._steps
        found = known.get(node)
        if found is None:
            here = node.here if goal else self.fold.owners.beyond(node.name, node.here)
            found = known[node] = self._before(node, here)
        return found

    def _before(self, node: _Node, here: Standpoint) -> tuple[_Step, ...]:
        name, what, _ = node
        here = self.fold.owners.bearing(name, here)
        edges = self.fold.upstream[name]
        if len(edges) > 1:
            edges = tuple(sorted(edges, key=lambda edge: (edge.work, edge.by)))
        found = []
        for edge in edges:
            work, by = edge.work, edge.by
            found += [(_Node(work, before, here), by) for before in self.before(edge, what, here)]
            if isinstance(what, Made):
                lawful = self.fold.makers.maker(name, here)
                doers = self.doers(edge, name, what, here, lawful)
                found += [(_Node(work, standing, lawful), by) for standing in doers]
        return tuple(found)

    def before(
        self, edge: Edge, what: Standing | Made, here: Standpoint
    ) -> tuple[Standing | Made, ...]:
        """Return what held at the upstream work of an edge, for `what` to hold below it."""
        arrival = self.fold.passed(edge.work, here)
        material = self.fold.types[edge.work]
        key = (id(arrival), edge.by, material, what)
        found = self._befores.get(key)
        if found is None:
            library, transitions = self.fold.expressions.library, self.fold.transitions
            found = self._befores[key] = tuple(
                before
                for one, reach in self.held(arrival.reached)
                for before in transitions.before(
                    library[one.license], reach, edge.by, material, what, self.valuation
                )
            )
        return found

    def doers(
        self, edge: Edge, name: str, made: Made, here: Standpoint, lawful: Standpoint
    ) -> tuple[Standing, ...]:
        """Return the standings on which the act was done over an edge into a work."""
        arrival = self.fold.passed(edge.work, lawful, lawful == here)
        material = self.fold.types[edge.work]
        doing = self.fold.makers.doing(edge, name, here)
        key = (id(arrival), edge.by, material, doing, made)
        found = self._doers.get(key)
        if found is None:
            library, transitions = self.fold.expressions.library, self.fold.transitions
            found = self._doers[key] = tuple(
                standing
                for one, reach in self.held(arrival.reached)
                for standing in transitions.doers(
                    library[one.license], reach, edge.by, material, doing, made, self.valuation
                )
            )
        return found

    def held(self, reached: Mapping[Key, Reach]) -> Iterator[tuple[Key, Reach]]:
        """Yield what is of the licence in question."""
        return ((key, reach) for key, reach in reached.items() if self.is_of(key))


def _unwind(node: _Node, back: Mapping[_Node, _Step | None]) -> Path:
    works, relations = [node.name], []
    while (found := back[node]) is not None:
        node, relation = found
        works.append(node.name)
        relations.append(relation)
    return tuple(works), tuple(relations)
