"""Works and how they were made from each other: a directed graph without circles.

`Lineage.from_dict` and `load_lineage` read what people write and report every mistake at once;
`Lineage.of` builds a lineage in Python.  Edges point from a work to its upstream, in the order in
which the author gave them; `Lineage.graph` is the same for networkx, from upstream to downstream.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.base.source import Source
from licenselogic.norms.vocabulary import vocabulary

if TYPE_CHECKING:
    import networkx

TYPES = ("model", "dataset", "software")
"""The types of work."""

MAX_SHOWN = 8
"""How many ids of a circle are shown."""

MAX_PROBLEMS = 20
"""How many mistakes one error spells out; the rest are counted."""

MAX_COMPARED = 2_000
"""With more works than this, no spelling is suggested: finding one would take seconds."""

_OWNER = re.compile(r"(?:datasets/)?([A-Za-z0-9][\w.\-]*)/")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to check duties against: file names, the text of the card, the name.

    `files` and `text` are empty, and `name` is None, where nothing was given.
    """

    files: tuple[str, ...] = ()
    text: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A model, dataset or software, and what its publisher states of it.

    `license` is a licence expression, None if undeclared; `owner` is by default the part of the id
    before the slash; `facts` are facts of the vocabulary about the publisher, sorted by name.
    """

    id: str
    type: str = "model"
    license: str | None = None
    publish: str = "share"
    owner: str | None = None
    license_since: date | None = None
    evidence: Evidence | None = None
    facts: tuple[tuple[str, object], ...] = ()

    def __post_init__(self) -> None:
        if self.owner is None:
            object.__setattr__(self, "owner", default_owner(self.id))


def default_owner(identifier: str) -> str | None:
    """Return the part of an id before the slash, or None for ids of another form.

    `datasets/` before the owner, as in addresses of the Hub, is passed over.  Paths, such as
    `./out` and `/models/x`, have no owner.
    """
    match = _OWNER.match(identifier)
    return match.group(1) if match and match.group(1) != "datasets" else None


@dataclass(frozen=True, slots=True)
class Upstream:
    """An edge: made from `work` by the relation `by`, which may have been inferred."""

    work: str
    by: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader should know about the input, and the works that it is about."""

    code: Code
    message: str
    works: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """Works by id, their upstream by id (every id has an entry), and findings about the input.

    Never changed in place.  Two works may be connected by several relations.
    """

    works: Mapping[str, Work]
    upstream: Mapping[str, tuple[Upstream, ...]]
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        works: Iterable[Work],
        upstream: Mapping[str, Iterable[Upstream]] | None = None,
        findings: Iterable[Finding] = (),
    ) -> "Lineage":
        """Return the lineage of these works.

        Raises `LineageError` for an id used twice, an upstream that is not among the works, an
        unknown relation, and for works that derive from each other in a circle.
        """
        found: dict[str, Work] = {}
        problems = []
        for work in works:
            if work.id in found:
                problems.append(duplicate(work.id))
            found[work.id] = work
        edges = {name: tuple(dict.fromkeys((upstream or {}).get(name, ()))) for name in found}
        problems += _edge_problems(found, {**(upstream or {}), **edges})
        problems += [circular(circle) for circle in circles(edges)]
        if problems:
            raise error_of(problems)
        return cls(found, edges, (*findings, *noticed(found, edges)))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Lineage":
        """Return the lineage that `data` describes, in the shape of a lineage file.

        Raises `LineageError` with every mistake, each naming the place and the works.
        """
        from licenselogic.lineage.plain import parse

        return parse(data)

    def to_dict(self) -> dict[str, Any]:
        """Return the lineage in the shape of a lineage file, ready for JSON; without findings."""
        from licenselogic.lineage.plain import dump

        return dump(self)

    @cached_property
    def graph(self) -> "networkx.DiGraph[str]":
        """The graph, edges from upstream to downstream; `relations` is a tuple of names."""
        import networkx

        relations: dict[tuple[str, str], tuple[str, ...]] = {}
        for name, edges in self.upstream.items():
            for edge in edges:
                pair = (edge.work, name)
                relations[pair] = (*relations.get(pair, ()), edge.by)
        graph: networkx.DiGraph[str] = networkx.DiGraph()
        graph.add_nodes_from(self.works)
        graph.add_edges_from((u, v, {"relations": r}) for (u, v), r in relations.items())
        return graph

    def order(self, work_id: str) -> tuple[str, ...]:
        """Return the work and its ancestors, every work after all of its upstream.

        Takes time in proportion to the works and edges returned, however many paths there are.
        """
        self._require(work_id)
        done: dict[str, None] = {}
        waiting = [(work_id, False)]
        while waiting:
            name, complete = waiting.pop()
            if complete:
                done[name] = None
            elif name not in done:
                waiting.append((name, True))
                above = dict.fromkeys(edge.work for edge in self.upstream[name])
                waiting += [(work, False) for work in reversed(above)]
        return tuple(done)

    def ancestors(self, work_id: str) -> frozenset[str]:
        """Return the ids of all works that `work_id` was made from, at any distance."""
        return frozenset(self.order(work_id)[:-1])

    def target(self, work_id: str | None = None) -> str:
        """Return `work_id` if there is such a work; for None, the only work without descendants.

        Raises `LineageError` for an unknown id, and where several works have no descendants.
        """
        if work_id is not None:
            self._require(work_id)
            return work_id
        parents = {edge.work for edges in self.upstream.values() for edge in edges}
        last = [name for name in self.works if name not in parents]
        if len(last) != 1:
            message = f"{len(last):,} works have no descendants: {listed(last)}"
            raise LineageError(Diagnostic(Code.AMBIGUOUS_TARGET, message, help="name one of them"))
        return last[0]

    def with_license(self, work_id: str, license: str | None) -> "Lineage":
        """Return the lineage with another licence on one work."""
        return self._replace(work_id, license=license)

    def with_publish(self, work_id: str, publish: str) -> "Lineage":
        """Return the lineage with one work published in another way."""
        return self.with_work(work_id, publish=publish)

    def with_work(
        self,
        work_id: str,
        *,
        publish: str | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> "Lineage":
        """Return the lineage with another publication of one work, and with more facts about it.

        Raises `LineageError` for an unknown work, publication or fact, and for facts that cannot
        both hold.
        """
        from licenselogic.lineage.facts import check_facts, check_publish

        self._require(work_id)
        work = self.works[work_id]
        chosen = check_publish(publish) if publish else work.publish
        merged = check_facts({**dict(work.facts), **(facts or {})}, chosen)
        return self._replace(work_id, publish=chosen, facts=merged)

    def _replace(self, work_id: str, **changes: Any) -> "Lineage":
        self._require(work_id)
        changed = replace(self.works[work_id], **changes)
        return replace(self, works={**self.works, work_id: changed})

    def _require(self, work_id: str) -> None:
        if work_id not in self.works:
            message = f"no work is called {quoted(work_id)}"
            help = similar(work_id, self.works) or f"there are {listed(self.works)}"
            raise LineageError(Diagnostic(Code.UNKNOWN_WORK, message, help=help))


def lineage_schema() -> dict[str, Any]:
    """Return the JSON Schema of lineage files."""
    from licenselogic.base.schemas import read_schema

    return read_schema("lineage")


def usual_type(covers: Collection[str]) -> str:
    """Return the type of works for which licences are used that were written for `covers`."""
    if "model" in covers:
        return "model"
    return "dataset" if covers and not {"software", "any"} & set(covers) else "software"


# Problems ---------------------------------------------------------------------------------------


def error_of(problems: Sequence[Diagnostic], source: Source | None = None) -> LineageError:
    """Return the error that tells of `problems`, spelling out the first ones."""
    shown = list(problems[:MAX_PROBLEMS])
    more = len(problems) - len(shown)
    if more:
        shown.append(Diagnostic(problems[MAX_PROBLEMS].code, f"and {more:,} more mistakes"))
    return LineageError(*shown, source=source)


def similar(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest id, or '' if none is near."""
    names = list(known)
    return did_you_mean(word, names) if len(names) <= MAX_COMPARED and len(word) < 200 else ""


def duplicate(name: str) -> Diagnostic:
    """Return the diagnostic for an id that two works have."""
    return Diagnostic(Code.DUPLICATE_WORK, f"two works are called {quoted(name)}")


def dangling(name: str, below: str, known: Iterable[str]) -> Diagnostic:
    """Return the diagnostic for an upstream that is not described."""
    message = f"{quoted(below)} was made from {quoted(name)}, which is not among the works"
    return Diagnostic(Code.DANGLING_WORK, message, help=similar(name, known))


def circular(circle: Sequence[str]) -> Diagnostic:
    """Return the diagnostic for works that derive from each other in a circle."""
    if len(circle) == 1:
        return Diagnostic(Code.CYCLE, f"{quoted(circle[0])} names itself as its upstream")
    shown = [quoted(name) for name in circle[:MAX_SHOWN]]
    more = len(circle) - len(shown)
    tail = [f"{more:,} more"] if more else []
    message = " <- ".join([*shown, *tail, shown[0]])
    return Diagnostic(Code.CYCLE, f"works derive from each other in a circle: {message}")


def circles(upstream: Mapping[str, Iterable[Upstream]]) -> list[list[str]]:
    """Return one circle for each group of works that derive from each other, downstream first.

    Works that name themselves are circles of one.
    """
    parents = {name: [edge.work for edge in edges] for name, edges in upstream.items()}
    if not _has_circle(parents):
        return []
    import networkx

    pairs = ((name, p) for name, above in parents.items() for p in above if p != name)
    graph: networkx.DiGraph[str] = networkx.DiGraph(pairs)
    place = {name: position for position, name in enumerate(parents)}
    found = [[name] for name, above in parents.items() if name in above]
    for group in networkx.strongly_connected_components(graph):
        if len(group) > 1:
            start = min(group, key=place.__getitem__)
            found.append([edge[0] for edge in networkx.find_cycle(graph.subgraph(group), start)])
    return found


def _has_circle(parents: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether taking away works without parents, again and again, leaves some over."""
    waiting = {name: len(above) for name, above in parents.items()}
    children: dict[str, list[str]] = {}
    for name, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(name)
    free = [name for name, count in waiting.items() if not count]
    free += [parent for parent in children if parent not in waiting]
    done = 0
    while free:
        name = free.pop()
        done += name in waiting
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                free.append(child)
    return done < len(waiting)


_MADE_FROM = {
    **dict.fromkeys(
        ("finetune", "adapter", "quantized", "merge", "prune", "distill"), frozenset({"model"})
    ),
    "trained_on": frozenset({"dataset", "software"}),
    "generated_by": frozenset({"model", "software"}),
}
"""For relations that make sense with some types of upstream only: these."""


def noticed(works: Mapping[str, Work], upstream: Mapping[str, Iterable[Upstream]]) -> list[Finding]:
    """Return a finding for every relation that nobody stated, or that does not suit the works."""
    return [*_inferred(upstream), *_unsuited(works, upstream)]


def _unsuited(
    works: Mapping[str, Work], upstream: Mapping[str, Iterable[Upstream]]
) -> list[Finding]:
    found = []
    for name, edges in upstream.items():
        for edge in edges:
            material = works[edge.work].type
            if material not in _MADE_FROM.get(edge.by, TYPES):
                means = vocabulary().meaning("relations", edge.by)
                message = (
                    f"{quoted(name)} is said to be made from {quoted(edge.work)}, a {material}, by "
                    f"`{edge.by}` ({means}): another relation may give another verdict"
                )
                found.append(Finding(Code.RELATION_MISMATCH, message, (name, edge.work)))
    return found


def _inferred(upstream: Mapping[str, Iterable[Upstream]]) -> list[Finding]:
    return [
        Finding(
            Code.INFERRED_RELATION,
            f"{quoted(name)} does not say how it was made from {quoted(edge.work)}; "
            f"read as `{edge.by}`",
            (name, edge.work),
        )
        for name, edges in upstream.items()
        for edge in edges
        if edge.inferred
    ]


def _edge_problems(
    works: Mapping[str, Work], upstream: Mapping[str, Iterable[Upstream]]
) -> list[Diagnostic]:
    relations = vocabulary().relations
    problems = []
    for name, edges in upstream.items():
        if name not in works:
            message = f"edges are given for {quoted(name)}, which is not among the works"
            problems.append(Diagnostic(Code.DANGLING_WORK, message))
        for edge in edges:
            if edge.work not in works:
                compared = works if len(problems) < MAX_PROBLEMS else ()
                problems.append(dangling(edge.work, name, compared))
            if edge.by not in relations:
                problems.append(unknown_relation(edge.by))
    return problems


def unknown_relation(word: str) -> Diagnostic:
    """Return the diagnostic for a word that is not a relation."""
    relations = vocabulary().relations
    help = did_you_mean(word[:100], relations) or _by_meaning(word)
    return Diagnostic(Code.UNKNOWN_WORD, f"no relation is called {quoted(word)}", help=help)


def _by_meaning(word: str) -> str:
    """Return the relation in whose definition `word` stands (`lora`, `link`), else all of them."""
    relations = vocabulary().relations
    for name in relations if len(word) > 2 else ():
        means = vocabulary().meaning("relations", name)
        if word.casefold() in means.casefold():
            return f"did you mean `{name}` ({means})?"
    return f"one of: {', '.join(relations)}"
