"""Whether any outbound licence could work, and if none: a minimal set of upstream clauses why not.

The ladder of docs/semantics.md, "Two bounds".  A licence written for the purpose works if no rule
that speaks of the ancestors alone fails and no share-alike norm names the licences to choose from;
otherwise each licence that an ancestor names is tried.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from licenselogic.assumptions import always
from licenselogic.decide import breaks, first_break
from licenselogic.deontic import (
    MATERIAL,
    TRUE,
    Clause,
    License,
    Norm,
    Permission,
    Relicense,
    ShareAlike,
)
from licenselogic.diagnostics import UsageError
from licenselogic.library import Library
from licenselogic.question import Ancestor, Question, Violation


def any_works(question: Question, library: Library, rlimit: int | None = None) -> bool:
    """Tell whether some licence, known or written for the purpose, is compatible.

    Raises `BudgetSpentError`.
    """
    return any(found is None for found in _attempts(question, library, rlimit))


_Ask = Callable[[Question, int | None], Violation | None]


def _attempts(
    question: Question, library: Library, rlimit: int | None, ask: _Ask = breaks
) -> Iterator[Violation | None]:
    """Yield, for each outbound licence worth trying, why it fails, or None."""
    custom = ask(replace(question, outbound=None), rlimit)
    bound = _share_alikes(question)
    if custom is not None or not bound:
        yield custom
    if custom is not None and custom.rule in ("1", "6", "7"):
        return
    for name in sorted(_named(question)):
        try:
            offered = library[name]
        except UsageError:
            continue
        yield ask(replace(question, outbound=frozenset({offered})), rlimit)


def _share_alikes(question: Question) -> list[Clause]:
    return [
        clause
        for ancestor in sorted(question.ancestors, key=lambda a: a.license.id)
        for clause, norm in ancestor.license.norms
        if isinstance(norm, ShareAlike) and _speaks(norm, ancestor)
    ]


def _named(question: Question) -> set[str]:
    return {
        name
        for ancestor in question.ancestors
        for _, norm in ancestor.license.norms
        if isinstance(norm, ShareAlike | Relicense) and _speaks(norm, ancestor)
        for name in norm.licenses
    }


def _speaks(norm: Norm, ancestor: Ancestor) -> bool:
    return any(standing.status in norm.subjects for standing in ancestor.standings)


@lru_cache(maxsize=4096)
def core(
    question: Question, library: Library, rlimit: int | None = None
) -> tuple[Clause, ...] | None:
    """Return a minimal set of upstream clauses that clash under every licence, or None.

    Minimal: when the limits of any one clause are lifted, some licence works.  Raises
    `BudgetSpentError`.
    """
    if any_works(question, library, rlimit):
        return None
    question = _fewest_ancestors(question, library, rlimit)
    suspects = _suspects(question, library, rlimit)
    others = [c for c in _clauses(question) if c not in suspects]
    if any_works(_lift(question, others), library, rlimit):
        suspects, others = _clauses(question), []
    kept = []
    for clause in suspects:
        if any_works(_lift(question, [*others, clause]), library, rlimit):
            kept.append(clause)
        else:
            others.append(clause)
    return tuple(kept)


def _fewest_ancestors(question: Question, library: Library, rlimit: int | None) -> Question:
    for ancestor in sorted(question.ancestors, key=lambda a: (a.license.id, a.material)):
        fewer = replace(question, ancestors=question.ancestors - {ancestor})
        if not any_works(fewer, library, rlimit):
            question = fewer
    return question


def _suspects(question: Question, library: Library, rlimit: int | None) -> list[Clause]:
    """Return the upstream clauses that the attempts run into, in order of appearance."""
    upstream = {ancestor.license.id for ancestor in question.ancestors}
    found = [c for v in _attempts(question, library, rlimit, first_break) if v for c in v.clauses]
    named = [c for c in [*_share_alikes(question), *found] if c.license in upstream]
    return list(dict.fromkeys(named))


def _clauses(question: Question) -> list[Clause]:
    ancestors = sorted(question.ancestors, key=lambda a: (a.license.id, a.material))
    return list(dict.fromkeys(c for a in ancestors for c in a.license.clauses))


def _lift(question: Question, clauses: Iterable[Clause]) -> Question:
    lifted = frozenset((c.license, c.cite) for c in clauses)
    ancestors = frozenset(
        replace(a, license=without(a.license, lifted)) for a in question.ancestors
    )
    return replace(question, ancestors=ancestors)


@lru_cache(maxsize=1024)
def without(license: License, lifted: frozenset[tuple[str, str]]) -> License:
    """Return `license` with the limits of some clauses lifted.

    A lifted clause that grants anything grants everything; one that does not says nothing.
    """
    clauses = tuple(
        replace(c, norms=_generous(c)) if (c.license, c.cite) in lifted else c
        for c in license.clauses
    )
    return replace(license, clauses=clauses)


def _generous(clause: Clause) -> tuple[Norm, ...]:
    if not any(isinstance(norm, Permission) for norm in clause.norms):
        return ()
    acts = frozenset({"use", "reproduce", "modify", "distribute"})
    return (Permission(guard=always(), subjects=MATERIAL, condition=TRUE, acts=acts),)
