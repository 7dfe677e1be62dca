"""What the solver says of licences and conditions, remembered.

Whether a licence withholds something depends on what it and the others permit and forbid, not on
their names, so licences that say the same share an answer.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TypeVar

from licenselogic.norms.conditions import TRUE, Condition
from licenselogic.norms.deontic import MATERIAL, FlowDown
from licenselogic.semantics.semantics import lawful
from licenselogic.semantics.view import FALSE, Demand, Facts, View, known, offers_at_rest
from licenselogic.solver.encoder import Encoder
from licenselogic.solver.overreach import Grant, Refusal, Search, Under, granted
from licenselogic.solver.solver import Solver, Witness, facts_in, limits

MAX_REMEMBERED = 50_000
"""Answers kept of each kind; when there are more, all are dropped and found again."""

Answer = TypeVar("Answer")


Left = tuple[tuple[Condition, Demand], ...]
"""What is left of demands, each with the demand."""


class Memory(dict[Hashable, Answer]):
    """Answers by question, dropped altogether when they are too many: memory stays bounded."""

    def __init__(self, most: int = MAX_REMEMBERED) -> None:
        self.most = most

    def get_or(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer kept under `key`, or find it and keep it."""
        found = self.get(key)
        if found is None:
            found = find()
            if len(self) >= self.most:
                self.clear()
            self[key] = found
        return found


