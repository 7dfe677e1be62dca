"""The catalogue: well-known works with licence, upstream works, source and date.

The tables are text, one work a line, sorted by name, so that a diff can be reviewed and a name is
found by bisection: nothing is compiled, and no table is read before a name is missing.  Licences
are kept as their publishers declared them, also where they contradict what a work was made from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, nearest
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text
from licenselogic.base.resources import catalogue as catalogue_folder
from licenselogic.lineage.work import Edge, is_nameless, nameless
from licenselogic.norms.vocabulary import vocabulary

COLUMNS = (
    "id", "type", "license", "license_name", "license_link", "upstream", "date", "source", "note",
)  # fmt: skip
"""The columns of a table of works, in order; all but the id may be empty."""

CONTRADICTORY = "contradictory: "
"""How a note begins that tells of facts which do not agree."""

NAME_COLUMNS = ("name", "type", "id", "kind")
"""The columns of the table of other names; a name without an id is the name of no work."""

MANY = 100
"""After so many names, reading the whole table once costs less than bisecting it again."""

TABLES = ("curated.tsv", "listing.tsv")
"""The shipped tables of works: rows kept by hand, each with its own source, before the listing."""

ID = re.compile(r"[\w.\-]+/[\w.\-]+", re.ASCII)
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_EDGE = re.compile(r"(\w+)(\??):([\w.\-%~/]+)", re.ASCII)
WHAT = {"model": "base model", "dataset": "dataset"}
"""What a work of a type is called where something was made from it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one source said of a work on a day.

    `licenses` are the licence tags as declared, several where the work has several; `name` and
    `link` say what licence `other` is.  `date` is a day, month or year.  `note` is a remark; it
    begins with `CONTRADICTORY` where what is known of the work does not agree.
    """

    id: str
    type: str = "model"
    licenses: tuple[str, ...] = ()
    name: str = ""
    link: str = ""
    upstream: tuple[Edge, ...] = ()
    date: str = ""
    source: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What the lines of a table are sorted by."""
        return sort_key(self.id, self.type)

    def to_line(self) -> str:
        """Return the row as a line of a table, without the end of the line."""
        licenses, upstream = "|".join(self.licenses), " ".join(map(_written, self.upstream))
        facts = (self.name, self.link, upstream, self.date, self.source, self.note)
        return "\t".join((self.id, self.type, licenses, *facts))

    def to_dict(self) -> dict[str, object]:
        """Return the row as JSON data."""
        return {
            "id": self.id,
            "type": self.type,
            "licenses": list(self.licenses),
            "license_name": self.name or None,
            "license_link": self.link or None,
            "upstream": [{"work": e.work, "by": e.by} for e in self.upstream],
            "date": self.date or None,
            "source": self.source or None,
            "note": self.note or None,
        }


def row_of(values: Mapping[str, str]) -> Row:
    """Return the row with these values, by the names of `COLUMNS`; raises `ValueError`."""
    known = {key: printable(" ".join(value.split())) for key, value in values.items() if value}
    unknown = known.keys() - set(COLUMNS)
    if unknown:
        raise ValueError(f"there is no column {quoted(min(unknown))}")
    identifier = known.get("id", "")
    if not ID.fullmatch(identifier):
        raise ValueError(f"{quoted(identifier)} is no id of the form owner/name")
    type = known.get("type", "model")
    if type not in vocabulary().types:
        raise ValueError(f"{quoted(type)} is no type of work")
    date = known.get("date", "")
    if date and not DATE.fullmatch(date):
        raise ValueError(f"{quoted(date)} is no date, such as 2024-07-09, 2024-07 or 2024")
    return Row(
        identifier,
        type,
        tuple(filter(None, (tag.strip() for tag in known.get("license", "").split("|")))),
        known.get("license_name", ""),
        known.get("license_link", ""),
        tuple(_edge(text, identifier, type) for text in known.get("upstream", "").split()),
        date,
        known.get("source", ""),
        known.get("note", ""),
    )


def _written(edge: Edge) -> str:
    """Return an edge as tables write it: `RELATION:ID`, with `?` where the relation is inferred.

    `-` stands for a work that is not named.
    """
    from urllib.parse import quote  # where tables are written, and nowhere else

    work = "-" if is_nameless(edge.work) else quote(edge.work, safe="/")
    return f"{edge.by}{'?' if edge.inferred else ''}:{work}"


def _edge(text: str, below: str, type: str) -> Edge:
    match = _EDGE.fullmatch(text)
    if match is None or match[1] not in vocabulary().relations:
        raise ValueError(f"{quoted(text)} is not of the form RELATION:ID")
    work = match[3]
    if work == "-":
        work = nameless(WHAT.get(type, type), below)
    elif "%" in work:
        from urllib.parse import unquote  # names are hardly ever odd

        work = unquote(work)
    return Edge(work, match[1], inferred=bool(match[2]))


