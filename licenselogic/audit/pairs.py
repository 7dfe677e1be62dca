"""The paper's reading: each work against its direct parents, by the licences that both declare.

What is further up, who owns what, and what else went into a work plays no part.  Edges are counted,
not works.
"""

from typing import Any

from licenselogic.audit.deciding import COPYLEFT, PROLIFERATION, Decider
from licenselogic.audit.linking import LISTED
from licenselogic.audit.store import Store
from licenselogic.audit.summary import MARKED
from licenselogic.decision.signature import signature
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work

_ABOVE, _BELOW = "one/above", "another/below"


def count_pairs(store: Store, decider: Decider, readings: frozenset[str]) -> dict[str, Any]:
    """Return how many edges between models with declared licences trigger and break each kind."""
    rows = store.rows(f"""
        SELECT u.license, d.license, how, count(*) FROM edge e
        JOIN node d ON d.n = e.n JOIN node u ON u.n = e.p
        JOIN label a ON a.license = u.license AND a.declared
        JOIN label b ON b.license = d.license AND b.declared
        WHERE NOT d.dataset AND NOT u.dataset AND d.kind = {LISTED} GROUP BY ALL ORDER BY ALL""")
    kinds: dict[str, Any] = {}
    relations: dict[str, int] = {}
    for above, below, how, edges in rows:
        relations[how] = relations.get(how, 0) + edges
        triggers, marks = _judged(decider, above, below, how, readings)
        for kind in sorted((triggers | marks) & set(MARKED)):
            counts = kinds.setdefault(kind, {"triggered": 0, "violating": 0, "by_relation": {}})
            part = counts["by_relation"].setdefault(how, {"triggered": 0, "violating": 0})
            for one in (counts, part):
                one["triggered"] += edges
                one["violating"] += edges if kind in marks else 0
    return {
        "edges": sum(relations.values()),
        "relations": relations,
        "kinds": {kind: kinds[kind] for kind in MARKED if kind in kinds},
    }


def _judged(
    decider: Decider, above: str, below: str, how: str, readings: frozenset[str]
) -> tuple[set[str], set[str]]:
    """Return what a label below another triggers, and what it breaks."""
    works = [Work(_ABOVE, "model", above), Work(_BELOW, "model", below)]
    lineage = Lineage({work.id: work for work in works}, {_ABOVE: (), _BELOW: (Edge(_ABOVE, how),)})
    asked = decider.upstream(signature(decider.engine.fold(lineage), _BELOW, below, readings))
    marks, triggers = set(decider.outcome(asked.plain).marks), set(decider.triggered(asked))
    if PROLIFERATION in triggers:  # a clause speaks of the work itself
        marks, triggers = marks | {PROLIFERATION}, triggers | {COPYLEFT}
    elif "copyleft" in triggers:
        triggers |= {PROLIFERATION}
    merged = {mark for mark in triggers | marks if mark.endswith("-exclusive")}
    return triggers | ({f"{mark}-merge" for mark in merged} if how == "merge" else set()), marks
