"""What an editor can put right at once: a spelling, a label that breaks a licence, a missing one.

A licence is only offered where `check` finds it compatible, and where the text with it reads as
what was meant.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from licenselogic.base.diagnostics import LicenseLogicError, nearest
from licenselogic.base.source import Span
from licenselogic.editors.fields import Field, values_of
from licenselogic.editors.text import Fix, Problem, Spot, Stretch, Text
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.card_text import is_card
from licenselogic.repair.labels import header

MAX_LABELS = 3
"""Labels that are offered at once."""

Read = Callable[[str], Lineage]
"""Reads a text as the lineage of this file."""

_MEANT = re.compile(r"did you mean `([\w.+/-]+(?: [\w.+/-]+)*)`\?")
_NAMED = re.compile(r"`([^`\n]+)`")


def with_spelling(text: Text, problem: Problem) -> Problem:
    """Return a problem with the right spelling as a fix, where its message tells one."""
    meant = _MEANT.search(problem.message)
    if meant is None:
        return problem
    named = _NAMED.findall(problem.message[: meant.start()])
    wrong = [word for word in reversed(named) if nearest(word, [meant[1]])]
    for stretch in (problem.stretch, text.stretch(0, len(text.content))):
        for word in wrong:
            place = _only(text, word, stretch)
            if place is not None:
                fix = Fix(f"change `{word}` to `{meant[1]}`", place, meant[1])
                return replace(problem, fixes=(*problem.fixes, fix))
    return problem


def _only(text: Text, word: str, stretch: Stretch) -> Stretch | None:
    """Return where a word stands within a stretch; None unless it stands there once."""
    start, end = map(text.offset, stretch)
    pattern = rf"(?<![\w.+/-]){re.escape(word)}(?![\w+/-])"
    found = [match.span() for match in re.finditer(pattern, text.content[start:end])]
    return text.stretch(start + found[0][0], start + found[0][1]) if len(found) == 1 else None


def relabelled(
    text: Text, work: str, labels: Iterable[str], span: Span | None, library: Library, read: Read
) -> tuple[Fix, ...]:
    """Return fixes that put one of these labels in place of the one at `span`."""
    if span is None:
        return ()
    start, end = map(text.offset, text.of_span(span))
    quoted = text.content[start : start + 1] in ('"', "'")
    place = text.stretch(start + quoted, end - quoted)
    made = (
        Fix(f"offer `{work}` under `{label}`", place, label)
        for label in _written(text, labels, library)
    )
    return tuple(_sound(text, made, work, read))


def declared(
    text: Text, work: str, labels: Iterable[str], library: Library, read: Read
) -> tuple[Fix, ...]:
    """Return fixes that declare one of these labels for a work that has none."""
    made = (
        Fix(f"declare `{label}` for `{work}`", Stretch(spot, spot), written)
        for label in _written(text, labels, library)
        for spot, written in _declaring(text, work, label)
    )
    return tuple(_sound(text, made, work, read))


def _written(text: Text, labels: Iterable[str], library: Library) -> Iterator[str]:
    """Yield labels as the file writes them; a card takes ids of the Hub alone."""
    for label in list(labels)[:MAX_LABELS]:
        if not is_card(text.name):
            yield label
        elif label in library:
            (_, first), *others = header(label, (library[label],))
            yield from [first] if not others else []


def _declaring(text: Text, work: str, label: str) -> Iterator[tuple[Spot, str]]:
    """Yield where to declare a licence, and what to write there."""
    if is_card(text.name):
        top = (number for number, row in enumerate(text.lines) if row.rstrip() == "---")
        yield from ((Spot(number + 1, 0), f"license: {label}\n") for number in list(top)[:1])
        return
    for field in values_of(text, "id"):
        if field.value == work:
            yield _beside(text, field, label)


def _beside(text: Text, field: Field, label: str) -> tuple[Spot, str]:
    """Return where the licence of a work stands beside its id, in the style of the file."""
    row = text.lines[field.line]
    key = row.rindex("id", 0, field.start)
    after = field.end + (row[field.start - 1] in ('"', "'"))
    if row[key - 1 : key] == '"' or Path(text.name).suffix == ".json":
        return Spot(field.line, after), f', "license": "{label}"'
    if row[:key].rstrip().endswith(("{", ",")):
        return Spot(field.line, after), f", license: {label}"
    return Spot(field.line, len(row)), f"\n{' ' * key}license: {label}"


def _sound(text: Text, fixes: Iterable[Fix], work: str, read: Read) -> Iterator[Fix]:
    """Yield the fixes after which the text reads as if the work had that label."""
    for fix in fixes:
        start, end = map(text.offset, fix.stretch)
        with suppress(LicenseLogicError):
            found = read(text.content[:start] + fix.replacement + text.content[end:])
            label = found.works[work].license if work in found.works else None
            if label and label in fix.replacement:
                yield fix


def fixes_at(problems: Iterable[Problem], stretch: Stretch) -> dict[Fix, list[Problem]]:
    """Return what can be put right at a place, each with the problems that it is for."""
    found: dict[Fix, list[Problem]] = {}
    for problem in problems:
        for fix in problem.fixes:
            if _touch(stretch, problem.stretch) or _touch(stretch, fix.stretch):
                found.setdefault(fix, []).append(problem)
    return found


def _touch(one: Stretch, other: Stretch) -> bool:
    return one.start <= other.end and other.start <= one.end
