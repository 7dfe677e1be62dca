"""Every work of a lineage judged under its own label: what there is to colour a drawing with.

`check` answers for one work at length.  Here each work gets a status, and what it breaks; works in
the same situation share one answer, so that a family of thousands is judged in one pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licenselogic.base.codes import Code, Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.answer import answer
from licenselogic.decision.engine import Engine
from licenselogic.decision.fold import Fold
from licenselogic.decision.paths import Paths
from licenselogic.decision.question import Side
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select, valuation
from licenselogic.verdict.asked import Asked, permits_nothing
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.granted import Grants


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a work breaks under its label: why, by which clauses (licence and number)."""

    kind: Code
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A work under its own label: the status, and what it breaks, each rule and clause once.

    `sources` are the works from which the licences that are broken reach it, the nearest of each.
    """

    status: Status
    broken: tuple[Broken, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[Code, ...]:
        """Every kind of rule that is broken, once."""
        return tuple(dict.fromkeys(broken.kind for broken in self.broken))


@no_collection()
def judge_all(
    lineage: Lineage,
    works: Iterable[str] | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> dict[str, Judged]:
    """Return what `check` decides of each work under its own label; None stands for all works.

    Other arguments are those of `check`.  Raises `UsageError` for an unknown profile or assumption,
    and `ExpressionError` for a malformed label.
    """
    engine = engine_for(lineage, None, rlimit, licenses)
    engine.trim()
    readings = select(profile, assumptions)
    return _judged(engine, lineage, lineage.works if works is None else works, readings, {})


def judge_above(asked: Asked, lineage: Lineage) -> dict[str, Judged]:
    """Return what `judge_all` finds for what was asked about and its ancestors in `lineage`.

    A lineage that was folded to ask is not folded again.
    """
    family = _Family(asked.engine, asked.fold, asked.readings, asked.paths_of)
    known = {id(asked.lineage): family}
    return _judged(asked.engine, lineage, lineage.order(asked.target), asked.readings, known)


def _judged(
    engine: Engine,
    lineage: Lineage,
    works: Iterable[str],
    readings: frozenset[str],
    families: "dict[int, _Family]",
) -> dict[str, Judged]:
    """Return the judgements; `families` are by the identity of lineages that somebody keeps."""
    grants, found = Grants(lineage, engine.library), {}
    for name in works:
        granted = grants.seen_from(name)
        if id(granted) not in families:
            fold = engine.fold(granted)
            families[id(granted)] = _Family(engine, fold, readings, Paths(fold))
        found[name] = families[id(granted)].judged(name)
    return found


_Answer = tuple[Status, tuple[Broken, ...], tuple[Side, ...]]


class _Family:
    """The works of one folded lineage; answers are kept by what they depend on."""

    def __init__(self, engine: Engine, fold: Fold, readings: frozenset[str], paths: Paths) -> None:
        self.engine, self.fold, self.readings, self.paths = engine, fold, readings, paths
        self._answers: dict[object, _Answer] = {}

    def judged(self, name: str) -> Judged:
        key = self._key(name)
        if key not in self._answers:
            self._answers[key] = self._answer(name)
        status, broken, sides = self._answers[key]
        here, number = self.fold.owners.standpoint(name), valuation(self.readings)
        found = (self.paths.nearest(name, side, number, here) for side in sides)
        return Judged(status, broken, tuple(dict.fromkeys(filter(None, found))))

    def _key(self, name: str) -> object:
        """Return all that the answer about a work depends on."""
        fold, work = self.fold, self.fold.lineage.works[name]
        here = fold.owners.standpoint(name)
        situation = fold.situation(name, here)
        if situation is None:
            situation = name
        return (situation, work.license, fold.types[name], work.publish, work.facts)

    def _answer(self, name: str) -> _Answer:
        label = self.fold.lineage.works[name].license
        if label is not None and permits_nothing(self.engine, label, self.readings):
            return Status.UNKNOWN, (), ()
        asked = signature(self.fold, name, label, self.readings)
        found = answer(self.engine, asked, Depth.CLAUSES)
        if found.status is not Status.INCOMPATIBLE:
            return found.status, (), ()
        broken, sides = dict[Broken, None](), dict[Side, None]()
        for violation in found.decision.violations:
            clauses = tuple((clause.license, clause.cite) for clause in violation.clauses)
            broken[Broken(violation.kind, clauses)] = None
            sides[violation.side] = None
        return found.status, tuple(broken), tuple(sides)
