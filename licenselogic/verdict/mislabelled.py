"""Ancestors with a false label: they break the licence of their own upstream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licenselogic.base.codes import Status
from licenselogic.decision.answer import answer, status
from licenselogic.decision.owners import Standpoint
from licenselogic.decision.question import Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.verdict.asked import Asked


@dataclass(frozen=True, slots=True)
class Mislabelled:
    """An ancestor that breaks the licence of its own upstream: how, and whose licence it is."""

    work: str
    label: str
    violation: Violation
    source: str


def mislabelled(asked: Asked) -> Iterator[Mislabelled]:
    """Yield the ancestors that break the licence of their own upstream, the nearest first."""
    names = reversed(asked.order[:-1])
    for name, here, violation in breaking(asked, names):
        source = asked.paths_of.nearest(name, violation.side, asked.valuation, here)
        yield Mislabelled(name, asked.expression(name).text, violation, source)


def breaking(asked: Asked, names: Iterable[str]) -> Iterator[tuple[str, Standpoint, Violation]]:
    """Yield which of some ancestors break the licence of their own upstream, from where seen."""
    fold, known = asked.fold, dict[object, Violation | None]()
    for name in names:
        work = asked.lineage.works[name]
        if work.license is None or asked.lifted(name):
            continue
        own = fold.owners.standpoint(name)
        here = Standpoint(own.lifted | asked.here.lifted, own.publisher)
        key = _key(asked, name, here)
        if key not in known:
            known[key] = _broken(asked, name, work.license, here)
        broken = known[key]
        if broken is not None:
            yield name, here, broken


def _key(asked: Asked, name: str, here: Standpoint) -> object:
    """Return all that the answer about an ancestor depends on."""
    fold, work = asked.fold, asked.lineage.works[name]
    situation = fold.situation(name, here)
    if situation is None:
        situation = (id(fold.arrival(name, here)), fold.bases(name, here))
    return (situation, work.license, fold.types[name], work.publish, work.facts)


def _broken(asked: Asked, name: str, label: str, here: Standpoint) -> Violation | None:
    """Return the first licence that an ancestor breaks, but for those that `here` lifts."""
    if not asked.fold.arrival(name, here).reached:
        return None
    labelled = signature(asked.fold, name, label, asked.readings, here)
    if status(asked.engine, labelled) is not Status.INCOMPATIBLE:
        return None
    violations = answer(asked.engine, labelled, Depth.CLAUSES).decision.violations
    return violations[0] if violations else None
