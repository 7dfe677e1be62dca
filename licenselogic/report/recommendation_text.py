"""A recommendation as text.  Draws what it is given: every sentence comes with it."""

from collections.abc import Iterable, Iterator

from licenselogic.base.display import shown
from licenselogic.repair.recommendation import Candidate, Recommendation
from licenselogic.report.style import Style
from licenselogic.report.told import clause_text
from licenselogic.report.verdict_text import block, cites
from licenselogic.verdict.verdict import NOTICE, ClauseRef, Duty

SHOWN = 10
"""Candidates that are shown; the rest are counted."""


def render_recommendation(
    found: Recommendation, style: Style | None = None, full: bool = False
) -> str:
    """Return a recommendation as text; with `full`, no candidate is left out."""
    found, paint = shown(found), style or Style()
    blocks = [_headline(found, paint)]
    blocks += [block for block in _sections(found, full) if block]
    blocks.append(paint.faint(f"({NOTICE})"))
    return paint.wrapped("\n\n".join(blocks)) + "\n"


def _headline(found: Recommendation, paint: Style) -> str:
    lines = [paint.paint(found.message, bold=True)]
    lines += [f"  because {reason.message}" for reason in found.reasons]
    return "\n".join(lines)


def _sections(found: Recommendation, full: bool) -> Iterator[str]:
    yield _candidates(found.candidates, full)
    yield from _price(found.candidates)
    for counterexample in found.counterexamples[:1]:
        lines = [*map(clause_text, counterexample.clauses)]
        lines += [f"scenario: {counterexample.situation}"] if counterexample.situation else []
        yield block(counterexample.message, lines)
    yield block("what clashes", map(clause_text, found.core or ()))
    yield block("such a licence must", (f"{t.text}" for t in found.necessary_terms))
    yield found.help
    yield block("warnings", (f"{f.code.value}: {f.message}" for f in found.findings))


def _candidates(candidates: tuple[Candidate, ...], full: bool) -> str:
    """Return the candidates, each with the duties that not all of them bring."""
    listed = candidates if full else candidates[:SHOWN]
    width = max((len(candidate.license) for candidate in listed), default=0)
    shared = set.intersection(
        *({d.duty for d in c.duties} for c in candidates or (Candidate("", True, (), (), ()),))
    )
    lines = []
    for candidate in listed:
        own = [
            name for name in dict.fromkeys(d.duty for d in candidate.duties) if name not in shared
        ]
        also = f"  also {', '.join(own)}" if own else ""
        lines.append(f"{candidate.license:<{width}}{also}".rstrip())
    if len(listed) < len(candidates):
        lines.append(f"and {len(candidates) - len(listed):,} more (`-v` shows each)")
    return block("it may carry, the best first", lines)


def _price(candidates: tuple[Candidate, ...]) -> Iterator[str]:
    """Yield what the first candidate costs, and how a card declares it."""
    for first in candidates[:1]:
        yield block(
            f"under {first.license}, provided that",
            (f"{c.text}  [{cites(c.clauses)}]" for c in first.conditions),
        )
        yield block(f"under {first.license}, you must", _owed(first.duties))
        yield block(
            "put into the header of the card", (f"{name}: {value}" for name, value in first.header)
        )


def _owed(duties: Iterable[Duty]) -> Iterator[str]:
    """Yield the duties, each with all the clauses that ask for it."""
    asking: dict[str, list[ClauseRef]] = {}
    for duty in duties:
        asking.setdefault(duty.message, []).append(duty.clause)
    for message, clauses in asking.items():
        yield f"{message}  [{cites(tuple(dict.fromkeys(clauses)))}]"
