"""What owners of something further up see of it, told without names: many see the same.

No maker is bound by its own licence, so such works cannot share the state of what they were made
from with those of strangers.  Mostly somebody made one model from another's, and further works from
that one.  What counts then is the licence and the kind of each own work, how it was made, and the
states of the works that it was made from as far as their owner made nothing there.
"""

from collections.abc import Iterable, Iterator, Mapping

from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import NAMELESS
from licenselogic.audit.states import State
from licenselogic.decision.fold import Fold
from licenselogic.decision.owners import NOBODY, OUTSIDER, Standpoint


class Owned:
    """The works above those of one owner, as that owner sees them."""

    def __init__(self, hub: Hub, fold: Fold, states: Mapping[int, State]) -> None:
        self.hub, self.fold, self.states = hub, fold, states
        self._lines: dict[int, int | None] = {}
        self._numbers: dict[object, int] = {}

    def lines(self, wanted: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield works, each with a number that those share which see the same above them.

        Left out are those that can be told apart by more than this: where models were merged, where
        somebody else made a work in between, where something leaves a choice or joins licences,
        where a sense of an edge is only possible, and works of licensors.
        """
        if self.fold.literal is not None:
            return
        for n in wanted:
            found = self.line(n)
            if found is not None:
                yield n, found

    def line(self, start: int) -> int | None:
        """Return the number of what the owner of a work sees above it, or None."""
        party = self.fold.owners.party(self.hub.nodes[start].name)
        if not party or self.fold.owners.library.is_licensor(party):
            return None
        waiting = [start]
        while waiting:
            n = waiting[-1]
            missing = [
                p for p, _ in self.above(n) if self.is_own(p, party) and p not in self._lines
            ]
            if missing and n not in self._lines:
                waiting += missing
                continue
            waiting.pop()
            if n not in self._lines:
                self._lines[n] = self.seen(n, party)
        return self._lines[start]

    def seen(self, n: int, party: str) -> int | None:
        """Return the number of what is above a work; the own works there come first."""
        edges = self.above(n)
        if len({p for p, _ in edges if not self.hub.nodes[p].dataset}) > 1:
            return None
        told = []
        for p, how in edges:
            one = self.told(p, party)
            if one is None:
                return None
            told.append((how, *one))
        return self._numbers.setdefault(tuple(sorted(told)), len(self._numbers))

    def told(self, p: int, party: str) -> tuple[str, str, str, int] | None:
        """Return what counts of a work that another was made from."""
        node = self.hub.nodes[p]
        type = self.fold.types[node.name]
        if node.kind == NAMELESS:
            return type, "unnamed", "", 0
        state = self.states[p]
        if state.picky:
            return None
        if self.is_own(p, party):
            above = self._lines[p]
            return None if above is None else (type, "own", repr(node.license), above)
        owners = self.fold.owners
        strange = owners.bearing(node.name, Standpoint(NOBODY, party)) == OUTSIDER
        return (type, "state", "", state.alone) if strange else None

    def above(self, n: int) -> tuple[tuple[int, str], ...]:
        """Return what a work was made from, and how."""
        return self.hub.above.get(n, ())

    def is_own(self, p: int, party: str) -> bool:
        """Tell whether a party made a work."""
        return self.fold.owners.party(self.hub.nodes[p].name) == party
