"""A path to a lineage, whatever it holds: a lineage file, a card, a saved response, or a folder."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_json, read_text, read_yaml
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence, Work
from licenselogic.readers.assemble import assemble
from licenselogic.readers.card_text import split
from licenselogic.readers.cards import read_card
from licenselogic.readers.fields import Notes
from licenselogic.readers.folder import card_fields, from_folder
from licenselogic.readers.names import UNNAMED
from licenselogic.readers.responses import response_card

_CARDS = (".md", ".markdown", ".mdx")
_HUB_KEYS = {"tags", "modelId", "cardData"}


def load_lineage(path: str | Path) -> Lineage:
    """Return the lineage in a file or folder.

    Read are lineage files in YAML or JSON, model cards (`README.md`), saved Hub responses (JSON),
    and folders that hold a card, an `adapter_config.json` or a `mergekit_config.yml`.
    Raises `LineageError` for whatever cannot be read, with every mistake and its place.
    """
    path = Path(path)
    if _is_folder(path):
        return from_folder(path)
    text = read_text(path)
    source = Source(printable(path), text)
    if not text.strip():
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, f"{quoted(path)} is empty"))
    if path.suffix.casefold() in _CARDS:
        return from_card(text, path.resolve().parent.name, file=source.name)
    if path.suffix.casefold() == ".json" or text.lstrip().startswith("{"):
        return _from_json(source)
    return Lineage.from_dict(read_yaml(text, source.name), source)


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def _from_json(source: Source) -> Lineage:
    """Return the lineage of a JSON file: a lineage file, or a saved answer of the Hub."""
    data = read_json(source.text, source.name)
    if isinstance(data, dict) and "works" not in data and _HUB_KEYS & data.keys():
        return from_response(data)
    return Lineage.from_dict(data, source)


def from_card(
    text: str,
    repo_id: str | None = None,
    *,
    known: Mapping[str, Work] | None = None,
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
    return assemble([card], known)


def from_response(
    data: Mapping[str, Any],
    *,
    type: str = "",
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage that a response of the Hub's API (`/api/models/ID`) describes.

    `type` is `dataset` for `/api/datasets/ID`, and by default what the response looks like.  Raises
    `LineageError` for a response without an id, and for one whose card is no mapping.
    """
    return assemble([response_card(data, type, None, library)], known)
