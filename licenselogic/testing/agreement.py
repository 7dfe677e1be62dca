"""Whether both sides say the same of a case.

Statuses are compared always.  What is broken is compared by rule and licences: where choices are
open, the fast side must show what the judge finds broken under one way to settle them.
"""

from dataclasses import dataclass
from itertools import islice

from licenselogic.base.codes import Status
from licenselogic.decision.settling import Answer
from licenselogic.reference.judge import Judge, Judgement
from licenselogic.reference.making import Breach
from licenselogic.testing import sides
from licenselogic.testing.ancestry import Case

MAX_HEARINGS = 200
"""Ways to settle choices of which what is broken is compared."""

GIVEN_UP = frozenset({"many", "budget"})
"""Why the fast side answers `unknown` without having looked at everything."""


@dataclass(frozen=True)
class Comparison:
    """Two answers to one case.

    `broken` and `shown` are what the judge finds broken and what the fast side shows, None where
    neither is compared.
    """

    judgement: Judgement
    answer: Answer
    broken: frozenset[Breach] | None = None
    shown: frozenset[Breach] | None = None

    @property
    def given_up(self) -> bool:
        """Tell whether the fast side left something open that the judge has settled."""
        return bool(self.answer.open & GIVEN_UP) and self.answer.status is Status.UNKNOWN

    @property
    def same_status(self) -> bool:
        """Tell whether both have the same status."""
        return self.answer.status is self.judgement.status

    @property
    def agree(self) -> bool:
        """Tell whether nothing is amiss."""
        return self.given_up or (self.same_status and self.broken == self.shown)


def compare(case: Case, judge: Judge, fast: sides.Fast) -> Comparison:
    """Return what both sides say of a case."""
    judgement, answer = sides.judge(case, judge), fast.solve(case)
    found = Comparison(judgement, answer)
    if found.given_up or (found.same_status and answer.status is Status.UNKNOWN):
        return found
    heard = list(islice(sides.hearings(case, judge), MAX_HEARINGS + 1))
    if len(heard) > MAX_HEARINGS or not found.same_status or sides.is_own(case):
        return found
    possible = [sides.judged(hearing.breaches) for hearing in heard]
    shown = sides.solved(answer.decision.violations)
    broken = shown if shown in possible else sides.judged(judgement.breaches)
    return Comparison(judgement, answer, broken, shown)
