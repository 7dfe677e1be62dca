"""Verdicts as Markdown, for the summary of a CI job, a comment, or a page."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from licenselogic.base.display import shown
from licenselogic.report.told import Checked, Part, Told, Unreadable
from licenselogic.verdict.verdict import NOTICE

_MARKS = {"compatible": "✅", "incompatible": "❌", "unknown": "❔"}

_HEADS = {
    Part.INCOMPATIBLE: "Why not",
    Part.UNKNOWN: "Why it is not known",
    Part.POLICY: "Against the policy",
    Part.CONDITIONS: "Provided that",
    Part.DUTIES: "Duties",
    Part.WARNINGS: "Warnings",
}

_CODE = re.compile(r"`([^`|\\]+)`")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!@])")


def markdown(found: Sequence[Checked], errors: Sequence[Unreadable] = ()) -> str:
    """Return a table of the verdicts, and below it what each of them tells."""
    found, errors = shown(tuple(found)), shown(tuple(errors))
    lines = ["# Licences checked by licenselogic", ""]
    if found:
        lines += ["| verdict | input | work | licence |", "| --- | --- | --- | --- |"]
    for checked in found:
        cells = (checked.path, checked.verdict.work, checked.verdict.license or "none")
        row = " | ".join(escaped(cell) for cell in cells)
        lines.append(f"| {_MARKS[checked.status]} {checked.status.value} | {row} |")
    for error in errors:
        lines += ["", f"## {escaped(error.path)} cannot be read", ""]
        for code, message, span in error.problems:
            where = f" ({escaped(str(span))})" if span else ""
            lines.append(f"- **{code}**: {escaped(message)}{where}")
    for checked in found:
        lines += ["", *_section(checked)]
    return "\n".join([*lines, "", f"*{NOTICE}*", ""])


def _section(checked: Checked) -> Iterator[str]:
    verdict = checked.verdict
    yield f"## {escaped(checked.title)}"
    yield ""
    yield f"**{checked.status.value}**: {escaped(verdict.message)}"
    for note in (*verdict.notes, verdict.help):
        if note:
            yield ""
            yield escaped(note)
    if verdict.core:
        yield ""
        yield from (f"- {escaped(f'{r.license} {r.cite}: {r.says}')}" for r in verdict.core)
    for part, head in _HEADS.items():
        rows = [told for told in checked.told if told.part is part]
        if rows:
            yield ""
            yield f"### {head}"
            yield ""
            for told in rows:
                yield from _item(told)
    if verdict.sensitivity:
        yield ""
        yield "### Other readings of the law"
        yield ""
        yield from (f"- {escaped(flip.message)}" for flip in verdict.sensitivity)


def _item(told: Told) -> Iterator[str]:
    box = "[ ] " if told.part is Part.DUTIES else ""
    accepted = f" (accepted: {escaped(told.accepted)})" if told.accepted else ""
    named = told.message.startswith(
        (f"{told.code}:", f'{told.code} "')
    )  # a duty's sentence begins with its name
    head = "" if named else f"**{told.code}**: "
    yield f"- {box}{head}{escaped(told.message)}{accepted}"
    for name, text in told.details:
        yield f"  - {name}: {escaped(text)}"
    if told.help:
        yield f"  - help: {escaped(told.help)}"


def escaped(text: str) -> str:
    """Return text that Markdown draws as it stands: no link, no mark, no mention, no HTML.

    What stands between backticks becomes code.
    """
    parts = _CODE.split(text)
    plain = (_SPECIAL.sub(r"\\\1", part) for part in parts[::2])
    code = [f"`{part}`" for part in parts[1::2]]
    return "".join(word for pair in zip_longest(plain, code, fillvalue="") for word in pair)
