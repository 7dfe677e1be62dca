"""Names of licences to terms: what a single name stands for, alone, with `+`, or with an exception.

Ids and aliases are looked up as they stand, deprecated ids of SPDX are replaced by what they mean
today, and a name that nobody knows becomes a term that says so.
"""

from dataclasses import dataclass

from licenselogic.base.diagnostics import did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.library.index import Entry
from licenselogic.library.library import Library

UNDECLARED = {
    "unknown": "the licence is given as unknown",
    "other": "`other` does not say which licence",
    "none": "no licence is declared",
    "noassertion": "nobody says what the licence is",
    "unlicensed": "`unlicensed` says that no licence is given; the Unlicense is another thing",
    **dict.fromkeys(
        ("proprietary", "licenseref-proprietary"), "the terms are its owner's own, and not known"
    ),
    "no license": "no licence is given",
    "no licence": "no licence is given",
}
"""Words that stand for the absence of a licence, and what each of them says."""

OWN = frozenset({"proprietary", "licenseref-proprietary"})
"""Words for terms of the owner's own: outbound the publisher's, upstream known to nobody else."""

_COMPOSITES = {
    "gpl-2.0-with-autoconf-exception": ("GPL-2.0-only", "Autoconf-exception-2.0"),
    "gpl-2.0-with-bison-exception": ("GPL-2.0-only", "Bison-exception-2.2"),
    "gpl-2.0-with-classpath-exception": ("GPL-2.0-only", "Classpath-exception-2.0"),
    "gpl-2.0-with-font-exception": ("GPL-2.0-only", "Font-exception-2.0"),
    "gpl-2.0-with-gcc-exception": ("GPL-2.0-only", "GCC-exception-2.0"),
    "gpl-3.0-with-autoconf-exception": ("GPL-3.0-only", "Autoconf-exception-3.0"),
    "gpl-3.0-with-gcc-exception": ("GPL-3.0-only", "GCC-exception-3.1"),
    "ecos-2.0": ("GPL-2.0-or-later", "eCos-exception-2.0"),
    "wxwindows": ("LGPL-2.0-or-later", "WxWindows-exception-3.1"),
}
"""Deprecated SPDX ids of a licence together with its exception, and what they mean today."""

_LISTS = {"/": "OR", "|": "OR", ",": "OR", ";": "OR", "&": "AND", "+": "AND", " ": "OR"}
"""How people list licences, and what most of them mean by it."""

LONGEST_HINT = 100
"""A longer name is no slip of the pen, and gets no suggestion."""


@dataclass(frozen=True, slots=True)
class Term:
    """One licence of an expression.

    `kind` is license, group (`means` lists what it may stand for), unmodelled (`note` says why),
    unknown (`note` may suggest another spelling) or undeclared (`note` says in which way).  `name`
    is the canonical id for kind license (`GPL-2.0-only WITH Classpath-exception-2.0`), else it is
    as written, and empty where nothing was.
    """

    name: str
    kind: str
    means: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name stands for: a term, or several to choose from; `text` is how it is spelt."""

    choices: tuple[Term, ...]
    text: str


def read_name(name: str, library: Library) -> Reading:
    """Return what a name stands for; `MPL-1.1+` offers every later version too."""
    composite = _COMPOSITES.get(name.casefold())
    if composite is not None and library.find(name) is None:
        return _one(with_exception(*composite, library))
    term = _term(name, library)
    if term.kind == "unknown" and name.endswith("+"):
        return _or_later(name[:-1], library) or _one(term)
    return _one(term)


def with_exception(license: str, exception: str, library: Library) -> Term:
    """Return the term for `license WITH exception`, `GPL-2.0+` as a licence included."""
    written = f"{license} WITH {exception}"
    added = library.exception(exception)
    if added is None:
        short = len(exception) <= LONGEST_HINT
        hint = did_you_mean(exception, library.ids("exception")) if short else ""
        note = f"no exception is called {quoted(exception)}"
        return Term(written, "unknown", note=f"{note}; {hint}" if hint else note)
    choices = read_name(license, library).choices
    base = choices[0] if len(choices) == 1 else _term(license, library)
    return _joined(base, added, written)


def _joined(base: Term, exception: Entry, written: str) -> Term:
    """Return a licence with an exception; of a group, the members that it was written for."""
    members = (base.name,) if base.kind == "license" else base.means
    means = tuple(f"{member} WITH {exception.id}" for member in members if exception.fits(member))
    if members and not means:
        note = f"`{exception.id}` was written for {listed(exception.modifies)}"
        return Term(written, "unknown", note=note)
    if base.kind == "license" or len(means) == 1:
        return Term(means[0], "license")
    return Term(written, base.kind, means=means, note=base.note)


def _one(term: Term) -> Reading:
    return Reading((term,), term.name)


def _term(name: str, library: Library) -> Term:
    note = "no licence is declared" if not name else UNDECLARED.get(name.casefold())
    if note is not None:
        return Term(name, "undeclared", note=note)
    entry = library.find(name)
    if entry is None:
        return Term(name, "unknown", note=_hint(name, library))
    if entry.kind == "license":
        return Term(entry.id, "license")
    return Term(name, entry.kind, means=entry.means, note=entry.because)


def _hint(name: str, library: Library) -> str:
    if len(name) > LONGEST_HINT:
        return ""
    if library.exception(name) is not None:
        return f"this is an exception; write `LICENSE WITH {name}`"
    found = library.suggest(name, limit=1)
    return f"did you mean `{found[0]}`?" if found else _as_choice(name, library)


def _as_choice(name: str, library: Library) -> str:
    """Return how a list of names is written, if all of them are known, or the empty string."""
    for mark, operator in _LISTS.items():
        entries = [library.find(part.strip()) for part in name.split(mark)]
        ids = list(dict.fromkeys(entry.id for entry in entries if entry is not None))
        if len(ids) > 1 and None not in entries:
            return f"write `{f' {operator} '.join(ids)}`"
    return ""


def _or_later(name: str, library: Library) -> Reading | None:
    """Return `name` or any later version, or None if no licence has that name."""
    entry = library.find(name)
    if entry is None or entry.kind != "license":
        return None
    later = library.find(f"{entry.id.removesuffix('-only')}-or-later")
    if later is not None and later.kind == "license":
        return _one(Term(later.id, "license"))
    ids = {entry.id} | library.later(entry.series)
    return Reading(tuple(Term(i, "license") for i in sorted(ids)), f"{entry.id}+")
