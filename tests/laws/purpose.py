"""The licence written for the purpose: it permits exactly what every ancestor allows."""

from licenselogic.norms.assumptions import always
from licenselogic.norms.conditions import All, Not, Some
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
from licenselogic.reference.offer import Case
from licenselogic.reference.rules import Court
from licenselogic.semantics.semantics import covers, grounds, in_force, wider
from licenselogic.testing import sides

STATUSES = {"itself": "work", "adaptation": "derivative", "output": "output"}
"""What the things that recipients act on are under it."""


def written(case, beside=frozenset()):
    """A licence that permits what every ancestor of `case` allows, offered `beside` others.

    Each act has a clause: it forbids the act where somebody withholds it, and permits it elsewhere,
    notwithstanding the clauses of wider acts.
    """
    matter = sides.matter(case)
    bound, made = matter.reaching(matter.held(next(matter.choices()), {}))
    asked = Case(matter.facts, bound, made, frozenset(beside), frozenset())
    court = Court(asked, matter.scenarios)
    clauses = [
        _clause(act, status, _everybody_allows(court, act, thing))
        for thing, status in STATUSES.items()
        for act in sorted(vocabulary().compared_acts)
    ]
    output = CountsAs(frozenset({"generated_by"}), frozenset(), MATERIAL, "output", always())
    return License(
        id="Written",
        title="Written for the purpose",
        family="other",
        covers=frozenset({"any"}),
        text=TextRef("https://example.org/written"),
        binds={},
        counts=(output,),
        clauses=tuple(clauses),
    )


def _clause(act, status, condition):
    common = {"guard": always(), "subjects": frozenset({status}), "acts": frozenset({act})}
    above = frozenset(f"{wide} {status}" for wide in wider(act) - {act})
    norms = (
        Prohibition(**common, condition=Not(condition)),
        Permission(**common, condition=condition, notwithstanding=above),
    )
    return Clause("Written", f"{act} {status}", "What every ancestor allows.", norms)


def _everybody_allows(court, act, thing):
    parts = []
    for bound in court.kept:
        status = court.becomes(bound.license, bound.status, thing)
        found = grounds(bound.license, act, status, court.scenarios.valuation)
        if found.present:
            parts.append(Some(tuple(p.condition for p in found.permissions)))
        for rule, lifts in found.prohibitions:
            parts.append(Some((Not(rule.condition), *(lift.condition for lift in lifts))))
        if thing == "itself":
            parts += [Not(rule.condition) for rule in _policy(court, bound, act)]
    return All(tuple(dict.fromkeys(parts)))


def _policy(court, bound, act):
    """Prohibitions that flow down: an ancestor wants them passed on, whatever lifts them."""
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
