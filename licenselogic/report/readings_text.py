"""How a verdict hangs on readings, as a table.  Draws what it is given."""

from collections.abc import Iterator

from licenselogic.base.display import shown
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.report.style import Style
from licenselogic.report.verdict_text import block
from licenselogic.verdict.readings import Readings, Whenever
from licenselogic.verdict.verdict import NOTICE

ROWS = 12
"""Rows that are shown; the rest are counted."""


def render_readings(found: Readings, style: Style | None = None, full: bool = False) -> str:
    """Return the readings as text, one line where nothing flips the answer; `full`: every row."""
    found, paint = shown(found), style or Style()
    blocks = [paint.paint(found.message, bold=True)]
    if found.flips:
        rows = found.flips if full else found.flips[:ROWS]
        left = len(found.flips) - len(rows)
        lines = [*_rows(found, rows, paint)]
        lines += [f"and {left:,} more rows (`-v` shows each)"] if left else []
        blocks.append("\n".join(lines))
        named = dict.fromkeys(name for row in rows for name in row.readings)
        blocks.append(block("what they say", (_meaning(found, name) for name in named)))
    blocks.append(paint.faint(f"({NOTICE})"))
    return "\n\n".join(blocks) + "\n"


def _rows(found: Readings, rows: tuple[Whenever, ...], paint: Style) -> Iterator[str]:
    """Yield the table: each other verdict, and the readings that give it whatever the others."""
    width = max(len(row.status.value) for row in rows)
    yield f"{'verdict':<{width}}  whenever"
    for row in rows:
        told = []
        for name, value in row.readings.items():
            as_now = " (as now)" if found.held[name] is value else ""
            told.append(f"{name} = {'yes' if value else 'no'}{as_now}")
        gap = " " * (width - len(row.status.value))
        yield f"{paint.status(row.status.value)}{gap}  {', and '.join(told)}"


def _meaning(found: Readings, name: str) -> str:
    now = "yes" if found.held[name] else "no"
    return f"{name} (now: {now}): {vocabulary().meaning('assumptions', name)}"
