"""Pages for the command line: what a report of a work or a licence wants, put together."""

from pathlib import Path

from licenselogic.cli.requests import CheckRequest, quote_from
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.verdict import Verdict
from licenselogic.verdict.whole import whole


def verdict_page(request: CheckRequest, texts: Path | None) -> tuple[Verdict, str]:
    """Return a verdict and its page; `texts` is a folder of licence texts, if there is one."""
    found = whole(*request.arguments)
    verdict = found.verdict
    if texts is not None:
        verdict = verdict.quoting(quote_from(texts, request.library))
    return verdict, render_verdict_page(request.lineage, verdict, found.judged, found.readings)
