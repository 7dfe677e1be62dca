"""The hashes of texts in `texts.lock`, by which a copy of a licence is known by its content."""

import re

from licenselogic.library.contents import content_hash, wants_own_notice
from licenselogic.library.library import Library
from licenselogic.library.names import Names
from licenselogic.review.passages import Texts

_KEPT = re.compile(r", content = .* }$| }$")


def locked(library: Library, names: Names, texts: Texts) -> str:
    """Return the content of `texts.lock` with the hash of each text that is at hand.

    What is known of other texts stays as it is.
    """
    lines = names.lock.text.split("\n")
    for identifier in names.texts:
        place = names.text_place(identifier)
        entry = library.find(identifier)
        text = texts.of(library[entry.id]) if entry and entry.kind == "license" else None
        if place is None or text is None:
            continue
        added = f', content = "{content_hash(text.text)}"'
        added += ", own_notice = true" if wants_own_notice(text.text) else ""
        lines[place.line - 1] = _KEPT.sub(f"{added} }}", lines[place.line - 1])
    return "\n".join(lines)
