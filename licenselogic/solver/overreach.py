"""How a licence withholds what others grant: by which clauses, and in which scenario."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from licenselogic.base.codes import Code
from licenselogic.norms.conditions import TRUE, All, Condition, Not, Some
from licenselogic.norms.deontic import MATERIAL, Clause, Permission
from licenselogic.norms.vocabulary import vocabulary
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
    return Code.NO_DERIVATIVES if adapting or act == "modify" else Code.RIGHTS_NOT_GRANTED


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
        """The formula of what is granted."""
        return self.solver.encoder.every(granted(self.solver.encoder, self.grant))

    def ways(self) -> tuple[Refusal, ...]:
        """Return the ways, each a clause that forbids or the limit of one that permits."""
        return tuple(refusal for refusal, _ in self.found())

    def refusals(self) -> tuple[Refusal, ...]:
        """Return the ways with their least scenarios."""
        conditions = list(self.refuser.view.conditions)
        conditions += chain.from_iterable(under.view.conditions for under in self.grant)
        facts, bounds = facts_in(conditions), limits(conditions)
        return tuple(
            replace(refusal, witness=self.solver.minimal(formula, facts, bounds))
            for refusal, formula in self.found()
        )

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

        Where an act is not permitted even when every fact is at its baseline, that is the one way;
        else each limit of the permissions that some scenario exceeds is one.
        """
        encode, (view, status) = self.solver.encoder, self.refuser
        if status not in MATERIAL:
            return
        missing = encode.never(encode.permitted(view, status))
        unforbidden = encode.never(encode.prohibited(view, status))
        open_ = encode.every([self.base, missing, unforbidden])
        if not self.solver.satisfiable(open_):
            return
        at_rest = encode.every([open_, *encode.baselines.values()])
        if self.solver.satisfiable(at_rest):
            yield self.unpermitted(self.solver.first_act(at_rest)), at_rest
            return
        yield from self.limited(open_)

    def unpermitted(self, act: str) -> Refusal:
        """Return the refusal of an act that nothing permits at rest."""
        clauses = nearest_grants(self.refuser, act)
        covers = vocabulary().acts.covers
        wanting = [
            part
            for clause, norm in self.refuser.view.permissions[self.refuser.status]
            if clause in clauses and any(covers(wide, act) for wide in norm.acts)
            for part in conjuncts(norm.condition)
            if not holds_at_rest(part)
        ]
        return Refusal(clauses, True, Not(wanting[0]) if wanting else TRUE, act)

    def limited(self, open_: Formula) -> Iterator[tuple[Refusal, Formula]]:
        """Yield each limit that leaves something reserved, with the first grant that has it."""
        encode, (view, status) = self.solver.encoder, self.refuser
        grants = sorted(view.permissions[status], key=lambda cp: _order(_first_act(cp[1].acts)))
        by_limit: dict[Condition, list[tuple[Clause, Permission]]] = {}
        for clause, norm in grants:
            for part in conjuncts(norm.condition):
                by_limit.setdefault(part, []).append((clause, norm))
        limits_first = sorted(by_limit, key=lambda part: not holds_at_rest(part))
        told = False
        for part in limits_first:
            if told and not holds_at_rest(part):
                break  # a limit explains it better than what the grant asks for
            for clause, norm in by_limit[part]:
                beyond = encode.never(encode.condition(part))
                formula = encode.every([open_, encode.covers(norm.acts), beyond])
                if self.solver.satisfiable(formula):
                    told = True
                    yield Refusal((clause,), True, Not(part), _first_act(norm.acts)), formula
                    break
        covered = encode.some([encode.covers(norm.acts) for _, norm in grants])
        outside = encode.every([open_, encode.never(covered)])
        if self.solver.satisfiable(outside):
            act = self.solver.first_act(outside)
            yield Refusal(nearest_grants(self.refuser, act), True, TRUE, act), outside


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
