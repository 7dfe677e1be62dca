"""Colours and the width of lines for terminals, and neither elsewhere."""

import os
import re
import shutil
import sys
import textwrap
from dataclasses import dataclass

import click

NARROWEST = 40
"""Lines are not wrapped to less than this."""

_LABEL = re.compile(r"\s*(?:\w[\w ]*: {2,}|\[.\] |- )?")


@dataclass(frozen=True, slots=True)
class Style:
    """Whether to colour, and the width to which lines are wrapped; 0 leaves them as they are."""

    colour: bool = False
    width: int = 0

    @classmethod
    def detect(cls, colour: str = "auto") -> "Style":
        """Return the style for standard output.

        `colour` is auto, always or never.  With auto, a terminal has colours; `NO_COLOR` turns them
        off and `FORCE_COLOR` on, and the first of the two wins.
        """
        at_terminal = sys.stdout is not None and sys.stdout.isatty()
        width = max(NARROWEST, shutil.get_terminal_size().columns) if at_terminal else 0
        if colour == "auto":
            forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
            return cls((at_terminal or forced) and not os.environ.get("NO_COLOR"), width)
        return cls(colour == "always", width)

    def paint(self, text: str, **how: object) -> str:
        """Return `text` in the colours of `click.style`, or as it is."""
        return click.style(text, **how) if self.colour else text  # type: ignore[arg-type]

    def status(self, word: str) -> str:
        """Return a status word in its colour."""
        colours = {"compatible": "green", "incompatible": "red", "unknown": "yellow"}
        return self.paint(word, fg=colours.get(word), bold=True)

    def faint(self, text: str) -> str:
        """Return secondary text."""
        return self.paint(text, dim=True)

    def wrapped(self, text: str) -> str:
        """Return text with lines that fit; what goes on stands below the words, not the label."""
        if not self.width:
            return text
        return "\n".join(map(self._wrapped, text.split("\n")))

    def _wrapped(self, line: str) -> str:
        if len(click.unstyle(line)) <= self.width:
            return line
        label = _LABEL.match(line)
        indent = min(label.end() if label else 0, self.width // 2) or 2
        return textwrap.fill(
            line,
            self.width,
            subsequent_indent=indent * " ",
            break_long_words=False,
            break_on_hyphens=False,
        )
