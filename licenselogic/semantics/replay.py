"""Counterexamples replayed: does the rule fail, at that act and in that scenario, by the semantics?

The solver finds scenarios, and nobody is shown one before it has been through this module, which
knows no solver.  A `Claim` is what a counterexample says; a `Stage` is the question that it
answers.  Rules are numbered as in docs/semantics.md, "The rules".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from licenselogic.norms.deontic import Clause, FlowDown, License, Permission, Prohibition
from licenselogic.semantics.semantics import (
    Grounds,
    Scenario,
    covers,
    grounds,
    holds,
    in_force,
    lawful,
    step,
)

REPLAYABLE = frozenset({"1", "2", "3a", "3b", "5", "6"})
"""Rules of which one scenario shows that they fail; the others are about names and kinds."""

THINGS = ("itself", "adaptation", "output")
"""What a recipient may act on."""

Way = Callable[[Scenario], bool]
"""A way in which the clauses of a claim make its rule fail: tells in which scenarios."""


class Held(NamedTuple):
    """A licence, and what the work is under it."""

    license: License
    status: str


@dataclass(frozen=True, slots=True)
class Claim:
    """That a rule fails at one act in one scenario.

    `broken` is the licence whose demand is not met, `other` a second ancestor if two clash.
    `status` is what the act is done to; `reserved` tells that nothing permits the act, rather than
    that one of `clauses` forbids it.
    """

    rule: str
    act: str
    status: str
    scenario: Scenario
    clauses: tuple[Clause, ...]
    reserved: bool
    broken: Held
    other: Held | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A work of type `material`, offered under all of `outbound`, in a valuation of the readings.

    The norms that decide an act are looked up once for all claims.
    """

    outbound: tuple[License, ...]
    material: str
    valuation: int
    _grounds: dict[tuple[str, str, str], Grounds] = field(default_factory=dict, compare=False)

    def replays(self, claim: Claim) -> bool:
        """Tell whether the rule fails at the act and in the scenario of `claim`."""
        return any(fails(claim.scenario) for fails in self.ways(claim))

    def ways(self, claim: Claim) -> Iterator[Way]:
        """Yield each way in which the rule may fail by the clauses of `claim`."""
        match claim.rule:
            case "1" | "6":
                yield from self._making(claim)
            case "5":
                yield partial(self._loosened, claim)
            case _:
                yield from self._offering(claim)

    def grounds(self, held: Held, act: str) -> Grounds:
        """Return the norms that decide `act` on what the work is under a licence."""
        key = (held.license.id, act, held.status)
        found = self._grounds.get(key)
        if found is None:
            found = grounds(held.license, act, held.status, self.valuation)
            self._grounds[key] = found
        return found

    def _becomes(self, held: Held, thing: str) -> Held:
        """Return what `thing` is under a licence when a recipient acts on it."""
        if thing == "itself":
            return held
        adapted = "finetune" if self.material == "model" else "incorporate"
        relation = "generated_by" if thing == "output" else adapted
        license, status = held
        return Held(license, step(license, status, relation, self.material, self.valuation))

    # Rules 1 and 6: each prohibition by itself, for the publisher must keep to all

    def _making(self, claim: Claim) -> Iterator[Way]:
        found = self.grounds(Held(claim.broken.license, claim.status), claim.act)
        if claim.reserved:
            yield lambda scenario: not found.permitted(scenario)
            return
        for rule, lifts in found.prohibitions:
            if any(rule in clause.norms for clause in claim.clauses):
                yield partial(_bites, rule, lifts)

    # Rules 2, 3(a) and 3(b): somebody promises an act that another refuses

    def _offering(self, claim: Claim) -> Iterator[Way]:
        for keeper in self._keepers(claim):
            for thing in THINGS if claim.rule == "2" else THINGS[:2]:
                if self._becomes(keeper, thing).status != claim.status:
                    continue
                for refuser in self._refusers(claim):
                    yield partial(
                        self._withheld, claim, keeper, self._becomes(refuser, thing), thing
                    )

    def _keepers(self, claim: Claim) -> Iterator[Held]:
        """Yield the licences that may be the broken one: its own, or one that takes its place."""
        own = claim.broken
        if claim.rule != "3a" or claim.clauses[0] in own.license.clauses:
            yield own
        if claim.rule == "3a":
            for license in self.outbound:
                if license.id != own.license.id and claim.clauses[0] in license.clauses:
                    yield Held(license, "work")

    def _refusers(self, claim: Claim) -> Iterator[Held]:
        """Yield the licences that may not refuse, with what the work is under each."""
        if claim.rule == "2":
            yield claim.broken
        elif claim.other is not None:
            yield claim.other
        else:
            refusing = _refusing(claim)
            for license in self.outbound:
                if not refusing or any(clause in license.clauses for clause in refusing):
                    yield Held(license, "work")

    def _withheld(
        self, claim: Claim, keeper: Held, refuser: Held, thing: str, scenario: Scenario
    ) -> bool:
        """Tell whether the act on a thing is promised and refused."""
        if claim.rule == "2":
            promised = self._granted(claim, thing, scenario)
        else:
            kept = Held(keeper.license, claim.status)
            promised = self.grounds(kept, claim.act).allowed(scenario)
        return (
            promised
            and holds(lawful(refuser.license), scenario)
            and self._refused(claim, refuser, scenario)
        )

    def _granted(self, claim: Claim, thing: str, scenario: Scenario) -> bool:
        """Tell whether every outbound licence allows the act."""
        offered = (self._becomes(Held(license, "work"), thing) for license in self.outbound)
        return all(self.grounds(held, claim.act).allowed(scenario) for held in offered)

    def _refused(self, claim: Claim, refuser: Held, scenario: Scenario) -> bool:
        """Tell whether the clauses that refuse forbid the act, or nothing speaks of it."""
        found = self.grounds(refuser, claim.act)
        if claim.reserved:
            return not found.permitted(scenario) and not found.prohibited(scenario)
        refusing = _refusing(claim)
        return any(
            _bites(rule, lifts, scenario)
            for rule, lifts in found.prohibitions
            if any(rule in clause.norms for clause in refusing)
        )

    # Rule 5

    def _loosened(self, claim: Claim, scenario: Scenario) -> bool:
        """Tell whether the act is granted, and a prohibition to be passed on holds."""
        return self._granted(claim, "itself", scenario) and any(
            isinstance(rule, Prohibition)
            and in_force(rule, self.valuation)
            and covers(rule, claim.act, claim.broken.status)
            and holds(rule.condition, scenario)
            for clause in _passed_on(claim)
            for rule in clause.norms
        )


def _refusing(claim: Claim) -> tuple[Clause, ...]:
    """Return the clauses that refuse; under rule 3, those after the one that keeps free."""
    return claim.clauses[1:] if claim.rule.startswith("3") else claim.clauses


def _passed_on(claim: Claim) -> Iterator[Clause]:
    """Yield the clauses that a flow-down norm of the claim wants passed on."""
    license, status = claim.broken
    for norm in (norm for clause in claim.clauses for norm in clause.norms):
        if isinstance(norm, FlowDown) and status in norm.subjects:
            yield from (clause for clause in license.clauses if clause.cite in norm.cites)


def _bites(rule: Prohibition, lifts: tuple[Permission, ...], scenario: Scenario) -> bool:
    """Tell whether a prohibition holds, and no exception lifts it."""
    lifted = any(holds(exception.condition, scenario) for exception in lifts)
    return holds(rule.condition, scenario) and not lifted
