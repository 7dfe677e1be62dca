"""A violation replayed as `check` replays it, and more: no fact of its scenario can be dropped."""

from collections.abc import Iterator
from itertools import product

from licenselogic.decision.question import Violation
from licenselogic.decision.replayed import claim_of, replayable
from licenselogic.norms.assumptions import valuation
from licenselogic.reference.expressions import OWN, Term, read
from licenselogic.reference.senses import understood
from licenselogic.semantics.cells import asked, values
from licenselogic.semantics.replay import Claim, Held, Stage, Way
from licenselogic.semantics.semantics import Scenario, baseline
from licenselogic.testing.ancestry import Case
from licenselogic.testing.sides import licenses

__all__ = ["measurable", "minimal", "replayable", "replays"]


def replays(case: Case, violation: Violation) -> bool:
    """Tell whether the rule fails at the act and in the scenario of the violation."""
    claim = _claim(case, violation)
    return any(stage.replays(claim) for stage in _stages(case, violation))


def minimal(case: Case, violation: Violation) -> bool:
    """Tell whether the act is no longer refused once any fact of the scenario is dropped.

    To drop a fact is to put it back at its baseline; for rules 1 and 6, where open facts are the
    publisher's to choose, it is to leave it open.
    """
    claim = _claim(case, violation)
    scenario = claim.scenario
    fewer = [{name: scenario[name] for name in scenario if name != f} for f in scenario]
    return any(
        fails(scenario) and not any(_still(violation, stage, claim, fails, less) for less in fewer)
        for stage in _stages(case, violation)
        for fails in stage.ways(claim)
    )


def measurable(case: Case, violation: Violation) -> bool:
    """Tell whether `minimal` can judge a scenario.

    Terms of the publisher's own promise no more than what ancestors keep free, and so it is where
    none are told: a scenario that shows what they promise too much holds the facts of that, of
    which a stage knows nothing.
    """
    label = case.target.license
    own = label is None or any(_own(t) for terms in read(label, case.library) for t in terms)
    return not own or violation.rule != "2"


def _stages(case: Case, violation: Violation) -> Iterator[Stage]:
    """Yield the question for each set of licences that the outbound expression may stand for.

    Where not all of them are known there is none.  Terms of the publisher's own take nothing away;
    what they promise, whatever stands beside them, is not that of any licence.
    """
    type = understood(case.lineage).works[case.work].type
    for terms in read(case.target.license, case.library):
        own = any(map(_own, terms))
        named = [sorted(term.means) for term in terms if not _own(term)]
        alone = own and violation.rule in ("2", "5")
        for ids in product(*named) if all(named) and not alone else [()]:
            outbound = tuple(case.library[id] for id in sorted(set(ids)))
            yield Stage(outbound, type, valuation(case.readings))


def _own(term: Term) -> bool:
    return term.name.casefold() in OWN


def _claim(case: Case, violation: Violation) -> Claim:
    return claim_of(violation, {license.id: license for license in licenses(case)})


def _still(
    violation: Violation, stage: Stage, claim: Claim, fails: Way, scenario: Scenario
) -> bool:
    """Tell whether the rule fails with nothing but `scenario` given."""
    if claim.rule not in ("1", "6"):
        return fails(scenario)
    stated = dict(violation.stated)
    known = {**{n: v for n, v in stated.items() if v == baseline()[n]}, **scenario}
    found = stage.grounds(Held(claim.broken.license, claim.status), claim.act)
    turns_on = asked(found.conditions())
    open_ = {fact: values(fact, turns_on[fact]) for fact in turns_on if fact not in known}
    chosen = product(*open_.values())
    return all(fails({**known, **dict(zip(open_, some, strict=True))}) for some in chosen)
