"""A path to a lineage, whatever it holds: a lineage file, a card, a saved response, or a folder."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text, read_yaml
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage import plain
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence
from licenselogic.readers.assemble import alone, assemble
from licenselogic.readers.card_text import split
from licenselogic.readers.cards import Card, read_card
from licenselogic.readers.catalogue import catalogue as shipped
from licenselogic.readers.catalogue import read_table
from licenselogic.readers.fields import Notes
from licenselogic.readers.folder import card_fields, from_folder
from licenselogic.readers.known import Given, known_of, rows_in, works_in
from licenselogic.readers.known import Source as KnownSource
from licenselogic.readers.names import UNNAMED
from licenselogic.readers.responses import response_card

_CARDS = (".md", ".markdown", ".mdx")
_HUB_KEYS = {"tags", "modelId", "cardData"}


def load_lineage(
    path: str | Path,
    *,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage in a file or folder.

    Read are lineage files in YAML or JSON, model cards (`README.md`), saved Hub responses (JSON),
    and folders that hold a card, an `adapter_config.json` or a `mergekit_config.yml`.
    What is named in it and not described is looked up in `known`, then in the catalogue unless
    that is unwanted; `library` reads licences by name, by default the one that ships.
    Raises `LineageError` for whatever cannot be read, with every mistake and its place.
    """
    path = Path(path)
    sources = known_of(known, catalogued=catalogue, library=library)
    if _is_folder(path):
        return from_folder(path, known=sources, library=library)
    text = read_text(path)
    source = Source(printable(path), text)
    if not text.strip():
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, f"{quoted(path)} is empty"))
    if path.suffix.casefold() in _CARDS:
        name = path.resolve().parent.name
        return from_card(text, name, known=sources, library=library, file=source.name)
    if path.suffix.casefold() != ".json" and not text.lstrip().startswith("{"):
        return from_plain(read_yaml(text, source.name), source, known=sources)
    data = read_json(source.text, source.name)
    if isinstance(data, dict) and "works" not in data and _HUB_KEYS & data.keys():
        return from_response(data, known=sources, library=library)
    return from_plain(data, source, known=sources)


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def load_known(path: str | Path, library: Library | None = None) -> KnownSource:
    """Return the source of the works in a file of the user: a table of works, or a lineage.

    Raises `LineageError` for whatever cannot be read.
    """
    path = Path(path)
    if path.suffix.casefold() not in (".csv", ".tsv", ".jsonl"):
        return works_in(load_lineage(path, catalogue=False, library=library))
    tables = replace(shipped(), tables=(read_table(path),))
    return rows_in(tables, library, called=quoted(path))


def from_plain(data: Any, source: Source | None = None, *, known: Given = None) -> Lineage:
    """Return the lineage of a lineage file, with upstream works that are described elsewhere.

    `source` is the text that the values were read from.  Raises `LineageError` with every mistake,
    and for an upstream work that is described nowhere.
    """
    sources = known_of(known)
    content = plain.read(data, lambda name, type: sources.find(name, type) is not None)
    if content.problems:
        raise plain.error_in(content, source)
    edges = (edge for edges in content.upstream.values() for edge in edges)
    if all(edge.work in content.works for edge in edges):
        return Lineage.of_content(content)
    cards = [Card(work, content.upstream[name]) for name, work in content.works.items()]
    return assemble(cards, sources)


def from_card(
    text: str,
    repo_id: str | None = None,
    *,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
    file: str = "README.md",
) -> Lineage:
    """Return the lineage that a model card (the text of a README.md) describes.

    `repo_id` is the id of the model, and `file` what messages call the card.  Raises `LineageError`
    for a card without a header, and for a header that cannot be read.
    """
    name = repo_id or UNNAMED
    notes = Notes(name)
    card_text = split(text, file)
    fields = card_fields(card_text, notes)
    evidence = Evidence(text=card_text.body, name=name.rpartition("/")[2])
    card = read_card(name, fields, notes, evidence=evidence, library=library)
    return assemble([alone(card)], known_of(known, catalogued=catalogue, library=library))


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
