"""Passages in licence texts: where the marked words stand, and what no passage covers.

Texts differ in line breaks, quotation marks and dashes; both sides are folded before they are
compared.  Positions refer to the folded text.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.norms.deontic import Clause, License, Omission, Passage

UNCOVERED_WORDS = 20
"""A stretch of at least this many words that no passage covers is a section left unaccounted."""

_FOLDS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
        "\u2011": "-", "\u00a0": " ", "\ufeff": "", "`": "'",
    }
)  # fmt: skip


def fold_text(text: str) -> str:
    """Return `text` in lower case, with plain quotes and dashes and single blanks."""
    plain = text.translate(_FOLDS).replace("''", '"').casefold()
    return " ".join(plain.split())


def _loosely(words: str) -> str:
    """Return a pattern for `words` that does not mind blanks, quotation marks and dashes."""
    parts = [map(re.escape, _MARKS.split(part)) for part in words.split()]
    return r"\s+".join(_MARKS.pattern.join(pieces) for pieces in parts)


_MARKS = re.compile("[\"'`\u2018\u2019\u201c\u201d\u2013\u2014\u2011-]+")
"""Quotation marks and dashes, of which texts have several styles."""


@dataclass(frozen=True)
class LicenseText:
    """The text of a licence at hand."""

    name: str
    text: str

    @cached_property
    def folded(self) -> str:
        """The text as passages are looked up in it."""
        return fold_text(self.text)

    def locate(self, passage: Passage, start: int = 0) -> tuple[int, int] | None:
        """Return where `passage` begins and ends in the folded text, or None."""
        first, last = fold_text(passage.first), fold_text(passage.last)
        begin = self.folded.find(first, start)
        if begin < 0 or not first:
            return None
        if not last:
            return begin, begin + len(first)
        end = self.folded.find(last, begin)
        return None if end < 0 else (begin, end + len(last))

    def words(self, passage: Passage) -> str:
        """Return the full words of `passage` as the text prints them, or '' where it lacks them."""
        place = self.locate(passage)
        if place is None:
            return ""
        first, last = _loosely(passage.first), _loosely(passage.last)
        pattern = f"{first}.*?{last}" if passage.last else first
        found = re.search(pattern, self.text, re.IGNORECASE | re.DOTALL)
        return (
            " ".join(found.group().split()) if found else self.folded[slice(*self._span(passage))]
        )

    def _span(self, passage: Passage) -> tuple[int, int]:
        return self.locate(passage) or (0, 0)

    def uncovered(self, passages: Iterable[Passage]) -> Iterator[str]:
        """Yield each stretch of `UNCOVERED_WORDS` words or more that no passage covers."""
        spans = sorted(s for p in passages for s in self._everywhere(p))
        position = 0
        for begin, end in [*spans, (len(self.folded), len(self.folded))]:
            gap = self.folded[position:begin]
            if len(re.findall(r"[a-z]{2,}", gap)) >= UNCOVERED_WORDS:
                yield gap.strip()
            position = max(position, end)

    def _everywhere(self, passage: Passage) -> Iterator[tuple[int, int]]:
        found = self.locate(passage)
        if found:
            yield found


@dataclass(frozen=True)
class Texts:
    """A folder of licence texts; a text is found by its SHA-256, else by the licence's id."""

    folder: Path

    @cached_property
    def _by_hash(self) -> dict[str, Path]:
        try:
            files = [file for file in sorted(self.folder.glob("*.txt")) if file.is_file()]
        except OSError as error:
            message = f"cannot read `{self.folder}`: {error.strerror}"
            raise UsageError(Diagnostic(Code.NOT_READABLE, message)) from None
        if not files:
            message = f"no licence texts (`*.txt`) in `{self.folder}`"
            raise UsageError(Diagnostic(Code.NOT_READABLE, message))
        return {hashlib.sha256(f.read_bytes()).hexdigest(): f for f in files}

    def of(self, license: License) -> LicenseText | None:
        """Return the text that `license` was read from, if it is at hand."""
        path = self._by_hash.get(license.text.sha256)
        return _read(path) if path else None

    def changed(self, license: License) -> bool:
        """Tell whether the folder holds another text under the licence's id."""
        return self.of(license) is None and (self.folder / f"{license.id}.txt").exists()


def _read(path: Path) -> LicenseText:
    return LicenseText(path.name, path.read_text(encoding="utf-8", errors="replace"))


def provisions(license: License) -> tuple[Clause | Omission, ...]:
    """Return everything in a licence that stands on passages of its text."""
    return (*license.clauses, *license.omissions)


def passages_of(license: License) -> Iterator[Passage]:
    """Yield the passages of every clause and omission."""
    return (passage for p in provisions(license) for passage in p.passages)
