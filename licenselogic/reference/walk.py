"""A lineage walked path by path: what each ancestor's licence makes of the work below.

Nothing is folded and nothing is shared between paths, so a lineage with many of them takes long.
docs/semantics.md, "Status along a path".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Work
from licenselogic.norms.assumptions import always, contains, holds
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary

ROOTED = frozenset(
    {"finetune", "adapter", "quantized", "merge", "prune", "convert"}
    | {"copy", "extract", "incorporate"}
)
"""Relations over which a model is still of its upstream's line (rule 6)."""

OUTSIDE = frozenset({"depends_on", "made_with"})
"""Relations over which nothing of the upstream comes into the work."""

APART = frozenset({"combine", "embed"})
"""Relations that keep the upstream work whole and separable."""

SEALING = frozenset({"incorporate", "merge", "finetune"})
"""Relations after which no part is separable any more."""


@dataclass(frozen=True)
class Bound:
    """A licence that reaches the published work, what that work is under it, and over which path.

    `separable` tells whether the material still stands whole inside; `origin` is the type of the
    ancestor that the licence comes from.
    """

    license: License
    status: str
    separable: bool
    origin: str


@dataclass(frozen=True)
class Act:
    """Something that was done, with what is of this status under a licence.

    It led to the work `maker`; `about` are the models that it is about, and `left` is what the
    published work is under the licence at the end of the path.
    """

    license: License
    act: str
    status: str
    maker: str
    about: frozenset[str]
    left: str


@dataclass(frozen=True)
class Path:
    """The way from an ancestor down to the published work: all works, and the relations between."""

    works: tuple[Work, ...]
    relations: tuple[str, ...]

    @property
    def origin(self) -> Work:
        """The ancestor at which the path starts."""
        return self.works[0]


def start(license: License, type: str, valuation: int) -> str:
    """Return what a work of this type is under its own licence."""
    return "work" if contains(license.binds.get(type, always()), valuation) else "independent"


def step(license: License, status: str, relation: str, type: str, valuation: int) -> str:
    """Return what a relation makes of a `status`, when the upstream work is of this type."""
    if status == "independent":
        return status
    for rule in license.counts:
        if (
            relation in rule.relations
            and (not rule.types or type in rule.types)
            and status in rule.sources
            and contains(rule.guard, valuation)
        ):
            return rule.result
    return "independent" if relation in OUTSIDE else "derivative"


def paths(lineage: Lineage, work: str) -> Iterator[Path]:
    """Yield every path from an ancestor to `work`."""
    for edge in lineage.upstream[work]:
        yield Path((lineage.works[edge.work], lineage.works[work]), (edge.by,))
        for path in paths(lineage, edge.work):
            works = (*path.works, lineage.works[work])
            yield Path(works, (*path.relations, edge.by))


def statuses(license: License, path: Path, valuation: int) -> list[str]:
    """Return what each work of a path is under a licence of its origin."""
    found = [start(license, path.origin.type, valuation)]
    for work, relation in zip(path.works, path.relations, strict=False):
        found.append(step(license, found[-1], relation, work.type, valuation))
    return found


def acts(license: License, path: Path, lineage: Lineage, valuation: int) -> Iterator[Act]:
    """Yield the acts that a path took under a licence of its origin.

    An act counts whatever becomes of the material further down.
    """
    held = statuses(license, path, valuation)
    for place, relation in enumerate(path.relations):
        above, below, status = path.works[place], path.works[place + 1], held[place]
        if status == "independent":
            continue
        mine = bases(lineage, below.id) if below.type == "model" else frozenset[str]()
        theirs = bases(lineage, above.id) if above.type == "model" else frozenset[str]()
        others = mine - theirs
        for act in (*vocabulary().relations[relation].acts, *run(below, relation)):
            yield Act(license, act, status, below.id, others or mine, held[-1])
        whole = "larger-work" in (status, held[place + 1])
        read = relation != "merge" or contains(holds("merge_improves_another"), valuation)
        if others and read and not whole and relation not in OUTSIDE:
            yield Act(license, "improve-other-models", status, below.id, others, held[-1])


def run(work: Work, relation: str) -> tuple[str, ...]:
    """Return what is done to the upstream by running a work that needs it, as it is published."""
    doing = {"internal": ("use",), "service": ("host",)}
    return doing.get(work.publish, ()) if relation == "depends_on" else ()


def matters(path: Path) -> bool:
    """Tell whether it matters at the end of a path what the terms of its origin are."""
    steps = zip(path.works[1:], path.relations, strict=True)
    return all(by not in OUTSIDE or run(work, by) for work, by in steps)


def end(license: License, path: Path, valuation: int) -> Bound | None:
    """Return what is left of a licence at the end of a path, None if nothing is."""
    status = statuses(license, path, valuation)[-1]
    if status == "independent":
        return None
    return Bound(license, status, whole(path), path.origin.type)


def whole(path: Path) -> bool:
    """Tell whether the material stands whole and separable where the path ends."""
    telling = [by for by in path.relations if by in APART | SEALING]
    return bool(telling) and telling[-1] in APART


def bases(lineage: Lineage, model: str) -> frozenset[str]:
    """Return the models at the root of the line of `model`: itself, if it is built on none."""
    built_on = {
        edge.work
        for edge in lineage.upstream[model]
        if edge.by in ROOTED and lineage.works[edge.work].type == "model"
    }
    if not built_on:
        return frozenset({model})
    return frozenset[str]().union(*(bases(lineage, work) for work in built_on))
