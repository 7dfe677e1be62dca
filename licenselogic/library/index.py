"""The index: what the library knows of an id without reading its clauses, found by any name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean, nearest
from licenselogic.base.display import quoted

NAMED = ("license", "group", "unmodelled")
"""Kinds of entity that a licence expression can name."""

TEMPLATE = "template "
"""Before the id of a template in the index: templates have names of their own."""

Series = tuple[str, str]
"""The name of a line of versions, and a version in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of an entity.

    `kind` is license, template, exception, group (an underspecified id, whose `means` are the
    licences that it may stand for), or unmodelled (`because` says why).
    """

    id: str
    kind: str
    file: str
    title: str = ""
    names: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    series: Series | None = None
    means: tuple[str, ...] = ()
    because: str = ""

    def __repr__(self) -> str:
        return f"<Entry {self.kind} {self.id}>"

    @property
    def key(self) -> str:
        """The id; of a template, told apart from the licence that may have the same."""
        return TEMPLATE + self.id if self.kind == "template" else self.id

    def to_row(self) -> list[Any]:
        """Return the entry as JSON data."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def of_row(cls, row: Iterable[Any]) -> "Entry":
        """Return the entry that `to_row` turned into `row`."""
        values: Any = (tuple(value) if isinstance(value, list) else value for value in row)
        return cls(*values)


@dataclass(frozen=True, eq=False)
class Index:
    """Entries by key and by name; `own` are the files whose names give way to those of others."""

    entries: Mapping[str, Entry]
    own: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Index of {len(self.entries)} entries>"

    @classmethod
    def of(cls, entries: Iterable[Entry], own: Iterable[str] = ()) -> "Index":
        """Return the index of `entries`, in the order of their ids."""
        ordered = sorted(entries, key=lambda entry: (fold(entry.id), entry.id))
        return cls({entry.key: entry for entry in ordered}, frozenset(own))

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        named = [e for e in self.entries.values() if e.kind in NAMED]
        named.sort(key=lambda entry: entry.file in self.own)
        found = {fold(entry.id): entry.id for entry in named}
        for entry in named:
            for name in (*entry.names, *entry.deprecated):
                found.setdefault(fold(name), entry.id)
        return found

    @cached_property
    def _exceptions(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in self.entries.values():
            for name in (entry.id, *entry.names) if entry.kind == "exception" else ():
                found.setdefault(fold(name), entry)
        return found

    @cached_property
    def _series(self) -> Mapping[str, list[tuple[str, tuple[int, ...]]]]:
        """The licences of each series, with their versions."""
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for entry in self.entries.values():
            if entry.kind == "license" and entry.series:
                name, version = entry.series
                found.setdefault(name, []).append((entry.id, _version(version)))
        return found

    def find(self, name: str) -> Entry | None:
        """Return the licence, group or unmodelled licence that `name` stands for, or None."""
        found = self._by_name.get(fold(name))
        return self.entries[found] if found else None

    def exception(self, name: str) -> Entry | None:
        """Return the exception (for `WITH`) that `name` stands for, or None."""
        return self._exceptions.get(fold(name))

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return the entries that `name` stands for: one, or two for `BASE WITH EXCEPTION`.

        Raises `UsageError` for a name that is not in the index.
        """
        alone = self.find(name) or self.exception(name)
        return (alone,) if alone is not None else self.with_clauses(name)

    def with_clauses(self, name: str) -> tuple[Entry, ...]:
        """Return the entry of a licence, and that of the exception that `name` puts on it.

        Raises `UsageError` for a name that is not in the index or stands for no clauses.
        """
        base, _, exception = name.partition(" WITH ")
        entry = self.find(base)
        if entry is None:
            hints = self.suggest(base)
            hint = f"did you mean `{hints[0]}`?" if hints else "`licenselogic list` shows all"
            message = f"no licence is called {quoted(base)}"
            raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=hint))
        if entry.kind == "group":
            message = f"`{base}` names several licences: {', '.join(entry.means)}"
            raise UsageError(Diagnostic(Code.UNDERSPECIFIED_LICENSE, message))
        if entry.kind == "unmodelled":
            message = f"`{base}` has not been encoded: {entry.because}"
            raise UsageError(Diagnostic(Code.UNMODELLED_LICENSE, message))
        return (entry, self._exception_named(exception)) if exception else (entry,)

    def _exception_named(self, name: str) -> Entry:
        entry = self.exception(name)
        if entry is None:
            message = f"no licence exception is called {quoted(name)}"
            hint = did_you_mean(name, self.ids("exception"))
            raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=hint))
        return entry

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return the ids that look most like `name`."""
        close = nearest(fold(name), self._by_name, limit=limit)
        return list(dict.fromkeys(self._by_name[match] for match in close))

    def ids(self, kind: str = "license") -> tuple[str, ...]:
        """Return the ids of all entries of a kind, sorted."""
        return tuple(e.id for e in self.entries.values() if e.kind == kind)

    def later(self, series: Series | None) -> frozenset[str]:
        """Return the ids in the same series with a greater version."""
        if series is None:
            return frozenset()
        name, version = series
        own = _version(version)
        return frozenset(e for e, other in self._series.get(name, ()) if other > own)


def fold(name: str) -> str:
    """Return `name` as names are compared: case, blanks, and underscores do not matter."""
    return "-".join(name.casefold().replace("_", " ").split())


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))
