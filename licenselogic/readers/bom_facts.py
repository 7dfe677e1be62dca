"""What every format of bills may say of a part: properties of ours, licences found in its files."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import listed, quoted
from licenselogic.base.documents import Place
from licenselogic.library.references import meaning
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.properties import Property, plain_of
from licenselogic.readers.inventory import Inventory

MAX_SEEN = 200


def told_of(
    found: Inventory, properties: Iterable[Property], place: Place
) -> tuple[dict[str, Any], list[str]]:
    """Return what properties of licenselogic say of a part, and the names that say nothing.

    Raises `LineageError` for a property that says two things.
    """
    plain, unread = plain_of(properties)
    for name in unread:
        if not plain_of([(name, "")])[1]:
            raise found.refuse(place, f"{quoted(name)} is given twice, and not alike")
    return plain, unread


def note_unread(found: Inventory, properties: Iterable[str], work: str) -> None:
    """Note properties of licenselogic that are not known, by their names."""
    for name in properties:
        message = f"{quoted(work)} has a property {quoted(name)} that says nothing known"
        found.note(Code.UNREAD_FIELD, message, work)


def note_seen(found: Inventory, names: Iterable[str], licenses: Sequence[str], work: str) -> None:
    """Note licences that were found in files of a part, and that it is not said to be under.

    Of very many the first are looked at.
    """
    known = {meaning(one, found.library) for one in licenses[:MAX_SEEN]}
    new = [
        text
        for text in islice(dict.fromkeys(names), MAX_SEEN)
        if text.casefold() not in UNDECLARED and meaning(text, found.library) not in known
    ]
    if new:
        message = f"in {quoted(work)} was found {listed(new)}, which it is not said to be under"
        found.note(Code.CONTRADICTORY_FACTS, message, work)
