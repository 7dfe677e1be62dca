"""What a licence text is known by: its words, whatever their layout, title and copyright lines.

People put a text in their own lines, number its items or not, set the title differently, and write
their own copyright line above it.  None of that makes another licence; any other word may.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import takewhile

_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00a0": " ",
        "\ufeff": " ",
        "\u24b8": "©",
        "\u24d2": "©",
    }
)
_COPYRIGHT = re.compile(r"\W*copyright\W*(?:\(c\)|©|\d{4}|[<\[{]).*|\W*(?:\(c\)\s*\d{4}|©).*")
_RESERVED = re.compile(r"\W*all rights reserved\W*")
_PLACEHOLDER = re.compile(r"[<\[{](?:name|year|yyyy|full|copyright|owner)")
_ITEM = re.compile(r"(?<!\w)\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s|$)")
_END = "end of terms and conditions"
_WORD = re.compile(r"[a-z0-9]+")

_LONG = 8
"""A text begins with its first line of so many words; shorter ones above it are titles."""


def content_hash(text: str) -> str:
    """Return what `text` has in common with all other copies of the same licence text.

    Left out are case, punctuation, layout, item numbers, copyright lines, the lines of a title, and
    what follows the end of the terms.
    """
    words = " ".join(_WORD.findall(_ITEM.sub(" ", _body(text)))).replace("licence", "license")
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def copyright_lines(text: str) -> frozenset[str]:
    """Return who claims copyright in `text`, each in words that do not depend on the layout.

    Placeholders, such as `[year] [name]`, claim nothing.
    """
    lines = [line for line in _lines(text) if _COPYRIGHT.fullmatch(line)]
    lines += (line for line in _title(text) if line.startswith("copyright "))
    claims = (line for line in lines if not _PLACEHOLDER.search(line))
    return frozenset(" ".join(_WORD.findall(line.replace("(c)", "©"))) for line in claims)


def wants_own_notice(text: str) -> bool:
    """Tell whether a licence text asks that the copyright notice above it goes along."""
    return "above copyright notice" in " ".join(_WORD.findall(" ".join(_lines(text))))


def _lines(text: str) -> Iterator[str]:
    for line in text.translate(_PLAIN).casefold().replace("&copy;", "©").splitlines():
        yield " ".join(line.split())


def _title(text: str) -> Iterator[str]:
    """Yield the short lines above the first long one."""
    return takewhile(lambda line: len(line.split()) < _LONG, _lines(text))


def _body(text: str) -> str:
    kept = [ln for ln in _lines(text) if not (_COPYRIGHT.fullmatch(ln) or _RESERVED.fullmatch(ln))]
    long = (n for n, line in enumerate(kept) if len(line.split()) >= _LONG)
    return " ".join(kept[next(long, 0) :]).partition(_END)[0]
