"""Nodes of the graph to a lineage: the works that others are made from, and those asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from licenselogic.audit.linking import NAMELESS
from licenselogic.audit.store import Store
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work


@dataclass(frozen=True, slots=True)
class Node:
    """A work of the graph."""

    dataset: bool
    id: str
    license: str | None
    kind: int

    @property
    def name(self) -> str:
        """The name of the work in a lineage: datasets as in their address on the Hub."""
        return f"datasets/{self.id}" if self.dataset and not self.id.startswith("<") else self.id


@dataclass(frozen=True)
class Hub:
    """Nodes by number, and for each what it was made from, as numbers with relations."""

    nodes: Mapping[int, Node]
    above: Mapping[int, tuple[tuple[int, str], ...]]
    _edges: dict[tuple[int, str], Edge] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store, wanted: str) -> "Hub":
        """Return the nodes that a query wants, with everything that is right above them."""
        rows = store.rows(f"SELECT n, p, how FROM edge WHERE n IN ({wanted}) ORDER BY n, p, how")
        above: dict[int, list[tuple[int, str]]] = {}
        for n, p, how in rows:
            above.setdefault(n, []).append((p, how))
        store.put("near", {"n": "BIGINT"}, [(p,) for p in {p for _, p, _ in rows}])
        found = store.rows(f"""
            SELECT n, dataset, id, license, kind FROM node
            WHERE n IN ({wanted}) OR n IN (SELECT n FROM near)""")
        store.run("DROP TABLE near")
        nodes = {n: Node(*rest) for n, *rest in found}
        return cls(nodes, {n: tuple(edges) for n, edges in above.items()})

    def with_(self, store: Store, wanted: str) -> "Hub":
        """Return the nodes that a query wants, with everything above them, which is here."""
        near = Hub.read(store, wanted)
        nodes, above = dict[int, Node](), dict[int, tuple[tuple[int, str], ...]]()
        waiting = list(near.nodes)
        while waiting:
            n = waiting.pop()
            if n in nodes:
                continue
            nodes[n] = self.nodes.get(n) or near.nodes[n]
            edges = self.above.get(n) or near.above.get(n)
            if edges:
                above[n] = edges
                waiting += [p for p, _ in edges]
        return Hub(nodes, above)

    def lineage(self) -> Lineage:
        """Return the lineage of all nodes."""
        works = {}
        for node in self.nodes.values():
            type = "dataset" if node.dataset else "model"
            works[node.name] = Work(node.name, type, node.license)
        upstream: dict[str, tuple[Edge, ...]] = dict.fromkeys(works, ())
        for n, edges in self.above.items():
            upstream[self.nodes[n].name] = tuple(self.edge(p, how) for p, how in edges)
        return Lineage(works, upstream)

    def edge(self, p: int, how: str) -> Edge:
        """Return an edge to a node; equal ones are one object."""
        found = self._edges.get((p, how))
        if found is None:
            found = self._edges[p, how] = Edge(self.nodes[p].name, how)
        return found

    def order(self) -> Iterable[int]:
        """Return the numbers of all nodes, upstream first."""
        done: dict[int, None] = {}
        for start in self.nodes:
            waiting = [(start, False)] if start not in done else []
            while waiting:
                n, complete = waiting.pop()
                if complete:
                    done[n] = None
                elif n not in done:
                    waiting.append((n, True))
                    waiting += [(p, False) for p, _ in self.above.get(n, ()) if p not in done]
        return done


INNER = f"SELECT DISTINCT p FROM edge JOIN node ON node.n = p WHERE kind <> {NAMELESS}"
"""The works that others are made from; of an upstream without a name there is nothing to know."""
