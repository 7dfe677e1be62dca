"""The questions that a server answers, as plain functions: JSON data in, JSON data out.

Works that a lineage names and does not describe are looked up in the catalogue.  No file is read
for whoever asks, and nobody else is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from licenselogic.diff.diff import diff_licenses
from licenselogic.library.explained import explanation
from licenselogic.library.expressions import named
from licenselogic.library.library import licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.load import from_plain
from licenselogic.repair.recommend import recommend as recommended
from licenselogic.report.diff_text import render_diff
from licenselogic.report.license_text import license_data, render_license
from licenselogic.report.recommendation_text import render_recommendation
from licenselogic.report.verdict_text import render_verdict
from licenselogic.verdict.check import check as checked

Answer = dict[str, Any]
T = TypeVar("T")

_ONE_AT_A_TIME = Lock()
"""Questions are answered one after another: they share one engine, and what it remembers."""


def check(
    lineage: Mapping[str, Any],
    work: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
) -> Answer:
    """Return the verdict on a work, as data and as text.

    `lineage` has the shape of a lineage file.  Raises `LicenseLogicError` for what cannot be used.
    """

    def ask() -> Answer:
        verdict = checked(_read(lineage), work, license, profile, assumptions)
        return {"verdict": verdict.to_dict(), "text": render_verdict(verdict)}

    return _alone(ask)


def recommend(
    lineage: Mapping[str, Any],
    work: str | None = None,
    want: Sequence[str] = (),
    profile: str = "default",
) -> Answer:
    """Return the licences that a work may carry, best first, or why there is none.

    Raises `LicenseLogicError` for what cannot be used.
    """

    def ask() -> Answer:
        found = recommended(_read(lineage), work, profile, want=list(want))
        return {"recommendation": found.to_dict(), "text": render_recommendation(found)}

    return _alone(ask)


def show(license: str) -> Answer:
    """Return what a licence says, clause by clause, as data and as text.

    Raises `UsageError` for a name that is not in the library, or that stands for no clauses.
    """

    def ask() -> Answer:
        known = licenses()
        entries = named(license, known)
        if entries[0].kind in ("group", "unmodelled"):
            return {"text": "\n".join(explanation(entries[0].id, known)), "license": None}
        found = known.entity(" WITH ".join(entry.id for entry in entries))
        return {"license": license_data(found), "text": render_license(found)}

    return _alone(ask)


def explain(word: str) -> Answer:
    """Return what a code, a word of reports or of the vocabulary, or a name of a licence means.

    Raises `UsageError` for a word that means nothing here.
    """
    return _alone(lambda: {"text": "\n".join(explanation(word, licenses()))})


def diff(first: str, second: str, profile: str = "default") -> Answer:
    """Return what changed from one licence to another, as data and as text.

    Raises `UsageError` for a name that is not in the library.
    """

    def ask() -> Answer:
        known = licenses()
        found = diff_licenses(known[first], known[second], profile)
        return {"diff": found.to_dict(), "text": render_diff(found)}

    return _alone(ask)


def _read(lineage: Mapping[str, Any]) -> Lineage:
    return from_plain(dict(lineage))


def _alone(ask: Callable[[], T]) -> T:
    with _ONE_AT_A_TIME:
        return ask()
