"""One lineage looked at as a whole: every work of it, or one by every reading, or in brief."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from licenselogic.cli import inputs, lineages, requests
from licenselogic.cli.common import exit_code, json_answer, say
from licenselogic.library.library import Library
from licenselogic.report.told import Checked


def can_survey(paths: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Tell whether every work of one lineage is asked about, and not works of several inputs.

    Raises `UsageError` for options of one work alone.
    """
    if options["offered"] or options["all_assumptions"]:
        message = "`--all` judges each work under its own licence, by one reading of the law"
        raise requests.wrong(message, "leave `--as` and `--all-assumptions` out")
    if options["form"] not in ("text", "json") or len(paths) > 2:
        return False
    if len(paths) == 2 and inputs.exists(paths[1]):
        return False
    return inputs.expanded(paths[:1]) == list(paths[:1])


def survey(paths: Sequence[str], options: Mapping[str, Any], licenses: Library) -> int:
    """Judge every work of a lineage, and tell where breaches start."""
    from licenselogic.repair.check_all import check_all

    path, work = (*paths, None, None)[:2]
    found = check_all(
        lineages.lineage(path, work, options, licenses),
        work,
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        licenses,
    )
    from licenselogic.report.survey_text import render_survey

    return _tell(found, render_survey, options, paths)


def readings(paths: Sequence[str], options: Mapping[str, Any], licenses: Library) -> int:
    """Show the status of one work under every reading of the law."""
    request = _one_work(paths, options, licenses, "--all-assumptions")
    from licenselogic.report.readings_text import render_readings

    return _tell(request.every_reading(), render_readings, options, paths)


def brief(paths: Sequence[str], options: Mapping[str, Any], licenses: Library) -> int:
    """Tell of one work in a few lines what breaks, and what to do about it."""
    if options["form"] != "text" or options["every"] or options["all_assumptions"]:
        raise requests.wrong("--brief tells the verdict on one work, as text", "leave the rest out")
    request = _one_work(paths, options, licenses, "--brief")
    from licenselogic.report.brief_text import render_brief

    repairs = request.repairs()

    def render(verdict: Any, style: Any, _: bool) -> str:
        return render_brief(verdict, repairs, style)

    return _tell(request.verdict(), render, options, paths)


def page(paths: Sequence[str], options: Mapping[str, Any], licenses: Library) -> int:
    """Write the page of one work."""
    if options["every"] or options["all_assumptions"] or options["fail_on"]:
        message = "HTML is a page about one work, with all readings of the law"
        raise requests.wrong(message, "leave `--all`, `--all-assumptions` and `--fail-on` out")
    request = _one_work(paths, options, licenses, "--format html")
    from licenselogic.cli.pages import verdict_page

    found, text, code = verdict_page(request, options)
    if options["output"] is None:
        say(text, nl=False)
    else:
        lineages.write_over(options["output"], text, paths)
        _answer(found, options)
    return code


def _answer(found: Checked, options: Mapping[str, Any]) -> None:
    """Print the answer alone: the rest is in a file."""
    if options["verbosity"] >= 0:
        from licenselogic.report.checks_text import QUIET, render_checks
        from licenselogic.report.style import Style

        say(render_checks([found], Style.detect(options["color"]), QUIET), nl=False)


def _one_work(
    paths: Sequence[str], options: Mapping[str, Any], licenses: Library, option: str
) -> requests.CheckRequest:
    """Return what is asked about one work under one licence; `option` takes no more."""
    if len(paths) > 2 or len(options["offered"]) > 1:
        raise requests.wrong(f"{option} takes one PATH, one WORK and one --as, or less")
    offered = options["offered"][0] if options["offered"] else None
    path, work = (*paths, None, None)[:2]
    inner = inputs.expanded([path]) if path is not None else [None]
    if len(inner) > 1:
        what = f"{option} is about one work, and `{path}` holds {len(inner)} inputs"
        raise requests.wrong(what, f"name one of them, such as `{inner[0]}`")
    return lineages.request(inner[0], work, options, licenses, offered)


def _tell(
    found: Any,
    render: Callable[[Any, Any, bool], str],
    options: Mapping[str, Any],
    paths: Sequence[str],
) -> int:
    """Print what was found, or write it into a file; return the exit code of its status."""
    from licenselogic.report.style import Style

    if options["form"] not in ("text", "json"):
        raise requests.wrong("this is told as text or as JSON", "`--format text` or `json`")
    style = Style.detect(options["color"]) if options["output"] is None else Style()
    json = options["form"] == "json"
    text = json_answer(found.to_dict()) if json else render(found, style, options["verbose"])
    if options["output"] is None:
        say(text, nl=False)
    else:
        lineages.write_over(options["output"], text, paths)
    return exit_code(found.status.value)
