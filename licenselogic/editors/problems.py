"""What is wrong with a text, or to be known of it: what lint and check find, with places."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from licenselogic.base.clock import today
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, InternalError, LicenseLogicError
from licenselogic.base.meanings import meaning
from licenselogic.base.source import Span
from licenselogic.clauses.files import SUFFIX
from licenselogic.editors.fixes import MAX_LABELS, declared, relabelled, with_spelling
from licenselogic.editors.project import Project
from licenselogic.editors.text import Fix, Problem, Text
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.places import Places
from licenselogic.readers.card_text import is_card
from licenselogic.readers.inputs import describes_a_work, is_lineage
from licenselogic.readers.load import lineage_in
from licenselogic.readers.places import places_of
from licenselogic.report.told import Level, Part, Told, checked
from licenselogic.verdict.check import check
from licenselogic.verdict.verdict import Verdict

MAX_WORKS = 200
"""A lineage with more works than this is read, and not judged while somebody types."""

MAX_TARGETS = 5
"""Works without descendants that are judged."""

MAX_TEXT = 500_000
"""A longer text is not looked at while somebody types."""

RLIMIT = 4_000_000
"""The solver's steps for one question: a fifth of what `check` gives it."""

_WORKS = re.compile(r"""^(?:works|\{?\s*["']works["'])\s*:""", re.MULTILINE)
"""The key that makes a YAML or JSON file a lineage file."""


def is_clauses(text: Text) -> bool:
    """Tell whether a text is a clause file."""
    return text.name.endswith(SUFFIX)


def is_works(text: Text) -> bool:
    """Tell whether a text is a lineage file, or a card of a model or dataset."""
    if is_card(text.name):
        return describes_a_work(text.content, text.name)
    if Path(text.name).suffix.casefold() not in (".yaml", ".yml", ".json"):
        return False
    return is_lineage(Path(text.name).name) or _WORKS.search(text.content) is not None


def problems(text: Text, project: Project) -> tuple[Problem, ...]:
    """Return what there is to tell of a clause file, a lineage file or a card, by place."""
    try:
        if len(text.content) > MAX_TEXT:
            what = "the file is too large to be looked at while you type"
            return (Problem(text.of_span(None), Level.NOTE, "not-judged", what),)
        asked = _of_clauses if is_clauses(text) else _of_works
        found = [*_of_settings(text, project), *asked(text, project)]
    except InternalError as error:
        found = [Problem(text.of_span(None), Level.ERROR, "internal", str(error))]
    except (RecursionError, MemoryError):
        what = "the input is nested too deeply or is too large"
        found = [Problem(text.of_span(None), Level.ERROR, Code.TOO_LARGE, what)]
    found = [with_spelling(text, problem) for problem in dict.fromkeys(found)]
    return tuple(sorted(found, key=lambda problem: problem.stretch))


def _of_settings(text: Text, project: Project) -> Iterator[Problem]:
    if project.mistake is not None:
        for diagnostic in project.mistake.diagnostics:
            message = f"the settings are left out: {diagnostic.message}"
            yield _problem(text, replace(diagnostic, message=message, span=None), ())


def _problem(text: Text, found: Diagnostic, files: Iterable[str]) -> Problem:
    """Return a diagnostic with its place, if that is in the text: in one of `files`."""
    here = found.span is not None and found.span.file in files
    span = found.span if here else None
    where = f" ({found.span})" if found.span is not None and not here else ""
    notes = [f"note: {note.text}" for note in found.notes]
    lines = [found.message + where, *([f"help: {found.help}"] if found.help else []), *notes]
    level = Level.ERROR if found.severity == "error" else Level.WARNING
    return Problem(text.of_span(span), level, found.code.value, "\n".join(lines))


# Clause files ------------------------------------------------------------------------------------


def _of_clauses(text: Text, project: Project) -> Iterator[Problem]:
    """Yield what lint finds in a clause file, as far as that takes no text of a licence."""
    from licenselogic.review.lint import lint

    try:
        library, name = project.around(text)
        found: Iterable[Diagnostic] = lint(library, None, [name]).diagnostics
    except LicenseLogicError as error:
        name, found = text.name, error.diagnostics
    for diagnostic in found:
        problem = _problem(text, diagnostic, (name, text.name))
        if diagnostic.code is Code.UNREVIEWED:
            problem = replace(problem, level=Level.NOTE)
        yield problem


# Lineages ----------------------------------------------------------------------------------------


