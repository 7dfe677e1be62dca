"""How a licence withholds what others grant: by which clauses, and in which scenario."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from licenselogic.base.codes import Code
from licenselogic.norms.conditions import TRUE, All, Condition, Not, Some
from licenselogic.norms.deontic import MATERIAL, Clause, Permission
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import lawful
from licenselogic.semantics.view import (
    View,
    holds_at_rest,
    permits_at_rest,
)
from licenselogic.solver.encoder import Encoder, Formula
from licenselogic.solver.solver import Solver, Witness, facts_in, limits


class Under(NamedTuple):
    """A licence, and what a thing is under it."""

    view: View
    status: str


Grant = frozenset[Under]
"""An act is granted where every one of these licences allows it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a licence withholds an act: by clauses that forbid it, or because nothing permits it.

    `condition` is when the clause refuses: the condition of a prohibition, or the negated limit of
    a grant (then the act is `reserved`).  `act` is the first act that the clause speaks of.
    `witness` is the least scenario; None where it was not looked for.
    """

    clauses: tuple[Clause, ...]
    reserved: bool
    condition: Condition
    act: str
    witness: Witness | None = None

    def kind(self, under: Under) -> Code:
        """Name the refusal by what the clause turns on; the scenario has no part in it."""
        return kind_of(under, self.act, self.condition)


_MAX_RESERVED = 8
"""Ways told in which one licence leaves acts reserved."""


def kind_of(under: Under, act: str, condition: Condition) -> Code:
    """Name a refusal by the first fact that it turns on, else by the act and the status.

    `condition` is when the act is refused.
    """
    facts = facts_in([condition])
    if vocabulary().acts.covers("improve-other-models", act) and (
        "target" in facts or holds_at_rest(condition)
    ):
        return Code.EXCLUSIVE_IMPROVEMENT
    if facts:
        return Code(vocabulary().facts[facts[0]].kind)
    if act in ("relicense", "sublicense"):
        return Code.RELICENSE
    adapting = under.status == "derivative" and permits_at_rest(under.view, act, "work")
    adapting |= vocabulary().acts.covers("modify", act)
    return Code.NO_DERIVATIVES if adapting else Code.RIGHTS_NOT_GRANTED


def nearest_grants(under: Under, act: str) -> tuple[Clause, ...]:
    """Return the clause that comes nearest to permitting `act`; empty if none permits anything."""
    covers = vocabulary().acts.covers
    near = [
        c for c, p in under.view.permissions[under.status] if any(covers(w, act) for w in p.acts)
    ] or [
        c
        for c, n in under.view.norms
        if isinstance(n, Permission) and any(covers(wide, act) for wide in n.acts)
    ]
    return tuple(near[:1])


def granted(encoder: Encoder, grant: Grant) -> list[Formula]:
    """Return that each licence of a grant allows the act."""
    ordered = sorted(grant, key=lambda under: (under.view.license.id, under.status))
    return [encoder.allowed(*under) for under in ordered]


@dataclass(frozen=True)
class Search:
    """One licence that withholds something of one grant: the ways in which it does."""

    solver: Solver
    grant: Grant
    refuser: Under

    @cached_property
    def base(self) -> Formula:
        """The formula of what is granted, within the law."""
        encode = self.solver.encoder
        return encode.every([*granted(encode, self.grant), encode.condition(self.lawful)])

    def ways(self) -> tuple[Refusal, ...]:
        """Return the ways, each a clause that forbids or the limit of one that permits."""
        return tuple(refusal for refusal, _ in self.found())

    def refusals(self) -> tuple[Refusal, ...]:
        """Return the ways with their least scenarios."""
        bounds = limits(self.conditions)
        return tuple(
            replace(refusal, witness=self.solver.minimal(formula, self.facts, bounds))
            for refusal, formula in self.found()
        )

    @property
    def lawful(self) -> Condition:
        """When recipients keep to the law, as far as the licence that refuses leaves that to it."""
        return lawful(self.refuser.view.license)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that decide what is granted and refused."""
        granting = (under.view.conditions for under in self.grant)
        return (*self.refuser.view.conditions, *chain.from_iterable(granting))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that they speak of."""
        return facts_in(self.conditions)

    def found(self) -> Iterator[tuple[Refusal, Formula]]:
        """Yield each way with the formula of its scenarios."""
        yield from self.forbidden()
        yield from self.reserved()

    def forbidden(self) -> Iterator[tuple[Refusal, Formula]]:
        """Yield the clauses of which a prohibition bites."""
        encode, (view, status) = self.solver.encoder, self.refuser
        norms: dict[Clause, list[Formula]] = {}
        causes: dict[Clause, list[tuple[Condition, str]]] = {}
        with self.solver.scope(self.base):
            for clause, norm in view.prohibitions[status]:
                bites = encode.forbids(view, status, clause, norm)
                if not self.solver.satisfiable(bites):
                    continue
                norms.setdefault(clause, []).append(bites)
                cases = tuple(disjuncts(norm.condition))
                causes.setdefault(clause, []).extend(
                    (case, _first_act(norm.acts))
                    for case in cases
                    if len(cases) == 1 or self.solver.satisfiable(bites, encode.condition(case))
                )
        for clause, biting in norms.items():
            condition, act = min(causes[clause], key=_plainness)
            formula = encode.every([self.base, encode.some(biting)])
            yield Refusal((clause,), False, condition, act), formula

    def reserved(self) -> Iterator[tuple[Refusal, Formula]]:
        """Yield what no permission covers and no prohibition forbids either.

        One way for each smallest set of facts that must move from their baselines.
        """
        encode, (view, status) = self.solver.encoder, self.refuser
        if status not in MATERIAL:
            return
        missing = encode.never(encode.permitted(view, status))
        unforbidden = encode.never(encode.prohibited(view, status))
        open_ = encode.every([self.base, missing, unforbidden])
        for _ in range(_MAX_RESERVED):
            moved = self.solver.moved(open_, self.facts)
            if moved is None:
                return
            still = [encode.baselines[name] for name in self.facts if name not in moved]
            here = encode.every([open_, *still])
            act = self.solver.first_act(here)
            clauses = nearest_grants(self.refuser, act)
            yield Refusal(clauses, True, self.exceeded(here, act, moved), act), here
            open_ = encode.every([open_, encode.some([encode.baselines[n] for n in moved])])

    def exceeded(self, here: Formula, act: str, moved: Sequence[str]) -> Condition:
        """Return the negated limit of the nearest grant that leaves `act` reserved.

        Of several limits, the first that speaks of a fact that moved; TRUE if nothing speaks of
        the act at all.
        """
        encode, covers = self.solver.encoder, vocabulary().acts.covers
        number = vocabulary().acts.index(act)
        at_act = encode.every([here, encode.between(encode.act, number, number + 1)])
        beyond = [
            Not(part)
            for _, norm in self.refuser.view.permissions[self.refuser.status]
            if any(covers(wide, act) for wide in norm.acts)
            for part in conjuncts(norm.condition)
            if self.solver.satisfiable(at_act, encode.never(encode.condition(part)))
        ]
        turning = [limit for limit in beyond if not set(moved).isdisjoint(facts_in([limit]))]
        return next(iter(turning or beyond), TRUE)


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts all of which must hold for `condition` to hold."""
    match condition:
        case All(parts):
            for part in parts:
                yield from conjuncts(part)
        case Not(Some(parts)):
            for part in parts:
                yield from conjuncts(Not(part))
        case Not(Not(part)):
            yield from conjuncts(part)
        case _:
            yield condition


def disjuncts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts each of which makes `condition` hold."""
    match condition:
        case Some(parts):
            for part in parts:
                yield from disjuncts(part)
        case Not(All(parts)) if parts:
            for part in parts:
                yield from disjuncts(Not(part))
        case Not(Not(part)):
            yield from disjuncts(part)
        case _:
            yield condition


def _plainness(cause: tuple[Condition, str]) -> tuple[int, tuple[int, ...]]:
    """Order causes: fewest facts first, then in the order of the vocabulary."""
    order = list(vocabulary().facts)
    facts = facts_in([cause[0]])
    return len(facts), tuple(map(order.index, facts))


def _order(act: str) -> int:
    return vocabulary().acts.index(act)


def _first_act(acts: Iterable[str]) -> str:
    return min(acts, key=_order)
