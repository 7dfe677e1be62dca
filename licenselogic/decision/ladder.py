"""Whether any outbound licence could work, and if none: a minimal set of upstream clauses why not.

The ladder of docs/semantics.md, "Two bounds".  The best that can be offered are licences that the
ancestors name, together with one written for the purpose, which grants what every ancestor allows
and imposes nothing.  So each choice of named licences is tried with that one beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from licenselogic.base.diagnostics import UsageError
from licenselogic.decision.engine import Engine
from licenselogic.decision.own import OwnRules, written
from licenselogic.decision.question import Ancestor, Question, Rule, Violation
from licenselogic.decision.rules import Depth
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
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.solver.solver import BudgetSpentError

MAX_LABELS = 256
"""Choices of named licences that are tried before the answer is left open."""

MAX_TRIED = 128
"""Sets of clauses that are tried for a minimal one before none is told."""


@dataclass(frozen=True)
class Ladder:
    """The upstream side of one question: what could be offered at all."""

    engine: Engine
    question: Question

    def any_works(self) -> bool:
        """Tell whether some licence, known or written for the purpose, or several, would do.

        Raises `BudgetSpentError`, also where there are too many licences to choose from.
        """
        return not self.clash(self.question)

    def core(self) -> tuple[Clause, ...] | None:
        """Return a minimal set of upstream clauses that clash under every licence, or None.

        Minimal: when the limits of any one clause are lifted, some licence works.  Raises
        `BudgetSpentError`.
        """
        if not self.clash(self.question):
            return None
        fewest = self._fewest_ancestors()
        kept = fewest._suspects()
        if not fewest.clash(lift(fewest.question, kept)):
            kept = fewest._clauses()
        return tuple(fewest._needed(kept))

    def _needed(self, kept: list[Clause]) -> list[Clause]:
        """Return what is left of clauses when each without which they still clash is dropped.

        The first ones are dropped first.  To lift more breaks no more, so whole stretches are tried
        at once, twice as long each time, and half as long where one of them is needed.  Raises
        `BudgetSpentError` where that takes more than `MAX_TRIED` questions.
        """
        needed, stretch, tried = 0, 1, 0
        while needed < len(kept):
            if (tried := tried + 1) > MAX_TRIED:
                raise BudgetSpentError("too many clauses clash")
            fewer = kept[:needed] + kept[needed + stretch :]
            if self.clash(lift(self.question, fewer)):
                kept, stretch = fewer, 2 * stretch
            elif stretch > 1:
                stretch //= 2
            else:
                needed += 1
        return kept

    def clash(self, lifted: Question) -> bool:
        """Tell whether every choice of licences fails when limits of clauses are `lifted`."""
        return all(self._failures(lifted, Depth.STATUS))

    def _failures(self, lifted: Question, depth: Depth) -> Iterator[Violation | None]:
        """Yield why each choice of licences fails, or None for one that works."""
        for label in self._labels(lifted):
            found = self._failure(replace(lifted, outbound=label), depth)
            yield found
            if found is not None and found.rule in (Rule.MAKING, Rule.EXCLUSIVITY):
                return

    def _failure(self, labelled: Question, depth: Depth) -> Violation | None:
        """Return the first violation of one choice; without clauses at depth `STATUS`."""
        key = ("ladder", labelled, self.question, depth)
        (found,) = self.engine.answers.get_or(key, lambda: (self._first(labelled, depth),))
        violation: Violation | None = found
        return violation

    def _first(self, labelled: Question, depth: Depth) -> Violation | None:
        look = self.engine.look
        setting = self.engine.setting(labelled)
        originals = {
            a.license.id: look(a.license, self.question.readings) for a in self.question.ancestors
        }
        return next(OwnRules(setting, depth, originals).violations(), None)

    # Labels

    def _labels(self, question: Question) -> Iterator[frozenset[License]]:
        """Yield sets of licences to offer the work under: one of those that a norm names, or none.

        One for each norm does as well as any more, for more licences grant less and impose more.
        Licences that a licensor joins are tried together, for so they are one offer, and by
        themselves too: a licence beside them would be held against each of them.
        """
        named = dict.fromkeys(norm.licenses for _, norm in self._naming(question))
        choices = [[frozenset[License](), *self._each(names)] for names in named]
        for joined in sorted(map(sorted, question.joined)):
            choices.append([frozenset(), frozenset(self._known(joined))])
        seen: set[frozenset[License]] = set()
        for chosen in product(*choices):
            together = frozenset[License]().union(*chosen)
            alone = [together] if question.joined and together else []
            for label in (together | {written()}, *alone):
                if label not in seen:
                    if len(seen) == MAX_LABELS:
                        raise BudgetSpentError("too many licences to choose from")
                    seen.add(label)
                    yield label

    def _naming(self, question: Question) -> Iterator[tuple[Clause, ShareAlike | Relicense]]:
        """Yield the norms of the ancestors that name licences to offer the work under."""
        if question.publish == "internal":
            return
        for ancestor in _sorted(question):
            statuses = {standing.status for standing in ancestor.standings}
            for clause, norm in self.engine.look(ancestor.license, question.readings).norms:
                if isinstance(norm, ShareAlike | Relicense) and norm.subjects & statuses:
                    yield clause, norm

    def _each(self, names: Iterable[str]) -> Iterator[frozenset[License]]:
        return (frozenset({license}) for license in self._known(names))

    def _known(self, names: Iterable[str]) -> Iterator[License]:
        for name in sorted(names):
            try:
                yield self.engine.library[name]
            except UsageError:
                continue

    # Cores

    def _fewest_ancestors(self) -> "Ladder":
        """Return the ladder of no more ancestors than it takes to clash."""
        question = self.question
        for ancestor in _sorted(question):
            fewer = replace(question, ancestors=question.ancestors - {ancestor})
            if Ladder(self.engine, fewer).clash(fewer):
                question = fewer
        return Ladder(self.engine, question)

    def _suspects(self) -> list[Clause]:
        """Return the clauses that the choices run into: those that bind them, then others."""
        binding = [
            clause
            for clause in self._clauses()
            if any(isinstance(norm, ShareAlike | Freedom) for norm in clause.norms)
        ]
        failures = self._failures(self.question, Depth.CLAUSES)
        found = [clause for failure in failures if failure for clause in failure.clauses]
        upstream = {ancestor.license.id for ancestor in self.question.ancestors}
        return [c for c in dict.fromkeys([*binding, *found]) if c.license in upstream]

    def _clauses(self) -> list[Clause]:
        return list(dict.fromkeys(c for a in _sorted(self.question) for c in a.license.clauses))


def _sorted(question: Question) -> list[Ancestor]:
    return sorted(question.ancestors, key=lambda a: (a.license.id, a.material))


def lift(question: Question, kept: Iterable[Clause]) -> Question:
    """Return `question` with the limits of all upstream clauses but `kept` lifted."""
    places = frozenset((clause.license, clause.cite) for clause in kept)
    ancestors = (
        replace(ancestor, license=_only(ancestor.license, places))
        for ancestor in question.ancestors
    )
    return replace(question, ancestors=frozenset(ancestors))


def _only(license: License, kept: frozenset[tuple[str, str]]) -> License:
    first = next((c for c in license.clauses if any(map(_grants, c.norms))), None)
    clauses = []
    for clause in license.clauses:
        if (clause.license, clause.cite) not in kept:
            norms = tuple(_lifted(clause))
            clause = replace(clause, norms=norms + (_withheld(license) if clause is first else ()))
        clauses.append(clause)
    return replace(license, clauses=tuple(clauses))


def _lifted(clause: Clause) -> Iterator[Norm]:
    """Yield what is left of a clause without its limits.

    What it grants it grants without conditions; the licences that it names may take the place of
    this one.
    """
    for norm in clause.norms:
        if isinstance(norm, Permission):
            yield replace(norm, guard=always(), condition=TRUE)
        elif isinstance(norm, Relicense):
            yield norm
        elif isinstance(norm, ShareAlike):
            yield Relicense(guard=norm.guard, subjects=norm.subjects, licenses=norm.licenses)


def _grants(norm: Norm) -> bool:
    """Tell whether a norm permits something that is compared."""
    compared = vocabulary().compared_acts
    return isinstance(norm, Permission) and not norm.acts.isdisjoint(compared)


@lru_cache(maxsize=10_000)
def _withheld(license: License) -> tuple[Norm, ...]:
    """Return permissions of all that no clause of a licence grants on the material.

    That is a limit too: it belongs to the first clause that grants anything.
    """
    covers, found = vocabulary().acts.covers, []
    for status in sorted(MATERIAL):
        granted = [
            wide
            for _, norm in license.norms
            if isinstance(norm, Permission) and status in norm.subjects
            for wide in norm.acts
        ]
        acts = frozenset(
            act
            for act in vocabulary().compared_acts
            if not any(covers(wide, act) for wide in granted)
        )
        if acts:
            subjects = frozenset({status})
            found.append(Permission(guard=always(), subjects=subjects, condition=TRUE, acts=acts))
    return tuple(found)
