"""Model cards written anew: fields of the header set, a section of ours put in or replaced.

All else that the card says stays as it is.
"""

import re
from collections.abc import Mapping

import yaml

from licenselogic.readers.card_text import header, split

BEGIN, END = "<!-- licence and attribution: begin -->", "<!-- licence and attribution: end -->"
"""What our section of a card stands between."""

_SECTION = re.compile(rf"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def with_fields(card: str, fields: Mapping[str, object]) -> str:
    """Return a card that declares `fields`, first in its header; other fields stay as written.

    Raises `LineageError` for a card of which the header cannot be read.
    """
    if not fields:
        return card
    written = yaml.safe_dump(dict(fields), sort_keys=False, allow_unicode=True)
    raw = (header(card) or "").strip("\r\n")
    if not raw:
        body = split(card, "the card").body if header(card) is not None else card
        return f"---\n{written}---\n\n{body}"
    names = "|".join(map(re.escape, {"license", "license_name", "license_link", *fields}))
    field = rf"^(?:{names})[ \t]*:.*(?:\r?\n(?=[ \t-]|\r?\n).*)*(?:\r?\n|\Z)"
    kept = re.sub(field, "", raw, flags=re.MULTILINE)
    return card.replace(raw, written + kept if kept.strip() else written.rstrip("\n"), 1)


def with_section(card: str, section: str) -> str:
    """Return a card with our section: in its old place, or at the end."""
    marked = f"{BEGIN}\n{section.strip()}\n{END}"
    if _SECTION.search(card):
        return _SECTION.sub(lambda _: marked, card, count=1)
    return f"{card.rstrip()}\n\n{marked}\n" if card.strip() else f"{marked}\n"


def body_of(card: str) -> str:
    """Return the text of a card below its header."""
    return split(card, "the card").body if header(card) is not None else card
