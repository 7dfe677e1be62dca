"""Whether both sides say the same of a case, and if not, whether that is a difference we know of.

Statuses are compared always.  What is broken is compared by rule and licences: where choices are
open, the fast side must show what the judge finds broken under one way to settle them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from licenselogic.base.codes import Status
from licenselogic.decision.answer import Answer
from licenselogic.reference.expressions import Term
from licenselogic.reference.judge import Hearing, Judge, Judgement
from licenselogic.reference.rules import Breach
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
    neither is compared.  `known` names a difference that is known.
    """

    judgement: Judgement
    answer: Answer
    broken: frozenset[Breach] | None = None
    shown: frozenset[Breach] | None = None
    known: str = ""

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
        if self.given_up or self.known:
            return True
        return self.same_status and self.broken == self.shown


def compare(case: Case, judge: Judge, fast: sides.Fast) -> Comparison:
    """Return what both sides say of a case."""
    judgement, answer = sides.judge(case, judge), fast.solve(case)
    found = Comparison(judgement, answer)
    if found.given_up or (found.same_status and answer.status is Status.UNKNOWN):
        return found
    heard = list(islice(sides.hearings(case, judge), MAX_HEARINGS + 1))
    if len(heard) > MAX_HEARINGS:
        return found
    if found.same_status:
        possible = [sides.judged(hearing.breaches) for hearing in heard]
        shown = sides.solved(answer.decision.violations)
        broken = shown if shown in possible else sides.judged(judgement.breaches)
        found = Comparison(judgement, answer, broken, shown)
    return found if found.agree else replace(found, known=known_difference(case, found, heard))


# Differences that are known ---------------------------------------------------------------------


def known_difference(case: Case, found: Comparison, heard: Sequence[Hearing]) -> str:
    """Return what the fast side is known to answer otherwise here; empty if nothing.

    It takes one choice for all works that declare the same words, and for all outbound
    alternatives; and it takes all members of an underspecified name at once, which may clash with
    each other.
    """
    if found.answer.open == {"readings"} and found.judgement.status is Status.COMPATIBLE:
        return "members of an underspecified name clash with each other"
    if found.answer.status is _by_words(case, heard):
        return "works that declare the same words share one choice"
    return ""


def _by_words(case: Case, heard: Iterable[Hearing]) -> Status:
    """Return the status if equal words were one choice, taken for all outbound alternatives."""
    chosen: dict[object, dict[frozenset[Term], set[Status]]] = {}
    for hearing in heard:
        taken = _shared(case, hearing)
        if taken is not None:
            chosen.setdefault(taken, {}).setdefault(hearing.offered, set()).add(hearing.status)
    order = (Status.INCOMPATIBLE, Status.UNKNOWN, Status.COMPATIBLE)
    under = (min(map(_only, offers.values()), key=order.index) for offers in chosen.values())
    return max(under, key=order.index)


def _shared(case: Case, hearing: Hearing) -> object:
    """Return the choices of a hearing by words; None if works with the same words differ."""
    words = {name: work.license for name, work in case.lineage.works.items()}
    taken = {(words[work], terms) for work, terms in hearing.taken.items()}
    meant = {((words[w], n), id) for (w, n), id in hearing.meant.items() if w != case.work}
    if any(len(dict(found)) < len(found) for found in (taken, meant)):
        return None
    return frozenset(taken)


def _only(found: set[Status]) -> Status:
    return next(iter(found)) if len(found) == 1 else Status.UNKNOWN
