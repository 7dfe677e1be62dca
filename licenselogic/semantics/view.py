"""A licence in one valuation of the assumptions: the norms in force, ready for questions.

Conditions are evaluated here as far as the known facts settle them; what is left is a condition on
facts that nobody stated, for the solver or for the report.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product

from licenselogic.norms.assumptions import contains, valuation
from licenselogic.norms.conditions import TRUE, All, Condition, Not, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    Clause,
    Freedom,
    License,
    Norm,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    imposed_kind,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Value, baseline, holds

FALSE = Some(())

Facts = Mapping[str, Value]
"""Known facts: bool for yes/no facts, int for numbers and days, a word for trees and families."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition that must hold for an act to be allowed, and the clauses that it comes from.

    `reserved` tells a grant that must cover the act from a prohibition that must not bite.
    """

    condition: Condition
    clauses: tuple[Clause, ...]
    reserved: bool = False


@dataclass(frozen=True, eq=False)
class View:
    """The norms of `license` in force in `valuation`.  Views compare by identity."""

    license: License
    valuation: int

    @cached_property
    def norms(self) -> tuple[tuple[Clause, Norm], ...]:
        """The norms in force, with their clauses."""
        return tuple((c, n) for c, n in self.license.norms if contains(n.guard, self.valuation))

    def of(self, kind: type[Norm], status: str) -> Iterator[tuple[Clause, Norm]]:
        """Yield the norms of a class that speak of `status`."""
        return ((c, n) for c, n in self.norms if isinstance(n, kind) and status in n.subjects)

    def heirs(self, status: str) -> frozenset[str]:
        """Return the licences that may take the place of this one on what has `status`."""
        found = [n.licenses for _, n in self.of(Relicense, status) if isinstance(n, Relicense)]
        return frozenset(chain.from_iterable(found))

    @cached_property
    def prohibitions(self) -> Mapping[str, tuple[tuple[Clause, Prohibition], ...]]:
        """For each status, the prohibitions that speak of it."""
        return {
            status: tuple(
                (c, n) for c, n in self.norms if isinstance(n, Prohibition) and status in n.subjects
            )
            for status in vocabulary().statuses
        }

    @cached_property
    def permissions(self) -> Mapping[str, tuple[tuple[Clause, Permission], ...]]:
        """For each status, the permissions that speak of it."""
        return {
            status: tuple(
                (c, n) for c, n in self.norms if isinstance(n, Permission) and status in n.subjects
            )
            for status in vocabulary().statuses
        }

    @cached_property
    def freedoms(self) -> tuple[tuple[Clause, Freedom], ...]:
        """The freedom norms in force."""
        return tuple((c, n) for c, n in self.norms if isinstance(n, Freedom))

    @cached_property
    def share_alikes(self) -> tuple[tuple[Clause, ShareAlike], ...]:
        """The share-alike norms in force."""
        return tuple((c, n) for c, n in self.norms if isinstance(n, ShareAlike))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of the permissions and prohibitions in force."""
        return tuple(
            norm.condition for _, norm in self.norms if isinstance(norm, Permission | Prohibition)
        )

    def kinds(self, status: str) -> Iterator[tuple[Clause, str, Norm]]:
        """Yield the kinds of term that speak of `status`, with the norms that impose them."""
        for clause, norm in self.norms:
            kind = imposed_kind(norm)
            if kind and status in norm.subjects:
                yield clause, kind, norm

    def demands(self, act: str, status: str) -> tuple[Demand, ...]:
        """Return what must hold for `act` on `status` to be allowed (docs/semantics.md)."""
        found = self._found.get((act, status))
        if found is None:
            found = self._found[act, status] = tuple(self._demands(act, status))
        return found

    @cached_property
    def _found(self) -> dict[tuple[str, str], tuple[Demand, ...]]:
        return {}

    def _demands(self, act: str, status: str) -> Iterator[Demand]:
        covers = vocabulary().acts.covers
        lifts = [(c, p) for c, p in self.permissions[status] if p.notwithstanding]
        for clause, norm in self.prohibitions[status]:
            if any(covers(wide, act) for wide in norm.acts):
                lifted = [
                    p.condition
                    for _, p in lifts
                    if clause.cite in p.notwithstanding and any(covers(w, act) for w in p.acts)
                ]
                yield Demand(Some((Not(norm.condition), *lifted)), (clause,))
        if status in MATERIAL:
            granting = [
                (c, p)
                for c, p in self.permissions[status]
                if any(covers(wide, act) for wide in p.acts)
            ]
            clauses = tuple(dict.fromkeys(c for c, _ in granting))
            yield Demand(Some(tuple(p.condition for _, p in granting)), clauses, reserved=True)


def permits_at_rest(view: View, act: str, status: str, **moved: Value) -> bool:
    """Tell whether a licence permits an act when every fact but `moved` is at its baseline."""
    return all(holds_at_rest(d.condition, **moved) for d in view.demands(act, status))


def offers_at_rest(views: Iterable[View]) -> bool:
    """Tell whether licences that bind together permit some act when every fact is at its baseline.

    One act on the material is enough, whatever it has become.
    """
    bound = tuple(views)
    acts = (act for act in vocabulary().acts.words if act in vocabulary().compared_acts)
    return any(
        all(permits_at_rest(seen, act, status) for seen in bound)
        for act, status in product(acts, sorted(MATERIAL))
    )


def holds_at_rest(condition: Condition, **moved: Value) -> bool:
    """Tell whether a condition holds when every fact but `moved` is at its baseline."""
    return known(condition, {**baseline(), **moved}) == TRUE


def view_of(license: License, readings: frozenset[str]) -> View:
    """Return a licence under the readings that hold."""
    return View(license, valuation(readings))


def known(condition: Condition, facts: Facts) -> Condition:
    """Return `condition` with every atom that `facts` settle replaced by its truth value."""
    match condition:
        case Not(part):
            inner = known(part, facts)
            return FALSE if inner == TRUE else TRUE if inner == FALSE else Not(inner)
        case All(parts):
            left = [q for p in parts if (q := known(p, facts)) != TRUE]
            if FALSE in left:
                return FALSE
            return left[0] if len(left) == 1 else All(tuple(left))
        case Some(parts):
            left = [q for p in parts if (q := known(p, facts)) != FALSE]
            if TRUE in left:
                return TRUE
            return left[0] if len(left) == 1 else Some(tuple(left))
        case _:
            if condition.fact not in facts:
                return condition
            return TRUE if holds(condition, facts) else FALSE
