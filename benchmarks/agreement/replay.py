"""A violation replayed through `semantics`: its scenario bites, and no fact can be dropped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from licenselogic.assumptions import valuation
from licenselogic.cells import asked, values
from licenselogic.deontic import Clause, FlowDown, License, Prohibition
from licenselogic.question import Violation
from licenselogic.reference import Case, step
from licenselogic.semantics import (
    Scenario,
    Value,
    allowed,
    baseline,
    covers,
    grounds,
    holds,
    in_force,
)
from licenselogic.vocabulary import vocabulary

THINGS = ("itself", "adaptation", "output")


def replayable(violation: Violation) -> bool:
    """Tell whether one scenario shows the violation: not for rules about names, kinds and sets."""
    return violation.rule in ("1", "2", "3a", "3b", "5", "6") and violation.detail != "jointly"


def replays(case: Case, violation: Violation) -> bool:
    """Tell whether the rule fails at the act and in the scenario of the violation."""
    replay = Replay(case, violation)
    return any(replay.bites(thing, _scenario(violation)) for thing in replay.things)


def minimal(case: Case, violation: Violation) -> bool:
    """Tell whether the act is no longer refused once any fact of the scenario is dropped.

    To drop a fact is to put it back at its baseline; for rules 1 and 6, where open facts are the
    publisher's to choose, it is to leave it open.
    """
    replay, scenario = Replay(case, violation), _scenario(violation)
    fewer = [{name: scenario[name] for name in scenario if name != f} for f in scenario]
    if violation.rule in ("1", "6"):
        return all(replay.avoidable(scenario) for scenario in fewer)
    return any(
        replay.bites(thing, scenario) and not any(replay.bites(thing, less) for less in fewer)
        for thing in replay.things
    )


def _scenario(violation: Violation) -> dict[str, Value]:
    return {k: v for k, v in violation.scenario if isinstance(v, bool | int | str)}


@dataclass(frozen=True)
class Replay:
    """One violation: who grants, who refuses, and by which clauses."""

    case: Case
    violation: Violation

    @property
    def things(self) -> list[str]:
        """What recipients act on, when it has the status of the violation."""
        if self.violation.rule in ("1", "5", "6"):
            return ["itself"]
        return [t for t in THINGS if self.becomes(self.x, self.status, t) == self.violation.status]

    def bites(self, thing: str, scenario: Scenario) -> bool:
        """Tell whether the clauses of the violation make its rule fail at its act."""
        rule, act = self.violation.rule, self.violation.act
        if rule in ("1", "6"):
            return self.refuses(self.x, self.violation.status, act, scenario)
        if rule == "5":
            return self.granted(thing, act, scenario) and self.policy(act, scenario)
        return self.grants(thing, act, scenario) and self.withholds(thing, act, scenario)

    def avoidable(self, scenario: Scenario) -> bool:
        """Tell whether a publisher of whom `scenario` is known may find the clauses silent."""
        stated = {**self.case.facts, **vocabulary().publication_facts(self.case.publish)}
        known = {**{n: v for n, v in stated.items() if v == baseline()[n]}, **scenario}
        act, status = self.violation.act, self.violation.status
        turns_on = asked(grounds(self.x, act, status, self.valuation).conditions())
        open_ = {fact: values(fact, turns_on[fact]) for fact in turns_on if fact not in known}
        return any(
            not self.refuses(
                self.x, status, act, {**known, **dict(zip(open_, chosen, strict=True))}
            )
            for chosen in product(*open_.values())
        )

    @property
    def x(self) -> License:
        """The licence that is broken."""
        return self.violation.side.license

    @property
    def status(self) -> str:
        """What the work is under it."""
        return self.violation.side.standing.status

    @property
    def valuation(self) -> int:
        """The readings that hold."""
        return valuation(self.case.true)

    def becomes(self, license: License, status: str, thing: str) -> str:
        """Return the status, under a licence, of what a recipient acts on."""
        material = self.case.nodes[self.case.target].type
        if thing == "itself":
            return status
        adapted = "finetune" if material == "model" else "incorporate"
        relation = "generated_by" if thing == "output" else adapted
        return step(license, status, relation, material, self.valuation)

    def allows(self, license: License, status: str, act: str, scenario: Scenario) -> bool:
        """Tell whether `license` allows the act."""
        return allowed(license, act, status, scenario, self.valuation)

    def granted(self, thing: str, act: str, scenario: Scenario) -> bool:
        """Tell whether every outbound licence allows the act."""
        return all(
            self.allows(k, self.becomes(k, "work", thing), act, scenario)
            for k in self.case.outbound or ()
        )

    def grants(self, thing: str, act: str, scenario: Scenario) -> bool:
        """Tell whether the act is promised: by the outbound licence, or kept free by `x`."""
        if self.violation.rule == "2":
            return self.granted(thing, act, scenario)
        return self.allows(self.x, self.violation.status, act, scenario)

    def withholds(self, thing: str, act: str, scenario: Scenario) -> bool:
        """Tell whether the act is refused by those who may not refuse it."""
        return any(
            self.refuses(license, self.becomes(license, status, thing), act, scenario)
            for license, status in self.refusers()
        )

    def refusers(self) -> Iterator[tuple[License, str]]:
        """Yield the licences that may not refuse, with what the work is under each."""
        violation = self.violation
        if violation.rule == "2":
            yield self.x, self.status
        elif violation.rule == "3a":
            named = {clause.license for clause in self.refusing}
            yield from ((k, "work") for k in self.case.outbound or () if not named or k.id in named)
        elif violation.other is not None:
            yield violation.other.license, violation.other.standing.status

    def refuses(self, license: License, status: str, act: str, scenario: Scenario) -> bool:
        """Tell whether the clauses of the violation forbid the act, or nothing permits it."""
        found = grounds(license, act, status, self.valuation)
        if self.violation.reserved:
            publishing = self.violation.rule in ("1", "6")
            silent = publishing or not found.prohibited(scenario)
            return silent and not found.permitted(scenario)
        return any(
            holds(rule.condition, scenario)
            and not any(holds(lift.condition, scenario) for lift in lifts)
            for rule, lifts in found.prohibitions
            if any(rule in clause.norms for clause in self.refusing)
        )

    @property
    def refusing(self) -> tuple[Clause, ...]:
        """The clauses that refuse; under rule 3, after the one that keeps free."""
        clauses = self.violation.clauses
        return clauses[1:] if self.violation.rule.startswith("3") else clauses

    def policy(self, act: str, scenario: Scenario) -> bool:
        """Tell whether a prohibition that a flow-down norm of the violation cites holds."""
        return any(
            isinstance(rule, Prohibition)
            and in_force(rule, self.valuation)
            and covers(rule, act, self.status)
            and holds(rule.condition, scenario)
            for clause in self.cited()
            for rule in clause.norms
        )

    def cited(self) -> Iterator[Clause]:
        """Yield the clauses that have to be passed on."""
        clauses: Mapping[str, Clause] = {c.cite: c for c in self.x.clauses}
        for norm in (n for c in self.violation.clauses for n in c.norms):
            if isinstance(norm, FlowDown) and self.status in norm.subjects:
                yield from (clauses[cite] for cite in norm.cites if cite in clauses)
