"""The body of `check`: inputs read one after another, judged, and told in one report."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.base.diagnostics import ExpressionError, LicenseLogicError
from licenselogic.base.display import printable, quoted
from licenselogic.cli import inputs, lineages, requests
from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    EXIT_ERROR,
    EXIT_INCOMPATIBLE,
    EXIT_UNKNOWN,
    error_text,
    say,
)
from licenselogic.cli.requests import CheckRequest, wrong
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.places import Places
from licenselogic.report.told import (
    FAIL_ON,
    NONE,
    USUAL,
    Checked,
    Part,
    Unreadable,
    checked,
    judged,
)

WAIT = 1.0
"""Seconds after which progress is shown."""

PLACED = frozenset({"sarif", "github", "junit"})
"""Formats that tell of places."""


def fail_on(words: Sequence[str]) -> frozenset[str]:
    """Return the parts of a verdict that fail.

    What is named is added to `incompatible`, and to `unknown` unless `incompatible` is named
    without it.  `none` stands alone.  Raises `UsageError` for a word that is none of these.
    """
    from licenselogic.base.diagnostics import did_you_mean

    named = {word.strip() for text in words for word in text.split(",")}
    for word in sorted(named - set(FAIL_ON)):
        hint = did_you_mean(word, FAIL_ON) or f"one of: {', '.join(FAIL_ON)}"
        raise wrong(f"`{word}` is not a value of `--fail-on`", hint)
    if NONE in named:
        if len(named) > 1:
            raise wrong("`none` of `--fail-on` stands alone")
        return frozenset()
    usual = USUAL - {Part.UNKNOWN} if Part.INCOMPATIBLE.value in named else USUAL
    return frozenset(usual | named)


@dataclass
class Checking:
    """The inputs of one call, what was found, and what could not be read."""

    options: Mapping[str, Any]
    library: Library
    found: list[Checked] = field(default_factory=list)
    errors: list[Unreadable] = field(default_factory=list)

    def run(self, paths: Sequence[str]) -> None:
        """Judge every input; one that cannot be read does not keep the others from it."""
        if not paths:
            lineage = self._first(lambda: lineages.without_file(self.options, self.library))
            if lineage is not None:
                self._judge("", inputs.Read("", lineage), None)
            return
        known = lineages.known_works(self.options, self.library)
        split = self._first(lambda: inputs.split_work(paths, known, self.library))
        if split is None:
            return
        named, work = split
        found = self._first(lambda: inputs.expanded(named)) or []
        for path in _progress(found, self.options["verbosity"]):
            try:
                read = inputs.read(path, known, self.library)
                self._judge(path, read, work)
            except ExpressionError as error:
                self._note(path, inputs.placed(error, read, self.library))
            except LicenseLogicError as error:
                self._note(path, error)

    def _first(self, read: Any) -> Any:
        """Return what is read before anything is judged, or None after noting the error."""
        try:
            return read()
        except LicenseLogicError as error:
            self._note("", error)
            return None

    def _note(self, path: str, error: LicenseLogicError) -> None:
        say(error_text(error), err=True)
        problems = tuple((d.code.value, d.message, d.span) for d in error.diagnostics)
        self.errors.append(Unreadable(path, problems))

    def _judge(self, path: str, read: inputs.Read, work: str | None) -> None:
        places = read.places() if self.options["form"] in PLACED else Places()
        lineage = read.lineage
        every = lineage.works if work is None else lineage.order(work)
        works = every if self.options["every"] else (work,)
        for asked in works:
            for offered in self.options["offered"] or (None,):
                told = lineages.with_facts(lineage, asked, self.options)
                verdict = self._verdict(self._request(told, asked, offered))
                found = checked(read.path if path else "", verdict, places)
                self.found.append(self._settled(found, told, places))

    def _settled(self, found: Checked, lineage: Lineage, places: Places) -> Checked:
        """Return what was found with what the settings say of it."""
        settings = self.options["settings"]
        if settings is None:
            return found
        from licenselogic.base.clock import today

        settled: Checked = settings.applied(found, lineage, self.library, places, today())
        return settled

    def _request(self, lineage: Any, work: str | None, offered: str | None) -> CheckRequest:
        return lineages.asked(lineage, work, self.options, self.library, offered)

    def _verdict(self, request: CheckRequest) -> Any:
        verdict = request.verdict()
        if verdict.license is None and verdict.status is Status.UNKNOWN:
            verdict = requests.with_candidates(request, verdict)
        texts = self.options["texts"]
        if texts is not None:
            verdict = verdict.quoting(requests.quote_from(texts, self.library))
        return verdict


def run(paths: Sequence[str], options: Mapping[str, Any], library: Library) -> int:
    """Judge what the command line names, print the report, and return the exit code."""
    settings = options["settings"]
    parts = fail_on(options["fail_on"] or (settings.fail_on if settings else ()))
    for offered in options["offered"]:
        requests.check_expression(offered, library)
    checking = Checking(options, library)
    checking.run(paths)
    found = [judged(one, parts) for one in checking.found]
    options = {**options, "searched": {one.path for one in found} - {*paths, "", "<stdin>"}}
    if found or options["form"] != "text":
        _deliver(found, checking.errors, options)
    if settings is not None:
        tell_of_acceptances(settings, found, options["verbosity"])
    if checking.errors:
        return EXIT_ERROR
    return max((code_of(one, parts) for one in found), key=_WORST.index)


def tell_of_acceptances(settings: Any, found: Sequence[Checked], verbosity: int) -> None:
    """Warn of what is accepted no longer, and, if asked for everything, of what is not found."""
    from licenselogic.base.clock import today
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic
    from licenselogic.base.meanings import meaning

    told = [(Code.EXPIRED_ACCEPTANCE, entry) for entry in settings.expired(today())]
    told += [(Code.UNUSED_ACCEPTANCE, e) for e in settings.unused(found) if verbosity > 0]
    for code, entry in told if verbosity >= 0 else ():
        until = f" until {entry.expires}" if entry.expires else ""
        message = f"{quoted(entry.code)} is accepted{until} in {quoted(Path(settings.file))}"
        help = meaning(code).advice
        say(Diagnostic(code, message, help=help, severity="warning").render(), err=True)


_WORST = (EXIT_COMPATIBLE, EXIT_UNKNOWN, EXIT_INCOMPATIBLE)


def code_of(found: Checked, parts: frozenset[str]) -> int:
    """Return the code of a verdict: what fails, and never less than its status unless accepted."""
    failing = {told.part for told in found.failing}
    told = {told.part for told in found.told}
    part = Part(found.status.value) if found.status is not Status.COMPATIBLE else None
    if part is not None and part in parts and part not in told:
        failing.add(part)
    if failing - {Part.UNKNOWN}:
        return EXIT_INCOMPATIBLE
    return EXIT_UNKNOWN if failing else EXIT_COMPATIBLE


def _deliver(
    found: Sequence[Checked], errors: Sequence[Unreadable], options: Mapping[str, Any]
) -> None:
    """Print the report, or write it to a file and print the answers."""
    from licenselogic.report.style import Style

    target: Path | None = options["output"]
    style = Style.detect(options["color"])
    text = _report(found, errors, options, style if target is None else Style())
    if target is None:
        say(text, nl=False)
        return
    lineages.write_over(target, text, [*(one.path for one in found), *(one.path for one in errors)])
    if options["verbosity"] >= 0 and found:
        from licenselogic.report.checks_text import QUIET, render_checks

        say(render_checks(found, style, QUIET, errors), nl=False)


def _report(
    found: Sequence[Checked],
    errors: Sequence[Unreadable],
    options: Mapping[str, Any],
    style: Any,
) -> str:
    form = options["form"]
    if form == "text":
        from licenselogic.report.checks_text import render_checks

        text = render_checks(found, style, options["verbosity"], errors) if found else ""
        if len(found) == 1 and not errors and found[0].path in options["searched"]:
            where = style.paint(f"== {printable(found[0].path)}", bold=True)
            return f"{where}\n{text}"
        return text
    if form == "github":
        from licenselogic.report.github import annotations

        return annotations(found, errors)
    if form == "junit":
        from licenselogic.report.junit import junit

        return junit(found, errors)
    if form == "markdown":
        from licenselogic.report.markdown import markdown

        return markdown(found, errors)
    return _json(_data(found, errors, form), options["output"] is not None)


def _data(found: Sequence[Checked], errors: Sequence[Unreadable], form: str) -> Any:
    if form == "sarif":
        from licenselogic.report.sarif import sarif

        return sarif(found, errors)
    from licenselogic.report.checks_data import checks_data

    return checks_data(found, errors)


def _json(data: Any, to_file: bool) -> str:
    from licenselogic.base.display import json_text
    from licenselogic.cli.common import json_answer

    return json_text(data) if to_file else json_answer(data)


def _progress(paths: Sequence[str], verbosity: int) -> Iterator[str]:
    """Yield the inputs; on a terminal, tell after a while how far it is."""
    at_terminal = sys.stderr is not None and sys.stderr.isatty() and verbosity >= 0
    start, told = time.monotonic(), False
    for number, path in enumerate(paths):
        if at_terminal and len(paths) > 1 and time.monotonic() - start > WAIT:
            told = True
            say(f"\r\x1b[Kchecked {number:,} of {len(paths):,}", nl=False, err=True)
        yield path
    if told:
        say("\r\x1b[K", nl=False, err=True)
