"""Licence files that are named after a part of a repository: `LICENSE-MODEL`, `CODE_LICENSE`.

A file for what the work itself is tells of its licence: it binds beside what the card declares.  A
file for another part is told and set aside; which files are that part, nobody says.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from licenselogic.base.codes import Code
from licenselogic.base.display import quoted
from licenselogic.library.library import Library
from licenselogic.readers.fields import Fields, Notes, texts_in

_PARTS = {"code": "software", "model": "model", "weight": "model", "data": "dataset",
          "dataset": "dataset"}  # fmt: skip
"""What a file may be named after, and the type of that part."""

_WORD = rf"(?P<{{}}>{'|'.join(sorted(_PARTS, reverse=True))})s?"
_NAME = re.compile(
    rf"(licen[cs]e[-_.]{_WORD.format('after')}|{_WORD.format('before')}[-_.]licen[cs]e)"
    r"(\.(md|rst|txt))?",
    re.IGNORECASE,
)


def with_part_licenses(
    fields: Fields,
    contents: Iterable[tuple[str, str]],
    type: str,
    library: Library,
    notes: Notes,
) -> Fields:
    """Return the raw material of a card of a work with what files say that are named after parts.

    A licence is known by the content of its file alone.
    """
    for file, part in _named(contents):
        found = sorted(library.known_text(dict(contents)[file]))
        license = found[0] if len(found) == 1 else ""
        of = f"which is the text of {quoted(license)}" if license else "of no text that is known"
        if _PARTS[part] != type:
            says = f"has a licence for its {part}, {quoted(file)}, {of}; it is set aside"
            notes.add(Code.UNREAD_FIELD, f"{says}: a lineage file can state `parts`")
        elif not license:
            notes.add(Code.UNREAD_FIELD, f"has a licence file, {quoted(file)}, {of}; read it")
        elif license not in _declared(fields, library):
            says = f"has a licence file, {quoted(file)}, {of}, which its card does not declare"
            notes.add(Code.CONTRADICTORY_FACTS, f"{says}; it binds too")
            fields = _declaring(fields, license)
    return fields


def _named(contents: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the files beside the card that are named after a part, each with that part."""
    for file, _ in contents:
        match = _NAME.fullmatch(file)
        if match:
            yield file, (match["after"] or match["before"]).casefold()


def _declared(fields: Fields, library: Library) -> set[str]:
    """Return the ids of the licences that a card declares, in whatever field."""
    keys = ("license", "license_name", "license_link")
    names = [text for key in keys for text in texts_in(fields.meta, key, Notes(""))]
    names += [t.removeprefix("license:") for t in fields.tags if t.startswith("license:")]
    return {entry.id for name in names if (entry := library.find(name))}


def _declaring(fields: Fields, license: str) -> Fields:
    """Return the raw material of a card that declares a licence too; `other` means that one."""
    given = {text.casefold() for text in texts_in(fields.meta, "license", Notes(""))}
    if "other" in given and "license_name" not in fields.meta:
        return replace(fields, meta={**fields.meta, "license_name": license})
    return replace(fields, tags=(*fields.tags, f"license:{license}"))
