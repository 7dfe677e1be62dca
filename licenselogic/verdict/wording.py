"""Words looked for in texts that people lay out as they like."""

import html
import re
from dataclasses import dataclass
from functools import cached_property

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n\s*[-*|#]")
_CHANGED = re.compile(
    r"\b(modified|changed|altered|adapted|converted|merged|pruned|distilled|trimmed|abliterated"
    r"|re-?trained|fine-?tuned|quanti[sz]ed|modifications|changes|fine-?tune of|quanti[sz]ation of"
    r"|merge of)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(no|not|never|none|nothing|without|neither|nor|cannot|un(?:modified|changed|altered))\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """A text in which words are looked for; it is made plain once."""

    raw: str

    @cached_property
    def _words(self) -> str:
        return _plain(self.raw)

    def __bool__(self) -> bool:
        return bool(self.raw)

    def contains(self, words: str) -> bool:
        """Tell whether the text holds `words`, one after the other, and no part of another word.

        Case, blanks, line ends, dashes, quotation marks and other punctuation do not matter, nor do
        tags of HTML; the copyright sign, however it is written, is the same as `(c)`.
        """
        wanted = _plain(words)
        return bool(wanted.strip()) and wanted in self._words

    def states_changes(self) -> str:
        """Return the word by which a sentence says that something was changed, or ''.

        A sentence that denies anything says nothing: "no changes were made" states no change.
        """
        for sentence in _SENTENCE.split(self.raw):
            found = _CHANGED.search(sentence)
            if found and not _DENIED.search(sentence):
                return found.group()
        return ""


def _plain(text: str) -> str:
    plain = html.unescape(_TAG.sub(" ", text)).casefold()
    plain = plain.replace("\u00a9", "(c)").replace("\u24d2", "(c)")
    return f" {' '.join(_WORD.findall(plain))} "
