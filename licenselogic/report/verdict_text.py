"""A verdict as text.  Draws what it is given: every sentence comes with the verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator

from licenselogic.base.display import shown
from licenselogic.report.style import Style
from licenselogic.verdict.verdict import NOTICE, ClauseRef, Counterexample, Duty, DutyState, Verdict

LIKEWISE = 15
"""Counterexamples like another that are named beside it; the rest are counted."""

WARNINGS = 10
"""Warnings with one code that are shown; the rest are counted."""

_MARKS = {DutyState.MET: "[x]", DutyState.UNMET: "[!]", DutyState.UNCHECKED: "[ ]"}


def render_verdict(verdict: Verdict, style: Style | None = None, full: bool = False) -> str:
    """Return a verdict as text; with `full`, no counterexample and no warning is left out."""
    verdict = shown(verdict)
    paint = style or Style()
    blocks = [_headline(verdict, paint)]
    blocks += _counterexamples(verdict, paint, full)
    blocks += [block for block in _sections(verdict, paint, full) if block]
    blocks.append(paint.faint(f"({NOTICE})"))
    return "\n\n".join(blocks) + "\n"


def _headline(verdict: Verdict, paint: Style) -> str:
    lines = [f"{paint.status(verdict.status.value)}: {verdict.message}"]
    lines += [f"  because {reason.message}" for reason in verdict.reasons]
    lines += [f"  {note}" for note in verdict.notes]
    return "\n".join(lines)


def _counterexamples(verdict: Verdict, paint: Style, full: bool) -> Iterator[str]:
    alike: dict[object, list[Counterexample]] = {}
    for position, found in enumerate(verdict.counterexamples):
        alike.setdefault(position if full else _shared(found), []).append(found)
    for first, *rest in alike.values():
        yield _counterexample(first, rest, paint)


def _shared(found: Counterexample) -> tuple[object, ...]:
    """Return what counterexamples must share to be shown as one: all but the last clause."""
    way = (found.work, found.path, found.other_work, found.other_path)
    names = tuple(ref.license for ref in found.clauses)
    told = "" if found.term else found.message
    return (found.kind, found.rule, told, found.act, names, found.clauses[:-1], *way)


def _counterexample(found: Counterexample, alike: list[Counterexample], paint: Style) -> str:
    code = paint.paint(f"error[{found.kind.value}]", fg="red", bold=True)
    lines = [f"{code}: {found.message}"]
    for ref in found.clauses:
        lines.append(f"  clause:   {clause_text(ref)}")
        lines += [f'  text:     "{ref.words}"'] if ref.words else []
    lines += [f"  scenario: {found.situation}"] if found.situation else []
    lines += [f"  likewise: {_likewise(alike)}"] if alike else []
    lines.append(f"  path:     {_path(found.path, found.relations)}")
    if found.other_work and found.other_work != found.work:
        lines.append(f"  against:  {' -> '.join(found.other_path)}")
    if found.more:
        lines.append(f"  and {found.more} more works under the same licence")
    lines.append(f"  help:     {found.help}")
    return "\n".join(lines)


def _likewise(alike: list[Counterexample]) -> str:
    shown = [found.label for found in alike[:LIKEWISE]]
    left = len(alike) - len(shown)
    return ", ".join(shown) + (f", and {left} more (`--full` shows each)" if left else "")


def clause_text(ref: ClauseRef) -> str:
    """Return a clause with its summary."""
    return f"{ref.license} {ref.cite}: {ref.says}"


def _path(works: tuple[str, ...], relations: tuple[str, ...]) -> str:
    text = works[0]
    for relation, work in zip(relations, works[1:], strict=True):
        text += f" --{relation}--> {work}"
    return text


def _sections(verdict: Verdict, paint: Style, full: bool) -> Iterator[str]:
    yield _way_out(verdict)
    yield block("provided that", (f"{c.text}  [{cites(c.clauses)}]" for c in verdict.conditions))
    yield block("duties", map(_duty, verdict.duties))
    yield block(paint.paint("warnings", fg="yellow"), _warnings(verdict, full))
    yield block("other readings of the law", (flip.message for flip in verdict.sensitivity))


def _warnings(verdict: Verdict, full: bool) -> Iterator[str]:
    """Yield the warnings, and of each code with many of them how many more there are."""
    told: Counter[str] = Counter()
    for warning in verdict.warnings:
        told[warning.code.value] += 1
        if full or told[warning.code.value] <= WARNINGS:
            yield f"{warning.code.value}: {warning.message}"
    for code, count in told.items():
        if count > WARNINGS and not full:
            yield f"{code}: and {count - WARNINGS:,} more (`--full` shows each)"


def _way_out(verdict: Verdict) -> str:
    if verdict.core:
        return block(verdict.help, map(clause_text, verdict.core))
    return verdict.help


def _duty(duty: Duty) -> str:
    reason = f" ({duty.reason})" if duty.reason else ""
    return f"{_MARKS[duty.state]} {duty.message}  [{cites((duty.clause,))}]{reason}"


def block(title: str, lines: Iterable[str]) -> str:
    """Return lines below a title, or nothing where there are none."""
    rows = [f"  {line}" for line in lines]
    return "\n".join([f"{title}:", *rows]) if rows else ""


def cites(refs: tuple[ClauseRef, ...]) -> str:
    """Return clauses by licence and number."""
    return ", ".join(f"{ref.license} {ref.cite}" for ref in refs)
