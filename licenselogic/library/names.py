"""What the shipped licences are called, and the texts they were read from: names.toml, texts.lock.

Names and hashes change for other reasons than clauses do, so they stand outside the clause files.
An entity takes from here the statements that it would make in a clause file written by a user, with
their places, so that what is checked there is checked here.  TOML and syntax trees are imported
where they are needed: a start that finds the index kept needs neither.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.base.source import Source, Span
from licenselogic.library.index import Entry

if TYPE_CHECKING:
    from licenselogic.clauses import tree as syntax_tree

NAMES, LOCK = "names.toml", "texts.lock"

KINDS = {
    "licenses": "license",
    "exceptions": "exception",
    "groups": "group",
    "unmodelled": "unmodelled",
}
"""The tables of `names.toml`, and the kind of entity that each lists."""

_STATEMENTS = {
    "title": ("title",),
    "series": ("series",),
    "hub": ("hub",),
    "alias": ("aliases", "addresses"),
    "deprecated": ("deprecated",),
    "means": ("means",),
    "because": ("because",),
    "modifies": ("modifies",),
    "licensor": ("licensor",),
}
"""The statements of a clause file, and the keys of `names.toml` that make each."""

_TEXT_KEYS = ("url", "read", "sha256", "content", "own_notice")
"""What `texts.lock` says of a text; `own_notice` that a copyright notice above it belongs to it."""

_TEXTS = ("title", "because")
_KEYS = [*(key for keys in _STATEMENTS.values() for key in keys), "works"]
_TABLE = r'\[(\w+)\.(?:"([^"]+)"|([\w-]+))\]'
_KEY = r'(?:"([^"]+)"|([\w-]+)) ='

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """The two files that stand beside the folders of the shipped clause files."""

    names: Source
    lock: Source

    @classmethod
    def read(cls, folder: Path) -> "Names":
        """Return the names in a folder of clause files, which messages show by its own name.

        Raises `ClauseFileError` for a file that cannot be read.
        """
        return cls(*(_read(folder / name, f"{folder.name}/{name}") for name in (NAMES, LOCK)))

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Row]:
        """What `names.toml` says of each entity, by kind and id, in its order.

        Raises `ClauseFileError` for a value of the wrong form.
        """
        tables = _toml(self.names)
        found: dict[tuple[str, str], Row] = {}
        for table, rows in tables.items():
            if table not in KINDS or not isinstance(rows, dict):
                hint = did_you_mean(table, KINDS)
                raise self._error(f"no table is called {quoted(table)}", None, hint)
            for identifier, row in rows.items():
                place = self.place(KINDS[table], identifier)
                if not isinstance(row, dict):
                    raise self._error(f"`{table}.{identifier}` is no table", place)
                for key, value in row.items():
                    self._check(identifier, key, value, place)
                found[KINDS[table], identifier] = row
        return found

    @cached_property
    def texts(self) -> Mapping[str, Row]:
        """The address, the day and the hash of the text of each licence, by id.

        Raises `ClauseFileError` for a value of the wrong form.
        """
        found = _toml(self.lock)
        for identifier, row in found.items():
            if not isinstance(row, dict) or row.keys() - set(_TEXT_KEYS) or "url" not in row:
                message = f"{quoted(identifier)} takes {listed(_TEXT_KEYS, len(_TEXT_KEYS))}"
                place = self.text_place(identifier)
                raise ClauseFileError(Diagnostic(Code.BAD_VALUE, message, place), source=self.lock)
        return found

    @cached_property
    def contents(self) -> Mapping[str, frozenset[str]]:
        """The licences of which a content hash (`library.contents`) is that of the text."""
        found: dict[str, frozenset[str]] = {}
        for identifier, row in self.texts.items():
            if "content" in row:
                key = str(row["content"])
                found[key] = found.get(key, frozenset()) | {identifier}
        return found

    def entry(self, kind: str, identifier: str, file: str) -> Entry:
        """Return what the index knows of an entity that `file` describes."""
        row = self.rows.get((kind, identifier), {})
        return Entry(
            id=identifier,
            kind=kind,
            file=file,
            title=row.get("title", ""),
            names=tuple(n for k in ("hub", "aliases", "addresses") for n in row.get(k, ())),
            deprecated=tuple(row.get("deprecated", ())),
            series=tuple(row["series"]) if "series" in row else None,
            means=tuple(row.get("means", ())),
            because=row.get("because", ""),
            text=str(self.texts.get(identifier, {}).get("url", "")),
            works=tuple(row.get("works", ())),
            modifies=tuple(row.get("modifies", ())),
            licensor=tuple(row.get("licensor", ())),
        )

    def given(self, entity: "syntax_tree.Entity") -> "syntax_tree.Entity":
        """Return `entity` with the statements about its names and its text before its own."""
        stated = tuple(self._statements(entity.kind, entity.id.text))
        return replace(entity, statements=(*stated, *entity.statements))

    def entity(self, kind: str, identifier: str) -> "syntax_tree.Entity":
        """Return a group or an unmodelled licence, which have no clause file."""
        from licenselogic.clauses import tree

        place = self.place(kind, identifier)
        return self.given(tree.Entity(kind=kind, id=tree.Text(identifier, place), span=place))

    def place(self, kind: str, identifier: str) -> Span | None:
        """Return the line that begins the entry of an entity, or None where there is none."""
        return self._places.get((kind, identifier, ""))

    def _statements(
        self, kind: str, identifier: str
    ) -> "Iterator[syntax_tree.Header | syntax_tree.TextStatement]":
        from licenselogic.clauses import tree

        row = self.rows.get((kind, identifier), {})
        for keyword, keys in _STATEMENTS.items():
            stated = [key for key in keys if key in row]
            if stated:
                span = self._places.get((kind, identifier, stated[0]))
                values = [value for key in stated for value in _listed(row[key])]
                words = (tree.Word(values.pop(0), span),) if keyword == "series" else ()
                texts = tuple(tree.Text(value, span) for value in values)
                yield tree.Header(keyword=keyword, words=words, texts=texts, span=span)
            if keyword == "series" and identifier in self.texts:
                yield self._text(identifier, self.texts[identifier])

    def _text(self, identifier: str, row: Row) -> "syntax_tree.TextStatement":
        from licenselogic.clauses import tree

        span = self.text_place(identifier)
        read, sha256 = (str(row.get(key, "")) for key in ("read", "sha256"))
        return tree.TextStatement(
            url=tree.Text(str(row["url"]), span), read=read, sha256=sha256, span=span
        )

    def text_place(self, identifier: str) -> Span | None:
        """Return the line about the text of a licence, or None where there is none."""
        for number, line in enumerate(self.lock.text.split("\n"), 1):
            found = re.match(_KEY, line)
            if found and identifier in found.groups():
                return Span(self.lock.name, number, 1, number, found.end() - 1)
        return None

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, str], Span]:
        """The line of each entry and of each key in it, by kind, id and key."""
        places: dict[tuple[str, str, str], Span] = {}
        entry = ("", "")
        for number, line in enumerate(self.names.text.split("\n"), 1):
            key = ""
            if table := re.match(_TABLE, line):
                entry = (KINDS.get(table[1], ""), table[2] or table[3])
            elif found := re.match(_KEY, line):
                key = found[2] or found[1]
            else:
                continue
            places[(*entry, key)] = Span(self.names.name, number, 1, number, len(line) + 1)
        return places

    def _check(self, identifier: str, key: str, value: Any, place: Span | None) -> None:
        if key not in _KEYS:
            message = f"`{identifier}` takes no {quoted(key)}"
            raise self._error(message, place, did_you_mean(key, _KEYS))
        wanted = "a text in quotes" if key in _TEXTS else "a list of texts in quotes"
        wanted = "the name of a line and a version" if key == "series" else wanted
        values = [value] if key in _TEXTS else value
        good = isinstance(values, list) and values and all(isinstance(v, str) for v in values)
        if not good or (key == "series" and len(values) != 2):
            raise self._error(f"`{key}` of `{identifier}` is not {wanted}", place)

    def _error(self, message: str, place: Span | None, help: str = "") -> ClauseFileError:
        diagnostic = Diagnostic(Code.BAD_VALUE, message, place, help=help)
        return ClauseFileError(diagnostic, source=self.names)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _read(path: Path, shown: str) -> Source:
    try:
        return Source(shown, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read `{shown}`: {getattr(error, 'strerror', '') or error}"
        raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message)) from None


def _toml(source: Source) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line, column = map(int, found.groups()) if found else (1, 1)
        span = Span(source.name, line, column, line, column + 1)
        message = str(error).partition(" (at ")[0]
        message = f"`{source.name}` is not TOML: {message[:1].lower()}{message[1:]}"
        raise ClauseFileError(Diagnostic(Code.SYNTAX, message, span), source=source) from None
