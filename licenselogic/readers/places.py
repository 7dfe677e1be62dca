"""Where in the file that a lineage was read from its works stand: for reports with places.

The file is read once more, so that reading a lineage keeps no places for those who want none.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from licenselogic.base.diagnostics import LineageError
from licenselogic.base.display import printable
from licenselogic.base.documents import Place, locate, read_data, read_text, read_yaml
from licenselogic.base.source import Span
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.places import Pair, Places
from licenselogic.readers.card_text import has_header, header, is_card
from licenselogic.readers.configs import ADAPTER, MERGES
from licenselogic.readers.folder import CARD

_ABOVE = ("base_model", "base_models", "datasets", "source_datasets", "dataset")
"""Fields of cards that name what a work was made from."""

_BASE = "base_model_name_or_path"
"""The key under which the configuration of an adapter names its model."""


def places_in(path: str | Path, lineage: Lineage) -> Places:
    """Return where the works of a lineage stand in the file or folder that it was read from.

    What cannot be read has no places: reading it as a lineage tells why.
    """
    path = Path(path)
    with suppress(LineageError, OSError, ValueError):
        if not path.is_dir():
            return places_of(read_text(path), printable(path), lineage)
        for name in sorted(entry.name for entry in path.iterdir()):
            if name.casefold() == CARD.casefold():
                return places_of(read_text(path / name), printable(path / name), lineage)
        for name in (ADAPTER, *MERGES):
            if (path / name).is_file():
                return places_of(read_text(path / name), printable(path / name), lineage)
    return Places(printable(path)) if path.is_file() else Places()


def places_of(text: str, name: str, lineage: Lineage) -> Places:
    """Return where the works of a lineage stand in a text; `name` is what reports call the file."""
    if is_card(name) or name == "<stdin>":
        if has_header(text):
            head = header(text)
            if head is not None:
                return _in_header(head, name, lineage)
        if name != "<stdin>":
            return Places(name)
    data = read_data(text, name)
    works = data.get("works") if isinstance(data, Mapping) else None
    if isinstance(works, list):
        return _in_lineage(works, text, name)
    if isinstance(data, Mapping) and isinstance(data.get(_BASE), str):
        spans = locate(text, name, {(_BASE,)})
        return _alone(name, lineage, {(_BASE,): data[_BASE]}, spans)
    return Places(name)


def _in_lineage(works: list[Any], text: str, name: str) -> Places:
    """Return the places of the works in a lineage file without mistakes."""
    ids: dict[str, Place] = {}
    licenses: dict[str, Place] = {}
    edges: dict[Pair, Place] = {}
    for position, work in enumerate(works):
        ids[work["id"]] = ("works", position, "id")
        if work.get("license"):
            licenses[work["id"]] = ("works", position, "license")
        for step, edge in enumerate(work.get("from") or ()):
            edges.setdefault((work["id"], edge["work"]), ("works", position, "from", step, "work"))
    spans = locate(text, name, {*ids.values(), *licenses.values(), *edges.values()})

    def found(places: Mapping[Any, Place]) -> dict[Any, Span]:
        return {key: spans[place] for key, place in places.items() if place in spans}

    return Places(name, found(ids), found(licenses), found(edges))


def _in_header(text: str, name: str, lineage: Lineage) -> Places:
    """Return the places of what the header of a card names."""
    data = read_yaml(text, name, lenient=True)
    if not isinstance(data, Mapping):
        return Places(name)
    named: dict[Place, str] = dict(_named(data))
    spans = locate(text, name, {("license",), *named})
    return _alone(name, lineage, named, spans)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for key in _ABOVE:
        value = data.get(key)
        if isinstance(value, str):
            yield (key,), value
        for position, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, str):
                yield (key, position), item


def _alone(
    name: str, lineage: Lineage, named: Mapping[Place, str], spans: Mapping[Place, Span]
) -> Places:
    """Return the places in a file that describes one work: the one that nothing is made from."""
    below = lineage.target()
    above = {edge.work for edge in lineage.upstream[below]}
    edges: dict[Pair, Span] = {}
    for place, value in named.items():
        for work in (value, f"datasets/{value}"):
            if work in above and place in spans:
                edges.setdefault((below, work), spans[place])
    licenses = {below: spans["license",]} if ("license",) in spans else {}
    return Places(name, {}, licenses, edges)
