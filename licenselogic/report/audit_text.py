"""The summary of an audit as text or Markdown: draws what it is given, counts nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from licenselogic.report.style import Style
from licenselogic.verdict.verdict import NOTICE

RELATIONS = ("finetune", "adapter", "quantized", "merge")
"""The relations that have a column of their own, as in the paper."""


def render_audit(
    summary: Mapping[str, Any], folder: str, style: Style | None = None, stats: bool = False
) -> str:
    """Return a summary as text: statuses, the table of kinds, and where the result is."""
    paint = style or Style()
    total = summary["works"]
    lines = [paint.paint(f"{total:,} works, {summary['edges']:,} edges upstream", bold=True)]
    for status, count in summary["statuses"].items():
        lines.append(f"  {paint.status(status)} {count:,} ({share(count, total)})")
    lines += ["", *_aligned(table_rows(summary["kinds"])), "", *notes(summary)]
    if "pairs" in summary:
        pairs = summary["pairs"]
        lines += ["", f"by pairs: {pairs['edges']:,} edges between models that declare a licence"]
        lines += _aligned(table_rows(pairs["kinds"]))
    if summary["drift"]:
        lines += ["", *_aligned(drift_rows(summary["drift"][:SHOWN]))]
    if "repairs" in summary:
        told = "false labels whose correction puts the most works right"
        lines += ["", told, *_aligned(repair_rows(summary["repairs"]))]
    if stats:
        lines += ["", *_stats(summary)]
    lines += ["", f"written to {folder}", paint.faint(f"({NOTICE})")]
    return "\n".join(lines) + "\n"


def render_comparison(found: Mapping[str, Any]) -> str:
    """Return what changed between two audits as text: counts, and the first works of each list."""
    lines = [f"{found['works']:,} works in the new audit"]
    for name in ("worse", "better", "added", "removed"):
        part = found[name]
        lines.append(f"  {name} {part['count']:,}")
        if name in ("added", "removed"):
            continue
        for row in part["first"][:SHOWN]:
            marks = [f"+{kind}" for kind in row["gained"]] + [f"-{kind}" for kind in row["lost"]]
            change = f"{row['before']} -> {row['after']}"
            lines.append(f"    {row['work']}: {change} {' '.join(marks)}".rstrip())
    return "\n".join(lines) + "\n"


SHOWN = 10
"""Works of each list that are shown."""


def table_rows(kinds: Mapping[str, Any]) -> list[list[str]]:
    """Return the table of kinds with its header: triggered and violating, whole and by relation."""
    rows = [["kind", "triggered", "violating", "share", *RELATIONS]]
    for kind, counts in kinds.items():
        if not counts["triggered"]:
            continue
        by = counts["by_relation"]
        cells = [_both(by.get(relation)) for relation in RELATIONS]
        triggered, violating = counts["triggered"], counts["violating"]
        rows.append([kind, f"{triggered:,}", f"{violating:,}", share(violating, triggered), *cells])
    return rows


def drift_rows(drift: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return from which licence to which other one models went, with a header."""
    rows = [[f"{one['from']} -> {one['to']}", f"{one['edges']:,}"] for one in drift]
    return [["another licence than upstream", "edges"], *rows]


def repair_rows(repairs: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return false labels with what to put in their place, with a header."""
    rows = [
        [
            one["work"],
            f"{one['license']} -> {one['label'] or 'none would do'}",
            f"{one['works']:,}",
            f"{one['cleared']:,}",
        ]
        for one in repairs
    ]
    return [["work", "label", "works with it", "put right"], *rows]


def table_csv(kinds: Mapping[str, Any]) -> str:
    """Return the table of kinds as CSV: a line for each kind, whole and by relation."""
    lines = ["kind,relation,triggered,violating"]
    for kind, counts in kinds.items():
        for relation, part in (("all", counts), *counts["by_relation"].items()):
            lines.append(f"{kind},{relation},{part['triggered']},{part['violating']}")
    return "\n".join(lines) + "\n"


def markdown(rows: Iterable[list[str]]) -> str:
    """Return rows, the header first, as a table in Markdown."""
    header, *others = rows
    marks = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, marks, *others)) + "\n"


def _both(counts: Mapping[str, int] | None) -> str:
    return f"{counts['violating']:,} of {counts['triggered']:,}" if counts else "-"


def share(part: int, whole: int) -> str:
    """Return a part of a whole in percent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def notes(summary: Mapping[str, Any]) -> list[str]:
    """Return what was missing, circular, or left out."""
    found = [f"works upstream of which nothing is known: {summary['missing_ancestors']:,}"]
    if summary["cycles"]:
        first = ", ".join(summary["cycle_members"][0][:3])
        found.append(f"circles of works made from each other: {summary['cycles']:,} (as {first})")
    if summary["skipped"]:
        told = ", ".join(f"{reason} {n:,}" for reason, n in summary["skipped_reasons"].items())
        found.append(f"rows skipped: {summary['skipped']:,} ({told})")
    if summary["skipped_datasets"]:
        found.append(f"rows of datasets skipped: {summary['skipped_datasets']:,}")
    return found


def _stats(summary: Mapping[str, Any]) -> list[str]:
    lines = [
        f"situations {summary['situations']:,}, signatures {summary['signatures']:,}, "
        f"decided anew {summary['decided']:,}"
    ]
    if summary["unchanged"]:
        lines.append("  nothing has changed since the last audit: its result is told again")
    lines += [f"  {name:<7} {taken:8.2f} s" for name, taken in summary["phases"].items()]
    return [*lines, f"  {'all':<7} {summary['seconds']:8.2f} s"]
