"""Pages for the command line: what a report of a work or a licence wants, put together."""

from collections.abc import Mapping
from typing import Any

from licenselogic.base.clock import today
from licenselogic.cli.checking import code_of, fail_on, tell_of_acceptances
from licenselogic.cli.requests import CheckRequest, quote_from
from licenselogic.lineage.places import Places
from licenselogic.report.told import Checked, checked, judged
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.whole import whole


def verdict_page(request: CheckRequest, options: Mapping[str, Any]) -> tuple[Checked, str, int]:
    """Return what is told of a work, its page, and the exit code of `check`.

    `texts` of the options is a folder of licence texts, and `settings` what the project settles.
    """
    told = whole(*request.arguments)
    verdict, settings = told.verdict, options["settings"]
    if options["texts"] is not None:
        verdict = verdict.quoting(quote_from(options["texts"], request.library))
    found, parts = checked("", verdict), fail_on(settings.fail_on if settings else ())
    if settings is not None:
        found = settings.applied(found, request.lineage, request.library, Places(), today())
        tell_of_acceptances(settings, [found], options.get("verbosity", 0))
    page = render_verdict_page(
        request.lineage, verdict, told.judged, told.readings, beside=found.told
    )
    return found, page, code_of(judged(found, parts), parts)
