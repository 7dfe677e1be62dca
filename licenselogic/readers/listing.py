"""A listing of the Hub to a table of the catalogue: the works that others are made from.

A listing is a table of works with their tags, as the Hub's own listings give them.  Relations are
inferred by the same rules as those of a card, so that a work means the same wherever it is read.
"""

import csv
import gzip
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, missing_extra
from licenselogic.base.display import quoted
from licenselogic.library.library import Library
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.work import Edge, is_nameless, nameless
from licenselogic.readers.card import Card
from licenselogic.readers.cards import read_card
from licenselogic.readers.catalogue import COLUMNS, CONTRADICTORY, ID, WHAT, Row
from licenselogic.readers.fields import Fields
from licenselogic.readers.infer import stated_relations
from licenselogic.readers.names import full_name

LEAST = {"model": 3, "dataset": 5}
"""By how many models a work is named before it is taken."""

_NAMED = {"model": "base_model:", "dataset": "dataset:"}
"""What a tag begins with that names a work of a type."""

WHOLE = frozenset({"safetensors", "pytorch", "tf", "jax"})
"""Tags by which the Hub says that there are files of weights as they were trained."""

_FAMILIES = {
    "Llama 2": (re.compile(r"(?<!tiny)llama[-_]?2(?![\d]|\.\db|\.c|b)"), "llama2"),
    "Llama 3": (re.compile(r"(?<!tiny)llama[-_]?3(?![\d]|\.\db|b)"), "llama3"),
    "Gemma": (re.compile(r"(?<![a-z])(?:code|pali|shield)?gemma"), "gemma"),
}
"""Names that show what a model was made from, and how the ids of its licences begin."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A work of a listing: its id, its tags, and what its card says of licence `other`."""

    id: str
    tags: tuple[str, ...]
    library_name: str | None = None
    license_name: str = ""
    license_link: str = ""


Listing = Callable[[], Iterable[Listed]]
"""A listing, read anew at every call."""


def build(
    models: Listing, datasets: Listing, *, date: str, source: str = "Hub listing"
) -> list[Row]:
    """Return the rows of the works that are named often, and of all that these were made from.

    `LEAST` says how often.  A work that is named and not listed has no row: nothing is known of it.
    """
    written = {work.id: _written(work) for work in models()}
    names = _Names(written, (work.id for work in datasets()))
    named = {name: names.full_of(name, others) for name, others in written.items()}
    wanted = {type: _often((n[type] for n in named.values()), LEAST[type]) for type in LEAST}
    waiting = [name for name in wanted["model"] if name in named]
    while waiting:
        new = (named[waiting.pop()]["model"] & named.keys()) - wanted["model"]
        wanted["model"] |= new
        waiting += new
    found: dict[tuple[str, str], Listed] = {}
    for type, listing in (("model", models), ("dataset", datasets)):
        for work in listing():
            if work.id in wanted[type] and ID.fullmatch(work.id):
                found[type, work.id] = _with_names(work, found.get((type, work.id)))
    rows = (_row(work, type, names, date, source) for (type, _), work in found.items())
    return sorted(rows, key=lambda row: row.key)


_Written = dict[str, tuple[str, ...]]


class _Names:
    """The ids of a listing, found whatever case they are written in."""

    def __init__(self, models: Iterable[str], datasets: Iterable[str]) -> None:
        self.ids = {
            "model": {name.casefold(): name for name in models},
            "dataset": {name.casefold(): name for name in datasets},
        }

    def full(self, name: str, type: str) -> str:
        """Return the id that is listed for a name, or the name."""
        name = full_name(name, type)
        return self.ids[type].get(name.casefold(), name)

    def full_of(self, identifier: str, written: _Written) -> dict[str, set[str]]:
        """Return the ids of the other works that a model names, by type."""
        found = {type: {self.full(n, type) for n in written[type]} for type in written}
        return {type: ids - {identifier} for type, ids in found.items()}


def _written(work: Listed) -> _Written:
    """Return the names that a model's tags give, as they are written, by type."""
    return {type: tuple(_tagged(work.tags, prefix)) for type, prefix in _NAMED.items()}


def _tagged(tags: Iterable[str], prefix: str) -> Iterable[str]:
    if prefix == "base_model:":
        return stated_relations(tags)
    return (tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix))


def _often(named: Iterable[set[str]], least: int) -> set[str]:
    counts = Counter(name for names in named for name in names)
    return {name for name, count in counts.items() if count >= least}


def _with_names(work: Listed, other: Listed | None) -> Listed:
    """Return a work that is listed twice, with the licence's name from where it is given."""
    if other is None or work.license_name or work.license_link:
        return work
    return replace(work, license_name=other.license_name, license_link=other.license_link)


