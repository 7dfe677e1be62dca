"""Terms of the publisher's own, at their best: they permit exactly what every ancestor allows.

docs/semantics.md, "No licence, and own terms".  Each act has a clause: it forbids the act where
somebody withholds it, and permits it elsewhere, notwithstanding the clauses of wider acts.
"""

from collections.abc import Iterator
from dataclasses import replace

from licenselogic.norms.assumptions import always
from licenselogic.norms.conditions import All, Condition, Not, Some
from licenselogic.norms.deontic import (
    MATERIAL,
    Clause,
    CountsAs,
    FlowDown,
    License,
    Permission,
    Prohibition,
    TextRef,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.rules import Court
from licenselogic.reference.scenarios import Scenarios
from licenselogic.reference.walk import Bound
from licenselogic.semantics.semantics import covers, grounds, in_force, wider

NAME = "a licence written for the purpose"

STATUSES = {"itself": "work", "adaptation": "derivative", "output": "output"}
"""What the things that recipients act on are under it."""


def with_own(court: Court) -> Court:
    """Return the case with terms of the publisher's own among those that the work goes out under.

    These are others in every case, so nothing is remembered of licences by their ids.
    """
    fresh = Court(court.case, Scenarios(court.scenarios.valuation))
    outbound = frozenset({*fresh.outbound, own_terms(fresh)})
    return Court(replace(court.case, outbound=outbound), fresh.scenarios)


def own_terms(court: Court) -> License:
    """Return the terms of the publisher's own for a work that is offered under others besides."""
    clauses = [
        _clause(act, status, _everybody_allows(court, act, thing))
        for thing, status in STATUSES.items()
        for act in sorted(vocabulary().compared_acts)
    ]
    output = CountsAs(frozenset({"generated_by"}), frozenset(), MATERIAL, "output", always())
    return License(
        id=NAME,
        title=NAME,
        family="other",
        covers=frozenset({"any"}),
        text=TextRef(""),
        binds={},
        counts=(output,),
        clauses=tuple(clauses),
    )


def _clause(act: str, status: str, condition: Condition) -> Clause:
    acts, subjects = frozenset({act}), frozenset({status})
    above = frozenset(f"{wide} {status}" for wide in wider(act) - {act})
    forbid = Prohibition(guard=always(), subjects=subjects, acts=acts, condition=Not(condition))
    permit = Permission(
        guard=always(), subjects=subjects, acts=acts, condition=condition, notwithstanding=above
    )
    return Clause(NAME, f"{act} {status}", "What every ancestor allows.", (forbid, permit))


def _everybody_allows(court: Court, act: str, thing: str) -> Condition:
    parts: list[Condition] = []
    for bound in court.kept:
        status = court.becomes(bound.license, bound.status, thing)
        if thing == "itself":
            parts += [Not(rule.condition) for rule in _policy(court, bound, act)]
        if not court.binds_recipients(bound):
            continue
        found = grounds(bound.license, act, status, court.scenarios.valuation)
        if found.present:
            parts.append(Some(tuple(p.condition for p in found.permissions)))
        for rule, lifts in found.prohibitions:
            parts.append(Some((Not(rule.condition), *(lift.condition for lift in lifts))))
    return All(tuple(dict.fromkeys(parts)))


def _policy(court: Court, bound: Bound, act: str) -> Iterator[Prohibition]:
    """Yield prohibitions that flow down: an ancestor wants them passed on, whatever lifts them."""
    for norm in court.norms(bound.license, FlowDown, bound.status):
        for clause, rule in bound.license.norms:
            if (
                court.published(norm.acts)
                and clause.cite in norm.cites
                and isinstance(rule, Prohibition)
                and in_force(rule, court.scenarios.valuation)
                and covers(rule, act, bound.status)
            ):
                yield rule
