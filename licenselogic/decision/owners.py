"""Who made the works of a lineage, and whose licences are set aside on which way down.

No maker is bound by its own licence, and where one party publishes a later work of its own under
terms that it can give, that word stands for its earlier one.  Parties are those of the library:
owners who are one licensor are one party.  docs/semantics.md, "Owners and makers".
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from licenselogic.decision.expressions import Expressions
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge

Parties = frozenset[str]

NOBODY: Parties = frozenset()


class Standpoint(NamedTuple):
    """From where a lineage is looked at.

    `lifted` are the parties whose licences on their works further up are set aside; `publisher` is
    the party that publishes the work in question, empty where that is nobody known or where it owns
    nothing that is looked at.
    """

    lifted: Parties = NOBODY
    publisher: str = ""


OUTSIDER = Standpoint()
"""The standpoint of somebody who owns nothing that is known."""


class Owners:
    """The parties behind the works of one lineage."""

    def __init__(
        self, lineage: Lineage, expressions: Expressions, upstream: Mapping[str, tuple[Edge, ...]]
    ) -> None:
        self.lineage, self.expressions, self.upstream = lineage, expressions, upstream
        self.library = expressions.parties
        named = {work.owner for work in lineage.works.values()}
        known = {owner: self.library.party(owner) or "" for owner in named}
        self.parties = {name: known[work.owner] for name, work in lineage.works.items()}
        self._givers: dict[str | None, Parties | None] = {}
        self._below: dict[tuple[str, bool], frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def party(self, name: str) -> str:
        """Return the party that made a work, empty where nobody is known."""
        return self.parties[name]

    def is_own(self, name: str, publisher: str) -> bool:
        """Tell whether the publisher answers for a work: its own, or one that nobody owns."""
        return self.party(name) in ("", publisher)

    def standpoint(self, name: str) -> Standpoint:
        """Return the standpoint of whoever publishes a work.

        Who made nothing else has nothing further up that it could set aside.
        """
        party = self.party(name)
        return Standpoint(NOBODY if self.is_lone(party) else frozenset({party}), party)

    def gives(self, party: str, license: str) -> bool:
        """Tell whether a licence of `party`, on its work, can be its own word."""
        return self.library.gives(party, license)

    def speaks(self, name: str) -> bool:
        """Tell whether a work's own licence can stand for earlier ones of the same party.

        Whoever declares terms that it cannot give, or any that are not known, replaces nothing.
        """
        text = self.lineage.works[name].license
        if text not in self._givers:
            named = self.expressions.named(text)
            givers = frozenset(map(self.library.licensor, named)) - {""}
            self._givers[text] = givers if named else None
        alone = self._givers[text]
        return alone is not None and alone <= {self.parties[name]}

    def beyond(self, name: str, here: Standpoint) -> Standpoint:
        """Return the standpoint above a work, for whoever looks through it from `here`."""
        party = self.parties[name]
        if self.is_lone(party) or party in here.lifted or not self.owns_above(party, name):
            return here
        return Standpoint(here.lifted | {party}, here.publisher) if self.speaks(name) else here

    def bearing(self, name: str, here: Standpoint) -> Standpoint:
        """Return what of a standpoint makes a difference for what reaches a work."""
        lifted, publisher = here
        if not lifted:
            nothing = publisher and not self._answers(publisher, name)
            return OUTSIDER if nothing else here
        owning = [party for party in lifted if self.owns_above(party, name)]
        bears = publisher and self._answers(publisher, name)
        if len(owning) == len(lifted) and bool(bears) is bool(publisher):
            return here
        return Standpoint(frozenset(owning), publisher if bears else "")

    @property
    def are_lone(self) -> bool:
        """Whether no party made two works."""
        return not self._repeated

    def is_lone(self, party: str) -> bool:
        """Tell whether a party made one work alone, or is nobody known."""
        return party not in self._repeated

    def owns_above(self, party: str, name: str) -> bool:
        """Tell whether a party owns something above a work that it can set aside."""
        owned = self._works_of.get(party, ()) if party else ()
        if not owned or (len(owned) == 1 and owned[0] == name):
            return False
        return name in self._works_below(party)

    def makes_below(self, party: str, name: str) -> bool:
        """Tell whether a party made something downstream of a work."""
        if not party or (self.parties[name] == party and self.is_lone(party)):
            return False
        found = self._above.get(party)
        if found is None:
            waiting, seen = list(self._made_by.get(party, ())), set[str]()
            while waiting:
                fresh = [e.work for e in self.upstream[waiting.pop()] if e.work not in seen]
                seen.update(fresh)
                waiting += fresh
            found = self._above[party] = frozenset(seen)
        return name in found

    def _answers(self, party: str, name: str) -> bool:
        """Tell whether a party made a work, or something above it."""
        if self.parties[name] == party:
            return True
        return party in self._repeated and name in self._works_below(party, own=True)

    def _works_below(self, party: str, *, own: bool = False) -> frozenset[str]:
        """Return what is downstream of works of `party` that it can set aside; or of `own`, all."""
        found = self._below.get((party, own))
        if found is None:
            start = (self._made_by if own else self._works_of).get(party, [])
            found = self._below[party, own] = self.below(start, own=own)
        return found

    def below(self, start: Iterable[str], *, own: bool = True) -> frozenset[str]:
        """Return what was made from some works, at any distance; with these, if they are `own`."""
        waiting = list(start)
        seen = set(waiting if own else ())
        while waiting:
            fresh = [n for n in self._children.get(waiting.pop(), ()) if n not in seen]
            seen.update(fresh)
            waiting += fresh
        return frozenset(seen)

    @cached_property
    def _made_by(self) -> Mapping[str, list[str]]:
        """The works of each party."""
        found: dict[str, list[str]] = {}
        for name in self.lineage.works:
            found.setdefault(self.party(name), []).append(name)
        return found

    @cached_property
    def _repeated(self) -> Parties:
        """The parties that made several works, so that one word may stand for another."""
        made = self._made_by.items()
        return frozenset(party for party, works in made if party and len(works) > 1)

    @cached_property
    def _works_of(self) -> Mapping[str, list[str]]:
        """The works of each party under licences that it can give, or under none that is known."""
        declared: dict[str | None, tuple[bool, frozenset[str]]] = {}
        found: dict[str, list[str]] = {}
        for name, party in self.parties.items():
            text = self.lineage.works[name].license
            if text not in declared:
                every = frozenset(self.expressions.every(text))
                declared[text] = (bool(self.expressions.unknown(text)), every)
            unknown, every = declared[text]
            if unknown or any(self.gives(party, one) for one in every):
                found.setdefault(party, []).append(name)
        return found

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, edges in self.upstream.items():
            for edge in edges:
                found.setdefault(edge.work, []).append(name)
        return found

    def bound(self, name: str, here: Standpoint) -> frozenset[str]:
        """Return the ancestors of a work of which some licence binds it, seen from `here`.

        All others are lifted: every way down passes a later word of their owner.
        """
        start = self.bearing(name, here)
        if not start.lifted and not self._repeated:
            return self.lineage.ancestors(name)
        found: set[str] = set()
        waiting = [(name, start)]
        seen = set(waiting)
        while waiting:
            below, standing = waiting.pop()
            for edge in self.upstream[below]:
                if not self.is_lifted(edge.work, standing):
                    found.add(edge.work)
                above = self.bearing(edge.work, self.beyond(edge.work, standing))
                if (edge.work, above) not in seen:
                    seen.add((edge.work, above))
                    waiting.append((edge.work, above))
        return frozenset(found)

    def is_lifted(self, name: str, here: Standpoint) -> bool:
        """Tell whether all that a work declares is set aside, seen from below."""
        party = self.party(name)
        if not party or party not in here.lifted:
            return False
        licenses = self.expressions.every(self.lineage.works[name].license)
        return all(self.gives(party, license) for license in licenses)