class Oracle:
    """What the solver says of licences and conditions.  Serves the thread that made it.

    Every method raises `BudgetSpentError` where the solver gives up.
    """

    def __init__(self, rlimit: int | None = None) -> None:
        self.rlimit = rlimit
        self._rights: dict[Hashable, int] = {}
        self._known: dict[Under, int] = {}
        self._withheld = Memory[bool]()
        self._offers = Memory[bool]()
        self._ways = Memory[tuple[Refusal, ...]]()
        self._refusals = Memory[tuple[Refusal, ...]]()
        self._possible = Memory[bool]()
        self._left = Memory[Left]()
        self._lefts = Memory[Left]()
        self._unimposed = Memory[tuple[Witness | None]]()

    @cached_property
    def encoder(self) -> Encoder:
        """The formulas, made when the first question comes."""
        return Encoder()

    # Conditions

    def possible(self, conditions: Iterable[Condition]) -> bool:
        """Tell whether all conditions hold together in some scenario."""
        wanted = frozenset(conditions) - {TRUE}
        if not wanted or FALSE in wanted:
            return not wanted
        return self._possible.get_or(wanted, lambda: self._satisfiable(wanted))

    def least(self, condition: Condition) -> tuple[tuple[str, object], ...]:
        """Return the facts off their baselines of the least scenario in which a condition holds."""
        if condition == TRUE:
            return ()
        formula = self.encoder.condition(condition)
        witness = self.solver().minimal(formula, facts_in([condition]), limits([condition]))
        return witness.scenario if witness else ()

    def _satisfiable(self, conditions: Iterable[Condition]) -> bool:
        encode = self.encoder.condition
        return self.solver().satisfiable(*map(encode, conditions))

    def solver(self) -> Solver:
        """Return a solver with nothing asserted.

        One serves all queries, but for those with a budget of their own: what a solver has learnt
        before must not decide whether that is enough.
        """
        return self._shared if self.rlimit is None else Solver(self.rlimit, self.encoder)

    @cached_property
    def _shared(self) -> Solver:
        return Solver(None, self.encoder)

    def left(self, under: Under, act: str, facts: Facts) -> Left:
        """Return what known facts leave of the demands on an act, but for those that are met.

        What is equal is mostly one object, so that whoever asks for many acts may tell it by that.
        """

        def find() -> Left:
            found = tuple(_left(under, act, facts))
            return self._lefts.get_or(found, lambda: found)

        return self._left.get_or((under, act, frozenset(facts.items())), find)

    # Licences against each other

    def rights(self, under: Under) -> int:
        """Return a number that licences share if they permit and forbid the same."""
        found = self._known.get(under)
        if found is None:
            rights = _rights(under)
            found = self._known[under] = self._rights.setdefault(rights, len(self._rights))
        return found

    def withheld(self, grants: Iterable[Grant], refuser: Under) -> bool:
        """Tell whether, in some lawful scenario, a grant allows an act that `refuser` does not."""
        return any(self._refuses(grant, refuser) for grant in grants)

    def _refuses(self, grant: Grant, refuser: Under) -> bool:
        granting = frozenset(map(self.rights, grant))
        refusing = self.rights(refuser)
        if refusing in granting:
            return False
        key = (granting, refusing, lawful(refuser.view.license))
        return self._withheld.get_or(key, lambda: self._ask(grant, refuser))

    def _ask(self, grant: Grant, refuser: Under) -> bool:
        refused, lawfully = (
            self.encoder.refused(*refuser),
            self.encoder.condition(lawful(refuser.view.license)),
        )
        return self.solver().satisfiable(*granted(self.encoder, grant), refused, lawfully)

    def offers(self, views: Iterable[View]) -> bool:
        """Tell whether licences that bind together allow some act on the material, ever."""
        bound = frozenset(views)
        return self._offers.get_or(bound, lambda: offers_at_rest(bound) or self._allow(bound))

    def _allow(self, bound: Iterable[View]) -> bool:
        grants = [[self.encoder.allowed(seen, s) for seen in bound] for s in sorted(MATERIAL)]
        together = self.encoder.some([self.encoder.every(grant) for grant in grants])
        return self.solver().satisfiable(together)

    def ways(self, grants: Iterable[Grant], refuser: Under) -> Iterator[Refusal]:
        """Yield how `refuser` withholds what is granted, without scenarios."""
        for grant in grants:
            if self._refuses(grant, refuser):
                find = Search(self.solver(), grant, refuser)
                yield from self._ways.get_or((grant, refuser), find.ways)

    def refusals(self, grants: Iterable[Grant], refuser: Under) -> Iterator[Refusal]:
        """Yield the same, each with the least scenario that shows it."""
        for grant in grants:
            if self._refuses(grant, refuser):
                find = Search(self.solver(), grant, refuser)
                yield from self._refusals.get_or((grant, refuser), find.refusals)

    # Policies

    def unimposed(
        self, policy: Under, norm: FlowDown, grants: Iterable[Grant], least: bool
    ) -> Witness | None:
        """Return a scenario in which a grant allows what a policy to pass on forbids.

        None iff every grant forbids all that the clauses which `norm` cites forbid.  The scenario
        is the least one; without `least` it is empty.
        """
        found = (self._loose_under(policy, norm, grant, least) for grant in grants)
        return next((witness for witness in found if witness is not None), None)

    def _loose_under(
        self, policy: Under, norm: FlowDown, grant: Grant, least: bool
    ) -> Witness | None:
        key = (policy, norm.cites, grant, least)
        find = self._loose
        (witness,) = self._unimposed.get_or(key, lambda: (find(policy, norm, grant, least),))
        return witness

    def _loose(self, policy: Under, norm: FlowDown, grant: Grant, least: bool) -> Witness | None:
        encode = self.encoder
        items = [(c, n) for c, n in policy.view.prohibitions[policy.status] if c.cite in norm.cites]
        restricted = encode.some([encode.applies(n) for _, n in items])
        formula = encode.every([restricted, *granted(self.encoder, grant)])
        if not least:
            return Witness("", ()) if self.solver().satisfiable(formula) else None
        conditions = [n.condition for _, n in items]
        conditions += chain.from_iterable(under.view.conditions for under in grant)
        return self.solver().minimal(formula, facts_in(conditions), limits(conditions))


def _left(under: Under, act: str, facts: Facts) -> Iterator[tuple[Condition, Demand]]:
    for demand in under.view.demands(act, under.status):
        left = known(demand.condition, facts)
        if left != TRUE:
            yield left, demand


def _rights(under: Under) -> Hashable:
    """Return what a licence permits and forbids on a status, without the names of its clauses."""
    view, status = under
    present = status in MATERIAL
    permitted = frozenset((p.acts, p.condition) for _, p in view.permissions[status] if present)
    forbidden = frozenset(
        (
            norm.acts,
            norm.condition,
            frozenset(
                (p.acts, p.condition)
                for _, p in view.permissions[status]
                if clause.cite in p.notwithstanding
            ),
        )
        for clause, norm in view.prohibitions[status]
    )
    return (present, permitted, forbidden)
