"""The table of kinds: how many works a clause is triggered for, and how many break it."""

from collections.abc import Mapping
from typing import Any

from licenselogic.audit.deciding import COPYLEFT, PROLIFERATION
from licenselogic.audit.linking import CIRCLE, LISTED, NAMELESS
from licenselogic.audit.store import Store
from licenselogic.base.codes import Code, Group

SCHEMA = "licenselogic.audit/1"

_KINDS = tuple(code.value for code in Code if code.group is Group.KIND)

_EXCLUSIVE = tuple(f"{line}-exclusive" for line in ("llama2", "llama3"))


def _marked(kind: str, triggered: str = "") -> tuple[str, str]:
    """Return how works are counted of which a mark tells."""
    broken = f"list_contains(marks, '{kind}')"
    return f"({triggered or _reached(kind)} OR {broken})", broken


def _reached(mark: str) -> str:
    return f"list_contains(triggers, '{mark}')"


KINDS: Mapping[str, tuple[str, str]] = {
    **{kind: _marked(kind) for kind in _KINDS},
    **{line: _marked(line) for line in _EXCLUSIVE},
    **{
        f"{line}-merge": _marked(
            f"{line}-merge", f"(merged AND ({_reached(line)} OR {_reached(f'{line}-merge')}))"
        )
        for line in _EXCLUSIVE
    },
    "cc-freedom": _marked("cc-freedom"),
    "fsf-freedom": _marked("fsf-freedom"),
    COPYLEFT: _marked(COPYLEFT, _reached(PROLIFERATION)),
    PROLIFERATION: (_reached("copyleft"), _reached(PROLIFERATION)),
    "license-mismatch": ("declared", "mismatch"),
    "undeclared": ("true", "NOT declared"),
    "unknown": ("true", "status = 'unknown'"),
    "unnamed-upstream": ("made", "unnamed"),
    "inherited-violation": ("made", "inherited"),
}
"""By kind, in SQL: for which works it is triggered, and which of these break it."""

MARKED = (
    *_KINDS, *_EXCLUSIVE, *(f"{line}-merge" for line in _EXCLUSIVE),
    "cc-freedom", "fsf-freedom", COPYLEFT, PROLIFERATION,
)  # fmt: skip
"""The kinds that an answer tells alone, without the rest of the lineage."""

ALSO = ("license-mismatch", PROLIFERATION, "undeclared", "unnamed-upstream", "inherited-violation")
"""What a work may be beside its status, as the column `also` has it."""


def make_sorts(store: Store) -> None:
    """Make `sort` (a, ...): what is told of the works with an answer, and how many these are.

    Works with one answer have one licence, and were made over the same relations.
    """
    store.run("""
        CREATE OR REPLACE TABLE relation AS
        SELECT a, arg_min(how, CASE how WHEN 'merge' THEN '0' WHEN 'quantized' THEN '1'
            WHEN 'adapter' THEN '2' WHEN 'finetune' THEN '3' WHEN 'trained_on' THEN '5'
            ELSE '4' || how END) AS relation
        FROM keyed JOIN edge USING (n) WHERE works > 0 GROUP BY a""")
    store.run(f"""
        CREATE OR REPLACE TABLE sort AS
        SELECT *, list_filter([{_ALSO}], lambda kind: kind IS NOT NULL) AS also FROM (
            SELECT a, relation, works, called, status, kinds, sources, clauses, inherited,
                   distance, reasons, marks, triggers, unnamed, merged,
                   relation IS NOT NULL AS made, coalesce(declared, false) AS declared,
                   coalesce(mismatch, false) AS mismatch
            FROM keyed JOIN answer USING (a) JOIN node USING (n) LEFT JOIN relation USING (a)
            LEFT JOIN label USING (license) WHERE works > 0)""")
    store.run("DROP TABLE relation")


_ASKED = f"kind = {LISTED} AND NOT dataset"
"""Which works an audit is about."""

_ALSO = ", ".join(f"CASE WHEN {KINDS[kind][1]} THEN '{kind}' END" for kind in ALSO)

