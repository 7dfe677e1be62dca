"""A survey as text.  Draws what it is given: every sentence comes with it."""

from collections.abc import Iterator

from licenselogic.base.display import shown
from licenselogic.repair.survey import Breach, Correction, Survey, Surveyed
from licenselogic.report.style import Style
from licenselogic.report.verdict_text import cites
from licenselogic.verdict.verdict import NOTICE

WORKS = 25
"""Works that are shown where nothing starts; the rest are counted."""


def render_survey(survey: Survey, style: Style | None = None, full: bool = False) -> str:
    """Return a survey as text; with `full`, no work is left out."""
    survey, paint = shown(survey), style or Style()
    corrections = {one.work: one for one in survey.corrections}
    blocks, left = [paint.paint(survey.message, bold=True)], 0
    for number, one in enumerate(survey.works):
        if full or number < WORKS or one.starting:
            blocks.append("\n".join(_work(one, corrections.get(one.work), paint)))
        else:
            left += 1
    blocks += [f"and {left:,} more works (`-v` shows each)"] if left else []
    blocks.append(paint.faint(f"({NOTICE})"))
    return "\n\n".join(blocks) + "\n"


def _work(one: Surveyed, correction: Correction | None, paint: Style) -> Iterator[str]:
    """Yield the lines of one work: its verdict, what starts in it, and what it inherits."""
    yield f"{paint.status(one.status.value)}: {one.work} under {one.license or 'no licence'}"
    yield from (f"  because {reason.message}" for reason in one.reasons)
    for breach in one.starting:
        yield f"  starts here: {_breach(breach)}{_cleared(breach, one)}"
    above: dict[tuple[str, str], list[Breach]] = {}
    for breach in one.inherited:
        above.setdefault((breach.begins, _cleared(breach, one)), []).append(breach)
    for (begins, cleared), breaches in above.items():
        told = "; ".join(map(_breach, breaches))
        yield f"  inherited from {begins}: {told}{cleared}"
    if correction is not None:
        yield f"  correct it: {', and '.join(change.detail for change in correction.changes)}"
    if one.unreviewed:
        names = ", ".join(f"`{name}`" for name in one.unreviewed)
        yield f"  rests on clauses that no second reader has checked: {names}"


def _breach(breach: Breach) -> str:
    where = f"[{cites(breach.clauses)}] " if breach.clauses else ""
    return f"{breach.kind.value} {where}of {breach.source}"


def _cleared(breach: Breach, one: Surveyed) -> str:
    """Return which correction clears a breach, where that is of another work."""
    if breach.cleared_by in ("", one.work):
        return ""
    return f" (cleared when {breach.cleared_by} is corrected)"
