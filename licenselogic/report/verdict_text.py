"""A verdict as text."""

from collections.abc import Callable, Iterable, Iterator

from licenselogic.base.codes import Status
from licenselogic.base.meanings import meaning
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import value_text
from licenselogic.report.style import Style
from licenselogic.verdict.verdict import NOTICE, ClauseRef, Counterexample, Flip, Verdict

LIKEWISE = 15
"""Counterexamples like another that are named beside it; the rest are counted."""

ADDED = ("3c", "3d", "3e")
"""Rules whose counterexamples tell in `detail` which kind of term is added."""


Quote = Callable[[ClauseRef], str]
"""Returns the words of the licence that a clause stands on, or '' where no text is at hand."""


def render_verdict(
    verdict: Verdict, style: Style | None = None, full: bool = False, quote: Quote | None = None
) -> str:
    """Return a verdict as text.

    With `full`, no counterexample is left out; with `quote`, clauses show the licence's words.
    """
    paint = style or Style()
    blocks = [_headline(verdict, paint)]
    blocks += _counterexamples(verdict, paint, full, quote or (lambda _: ""))
    blocks += [block for block in _sections(verdict, paint) if block]
    blocks.append(paint.faint(f"({NOTICE})"))
    return "\n\n".join(blocks) + "\n"


def _headline(verdict: Verdict, paint: Style) -> str:
    license = verdict.license or "an undeclared licence"
    sentence = {
        Status.COMPATIBLE: f"`{verdict.work}` may be offered under {license}",
        Status.INCOMPATIBLE: f"`{verdict.work}` may not be offered under {license}",
        Status.UNKNOWN: f"whether `{verdict.work}` may be offered under {license} cannot be told",
    }[verdict.status]
    lines = [f"{paint.status(verdict.status.value)}: {sentence}"]
    lines += [f"  because {reason.message}" for reason in verdict.reasons]
    lines += [f"  taking `{chosen}` of `{of}`" for of, chosen in verdict.choices]
    if verdict.profile != "default":
        lines.append(f"  under the `{verdict.profile}` reading of the law")
    return "\n".join(lines)


def _counterexamples(verdict: Verdict, paint: Style, full: bool, quote: Quote) -> Iterator[str]:
    alike: dict[object, list[Counterexample]] = {}
    for position, found in enumerate(verdict.counterexamples):
        alike.setdefault(position if full else _matter(found), []).append(found)
    for first, *rest in alike.values():
        yield _counterexample(first, rest, paint, quote, verdict)


def _matter(found: Counterexample) -> tuple[object, ...]:
    """Return what counterexamples must share to be shown as one: all but the last clause."""
    way = (found.work, found.path, found.other_work, found.other_path)
    names = tuple(ref.license for ref in found.clauses)
    told = "" if found.rule in ADDED else sentence(found)
    return (found.kind, found.rule, told, found.act, names, found.clauses[:-1], *way)


def _counterexample(
    found: Counterexample,
    alike: list[Counterexample],
    paint: Style,
    quote: Quote,
    verdict: Verdict,
) -> str:
    code = paint.paint(f"error[{found.kind.value}]", fg="red", bold=True)
    lines = [f"{code}: {sentence(found)}"]
    for ref in found.clauses:
        lines.append(f"  clause:   {_clause(ref)}")
        words = quote(ref)
        lines += [f'  text:     "{words}"'] if words else []
    if found.scenario or found.act:
        lines.append(f"  scenario: {_scenario(found)}")
    lines += [f"  likewise: {_likewise(alike)}"] if alike else []
    lines.append(f"  path:     {_path(found.path, found.relations)}")
    if found.other_work and found.other_work != found.work:
        lines.append(f"  against:  {' -> '.join(found.other_path)}")
    if found.more:
        lines.append(f"  and {found.more} more works under the same licence")
    lines.append(f"  help:     {_help(found, verdict)}")
    return "\n".join(lines)


def _likewise(alike: list[Counterexample]) -> str:
    shown = [_briefly(found) for found in alike[:LIKEWISE]]
    left = len(alike) - len(shown)
    return ", ".join(shown) + (f", and {left} more (`--full` shows each)" if left else "")


def _briefly(found: Counterexample) -> str:
    told = [value_text(name, value) for name, value in found.scenario.items()]
    if found.rule in ADDED:
        told.insert(0, found.detail)
    cite = found.clauses[-1].cite if found.clauses else f"act `{found.act}`"
    return f"{cite} ({', '.join(told)})" if told else cite


