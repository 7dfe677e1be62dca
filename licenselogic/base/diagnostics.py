"""What is told to people: diagnostics with a place and a caret, and the exceptions that carry them.

What can be told at all is one list, `base.codes.Code`, with its meanings in `base.meanings`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import printable
from licenselogic.base.source import Source, Span


@dataclass(frozen=True, slots=True)
class Note:
    """A half sentence about another place that matters to a diagnostic."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: what is wrong, where, and the nearest right spelling if there is one."""

    code: Code
    message: str
    span: Span | None = None
    label: str = ""
    help: str = ""
    notes: tuple[Note, ...] = ()
    severity: str = "error"

    def render(self, source: Source | None = None) -> str:
        """Return the message as text; with its `source`, the lines in question and a caret.

        Whatever the message quotes from a file, control characters come out as escapes.
        """
        lines = [f"{self.severity}[{self.code.value}]: {printable(self.message)}"]
        if self.span is not None:
            lines.append(f"  --> {printable(self.span)}")
            if source is not None and source.name == self.span.file:
                lines += _snippet(self.span, printable(self.label), source)
        lines += [f"  = help: {printable(self.help)}"] if self.help else []
        for note in self.notes:
            where = f" ({note.span})" if note.span else ""
            lines.append(printable(f"  = note: {note.text}{where}"))
        return "\n".join(lines)


def missing_extra(message: str, extra: str, also: str = "") -> Diagnostic:
    """Return what to say where a library is not installed that an extra would install."""
    help = f"pip install 'licenselogic[{extra}]'{also}"
    return Diagnostic(Code.MISSING_EXTRA, message, help=help)


def _snippet(span: Span, label: str, source: Source) -> list[str]:
    rows = source.lines(span.line - 2, span.line)
    if not rows:
        return []
    width = len(str(rows[-1][0]))
    gutter = " " * width
    last = rows[-1][1]
    left = span.column - _WIDTH // 2 if span.column > _WIDTH - 20 else 0
    drawn = [f" {gutter} |"]
    drawn += [f" {number:>{width}} | {_clip(text, left)}".rstrip() for number, text in rows]
    end = span.end_column if span.end_line == span.line else len(last) + 1
    start = span.column - left
    marks = "^" * max(1, min(end - left, _WIDTH + 1) - start)
    pad = "".join("\t" if c == "\t" else " " for c in _clip(last, left)[: start - 1])
    drawn.append(f" {gutter} | {pad:<{start - 1}}{marks}{' ' + label if label else ''}")
    drawn.append(f" {gutter} |")
    return drawn


_WIDTH = 160
"""Characters of a line that are drawn; of a longer one, those around the place in question."""


def _clip(text: str, left: int) -> str:
    """Return the part of a line that is drawn, in characters that take one column each."""
    shown = text.rstrip("\r")[left : left + _WIDTH]
    shown = shown if left + _WIDTH >= len(text) else shown[:-3] + "..."
    shown = "..." + shown[3:] if left else shown
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in shown)


class LicenseLogicError(Exception):
    """Base of everything that licenselogic raises: the diagnostics, ready to print."""

    def __init__(self, *diagnostics: Diagnostic, source: Source | None = None) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = diagnostics
        self.source = source
        super().__init__(self.render())

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a pickle makes this error anew: pools of processes hand errors on so."""
        return _raised_again, (type(self), self.diagnostics, self.source)

    def render(self) -> str:
        """Return all diagnostics as text, separated by blank lines."""
        return "\n\n".join(d.render(self.source) for d in self.diagnostics)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of the diagnostics, in order."""
        return tuple(d.code for d in self.diagnostics)


def _raised_again(
    kind: type[LicenseLogicError], diagnostics: tuple[Diagnostic, ...], source: Source | None
) -> LicenseLogicError:
    return kind(*diagnostics, source=source)


class ClauseFileError(LicenseLogicError):
    """A clause file cannot be read: fix the place that the message points at."""


class LineageError(LicenseLogicError):
    """A lineage, model card or Hub response cannot be used: fix the entry that is named."""


class ExpressionError(LicenseLogicError):
    """A licence expression does not follow SPDX."""


class UsageError(LicenseLogicError):
    """An argument has a value that cannot be used."""


class InternalError(Exception):
    """licenselogic contradicts itself: its mistake, not that of the input; there is no answer.

    Not a `LicenseLogicError`, so that no caller takes it for something that a user can mend.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return (
            f"internal error: {self.what}\n"
            "this is a mistake in licenselogic: please report it, with the input that shows it"
        )


def nearest(word: str, known: Iterable[str], limit: int = 1) -> Sequence[str]:
    """Return up to `limit` members of `known` that look most like `word`, best first.

    What has the same letters in another order comes first.  Where none looks like it, those that
    `word` is a part of.
    """
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    wanted = word.casefold()
    letters = sorted(wanted)
    close = [one for one in folded if len(one) == len(wanted) and sorted(one) == letters]
    close = [*close, *get_close_matches(wanted, list(folded), n=limit, cutoff=0.7)]
    close = list(dict.fromkeys(close))[:limit]
    if not close and len(wanted) > 3:
        close = [candidate for candidate in folded if wanted in candidate][:limit]
    return [folded[match] for match in close]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest spelling, or the empty string."""
    found = nearest(word, known)
    return f"did you mean `{found[0]}`?" if found else ""
