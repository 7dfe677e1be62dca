"""Check every work of a lineage under its own licence: where breaches start, and what clears them.

A breach is inherited where a work right above has it already: the same clauses of the same source.
A work is corrected by the cheapest repair, and works below that repeat its label take the new one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from licenselogic.base.codes import Code, Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.decision.engine import Engine
from licenselogic.decision.paths import Paths
from licenselogic.decision.question import Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Work
from licenselogic.norms.assumptions import select, valuation
from licenselogic.repair.costs import Prices
from licenselogic.repair.repair import mended
from licenselogic.repair.repairs import Repair
from licenselogic.repair.survey import Breach, Correction, Survey, Surveyed
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.explain import MAX_SOURCES, Refs, reasons
from licenselogic.verdict.granted import Grants
from licenselogic.verdict.words import message

MAX_CORRECTED = 20
"""Works whose correction is looked for: the first ones, and of one work the nearest."""

AT_THE_WORK: Prices = {"permission": None, "publish": None, "relabel": None, "discharge": 1}
"""What corrects a work: changes to the work itself, which is still published."""

Key = tuple[Code, tuple[tuple[str, str], ...], str, str, str]
"""What a breach is: its kind, clauses, licence, act, and the work that the licence comes from."""


@no_collection()
def check_all(
    lineage: Lineage,
    work_id: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Survey:
    """Return the own verdicts of a work and its ancestors; of all works where `work_id` is None.

    Each work is judged under the licence that it declares, as its owner publishes it.  Arguments
    and errors are those of `check`.
    """
    engine = engine_for(lineage, None, rlimit, licenses)
    asking = _Surveying(engine, lineage, select(profile, assumptions))
    names = lineage.order(work_id) if work_id is not None else _all(lineage)
    works = tuple(map(asking.surveyed, names))
    return Survey(
        works,
        tuple(asking.corrections(works)),
        profile,
        __version__,
        engine.library.digest,
    )


def _all(lineage: Lineage) -> list[str]:
    """Return every work after all of its upstream."""
    found: dict[str, None] = {}
    for name in reversed(list(lineage.works)):
        if name not in found:
            found.update(dict.fromkeys(lineage.order(name)))
    return list(found)


@dataclass(frozen=True)
class _State:
    """A lineage, with the breaches of its works."""

    engine: Engine
    lineage: Lineage
    readings: frozenset[str]

    @cached_property
    def grants(self) -> Grants:
        """The licences under which the ancestors of each work were taken."""
        return Grants(self.lineage, self.engine.library)

    @cached_property
    def _folds(self) -> dict[int, Paths]:
        return {}

    def paths(self, name: str) -> Paths:
        """Return the paths of the lineage as a work sees it; it is folded once for equal days."""
        granted = self.grants.seen_from(name)
        if id(granted) not in self._folds:  # `grants` keeps every lineage, so ids stay apart
            self._folds[id(granted)] = Paths(self.engine.fold(granted))
        return self._folds[id(granted)]

    @cached_property
    def _found(self) -> dict[str, dict[Key, Violation]]:
        return {}

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return {}

    def asked(self, name: str) -> Asked:
        """Ask of a work whether it may be offered as it is."""
        if name not in self._asked:
            self._asked[name] = self._ask(name)
        return self._asked[name]

    def _ask(self, name: str) -> Asked:
        license = self.lineage.works[name].license
        fold = self.paths(name).fold
        signed = signature(fold, name, license, self.readings)
        return Asked(self.engine, fold, name, signed, Depth.CLAUSES)

    def breaches(self, name: str) -> Mapping[Key, Violation]:
        """Return what is broken by a work, once for each source of the licence that is broken."""
        if name not in self._found:
            self._found[name] = dict(self._breaches(self.asked(name)))
        return self._found[name]

    def _breaches(self, asked: Asked) -> Iterator[tuple[Key, Violation]]:
        if asked.status is not Status.INCOMPATIBLE:
            return
        for violation in asked.answer.decision.violations:
            cites = tuple((clause.license, clause.cite) for clause in violation.clauses)
            act = "" if cites else violation.act
            number = valuation(self.readings)
            paths = self.paths(asked.target).of(asked.target, violation.side, number, asked.here)
            for path, _ in paths[:MAX_SOURCES]:
                key = (violation.kind, cites, violation.side.license, act, path[0])
                yield key, violation


@dataclass(frozen=True)
class _Surveying(_State):
    """A lineage on its way to a survey."""

    @cached_property
    def _corrected(self) -> dict[str, tuple[Repair, _State] | None]:
        return {}

    def surveyed(self, name: str) -> Surveyed:
        """Return the own verdict of a work."""
        asked = self.asked(name)
        self.sources(name)
        return Surveyed(
            name,
            asked.signature.outbound,
            asked.status,
            tuple(self.told(name)),
            reasons(asked),
            tuple(sorted(k.id for k in asked.licenses() if k.review != "checked")),
        )

    @cached_property
    def _begins(self) -> dict[str, dict[Key, str]]:
        return {}

    def begins(self, name: str) -> Mapping[Key, str]:
        """Return the work in which each breach of a work starts; works above were asked before."""
        if name not in self._begins:
            above = [self._begins[edge.work] for edge in self.lineage.upstream[name]]
            self._begins[name] = {
                key: next((found[key] for found in above if key in found), name)
                for key in self.breaches(name)
            }
        return self._begins[name]

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        return {}

    def sources(self, name: str) -> tuple[str, ...]:
        """Return a work and its ancestors in which some breach starts, upstream first."""
        if name not in self._sources:
            above = chain.from_iterable(self._sources[e.work] for e in self.lineage.upstream[name])
            own = [name] if name in self.begins(name).values() else []
            self._sources[name] = tuple(dict.fromkeys([*above, *own]))
        return self._sources[name]

    def told(self, name: str) -> Iterator[Breach]:
        """Yield the breaches of a work, with where they start and what clears them."""
        refs, begins = Refs(self.engine.library), self.begins(name)
        likely = dict.fromkeys([*self.sources(name)[-MAX_CORRECTED:], name])
        for key, violation in self.breaches(name).items():
            yield Breach(
                violation.kind,
                refs.of(violation.clauses),
                key[-1],
                message(violation, name),
                begins=begins[key],
                cleared_by=next((one for one in likely if self.clears(one, name, key)), ""),
            )

    def clears(self, corrected: str, name: str, key: Key) -> bool:
        """Tell whether the correction of one work clears a breach of another, or of itself."""
        found = self.corrected(corrected)
        return found is not None and key not in found[1].breaches(name)

    def corrected(self, name: str) -> tuple[Repair, _State] | None:
        """Return what corrects a work, and the lineage then; None where nothing is found."""
        if name not in self._corrected:
            full = len(self._corrected) >= MAX_CORRECTED
            self._corrected[name] = None if full else self._correct(name)
        return self._corrected[name]

    def _correct(self, name: str) -> tuple[Repair, _State] | None:
        asked = replace(self.asked(name), depth=Depth.STATUS)
        found = mended(asked, AT_THE_WORK, limit=1).repairs
        if not found:
            return None
        repair = found[0]
        old, new = self.lineage.works[name].license, repair.lineage.works[name].license
        works = self._stated(asked.lineage, repair.lineage)
        for below in self.below(name) if old != new else ():
            if works[below].license == old:
                works[below] = replace(works[below], license=new)
        lineage = replace(repair.lineage, works=works)
        return repair, _State(self.engine, lineage, self.readings)

    def _stated(self, judged: Lineage, repaired: Lineage) -> dict[str, Work]:
        """Return the works of a repaired lineage, with all that is stated of those left alone."""
        ours, before = self.lineage.works, judged.works
        return {
            name: ours[name] if work == before.get(name) else work
            for name, work in repaired.works.items()
        }

    def below(self, name: str) -> Iterator[str]:
        """Yield the works that a work went into, at any distance."""
        seen, waiting = {name}, [name]
        while waiting:
            fresh = [one for one in self._children.get(waiting.pop(), ()) if one not in seen]
            seen.update(fresh)
            waiting += fresh
            yield from fresh

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, edges in self.lineage.upstream.items():
            for edge in edges:
                found.setdefault(edge.work, []).append(name)
        return found

    def corrections(self, works: tuple[Surveyed, ...]) -> Iterator[Correction]:
        """Yield the corrections that clear something, in the order of the works."""
        clearing = {breach.cleared_by for one in works for breach in one.breaches}
        for name in (one.work for one in works if one.work in clearing):
            found = self.corrected(name)
            if found is not None:
                repair, after = found
                broken = (one.work for one in works if one.breaches)
                clears = tuple(work for work in broken if not after.breaches(work))
                yield Correction(name, repair.changes, clears)
