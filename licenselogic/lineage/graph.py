"""Works and how they were made from each other: a directed graph without circles.

`Lineage.from_dict` and `load_lineage` read what people write and report every mistake at once;
`Lineage.of` builds a lineage in Python.  Edges point from a work to its upstream, in the order in
which the author gave them; `Lineage.graph` is the same for networkx, from upstream to downstream.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import listed, quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.markup import table
from licenselogic.base.schemas import read_schema
from licenselogic.base.source import Source
from licenselogic.lineage import plain, written
from licenselogic.lineage.facts import check_facts, check_publish
from licenselogic.lineage.problems import (
    circles,
    circular,
    duplicate,
    edge_problems,
    error_of,
    noticed,
    similar,
)
from licenselogic.lineage.work import Edge, Finding, Work

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, repr=False)
class Lineage:
    """Works by id, their upstream by id (every id has an entry), and findings about the input.

    Never changed in place.  Two works may be connected by several relations.
    """

    works: Mapping[str, Work]
    upstream: Mapping[str, tuple[Edge, ...]]
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        works: Iterable[Work],
        upstream: Mapping[str, Iterable[Edge]] | None = None,
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
        problems += edge_problems(found, {**(upstream or {}), **edges})
        problems += [circular(circle) for circle in circles(edges)]
        if problems:
            raise error_of(problems)
        return cls(found, edges, (*findings, *noticed(found, edges)))

    @classmethod
    @no_collection()
    def from_dict(cls, data: Mapping[str, Any], source: Source | None = None) -> "Lineage":
        """Return the lineage that `data` describes, in the shape of a lineage file.

        `source` is the text that the values were read from, for lines and columns.  Raises
        `LineageError` with every mistake, each naming the place and the works.
        """
        content = plain.read(data)
        if content.problems:
            raise plain.error_in(content, source)
        return cls.of_content(content)

    @classmethod
    def of_content(cls, content: plain.Content) -> "Lineage":
        """Return the lineage that a file without mistakes holds."""
        return cls(content.works, content.upstream, tuple(noticed(content.works, content.upstream)))

    def to_dict(self) -> dict[str, Any]:
        """Return the lineage in the shape of a lineage file, ready for JSON; without findings."""
        return written.dump(self.works, self.upstream)

    def __repr__(self) -> str:
        """Return how many works there are, with the first ids."""
        return f"<Lineage of {len(self.works):,} works: {listed(self.works)}>"

    def _repr_html_(self) -> str:
        """Return the works for notebooks, with what they were made from."""
        rows = [
            (name, work.type, work.license or "none declared", _made_from(self.upstream[name]))
            for name, work in self.works.items()
        ]
        return table(("work", "type", "licence", "made from"), rows)

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


def _made_from(edges: tuple[Edge, ...]) -> str:
    more = f" and {len(edges) - 5:,} more" if len(edges) > 5 else ""
    return ", ".join(f"{edge.work} ({edge.by})" for edge in edges[:5]) + more


def lineage_schema() -> dict[str, Any]:
    """Return the JSON Schema of lineage files."""
    return read_schema("lineage")
