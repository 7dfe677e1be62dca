"""Clause files as they are kept: their text, their trees, and the entities they declare.

The shipped files have their names beside them (`names`) and are listed without being read; others
are parsed.  Syntax trees are imported where they are made: most starts find all compiled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic
from licenselogic.base.display import quoted
from licenselogic.base.source import Source, Span
from licenselogic.library.index import Entry
from licenselogic.library.names import Names

if TYPE_CHECKING:
    from licenselogic.clauses import tree as syntax_tree

_FOLDERS = {"exceptions": "exception", "templates": "template"}


@dataclass(frozen=True, eq=False)
class Shelf:
    """Clause files by the names that messages show.

    With `names`, each file describes one entity and is named after it; the folders `exceptions` and
    `templates` hold what they say, every other folder licences.
    """

    files: Mapping[str, bytes]
    names: Names | None = None
    _trees: "dict[str, syntax_tree.File]" = field(default_factory=dict)

    def __contains__(self, file: object) -> bool:
        return file in self.files or file in self._named

    def __repr__(self) -> str:
        return f"<Shelf of {len(self.files)} files>"

    @cached_property
    def _named(self) -> Mapping[str, Source]:
        kept = (self.names.names, self.names.lock) if self.names else ()
        return {source.name: source for source in kept}

    @property
    def parts(self) -> Iterator[bytes]:
        """All that the entities depend on, for a hash."""
        for name in sorted(self.files):
            yield from (name.encode(), self.files[name])
        yield from (source.text.encode() for source in self._named.values())

    def source(self, file: str) -> Source:
        """Return the text of a file; raises KeyError for one that is not kept here.

        Raises `ClauseFileError` for a file that is no text.
        """
        if file in self._named:
            return self._named[file]
        try:
            return Source(file, self.files[file].decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = self.files[file][: error.start].count(b"\n") + 1
            message = f"`{file}` is not UTF-8 (line {line})"
            raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message)) from None

    def tree(self, file: str) -> "syntax_tree.File":
        """Return the syntax tree of a clause file.

        Raises `ClauseFileError` for a file that cannot be read.
        """
        if file not in self._trees:
            from licenselogic.clauses.syntax import parse

            self._trees[file] = parse(self.source(file).text, file)
        return self._trees[file]

    def entries(self) -> Iterator[tuple[Entry, Span | None]]:
        """Yield what the index knows of each entity, and where it is declared.

        Raises `ClauseFileError` for a file that cannot be read.
        """
        if self.names is None:
            for file in sorted(self.files):
                for entity in self.tree(file).entities:
                    yield _described(entity, file), entity.id.span
            return
        for file in sorted(self.files):
            path = PurePosixPath(file)
            kind = _FOLDERS.get(path.parent.name, "license")
            yield self.names.entry(kind, path.stem, file), Span(file, 1, 1, 1, 2)
        for kind, identifier in self.names.rows:
            if kind in ("group", "unmodelled"):
                entry = self.names.entry(kind, identifier, self.names.names.name)
                yield entry, self.names.place(kind, identifier)

    def declared(self, entry: Entry) -> "tuple[syntax_tree.Entity, Source]":
        """Return an entity with all that is stated of it, and the file that describes it.

        Raises `ClauseFileError` for a file that cannot be read or does not hold the entity.
        """
        source = self.source(entry.file)
        if self.names is not None and entry.file in self._named:
            return self.names.entity(entry.kind, entry.id), source
        for entity in self.tree(entry.file).entities:
            if (entity.kind, entity.id.text) == (entry.kind, entry.id):
                return self.names.given(entity) if self.names else entity, source
        message = f"`{entry.file}` holds no {entry.kind} called {quoted(entry.id)}"
        raise ClauseFileError(Diagnostic(Code.MISSING_STATEMENT, message), source=source)


def _described(entity: "syntax_tree.Entity", file: str) -> Entry:
    from licenselogic.clauses.tree import Header, TextStatement

    texts: dict[str, tuple[str, ...]] = {}
    series, url = None, ""
    for statement in entity.statements:
        if isinstance(statement, Header):
            texts[statement.keyword] = tuple(t.text for t in statement.texts)
            if statement.keyword == "series":
                series = (statement.words[0].text, statement.texts[0].text)
        elif isinstance(statement, TextStatement):
            url = statement.url.text
    return Entry(
        id=entity.id.text,
        kind=entity.kind,
        file=file,
        title=" ".join(texts.get("title", ())),
        names=texts.get("hub", ()) + texts.get("alias", ()),
        deprecated=texts.get("deprecated", ()),
        series=series,
        means=texts.get("means", ()),
        because=" ".join(texts.get("because", ())),
        text=url,
        modifies=texts.get("modifies", ()),
        licensor=texts.get("licensor", ()),
    )
