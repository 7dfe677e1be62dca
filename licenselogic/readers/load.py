"""A path to a lineage, whatever it holds: a lineage file, a card, a response, a bill, a folder."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_data, read_text
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage import plain
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.assemble import assemble
from licenselogic.readers.card import Card
from licenselogic.readers.card_text import is_card
from licenselogic.readers.catalogue import catalogue as shipped
from licenselogic.readers.catalogue import read_table
from licenselogic.readers.configs import ADAPTER, MERGES
from licenselogic.readers.known import Given, Known, known_of, rows_in, works_in
from licenselogic.readers.known import Source as KnownSource
from licenselogic.readers.weights import CONFIGS

_OTHER_FORM = re.compile(r"\s*(?:<[?!a-zA-Z]|(?:#[^\n]*\n\s*)*SPDXVersion:)")
"""How bills begin in forms that are not read."""

_WEIGHTS = (".gguf", ".safetensors")
_HUB_KEYS = {"tags", "modelId", "cardData"}
_PARTS_OF_FOLDERS = frozenset((ADAPTER, *MERGES, *CONFIGS))
_CONFIG_KEYS = {"base_model_name_or_path", "peft_type", "merge_method", "_name_or_path"}
"""Files of a model folder, and what such files hold, whatever they are called."""
_BILL_KEYS = {"bomFormat", "spdxVersion", "@context"}


def load_lineage(
    path: str | Path,
    *,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage in a file or folder.

    Read are lineage files in YAML or JSON, model cards (`README.md`), saved Hub responses (JSON),
    bills of materials (CycloneDX, SPDX), descriptions of datasets (Croissant), files of weights
    (GGUF, safetensors), and folders that hold a card, weights, or what tools write beside them; a
    folder with a lineage file is described by that.
    What is named in it and not described is looked up in `known`, then in the catalogue unless
    that is unwanted; `library` reads licences by name, by default the one that ships.
    Raises `LineageError` for whatever cannot be read, with every mistake and its place.
    """
    path = Path(path)
    sources = known_of(known, catalogued=catalogue, library=library)
    if _is_folder(path):
        from licenselogic.readers.inputs import lineage_file_in  # lineage files start without it

        file = lineage_file_in(path)
        if file is None:
            from licenselogic.readers.folder import from_folder

            return from_folder(path, known=sources, library=library)
        path = file
    if path.suffix.casefold() in _WEIGHTS:
        from licenselogic.readers.folder import from_weights

        return from_weights(path, known=sources, library=library)
    return lineage_in(
        read_text(path),
        printable(path),
        card=is_card(path.name),
        work=path.resolve().parent.name,
        known=sources,
        library=library,
    )


def lineage_in(
    text: str,
    name: str,
    *,
    card: bool = False,
    work: str = "",
    known: Given = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage in a text that is called `name`; with `card`, it is a card of `work`.

    Raises `LineageError` as `load_lineage` does.
    """
    source = Source(name, text)
    if not text.strip():
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, f"{quoted(Path(name))} is empty"))
    if card:
        from licenselogic.readers.folder import from_card

        return from_card(text, work, known=known, library=library, file=name)
    if _OTHER_FORM.match(text):
        message = f"{quoted(Path(name))} is XML or a tag-value file"
        help = "bills of materials are read as JSON: cyclonedx-cli and spdx-tools convert them"
        raise LineageError(Diagnostic(Code.BAD_LINEAGE, message, help=help))
    if Path(name).name in _PARTS_OF_FOLDERS:
        raise _one_of_many(name)
    data = read_data(text, name)
    if isinstance(data, dict) and "works" not in data:
        found = _other(data, source, known_of(known, library=library), library)
        if found is not None:
            return found
    return from_plain(data, source, known=known)


def _other(
    data: dict[str, Any], source: Source, known: Known, library: Library | None
) -> Lineage | None:
    """Return the lineage in a document that is no lineage file, None where it is none we know."""
    if _BILL_KEYS & data.keys():
        from licenselogic.readers.bills import from_bill

        return from_bill(data, source, known=known, library=library)
    if not _HUB_KEYS & data.keys() and _CONFIG_KEYS & data.keys():
        raise _one_of_many(source.name)
    if _HUB_KEYS & data.keys():
        from licenselogic.readers.responses import from_response

        return from_response(data, known=known, library=library)
    return None


def _one_of_many(name: str) -> LineageError:
    message = f"{quoted(Path(name))} is one file of a model, and alone no lineage"
    help = f"give its folder: {quoted(Path(name).parent)}"
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message, help=help))


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
