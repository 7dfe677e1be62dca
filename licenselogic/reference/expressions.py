"""Licence expressions as this judge reads them, from the words up.

    any    :=  all ("OR" all)*            the licensee chooses
    all    :=  one ("AND" one)*           all of them bind
    one    :=  name | name "WITH" name | "(" any ")"

Whatever stands between operators and parentheses is one name, blanks included.  The library is only
asked which entity a name belongs to; text that breaks the grammar is left to the product's errors.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from licenselogic.library.index import Entry
from licenselogic.library.library import Library

SILENT = frozenset({"", "none", "noassertion", "other", "unknown"})
"""What people write where no licence is declared."""

OWN = frozenset({"proprietary", "licenseref-proprietary"})
"""What people write for terms of their own: upstream nobody knows them."""

BUNDLED = {
    "ecos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "gpl-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "gpl-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
    "gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "gpl-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "gpl-2.0-with-gcc-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "gpl-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "gpl-3.0-with-gcc-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "wxwindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}
"""Ids that SPDX has deprecated in favour of a licence with an exception."""


@dataclass(frozen=True)
class Term:
    """A name in an expression, and the ids of the licences that it may stand for.

    One id is a licence, several are an underspecified name, and none is a name that settles
    nothing: undeclared, unknown, or known and not encoded.
    """

    name: str
    means: frozenset[str]


Alternatives = tuple[frozenset[Term], ...]
"""What may be chosen; the terms of one alternative bind together."""


def read(text: str | None, library: Library) -> Alternatives:
    """Return the alternatives that a licence expression offers, each once, in the order given."""
    clean = " ".join((text or "").split())
    if library.find(clean) is not None:
        return _name(clean, library)
    words = _words(clean)
    found = _any(words, library)
    if words:
        raise ValueError(f"no licence expression: {text!r} goes on with {words[0]!r}")
    return found


def _words(text: str) -> list[str]:
    """Return operators, parentheses, and the names between them; an empty text is one name."""
    parts = re.split(r"([()]|(?<!\S)(?:AND|OR|WITH)(?!\S))", text, flags=re.IGNORECASE)
    return [part.strip() for part in parts if part.strip()] or [""]


def _is(words: list[str], operator: str) -> bool:
    return bool(words) and words[0].upper() == operator


def _any(words: list[str], library: Library) -> Alternatives:
    found = _all(words, library)
    while _is(words, "OR"):
        words.pop(0)
        found += _all(words, library)
    return _once(found)


def _all(words: list[str], library: Library) -> Alternatives:
    found = _one(words, library)
    while _is(words, "AND"):
        words.pop(0)
        found = tuple(a | b for a, b in product(found, _one(words, library)))
    return _once(found)


def _one(words: list[str], library: Library) -> Alternatives:
    word = words.pop(0)
    if word == "(":
        found = _any(words, library)
        words.pop(0)
        return found
    if not _is(words, "WITH"):
        return _name(word, library)
    words.pop(0)
    return _with(word, words.pop(0), library)


def _once(alternatives: Iterable[frozenset[Term]]) -> Alternatives:
    return tuple(dict.fromkeys(alternatives))


def _term(name: str, means: Iterable[str]) -> Alternatives:
    return (frozenset({Term(name, frozenset(means))}),)


def _name(name: str, library: Library) -> Alternatives:
    """Return what one name stands for."""
    if name.casefold() in SILENT | OWN:
        return _term(name, ())
    entry = library.find(name)
    if entry is not None:  # all names of one licence are one term
        return _term(entry.id if entry.kind == "license" else name, _means(entry))
    if name.casefold() in BUNDLED:
        license, _, exception = BUNDLED[name.casefold()].partition(" WITH ")
        return _with(license, exception, library)
    if name.endswith("+"):
        return _or_later(name, library)
    return _term(name, ())


def _means(entry: Entry) -> tuple[str, ...]:
    return {"license": (entry.id,), "group": entry.means}.get(entry.kind, ())


def _or_later(name: str, library: Library) -> Alternatives:
    """Return a version or any later one: the licence of that name, or a choice of versions."""
    entry = library.find(name[:-1])
    if entry is None or entry.kind != "license":
        return _term(name, ())
    named = library.find(entry.id.removesuffix("-only") + "-or-later")
    if named is not None:
        return _term(name, _means(named))
    versions = {entry.id: entry, **library.entries}.values()
    later = (e for e in versions if e.id == entry.id or _later(e, entry))
    return _once(terms for each in later for terms in _term(each.id, (each.id,)))


def _later(one: Entry, other: Entry) -> bool:
    """Tell whether one licence is a later version of the other."""
    if one.kind != "license" or one.series is None or other.series is None:
        return False
    return one.series[0] == other.series[0] and _number(one.series[1]) > _number(other.series[1])


def _number(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in version.split(".")]


def _written_for(exception: Entry, id: str) -> bool:
    """Tell whether an exception speaks of a licence; one that names none speaks of all."""
    return id in exception.modifies or not exception.modifies


def _with(name: str, exception: str, library: Library) -> Alternatives:
    """Return a licence, or each that a name may stand for, together with an exception.

    With a licence that it was not written for, an exception settles nothing.
    """
    base, added = _name(name, library), library.exception(exception)
    if added is None or len(base) > 1:
        return _term(f"{name} WITH {exception}", ())
    means = (id for term in base[0] for id in term.means if _written_for(added, id))
    return _term(f"{name} WITH {exception}", (f"{id} WITH {added.id}" for id in means))
