"""Decide a question: all distinct violations, or the first that is found."""

from collections.abc import Iterable
from functools import lru_cache

from licenselogic.decision.question import Decision, Question, Violation
from licenselogic.decision.rules import Rules
from licenselogic.solver.solver import BudgetSpentError


@lru_cache(maxsize=65536)
def decide(question: Question, rlimit: int | None = None) -> Decision:
    """Return every distinct violation, the publisher's conditions, and the duties."""
    rules = Rules(question, rlimit)
    try:
        violations = tuple(_distinct(rules.violations()))
        return Decision(violations, rules.requirements(), tuple(rules.duties()))
    except BudgetSpentError:
        return Decision((), spent=True)


@lru_cache(maxsize=65536)
def breaks(question: Question, rlimit: int | None = None) -> Violation | None:
    """Return a violation, or None; its scenario is left out.  Raises `BudgetSpentError`."""
    return next(Rules(question, rlimit, quick=True).violations(), None)


def _distinct(violations: Iterable[Violation]) -> list[Violation]:
    """Drop violations that repeat another, and those that take more facts to show the same."""
    found: dict[object, Violation] = {}
    shown: dict[object, list[frozenset[str]]] = {}
    for violation in violations:
        key = (*_matter(violation), violation.kind)
        if key not in found or len(violation.scenario) < len(found[key].scenario):
            found[key] = violation
        shown.setdefault(_place(violation), []).append(_facts(violation))
    return [
        violation
        for violation in found.values()
        if not any(fewer < _facts(violation) for fewer in shown[_place(violation)])
    ]


def _matter(violation: Violation) -> tuple[object, ...]:
    """Return what a violation is about: rule, clauses and sides; without a clause, the act."""
    other = violation.other.license.id if violation.other else ""
    cites = tuple((c.license, c.cite) for c in violation.clauses)
    act = "" if cites else violation.act
    return (violation.rule, cites, violation.side.license.id, violation.side.material, other, act)


def _place(violation: Violation) -> tuple[object, ...]:
    """Return the same with the status, and for rules 1 and 6, where acts are given, the act."""
    act = violation.act if violation.rule in ("1", "6") else ""
    return (*_matter(violation), violation.status, act)


def _facts(violation: Violation) -> frozenset[str]:
    return frozenset(name for name, _ in violation.scenario)