def _help(found: Counterexample, verdict: Verdict) -> str:
    if (verdict.custom_possible is False or verdict.core) and found.rule != "6":
        return "no outbound licence mends it; ask for permission, or leave an upstream out"
    if found.rule == "1":
        return "making or publishing the work breaks it, whatever the outbound licence"
    if found.rule == "2" and found.clauses:
        name = found.clauses[0].license
        return f"keep `{name}`, alone or beside another licence (`A AND {name}`)"
    return meaning(found.kind).advice


def sentence(found: Counterexample) -> str:
    """Return what a counterexample comes to, in one sentence."""
    license = found.clauses[0].license if found.clauses else "the licence"
    act = f"`{found.act}`" if found.act else "the act"
    article = "an" if found.status[:1] in "aeiou" else "a"
    what = f"{act} of {article} {found.status}" if found.status not in ("", "work") else act
    if found.rule in ("1", "6"):
        verb = "does not grant" if found.reserved else "forbids"
        return f"{license} {verb} {what}, which making or publishing `{found.path[-1]}` takes"
    if found.rule == "2":
        verb = "does not grant" if found.reserved else "forbids"
        return f"the outbound licence grants {what}, which {license} {verb}"
    if found.rule == "4":
        return f"{license} wants derivatives under the same or a named licence: {found.detail}"
    if found.rule == "5":
        return f"{license} wants its use restrictions passed on, and the outbound licence does not"
    if found.rule in ("3a", "3b"):
        return f"{license} bars further restrictions, and {found.clauses[-1].license} adds one"
    if found.rule == "7":
        return found.detail
    by = found.clauses[-1].license
    return f"{license} bars further restrictions, and {by} {found.detail}"


def _clause(ref: ClauseRef) -> str:
    return f"{ref.license} {ref.cite}: {ref.says}"


def _scenario(found: Counterexample) -> str:
    facts = [value_text(name, value) for name, value in found.scenario.items()]
    if found.act:
        facts.append(f"act `{found.act}`")
    return ", ".join(facts)


def _path(works: tuple[str, ...], relations: tuple[str, ...]) -> str:
    text = works[0]
    for relation, work in zip(relations, works[1:], strict=True):
        text += f" --{relation}--> {work}"
    return text


def _sections(verdict: Verdict, paint: Style) -> Iterator[str]:
    yield _ladder(verdict)
    yield _block("provided that", (f"{c.text}  [{_cites(c.clauses)}]" for c in verdict.conditions))
    if verdict.status is not Status.INCOMPATIBLE:
        yield _block("duties", _duties(verdict))
    warnings = (f"{w.code.value}: {w.message}" for w in verdict.warnings)
    yield _block(paint.paint("warnings", fg="yellow"), warnings)
    yield _block("other readings of the law", map(_flip, verdict.sensitivity))


def _ladder(verdict: Verdict) -> str:
    if verdict.status is not Status.INCOMPATIBLE:
        return ""
    if verdict.core:
        cites = "\n".join(f"  {_clause(ref)}" for ref in verdict.core)
        return f"no licence can work; these upstream clauses clash by themselves:\n{cites}"
    if verdict.suggestions:
        texts = ", ".join(f"`{text}`" for text in verdict.suggestions)
        return f"it may be offered under, for example: {texts}"
    if verdict.custom_possible:
        return "another licence could work, if only one written for the purpose"
    return ""


def _duties(verdict: Verdict) -> Iterator[str]:
    marks = {"met": "[x]", "unmet": "[!]", "unchecked": "[ ]"}
    for duty in verdict.duties:
        texts = "".join(f' "{text}"' for text in duty.texts)
        where = f"{duty.clause.license} {duty.clause.cite}"
        reason = f" ({duty.reason})" if duty.state != "unchecked" else ""
        yield f"{marks[duty.state]} {duty.duty}{texts}: {duty.means}  [{where}]{reason}"


def _block(title: str, lines: Iterable[str]) -> str:
    rows = [f"  {line}" for line in lines]
    return "\n".join([f"{title}:", *rows]) if rows else ""


def _cites(refs: tuple[ClauseRef, ...]) -> str:
    return ", ".join(f"{ref.license} {ref.cite}" for ref in refs)


def _flip(flip: Flip) -> str:
    changes = " and ".join(f"{name} = {str(value).lower()}" for name, value in flip.changes.items())
    means = "; ".join(vocabulary().meaning("assumptions", name) for name in flip.changes)
    return f"{flip.status.value} if {changes}  ({means})"
