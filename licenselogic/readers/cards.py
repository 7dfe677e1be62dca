"""What a model or dataset card, and the tags that the Hub makes of it, say of a work.

Nothing here reads a file or asks a server: fields and tags in, a `Card` out.  Real cards are dirty,
so what contradicts itself, or says nothing, becomes a `Finding` and never disappears.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from licenselogic.library.library import Library, licenses
from licenselogic.lineage.work import Evidence, Work
from licenselogic.readers.card import Card
from licenselogic.readers.card_license import license_of
from licenselogic.readers.card_upstream import upstream_of
from licenselogic.readers.fields import Fields, Notes

_DATASET_FIELDS = (
    "annotations_creators",
    "configs",
    "dataset_info",
    "language_creators",
    "language_details",
    "multilinguality",
    "paperswithcode_id",
    "pretty_name",
    "size_categories",
    "source_datasets",
    "task_categories",
    "task_ids",
    "train-eval-index",
    "viewer",
)
_MADE = ("base_model", "base_model_relation", "quantized_by")
"""What no application has, and a model that was made from another."""

_MODEL_FIELDS = (
    "inference",
    "instance_prompt",
    "library_name",
    "model-index",
    "model_type",
    "pipeline_tag",
    "widget",
)
_DATASET_TAG = re.compile(
    r"(?:annotations_creators|format|language_creators|modality|multilinguality|size_categories"
    r"|source_datasets|task_categories|task_ids):.*|library:(?:datasets|mlcroissant)|croissant"
)
_MODEL_TAG = re.compile(r"(?:base_model|dataset|pipeline_tag):.*|safetensors|pytorch|transformers")


def read_card(
    name: str,
    fields: Fields,
    notes: Notes | None = None,
    *,
    type: str = "",
    owner: str | None = None,
    evidence: Evidence | None = None,
    library: Library | None = None,
) -> Card:
    """Return what the card of the work called `name` says.

    `type` is by default what the card looks like; `notes` hold what was found so far.  `library`
    resolves `license: other` by the name or link given with it; by default the one that ships.
    """
    notes = notes or Notes(name)
    type = type or type_of(fields.meta, fields.tags)
    known = library if library is not None else licenses()
    license = license_of(name, type, fields, known, notes)
    upstream = upstream_of(name, type, fields, notes)
    work = Work(name, type, license, owner=owner, evidence=evidence)
    return Card(work, upstream.edges, notes.findings, upstream.nameless)


def type_of(
    meta: Mapping[str, Any], tags: Iterable[str], *, model: bool = False, dataset: bool = False
) -> str:
    """Return the type of work that a card is about: a model, where nothing tells otherwise.

    `model` and `dataset` tell that something beside the card shows what it is about.
    """
    tags = tuple(tags)
    model = model or any(meta.get(key) is not None for key in _MADE)
    model = model or any(tag.startswith("base_model:") for tag in tags)
    if not model and "sdk" in meta and ("app_file" in meta or "title" in meta):
        return "software"  # a Space
    model = model or any(meta.get(key) is not None for key in _MODEL_FIELDS)
    dataset = dataset or any(key in meta for key in _DATASET_FIELDS)
    dataset = dataset or any(_DATASET_TAG.fullmatch(tag) for tag in tags)
    model = model or any(_MODEL_TAG.fullmatch(tag) for tag in tags)
    return "dataset" if dataset and not model else "model"
