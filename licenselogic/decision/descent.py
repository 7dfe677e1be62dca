"""Which models a model descends from, and which it improves: by descent, never by label.

A root is a model with nothing above it over relations of descent.  What a root is under a licence
is told by its owner, and by its own label only as far as its owner can give it.
docs/semantics.md, "Descent".
"""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from licenselogic.decision.expressions import Base
from licenselogic.decision.owners import Owners
from licenselogic.lineage.work import Edge
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY

Bases = tuple[Base, ...]

AT = "\n@"
"""Between the words of a choice and the work that it is left at, where several have the words."""

_NONE: frozenset[str] = frozenset()


class Lines(NamedTuple):
    """What one edge into a work does to models: those it improves, and those it is about at all."""

    improved: Bases
    concerned: Bases


class Descent:
    """The roots of the models of one lineage."""

    def __init__(
        self, owners: Owners, types: Mapping[str, str], upstream: Mapping[str, tuple[Edge, ...]]
    ) -> None:
        self.owners, self.types, self.upstream = owners, types, upstream
        self._roots: dict[str, frozenset[str]] = {}
        self._bases: dict[tuple[frozenset[str], str, str | bool, str], Mapping[Base, int]] = {}
        self._told: dict[str, Base] = {}
        self._near: dict[frozenset[str], frozenset[str]] = {}

    def bases(self, name: str, publisher: str) -> Bases:
        """Return the bases of a work, as `publisher` may judge them; none if it is no model."""
        return self._judged(self.roots(name), name, publisher)

    def lines(self, edge: Edge, name: str, publisher: str) -> Lines:
        """Return the bases that an edge into a work improves, and those that it is about.

        It improves those that its upstream does not descend from.  Where all are of the upstream's
        own, an act is about these.
        """
        mine = self.roots(name)
        if not mine:
            return Lines((), ())
        theirs = self.roots(edge.work)
        found = () if mine is theirs else self._without(theirs, mine, name, publisher)
        return Lines(found, found or self._judged(mine, name, publisher))

    def _without(
        self, theirs: frozenset[str], mine: frozenset[str], name: str, publisher: str
    ) -> Bases:
        """Return the bases of those roots of a work that are not `theirs`.

        Of many roots those that go are counted off, so that a merge of many models stays linear.
        """
        if 2 * len(theirs) > len(mine):
            others = mine - theirs
            return self._judged(others, name, publisher) if others else ()
        counts = self._counted(mine, name, publisher)
        gone = Counter(self._base(root, name, publisher) for root in theirs if root in mine)
        return tuple(base for base, count in counts.items() if count > gone[base])

    def roots(self, name: str) -> frozenset[str]:
        """Return the models that a model descends from, itself if there is none above it."""
        known = self._roots.get(name)
        if known is not None:
            return known
        waiting = [name]
        while waiting:
            last = waiting[-1]
            if last in self._roots:
                waiting.pop()
                continue
            parents = self._parents(last)
            missing = [parent for parent in parents if parent not in self._roots]
            if missing:
                waiting += missing
                continue
            found = [self._roots[parent] for parent in parents]
            if not found:
                self._roots[last] = frozenset({last}) if self.types[last] == "model" else _NONE
            elif all(one is found[0] for one in found):
                self._roots[last] = found[0]
            else:
                self._roots[last] = found[0].union(*found[1:])
        return self._roots[name]

    def _parents(self, name: str) -> list[str]:
        if self.types[name] != "model":
            return []
        relations, types = vocabulary().relations, self.types
        edges = self.upstream[name]
        return [e.work for e in edges if relations[e.by].base and types[e.work] == "model"]

    def _judged(self, roots: frozenset[str], name: str, publisher: str) -> Bases:
        return tuple(self._counted(roots, name, publisher))

    def _counted(self, roots: frozenset[str], name: str, publisher: str) -> Mapping[Base, int]:
        """Return the bases that roots are, in order, each with how many of them."""
        stranger = name if name in roots else ""
        owners, party = self.owners, self.owners.party(name)
        near = self._near.get(roots)
        if near is None:
            near = self._near[roots] = frozenset(map(owners.party, roots))
        ours = owners.is_own(name, publisher) and (publisher if publisher in near else "")
        key = (roots, party if party in near else "", ours, stranger)
        found = self._bases.get(key)
        if found is None:
            counts = Counter(self._base(root, name, publisher) for root in roots)
            found = self._bases[key] = dict(sorted(counts.items()))
        return found

    def _base(self, root: str, name: str, publisher: str) -> Base:
        """Return what a root is, for a work made by whoever made `name`.

        A model made from nothing is a stranger to every line, whatever it is called.
        """
        told = self.told(root)
        if root == name:
            return Base("", (NO_FAMILY,), told.licensor, False)
        owners = self.owners
        party, maker = owners.party(root), owners.party(name)
        ours = owners.is_own(root, publisher) and owners.is_own(name, publisher)
        claimed = ours or (party != "" and party == maker)
        return told._replace(claimed=True) if claimed else told

    def told(self, root: str) -> Base:
        """Return what a root is for others than its owner."""
        told = self._told.get(root)
        if told is None:
            told = self._told[root] = self._tell(root)
        return told

    def _tell(self, root: str) -> Base:
        owners = self.owners
        party = owners.party(root)
        licensor = party if owners.library.is_licensor(party) else ""
        choice, families = owners.expressions.families_of(owners.lineage.works[root].license)
        return Base(self.mark(root, choice) if choice else "", families, licensor, False)

    def mark(self, root: str, choice: str) -> str:
        """Return what tells the choice at a root from those at other works with the same words."""
        return choice if self._texts[choice] == 1 else f"{choice}{AT}{root}"

    @cached_property
    def _texts(self) -> Mapping[str, int]:
        expressions = self.owners.expressions
        return Counter(expressions.choice(w.license) for w in self.owners.lineage.works.values())
