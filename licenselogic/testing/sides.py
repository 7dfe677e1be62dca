"""One case put to both sides: the second judge, and the fold with the solver behind it."""

from collections.abc import Iterable, Iterator

from licenselogic.decision.answer import answer
from licenselogic.decision.engine import Engine
from licenselogic.decision.question import Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.settling import Answer
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.library import Library
from licenselogic.norms.deontic import License
from licenselogic.reference.expressions import read
from licenselogic.reference.judge import Hearing, Judge, Judgement, Matter
from licenselogic.reference.making import Breach
from licenselogic.testing.ancestry import Case

JOINT = Breach("1/6", "")
"""Rules 1 and 6: where several demands cannot be met together, either may be named for it."""


# The second judge -------------------------------------------------------------------------------


def judge(case: Case, sitting: Judge | None = None) -> Judgement:
    """Return the second judge's verdict; `sitting` is one who knows the library already."""
    by = sitting or Judge(case.library)
    return by.judge(case.lineage, case.work, case.target.license, case.readings)


def matter(case: Case, sitting: Judge | None = None) -> Matter:
    """Return what the second judge has before it, before any choice."""
    by = sitting or Judge(case.library)
    return by.matter(case.lineage, case.work, case.target.license, case.readings)


def hearings(case: Case, sitting: Judge | None = None) -> Iterator[Hearing]:
    """Yield what is broken for every way to settle every choice."""
    by = sitting or Judge(case.library)
    return by.hearings(case.lineage, case.work, case.target.license, case.readings)


def is_own(case: Case) -> bool:
    """Tell whether a work may go out under terms of the publisher's own.

    Where none can be written, the sides may name either of the licences that clash.
    """
    unneeded = case.target.license is None and case.target.publish == "service"
    return unneeded or "proprietary" in (case.target.license or "")


def judged(breaches: Iterable[Breach]) -> frozenset[Breach]:
    """Return what is broken, in the terms in which both sides are compared."""
    return frozenset(JOINT if b.rule in ("1", "6") else _plain(b) for b in breaches)


def licenses(case: Case) -> frozenset[License]:
    """Return every licence that an expression of the case may speak of."""
    texts = {work.license for work in case.lineage.works.values()}
    terms = (term for text in texts for every in read(text, case.library) for term in every)
    return frozenset(case.library[id] for term in terms for id in term.means)


# The fast side ----------------------------------------------------------------------------------


class Fast:
    """The fast side, with what it remembers of one library."""

    def __init__(self, library: Library, rlimit: int | None = None) -> None:
        self.engine = Engine(library, rlimit)

    def sign(self, case: Case) -> Signature:
        """Return what arrives at the work of `case`, folded.

        The other works are asked about first: what works of one fold share must not tell.
        """
        fold = self.engine.fold(case.lineage)
        for name, work in case.lineage.works.items():
            if name != case.work:
                signature(fold, name, work.license, case.readings)
        return signature(fold, case.work, case.target.license, case.readings)

    def solve(self, case: Case, depth: Depth = Depth.SCENARIOS) -> Answer:
        """Return the answer."""
        return answer(self.engine, self.sign(case), depth)


def sign(case: Case, rlimit: int | None = None) -> tuple[Engine, Signature]:
    """Return what arrives at the work of `case`, folded, and an engine to decide it."""
    fast = Fast(case.library, rlimit)
    return fast.engine, fast.sign(case)


def solve(case: Case, rlimit: int | None = None, depth: Depth = Depth.SCENARIOS) -> Answer:
    """Return the answer of the fast side."""
    return Fast(case.library, rlimit).solve(case, depth)


def solved(violations: Iterable[Violation]) -> frozenset[Breach]:
    """Return what is broken by the solver, in the terms in which both sides are compared."""
    return frozenset(map(breach, violations))


def breach(violation: Violation) -> Breach:
    """Return a violation as the reference would name it."""
    rule, mine = violation.rule, violation.side.license
    if rule in ("1", "6"):
        return JOINT
    if rule == "3e":
        return _plain(Breach(rule.value, violation.clauses[0].license, mine))
    if rule == "3c":
        return _plain(Breach(rule.value, mine, violation.clauses[1].license))
    return _plain(Breach(rule.value, mine, violation.other.license if violation.other else ""))


def rules(breaches: Iterable[Breach]) -> frozenset[str]:
    """Return the numbers of the rules that are broken."""
    return frozenset(breach.rule for breach in breaches)


def _plain(found: Breach) -> Breach:
    """Return a breach without exceptions: clauses stand in the licence or in its exception."""
    names = (name.partition(" WITH ")[0] for name in found[1:])
    return Breach(found.rule, *names)