WORKS = f"""
    SELECT id, called AS license, status, kinds, sources, clauses, inherited, distance,
           relation, reasons, also
    FROM node JOIN judged USING (n) JOIN sort USING (a) WHERE {_ASKED} ORDER BY n"""
"""The table that is written: a row for each work, in the order of the table of models."""


def count(store: Store) -> dict[str, Any]:
    """Return the table of kinds, by relation too, and the number of works of each status."""
    counted = ", ".join(
        f"coalesce(sum(works) FILTER ({triggered}), 0)::BIGINT, "
        f"coalesce(sum(works) FILTER (({triggered}) AND ({violating})), 0)::BIGINT"
        for triggered, violating in KINDS.values()
    )
    rows = store.rows(f"SELECT relation, {counted} FROM sort GROUP BY relation ORDER BY relation")
    kinds: dict[str, Any] = {}
    for place, kind in enumerate(KINDS):
        by = {row[0] or "none": row[1 + 2 * place : 3 + 2 * place] for row in rows}
        kinds[kind] = {
            "triggered": sum(triggered for triggered, _ in by.values()),
            "violating": sum(violating for _, violating in by.values()),
            "by_relation": {
                relation: {"triggered": triggered, "violating": violating}
                for relation, (triggered, violating) in by.items()
                if triggered
            },
        }
    statuses = dict(
        store.rows("SELECT status, sum(works)::BIGINT FROM sort GROUP BY status ORDER BY status")
    )
    made = dict(
        store.rows("SELECT coalesce(relation, 'none'), sum(works)::BIGINT FROM sort GROUP BY 1")
    )
    return {"kinds": kinds, "statuses": statuses, "relations": dict(sorted(made.items()))}


def drift(store: Store) -> list[dict[str, Any]]:
    """Return from which declared licence to which other one models went, the most edges first."""
    rows = store.rows(f"""
        SELECT a.called, b.called, count(*) AS edges FROM edge e
        JOIN node d ON d.n = e.n JOIN node u ON u.n = e.p
        JOIN label a ON a.license = u.license AND a.declared
        JOIN label b ON b.license = d.license AND b.declared
        WHERE NOT d.dataset AND NOT u.dataset AND d.kind = {LISTED} AND a.called <> b.called
        GROUP BY ALL ORDER BY edges DESC, 1, 2 LIMIT {MOST_DRIFTS}""")
    return [{"from": one, "to": other, "edges": edges} for one, other, edges in rows]


MOST_DRIFTS = 50
"""Pairs of licences that a summary names."""


def families(store: Store) -> list[dict[str, Any]]:
    """Return the largest families of models: a model that nothing is above, and all made from it.

    What was merged from several belongs to each of them.
    """
    rows = store.rows(f"""
        WITH RECURSIVE line AS (
            SELECT e.n, e.p FROM edge e JOIN node d ON d.n = e.n JOIN node u ON u.n = e.p
            WHERE NOT d.dataset AND NOT u.dataset AND u.kind NOT IN ({NAMELESS}, {CIRCLE})),
        family AS (
            SELECT DISTINCT p AS root, p AS n FROM line WHERE p NOT IN (SELECT n FROM line)
            UNION SELECT root, line.n FROM family JOIN line ON line.p = family.n),
        counted AS (
            SELECT root, status, count(*) AS works FROM family JOIN node USING (n)
            JOIN judged USING (n) JOIN sort USING (a) WHERE {_ASKED} GROUP BY ALL)
        SELECT any_value(id), sum(works)::BIGINT AS total, list(status ORDER BY status),
               list(works ORDER BY status)
        FROM counted JOIN node ON node.n = root GROUP BY root
        ORDER BY total DESC, 1 LIMIT {MOST_FAMILIES}""")
    return [
        {"work": id, "works": total, "statuses": dict(zip(statuses, works, strict=True))}
        for id, total, statuses, works in rows
    ]


MOST_FAMILIES = 100
"""Families that a summary names."""
