"""What works are and how they were made, whatever they are called.

What was done with a work says more than the type that it is given: models that are merged make a
model.  An edge that does not suit the types of its ends is read in every sense that it may have,
and so in the stricter one.  docs/semantics.md, "Types and relations".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge
from licenselogic.norms.vocabulary import vocabulary


def natures(lineage: Lineage) -> Mapping[str, str]:
    """Return what each work is: a model where a relation says so, else of the type stated."""
    types = {name: work.type for name, work in lineage.works.items()}
    found = {name for name, type in types.items() if type == "model"}
    found.update(_implied(lineage, types))
    _spread(found, lineage)
    return {**types, **dict.fromkeys(found, "model")}


def _implied(lineage: Lineage, types: Mapping[str, str]) -> Iterator[str]:
    """Yield the works that some relation leads to or starts from, and that must be models then."""
    relations = vocabulary().relations
    for name, edges in lineage.upstream.items():
        for edge in edges:
            relation = relations[edge.by]
            if relation.into == ("model",):
                yield name
            starts = relation.acts and relation.upstream[:1] == ("model",)
            if starts and (len(relation.upstream) == 1 or types[edge.work] == "dataset"):
                yield edge.work


def _spread(found: set[str], lineage: Lineage) -> None:
    """Add to `found` what is the same as a work in it."""
    relations = vocabulary().relations
    pairs = [
        (name, edge.work)
        for name, edges in lineage.upstream.items()
        for edge in edges
        if relations[edge.by].same
    ]
    if all((one in found) is (other in found) for one, other in pairs):
        return
    near: dict[str, list[str]] = {}
    for one, other in pairs:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    waiting = [name for name in near if name in found]
    while waiting:
        fresh = [name for name in near[waiting.pop()] if name not in found]
        found.update(fresh)
        waiting += fresh


def in_doubt(lineage: Lineage) -> bool:
    """Tell whether there are relations whose second sense, if they have one, is only possible."""
    relations = vocabulary().relations
    doubtful = {name for name, relation in relations.items() if relation.doubtful}
    return any(edge.by in doubtful for edges in lineage.upstream.values() for edge in edges)


def senses(
    lineage: Lineage, types: Mapping[str, str], doubts: bool = True
) -> Mapping[str, tuple[Edge, ...]]:
    """Return the edges to upstream works, each in every sense that it may have.

    The types stated and what the works are are both held against the relation.  Without `doubts`,
    senses that are only possible are left out.  What the parts of a program need when they run, the
    program needs too, where its publisher runs it.
    """
    relations = vocabulary().relations
    works = lineage.works
    found = dict(lineage.upstream)
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, edges in lineage.upstream.items():
        stated, meant = works[name].type, types[name]
        plain = True
        for edge in edges:
            key = (edge.by, works[edge.work].type, stated, types[edge.work], meant)
            if key not in known:
                relation = relations[edge.by]
                stated_as, meant_as = (key[1], key[2]), (key[3], key[4])
                read = (
                    *relation.reads(*stated_as, doubts),
                    *relation.reads(*meant_as, doubts),
                )
                known[key] = tuple(dict.fromkeys(read))
            plain = plain and len(known[key]) == 1
        if not plain:
            found[name] = tuple(
                dict.fromkeys(
                    replace(edge, by=by)
                    for edge in edges
                    for by in known[edge.by, works[edge.work].type, stated, types[edge.work], meant]
                )
            )
    needs = dict(_needs(lineage, types, found))
    return {**found, **needs} if needs else found


def _needs(
    lineage: Lineage, types: Mapping[str, str], upstream: Mapping[str, tuple[Edge, ...]]
) -> Iterator[tuple[str, tuple[Edge, ...]]]:
    """Yield each program that its publisher runs, with what its parts need beside its own edges."""
    relations, publications = vocabulary().relations, vocabulary().publications
    for name, work in lineage.works.items():
        if not publications[work.publish].run or types[name] != "software":
            continue
        edges, seen, waiting = dict.fromkeys(upstream[name]), {name}, [name]
        while waiting:
            for edge in upstream[waiting.pop()]:
                relation = relations[edge.by]
                if relation.runs:
                    edges[edge] = None
                inside = relation.base or relation.separable
                if inside and types[edge.work] == "software" and edge.work not in seen:
                    seen.add(edge.work)
                    waiting.append(edge.work)
        yield name, tuple(edges)
