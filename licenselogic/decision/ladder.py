"""Whether any outbound licence could work, and if none: a minimal set of upstream clauses why not.

The ladder of docs/semantics.md, "Two bounds".  The best that can be offered are licences that the
ancestors name, together with one written for the purpose, which grants what every ancestor allows
and imposes nothing.  So each choice of named licences is tried with that one beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from itertools import chain, product

from licenselogic.base.diagnostics import UsageError
from licenselogic.decision.question import Ancestor, Question, Violation
from licenselogic.decision.rules import Item, Rules
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import always
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import (
    MATERIAL,
    Clause,
    Freedom,
    License,
    Norm,
    Permission,
    Relicense,
    ShareAlike,
    TextRef,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View, view
from licenselogic.solver.solver import BudgetSpentError, Formula

MAX_LABELS = 256
"""Choices of named licences that are tried before the answer is left open."""

_ALL = frozenset({"use", "reproduce", "modify", "distribute"})


def any_works(question: Question, library: Library, rlimit: int | None = None) -> bool:
    """Tell whether some licence, known or written for the purpose, or several at once, would do.

    Raises `BudgetSpentError`, also where there are too many licences to choose from.
    """
    return not clash(question, question, library, rlimit)


def clash(
    question: Question, original: Question, library: Library, rlimit: int | None = None
) -> bool:
    """Tell whether every choice of licences fails.

    `original` is the question before limits of clauses were lifted (`lift`).
    """
    return all(_failures(question, original, library, rlimit))


def _failures(
    question: Question,
    original: Question,
    library: Library,
    rlimit: int | None,
    quick: bool = True,
) -> Iterator[Violation | None]:
    """Yield why each choice of licences fails, or None for one that works."""
    for label in _labels(question, library):
        found = _failure(replace(question, outbound=label), original, rlimit, quick)
        yield found
        if found is not None and found.rule in ("1", "6"):
            return


# Labels -----------------------------------------------------------------------------------------


def _labels(question: Question, library: Library) -> Iterator[frozenset[License]]:
    """Yield sets of licences to offer the work under: one of those that a norm names, or none.

    One for each norm does as well as any more, for more licences grant less and impose more.
    """
    named = dict.fromkeys(norm.licenses for _, norm in _naming(question))
    choices = ([None, *_known(names, library)] for names in named)
    seen: set[frozenset[License]] = set()
    for chosen in product(*choices):
        label = frozenset(k for k in chosen if k is not None) | {written()}
        if label not in seen:
            if len(seen) == MAX_LABELS:
                raise BudgetSpentError("too many licences to choose from")
            seen.add(label)
            yield label


def _naming(question: Question) -> Iterator[tuple[Clause, ShareAlike | Relicense]]:
    """Yield the norms of the ancestors that name licences to offer the work under."""
    if question.publish == "internal":
        return
    for ancestor in _sorted(question):
        statuses = {standing.status for standing in ancestor.standings}
        for clause, norm in view(ancestor.license, question.true).norms:
            if isinstance(norm, ShareAlike | Relicense) and norm.subjects & statuses:
                yield clause, norm


def _sorted(question: Question) -> list[Ancestor]:
    return sorted(question.ancestors, key=lambda a: (a.license.id, a.material))


def _known(names: Iterable[str], library: Library) -> Iterator[License]:
    for name in sorted(names):
        try:
            yield library[name]
        except UsageError:
            continue


@cache
def written() -> License:
    """Return what stands for a licence written for the purpose; `_Label` knows its limits."""
    statuses = frozenset(vocabulary().statuses)
    grant = Permission(guard=always(), subjects=statuses, condition=TRUE, acts=_ALL)
    name = "a licence written for the purpose"
    return License(
        id=name,
        title=name,
        family="",
        covers=frozenset({"any"}),
        text=TextRef(""),
        binds={},
        counts=(),
        clauses=(Clause(name, "1", "What every ancestor allows.", (grant,)),),
    )


class _Label(Rules):
    """The rules for named licences together with one written for the purpose.

    It grants what every ancestor allows, so that rules 2 and 5 can only fail where ancestors keep
    more free: they are asked of that.  What the `original` licences allowed and imposed, before
    limits were lifted, is what they keep free and tolerate, so that to lift more breaks no more.
    """

    def __init__(
        self, question: Question, original: Question, rlimit: int | None, quick: bool
    ) -> None:
        super().__init__(question, rlimit, quick)
        licenses = (ancestor.license for ancestor in original.ancestors)
        self.originals = {license.id: view(license, question.true) for license in licenses}

    @cached_property
    def keeping(self) -> list[Item]:
        """The items that keep something free, or the licences that take their place."""
        items = chain.from_iterable(self.heirs(item) or [item] for item in self.items)
        return [item for item in items if any(self.freedoms(item))]

    def granted(self, thing: str) -> Formula:
        """Return that some ancestor keeps the act on `thing` free."""
        keeping = self.keeping if thing != "output" else []
        kept = [self.kept_free(item, self.status_of(item, thing)) for item in keeping]
        return self.solver.encoder.some(kept)

    def kept_free(self, item: Item, status: str) -> Formula:
        """Return that an ancestor allowed the act."""
        return self.solver.encoder.allowed(self.original(item.view), status)

    def original(self, seen: View) -> View:
        """Return a licence as it was before limits were lifted."""
        return self.originals.get(seen.license.id, seen)

    def imposed(self, seen: View) -> frozenset[str]:
        """Return every kind of term that a licence imposed."""
        return super().imposed(self.original(seen))


@lru_cache(maxsize=65536)
def _failure(
    question: Question, original: Question, rlimit: int | None, quick: bool
) -> Violation | None:
    return next(_Label(question, original, rlimit, quick).violations(), None)


# Cores ------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def core(
    question: Question, library: Library, rlimit: int | None = None
) -> tuple[Clause, ...] | None:
    """Return a minimal set of upstream clauses that clash under every licence, or None.

    Minimal: when the limits of any one clause are lifted, some licence works.  Raises
    `BudgetSpentError`.
    """
    if not clash(question, question, library, rlimit):
        return None
    question = _fewest_ancestors(question, library, rlimit)
    kept = _suspects(question, library, rlimit)
    if not clash(lift(question, kept), question, library, rlimit):
        kept = _clauses(question)
    for clause in kept:
        fewer = [c for c in kept if c != clause]
        if clash(lift(question, fewer), question, library, rlimit):
            kept = fewer
    return tuple(kept)


def _fewest_ancestors(question: Question, library: Library, rlimit: int | None) -> Question:
    for ancestor in _sorted(question):
        fewer = replace(question, ancestors=question.ancestors - {ancestor})
        if clash(fewer, fewer, library, rlimit):
            question = fewer
    return question


def _suspects(question: Question, library: Library, rlimit: int | None) -> list[Clause]:
    """Return the upstream clauses that the choices run into: those that bind them, then others."""
    binding = [
        clause
        for clause in _clauses(question)
        if any(isinstance(norm, ShareAlike | Freedom) for norm in clause.norms)
    ]
    failures = _failures(question, question, library, rlimit, quick=False)
    found = [clause for failure in failures if failure for clause in failure.clauses]
    upstream = {ancestor.license.id for ancestor in question.ancestors}
    return [c for c in dict.fromkeys([*binding, *found]) if c.license in upstream]


def _clauses(question: Question) -> list[Clause]:
    return list(dict.fromkeys(c for a in _sorted(question) for c in a.license.clauses))


def lift(question: Question, kept: Iterable[Clause]) -> Question:
    """Return `question` with the limits of all upstream clauses but `kept` lifted."""
    places = frozenset((clause.license, clause.cite) for clause in kept)
    ancestors = (
        replace(ancestor, license=_only(ancestor.license, places))
        for ancestor in question.ancestors
    )
    return replace(question, ancestors=frozenset(ancestors))


@lru_cache(maxsize=1024)
def _only(license: License, kept: frozenset[tuple[str, str]]) -> License:
    clauses = (
        c if (c.license, c.cite) in kept else replace(c, norms=tuple(_lifted(c)))
        for c in license.clauses
    )
    return replace(license, clauses=tuple(clauses))


def _lifted(clause: Clause) -> Iterator[Norm]:
    """Yield what is left of a clause without its limits.

    If it grants anything, it grants everything, and lifts what it lifted; the licences that it
    names may take the place of this one.
    """
    grants = [norm for norm in clause.norms if isinstance(norm, Permission)]
    if grants:
        lifts = frozenset[str]().union(*(norm.notwithstanding for norm in grants))
        yield Permission(
            guard=always(), subjects=MATERIAL, acts=_ALL, condition=TRUE, notwithstanding=lifts
        )
    for norm in clause.norms:
        if isinstance(norm, Relicense):
            yield norm
        elif isinstance(norm, ShareAlike):
            yield Relicense(guard=norm.guard, subjects=norm.subjects, licenses=norm.licenses)
