"""Passages in licence texts: where the marked words stand, and what no passage covers.

Texts differ in line breaks, quotation marks and dashes; both sides are folded before they are
compared.  Positions refer to the folded text.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.library.spelling import fold
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
        spans = sorted(filter(None, map(self.locate, passages)))
        position = 0
        for begin, end in [*spans, (len(self.folded), len(self.folded))]:
            gap = self.folded[position:begin]
            if len(re.findall(r"[a-z]{2,}", gap)) >= UNCOVERED_WORDS:
                yield gap.strip()
            position = max(position, end)


@dataclass(frozen=True)
class Texts:
    """A folder of licence texts, in files of whatever name.

    A text is known by its SHA-256, and by its file's name only where no SHA-256 is stated.
    """

    folder: Path

    @cached_property
    def _contents(self) -> Mapping[Path, str]:
        """The SHA-256 of each text; hidden files, and files too large for a licence, are none."""
        try:
            found = [f for f in sorted(self.folder.iterdir()) if _may_be_text(f)]
            texts = {f: hashlib.sha256(f.read_bytes()).hexdigest() for f in found}
        except OSError as error:
            message = f"cannot read `{error.filename or self.folder}`: {error.strerror}"
            raise UsageError(Diagnostic(Code.NOT_READABLE, message)) from None
        if not texts:
            message = f"no licence texts in `{self.folder}`"
            raise UsageError(Diagnostic(Code.NOT_READABLE, message))
        return texts

    @property
    def files(self) -> Iterable[Path]:
        """The files with texts, sorted."""
        return self._contents.keys()

    def of(self, license: License) -> LicenseText | None:
        """Return the text that `license` was read from, if it is at hand."""
        stated = license.text.sha256
        for path, sha256 in self._contents.items():
            if sha256 == stated:
                return _read(path)
        named = None if stated else self._named(license)
        return _read(named) if named else None

    def other(self, license: License) -> str:
        """Return the file with another text under a name of `license`, or the empty string."""
        named = self._named(license) if self.of(license) is None else None
        return named.name if named else ""

    def _named(self, license: License) -> Path | None:
        files = {fold(name): path for path in self._contents for name in (path.stem, path.name)}
        names = [license.id, *license.hub, *license.aliases, *license.deprecated]
        names += [PurePath(c.span.file).stem for c in license.clauses if c.span and not c.origin]
        return next((files[fold(name)] for name in names if fold(name) in files), None)


def texts_in(folder: Path) -> Iterator[str]:
    """Yield the texts in a folder, by the names of their files.

    Raises `UsageError` for a folder that cannot be read, or has none.
    """
    for path in Texts(folder).files:
        yield _read(path).text


MAX_BYTES = 4_000_000
"""No licence text is larger."""


def _may_be_text(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return not hidden and path.is_file() and path.stat().st_size <= MAX_BYTES


def _read(path: Path) -> LicenseText:
    return LicenseText(path.name, path.read_text(encoding="utf-8", errors="replace"))


def provisions(license: License) -> tuple[Clause | Omission, ...]:
    """Return everything in a licence that stands on passages of its text."""
    return (*license.clauses, *license.omissions)


def passages_of(license: License) -> Iterator[Passage]:
    """Yield the passages of every clause and omission."""
    return (passage for p in provisions(license) for passage in p.passages)
