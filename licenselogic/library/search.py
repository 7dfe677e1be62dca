"""Find licences in the library by what they are and say, and what their derivatives may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import MATERIAL, FlowDown, License, Obligation, ShareAlike
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View, permits_at_rest, view_of

_MAX_LISTED = 12
"""Of more words than these, that may stand in a place, the first are told."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a licence must be: every filter that is given holds."""

    text: str | None = None
    family: str | None = None
    covers: str | None = None
    permits: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A licence in a list."""

    id: str
    title: str
    family: str
    covers: tuple[str, ...]
    review: str

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON data."""
        return {
            "id": self.id,
            "title": self.title,
            "family": self.family,
            "covers": list(self.covers),
            "review": self.review,
        }


def select_licenses(library: Library, filters: Filters) -> list[Row]:
    """Return the licences that pass `filters`, in the order of their ids.

    Raises `UsageError` for a word that is no act, duty, material or family, and for a text that is
    in no name.
    """
    _check_words(filters, library)
    called = [k for k in library if filters.text is None or _is_called(k, filters.text, library)]
    if not called:
        message = f"no licence has {quoted(filters.text)} in a name"
        near = did_you_mean((filters.text or "")[:100], library.ids())
        help = near or "`licenselogic list` shows all"
        raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=help))
    return [
        Row(k.id, k.title, k.family, tuple(sorted(k.covers)), k.review)
        for k in called
        if _passes(k, filters)
    ]


def _is_called(license: License, text: str, library: Library) -> bool:
    """Tell whether a text is in a name, the title or the family of a licence; case is the same."""
    entry = library.find(license.id)
    names = (license.id, license.title, license.family, *(entry.names if entry else ()))
    return any(text.casefold() in name.casefold() for name in names)


def describe(entry: Entry) -> dict[str, Any]:
    """Return, as JSON data, what the library knows of an id that stands for no clauses."""
    return {
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "names": list(entry.names),
        "deprecated": list(entry.deprecated),
        "means": list(entry.means),
        "because": entry.because,
    }


def _check_words(filters: Filters, library: Library) -> None:
    words = vocabulary()
    acts = [*words.acts.words, "commercial", "distribute-derivatives"]
    duties = [*words.raw["duties"], "share-alike", "flow-down"]
    families = sorted({license.family for license in library}) if filters.family else []
    for given, known_words, what in (
        ((filters.family,) if filters.family else (), families, "family"),
        ((filters.covers,) if filters.covers else (), words.materials, "material"),
        (filters.permits, acts, "act"),
        (filters.forbids, acts, "act"),
        (filters.requires, duties, "duty"),
    ):
        for word in given:
            if word not in known_words:
                hint = did_you_mean(word, known_words) or _some(known_words)
                message = f"no {what} is called {quoted(word)}"
                raise UsageError(Diagnostic(Code.UNKNOWN_WORD, message, help=hint))


def _some(known: Sequence[str]) -> str:
    """Return the words there are, as far as a line holds them."""
    more = len(known) - _MAX_LISTED
    listed = ", ".join(known[:_MAX_LISTED])
    return f"one of: {listed}" if more <= 0 else f"there are {len(known)}, such as {listed}"


def _passes(license: License, filters: Filters) -> bool:
    view = view_of(license, select())
    return (
        (filters.family is None or license.family == filters.family)
        and (filters.covers is None or filters.covers in license.covers)
        and all(permits(view, word) for word in filters.permits)
        and not any(permits(view, word) for word in filters.forbids)
        and all(word in requirements(view) for word in filters.requires)
    )


def permits(view: View, word: str) -> bool:
    """Tell whether a licence permits an act, `commercial` use, or `distribute-derivatives`.

    The act is judged at the baseline of all facts, on the work or, for `distribute-derivatives`, on
    a derivative.
    """
    act, status, moved = word, "work", {}
    if word == "commercial":
        act, moved = "use", {"commercial": True}
    if word == "distribute-derivatives":
        act, status = "distribute", "derivative"
    statuses: Sequence[str] = (status,) if act != "modify" else sorted(MATERIAL)
    return any(permits_at_rest(view, act, s, **moved) for s in statuses)


def requirements(view: View) -> frozenset[str]:
    """Return the duties of a licence, with `share-alike` and `flow-down` where it has them."""
    found = {n.duty for _, n in view.norms if isinstance(n, Obligation)}
    found |= {"share-alike" for _, n in view.norms if isinstance(n, ShareAlike)}
    found |= {"flow-down" for _, n in view.norms if isinstance(n, FlowDown)}
    return frozenset(found)
