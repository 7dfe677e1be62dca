"""Repairs as text.  Draws what it is given: every sentence comes with them."""

from collections.abc import Iterator

from licenselogic.base.display import shown
from licenselogic.repair.repairs import Repair, Repairs
from licenselogic.report.style import Style
from licenselogic.report.verdict_text import block, cites
from licenselogic.verdict.verdict import NOTICE

CONDITIONS = 3
"""Conditions of a repair that are shown; the rest are counted, and duties only named."""


def render_repairs(found: Repairs, style: Style | None = None, full: bool = False) -> str:
    """Return repairs as text; with `full`, no condition and no duty is left out."""
    found, paint = shown(found), style or Style()
    lines = [f"{paint.status(found.status.value)}: {found.message}"]
    lines += [f"  because {reason.message}" for reason in found.reasons]
    blocks = ["\n".join(lines)]
    for number, repair in enumerate(found.repairs, 1):
        blocks.append("\n".join(_repair(number, repair, paint, full)))
    told = block("warnings", (f"{one.code.value}: {one.message}" for one in found.findings))
    blocks += [text for text in (found.help, told) if text]
    blocks.append(paint.faint(f"({NOTICE})"))
    return "\n\n".join(blocks) + "\n"


def _repair(number: int, repair: Repair, paint: Style, full: bool) -> Iterator[str]:
    """Yield the lines of one repair: what it costs and gives, its changes, and what they take."""
    under = f" under {repair.license}" if repair.license else ""
    yield f"{number}. {paint.status(repair.status.value)}{under}, at a cost of {repair.cost}:"
    for change in repair.changes:
        yield f"   {change.action.value} {change.target}: {change.detail}"
    told = [f"{condition.text}  [{cites(condition.clauses)}]" for condition in repair.conditions]
    conditions = list(dict.fromkeys(told))
    for text in conditions if full else conditions[:CONDITIONS]:
        yield f"   provided that: {text}"
    if not full and len(conditions) > CONDITIONS:
        yield f"   provided that: and {len(conditions) - CONDITIONS:,} more (`-v` shows each)"
    if full:
        for duty in repair.duties:
            yield f"   you must: {duty.message}  [{cites((duty.clause,))}]"
    elif repair.duties:
        yield f"   you must: {', '.join(dict.fromkeys(duty.duty for duty in repair.duties))}"
