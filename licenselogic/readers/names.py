"""Names of works as people write them on the Hub: addresses, early names, ids.

Nothing here asks anybody: a name in, an id out.  Early names, which had no owner, are looked up in
the catalogue.
"""

import re

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted
from licenselogic.readers.catalogue import catalogue

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|models/)?([^/\s]+/[^/\s?#]+)(?:[/?#].*)?"
)
_MAX_NAME = 500

UNNAMED = "this-model"
"""The id of a work whose card is read without saying whose card it is."""


def full_name(name: str, type: str = "model") -> str:
    """Return the id that the Hub redirects a name without an owner to, or the name itself."""
    other = _other_name(name, type)
    return other[0] if other and other[0] else name


def names_nothing(name: str, type: str) -> bool:
    """Tell whether a name is known to be that of no work: of a loader, or a word such as `none`."""
    other = _other_name(name, type)
    return other is not None and not other[0]


def _other_name(name: str, type: str) -> tuple[str, str] | None:
    return None if "/" in name else catalogue().other_name(name, type)


def clean_name(raw: str, owner: str) -> str:
    """Return the id in a name or address; raises `LineageError` for what cannot be one.

    `owner` is the work whose card says so, for the message.
    """
    name = raw.strip()
    match = _ADDRESS.fullmatch(name)
    if match:
        name = match.group(1)
    if not name.isprintable() or len(name) > _MAX_NAME:
        message = f"the card of {quoted(owner)} names {quoted(name, 40)}, which is no id"
        raise unsupported(message)
    return name


def unsupported(message: str) -> LineageError:
    """Return the error of a card, response or folder that lacks what is needed."""
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message))
