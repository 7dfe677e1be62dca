"""The text of a model card: the header between `---` lines, and the body below it."""

import re
from typing import Any

from licenselogic.base.display import quoted
from licenselogic.base.documents import read_yaml
from licenselogic.readers.names import unsupported

MAX_HEADER = 2**20

_OPENING = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"(?:\r\n|\r|\n)---[ \t]*(?=\r|\n|$)")


def has_header(text: str) -> bool:
    """Tell whether a card begins with a header."""
    return _OPENING.match(text) is not None


def split(text: str, file: str) -> tuple[dict[str, Any], str]:
    """Return the header of a card and the text below it; `file` is what messages call the card.

    Raises `LineageError` for a card without a header, and for a header that cannot be read.
    """
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        raise unsupported(f"{quoted(file)} does not begin with a header between `---` lines")
    closing = _CLOSING.search(text, opening.end() - 1, MAX_HEADER)
    if closing is None:
        raise unsupported(f"the header of {quoted(file)} does not end, or is above 1 MB")
    meta = read_yaml(text[: closing.start()], file)
    if not isinstance(meta, dict):
        raise unsupported(f"the header of {quoted(file)} is not a mapping of fields")
    return meta, text[closing.end() :].lstrip("\r\n")