def card_of(work: Listed, type: str, library: Library | None = None) -> Card:
    """Return what a listing says of a work, read as the card of any work."""
    files = ("model.safetensors",) if WHOLE & set(work.tags) else ()
    fields = Fields({}, work.tags, work.library_name, files=files)
    return read_card(work.id, fields, type=type, library=library)


def _row(work: Listed, type: str, names: _Names, date: str, source: str) -> Row:
    card = card_of(work, type)
    edges = (edge for edge in card.upstream if edge.by != "trained_on")
    upstream = tuple(
        edge if is_nameless(edge.work) else replace(edge, work=names.full(edge.work, type))
        for edge in edges
    )
    licenses = tuple(map(_text, _tagged(work.tags, "license:")))
    note = ""
    if type == "model" and all(is_nameless(edge.work) for edge in upstream):
        note = _note(work.id, licenses)
    if note and not upstream:
        upstream = (Edge(nameless(WHAT["model"], work.id), "finetune", inferred=True),)
    name, link = work.license_name, work.license_link
    return Row(work.id, type, licenses, name, link, upstream, date, source, note)


def _note(identifier: str, licenses: Collection[str]) -> str:
    """Return from what a name shows a work to be made, if its licence shows nothing of it."""
    declared = [tag for tag in licenses if tag not in UNDECLARED]
    name = identifier.rpartition("/")[2].casefold()
    for family, (pattern, license) in _FAMILIES.items():
        if pattern.search(name) and not any(tag.startswith(license) for tag in declared):
            note = f"the name says {family}"
            said = f"{CONTRADICTORY}{note}, the licence tag {', '.join(declared)}"
            return said if declared else note
    return ""


def write_table(path: Path, rows: Iterable[Row]) -> None:
    """Write a table of works; raises `LineageError` if that cannot be done."""
    lines = "".join(f"{row.to_line()}\n" for row in rows)
    try:
        path.write_text("\t".join(COLUMNS) + "\n" + lines, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"cannot write {quoted(path)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None


# Reading ----------------------------------------------------------------------------------------

_COLUMNS = ("id", "tags", "library_name")
"""What is read of a Parquet table."""


def read_listing(path: Path) -> Iterator[Listed]:
    """Yield the works of a listing: Parquet, CSV, or JSON lines, also packed with gzip.

    Columns are `id` and `tags` (a list; in CSV as JSON), and where there are `library_name` and
    `cardData`.  Raises `LineageError` for a table without the first two.
    """
    for record in _records(path):
        record = record if isinstance(record, dict) else {}
        identifier, tags = record.get("id"), record.get("tags")
        if isinstance(tags, str):
            with suppress(ValueError):
                tags = json.loads(tags)
        if not isinstance(identifier, str) or not isinstance(tags, list | None):
            message = f"{quoted(path)} is no listing: it has no columns `id` and `tags`"
            raise LineageError(Diagnostic(Code.NOT_READABLE, message))
        card = record.get("cardData")
        card = card if isinstance(card, dict) else {}
        library_name = record.get("library_name")
        yield Listed(
            identifier,
            tuple(sys.intern(tag) for tag in tags or () if isinstance(tag, str)),
            str(library_name) if library_name else None,
            _text(card.get("license_name")),
            _text(card.get("license_link")),
        )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _records(path: Path) -> Iterator[Any]:
    kind = (path.suffixes or [""])[-2 if path.suffix == ".gz" and len(path.suffixes) > 1 else -1]
    try:
        if kind == ".parquet":
            yield from _parquet(path)
            return
        opener: Any = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            yield from map(json.loads, file) if kind == ".jsonl" else csv.DictReader(file)
    except (OSError, EOFError, zlib.error, ValueError, csv.Error) as error:
        message = f"cannot read {quoted(path)}: {error}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    try:
        import duckdb
    except ImportError:
        message = "Parquet tables are read through `duckdb`"
        raise LineageError(missing_extra(message, "audit")) from None
    try:
        yield from _rows(duckdb.connect(), str(path))
    except duckdb.Error as error:
        raise ValueError(str(error).partition("\n")[0]) from None


def _rows(connection: Any, path: str) -> Iterator[dict[str, Any]]:
    with connection:
        connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path])
        there = {row[0] for row in connection.fetchall()}
        columns = ", ".join(name for name in _COLUMNS if name in there) or "*"
        connection.execute(f"SELECT {columns} FROM read_parquet(?)", [path])
        names = [column[0] for column in connection.description]
        while batch := connection.fetchmany(10_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)
