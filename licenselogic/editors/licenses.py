"""What is shown of a licence, a clause and a work where they are named, in Markdown."""

import re
from collections.abc import Iterable, Iterator

from licenselogic.base.diagnostics import LicenseLogicError
from licenselogic.base.display import printable
from licenselogic.diff.clauses import ordered
from licenselogic.library.explained import explanation
from licenselogic.library.index import TEMPLATE, Entry
from licenselogic.library.library import Library
from licenselogic.library.search import permits, requirements
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import Clause, License
from licenselogic.report.license_text import counts_of, norm_text, policies_of
from licenselogic.semantics.view import view_of

SHOWN = 24
"""Clauses of a licence that are shown; of the others only the number is told."""

_ASKED = (
    "use", "commercial", "modify", "distribute", "distribute-derivatives", "sell", "host",
    "improve-other-models", "sublicense", "relicense",
)  # fmt: skip
"""What people want to know of a licence."""


def plain(text: object) -> str:
    """Return text that Markdown shows as it is, on one line."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})
    return printable(" ".join(str(text).split())).translate(marks)


def code(text: object) -> str:
    """Return text in a fixed width; what would end it is left out."""
    return f"`{printable(' '.join(str(text).split())).replace('`', '')}`"


def license_card(entry: Entry, library: Library) -> str:
    """Return a licence in Markdown: its title, what it permits and asks for, its clauses."""
    if entry.kind in ("group", "unmodelled"):
        return "\n\n".join(plain(line) for line in explanation(entry.id, library))
    try:
        license = library.load(entry)
    except LicenseLogicError as error:
        return f"**{plain(entry.title or entry.id)}**\n\n{plain(error.diagnostics[0].message)}"
    return "\n\n".join(_told(license, entry.kind))


def _told(license: License, kind: str) -> Iterator[str]:
    name = license.id.removeprefix(TEMPLATE)
    yield f"**{plain(license.title or name)}** ({kind} {code(name)})"
    if kind != "template":
        yield from summary(license)
    else:
        yield "\n".join(f"- counts {plain(rule)}" for rule in counts_of(license))
    yield from _list(license.clauses)
    if license.text.url:
        yield f"text: <{printable(license.text.url)}>"


def summary(license: License) -> Iterator[str]:
    """Yield what there is to know of a licence by the default readings, each in a line."""
    covers = ", ".join(sorted(license.covers)) or "anything"
    yield f"family {plain(license.family)}; written for {plain(covers)}"
    view = view_of(license, select())
    granted = [word for word in _ASKED if permits(view, word)]
    yield f"permits: {', '.join(granted) or 'nothing without condition'}"
    withheld = [word for word in _ASKED if word not in granted]
    if withheld:
        yield f"does not permit: {', '.join(withheld)}"
    owed = sorted(requirements(view))
    yield f"asks for: {', '.join(owed) or 'nothing'}"


def _list(clauses: Iterable[Clause]) -> Iterator[str]:
    told = [f"- **{plain(c.cite)}** {plain(c.says)}" for c in ordered(clauses) if c.says]
    more = len(told) - SHOWN
    told = told[:SHOWN] + ([f"- and {more} more clauses"] if more > 0 else [])
    if told:
        yield "\n".join(told)


def clause_card(clause: Clause, license: License) -> str:
    """Return a clause in Markdown: its number, its summary, its passages and its norms."""
    head = f"**{plain(clause.license)} {plain(clause.cite)}** {plain(clause.says)}"
    return "\n\n".join([head, *standing(clause, license)])


def standing(clause: Clause, license: License) -> list[str]:
    """Return what a clause stands on and what it comes to: its passages, then its norms."""
    parts = []
    for passage in clause.passages:
        marks = " .. ".join(quoted_words(mark) for mark in (passage.first, passage.last) if mark)
        parts.append(f"> {marks}")
    policies = policies_of(license)
    norms = [f"- {plain(norm_text(norm, policies))}" for norm in clause.norms]
    return [*parts, "\n".join(norms)] if norms else parts


def quoted_words(text: str) -> str:
    """Return words of a licence text in quotes."""
    return f'"{plain(text)}"'


def about_license(text: str, column: int, library: Library) -> tuple[Entry, int, int] | None:
    """Return the licence that an expression names at a column, and where its name stands.

    None where there is a keyword, or a name that is not known.
    """
    whole = library.find(text.strip())
    if whole is not None:
        start = len(text) - len(text.lstrip())
        return whole, start, start + len(text.strip())
    for start, name in _parts(text):
        if start <= column <= start + len(name):
            entry = library.find(name) or library.exception(name)
            return (entry, start, start + len(name)) if entry is not None else None
    return None


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names in an expression, each with the column where it begins."""
    start = 0
    for mark in re.finditer(r"\s+(?:AND|OR|WITH)\s+|[()]|$", text, re.IGNORECASE):
        piece = text[start : mark.start()]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), piece.strip()
        start = mark.end()
