"""The library of licences: lookup by any name, compiled once, loaded one at a time.

The index (ids, aliases, series) of the shipped licences is made of `names.toml` and the names of
the clause files, that of others of their clause files; a licence is resolved when it is asked for.
Both are cached under a digest of every file, so a changed file is never overlooked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from licenselogic.base.cache import cached, digest
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import (
    ClauseFileError,
    Diagnostic,
    Note,
    UsageError,
    did_you_mean,
    nearest,
)
from licenselogic.base.display import quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.resources import grammars
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.base.source import Source
from licenselogic.clauses.files import read_files
from licenselogic.library.codec import Packed, pack, unpack
from licenselogic.library.names import Names
from licenselogic.norms.deontic import REVIEWS, Clause, License, Norm, Relicense, ShareAlike
from licenselogic.norms.vocabulary import vocabulary

if TYPE_CHECKING:
    from licenselogic.clauses import tree as syntax_tree

NAMED = ("license", "group", "unmodelled")
"""Kinds of entity that a licence expression can name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of an entity without resolving it.

    `kind` is license, template, exception, group (an underspecified id, whose `means` are the
    licences that it may stand for), or unmodelled (`because` says why).
    """

    id: str
    kind: str
    file: str
    title: str = ""
    names: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    series: tuple[str, str] | None = None
    means: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, eq=False)
class Library:
    """Licences by id, alias, Hub id or deprecated id; case does not matter.

    `files` maps a name that messages show to the content of a clause file.  With `names`, which
    hold what the licences are called, each clause file describes one entity and is named after it;
    the folders `exceptions` and `templates` hold what they say, every other folder licences.
    `base` is the library that this one extends, whose entries and licences are taken over.
    """

    files: Mapping[str, bytes] = field(repr=False)
    names: Names | None = field(default=None, repr=False)
    base: "Library | None" = field(default=None, repr=False)

    @classmethod
    def of(cls, made: Iterable[License]) -> "Library":
        """Return a library of licences made in Python rather than read from clause files."""
        library = cls({})
        loaded = {license.id: license for license in made}
        library.__dict__["_loaded"] = loaded
        library.__dict__["entries"] = {
            k.id: Entry(k.id, "license", "", k.title, (*k.hub, *k.aliases), k.deprecated, k.series)
            for k in loaded.values()
        }
        return library

    @cached_property
    def digest(self) -> str:
        """A hash of every clause file, of the vocabulary, and of what makes norms of them."""
        parts = [p for name in sorted(self.files) for p in (name.encode(), self.files[name])]
        parts += [repr(k).encode() for k in self._loaded.values() if not self.files]
        parts += [self.base.digest.encode()] if self.base else []
        if self.names is not None:
            parts += [self.names.names.text.encode(), self.names.lock.text.encode()]
        return digest(vocabulary().digest.encode(), _compiler(), *parts)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entity by id, in the order of the ids."""
        if self.base is None:
            rows = cached("index", self.digest, lambda: [_row(e) for e in _sorted(self._scan())])
            found = [_entry(row) for row in rows]
        else:
            found = _sorted([*self.base.entries.values(), *self._scan()])
        return {_place(entry): entry for entry in found}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        named = [e for e in self.entries.values() if e.kind in NAMED]
        if self.base is not None:  # another name for a licence of one's own hides no shipped name
            named.sort(key=lambda entry: entry.file in self.files)
        found = {fold(entry.id): entry.id for entry in named}
        for entry in named:
            for name in (*entry.names, *entry.deprecated):
                found.setdefault(fold(name), entry.id)
        return found

    def find(self, name: str) -> Entry | None:
        """Return the entry that `name` stands for, or None."""
        found = self._by_name.get(fold(name))
        return self.entries[found] if found else None

    def exception(self, name: str) -> Entry | None:
        """Return the exception (for `WITH`) that `name` stands for, or None."""
        for entry in self.entries.values():
            names = (entry.id, *entry.names)
            if entry.kind == "exception" and fold(name) in map(fold, names):
                return entry
        return None

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return the ids that look most like `name`."""
        wanted = fold(name)
        close = nearest(wanted, self._by_name, limit=limit)
        return list(dict.fromkeys(self._by_name[match] for match in close))

    def ids(self, kind: str = "license") -> tuple[str, ...]:
        """Return the ids of all entries of a kind, sorted."""
        return tuple(e.id for e in self.entries.values() if e.kind == kind)

    def __iter__(self) -> Iterator[License]:
        """Iterate over every licence, resolved, in the order of the ids."""
        self._load_all()
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
        base, _, exception = name.partition(" WITH ")
        identifier = self._licence_id(base)
        license = self._loaded.get(identifier) or self._load(identifier)
        if exception:
            license = self._with(license, exception)
        self._loaded[name] = self._loaded[license.id] = license
        return license

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return the entries that `name` stands for: one, or two for `BASE WITH EXCEPTION`.

        Raises `UsageError` for a name that is not in the library.
        """
        alone = self.find(name) or self.exception(name)
        if alone is not None:
            return (alone,)
        base, _, exception = name.partition(" WITH ")
        entry = self.entries[self._licence_id(base)]
        return (entry, self._exception(exception)) if exception else (entry,)

    def entity(self, name: str) -> License:
        """Return the licence or the exception called `name`; errors are those of indexing."""
        first = self.named(name)[0]
        return self._load(first.id) if first.kind == "exception" else self[name]

    @cached_property
    def _loaded(self) -> dict[str, License]:
        return {}

    def _licence_id(self, name: str) -> str:
        entry = self.find(name)
        if entry is not None and entry.kind == "license":
            return entry.id
        if entry is None:
            hints = self.suggest(name)
            hint = f"did you mean `{hints[0]}`?" if hints else "`licenselogic list` shows all"
            diagnostic = Diagnostic(
                Code.UNKNOWN_LICENSE, f"no licence is called {quoted(name)}", help=hint
            )
        elif entry.kind == "group":
            message = f"`{name}` names several licences: {', '.join(entry.means)}"
            diagnostic = Diagnostic(Code.UNDERSPECIFIED_LICENSE, message)
        else:
            message = f"`{name}` has not been encoded: {entry.because}"
            diagnostic = Diagnostic(Code.UNMODELLED_LICENSE, message)
        raise UsageError(diagnostic)

    def _load(self, identifier: str) -> License:
        entry = self.entries[identifier]
        if self.base is not None and entry.file not in self.files:
            return self._expand(self.base._load(identifier))
        license: License = unpack(self.compile(identifier))[0]
        return license

    def compile(self, identifier: str) -> Packed:
        """Return the compiled data of a licence or exception, from the cache if it is there."""
        entry = self.entries[identifier]
        key = f"{self.digest}-{digest(identifier.encode())[:12]}"
        data: Packed = cached("license", key, lambda: pack([self._resolve(entry)]))
        return data

    def _load_all(self) -> None:
        """Load every licence that is not loaded yet, from one table."""
        if any(name not in self._loaded for name in self.ids()):
            with no_collection():
                for license in self._compiled():
                    self._loaded.setdefault(license.id, license)

    def _compiled(self) -> list[License]:
        entries = [e for e in self.entries.values() if e.kind == "license" and e.file in self.files]
        if self.base is not None:
            own = [unpack(self.compile(entry.id))[0] for entry in entries]
            return [*map(self._expand, self.base._compiled()), *own]
        return unpack(cached("library", self.digest, lambda: pack(map(self._resolve, entries))))

    def _resolve(self, entry: Entry) -> License:
        from licenselogic.clauses.resolve import resolve

        entity, source = self.declared(entry)
        known = [e.id for e in self.entries.values() if e.kind in ("license", "template")]
        return self._expand(resolve(entity, self._find_entity, source, known))

    def _find_entity(self, identifier: str) -> "syntax_tree.Entity | None":
        template = self.entries.get(TEMPLATE + identifier)
        entry = template or self.entries.get(identifier)
        return self.declared(entry)[0] if entry else None

    def declared(self, entry: Entry) -> "tuple[syntax_tree.Entity, Source]":
        """Return an entity with all that is stated of it, and the file that describes it.

        Raises `ClauseFileError` for a file that cannot be read as a clause file.
        """
        if self.base is not None and entry.file not in self.files:
            return self.base.declared(entry)
        if self.names is not None and entry.file == self.names.names.name:
            return self.names.entity(entry.kind, entry.id), self.names.names
        source = self.source(entry.file)
        for entity in self.tree(entry.file).entities:
            if (entity.kind, entity.id.text) == (entry.kind, entry.id):
                return self.names.given(entity) if self.names else entity, source
        message = f"`{entry.file}` holds no {entry.kind} called {quoted(entry.id)}"
        raise ClauseFileError(Diagnostic(Code.MISSING_STATEMENT, message), source=source)

    def source(self, file: str) -> Source:
        """Return the text of a file of this library; raises KeyError for any other file."""
        if self.base is not None and file not in self.files:
            return self.base.source(file)
        for named in (self.names.names, self.names.lock) if self.names else ():
            if file == named.name:
                return named
        try:
            return Source(file, self.files[file].decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = self.files[file][: error.start].count(b"\n") + 1
            message = f"`{file}` is not UTF-8 (line {line})"
            raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message)) from None

    def tree(self, file: str) -> "syntax_tree.File":
        """Return the syntax tree of a clause file of this library."""
        if file not in self._trees:
            from licenselogic.clauses.syntax import parse

            self._trees[file] = parse(self.source(file).text, file)
        return self._trees[file]

    @cached_property
    def _trees(self) -> "dict[str, syntax_tree.File]":
        return {}

    def _scan(self) -> Iterator[Entry]:
        """Yield the entries of this library's own files."""
        if self.names is not None:
            yield from _shelved(self.names, self.files)
            return
        taken = self.base.entries.values() if self.base is not None else ()
        seen = {fold(_place(entry)): entry for entry in taken}
        for file, entity in [(f, e) for f in sorted(self.files) for e in self.tree(f).entities]:
            entry = _describe(entity, file)
            first = seen.setdefault(fold(_place(entry)), entry)
            if first is not entry:
                place = self.declared(first)[0].id.span
                message = f"{quoted(entry.id)} is defined twice"
                notes = (Note(f"{quoted(first.id)} is defined here first", place),)
                raise ClauseFileError(
                    Diagnostic(Code.DUPLICATE, message, entity.id.span, notes=notes),
                    source=self.source(file),
                )
            yield entry

    def _exception(self, name: str) -> Entry:
        entry = self.exception(name)
        if entry is None:
            message = f"no licence exception is called {quoted(name)}"
            help = did_you_mean(name, self.ids("exception"))
            raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=help))
        return entry

    def _with(self, license: License, name: str) -> License:
        return apply_exception(license, self._load(self._exception(name).id))

    def _expand(self, license: License) -> License:
        """Fill in `or-later`: the licences of the same series with a greater version."""
        if not any(getattr(norm, "or_later", False) for _, norm in license.norms):
            return license
        later = self.later(license.series)
        return replace(
            license,
            clauses=tuple(
                replace(c, norms=tuple(_with_later(n, later) for n in c.norms))
                if any(getattr(norm, "or_later", False) for norm in c.norms)
                else c
                for c in license.clauses
            ),
        )

    def later(self, series: tuple[str, str] | None) -> frozenset[str]:
        """Return the ids in the same series with a greater version."""
        if series is None:
            return frozenset()
        name, version = series
        own = _version(version)
        return frozenset(e for e, other in self._series.get(name, ()) if other > own)

    @cached_property
    def _series(self) -> Mapping[str, list[tuple[str, tuple[int, ...]]]]:
        """The licences of each series, with their versions."""
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for entry in self.entries.values():
            if entry.kind == "license" and entry.series:
                name, version = entry.series
                found.setdefault(name, []).append((entry.id, _version(version)))
        return found

    def with_files(self, *paths: str | Path) -> "Library":
        """Return a library that also holds the clause files at `paths`, or in folders there.

        Raises `ClauseFileError` for a path that cannot be read.
        """
        return self.extended(read_files(map(Path, paths)))

    def extended(self, files: Mapping[str, bytes]) -> "Library":
        """Return a library that holds these clause files too, and knows all that this one does."""
        own = {name: content for name, content in files.items() if self.files.get(name) != content}
        return Library(own, base=self) if own else self


