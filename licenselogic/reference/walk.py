"""A lineage walked path by path: what each ancestor's licence makes of the work below.

Nothing is folded and nothing is shared between paths, so a lineage with many of them takes long.
docs/semantics.md, "Status along a path".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Work
from licenselogic.norms.assumptions import always, contains
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary

ROOTED = frozenset(
    {"finetune", "adapter", "quantized", "merge", "prune", "convert"}
    | {"copy", "extract", "incorporate"}
)
"""Relations over which a model is still of its upstream's line (rule 6)."""

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
    """Something that is done, or was done, with what is of this status under a licence."""

    license: License
    act: str
    status: str


@dataclass(frozen=True)
class Path:
    """The way from an ancestor down: at each step the work that is built upon, and the relation."""

    steps: tuple[tuple[Work, str], ...]

    @property
    def origin(self) -> Work:
        """The ancestor at which the path starts."""
        return self.steps[0][0]


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
    return "derivative"


def paths(lineage: Lineage, work: str) -> Iterator[Path]:
    """Yield every path from an ancestor to `work`."""
    for edge in lineage.upstream[work]:
        last = (lineage.works[edge.work], edge.by)
        yield Path((last,))
        for path in paths(lineage, edge.work):
            yield Path((*path.steps, last))


def follow(license: License, path: Path, valuation: int) -> tuple[frozenset[Act], Bound | None]:
    """Return the acts that the path took under a licence of its origin, and where it ends.

    An act counts whatever becomes of the material further down.  None: nothing of it is left.
    """
    acts: set[Act] = set()
    status = start(license, path.origin.type, valuation)
    for work, relation in path.steps:
        if status != "independent":
            acts.update(Act(license, act, status) for act in vocabulary().relations[relation].acts)
        status = step(license, status, relation, work.type, valuation)
    if status == "independent":
        return frozenset(acts), None
    return frozenset(acts), Bound(license, status, whole(path), path.origin.type)


def whole(path: Path) -> bool:
    """Tell whether the material stands whole and separable where the path ends."""
    telling = [by for _, by in path.steps if by in APART | SEALING]
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


def lifted(lineage: Lineage, ancestor: str, target: str) -> bool:
    """Tell whether an ancestor is the publisher's own, whom its own licence does not bind."""
    owner = lineage.works[target].owner
    return owner is not None and owner == lineage.works[ancestor].owner
