"""The shipped files held against each other: names.toml and texts.lock against the clause files.

Every entity has a file of its own name, an entry under its names, and a text; no entry is left
without its file.  What an entry says is checked with the clauses of its licence (`lint`).
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.source import Span
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.library.names import Names
from licenselogic.library.spelling import fold


def misplaced(library: Library) -> Iterator[Diagnostic]:
    """Yield a finding for each entity, entry and text of a library that misses its counterpart."""
    names = library.names
    if names is None:
        return
    entries = [e for e in library.entries.values() if e.file != names.names.name]
    yield from _strays(entries, names)
    yield from _nameless(entries, names)
    for entry in entries:
        yield from _crowded(entry, library)
    yield from _ambiguous_exceptions(library)
    for label, found in (
        ("names", names.rows),
        ("texts", {("", i): r for i, r in names.texts.items()}),
    ):
        yield from _unsorted(found, label, names)


def _strays(entries: Iterable[Entry], names: Names) -> Iterator[Diagnostic]:
    """Yield the entries and texts that belong to no file."""
    held = {(entry.kind, entry.id) for entry in entries}
    for kind, identifier in names.rows:
        if kind in ("license", "exception") and (kind, identifier) not in held:
            known = [i for k, i in held if k == kind]
            message = f"no clause file describes the {kind} `{identifier}`"
            place = names.place(kind, identifier)
            hint = did_you_mean(identifier, known)
            yield Diagnostic(Code.BAD_REFERENCE, message, place, help=hint)
    known = [identifier for _, identifier in names.rows]
    for identifier in names.texts:
        if identifier not in known:
            message = f"the text of `{identifier}`, which has no entry in `{names.names.name}`"
            place = names.text_place(identifier)
            hint = did_you_mean(identifier, known)
            yield Diagnostic(Code.BAD_REFERENCE, message, place, help=hint)


def _nameless(entries: Iterable[Entry], names: Names) -> Iterator[Diagnostic]:
    """Yield the licences and exceptions that have no entry or no text."""
    for entry in entries:
        if entry.kind == "template":
            continue
        lacks = [] if (entry.kind, entry.id) in names.rows else [names.names.name]
        lacks += [] if entry.id in names.texts else [names.lock.name]
        for file in lacks:
            message = f"`{entry.id}` has no entry in `{file}`"
            yield Diagnostic(Code.MISSING_STATEMENT, message, Span(entry.file, 1, 1, 1, 2))


def _crowded(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """Yield a finding for each further entity in a clause file."""
    try:
        described = library.tree(entry.file).entities
    except ClauseFileError:  # told where the licence is looked at
        return
    for entity in described:
        if (entity.kind, entity.id.text) != (entry.kind, entry.id):
            wanted = PurePosixPath(entry.file).name
            message = f"`{entity.kind} {entity.id.text}` needs a file of its own, beside `{wanted}`"
            yield Diagnostic(Code.DUPLICATE, message, entity.id.span)


def _ambiguous_exceptions(library: Library) -> Iterator[Diagnostic]:
    """Yield a finding for each name that two exceptions claim; of licences, `lint` tells."""
    holders: dict[str, str] = {}
    for entry in library.entries.values():
        if entry.kind != "exception":
            continue
        for name in (entry.id, *entry.names):
            holder = holders.setdefault(fold(name), entry.id)
            if holder != entry.id:
                message = f"`{entry.id}` is also called `{name}`, and so is `{holder}`"
                place = library.declared(entry)[0].id.span
                yield Diagnostic(Code.DUPLICATE, message, place)


def _unsorted(found: Iterable[tuple[str, str]], label: str, names: Names) -> Iterator[Diagnostic]:
    """Yield the first id that stands after one that it should stand before."""
    last = ("", "")
    for kind, identifier in found:
        if kind == last[0] and fold(identifier) < fold(last[1]):
            place = names.place(kind, identifier) or names.text_place(identifier)
            message = f"`{identifier}` stands after `{last[1]}`; the {label} are sorted by id"
            yield Diagnostic(Code.BAD_VALUE, message, place)
            return
        last = (kind, identifier)
