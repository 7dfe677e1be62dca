"""Where one licence allows what another withholds: one least scenario after another.

The formulas stay in this room; who asks gets scenarios, and says in conditions what has been told.
"""

from collections.abc import Iterable, Iterator

from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member
from licenselogic.norms.deontic import Clause
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View
from licenselogic.solver.encoder import Formula
from licenselogic.solver.solver import Solver, Witness, facts_in, limits

Reason = Clause | None
"""Why a licence withholds an act: the clause that forbids it, or None where nothing permits it."""


Facts = Iterable[tuple[str, object]]
"""Facts off their baselines."""


def reach(facts: Facts) -> Condition:
    """Return the condition of the scenarios that a least one with these facts stands for."""
    return All(tuple(_at_least(name, value) for name, value in facts))


def _at_least(name: str, value: object) -> Condition:
    if isinstance(value, bool):
        return IsTrue(name)
    if isinstance(value, int):
        return Compare(name, ">=", value)
    return Member(name, frozenset({str(value)}))


class Contrast:
    """What `giver` allows and `refuser` does not.  Every query raises `BudgetSpentError`."""

    def __init__(self, giver: View, refuser: View, rlimit: int | None = None) -> None:
        self.giver, self.refuser = giver, refuser
        self.solver = Solver(rlimit)
        conditions = [*giver.conditions, *refuser.conditions]
        self.facts, self.limits = facts_in(conditions), limits(conditions)

    def differs(self, status: str) -> bool:
        """Tell whether some act on `status` is allowed by the one and withheld by the other."""
        encode = self.solver.encoder
        allowed = encode.allowed(self.giver, status)
        return self.solver.satisfiable(allowed, encode.refused(self.refuser, status))

    def search(self, reason: Reason, status: str) -> "Search":
        """Return a search for what is withheld on `status` for one reason."""
        return Search(self, reason, status)

    def least(self, formula: Formula) -> Witness | None:
        """Return the least scenario in which a formula holds, or None."""
        if not self.solver.satisfiable(formula):
            return None
        return self.solver.minimal(formula, self.facts, self.limits)


class Search:
    """The scenarios of one reason at one status, less those that have been told."""

    def __init__(self, contrast: Contrast, reason: Reason, status: str) -> None:
        self.contrast, self.encode = contrast, contrast.solver.encoder
        encode, refuser = self.encode, contrast.refuser
        self.allowed = encode.allowed(contrast.giver, status)
        if reason is None:
            self.withheld = encode.never(encode.permitted(refuser, status))
            forbidden = encode.prohibited(refuser, status)  # each clause has told of its own
            parts = [self.allowed, self.withheld, encode.never(forbidden)]
        else:
            self.withheld = encode.some(
                [
                    encode.forbids(refuser, status, clause, norm)
                    for clause, norm in refuser.prohibitions[status]
                    if clause == reason
                ]
            )
            parts = [self.allowed, self.withheld]
        self.left = encode.every(parts)

    def least(self) -> Witness | None:
        """Return the least scenario that has not been told, or None."""
        return self.contrast.least(self.left)

    def tell(self, acts: Iterable[str], reach: Condition) -> None:
        """Leave out `acts` wherever `reach` holds from now on."""
        self.left = self.encode.every([self.left, self.encode.never(self._within(acts, reach))])

    def exceptions(self, acts: Iterable[str], facts: Facts) -> Iterator[Witness]:
        """Yield the least scenarios within reach of `facts` in which the difference has gone.

        That is, the reason gives way; or, with no further fact, the giver does not allow the act.
        """
        encode = self.encode
        named = {name for name, _ in facts}
        others = [encode.baselines[name] for name in self.contrast.facts if name not in named]
        ends = encode.every([*others, encode.never(self.allowed)])
        gone = encode.some([encode.never(self.withheld), ends])
        lifted = encode.every([self._within(acts, reach(facts)), gone])
        while (witness := self.contrast.least(lifted)) is not None:
            yield witness
            told = encode.condition(reach(witness.scenario))
            lifted = encode.every([lifted, encode.never(told)])

    def _within(self, acts: Iterable[str], reach: Condition) -> Formula:
        """Return that the act is among `acts` and `reach` holds."""
        encode = self.encode
        numbers = [vocabulary().acts.index(act) for act in acts]
        among = encode.some([encode.between(encode.act, n, n + 1) for n in numbers])
        return encode.every([among, encode.condition(reach)])
