"""A violation replayed as `check` replays it, and more: no fact of its scenario can be dropped."""

from itertools import product

from benchmarks.agreement.sides import licenses
from licenselogic.decision.question import Violation
from licenselogic.decision.replayed import claim_of, replayable
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import Case
from licenselogic.semantics.cells import asked, values
from licenselogic.semantics.replay import Claim, Held, Stage, Way
from licenselogic.semantics.semantics import Scenario, baseline

__all__ = ["minimal", "replayable", "replays"]


def replays(case: Case, violation: Violation) -> bool:
    """Tell whether the rule fails at the act and in the scenario of the violation."""
    return _stage(case).replays(_claim(case, violation))


def minimal(case: Case, violation: Violation) -> bool:
    """Tell whether the act is no longer refused once any fact of the scenario is dropped.

    To drop a fact is to put it back at its baseline; for rules 1 and 6, where open facts are the
    publisher's to choose, it is to leave it open.
    """
    stage, claim = _stage(case), _claim(case, violation)
    scenario = claim.scenario
    fewer = [{name: scenario[name] for name in scenario if name != f} for f in scenario]
    return any(
        fails(scenario) and not any(_still(case, stage, claim, fails, less) for less in fewer)
        for fails in stage.ways(claim)
    )


def _stage(case: Case) -> Stage:
    material = case.nodes[case.target].type
    return Stage(tuple(case.outbound or ()), material, valuation(case.true))


def _claim(case: Case, violation: Violation) -> Claim:
    return claim_of(violation, {license.id: license for license in licenses(case)})


def _still(case: Case, stage: Stage, claim: Claim, fails: Way, scenario: Scenario) -> bool:
    """Tell whether the rule fails with nothing but `scenario` given."""
    if claim.rule not in ("1", "6"):
        return fails(scenario)
    stated = {**case.facts, **vocabulary().publications[case.publish].facts}
    known = {**{n: v for n, v in stated.items() if v == baseline()[n]}, **scenario}
    found = stage.grounds(Held(claim.broken.license, claim.status), claim.act)
    turns_on = asked(found.conditions())
    open_ = {fact: values(fact, turns_on[fact]) for fact in turns_on if fact not in known}
    chosen = product(*open_.values())
    return all(fails({**known, **dict(zip(open_, some, strict=True))}) for some in chosen)
