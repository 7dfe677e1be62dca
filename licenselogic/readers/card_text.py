"""The text of a card: the header between `---` lines, read by us alone, and the body below it."""

import re
from typing import Any, NamedTuple

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import kind_of, quoted
from licenselogic.base.documents import read_yaml

MAX_HEADER = 2**20

_BEFORE = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_OPENING = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?=\r|\n|$)")
_LINE = re.compile(r"\r\n|\r|\n")
_LATER = re.compile(
    r"^---[ \t]*$.*?^(?:license|base_model|tags|datasets)[ \t]*:", re.MULTILINE | re.DOTALL
)


SUFFIXES = (".md", ".markdown", ".mdx")


_HEADER = "it looks like this, a line each: `---`, `license: mit`, `base_model: owner/name`, `---`"


class CardText(NamedTuple):
    """The fields in the header of a card, and the text below it; or that there is no card."""

    meta: dict[str, Any]
    body: str
    absent: bool = False


def is_card(name: str) -> bool:
    """Tell whether a file is called like a card."""
    return name.casefold().endswith(SUFFIXES)


def has_header(text: str) -> bool:
    """Tell whether a card begins with a header; blank lines and comments may stand before it."""
    return _opening(text) is not None


def split(text: str, file: str) -> CardText:
    """Return the header of a card and the text below it; `file` is what messages call the card.

    Raises `LineageError` for a card without a header, and for a header that cannot be read.
    """
    text = text.removeprefix("\ufeff")
    opening = _opening(text)
    if opening is None:
        message = f"{quoted(file)} does not begin with a header between `---` lines"
        later = _LATER.search(text, 0, MAX_HEADER)
        help = (
            "only blank lines and comments (`<!-- -->`) may stand before it" if later else _HEADER
        )
        raise _unsupported(message, help)
    closing = _closing(text, opening)
    if closing is None:
        raise _unsupported(f"the header of {quoted(file)} does not end, or is above 1 MB")
    meta = read_yaml(_between(text, opening, closing), file, lenient=True)
    if not isinstance(meta, dict | None):
        shown = kind_of(meta)
        raise _unsupported(f"the header of {quoted(file)} is not a mapping of fields, but {shown}")
    if meta and "<<" in meta:
        message = f"the header of {quoted(file)} takes fields from elsewhere (`<<`)"
        raise _unsupported(message, "write the fields out")
    return CardText(meta or {}, text[closing.end() :].lstrip("\r\n"))


def header(text: str) -> str | None:
    """Return the header of a card, with a blank line for each line that stands before it.

    None where a card has no header, or one that does not end.
    """
    opening = _opening(text)
    closing = None if opening is None else _closing(text, opening)
    return None if opening is None or closing is None else _between(text, opening, closing)


def _between(text: str, opening: re.Match[str], closing: re.Match[str]) -> str:
    blank = "\n" * len(_LINE.findall(text, 0, opening.end()))  # lines count from the top
    return blank + text[opening.end() : closing.start()]


def _closing(text: str, opening: re.Match[str]) -> re.Match[str] | None:
    return _CLOSING.search(text, opening.end() - 1, MAX_HEADER)


def _opening(text: str) -> re.Match[str] | None:
    start = 1 if text.startswith("\ufeff") else 0
    while comment := _BEFORE.match(text, start):
        start = comment.end()
    return _OPENING.match(text, start)


def _unsupported(message: str, help: str = "") -> LineageError:
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message, help=help))