class SortedLines:
    """A file of lines with tabs, below a line of column names, sorted by the first two columns.

    Names are found whatever case they are written in, as the Hub finds them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._asked = 0

    @cached_property
    def content(self) -> bytes:
        """The file, read when it is first needed."""
        return self.path.read_bytes()

    def find(self, name: str, type: str) -> list[str] | None:
        """Return the columns of the line for a name and type, or None."""
        wanted = sort_key(name, type)
        self._asked += 1
        if self._asked > MANY:
            return self._lines.get(wanted)
        low, high = self.content.index(b"\n") + 1, len(self.content)
        while low < high:
            start = max(self.content.rfind(b"\n", low, (low + high) // 2) + 1, low)
            end = self.content.index(b"\n", start)
            columns = self.content[start:end].decode().split("\t")
            found = sort_key(columns[0], columns[1])
            if found == wanted:
                return columns
            low, high = (end + 1, high) if found < wanted else (low, start)
        return None

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str], list[str]]:
        """Every line, for those who ask for many."""
        return {sort_key(columns[0], columns[1]): columns for columns in self}

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the columns of every line."""
        for line in self.content.decode().splitlines()[1:]:
            yield line.split("\t")


def sort_key(name: str, type: str) -> tuple[str, str]:
    """Return what the lines of a table are sorted by."""
    return name.casefold(), type


class Shipped:
    """A table of works in sorted lines."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.lines = SortedLines(path)

    def find(self, name: str, type: str) -> Row | None:
        """Return the row of a work, or None."""
        columns = self.lines.find(name, type)
        return None if columns is None else row_of(dict(zip(COLUMNS, columns, strict=True)))

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, sorted by name."""
        for columns in self.lines:
            yield row_of(dict(zip(COLUMNS, columns, strict=True)))


class Given:
    """A table of works that the user gives, in any order.

    Raises `ValueError` for a work of which two rows say different things.
    """

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self.name = name
        self.rows: dict[tuple[str, str], Row] = {}
        for row in rows:
            if self.rows.setdefault(row.key, row) != row:
                raise ValueError(f"{quoted(row.id)} is described twice, and not in the same way")

    def find(self, name: str, type: str) -> Row | None:
        """Return the row of a work, or None."""
        return self.rows.get(sort_key(name, type))

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in the order given."""
        return iter(self.rows.values())


@dataclass(frozen=True)
class Catalogue:
    """Tables of works, looked through in order, and other names of works."""

    tables: tuple[Shipped | Given, ...]
    names: SortedLines

    def find(self, name: str, type: str = "model") -> Row | None:
        """Return the row of a work, or None; `type` is that of the work wanted."""
        found = (table.find(name, type) for table in self.tables)
        return next((row for row in found if row is not None), None)

    def other_name(self, name: str, type: str) -> tuple[str, str] | None:
        """Return the id that a name without an owner stands for, and of what kind the name is.

        The id is '' for a name that is known to be that of no work.  None for any other name.
        """
        columns = self.names.find(name, type)
        return (columns[2], columns[3]) if columns is not None else None

    def __iter__(self) -> Iterator[Row]:
        """Yield every row that can be found, table by table."""
        seen: set[tuple[str, str]] = set()
        for table in self.tables:
            new = [row for row in table if row.key not in seen]
            seen.update(row.key for row in new)
            yield from new

    def near(self, name: str, limit: int = 3) -> list[str]:
        """Return the ids that are spelt most like `name`, or whose name without owner is."""
        ids = list(dict.fromkeys(row.id for row in self))
        if "/" in name:
            return list(nearest(name, ids, limit))
        owned: dict[str, list[str]] = {}
        for identifier in ids:
            owned.setdefault(identifier.rpartition("/")[2], []).append(identifier)
        names = nearest(name, owned, limit)
        return [identifier for found in names for identifier in owned[found]][:limit]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that ships with licenselogic."""
    folder = catalogue_folder()
    return Catalogue(
        tuple(Shipped(folder / name) for name in TABLES), SortedLines(folder / "names.tsv")
    )


def read_table(path: Path) -> Given:
    """Return a table of works that the user gives, as CSV, TSV or JSON lines.

    Columns are those of `COLUMNS`; all but `id` may be absent.  Raises `LineageError` with the line
    of the first mistake.
    """
    import csv  # few give a table, and everybody would wait for this
    import io

    text = read_text(path)
    records: Iterable[Any]
    if path.suffix.casefold() == ".jsonl":
        lines = enumerate(text.split("\n"), 1)
        records = (read_json(line, f"{path}:{n}") for n, line in lines if line.strip())
    else:
        content = io.StringIO(text, newline="")
        tabs = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
        form: Any = tabs if path.suffix.casefold() == ".tsv" else {"strict": True}
        records = csv.DictReader(content, **form)
    rows: list[Row] = []
    try:
        columns = getattr(records, "fieldnames", None) or ()
        if len(set(columns)) < len(columns):
            raise ValueError("two columns have the same name")
        for record in records:
            if not isinstance(record, dict) or None in record:
                raise ValueError("the columns are not those of the first line")
            rows.append(row_of({str(key): _cell(value) for key, value in record.items()}))
        return Given(path.name, rows)
    except (ValueError, csv.Error) as error:
        message = f"{quoted(path)}, work {len(rows) + 1:,}: {error}"
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, message)) from None


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)
