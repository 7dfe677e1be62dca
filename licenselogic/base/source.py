"""Where words came from: a `Span` of a file, carried from the parser to every report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text file; lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """A text file that was read, with its name as the user would write it."""

    name: str
    text: str

    def lines(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return the numbered lines from `first` to `last`, both included, as far as they exist.

        Lines end where the parser counts them: at a line feed, and at nothing else.
        """
        rows = self.text.removesuffix("\n").split("\n") if self.text else []
        return [(n, rows[n - 1]) for n in range(max(first, 1), min(last, len(rows)) + 1)]
