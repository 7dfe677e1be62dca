"""The library of licences: looked up by any name, compiled once, loaded one at a time.

The index is made of `names.toml` and the names of the shipped clause files, and of clause files of
users by parsing them; a licence is resolved when it is asked for.  Both are kept on disk under a
digest of every file and of the code that reads them, so no change is overlooked.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from licenselogic.base.cache import cached, digest
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, Note
from licenselogic.base.display import quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.resources import grammars
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.base.source import Source
from licenselogic.clauses.files import read_files
from licenselogic.library.codec import Packed, pack, unpack
from licenselogic.library.composites import apply_exception, names_later, with_later
from licenselogic.library.contents import content_hash
from licenselogic.library.index import TEMPLATE, Entry, Index, Series
from licenselogic.library.names import Names
from licenselogic.library.shelf import Shelf
from licenselogic.library.spelling import fold
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary

if TYPE_CHECKING:
    from licenselogic.clauses import tree as syntax_tree


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """Licences by id, alias, Hub id or deprecated id; case does not matter.

    `files` maps a name that messages show to the content of a clause file; `names` hold what the
    shipped licences are called.  `base` is a library that this one extends, whose entries and
    licences are taken over; `made` are licences made in Python, and `groups` underspecified names,
    each with what it may stand for.  Two libraries are equal when their licences come from the same
    files, read by the same code.
    """

    files: Mapping[str, bytes]
    names: Names | None = None
    base: "Library | None" = None
    made: tuple[License, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    _loaded: dict[str, License] = field(default_factory=dict, init=False)

    @classmethod
    def of(
        cls, made: Iterable[License], groups: Mapping[str, Iterable[str]] | None = None
    ) -> "Library":
        """Return a library of licences made in Python rather than read from clause files."""
        named = ((name, tuple(ids)) for name, ids in (groups or {}).items())
        made = sorted(made, key=lambda license: license.id)
        return cls({}, made=tuple(made), groups=tuple(named))

    def __post_init__(self) -> None:
        self._loaded.update((license.id, license) for license in self.made)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Library) and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        held = f"{len(self.made)} licences" if self.made else f"{len(self.files)} clause files"
        return f"<Library of {held}{f', on {self.base}' if self.base is not None else ''}>"

    def __reduce__(self) -> tuple[type["Library"], tuple[object, ...]]:
        return type(self), (self.files, self.names, self.base, self.made, self.groups)

    @cached_property
    def digest(self) -> str:
        """A hash of every clause file, of the vocabulary, and of what makes norms of them."""
        parts = [vocabulary().digest.encode(), _compiler(), *self._shelf.parts]
        parts += [self.base.digest.encode()] if self.base is not None else []
        parts += [json.dumps([pack(self.made), self.groups]).encode()] if self.made else []
        return digest(*parts)

    # Names

    @cached_property
    def index(self) -> Index:
        """All that is known of the entities without their clauses."""
        if self.made:
            groups = (Entry(name, "group", "", means=ids) for name, ids in self.groups)
            return Index.of([*map(_made_entry, self.made), *groups])
        if self.base is not None:
            return Index.of(self._checked(self.base.index), self.base.index)
        rows = cached("index", self.digest, lambda: [e.to_row() for e in self._checked(Index({}))])
        return Index.of(map(Entry.of_row, rows))

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every entity by id, in the order of the ids."""
        return self.index.entries

    def find(self, name: str) -> Entry | None:
        """Return the entry that `name` stands for, or None."""
        return self.index.find(name)

    def exception(self, name: str) -> Entry | None:
        """Return the exception (for `WITH`) that `name` stands for, or None."""
        return self.index.exception(name)

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return the ids that look most like `name`."""
        return self.index.suggest(name, limit)

    def ids(self, kind: str = "license") -> tuple[str, ...]:
        """Return the ids of all entries of a kind, sorted."""
        return self.index.ids(kind)

    def later(self, series: Series | None) -> frozenset[str]:
        """Return the ids in the same series with a greater version."""
        return self.index.later(series)

    # Licences

    def known_text(self, text: str) -> frozenset[str]:
        """Return the licences of which `text` is the text, word for word; usually none or one."""
        found = self.names.contents.get(content_hash(text), frozenset()) if self.names else None
        return found or (self.base.known_text(text) if self.base is not None else frozenset())

    def wants_own_notice(self, identifier: str) -> bool:
        """Tell whether the text of a licence asks that the copyright notice above it goes along."""
        row = self.names.texts.get(identifier, {}) if self.names is not None else {}
        if row or self.base is None:
            return bool(row.get("own_notice"))
        return self.base.wants_own_notice(identifier)

    def __iter__(self) -> Iterator[License]:
        """Iterate over every licence, resolved, in the order of the ids."""
        if any(name not in self._loaded for name in self.ids()):
            with no_collection():
                for license in self._all():
                    self._loaded.setdefault(license.id, license)
        return (self._loaded[identifier] for identifier in self.ids())

    def __contains__(self, name: object) -> bool:
        """Tell whether `name` is the name of a licence with clauses, or one of the licences."""
        if not isinstance(name, str):
            return isinstance(name, License) and self._loaded.get(name.id) == name
        entry = self.find(name)
        return entry is not None and entry.kind == "license"

    def __len__(self) -> int:
        """Return the number of licences."""
        return len(self.ids())

    def __getitem__(self, name: str) -> License:
        """Return the licence called `name`, `BASE WITH EXCEPTION` included.

        Raises `UsageError` for a name that is not in the library or has no clauses.
        """
        if name in self._loaded:
            return self._loaded[name]
        entry, *exceptions = self.index.with_clauses(name)
        license = self.load(entry)
        for exception in exceptions:
            license = apply_exception(license, self.load(exception))
        return self._loaded.setdefault(license.id, license)

    def entity(self, name: str) -> License:
        """Return the licence or the exception called `name`; errors are those of indexing."""
        alone = self.exception(name) if self.find(name) is None else None
        return self.load(alone) if alone is not None else self[name]

    def load(self, entry: Entry) -> License:
        """Return what a licence, an exception or a template says.

        Raises `ClauseFileError` for a slip in its clause file.
        """
        if entry.kind == "license" and entry.id in self._loaded:
            return self._loaded[entry.id]
        if self.base is not None and entry.file not in self.files:
            license = self._led(self.base.load(entry))
        else:
            license = unpack(self.compile(entry))[0]
        return self._loaded.setdefault(entry.id, license) if entry.kind == "license" else license

    def compile(self, entry: Entry) -> Packed:
        """Return the compiled data of an entity of these files, from the cache if it is there.

        Raises `ClauseFileError` for a slip in its clause file.
        """
        key = f"{self.digest}-{digest(entry.key.encode())[:12]}"
        data: Packed = cached("license", key, lambda: pack([self._resolve(entry)]))
        return data

    def _all(self) -> list[License]:
        """Return all licences, those of the files of one library from one table."""
        own = [e for e in self.entries.values() if e.kind == "license" and e.file in self.files]
        if self.base is not None:
            return [*map(self._led, self.base), *map(self.load, own)]
        return unpack(cached("library", self.digest, lambda: pack(map(self._resolve, own))))

    def _resolve(self, entry: Entry) -> License:
        from licenselogic.clauses.resolve import resolve  # for the start: most is kept compiled

        entity, source = self.declared(entry)
        known = [e.id for e in self.entries.values() if e.kind in ("license", "template")]
        return self._led(resolve(entity, self._extended, source, known))

    def _extended(self, identifier: str) -> "syntax_tree.Entity | None":
        """Return the entity that `extends "identifier"` speaks of, a template before a licence."""
        entry = self.entries.get(TEMPLATE + identifier) or self.entries.get(identifier)
        return self.declared(entry)[0] if entry else None

    def _led(self, license: License) -> License:
        """Fill in `or-later`: the licences of the same series with a greater version."""
        later = self.later(license.series)
        return with_later(license, later) if names_later(license) else license

    # Files

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.files, self.names)

    def declared(self, entry: Entry) -> "tuple[syntax_tree.Entity, Source]":
        """Return an entity with all that is stated of it, and the file that describes it.

        Raises `ClauseFileError` for a file that cannot be read or does not hold the entity.
        """
        if self.base is not None and entry.file not in self._shelf:
            return self.base.declared(entry)
        return self._shelf.declared(entry)

    def source(self, file: str) -> Source:
        """Return the text of a file of this library; raises KeyError for any other file."""
        if self.base is not None and file not in self._shelf:
            return self.base.source(file)
        return self._shelf.source(file)

    def tree(self, file: str) -> "syntax_tree.File":
        """Return the syntax tree of a clause file; raises KeyError for a file that is not here."""
        if self.base is not None and file not in self._shelf:
            return self.base.tree(file)
        return self._shelf.tree(file)

    def with_files(self, *paths: str | Path) -> "Library":
        """Return a library that also holds the clause files at `paths`, or in folders there.

        Raises `ClauseFileError` for a path that cannot be read.
        """
        return self.extended(read_files(map(Path, paths)))

    def extended(self, files: Mapping[str, bytes]) -> "Library":
        """Return a library that holds these clause files too, and knows all that this one does.

        Raises `ClauseFileError` for a file by the name of one that is known, with other content.
        """
        own = {name: content for name, content in files.items() if self.files.get(name) != content}
        for name in own.keys() & self.files.keys():
            message = f"`{name}` is another file than the one of that name that is known already"
            raise ClauseFileError(Diagnostic(Code.DUPLICATE, message))
        return Library(own, base=self) if own else self

    def _checked(self, known: Index) -> Iterator[Entry]:
        """Yield the entries of these files; refuse an id that another has, or a `known` name."""
        seen = {fold(entry.key): entry for entry in known.entries.values()}
        for entry, place in self._shelf.entries():
            first = seen.setdefault(fold(entry.key), entry)
            held = known.exception(entry.id) if entry.kind == "exception" else known.find(entry.id)
            notes: tuple[Note, ...] = ()
            if first is not entry:
                there = self.declared(first)[0].id.span
                notes = (Note(f"{quoted(first.id)} is defined here first", there),)
                message = f"{quoted(entry.id)} is defined twice"
            elif held is not None and entry.kind != "template":
                message = f"{quoted(entry.id)} is a name of `{held.id}` already"
            elif {"AND", "OR", "WITH"} & {*entry.id.upper().split()}:
                message = f"{quoted(entry.id)} would be read as an expression; it is no id"
            else:
                yield entry
                continue
            diagnostic = Diagnostic(Code.DUPLICATE, message, place, notes=notes)
            raise ClauseFileError(diagnostic, source=self.source(entry.file))


class Draft(Library):
    """A library of clause files that somebody is writing: nothing of them is kept on the disk."""

    def compile(self, entry: Entry) -> Packed:
        """Return the compiled data of an entity; raises `ClauseFileError` for a slip in it."""
        return pack([self._resolve(entry)])


def edited(library: Library, file: str, content: bytes) -> Draft:
    """Return a library with one of its files as somebody is writing it; all names stay."""
    draft = Draft({file: content}, library.names, library)
    draft.__dict__["index"] = library.index
    return draft


def _made_entry(license: License) -> Entry:
    return Entry(
        license.id,
        "license",
        "",
        license.title,
        names=(*license.hub, *license.aliases),
        deprecated=license.deprecated,
        series=license.series,
        licensor=license.licensor,
    )


@cache
def _compiler() -> bytes:
    """Return a hash of all that makes norms of clause files: other code's data has another."""
    package = Path(__file__).parent.parent
    rooms = (package / room for room in ("base", "norms", "clauses", "library"))
    sources = [grammars() / "clauses.lark", *(p for r in rooms for p in sorted(r.glob("*.py")))]
    return digest(*(source.read_bytes() for source in sources)).encode()


@cache
def licenses() -> Library:
    """Return the library that ships with licenselogic."""
    folder = licenses_folder()
    return Library(read_files([folder], folder.parent), Names.read(folder))


def load_license(path: str | Path) -> License:
    """Return the licence that a clause file of your own describes.

    The file may extend licences and templates of the library.  A file with several entities gives
    the last licence in it.  Raises `ClauseFileError` with every slip in the file.
    """
    if Path(path).is_dir():
        message = f"`{path}` is a folder; give one clause file"
        raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message))
    files = read_files([Path(path)])
    extended = licenses().extended(files)
    (name,) = files
    own = [e for e in extended.tree(name).entities if e.kind == "license"]
    if not own:
        message = f"`{name}` describes no licence"
        raise ClauseFileError(Diagnostic(Code.MISSING_STATEMENT, message))
    return extended[own[-1].id.text]
