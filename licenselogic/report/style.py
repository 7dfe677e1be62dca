"""Colours for terminals, and nothing elsewhere."""

import os
import sys
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Style:
    """Whether to colour; `NO_COLOR` and a stream that is no terminal turn colours off."""

    colour: bool = False

    @classmethod
    def detect(cls) -> "Style":
        """Return the style for standard output."""
        at_terminal = sys.stdout is not None and sys.stdout.isatty()
        return cls(at_terminal and not os.environ.get("NO_COLOR"))

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
