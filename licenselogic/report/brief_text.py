"""A verdict in about ten lines: what breaks, by which clause, and what to do about it."""

from collections.abc import Iterator

from licenselogic.base.codes import Code
from licenselogic.base.display import shown
from licenselogic.repair.repairs import Action, Repair, Repairs
from licenselogic.report.style import Style
from licenselogic.report.told import clause_text, way
from licenselogic.report.verdict_text import cites
from licenselogic.verdict.verdict import NOTICE, ClauseRef, Duty, Verdict

WAYS = 3
"""Ways to mend the work that are told, the cheapest first."""

CITED = 2
"""Clauses that are named of each kind; the rest are counted."""

SHORT = 40
"""Texts of duties that are no longer are shown."""


def render_brief(verdict: Verdict, repairs: Repairs, style: Style | None = None) -> str:
    """Return a verdict and what mends it as a few lines of text."""
    verdict, repairs, paint = shown(verdict), shown(repairs), style or Style()
    lines = [f"{paint.status(verdict.status.value)}: {verdict.message}"]
    lines += [f"  {label:<10}{text}" for label, text in _lines(verdict, repairs)]
    lines.append(paint.faint(f"({NOTICE})"))
    return "\n".join(lines) + "\n"


def _lines(verdict: Verdict, repairs: Repairs) -> Iterator[tuple[str, str]]:
    """Yield what is told, each with the word before it."""
    for reason in verdict.reasons:
        yield "because:", reason.message
    yield from _broken(verdict)
    ways = list(filter(None, map(_way, repairs.repairs)))
    for number, text in enumerate(ways[:WAYS]):
        yield "or:" if number else "do this:", text
    if not ways and repairs.help:
        yield "next:", repairs.help
    first = repairs.repairs[0] if repairs.repairs else verdict
    for text in dict.fromkeys(f"{c.text}  [{_cites(c.clauses)}]" for c in first.conditions):
        yield "provided:", text
    duties = list(dict.fromkeys(map(_duty, first.duties)))
    if duties:
        yield "you must:", ", ".join(duties)
    if repairs.repairs and repairs.repairs[0].header:
        told = (f"{name}: {value}" for name, value in repairs.repairs[0].header)
        yield "card:", ", ".join(told)
    for warning in verdict.warnings:
        if warning.code is Code.UNREVIEWED:
            yield "note:", warning.message


def _way(repair: Repair) -> str:
    """Return the changes of a repair; what has to be done besides is listed under it."""
    changes = [c.detail for c in repair.changes if c.action is not Action.DISCHARGE]
    return ", and ".join(changes)


def _broken(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield the first counterexample, and the kinds of the others."""
    for found in verdict.counterexamples[:1]:
        for ref in found.clauses:
            yield "because:", clause_text(ref)
        yield "so:", found.message
        if found.scenario:
            yield "where:", found.situation
        yield "path:", way(found.path, found.relations)
    others: dict[str, dict[ClauseRef, None]] = {}
    for found in verdict.counterexamples[1:]:
        others.setdefault(found.kind.value, {}).update(dict.fromkeys(found.clauses))
    if others:
        yield "also:", ", ".join(f"{kind} [{_cites(tuple(refs))}]" for kind, refs in others.items())


def _cites(refs: tuple[ClauseRef, ...]) -> str:
    """Return the first clauses by licence and number, and how many more there are."""
    left = len(refs) - CITED
    return cites(refs[:CITED]) + (f", and {left} more" if left > 0 else "")


def _duty(duty: Duty) -> str:
    texts = "".join(f' "{text}"' for text in duty.texts if len(text) <= SHORT)
    return f"{duty.duty}{texts}"
