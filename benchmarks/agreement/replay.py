"""A violation replayed through `semantics`: its scenario bites, and no fact can be dropped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from benchmarks.agreement.sides import licenses
from licenselogic.decision.question import Side, Violation
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import Clause, FlowDown, License, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import Case, step
from licenselogic.semantics.cells import asked, values
from licenselogic.semantics.semantics import (
    Grounds,
    Scenario,
    Value,
    allowed,
    baseline,
    covers,
    grounds,
    holds,
    in_force,
)

Way = Callable[[Scenario], bool]
"""A way in which the clauses of a violation make its rule fail: tells in which scenarios."""


def replayable(violation: Violation) -> bool:
    """Tell whether one scenario shows the violation: not for rules about names, kinds and sets."""
    return violation.rule in ("1", "2", "3a", "3b", "5", "6") and not violation.joint


def replays(case: Case, violation: Violation) -> bool:
    """Tell whether the rule fails at the act and in the scenario of the violation."""
    scenario = _scenario(violation)
    return any(fails(scenario) for fails in Replay(case, violation).ways())


def minimal(case: Case, violation: Violation) -> bool:
    """Tell whether the act is no longer refused once any fact of the scenario is dropped.

    To drop a fact is to put it back at its baseline; for rules 1 and 6, where open facts are the
    publisher's to choose, it is to leave it open.
    """
    replay, scenario = Replay(case, violation), _scenario(violation)
    fewer = [{name: scenario[name] for name in scenario if name != f} for f in scenario]
    return any(
        fails(scenario) and not any(replay.still(fails, less) for less in fewer)
        for fails in replay.ways()
    )


def _scenario(violation: Violation) -> dict[str, Value]:
    return {k: v for k, v in violation.scenario if isinstance(v, bool | int | str)}


@dataclass(frozen=True)
class Replay:
    """One violation: who grants, who refuses, and by which clauses."""

    case: Case
    violation: Violation

    @property
    def valuation(self) -> int:
        """The readings that hold."""
        return valuation(self.case.true)

    def license(self, side: Side) -> License:
        """Return the licence that a side names."""
        return next(k for k in licenses(self.case) if k.id == side.license)

    def ways(self) -> Iterator[Way]:
        """Yield each way in which the rule may fail."""
        match self.violation.rule:
            case "1" | "6":
                yield from self.making()
            case "5":
                yield lambda s: self.granted("itself", s) and self.policy(s)
            case _:
                yield from self.offering()

    def grounds(self, license: License, status: str) -> Grounds:
        """Return the norms that decide the act of the violation."""
        return grounds(license, self.violation.act, status, self.valuation)

    def becomes(self, license: License, status: str, thing: str) -> str:
        """Return the status, under a licence, of what a recipient acts on."""
        material = self.case.nodes[self.case.target].type
        if thing == "itself":
            return status
        adapted = "finetune" if material == "model" else "incorporate"
        relation = "generated_by" if thing == "output" else adapted
        return step(license, status, relation, material, self.valuation)

    # Rules 1 and 6: each prohibition by itself, for the publisher must keep to all

    def making(self) -> Iterator[Way]:
        """Yield each way in which the licence refuses what the publisher does."""
        found = self.grounds(self.license(self.violation.side), self.violation.status)
        if self.violation.reserved:
            yield lambda s: not found.permitted(s)
            return
        for rule, lifts in found.prohibitions:
            if any(rule in clause.norms for clause in self.violation.clauses):
                yield partial(_bites, rule, lifts)

    def still(self, fails: Way, scenario: Scenario) -> bool:
        """Tell whether the rule fails with nothing but `scenario` given."""
        if self.violation.rule not in ("1", "6"):
            return fails(scenario)
        stated = {**self.case.facts, **vocabulary().publications[self.case.publish].facts}
        known = {**{n: v for n, v in stated.items() if v == baseline()[n]}, **scenario}
        found = self.grounds(self.license(self.violation.side), self.violation.status)
        turns_on = asked(found.conditions())
        open_ = {fact: values(fact, turns_on[fact]) for fact in turns_on if fact not in known}
        chosen = product(*open_.values())
        return all(fails({**known, **dict(zip(open_, some, strict=True))}) for some in chosen)

    # Rules 2, 3(a) and 3(b): somebody promises an act that another refuses

    def offering(self) -> Iterator[Way]:
        """Yield each way: what is acted on, and who refuses."""
        keeper, status = self.keeper
        for thing in ("itself", "adaptation", "output"):
            if self.becomes(keeper, status, thing) == self.violation.status:
                for refuser, at in self.refusers():
                    found = self.grounds(refuser, self.becomes(refuser, at, thing))
                    yield partial(self.withheld, thing, found)

    @property
    def keeper(self) -> tuple[License, str]:
        """The licence that is broken: under rule 3(a) perhaps one that takes its place."""
        side = self.violation.side
        for k in self.case.outbound or ():
            if self.violation.rule == "3a" and self.violation.clauses[0].license == k.id:
                return (k, "work") if k.id != side.license else (k, side.standing.status)
        return self.license(side), side.standing.status

    def withheld(self, thing: str, found: Grounds, scenario: Scenario) -> bool:
        """Tell whether the act on a thing is promised and refused."""
        return self.promised(thing, scenario) and self.refused(found, scenario)

    def promised(self, thing: str, scenario: Scenario) -> bool:
        """Tell whether the act is granted (rule 2), or kept free by an ancestor (rule 3)."""
        if self.violation.rule == "2":
            return self.granted(thing, scenario)
        return self.grounds(self.keeper[0], self.violation.status).allowed(scenario)

    def granted(self, thing: str, scenario: Scenario) -> bool:
        """Tell whether every outbound licence allows the act."""
        return all(
            allowed(k, self.violation.act, self.becomes(k, "work", thing), scenario, self.valuation)
            for k in self.case.outbound or ()
        )

    def refusers(self) -> Iterator[tuple[License, str]]:
        """Yield the licences that may not refuse, with what the work is under each."""
        side, other = self.violation.side, self.violation.other
        if self.violation.rule == "2":
            yield self.license(side), side.standing.status
        elif other is not None:
            yield self.license(other), other.standing.status
        else:
            named = {clause.license for clause in self.refusing}
            yield from ((k, "work") for k in self.case.outbound or () if not named or k.id in named)

    @property
    def refusing(self) -> tuple[Clause, ...]:
        """The clauses that refuse; under rule 3, after the one that keeps free."""
        clauses = self.violation.clauses
        return clauses[1:] if self.violation.rule.startswith("3") else clauses

    def refused(self, found: Grounds, scenario: Scenario) -> bool:
        """Tell whether the clauses that refuse forbid the act, or nothing speaks of it."""
        if self.violation.reserved:
            return not found.permitted(scenario) and not found.prohibited(scenario)
        return any(
            _bites(rule, lifts, scenario)
            for rule, lifts in found.prohibitions
            if any(rule in clause.norms for clause in self.refusing)
        )

    # Rule 5

    def policy(self, scenario: Scenario) -> bool:
        """Tell whether a prohibition that a flow-down norm of the violation cites holds."""
        act, status = self.violation.act, self.violation.side.standing.status
        return any(
            isinstance(rule, Prohibition)
            and in_force(rule, self.valuation)
            and covers(rule, act, status)
            and holds(rule.condition, scenario)
            for clause in self.cited(status)
            for rule in clause.norms
        )

    def cited(self, status: str) -> Iterator[Clause]:
        """Yield the clauses that have to be passed on."""
        for norm in (n for clause in self.violation.clauses for n in clause.norms):
            if isinstance(norm, FlowDown) and status in norm.subjects:
                yield from (
                    c for c in self.license(self.violation.side).clauses if c.cite in norm.cites
                )


def _bites(rule: Prohibition, lifts: tuple[Permission, ...], scenario: Scenario) -> bool:
    """Tell whether a prohibition holds, and no exception lifts it."""
    lifted = any(holds(exception.condition, scenario) for exception in lifts)
    return holds(rule.condition, scenario) and not lifted
