"""The index: what the library knows of an id without reading its clauses, found by any name.

A name is looked up by keys from strict to loose (`spelling`): as an id, an alias or a title; as the
address of a text; as the same words; as a name with another of the same licence behind it.  A loose
key that leads to two entries leads to none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase, translate
from functools import cached_property
from typing import Any, TypeVar

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.library.spelling import (
    address,
    balanced,
    fold,
    listed,
    shape,
    slips,
    words,
)

_HOME = re.compile(r"https://huggingface\.co/([^/]+/[^/]+)/(?:blob|raw|resolve)/")
"""The address of a file on the Hub, with the id of the work that it belongs to."""

NAMED = ("license", "group", "unmodelled")
"""Kinds of entity that a licence expression can name."""

TEMPLATE = "template "
"""Before the id of a template in the index: templates have names of their own."""

_IN_BRACKETS = re.compile(r"(.*\w.*?)[(\[]([^()\[\]]+)[)\]]\W*")

_DOUBT = re.compile(r"[!?*~=<>%^|\\\u00ac\u2260]")
"""What a name is not spelt with: it says that something is, or may be, another thing."""

_NONE = ("unlicensed",)
"""Words that name no licence but its absence; the Unlicense is another thing."""

Key = TypeVar("Key", str, tuple[str, ...])

LONGEST = 200
"""A longer text is no other spelling of a name."""

Series = tuple[str, str]
"""The name of a line of versions, and a version in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of an entity.

    `kind` is license, template, exception, group (an underspecified id, whose `means` are the
    licences that it may stand for), or unmodelled (`because` says why).  `text` is the address of
    the text that it was read from.  `works` are patterns of ids of works that are under the
    licence, where their cards give a name that others share.  `modifies` are the licences that an
    exception was written for; none: any.  `licensor` are the owners on the Hub who are the one
    licensor that the text names; none: whoever has the rights may give the licence.
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
    text: str = ""
    works: tuple[str, ...] = ()
    modifies: tuple[str, ...] = ()
    licensor: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Entry {self.kind} {self.id}>"

    @property
    def key(self) -> str:
        """The id; of a template, told apart from the licence that may have the same."""
        return TEMPLATE + self.id if self.kind == "template" else self.id

    def fits(self, license: str) -> bool:
        """Tell whether this exception was written for the licence with that id."""
        return not self.modifies or license in self.modifies

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
    """Entries by key and by name; what a name means in the index `base` it means here too."""

    entries: Mapping[str, Entry]
    base: "Index | None" = None

    def __repr__(self) -> str:
        return f"<Index of {len(self.entries)} entries>"

    @classmethod
    def of(cls, entries: Iterable[Entry], base: "Index | None" = None) -> "Index":
        """Return the index of `entries` and those of `base`, in the order of their ids."""
        taken = base.entries.values() if base is not None else ()
        ordered = sorted([*taken, *entries], key=lambda entry: (fold(entry.id), entry.id))
        return cls({entry.key: entry for entry in ordered}, base)

    def _own(self, *kinds: str) -> list[Entry]:
        taken = self.base.entries if self.base is not None else {}
        return [e for key, e in self.entries.items() if e.kind in kinds and key not in taken]

    @cached_property
    def _by_name(self) -> Mapping[str, Entry]:
        return _names(self._own(*NAMED))

    @cached_property
    def _by_address(self) -> Mapping[str, Entry]:
        return _addresses(self._own(*NAMED))

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], Entry]:
        return _worded(self._own(*NAMED))

    @cached_property
    def _some_work(self) -> re.Pattern[str]:
        """What the ids of all works look like that are known to be under some licence."""
        return re.compile("|".join(translate(pattern) for pattern, _ in self._of_works) or "(?!)")

    @cached_property
    def _of_works(self) -> list[tuple[str, Entry]]:
        """Patterns of ids, with the licence of such works; where a text stands counts as one."""
        found = []
        for entry in self.entries.values():
            homes = (home[1] for name in entry.names if (home := _HOME.match(name)))
            found += [(pattern.casefold(), entry) for pattern in (*entry.works, *homes)]
        return found

    @cached_property
    def _exceptions(self) -> Mapping[str, Entry]:
        return _names(self._own("exception"))

    @cached_property
    def _exceptions_by_words(self) -> Mapping[tuple[str, ...], Entry]:
        return _worded(self._own("exception"))

    @cached_property
    def _by_shape(self) -> Mapping[tuple[str, ...], Mapping[tuple[str, ...], Entry]]:
        found: dict[tuple[str, ...], dict[tuple[str, ...], Entry]] = {}
        for key, entry in self._by_words.items():
            found.setdefault(shape(key), {})[key] = entry
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
        return (self.base.find(name) if self.base is not None else None) or self._find(name)

    def _find(self, name: str) -> Entry | None:
        found = self._by_name.get(fold(name))
        if found is not None or len(name) > LONGEST or name.startswith("(") or not balanced(name):
            return found
        where = address(name)
        if where:
            return self._by_address.get(where) or self._in_list(where)
        if _DOUBT.search(name):
            return None
        return self._by_words.get(words(name)) or self._twice(name)

    def _in_list(self, where: str) -> Entry | None:
        """Return the licence whose page in a list an address is, by the id at its end."""
        name = listed(where)
        return self._by_name.get(name) or self._by_words.get(words(name))

    def _twice(self, name: str) -> Entry | None:
        """Return what a name and a second one in brackets stand for: `The MIT License (MIT)`.

        The first may be that of a group, and the second that of a licence in it.
        """
        parts = _IN_BRACKETS.fullmatch(name)
        if parts is None:
            return None
        first, second = (self._by_words.get(words(part)) for part in parts.groups())
        return second if first and second and second.id in (first.id, *first.means) else None

    def of_work(self, identifier: str) -> Entry | None:
        """Return the licence that a work is known to be under, where its name is not enough."""
        wanted = identifier.casefold()
        if not self._some_work.fullmatch(wanted):
            return None
        return next((e for pattern, e in self._of_works if fnmatchcase(wanted, pattern)), None)

    def exception(self, name: str) -> Entry | None:
        """Return the exception (for `WITH`) that `name` stands for, or None."""
        held = self.base.exception(name) if self.base is not None else None
        own = self._exceptions.get(fold(name)) or self._exceptions_by_words.get(words(name))
        return held or own

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
        return (entry, self._exception_to(entry, exception)) if exception else (entry,)

    def _exception_to(self, license: Entry, name: str) -> Entry:
        entry = self.exception(name)
        if entry is None:
            message = f"no licence exception is called {quoted(name)}"
            hint = did_you_mean(name, self.ids("exception"))
            raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=hint))
        if not entry.fits(license.id):
            message = f"`{entry.id}` does not go with `{license.id}`"
            hint = f"it was written for {', '.join(entry.modifies)}"
            raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=hint))
        return entry

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return the ids whose names differ from `name` by a slip of the pen, the nearest first.

        Where the nearest are several licences, none is meant more than the others: none is given.
        """
        spelt = words(name)
        if len(name) > LONGEST or address(name) or spelt == _NONE:
            return []
        found: dict[str, int] = {}
        for key, entry in self._alike(shape(spelt)):
            distance = slips(spelt, key)
            if distance is not None:
                found[entry.id] = min(distance, found.get(entry.id, distance))
        ranked = sorted(found, key=lambda identifier: (found[identifier], fold(identifier)))
        tied = len(ranked) > 1 and found[ranked[0]] == found[ranked[1]]
        return [] if tied else ranked[:limit]

    def _alike(self, wanted: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Entry]]:
        """Yield the names of a shape, with what they stand for."""
        if self.base is not None:
            yield from self.base._alike(wanted)
        yield from self._by_shape.get(wanted, {}).items()

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


def _names(entries: list[Entry]) -> dict[str, Entry]:
    """Return entries by name: ids before other names, and both before titles."""
    found = {fold(entry.id): entry for entry in entries}
    for entry in entries:
        for name in (*entry.names, *entry.deprecated):
            found.setdefault(fold(name), entry)
    return {**_unambiguous((fold(entry.title), entry) for entry in entries), **found}


def _addresses(entries: list[Entry]) -> dict[str, Entry]:
    """Return entries by address: those that are stated before those of the texts."""
    stated: dict[str, Entry] = {}
    for entry in entries:
        for name in entry.names:
            if "://" in name:
                stated.setdefault(address(name), entry)
    return {**_unambiguous((address(entry.text), entry) for entry in entries), **stated}


def _worded(entries: list[Entry]) -> dict[tuple[str, ...], Entry]:
    return _unambiguous(
        (words(name), entry)
        for entry in entries
        for name in (entry.id, entry.title, *entry.names, *entry.deprecated)
        if "://" not in name
    )


def _unambiguous(pairs: Iterable[tuple[Key, Entry]]) -> dict[Key, Entry]:
    """Return the keys that are not empty and that lead to one entry."""
    found: dict[Key, Entry] = {}
    shared: set[Key] = set()
    for key, entry in pairs:
        if found.setdefault(key, entry) is not entry:
            shared.add(key)
    return {key: entry for key, entry in found.items() if key and key not in shared}


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))
