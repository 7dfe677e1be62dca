"""Responses of the Hub's API (`/api/models/ID`, `/api/datasets/ID`) to cards."""

from collections.abc import Iterator, Mapping
from typing import Any

from licenselogic.base.display import printable, quoted
from licenselogic.library.library import Library
from licenselogic.lineage.work import Evidence, default_owner
from licenselogic.readers.cards import Card, Fields, fields_of, read_card, tags_of
from licenselogic.readers.names import clean_name, unsupported


def response_card(
    data: Mapping[str, Any], type: str, name: str | None, library: Library | None
) -> Card:
    """Return the card in a response; `name` is the id that was asked for."""
    identifier = data.get("id") or data.get("modelId") if isinstance(data, Mapping) else None
    if not isinstance(identifier, str):
        raise unsupported("this is no response of the Hub: it has no `id`")
    identifier = clean_name(identifier, identifier)
    meta = data.get("cardData")
    meta = {} if meta is None else meta
    if not isinstance(meta, Mapping):
        raise unsupported(f"`cardData` of {quoted(identifier)} is not a mapping")
    own = fields_of(meta, identifier)
    tags = dict.fromkeys((*tags_of(data.get("tags"), identifier), *own.tags))
    library_name = data.get("library_name")
    return read_card(
        name or identifier,
        Fields(meta, tuple(tags), str(library_name) if library_name else own.library_name),
        type=type,
        owner=default_owner(identifier),
        evidence=Evidence(tuple(_siblings(data)), name=identifier.rpartition("/")[2]),
        library=library,
    )


def _siblings(data: Mapping[str, Any]) -> Iterator[str]:
    siblings = data.get("siblings")
    for sibling in siblings if isinstance(siblings, list) else ():
        name = sibling.get("rfilename") if isinstance(sibling, Mapping) else None
        if isinstance(name, str):
            yield printable(name)
