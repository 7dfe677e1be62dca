"""A lineage folded: which licences reach each work, with what standing, along which path.

One `Fold` serves every work of a lineage.  What reaches a work is found in one pass over its
ancestors, whatever the number of paths, and works in the same situation share one result.  Owners
are kept: a `Standpoint` says whose licences are set aside and who answers for which act, and only
the works for which that makes a difference are folded anew.  Paths are looked for afterwards, and
only for what a verdict has to show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from licenselogic.decision.counts_as import NOWHERE, Doing, Reach, Standings, Transitions
from licenselogic.decision.descent import Bases, Descent
from licenselogic.decision.expressions import Expressions, Key
from licenselogic.decision.makers import Makers
from licenselogic.decision.nature import in_doubt, natures, senses
from licenselogic.decision.owners import OUTSIDER, Owners, Standpoint
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge


@dataclass(frozen=True, eq=False)
class Arrival:
    """What reaches a work, or what it passes on.  Equal arrivals of one fold are one object.

    `reached` are the licences with what they make of the work.  `unknown` are the terms that are
    not known, each with the text of the expression that leaves a choice (empty: none does, and
    then the name does not matter).
    """

    reached: Mapping[Key, Reach]
    unknown: frozenset[tuple[str, str]]

    @cached_property
    def sorted(self) -> tuple[tuple[Key, Reach], ...]:
        """What reaches the work, in the order of the licences."""
        return tuple(sorted(self.reached.items()))


_Place = tuple[str, Standpoint, bool]
"""A work, from where it is looked at, and whether acts on the way are looked for too."""


class Fold:
    """What reaches the works of one lineage."""

    def __init__(
        self,
        lineage: Lineage,
        expressions: Expressions,
        transitions: Transitions,
        doubts: bool = True,
    ) -> None:
        self.lineage, self.expressions, self.transitions = lineage, expressions, transitions
        self.types = natures(lineage)
        self.upstream = senses(lineage, self.types, doubts)
        self.owners = Owners(lineage, expressions, self.upstream)
        self.descent = Descent(self.owners, self.types, self.upstream)
        self.makers = Makers(self.owners, self.descent)
        self._arrivals: dict[_Place, Arrival] = {}
        self._aboves: dict[_Place, _Place] = {}
        self._passed: dict[_Place, Arrival] = {}
        self._plain: dict[str, tuple[object, ...]] = {}
        self._situated: dict[object, Arrival] = {}
        self._merged: dict[object, Arrival] = {}
        self._added: dict[object, Arrival] = {}
        self._interned: dict[object, Arrival] = {}

    @cached_property
    def literal(self) -> "Fold | None":
        """The same without senses of edges that are only possible; None if there are none."""
        if not in_doubt(self.lineage):
            return None
        found = Fold(self.lineage, self.expressions, self.transitions, doubts=False)
        return None if found.upstream == self.upstream else found

    # What reaches a work

    def arrival(self, name: str, here: Standpoint, acts: bool = True) -> Arrival:
        """Return what reaches a work, seen from `here`; with the acts of its makers, or without."""
        return self._at(self._place(name, here, acts))

    def _at(self, wanted: _Place) -> Arrival:
        if wanted not in self._arrivals:
            self._settle(wanted)
        return self._arrivals[wanted]

    def _settle(self, wanted: _Place) -> None:
        arrivals = self._arrivals
        if self.owners.are_lone and wanted[2] and not wanted[1].lifted:
            self._settle_above(wanted[0])
        waiting = [(wanted, tuple(self._needs(wanted)))]
        while waiting:
            place, needs = waiting[-1]
            missing = [key for key in needs if key not in arrivals]
            if missing:
                waiting += [(key, tuple(self._needs(key))) for key in missing]
                continue
            waiting.pop()
            if place not in arrivals:
                arrivals[place] = self._merge(*place)

    def _settle_above(self, below: str) -> None:
        """Settle what is above a work where no party made two works: no standpoint matters there.

        The general way finds the same; this one asks for less at each work.
        """
        arrivals, upstream = self._arrivals, self.upstream
        waiting = [edge.work for edge in upstream[below]]
        while waiting:
            name = waiting[-1]
            place = (name, OUTSIDER, True)
            if place in arrivals:
                waiting.pop()
                continue
            missing = [
                edge.work for edge in upstream[name] if (edge.work, OUTSIDER, True) not in arrivals
            ]
            if missing:
                waiting += missing
                continue
            waiting.pop()
            arrivals[place] = self._merge(*place)

    def _needs(self, place: _Place) -> Iterator[_Place]:
        """Yield what must be known before a place is settled."""
        name, here, acts = place
        for edge in self.upstream[name]:
            yield self._above(edge.work, here, acts)
            if acts and (lawful := self.makers.maker(name, here)) != here:
                yield self._above(edge.work, lawful, False)

    def _above(self, name: str, here: Standpoint, acts: bool) -> _Place:
        """Return where to look for what reaches a work that is seen from `here` below it."""
        key = (name, here, acts)
        if here == OUTSIDER and self.owners.is_lone(self.owners.party(name)):
            return key
        found = self._aboves.get(key)
        if found is None:
            beyond = self.owners.beyond(name, here)
            found = self._aboves[key] = self._place(name, beyond, acts)
        return found

    def _place(self, name: str, here: Standpoint, acts: bool) -> _Place:
        """Return a place as far as it differs from others; only acts have a publisher."""
        bearing = self.owners.bearing(name, here)
        return (name, bearing if acts else Standpoint(bearing.lifted), acts)

    def situation(self, name: str, here: Standpoint) -> object:
        """Return what decides what reaches a work and what it descends from, as a key.

        It is found without making either, for the one work of an owner that is no root.  None for
        any other work, of which more decides.
        """
        owners, roots = self.owners, self.descent.roots(name)
        party = owners.party(name)
        if name in roots or not owners.is_lone(party):
            return None
        bearing = here if here is OUTSIDER else owners.bearing(name, here)
        plain = not bearing.lifted and bearing.publisher in ("", party)
        ways = self._plain_ways(name) if plain else self._ways(name, bearing)
        publisher = (party != "" and party == bearing.publisher) or bearing.publisher
        return (
            ways,
            self.types[name],
            party == "",
            publisher,
            self.lineage.works[name].publish,
            self.makers.stated(name),
        )

    def _plain_ways(self, name: str) -> tuple[object, ...]:
        """Return what comes over the edges into a work for somebody who owns nothing above it."""
        found = self._plain.get(name)
        if found is None:
            found = self._plain[name] = self._ways(name, OUTSIDER)
        return found

    def _ways(self, name: str, here: Standpoint) -> tuple[object, ...]:
        """Return what comes over the edges into a work, and which models that descends from."""
        return tuple(
            (
                id(self.passed(edge.work, here)),
                edge.by,
                self.types[edge.work],
                id(self.descent.roots(edge.work)),
            )
            for edge in self.upstream[name]
        )

    def _merge(self, name: str, here: Standpoint, acts: bool) -> Arrival:
        """Merge what upstream works pass on, each over its edge."""
        situation = self.situation(name, here) if acts and not here.lifted else None
        if situation in self._situated:
            return self._situated[situation]
        ways = [self._way(edge, name, here, acts) for edge in self.upstream[name]]
        key = tuple((id(passed), id(bound), *rest) for passed, bound, *rest in ways)
        found = self._merged.get(key)
        if found is None:
            found = self._merged[key] = self._joined(ways)
        if situation is not None:
            self._situated[situation] = found
        return found

    def _way(
        self, edge: Edge, name: str, here: Standpoint, acts: bool
    ) -> tuple[Arrival, Arrival | None, str, str, Doing | None]:
        """Return what comes over an edge, what binds its maker, and what the maker did."""
        passed = self.passed(edge.work, here, acts)
        type = self.types[edge.work]
        if not acts:
            return passed, None, edge.by, type, None
        lawful = self.makers.maker(name, here)
        bound = passed if lawful == here else self.passed(edge.work, lawful, False)
        return passed, bound, edge.by, type, self.makers.doing(edge, name, here)

    def _joined(
        self, ways: list[tuple[Arrival, Arrival | None, str, str, Doing | None]]
    ) -> Arrival:
        reached: dict[Key, Reach] = {}
        unknown: set[tuple[str, str]] = set()
        library, transitions = self.expressions.library, self.transitions
        for passed, bound, by, type, doing in ways:
            if self.makers.carries(by, doing):
                unknown |= passed.unknown
            for key, reach in passed.reached.items():
                after = transitions.step(library[key.license], reach, by, type)
                if after:
                    reached[key] = transitions.union(reached.get(key, NOWHERE), after)
            if bound is None or doing is None:
                continue
            for key, reach in bound.reached.items():
                done = transitions.done(library[key.license], reach, by, type, doing)
                if done:
                    reached[key] = transitions.union(reached.get(key, NOWHERE), done)
        return self._intern(reached, frozenset(unknown))

    def _intern(self, reached: dict[Key, Reach], unknown: frozenset[tuple[str, str]]) -> Arrival:
        key = (frozenset(reached.items()), unknown)
        found = self._interned.get(key)
        if found is None:
            found = self._interned[key] = Arrival(reached, unknown)
        return found

    def passed(self, name: str, here: Standpoint, acts: bool = True) -> Arrival:
        """Return what a work passes on: what reaches it, and its own licence, if it binds."""
        key = (name, here, acts)
        found = self._passed.get(key)
        if found is None:
            found = self._passed[key] = self._with_own(name, here, acts)
        return found

    def _with_own(self, name: str, here: Standpoint, acts: bool) -> Arrival:
        work = self.lineage.works[name]
        arrival = self._at(self._above(name, here, acts))
        party, type = self.owners.party(name), self.types[name]
        lifted = party if party in here.lifted else ""
        key = (id(arrival), work.license, type, lifted)
        found = self._added.get(key)
        if found is None:
            reached = dict(arrival.reached)
            for one in self.keys(name, here):
                start = self.transitions.start(self.expressions.library[one.license], type)
                if start:
                    reached[one] = self.transitions.union(reached.get(one, NOWHERE), start)
            mine = frozenset() if lifted else self.expressions.unknown(work.license)
            found = self._added[key] = self._intern(reached, arrival.unknown | mine)
        return found

    def keys(self, name: str, here: Standpoint) -> list[Key]:
        """Return the licences of a work that bind whoever looks at it from `here`."""
        keys = self.expressions.keys(self.lineage.works[name].license, self.types[name])
        party = self.owners.party(name)
        if party not in here.lifted:
            return list(keys)
        return [key for key in keys if not self.owners.gives(party, key.license)]

    @cached_property
    def joining(self) -> frozenset[str]:
        """The works that join licences by `AND`, and all that was made from them."""
        works = self.lineage.works.items()
        return self.owners.below(n for n, work in works if " AND " in (work.license or "").upper())

    def standings(self, name: str, here: Standpoint, key: Key, valuation: int) -> Standings:
        """Return what a licence makes of a work in one valuation."""
        reach = self.arrival(name, here).reached.get(key, NOWHERE)
        return self.transitions.at(reach, valuation)

    def bases(self, name: str, here: Standpoint) -> Bases:
        """Return the models that a model descends from; a stranger to all others is its own."""
        return self.descent.bases(name, here.publisher)
