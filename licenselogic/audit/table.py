"""Tables of works as they come: Parquet, CSV, JSON lines, or a relation, to rows of ids and tags.

Whatever a row says in other columns becomes the tag that the Hub would make of it, so that there is
one way to read a work.  Most rows of a hub say what others say: what rows say alike is a shape, and
is read once.  A row that cannot be used is listed as skipped, with the reason.
"""

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licenselogic.audit.store import Store, quoted_path
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import listed, printable, quoted
from licenselogic.norms.vocabulary import vocabulary

COLUMNS = ("id", "tags", "library_name", "license", "base_model", "relation", "datasets")
"""The columns that are read; all but `id` may be absent, but something must speak of a licence."""

_DAMAGED, _NO_ID, _BAD_COLUMN, _TWICE = "damaged-row", "no-id", "wrong-type", "duplicate-id"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a table had, and how many of them are skipped."""

    rows: int
    skipped: int


def load(
    store: Store, source: Any, name: str, prefixes: Mapping[str, str], words: str = "NULL"
) -> Loaded:
    """Make the tables `NAME_rows` (row, id, s), `NAME_shapes` (s, ...) and `NAME_skipped`.

    `source` is a path, a DuckDB relation, or an Arrow table.  A shape holds the `library`, what the
    SQL `words` finds in `{id}`, and columns of tags: `prefixes` tells how these begin; one without
    a prefix takes the tags that say something as a whole.
    Raises `LineageError` for what cannot be read as a table, and for one without the columns that
    are needed.
    """
    called = printable(str(source)) if isinstance(source, str | Path) else "the table given"
    with store.reading(called):
        if isinstance(source, str | Path):
            scan, lost = _of_file(store, Path(source), called)
        else:
            scan, lost = _of_object(store, source, name), "0"
        described = store.rows(f"DESCRIBE SELECT * FROM {scan}")
        types = {row[0]: str(row[1]) for row in described if row[0] in COLUMNS}
        missing = "id" not in types or not types.keys() & {"tags", "license"}
        if missing:
            there = listed(types) if types else "none of those that are read"
            message = f"{quoted(called)} is no table of works: it has the columns {there}"
            help = f"wanted are `id` with `tags` or `license`; read are {', '.join(COLUMNS)}"
            raise LineageError(Diagnostic(Code.NOT_READABLE, message, help=help))
        numbered = _numbered(store, name, scan, list(types))
        _read(store, name, numbered, types, prefixes, words)
    store.run(f"DROP TABLE IF EXISTS {name}_all")
    return _sorted_out(store, name, lost)


# Reading ----------------------------------------------------------------------------------------


def _of_object(store: Store, source: Any, name: str) -> str:
    """Return how DuckDB reads an object; a relation belongs to a connection of its own."""
    if hasattr(source, "write_parquet"):
        store.temp.mkdir(parents=True, exist_ok=True)
        path = store.temp / f"{name}.parquet"
        source.write_parquet(str(path))
        return f"read_parquet({quoted_path(path)})"
    try:
        store.register(f"{name}_given", source)
    except Exception:  # noqa: BLE001  whatever DuckDB says to an object that it does not know
        message = f"a table is a path, a relation or an Arrow table, not {type(source).__name__}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    return f"{name}_given"


def _of_file(store: Store, path: Path, called: str) -> tuple[str, str]:
    """Return how DuckDB reads a file, and a query for the number of lines that it gives up."""
    if not path.is_file():
        message = f"cannot read {quoted(called)}: there is no such file"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message))
    text = quoted_path(path)
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    kind = (suffixes[-2:-1] if packed else suffixes[-1:]) or [""]
    if kind == [".parquet"]:
        return f"read_parquet({text})", "0"
    if kind in ([".csv"], [".tsv"]):
        return _of_csv(path, text, packed, "\t" if kind == [".tsv"] else ",", called)
    if kind in ([".jsonl"], [".ndjson"]):
        fields = ", ".join(f"'{column}': 'JSON'" for column in _fields(store, text))
        return f"read_json({text}, format = 'newline_delimited', ignore_errors = true, " + (
            f"maximum_object_size = {_LONGEST}, columns = {{{fields}}})"
        ), "0"
    message = f"{quoted(called)} is no table that can be read"
    help = "tables are .parquet, .csv, .tsv or .jsonl; the last three also packed with gzip"
    raise LineageError(Diagnostic(Code.NOT_READABLE, message, help=help))


_LONGEST = 16 * 2**20
"""The most bytes of one line of JSON."""


def _fields(store: Store, text: str) -> list[str]:
    """Return the known columns that some of the first lines of JSON have."""
    sql = (
        "SELECT DISTINCT unnest(json_keys(json)) FROM (SELECT json FROM "
        f"read_ndjson_objects({text}, ignore_errors = true, maximum_object_size = {_LONGEST}) "
        "LIMIT 10000) WHERE json_type(json) = 'OBJECT'"
    )
    there = {row[0] for row in store.rows(sql)}
    return [column for column in COLUMNS if column in there] or ["none"]


def _of_csv(path: Path, text: str, packed: bool, mark: str, called: str) -> tuple[str, str]:
    opener: Any = gzip.open if packed else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="", errors="replace") as file:
            header = next(csv.reader(file, delimiter=mark), [])
    except (OSError, EOFError, csv.Error) as error:
        message = f"cannot read {quoted(called)}: {error}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    if not header or len(set(header)) != len(header):
        what = "is empty" if not header else "names a column twice"
        raise LineageError(Diagnostic(Code.NOT_READABLE, f"{quoted(called)} {what}"))
    fields = ", ".join("'" + column.replace("'", "''") + "': 'VARCHAR'" for column in header)
    shape = f"delim = '{mark}', quote = '\"', escape = '\"', header = true, auto_detect = false"
    rejects = "store_rejects = true, rejects_limit = 0, strict_mode = true"
    scan = f"read_csv({text}, {shape}, {rejects}, columns = {{{fields}}})"
    return scan, "(SELECT count(DISTINCT line) FROM reject_errors)"


def _numbered(store: Store, name: str, scan: str, columns: list[str]) -> str:
    """Return how the rows are read with their numbers, again and again.

    Parquet tells them by itself, and reads no more columns than it is asked for.
    """
    kept = ", ".join(f'"{column}"' for column in columns)
    if scan.startswith("read_parquet("):
        numbered = f"{scan.removesuffix(')')}, file_row_number = true)"
        return f"(SELECT file_row_number + 1 AS row, {kept} FROM {numbered})"
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_all AS
        SELECT row_number() OVER () AS row, {kept} FROM {scan}""")
    return f"{name}_all"


