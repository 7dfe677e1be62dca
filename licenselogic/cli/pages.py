"""Pages for the command line: what a report of a work or a licence wants, put together."""

from pathlib import Path

from licenselogic.cli.options import CheckRequest, quote_from
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.verdict import Verdict


def verdict_page(request: CheckRequest, texts: Path | None) -> tuple[Verdict, str]:
    """Return a verdict and its page; `texts` is a folder of licence texts, if there is one."""
    verdict = request.verdict()
    if texts is not None:
        verdict = verdict.quoting(quote_from(texts, request.library))
    judged = judge_all(
        request.lineage,
        request.lineage.order(verdict.work),
        request.profile,
        request.assumptions,
        request.rlimit,
        request.library,
    )
    page = render_verdict_page(request.lineage, verdict, judged, request.every_reading())
    return verdict, page
