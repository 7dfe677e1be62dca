"""Names of licences as SPDX references: `LicenseRef-llama2` is how SPDX writes `llama2`.

A reference holds letters, digits, dots and hyphens only: `openrail++` is `LicenseRef-openrail--`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from licenselogic.base.diagnostics import ExpressionError
from licenselogic.library.expressions import MAX_LENGTH, parse_expression
from licenselogic.library.index import NAMED
from licenselogic.library.library import Library

REFERENCE = re.compile(r"(?:DocumentRef-[\w.\-]+:)?LicenseRef-([A-Za-z0-9.\-]+)")

_NOT_IN_REFERENCES = re.compile(r"[^A-Za-z0-9.\-]")


def reference(name: str) -> str:
    """Return the reference to a licence that SPDX does not list; a reference stays as it is."""
    if REFERENCE.fullmatch(name):
        return name
    return f"LicenseRef-{_NOT_IN_REFERENCES.sub('-', name)}"


def readable(text: str, library: Library) -> str:
    """Return an expression that follows SPDX; of any other text, the reference to it.

    What cannot be read is the name of a licence that nobody knows, and no mistake in the document.
    """
    try:
        parse_expression(text, library)
    except ExpressionError:
        return reference(text)[:MAX_LENGTH]
    return text


def without_references(text: str, named: Mapping[str, str], library: Library) -> str:
    """Return an expression with the licences that its `LicenseRef-...` stand for.

    `named` says what the document calls them; else the rest of the reference may be an id of the
    library.  A reference to what nobody knows stays as it is.
    """

    def known(match: re.Match[str]) -> str:
        told = named.get(match.group())
        if told:
            return told if " " not in told or library.find(told) else f"({told})"
        own = _ids(library).get(f"LicenseRef-{match.group(1)}")
        entry = None if own else library.find(match.group(1))
        return own or (entry.id if entry is not None else match.group())

    return REFERENCE.sub(known, text)


@lru_cache(maxsize=4)
def _ids(library: Library) -> Mapping[str, str]:
    """Return the ids of a library by their references, where only one has it."""
    found: dict[str, list[str]] = {}
    for name, entry in library.entries.items():
        if entry.kind in NAMED:
            found.setdefault(reference(name), []).append(name)
    return {ref: names[0] for ref, names in found.items() if len(names) == 1}


def same_license(one: str, other: str, library: Library) -> bool:
    """Tell whether two expressions offer the same; a name and its reference are the same."""
    return one == other or meaning(one, library) == meaning(other, library)


def distinct(texts: Iterable[str], library: Library) -> list[str]:
    """Return expressions that offer different things, each as it is spelt first.

    What is too long to be read together is compared as it is spelt.
    """
    found = list(dict.fromkeys(texts))
    if sum(map(len, found)) > MAX_LENGTH:
        return found
    by_meaning: dict[object, str] = {}
    for text in found:
        by_meaning.setdefault(meaning(text, library), text)
    return list(by_meaning.values())


def meaning(text: str, library: Library) -> object:
    """Return a value that expressions share if they offer the same."""
    try:
        found = parse_expression(without_references(text, {}, library), library)
    except ExpressionError:
        return text
    return frozenset(
        frozenset(reference(term.name) for term in terms) for terms in found.alternatives
    )
