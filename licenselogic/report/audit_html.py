"""The summary of an audit as a page: statuses first, then kinds, families, drift and repairs.

Draws what it is given and counts nothing.  Long lists are cut, so the page stays small for any hub.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from licenselogic.report.audit_plots import bars, bubbles
from licenselogic.report.audit_text import drift_rows, notes, repair_rows, share, table_rows
from licenselogic.report.html import render_page

MOST = 100
"""Rows of a list that are shown."""


def render_audit_page(summary: Mapping[str, Any], on: date | None = None) -> str:
    """Return the summary of an audit as HTML: one file that asks no network."""
    total = summary["works"]
    families = summary.get("families") or []
    return render_page(
        "audit.html",
        summary["library"],
        on,
        total=total,
        edges=summary["edges"],
        profile=summary["profile"],
        statuses=[(name, n, share(n, total)) for name, n in summary["statuses"].items()],
        kinds=table_rows(summary["kinds"]),
        bars=Markup(bars(summary["kinds"])),
        pairs=table_rows(summary["pairs"]["kinds"]) if "pairs" in summary else [],
        bubbles=Markup(bubbles(families)) if families else None,
        drift=drift_rows(summary["drift"][:MOST]),
        repairs=repair_rows(summary["repairs"][:MOST]) if "repairs" in summary else [],
        notes=notes(summary),
    )
