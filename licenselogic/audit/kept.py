"""Answers by key, kept on disk from one audit to the next.

An answer holds all that an audit tells of a work.  It is kept for one library, one state of the
code, one set of readings and one budget, so that what is found under a key is what would be found
anew.  A file that is damaged or gone is the same as none.
"""

from pathlib import Path

from licenselogic.audit.store import Store, quoted_path
from licenselogic.base.cache import keep_file, kept_file

_LISTS = ("reasons", "kinds", "clauses", "marks", "triggers", "sources")

COLUMNS = {
    "status": "VARCHAR",
    **dict.fromkeys(_LISTS, "VARCHAR[]"),
    "distance": "BIGINT",
    **dict.fromkeys(("unnamed", "merged", "inherited"), "BOOLEAN"),
    **dict.fromkeys(("signature", "upstream"), "VARCHAR"),
}
"""What an answer holds; the last two tell which signature it belongs to, and what was above it."""

MOST = 2_000_000
"""Answers that are kept; those of other tables make room first."""

_KIND = "audit-answers"


def load(store: Store, name: str) -> None:
    """Make `answer` (a, ...) of what is kept under a name for the keys in `keyed`, and `fresh`.

    `fresh` (a, n) has the other keys, each with one of its works.
    """
    columns = ", ".join(f"{column} {type}" for column, type in COLUMNS.items())
    store.run(f"CREATE OR REPLACE TABLE answer (a BIGINT, {columns})")
    path = kept_file(_KIND, name)
    if path is not None:
        store.attempt(
            f"INSERT INTO answer SELECT a, {', '.join(COLUMNS)} FROM keyed "
            "JOIN read_parquet(?) USING (key)",
            str(path),
        )
    store.run("""
        CREATE OR REPLACE TABLE fresh AS
        SELECT a, n FROM keyed WHERE a NOT IN (SELECT a FROM answer)""")


def save(store: Store, name: str) -> None:
    """Keep all answers under a name, beside those that are kept there for other keys."""
    path = kept_file(_KIND, name)
    here = f"SELECT key, {', '.join(COLUMNS)} FROM keyed JOIN answer USING (a)"

    def write(to: Path) -> None:
        into = f"TO {quoted_path(to)} (FORMAT parquet, COMPRESSION zstd)"
        if path is None or not store.attempt(f"COPY ({here} UNION ALL {_others(path)}) {into}"):
            store.run(f"COPY ({here}) {into}")

    keep_file(_KIND, name, write)


def _others(path: Path) -> str:
    """Return the query for answers in a file whose keys are others than those of this audit."""
    return f"""
        (SELECT key, {", ".join(COLUMNS)} FROM read_parquet({quoted_path(path)}) WHERE key NOT IN
        (SELECT key FROM keyed) LIMIT greatest(0, {MOST} - (SELECT count(*) FROM keyed)))"""
