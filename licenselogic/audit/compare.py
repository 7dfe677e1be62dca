"""Two audits compared: which works got worse, and which better."""

import tempfile
from pathlib import Path
from typing import Any

from licenselogic.audit.store import Store
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted

SCHEMA = "licenselogic.audit-diff/1"

MOST_NAMED = 100
"""Works of each list that are named; all are counted."""

_RANK = "CASE {0}.status WHEN 'compatible' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END"

_CHANGES = f"""
    CREATE OR REPLACE TABLE change AS
    SELECT coalesce(old.id, new.id) AS id, old.status AS before, new.status AS after,
           coalesce(list_filter(new.kinds, lambda k: NOT list_contains(old.kinds, k)), new.kinds)
               AS gained,
           coalesce(list_filter(old.kinds, lambda k: NOT list_contains(new.kinds, k)), old.kinds)
               AS lost,
           {_RANK.format("new")} - {_RANK.format("old")} AS step,
           old.id IS NULL AS added, new.id IS NULL AS removed
    FROM old FULL JOIN new USING (id)"""

_LISTS = {
    "worse": "NOT added AND NOT removed AND (step > 0 OR (step = 0 AND len(gained) > 0))",
    "better": "NOT added AND NOT removed AND (step < 0 OR (step = 0 AND len(gained) = 0 "
    "AND len(lost) > 0))",
    "added": "added",
    "removed": "removed",
}
"""What a change counts as.  A work that loses one kind of breach and gains another got worse."""


def compare(old: str | Path, new: str | Path) -> dict[str, Any]:
    """Return what changed from one audit to another, each given by its folder.

    Raises `LineageError` for a folder without the result of an audit.
    """
    with tempfile.TemporaryDirectory() as temp:
        store = Store(None, Path(temp))
        try:
            for name, folder in (("old", Path(old)), ("new", Path(new))):
                _load(store, name, folder)
            store.run(_CHANGES)
            lists = {name: _listed(store, which) for name, which in _LISTS.items()}
            works = store.one("SELECT count(*) FROM new")
        finally:
            store.close()
    return {"schema": SCHEMA, "works": works, **lists}


def _load(store: Store, name: str, folder: Path) -> None:
    table = folder / "works.parquet"
    if not table.is_file():
        message = f"{quoted(folder)} holds no result of an audit (`works.parquet`)"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message))
    with store.reading(str(table)):
        store.run(
            f"CREATE TABLE {name} AS SELECT id, status, kinds FROM read_parquet(?)", str(table)
        )


def _listed(store: Store, which: str) -> dict[str, Any]:
    columns = ("id", "before", "after", "gained", "lost")
    rows = store.rows(
        f"SELECT {', '.join(columns)} FROM change WHERE {which} ORDER BY id LIMIT {MOST_NAMED}"
    )
    counted = int(store.one(f"SELECT count(*) FROM change WHERE {which}"))
    first = [
        {
            "work": row[0],
            "before": row[1],
            "after": row[2],
            "gained": row[3] or [],
            "lost": row[4] or [],
        }
        for row in rows
    ]
    return {"count": counted, "first": first}
