"""What each work passes on to those made from it, as a small number: its state.

Two works of one state leave whoever is made from them, and owns nothing further up, in the same
situation.  So works with the same states above them share one answer.  The states are those of the
fold that a single lineage goes through; nothing is folded in another way here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from licenselogic.audit.hub import Hub
from licenselogic.decision.fold import Arrival, Fold
from licenselogic.decision.owners import OUTSIDER


@dataclass(frozen=True, slots=True)
class State:
    """What a work passes on.

    `alone` holds it for works that descend from no other model, `beside` for those that do: then it
    matters which models these are.  Where it is `picky`, no two works are alike: something upstream
    leaves a choice, or joins licences, and the works that do so are counted.
    """

    alone: int
    beside: int
    picky: bool


@dataclass
class States:
    """The states of the works of one fold."""

    hub: Hub
    fold: Fold
    _numbers: dict[object, int] = field(default_factory=dict)

    def all(self) -> Iterable[tuple[int, State]]:
        """Yield the state of every node that something was made from, upstream first."""
        inner = {p for edges in self.hub.above.values() for p, _ in edges}
        joins: dict[int, bool] = {}
        for n in self.hub.order():
            if n not in inner:
                continue
            above = self.hub.above.get(n, ())
            license = self.hub.nodes[n].license
            joined = license is not None and " AND " in license.upper()
            joins[n] = joined or any(joins[p] for p, _ in above)
            yield n, self.of(n, joins[n])

    def of(self, n: int, joins: bool) -> State:
        """Return the state of a node; `joins` tells that it or something above joins licences."""
        name = self.hub.nodes[n].name
        arrival = self.fold.passed(name, OUTSIDER)
        descent, owners = self.fold.descent, self.fold.owners
        roots = descent.roots(name)
        told = frozenset((descent.told(root), owners.party(root) == "") for root in roots)
        return State(
            self.number(("alone", id(arrival), told)),
            self.number(("beside", id(arrival), roots)),
            joins or _chooses(arrival) or any(base.choice for base, _ in told),
        )

    def number(self, key: object) -> int:
        """Return a number for a key: the same for equal keys."""
        return self._numbers.setdefault(key, len(self._numbers))


def _chooses(arrival: Arrival) -> bool:
    """Tell whether something in an arrival leaves a choice."""
    return any(key.choice for key in arrival.reached) or any(text for text, _ in arrival.unknown)
