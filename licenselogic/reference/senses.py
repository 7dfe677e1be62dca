"""A lineage as this judge takes it: what works are, and every sense that an edge may have.

Nothing that a work is called helps against what was done with it.  docs/semantics.md, "Types and
relations".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.walk import APART, ROOTED

MAKES_MODELS = frozenset(
    {"finetune", "adapter", "quantized", "merge", "prune", "distill", "trained_on"}
)
"""Relations that lead to a model, whatever it is called."""

OF_MODELS = frozenset({"finetune", "adapter", "quantized", "merge", "prune", "distill"})
"""Relations that start from a model."""

SAME = frozenset({"copy", "convert"})
"""Relations whose result is what the upstream is."""


DOUBTFUL = frozenset({("depends_on", "model", "model"), ("depends_on", "software", "software")})
"""Relations that need not have the second sense, with the types of both ends."""


def understood(lineage: Lineage, doubts: bool = True) -> Lineage:
    """Return the lineage with the types that its works have in truth, each edge in every sense.

    Without `doubts`, edges that need not have a second sense have none.
    """
    models = {name for name, work in lineage.works.items() if work.type == "model"}
    edges = [
        (edge.work, edge.by, name) for name in lineage.works for edge in lineage.upstream[name]
    ]
    for above, by, below in edges:
        models |= {below} if by in MAKES_MODELS else set()
        models |= {above} if by in OF_MODELS or _speaks(lineage, above, by) else set()
    while more := {
        one
        for above, by, below in edges
        for one, other in ((above, below), (below, above))
        if by in SAME and other in models and one not in models
    }:
        models |= more
    works = {
        name: replace(work, type="model") if name in models else work
        for name, work in lineage.works.items()
    }
    upstream: dict[str, tuple[Edge, ...]] = {}
    for name in works:
        every: dict[Edge, None] = {}
        for edge in lineage.upstream[name]:
            for known in (lineage.works, works):
                ends = (known[edge.work].type, known[name].type)
                plain = not doubts and (edge.by, *ends) in DOUBTFUL
                for by in [edge.by] if plain else senses(edge.by, *ends):
                    every[Edge(edge.work, by)] = None
        upstream[name] = tuple(every)
    for name, work in works.items():
        if work.publish in ("internal", "service") and work.type == "software":
            upstream[name] = tuple(dict.fromkeys((*upstream[name], *needs(name, works, upstream))))
    return Lineage(works, upstream)


def needs(
    name: str, works: Mapping[str, Work], upstream: Mapping[str, tuple[Edge, ...]]
) -> Iterator[Edge]:
    """Yield what a program and the programs inside it need when they run."""
    for edge in upstream[name]:
        if edge.by == "depends_on":
            yield edge
        elif edge.by in APART | ROOTED and works[edge.work].type == "software":
            yield from needs(edge.work, works, upstream)


def _speaks(lineage: Lineage, above: str, by: str) -> bool:
    """Tell whether a dataset is said to generate something, as only models and programs do."""
    return by == "generated_by" and lineage.works[above].type == "dataset"


def senses(by: str, above: str, below: str) -> list[str]:
    """Return what a relation may mean between works of these types."""
    relation = vocabulary().relations[by]
    if by in SAME:
        return [by]
    if (not relation.upstream or above in relation.upstream) and (
        not relation.into or below in relation.into
    ):
        return [by]
    return [by, relation.also.get(f"{above}-{below}") or relation.unsuited]
