"""A licence as a page: each clause with the passage it stands on beside what it comes to."""

from datetime import date

from licenselogic.diff.clauses import number_key, ordered
from licenselogic.norms.deontic import Clause, License
from licenselogic.report.html import render_page
from licenselogic.report.license_text import Quote, counts_of, norm_text, policies_of


def render_license_page(
    license: License, digest: str, quote: Quote | None = None, on: date | None = None
) -> str:
    """Return the page of a licence; passages are whole where `quote` has their words."""
    policies = policies_of(license)
    omissions = sorted(license.omissions, key=lambda omission: number_key(omission.cite))
    return render_page(
        "license.html",
        digest,
        on,
        license=license,
        names=list(dict.fromkeys((*license.hub, *license.aliases, *license.deprecated))),
        clauses=[
            {
                "clause": clause,
                "origin": _origin(clause, license),
                "passages": [
                    (passage, quote(clause, passage) if quote else "")
                    for passage in clause.passages
                ],
                "norms": [
                    {"item": norm.item, "text": norm_text(norm, policies)} for norm in clause.norms
                ],
            }
            for clause in ordered(license.clauses)
        ],
        counts=list(counts_of(license)),
        omissions=omissions,
    )


def _origin(clause: Clause, license: License) -> str:
    if clause.origin is not None:
        return f"from {clause.origin.kind} {clause.origin.id}"
    return "" if clause.license == license.id else f"from {clause.license}"
