"""Remedies at the size of a hub: the false labels whose correction puts the most works right.

A source is a work that breaks the licence of its own upstream, while nothing above it does.  Works
that were made from it often take its label over, and break the same licence.  So each source is
tried under the labels that would be right for it, with all that took its label over under the same
label, and what is decided then is what a single check of those works decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from licenselogic.audit.deciding import Decider
from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import LISTED
from licenselogic.audit.store import Store
from licenselogic.base.codes import Status
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.verdict.asked import Asked

MOST = 20
"""Sources that are told: those with the most works that took their label over."""

MOST_LABELS = 3
"""Labels that are tried for one source."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A source by number, and the works that took its label over: one of each sort, with how many.

    `below` are the numbers of all of them.
    """

    n: int
    sorts: Mapping[int, int]
    below: frozenset[int]


def find_repairs(
    store: Store, decider: Decider, hub: Hub, readings: frozenset[str]
) -> list[dict[str, Any]]:
    """Return the sources, those first whose correction puts the most works right.

    Each is given by `work`, its `license`, the `label` to use (None where no licence of its
    upstream would do), the number of `works` with its label, itself included, and how many of them
    are `cleared`.  `hub` are the works that others are made from.
    """
    _make_took(store)
    found = [_Repair(store, decider, hub, readings, one).told() for one in _sources(store)]
    for table in ("bad", "took"):
        store.run(f"DROP TABLE {table}")
    return sorted(found, key=lambda one: (-one["cleared"], -one["works"], one["work"]))


def _make_took(store: Store) -> None:
    """Make `took` (s, n): the works that took over the label of a source, each source too."""
    store.run("""
        CREATE OR REPLACE TABLE bad AS
        SELECT n, a, license, inherited FROM judged JOIN answer USING (a) JOIN node USING (n)
        WHERE status = 'incompatible' AND license IS NOT NULL AND NOT dataset""")
    store.run("""
        CREATE OR REPLACE TABLE took AS
        WITH RECURSIVE took AS (
            SELECT n AS s, n, license FROM bad WHERE NOT inherited
            UNION
            SELECT t.s, e.n, t.license FROM took t JOIN edge e ON e.p = t.n
            JOIN bad b ON b.n = e.n AND b.license = t.license)
        SELECT s, n FROM took""")


def _sources(store: Store) -> list[_Source]:
    listed = f"(SELECT n FROM node WHERE kind = {LISTED})"
    ranked = store.rows(f"""
        SELECT s FROM took WHERE n IN {listed}
        GROUP BY s ORDER BY count(*) DESC, s LIMIT {MOST}""")
    found = []
    for (s,) in ranked:
        rows = store.rows(
            f"""
            SELECT min(n), count(*) FILTER (n IN {listed}) FROM took JOIN judged USING (n)
            WHERE s = ? GROUP BY a""",
            s,
        )
        below = store.rows("SELECT n FROM took WHERE s = ?", s)
        found.append(_Source(s, dict(rows), frozenset(n for (n,) in below)))
    return found


@dataclass(frozen=True)
class _Repair:
    """One source on its way to the label that puts the most works right."""

    store: Store
    decider: Decider
    hub: Hub
    readings: frozenset[str]
    source: _Source

    def told(self) -> dict[str, Any]:
        """Return what is told of the source."""
        self.store.put("picked", {"n": "BIGINT"}, [(n,) for n in self.source.below])
        family = self.hub.with_(self.store, "SELECT n FROM picked")
        self.store.run("DROP TABLE picked")
        node = family.nodes[self.source.n]
        label, cleared = None, 0
        for other in self.labels(family):
            works = self.cleared(family, other)
            if works > cleared:
                label, cleared = other, works
        return {
            "work": node.name,
            "license": node.license,
            "label": label,
            "works": sum(self.source.sorts.values()),
            "cleared": cleared,
        }

    def labels(self, family: Hub) -> tuple[str, ...]:
        """Return the labels that would be right for the source itself."""
        node, engine = family.nodes[self.source.n], self.decider.engine
        fold = engine.fold(family.lineage())
        asked = signature(fold, node.name, node.license, self.readings)
        return Asked(engine, fold, node.name, asked, Depth.CLAUSES).suggestions[:MOST_LABELS]

    def cleared(self, family: Hub, label: str) -> int:
        """Return how many works are compatible once all with the false label have another."""
        nodes = {
            n: replace(node, license=label) if n in self.source.below else node
            for n, node in family.nodes.items()
        }
        engine = self.decider.engine
        relabelled = Hub(nodes, family.above)
        fold, works = engine.fold(relabelled.lineage()), 0
        for n, count in self.source.sorts.items():
            asked = engine.plain(signature(fold, nodes[n].name, label, self.readings))
            works += count * (self.decider.outcome(asked).status == Status.COMPATIBLE)
        return works
