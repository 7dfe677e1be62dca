"""Responses of the Hub's API (`/api/models/ID`, `/api/datasets/ID`) to cards and lineages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from licenselogic.base.display import printable, quoted
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence, default_owner
from licenselogic.readers.assemble import alone, assemble
from licenselogic.readers.card import Card
from licenselogic.readers.cards import read_card, type_of
from licenselogic.readers.fields import Notes, fields_of, tags_in
from licenselogic.readers.known import Given, known_of
from licenselogic.readers.names import read_name, unsupported

_MODEL_KEYS = {"modelId", "pipeline_tag", "library_name", "mask_token", "safetensors", "gguf"}
"""What only responses about models have."""


def from_response(
    data: Mapping[str, Any],
    *,
    type: str = "",
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage that a response of the Hub's API (`/api/models/ID`) describes.

    `type` is `dataset` for `/api/datasets/ID`, and by default what the response looks like.  Raises
    `LineageError` for a response without an id, and for one whose card is no mapping.
    """
    card = alone(response_card(data, type, None, library))
    return assemble([card], known_of(known, catalogued=catalogue, library=library))


def response_card(
    data: Mapping[str, Any], type: str, name: str | None, library: Library | None
) -> Card:
    """Return the card in a response; `name` is the id that was asked for.

    `type` is '' where it is to be told from the response.  Raises `LineageError` for a response
    without an id, and for one whose card is no mapping.
    """
    identifier = data.get("id") or data.get("modelId") if isinstance(data, Mapping) else None
    if not isinstance(identifier, str):
        raise unsupported("this is no response of the Hub: it has no `id`")
    found = read_name(identifier)
    if found is None:
        raise unsupported(f"{quoted(identifier, 40)} is no id of the Hub")
    meta = data.get("cardData")
    meta = {} if meta is None else meta
    if not isinstance(meta, Mapping):
        raise unsupported(f"`cardData` of {quoted(found.id)} is not a mapping")
    notes = Notes(name or found.id)
    own = fields_of(meta, notes)
    tags = tuple(dict.fromkeys((*tags_in(data.get("tags"), notes), *own.tags)))
    files = tuple(_siblings(data))
    library_name = data.get("library_name")
    fields = replace(
        own,
        tags=tags,
        library_name=library_name if isinstance(library_name, str) else own.library_name,
        files=files,
    )
    return read_card(
        notes.name,
        fields,
        notes,
        type=type or type_of(meta, tags, model=bool(_MODEL_KEYS & data.keys())),
        owner=default_owner(found.id),
        evidence=Evidence(files, name=found.id.rpartition("/")[2]),
        library=library,
    )


def _siblings(data: Mapping[str, Any]) -> Iterator[str]:
    siblings = data.get("siblings")
    for sibling in siblings if isinstance(siblings, list) else ():
        name = sibling.get("rfilename") if isinstance(sibling, Mapping) else None
        if isinstance(name, str):
            yield printable(name)
