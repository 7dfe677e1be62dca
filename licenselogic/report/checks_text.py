"""Several verdicts as text: a line for each of them first, then those that fail."""

from collections import Counter
from collections.abc import Iterator, Sequence

from licenselogic.base.display import quoted, shown
from licenselogic.report.style import Style
from licenselogic.report.told import Checked, Part, Unreadable
from licenselogic.report.verdict_text import block, headline, render_verdict
from licenselogic.verdict.verdict import NOTICE

QUIET, NORMAL, VERBOSE = -1, 0, 1


def render_checks(
    found: Sequence[Checked],
    style: Style,
    verbosity: int = NORMAL,
    errors: Sequence[Unreadable] = (),
) -> str:
    """Return verdicts as text; what could not be read is counted and named with them.

    One verdict is told as it is, several on one work side by side, and others below a table of
    all.  Quiet, there is the answer alone; verbose, everything.
    """
    found = tuple(found)
    if len(found) == 1 and not errors:
        return _one(found[0], style, verbosity)
    side_by_side = len({(checked.path, checked.verdict.work) for checked in found}) == 1
    side_by_side = side_by_side and not errors
    table = _licenses(found, style) if side_by_side else _inputs(found, errors, style)
    if verbosity == QUIET:
        return style.wrapped("\n".join(table)) + "\n"
    blocks = ["\n".join(table)]
    if side_by_side and verbosity == NORMAL:
        return "\n\n".join([*blocks, "`-v` shows each in full", f"({NOTICE})"]) + "\n"
    for checked in found:
        if checked.failing or verbosity == VERBOSE:
            where = shown(checked.path) or "command line"
            text = _one(checked, style, verbosity).removesuffix("\n")
            text = text.removesuffix(style.faint(f"({NOTICE})")).rstrip("\n")
            blocks.append(f"{style.paint(f'== {where}', bold=True)}\n{text}")
    return "\n\n".join([*blocks, style.faint(f"({NOTICE})")]) + "\n"


def _one(checked: Checked, style: Style, verbosity: int) -> str:
    """Return one verdict, with what was accepted and what is against the policy."""
    if verbosity == QUIET:
        first = headline(shown(checked.verdict), style).partition("\n")[0]
        return style.wrapped(first) + "\n"
    text = render_verdict(checked.verdict, style, verbosity == VERBOSE)
    more = [style.wrapped(part) for part in _beside(shown(checked)) if part]
    if not more:
        return text
    end = style.faint(f"({NOTICE})")
    return "\n\n".join([text.removesuffix(f"{end}\n").rstrip("\n"), *more, end]) + "\n"


def _beside(checked: Checked) -> Iterator[str]:
    against = (told for told in checked.told if told.part is Part.POLICY)
    yield block("against the policy", (f"{told.code}: {told.message}" for told in against))
    accepted = (told for told in checked.told if told.accepted)
    yield block("accepted", (f"{told.code}: {told.accepted}" for told in accepted))


def _licenses(found: Sequence[Checked], style: Style) -> list[str]:
    rows = [(c.status.value, shown(c.verdict.license) or "none", _why(c)) for c in found]
    return [f"{quoted(found[0].verdict.work)} under each of {len(found)} licences:", "",
            *_table(rows, style)]  # fmt: skip


def _inputs(found: Sequence[Checked], errors: Sequence[Unreadable], style: Style) -> list[str]:
    counts = Counter(checked.status.value for checked in found)
    told = ", ".join(f"{counts[word]:,} {word}" for word in _ORDER if counts[word])
    rows = [
        (c.status.value, shown(c.path), f"{shown(c.title)}: {_why(c)}")
        for c in sorted(found, key=lambda c: _ORDER.index(c.status.value))
    ]
    if errors:
        told += f"; {len(errors):,} cannot be read"
        rows += [
            (_UNREAD, shown(e.path), ", ".join(code for code, *_ in e.problems)) for e in errors
        ]
    return [f"{len(found):,} checked: {told}", "", *_table(rows, style)]


_ORDER = ("incompatible", "unknown", "compatible")
_UNREAD = "unreadable"


def _table(rows: Sequence[tuple[str, str, str]], style: Style) -> list[str]:
    word = max(len(row[0]) for row in rows)
    name = max(len(row[1]) for row in rows)
    return [
        f"  {style.status(status)}{' ' * (word - len(status))}  {what:<{name}}  {why}".rstrip()
        for status, what, why in rows
    ]


def _why(checked: Checked) -> str:
    """Return the codes of what stands against a work, or how much it takes to publish it.

    What does not fail is against it all the same, and so is what somebody accepts.
    """
    against = [told for told in checked.told if told.part.value == checked.status.value]
    for some in (checked.failing, [told for told in against if not told.accepted]):
        if some:
            return ", ".join(dict.fromkeys(told.code for told in some))
    if against:
        return f"accepted: {', '.join(dict.fromkeys(told.code for told in against))}"
    counts = Counter(told.part for told in checked.told if not told.accepted)
    parts = (Part.CONDITIONS, Part.DUTIES, Part.WARNINGS)
    words = [_counted(counts[part], part.value) for part in parts if counts[part]]
    return ", ".join(words) or "no conditions, duties or warnings"


def _counted(number: int, words: str) -> str:
    return f"{number:,} {words if number > 1 else _SINGLE[words]}"


_SINGLE = {"conditions": "condition", "duties": "duty", "warnings": "warning"}