def _of_works(text: Text, project: Project) -> Iterator[Problem]:
    """Yield what check finds in a lineage file or a card."""
    try:
        lineage = _read(text.content, text.name, project)
        places = places_of(text.content, text.name, lineage)
        targets = _targets(lineage)
        if len(lineage.works) > MAX_WORKS or len(targets) > MAX_TARGETS:
            yield from _unjudged(text, lineage, places)
            return
        for target in targets:
            yield from _judged(text, lineage, target, places, project)
    except LicenseLogicError as error:
        for diagnostic in error.diagnostics:
            yield _problem(text, diagnostic, (text.name,))


def _read(content: str, name: str, project: Project) -> Lineage:
    return lineage_in(
        content,
        name,
        card=is_card(name),
        work=Path(name).absolute().parent.name,
        known=project.known,
        library=project.library,
    )


def _targets(lineage: Lineage) -> list[str]:
    above = {edge.work for edges in lineage.upstream.values() for edge in edges}
    return [name for name in lineage.works if name not in above]


def _unjudged(text: Text, lineage: Lineage, places: Places) -> Iterator[Problem]:
    """Yield what was found on reading a lineage that is too large to be judged here."""
    for finding in lineage.findings:
        span = places.of_work(finding.works[0]) if finding.works else None
        advice = meaning(finding.code).advice
        message = f"{finding.message}\nhelp: {advice}"
        yield Problem(text.of_span(_here(span, text)), Level.WARNING, finding.code.value, message)
    what = "the lineage is too large to be judged while you type: run `licenselogic check`"
    yield Problem(text.of_span(None), Level.NOTE, "not-judged", what)


def _judged(
    text: Text, lineage: Lineage, target: str, places: Places, project: Project
) -> Iterator[Problem]:
    settings = project.settings
    if settings.facts:  # what the work states itself goes before
        stated = dict(lineage.works[target].facts)
        lineage = lineage.with_work(target, facts={**settings.facts, **stated})
    verdict = _verdict(lineage, target, project)
    found = checked(text.name, verdict, places)
    found = settings.applied(found, lineage, project.library, places, today())
    told = [one for one in found.told if not one.accepted]
    mending = _mending(text, lineage, verdict, places, project)
    for one in told:
        if one.part not in _GATHERED:
            fixes = mending if _about_the_label(one, target) else ()
            yield replace(_finding(text, one), fixes=fixes)
    conditions = [one for one in told if one.part is Part.CONDITIONS]
    if conditions:
        lines = [f"{target} stands provided that:", *(f"- {one.message}" for one in conditions)]
        stretch = text.of_span(_here(conditions[0].place, text))
        yield Problem(stretch, Level.NOTE, conditions[0].code, "\n".join(lines))


def _verdict(
    lineage: Lineage, target: str, project: Project, license: str | None = None
) -> Verdict:
    return check(
        lineage,
        target,
        license=license,
        profile=project.settings.profile or "default",
        assumptions=project.settings.assume or None,
        rlimit=RLIMIT,
        licenses=project.library,
    )


def _about_the_label(told: Told, target: str) -> bool:
    """Tell whether something is broken, or missing, in the licence that a work is offered under."""
    undeclared = told.code == Code.UNDECLARED_LICENSE and told.about == (target,)
    return told.part is Part.INCOMPATIBLE or undeclared


def _mending(
    text: Text, lineage: Lineage, verdict: Verdict, places: Places, project: Project
) -> tuple[Fix, ...]:
    """Return the licences that the work may be offered under, as changes of the text."""
    work, library = verdict.work, project.library

    def read(content: str) -> Lineage:
        return _read(content, text.name, project)

    if verdict.status == "incompatible":
        return relabelled(text, work, verdict.suggestions, places.licenses.get(work), library, read)
    if lineage.works[work].license is not None:
        return ()
    above = (lineage.works[edge.work].license for edge in lineage.upstream[work])
    labels = list(dict.fromkeys(filter(None, above)))[:MAX_LABELS]
    fits = (n for n in labels if _verdict(lineage, work, project, n).status == "compatible")
    return declared(text, work, fits, library, read)


_GATHERED = (Part.CONDITIONS, Part.DUTIES)
"""Parts of a verdict that are no mistakes: conditions stand in one note, duties are left out."""


def _finding(text: Text, told: Told) -> Problem:
    lines = [told.message, *(f"{name}: {said}" for name, said in told.details)]
    lines += [f"help: {told.help}"] if told.help else []
    related = tuple(
        (what, text.of_span(span)) for what, span in told.related if _here(span, text) is not None
    )
    stretch = text.of_span(_here(told.place, text))
    return Problem(stretch, told.level, told.code, "\n".join(lines), related)


def _here(span: Span | None, text: Text) -> Span | None:
    """Return a place if it is in the text."""
    return span if span is not None and span.file == text.name else None
