"""One work of a lineage, asked about: all that the verdict room wants of the decision, no words.

Everything is found when it is first wanted, so that a caller who needs little pays little.  Nothing
here folds the lineage again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, islice
from typing import TypeVar

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.decision.answer import (
    Flips,
    answer,
    every_reading,
    question,
    sensitivity,
    status,
)
from licenselogic.decision.engine import Engine
from licenselogic.decision.fold import Fold
from licenselogic.decision.ladder import Ladder
from licenselogic.decision.owners import Standpoint
from licenselogic.decision.paths import Path, Paths
from licenselogic.decision.question import Side
from licenselogic.decision.rules import Depth
from licenselogic.decision.settling import Answer
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.expressions import Expression
from licenselogic.library.terms import Term
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding, Work
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import Clause, FlowDown, License, ShareAlike
from licenselogic.solver.solver import BudgetSpentError
from licenselogic.verdict.granted import as_granted

T = TypeVar("T")

MAX_SUGGESTED = 4
"""Upstream licences that are tried as outbound licences."""

MAX_JOINED = 8
"""Upstream licences that are tried side by side as one label."""


@dataclass(frozen=True, eq=False)
class Asked:
    """May the work `target` be offered?  `depth` says how much is to be found out."""

    engine: Engine
    fold: Fold
    target: str
    signature: Signature
    depth: Depth

    @classmethod
    def of(
        cls,
        engine: Engine,
        lineage: Lineage,
        target: str,
        license: str | None,
        readings: frozenset[str],
        depth: Depth = Depth.SCENARIOS,
    ) -> "Asked":
        """Ask whether a work may be offered under `license`; None stands for its own licence.

        Raises `ExpressionError`, and `UsageError` for a licence that permits nothing.
        """
        engine.trim()
        fold = engine.fold(as_granted(lineage, engine.library, target))
        offered = license if license is not None else lineage.works[target].license
        empty = permits_nothing(engine, offered, readings) if offered is not None else ""
        if empty:
            message = f"`{empty}` permits nothing, so no work can be offered under it"
            raise UsageError(Diagnostic(Code.NO_PERMISSION, message))
        return cls(engine, fold, target, signature(fold, target, offered, readings), depth)

    @cached_property
    def answer(self) -> Answer:
        """The answer; without scenarios where `depth` does not reach to them."""
        return answer(self.engine, self.signature, self.depth)

    @property
    def lineage(self) -> Lineage:
        """The lineage that the work is part of."""
        return self.fold.lineage

    @property
    def work(self) -> Work:
        """The work that is asked about."""
        return self.lineage.works[self.target]

    @property
    def status(self) -> Status:
        """May the work be offered?"""
        return self.answer.status

    @cached_property
    def readings(self) -> frozenset[str]:
        """The assumptions that hold."""
        return frozenset(self.signature.readings)

    @cached_property
    def valuation(self) -> int:
        """The number of the valuation in which these assumptions hold."""
        return valuation(self.readings)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The work and its ancestors, upstream first."""
        return tuple(self.lineage.order(self.target))

    def findings(self) -> Iterator[Finding]:
        """Yield the findings about the input that concern the work or its ancestors."""
        reached = set(self.order)
        for finding in self.lineage.findings:
            if not finding.works or reached & set(finding.works):
                yield finding

    # Where licences come from

    @cached_property
    def here(self) -> Standpoint:
        """The standpoint of the publisher."""
        return self.fold.owners.standpoint(self.target)

    @cached_property
    def paths_of(self) -> Paths:
        """The paths of the lineage."""
        return Paths(self.fold)

    def paths(self, side: Side) -> list[Path]:
        """Return the shortest paths from the sources of a licence, the nearest first."""
        return self.paths_of.of(self.target, side, self.valuation, self.here)

    def under(self, side: Side) -> tuple[str, ...]:
        """Return all works under a licence through which it reaches the work, nearest first."""
        return self.paths_of.under(self.target, side, self.valuation, self.here)

    def nearest(self, side: Side) -> str:
        """Return the source through which a licence reaches the work."""
        found = self.paths_of.nearest(self.target, side, self.valuation, self.here)
        return found or self.target

    def maker(self, side: Side) -> str:
        """Return the work that an act on the way led to."""
        return self.paths_of.maker(self.target, side, self.valuation, self.here)

    @cached_property
    def bound(self) -> frozenset[str]:
        """The ancestors whose licences bind the work on some way down."""
        owners = self.fold.owners
        return frozenset(self.order) if owners.are_lone else owners.bound(self.target, self.here)

    def lifted(self, name: str) -> bool:
        """Tell whether a later work of the same owner stands for a work on every way down."""
        return name != self.target and name not in self.bound

    # Licences and terms in play

    @cached_property
    def outbound(self) -> Expression | None:
        """The expression that the work is offered under."""
        text = self.signature.outbound
        return None if text is None else self.engine.expressions.parse(text)

    def expression(self, name: str) -> Expression:
        """Return the expression of a work: of the target, the one that is asked about."""
        if name == self.target and self.outbound is not None:
            return self.outbound
        return self.engine.expressions.parse(self.lineage.works[name].license)

    def upstream_terms(self) -> Iterator[tuple[str, Term]]:
        """Yield every term of an ancestor whose licence binds, with the ancestor."""
        for name in self.order:
            if name != self.target and not self.lifted(name):
                for term in chain.from_iterable(self.expression(name).alternatives):
                    yield name, term

    def licenses(self) -> frozenset[License]:
        """Return the licences that reach the work, and those that it may be offered under."""
        found = {self.engine.library[key.license] for key, _ in self.signature.reached}
        terms = chain.from_iterable(self.outbound.alternatives if self.outbound else ())
        return frozenset(found.union(*map(self.engine.expressions.licenses, terms)))

    def copyleft(self) -> Iterator[tuple[str, tuple[Clause, ...]]]:
        """Yield the licences of which share-alike or flow-down clauses speak of the work."""
        told = set()
        for key, reach in self.signature.reached:
            statuses = {s.status for s in self.fold.transitions.at(reach, self.valuation).standings}
            view = self.engine.look(self.engine.library[key.license], self.readings)
            clauses = dict.fromkeys(
                clause
                for clause, norm in view.norms
                if isinstance(norm, ShareAlike | FlowDown) and norm.subjects & statuses
            )
            if clauses and key.license not in told:
                told.add(key.license)
                yield key.license, tuple(clauses)

    # Other licences and readings

    def _kept(self, what: str, find: Callable[[], T]) -> T:
        """Return what is found once for equal signatures."""
        found: T = self.engine.answers.get_or((what, self.signature), find)
        return found

    @cached_property
    def _ladder(self) -> Ladder | None:
        """The ladder of the upstream side; None where that leaves a choice."""
        asked = question(self.engine, self.signature)
        return None if asked is None else Ladder(self.engine, asked)

    @cached_property
    def core(self) -> tuple[Clause, ...] | None:
        """A minimal set of upstream clauses that clash under every licence, or None."""
        return self._kept("core", self._core)

    def _core(self) -> tuple[Clause, ...] | None:
        if self.status is not Status.INCOMPATIBLE or self._ladder is None:
            return None
        try:
            return self._ladder.core()
        except BudgetSpentError:
            return None

    @cached_property
    def custom_possible(self) -> bool | None:
        """Whether some licence could work; None where that is not decided."""
        return self._kept("custom", self._custom_possible)

    def _custom_possible(self) -> bool | None:
        if self.status is Status.COMPATIBLE:
            return True
        if self._ladder is None:
            return None
        try:
            works = self._ladder.any_works()
        except BudgetSpentError:
            return None
        return None if works and self.signature.unknown else works

    @cached_property
    def sensitivity(self) -> Flips:
        """The smallest changes of assumptions that give another status."""
        return self._kept("flips", lambda: sensitivity(self.engine, self.signature))

    def _suggestions(self) -> tuple[str, ...]:
        if self.status is not Status.INCOMPATIBLE or self.signature.publish == "internal":
            return ()
        reached = sorted({key.license for key, _ in self.signature.reached})
        upstream = reached[:MAX_SUGGESTED]
        ours = self.outbound
        plain = ours is not None and len(ours.alternatives) == 1
        beside = [f"{ours.text} AND {n}" for n in upstream if ours and plain and n != ours.text]
        alone = tuple(text for text in (*upstream, *beside) if self.would_work(text))
        return alone or tuple(islice(filter(self.would_work, _joined(reached)), 1))

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """Expressions that would do; labels side by side are spelt as upstream works spell them."""
        return tuple(
            " AND ".join(self.labels.get(license, license) for license in text.split(" AND "))
            if " AND " in text
            else text
            for text in self._kept("suggestions", self._suggestions)
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """By licence, the name of it that an upstream work declares, if that is another word."""
        found: dict[str, str] = {}
        works = self.lineage.works
        upstream = (name for name in self.order if name != self.target and not self.lifted(name))
        for label in dict.fromkeys(works[name].license or "" for name in upstream):
            if len(label.split()) != 1 or not label.isprintable():
                continue
            for term in chain.from_iterable(self.engine.expressions.parse(label).alternatives):
                if term.kind == "license" and label.casefold() != term.name.casefold():
                    found.setdefault(term.name, label)
        return found

    def would_work(self, text: str) -> bool:
        """Tell whether the work may be offered under another expression."""
        if permits_nothing(self.engine, text, self.readings):
            return False
        other = replace(self.signature, outbound=self.engine.expressions.parse(text).text)
        return status(self.engine, other) is Status.COMPATIBLE

    def every_reading(self) -> Mapping[frozenset[str], Status]:
        """Return the status under every valuation of the assumptions that matter."""
        return every_reading(self.engine, self.signature)


def _joined(upstream: Sequence[str]) -> Iterator[str]:
    """Yield upstream labels side by side, the fewest first; of very many, none."""
    few = upstream[:MAX_SUGGESTED]
    for size in range(2, len(few) + 1):
        yield from map(" AND ".join, combinations(few, size))
    if len(few) < len(upstream) <= MAX_JOINED:
        yield " AND ".join(upstream)


def permits_nothing(engine: Engine, outbound: str, readings: frozenset[str]) -> str:
    """Return the licences of an alternative that permits nothing, or the empty text.

    Nothing that is upstream could forbid more: such an expression would suit everything.
    """
    for terms in engine.expressions.parse(outbound).alternatives:
        bound = [k for t in terms if t.kind == "license" for k in engine.expressions.licenses(t)]
        if bound and not engine.offers(bound, readings):
            return " AND ".join(license.id for license in bound)
    return ""
