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
from licenselogic.readers.configs import Used, base_in
from licenselogic.readers.fields import Notes, fields_of, tags_in
from licenselogic.readers.known import Given, known_of
from licenselogic.readers.names import read_name, unsupported

_MODEL_KEYS = {"modelId", "pipeline_tag", "library_name", "mask_token", "safetensors", "gguf"}
"""What only responses about models have."""

_DATASET_KEYS = {"citation", "description", "paperswithcode_id"}
"""What only responses about datasets have."""

_ADAPTERS = ("peft", "adapter_transformers")
"""Where in the `config` of a response the configuration of an adapter stands."""


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
    tags = (*tags_in(data.get("tags"), notes), *own.tags, *_base_models(data.get("baseModels")))
    tags = tuple(dict.fromkeys(tags))
    files = tuple(_siblings(data))
    library_name = data.get("library_name")
    fields = replace(
        own,
        tags=tags,
        library_name=library_name if isinstance(library_name, str) else own.library_name,
        files=files,
        configured=_configured(data.get("config"), notes),
    )
    model, dataset = bool(_MODEL_KEYS & data.keys()), bool(_DATASET_KEYS & data.keys())
    return read_card(
        notes.name,
        fields,
        notes,
        type=type or type_of(meta, tags, model=model, dataset=dataset),
        owner=default_owner(found.id),
        evidence=Evidence(files, name=found.id.rpartition("/")[2]),
        library=library,
    )


def _configured(config: object, notes: Notes) -> Used:
    """Return the base models in the `config` of a response: what the files of an adapter say."""
    told = config if isinstance(config, Mapping) else {}
    found: Used = {}
    for key in _ADAPTERS:
        inner = told.get(key)
        found |= base_in(inner, notes) if isinstance(inner, Mapping) else {}
    return found


def _base_models(told: object) -> Iterator[str]:
    """Yield the tags that say the same as the `baseModels` of a response."""
    told = told if isinstance(told, Mapping) else {}
    relation = told.get("relation")
    start = f"base_model:{relation}" if isinstance(relation, str) and relation else "base_model"
    models = told.get("models")
    for model in models if isinstance(models, list) else ():
        name = model.get("id") if isinstance(model, Mapping) else None
        if isinstance(name, str):
            yield f"{start}:{name}"


def _siblings(data: Mapping[str, Any]) -> Iterator[str]:
    siblings = data.get("siblings")
    for sibling in siblings if isinstance(siblings, list) else ():
        name = sibling.get("rfilename") if isinstance(sibling, Mapping) else None
        if isinstance(name, str):
            yield printable(name)