def apply_exception(license: License, exception: License) -> License:
    """Return `license WITH exception`: its clauses and counts-as rules come first.

    A clause of the exception takes the place of the licence's clause of the same number.
    """
    cites = {clause.cite for clause in exception.clauses}
    composite = f"{license.id} WITH {exception.id}"
    kept = tuple(_as(c, license.id, composite) for c in license.clauses if c.cite not in cites)
    return replace(
        license,
        id=composite,
        title=f"{license.title} with {exception.title}",
        counts=exception.counts + license.counts,
        clauses=exception.clauses + kept,
        omissions=license.omissions + exception.omissions,
        series=None,
        hub=(),
        aliases=(),
        deprecated=(),
        review=min(license.review, exception.review, key=REVIEWS.index),
        bases=(license.id,),
    )


def _as(clause: Clause, base: str, composite: str) -> Clause:
    """Let the share-alike of a base licence name the composite beside the base."""
    norms = tuple(
        replace(n, licenses=n.licenses | {composite})
        if isinstance(n, ShareAlike) and base in n.licenses
        else n
        for n in clause.norms
    )
    return replace(clause, norms=norms)


def _with_later(norm: Norm, later: frozenset[str]) -> Norm:
    if isinstance(norm, ShareAlike | Relicense) and norm.or_later:
        return replace(norm, licenses=norm.licenses | later)
    return norm


