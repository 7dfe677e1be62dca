"""Croissant descriptions of datasets (JSON-LD of schema.org) to a lineage.

Read are the name, the address, the licence and what the dataset is based on.  `isBasedOn` and
`wasDerivedFrom` do not say how, so the relation is inferred.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.base.source import Source
from licenselogic.library.library import Library, licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.bom_names import all_of, hub_id, licenses_named, text_of, work_id
from licenselogic.readers.inventory import Inventory, Part
from licenselogic.readers.known import Known
from licenselogic.readers.names import UNNAMED

_BASED_ON = ("isBasedOn", "isBasedOnUrl", "wasDerivedFrom", "hasPart")
_PREFIXES = ("", "sc:", "schema:", "prov:", "http://schema.org/", "https://schema.org/",
             "http://www.w3.org/ns/prov#")  # fmt: skip
_DATASETS = ("Dataset",)
_MODELS = ("SoftwareSourceCode", "SoftwareApplication")
_DEEPEST = 20


def is_croissant(data: Mapping[str, Any]) -> bool:
    """Tell whether a JSON value says that it describes a dataset in the words of schema.org."""
    return "@context" in data and _is_a(data, _DATASETS)


def from_croissant(
    data: dict[str, Any], source: Source, *, known: Known, library: Library | None = None
) -> Lineage:
    """Return the lineage of the dataset that a description is about.

    Raises `LineageError` for a description that does not follow the format, with the place.
    """
    shelf = library if library is not None else licenses()
    found = Inventory(source, shelf)
    name = _id(data)
    plain = {"id": name or UNNAMED, "type": "dataset"}
    license = all_of(_licenses(data, found, shelf), shelf)
    if license:
        plain["license"] = license
    found.root = found.loose(Part(plain, ()))
    for key, raw in _given(data, _BASED_ON):
        for item in _flat(raw, 0):
            above = _based_on(item)
            if above is None:
                message = f"{quoted(found.root)} has {kind_of(item)} under {quoted(key)}"
                found.note(Code.UNREAD_FIELD, f"{message}, which names nothing", found.root)
                above = f"<source of {found.root}>"
            type = "software" if isinstance(item, dict) and _is_a(item, _MODELS) else "dataset"
            part = {"id": above, "type": type}
            inner = all_of(_licenses(item, found, shelf), shelf) if isinstance(item, dict) else None
            found.link(found.root, found.loose(Part({**part, **_if(inner)}, (key,))))
    return found.lineage(known)


def _if(license: str | None) -> dict[str, str]:
    return {"license": license} if license else {}


def _id(data: Mapping[str, Any]) -> str:
    """Return the id of a dataset: that of the Hub where its address is there, else its name."""
    links = [
        text_of(item) for _, raw in _given(data, ("url", "sameAs", "@id")) for item in _flat(raw, 0)
    ]
    homes = list(filter(None, map(hub_id, links)))
    names = [text_of(raw) for _, raw in _given(data, ("name",))]
    return homes[0] if homes else work_id("dataset", names[0] if names else "")


def _based_on(item: object) -> str | None:
    """Return the id of what a dataset is based on, None for what names nothing."""
    if isinstance(item, dict):
        named = _id(item) or next((text_of(raw) for _, raw in _given(item, ("url", "@id"))), "")
        return named or None
    text = text_of(item)
    return (hub_id(text) or work_id("dataset", text)) or None


def _licenses(data: Mapping[str, Any], found: Inventory, library: Library) -> Iterator[str]:
    names = []
    for key, raw in _given(data, ("license",)):
        for item in _flat(raw, 0):
            texts = [text_of(item)]
            if isinstance(item, dict):
                texts = [text_of(v) for k in ("name", "url", "@id") for _, v in _given(item, (k,))]
            named = licenses_named(texts, library)
            if not named and item is not None:
                what = f"the licence under {quoted(key)} cannot be read: {kind_of(item)}"
                found.note(Code.UNREAD_FIELD, what)
            names += named or ["NOASSERTION"]
    several = list(dict.fromkeys(names))
    if len(several) > 1:
        message = f"a dataset has several licences: {listed(several)}; all are kept"
        found.note(Code.CONTRADICTORY_FACTS, message)
    yield from several


def _given(data: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the values under any spelling of the keys, with the key as it is written."""
    for key in keys:
        for prefix in _PREFIXES:
            if data.get(f"{prefix}{key}") not in (None, "", []):
                yield f"{prefix}{key}", data[f"{prefix}{key}"]


def _flat(value: object, depth: int) -> Iterator[object]:
    if isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _flat(item, depth + 1)
    else:
        yield value


def _is_a(data: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    kinds = [text_of(kind) for kind in _flat(data.get("@type"), 0)]
    return any(
        kind == f"{prefix}{name}" for kind in kinds for prefix in _PREFIXES for name in names
    )