def _read(
    store: Store,
    name: str,
    numbered: str,
    types: Mapping[str, str],
    prefixes: Mapping[str, str],
    words: str,
) -> None:
    """Make `NAME_shapes`, and `NAME_rows` with the reason for which a row cannot be used."""
    text = {column: _Text(column, type) for column, type in types.items()}
    bad = " OR ".join(column.wrong for column in text.values() if column.wrong) or "false"
    library = text["library_name"].one if "library_name" in text else "NULL::VARCHAR"
    empty = " AND ".join(f'"{column}" IS NULL' for column in types)
    parts = ", ".join(
        f"list_filter(tags, lambda t: {_begins(prefix)}) AS {column}"
        for column, prefix in prefixes.items()
    )
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_alike AS
        SELECT min(row) AS s, list(row) AS rows, tags, library, words, bad, damaged
        FROM (SELECT row, {_tags(text)} AS tags, {library} AS library,
                     {words.format(id=text["id"].one)} AS words,
                     coalesce({bad}, false) AS bad, {empty} AS damaged
              FROM {numbered})
        GROUP BY tags, library, words, bad, damaged""")
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_shapes AS
        SELECT s, library, words, {parts} FROM {name}_alike""")
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_rows AS
        SELECT row, id, s, CASE
            WHEN damaged THEN '{_DAMAGED}'
            WHEN bad THEN '{_BAD_COLUMN}'
            WHEN id IS NULL OR NOT ({_USABLE}) THEN '{_NO_ID}'
            END AS reason
        FROM (SELECT row, {text["id"].one} AS id FROM {numbered})
        JOIN (SELECT s, bad, damaged, unnest(rows) AS row FROM {name}_alike) USING (row)""")
    store.run(f"DROP TABLE {name}_alike")


_USABLE = (
    "id IS NOT NULL AND id <> '' AND length(id) <= 500 AND NOT starts_with(id, '<') "
    "AND NOT starts_with(id, 'datasets/') AND NOT regexp_matches(id, '[\\x00-\\x20\\x7f]')"
)


# Sorting out ------------------------------------------------------------------------------------


def _sorted_out(store: Store, name: str, lost: str) -> Loaded:
    """Tell the rows that can be used from those that cannot."""
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_twice AS
        SELECT id AS twice, min(row) AS first FROM {name}_rows WHERE reason IS NULL
        GROUP BY id HAVING count(*) > 1""")
    if store.one(f"SELECT count(*) FROM {name}_twice"):
        store.run(f"""
            UPDATE {name}_rows SET reason = '{_TWICE}' FROM {name}_twice
            WHERE id = twice AND row > first AND reason IS NULL""")
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_skipped AS
        SELECT row, id, reason FROM {name}_rows WHERE reason IS NOT NULL
        UNION ALL SELECT NULL, NULL, '{_DAMAGED}' FROM range({lost})""")
    if store.one(f"SELECT count(*) FROM {name}_skipped"):
        store.run(f"DELETE FROM {name}_rows WHERE reason IS NOT NULL")
    store.run(f"DROP TABLE {name}_twice")
    kept_rows = int(store.one(f"SELECT count(*) FROM {name}_rows"))
    skipped = int(store.one(f"SELECT count(*) FROM {name}_skipped"))
    return Loaded(kept_rows + skipped, skipped)


_APART = ("arxiv", "base_model", "dataset", "doi", "license", "region")
"""What tags begin with that say nothing by themselves, as others may: how a work was made."""


def _begins(prefix: str) -> str:
    if prefix:
        return f"starts_with(t, '{prefix}')"
    return " AND ".join(f"NOT starts_with(t, '{word}:')" for word in _APART)


class _Text:
    """A column as SQL: as one text, as a list of texts, and whether it holds anything else."""

    def __init__(self, column: str, type: str) -> None:
        named = f'"{column}"'
        self.wrong = ""
        if type == "VARCHAR[]":
            self.one, self.many = f"{named}[1]", named
        elif type == "JSON":
            self.one = f"CASE json_type({named}) WHEN 'VARCHAR' THEN {named} ->> '$' END"
            self.many = _json_list(named)
            single = "'VARCHAR'" if column != "tags" else "'NULL'"
            kinds = (
                f"'NULL', {single}"
                if column in ("id", "library_name")
                else f"'NULL', {single}, 'ARRAY'"
            )
            self.wrong = f"({named} IS NOT NULL AND json_type({named}) NOT IN ({kinds}))"
        elif type == "VARCHAR" and column in ("id", "library_name"):
            self.one, self.many = named, f"[{named}]"
        elif type == "VARCHAR":
            as_json = (
                f"(CASE WHEN starts_with(ltrim({named}), '[') THEN try_cast({named} AS JSON) END)"
            )
            plain = f"CASE WHEN {named} IS NULL OR {named} = '' THEN NULL ELSE [{named}] END"
            self.one = named
            self.many = (
                f"CASE WHEN {as_json} IS NOT NULL THEN {_json_list(as_json)} ELSE {plain} END"
            )
            if column == "tags":
                self.wrong = f"({named} <> '' AND {as_json} IS NULL)"
        else:
            self.one, self.many = "NULL", "NULL"
            self.wrong = f"({named} IS NOT NULL)"


def _json_list(named: str) -> str:
    items = f"from_json({named}, '[\"JSON\"]')"
    texts = f"list_filter({items}, lambda item: json_type(item) = 'VARCHAR')"
    return (
        f"CASE json_type({named}) WHEN 'VARCHAR' THEN [{named} ->> '$'] "
        f"WHEN 'ARRAY' THEN list_transform({texts}, lambda item: item ->> '$') END"
    )


def _tags(text: Mapping[str, _Text]) -> str:
    """Return the SQL of the tags of a row, those included that other columns stand for."""
    parts = [text["tags"].many] if "tags" in text else []
    if "license" in text:
        parts.append(f"list_transform({text['license'].many}, lambda one: 'license:' || trim(one))")
    if "base_model" in text:
        parts.append(_bases(text))
    if "datasets" in text:
        parts.append(f"list_transform({text['datasets'].many}, lambda one: 'dataset:' || one)")
    whole = f"coalesce({parts[0]}, []::VARCHAR[])"
    for part in parts[1:]:
        whole = f"list_concat({whole}, coalesce({part}, []))"
    return whole


def _bases(text: Mapping[str, _Text]) -> str:
    """Return the SQL of the tags for base models, with the relations that are stated."""
    bases = text["base_model"].many
    if "relation" not in text:
        return f"list_transform({bases}, lambda one: 'base_model:' || one)"
    words = "[" + ", ".join(f"'{word}'" for word in vocabulary().relations) + "]"
    said = f"coalesce({text['relation'].many}, [])"
    word = f"lower(coalesce({said}[place], {said}[1], ''))"
    how = f"CASE WHEN list_contains({words}, {word}) THEN {word} || ':' ELSE '' END"
    return f"list_transform({bases}, lambda one, place: 'base_model:' || {how} || one)"
