"""Places in a text as editors count them, and what is shown there.

Lines and columns count from 0, columns in characters.  Lines end where editors end them: at a line
feed, a carriage return, or both.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from licenselogic.base.source import Span

_END = re.compile(r"\r\n|\n|\r")


class Spot(NamedTuple):
    """A place between two characters."""

    line: int
    column: int


class Stretch(NamedTuple):
    """What lies between two places."""

    start: Spot
    end: Spot


@dataclass(frozen=True)
class Text:
    """The content of a file that is open in an editor; `name` is its path."""

    content: str
    name: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(_END.split(self.content))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in _END.finditer(self.content)))

    def offset(self, spot: Spot) -> int:
        """Return the number of characters before a place; one outside the text is its edge."""
        line = min(max(spot.line, 0), len(self.lines) - 1)
        if line != spot.line:
            return len(self.content) if spot.line > 0 else 0
        return self._starts[line] + min(max(spot.column, 0), len(self.lines[line]))

    def spot(self, offset: int) -> Spot:
        """Return the place after so many characters."""
        offset = min(max(offset, 0), len(self.content))
        line = bisect_right(self._starts, offset) - 1
        return Spot(line, min(offset - self._starts[line], len(self.lines[line])))

    def stretch(self, start: int, end: int) -> Stretch:
        """Return what lies between two numbers of characters."""
        return Stretch(self.spot(start), self.spot(end))

    def of_span(self, span: Span | None) -> Stretch:
        """Return what a diagnostic is about, of several lines the first; None is the first line."""
        line = min(max(span.line - 1, 0), len(self.lines) - 1) if span else 0
        row = self.lines[line]
        start = min(span.column - 1, len(row)) if span else len(row) - len(row.lstrip())
        whole = span is None or span.end_line > span.line
        end = len(row.rstrip()) if span is None or whole else min(span.end_column - 1, len(row))
        return Stretch(Spot(line, start), Spot(line, max(start, end)))


@dataclass(frozen=True, slots=True)
class Hover:
    """What is told of a word, in Markdown."""

    markdown: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that may stand at a place: what kind it is of, and what it means."""

    word: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The words that may take the place of `stretch`."""

    stretch: Stretch
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is defined: `path` is a file, '' for the text itself."""

    path: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that puts something right: what takes the place of `stretch`."""

    title: str
    stretch: Stretch
    replacement: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is told of a text; `level` is error, warning or note."""

    stretch: Stretch
    level: str
    code: str
    message: str
    related: tuple[tuple[str, Stretch], ...] = ()
    fixes: tuple[Fix, ...] = ()