@cache
def _compiler() -> bytes:
    """Return a hash of all that makes norms of clause files, lest other code's data be believed."""
    package = Path(__file__).parent.parent
    rooms = (package / room for room in ("base", "norms", "clauses", "library"))
    sources = [grammars() / "clauses.lark", *(p for r in rooms for p in sorted(r.glob("*.py")))]
    return digest(*(source.read_bytes() for source in sources)).encode()


TEMPLATE = "template "
"""Before the id of a template in the index: templates have names of their own."""


def _place(entry: Entry) -> str:
    return TEMPLATE + entry.id if entry.kind == "template" else entry.id


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))


def fold(name: str) -> str:
    """Return `name` as names are compared: case, blanks, and underscores do not matter."""
    return "-".join(name.casefold().replace("_", " ").split())


def _describe(entity: "syntax_tree.Entity", file: str) -> Entry:
    from licenselogic.clauses import tree as syntax_tree

    texts: dict[str, tuple[str, ...]] = {}
    series = None
    for statement in entity.statements:
        if isinstance(statement, syntax_tree.Header):
            texts[statement.keyword] = tuple(t.text for t in statement.texts)
            if statement.keyword == "series":
                series = (statement.words[0].text, statement.texts[0].text)
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
    )


def _shelved(names: Names, files: Iterable[str]) -> Iterator[Entry]:
    """Yield the entries of the shipped library, without a look into its clause files."""
    held = {(_kind(file), PurePosixPath(file).stem): file for file in files}
    apart = [key for key in names.rows if key[0] in ("group", "unmodelled")]
    for key, file in [*held.items(), *((key, names.names.name) for key in apart)]:
        row = names.rows.get(key, {})
        yield Entry(
            id=key[1],
            kind=key[0],
            file=file,
            title=row.get("title", ""),
            names=tuple(n for k in ("hub", "aliases", "addresses") for n in row.get(k, ())),
            deprecated=tuple(row.get("deprecated", ())),
            series=tuple(row["series"]) if "series" in row else None,
            means=tuple(row.get("means", ())),
            because=row.get("because", ""),
        )


def _kind(file: str) -> str:
    return {"exceptions": "exception", "templates": "template"}.get(
        PurePosixPath(file).parent.name, "license"
    )


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (fold(entry.id), entry.id))


def _row(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in Entry.__slots__]


def _entry(row: Iterable[Any]) -> Entry:
    values = (tuple(value) if isinstance(value, list) else value for value in row)
    return Entry(*values)  # type: ignore[arg-type]


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
