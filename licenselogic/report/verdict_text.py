"""A verdict as text.  Draws what it is given: every sentence comes with the verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator

from licenselogic.base.display import shown
from licenselogic.report.style import Style
from licenselogic.report.told import clause_text, way
from licenselogic.verdict.verdict import NOTICE, ClauseRef, Counterexample, Duty, DutyState, Verdict

LIKEWISE = 15
"""Counterexamples like another that are named beside it; the rest are counted."""

WARNINGS = 10
"""Warnings with one code that are shown; the rest are counted."""

_MARKS = {DutyState.MET: "[x]", DutyState.UNMET: "[!]", DutyState.UNCHECKED: "[ ]"}


def render_verdict(verdict: Verdict, style: Style | None = None, full: bool = False) -> str:
    """Return a verdict as text: the answer first, then why.

    With `full` nothing is left out, duties say what they mean, and clauses where to read them.
    """
    verdict = shown(verdict)
    paint = style or Style()
    blocks = [headline(verdict, paint), _way_out(verdict)]
    blocks += _counterexamples(verdict, paint, full)
    blocks += _sections(verdict, paint, full)
    blocks.append(paint.faint(f"({NOTICE})"))
    return paint.wrapped("\n\n".join(filter(None, blocks))) + "\n"


def headline(verdict: Verdict, paint: Style) -> str:
    """Return the answer, and what it rests on."""
    lines = [f"{paint.status(verdict.status.value)}: {verdict.message}"]
    lines += [f"  because {reason.message}" for reason in verdict.reasons]
    lines += [f"  {note}" for note in verdict.notes]
    return "\n".join(lines)


def _counterexamples(verdict: Verdict, paint: Style, full: bool) -> Iterator[str]:
    """Yield the counterexamples; those that share their path, and perhaps their help, together."""
    ways: dict[object, list[list[Counterexample]]] = {}
    for group in alike(verdict, full):
        ways.setdefault(_way(group[0]), []).append(group)
    for groups in ways.values():
        first = groups[0][0]
        one_help = all(group[0].help == first.help for group in groups)
        for group in groups:
            end = [] if len(groups) > 1 else _where(first)
            end += [] if one_help and len(groups) > 1 else [f"  help:     {group[0].help}"]
            yield "\n".join([*_counterexample(group[0], group[1:], paint, full), *end])
        if len(groups) > 1:
            end = [f"  help:     {first.help}"] if one_help else []
            yield "\n".join([f"  for all {len(groups)} of these:", *_where(first), *end])


def alike(verdict: Verdict, full: bool = False) -> list[list[Counterexample]]:
    """Return the counterexamples, those together that differ in the scenario alone, unless `full`.

    They come in the order of the verdict, and groups in that of their first.
    """
    groups: dict[object, list[Counterexample]] = {}
    for position, found in enumerate(verdict.counterexamples):
        groups.setdefault(position if full else _shared(found), []).append(found)
    return list(groups.values())


def _shared(found: Counterexample) -> tuple[object, ...]:
    """Return what counterexamples must share to be shown as one: all but the last clause."""
    way = (found.work, found.path, found.other_work, found.other_path)
    names = tuple(ref.license for ref in found.clauses)
    told = "" if found.term else found.message
    return (found.kind, found.rule, told, found.act, names, found.clauses[:-1], *way)


def _way(found: Counterexample) -> tuple[object, ...]:
    return (found.path, found.relations, found.other_work, found.other_path, found.more)


def _counterexample(
    found: Counterexample, others: list[Counterexample], paint: Style, full: bool
) -> list[str]:
    code = paint.paint(f"error[{found.kind.value}]", fg="red", bold=True)
    lines = [f"{code}: {found.message}"]
    for ref in found.clauses:
        lines.append(f"  clause:   {clause_text(ref)}")
        lines += [f'  text:     "{ref.words}"'] if ref.words else []
        lines += [f"  read at:  {_read_at(ref)}"] if full and ref.address else []
    lines += [f"  scenario: {found.situation}"] if found.situation else []
    lines += [f"  likewise: {_likewise(others)}"] if others else []
    return lines


def _where(found: Counterexample) -> list[str]:
    lines = [f"  path:     {way(found.path, found.relations)}"]
    if found.other_work and found.other_work != found.work:
        lines.append(f"  against:  {' -> '.join(found.other_path)}")
    if found.more:
        lines.append(f"  and {found.more} more works under the same licence")
    return lines


def _read_at(ref: ClauseRef) -> str:
    """Return where a clause can be read: the address, and the words that it stands on."""
    words = (f'"{p.first} ... {p.last}"' if p.last else f'"{p.first}"' for p in ref.passages)
    return ", ".join([ref.address, *words])


def _likewise(others: list[Counterexample]) -> str:
    shown = [found.label for found in others[:LIKEWISE]]
    left = len(others) - len(shown)
    return ", ".join(shown) + (f", and {left} more (`-v` shows each)" if left else "")


def _sections(verdict: Verdict, paint: Style, full: bool) -> Iterator[str]:
    yield block("provided that", (f"{c.text}  [{cites(c.clauses)}]" for c in verdict.conditions))
    yield block("duties", (_duty(duty, full) for duty in verdict.duties))
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
            yield f"{code}: and {count - WARNINGS:,} more (`-v` shows each)"


def _way_out(verdict: Verdict) -> str:
    if verdict.core:
        return block(verdict.help, map(clause_text, verdict.core))
    return verdict.help


def _duty(duty: Duty, full: bool) -> str:
    """Return a duty to tick off; what it means is told in full, and by `explain`."""
    told = duty.message if full else duty.message.replace(f": {duty.means}", "", 1)
    reason = f" ({duty.reason})" if duty.reason else ""
    return f"{_MARKS[duty.state]} {told}  [{cites((duty.clause,))}]{reason}"


def block(title: str, lines: Iterable[str]) -> str:
    """Return lines below a title, or nothing where there are none."""
    rows = [f"  {line}" for line in lines]
    return "\n".join([f"{title}:", *rows]) if rows else ""


def cites(refs: tuple[ClauseRef, ...]) -> str:
    """Return clauses by licence and number."""
    return ", ".join(f"{ref.license} {ref.cite}" for ref in refs)
