"""Violations held against the plain semantics, so that nobody is shown one that does not stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from licenselogic.base.diagnostics import InternalError
from licenselogic.decision.own import is_own, written
from licenselogic.decision.question import Question, Side, Violation
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import License
from licenselogic.semantics.replay import REPLAYABLE, Claim, Held, Stage
from licenselogic.semantics.semantics import Value


def confirm(question: Question, violations: Iterable[Violation]) -> None:
    """Replay every violation that one scenario shows.

    Raises `InternalError` for one whose rule does not fail in its scenario.
    """
    outbound = sorted(question.outbound or (), key=lambda license: license.id)
    stage = Stage(tuple(outbound), question.material, valuation(question.readings))
    # Terms that are written for the purpose promise what ancestors keep free, whatever is beside.
    own = replace(stage, outbound=(written(),)) if is_own(question) else stage
    licenses = {ancestor.license.id: ancestor.license for ancestor in question.ancestors}
    for violation in filter(replayable, violations):
        promised = own if violation.rule in ("2", "5") else stage
        if not promised.replays(claim_of(violation, licenses)):
            cites = ", ".join(f"{c.license} {c.cite}" for c in violation.clauses)
            raise InternalError(
                f"a counterexample to rule {violation.rule} ({cites or 'no clause'}) does not "
                f"replay: act `{violation.act}`, {dict(violation.scenario)}"
            )


def replayable(violation: Violation) -> bool:
    """Tell whether one scenario shows the violation: not for rules about names and kinds."""
    return violation.rule in REPLAYABLE and not violation.joint


def claim_of(violation: Violation, licenses: Mapping[str, License]) -> Claim:
    """Return what a violation says, with the licences themselves in place of their ids."""

    def held(side: Side) -> Held:
        return Held(licenses[side.license], side.standing.status)

    return Claim(
        violation.rule,
        violation.act,
        violation.status,
        {name: v for name, v in violation.scenario if isinstance(v, Value)},
        violation.clauses,
        violation.reserved,
        held(violation.side),
        held(violation.other) if violation.other else None,
    )
