"""A card, or a folder with its card, configuration files and other files, to a lineage."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_text
from licenselogic.base.files import read_start
from licenselogic.library.library import Library, licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence
from licenselogic.readers.assemble import alone, assemble
from licenselogic.readers.card import Card
from licenselogic.readers.card_text import CardText, has_header, split
from licenselogic.readers.cards import read_card, type_of
from licenselogic.readers.configs import (
    ADAPTER,
    MERGES,
    Used,
    adapter_base,
    merged_in,
    merged_models,
)
from licenselogic.readers.fields import Fields, Notes, fields_of, texts_in
from licenselogic.readers.known import Given, known_of
from licenselogic.readers.names import UNNAMED, unsupported
from licenselogic.readers.part_licenses import with_part_licenses
from licenselogic.readers.weights import CONFIGS, Told, is_weights, told_by

MAX_FILES = 5000
"""Of more files than these, those that are read come first."""

MAX_LEGAL = 100
"""How many licence and notice files are read."""

MAX_LEGAL_SIZE = 2**20
"""The bytes that each of them may have."""

CARD = "README.md"

_LEGAL = re.compile(
    r"(?:(?:^|/)licen[cs]es?/|(licen[cs]e|notice|copying|copyright))[^/]*$"
    r"(?<!\.bin)(?<!\.gguf)(?<!\.json)(?<!\.parquet)(?<!\.py)(?<!\.safetensors)",
    re.IGNORECASE,
)
"""Files that may hold a licence or a notice, by their names or the folder that they stand in."""


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


def from_folder(
    path: str | Path,
    repo_id: str | None = None,
    *,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of the model or dataset in a folder.

    Read are `README.md`, `adapter_config.json`, `mergekit_config.yml`, `config.json`, and the
    beginnings of files of weights; the names of all files, and the texts of licences and notices,
    are evidence.  The work is called `repo_id`, else like the folder.  Raises `LineageError` if the
    folder has none of these, or if one of the first three cannot be read.
    """
    folder = Path(path)
    name = repo_id or printable(folder.resolve().name) or UNNAMED
    files = _files(folder)
    if not any(map(_is_read, files)):
        wanted = ", ".join((CARD, ADAPTER, MERGES[0], "*.gguf", "*.safetensors", "lineage.yaml"))
        raise unsupported(f"the folder {quoted(path)} has none of: {wanted}")
    card = _folder_card_of(folder, files, name, library)
    return assemble([alone(card)], known_of(known, catalogued=catalogue, library=library))


def from_weights(
    path: str | Path,
    *,
    known: Given = None,
    catalogue: bool = True,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of the model in a file of weights, as its header tells it.

    What else its publisher hands out is not known.  Raises `LineageError` for a file that cannot be
    opened.
    """
    file = Path(path)
    try:
        read_start(file, 1)
    except OSError as error:
        message = f"cannot read {quoted(path)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    card = _folder_card_of(file.parent, [file.name], printable(file.stem), library)
    card = replace(card, work=replace(card.work, evidence=None))
    return assemble([alone(card)], known_of(known, catalogued=catalogue, library=library))


def _is_read(file: str) -> bool:
    return file.casefold() == CARD.casefold() or file in (ADAPTER, *MERGES) or is_weights(file)


def _folder_card_of(folder: Path, files: list[str], name: str, library: Library | None) -> Card:
    """Return what the files of a folder say of the work called `name`."""
    configs = [file for file in (ADAPTER, *MERGES) if file in files]
    notes = Notes(name)
    if len(files) > MAX_FILES:
        what = f"has more than {MAX_FILES:,} files, of which the others are not looked at"
        notes.add(Code.UNREAD_FIELD, what)
    for file in [file for file in files if file.casefold() == CARD.casefold()][1:]:
        notes.add(Code.UNREAD_FIELD, f"has a second card, {quoted(file)}, which is set aside")
    text = _folder_card(folder, files)
    fields = card_fields(text, notes, files=tuple(map(printable, files)))
    used: Used = {}
    for file in configs:
        read = adapter_base if file == ADAPTER else merged_models
        used |= read(read_text(folder / file), printable(folder / file), notes)
    fields = replace(fields, configured=used or fields.configured)
    told = told_by(folder, files, notes)
    known = library if library is not None else licenses()
    fields = _with_told(fields, told, known)
    contents = tuple(_legal(folder, files))
    evidence = Evidence(tuple(fields.files), text.body, name.rpartition("/")[2], contents)
    model = bool(configs or told.models) or not _card(files)
    type = type_of(text.meta, fields.tags, model=model)
    fields = with_part_licenses(fields, contents, type, known, notes)
    return read_card(name, fields, notes, type=type, evidence=evidence, library=library)


def _with_told(fields: Fields, told: Told, library: Library) -> Fields:
    """Return the raw material of a card with what files of weights say beside it.

    Licences that they declare bind beside the card's, and so does one that they call by its name
    or link beside another.
    """
    called, links = list(told.license_names), list(told.license_links)
    own: dict[str, object] = {}
    if "other" in told.licenses and not {"license_name", "license_link"} & fields.meta.keys():
        own = {"license_name": called[:1], "license_link": links[:1]}
        called, links = called[1:], links[1:]
    known = [e for name in (*called, *links) if (e := library.find(name)) and e.kind == "license"]
    declared = texts_in(fields.meta, "license", Notes(""))
    there = {entry.id for name in declared if (entry := library.find(name))}
    new: dict[str, str] = {}
    for name in (*told.licenses, *(entry.id for entry in known)):
        entry = library.find(name)
        new.setdefault(name if entry is None else entry.id, name)
    return replace(
        fields,
        meta={**own, **fields.meta},
        tags=(
            *fields.tags,
            *(f"license:{name}" for id, name in new.items() if id not in there),
            *(f"dataset:{name}" for name in told.datasets),
        ),
        shown=told.models,
    )


def card_fields(text: CardText, notes: Notes, files: tuple[str, ...] = ()) -> Fields:
    """Return the raw material in a card, also in the configuration of a merge in its text."""
    if not text.meta and not text.absent:
        notes.add(Code.NO_HEADER, "has a card without fields in a header: it declares nothing")
    fields = fields_of(text.meta, notes, files=files)
    if text.meta.get("base_model") is None:
        return replace(fields, configured=merged_in(text.body, CARD, notes))
    return fields


def _legal(folder: Path, files: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that may hold a licence or a notice, with their texts.

    What cannot be read is left out: of its content nothing is known.
    """
    for file in islice(filter(_LEGAL.search, files), MAX_LEGAL):
        with suppress(OSError, LineageError):
            if (folder / file).stat().st_size <= MAX_LEGAL_SIZE:
                yield printable(file), read_text(folder / file)


def _card(files: list[str]) -> str:
    """Return the name of the card among the files, '' if there is none."""
    return next((f for f in files if f.casefold() == CARD.casefold()), "")


def _folder_card(folder: Path, files: list[str]) -> CardText:
    """Return the header and text of the card in a folder; a card without header has no fields."""
    file = _card(files)
    if not file:
        return CardText({}, "", absent=True)
    text = read_text(folder / file)
    return split(text, printable(folder / file)) if has_header(text) else CardText({}, text)


def _files(folder: Path) -> list[str]:
    """Return the names of the files in a folder, sorted, without hidden ones.

    They are at most one more than `MAX_FILES`.  Raises `LineageError` for a folder that cannot be
    read.
    """
    try:
        return sorted(islice(_visible(folder), MAX_FILES + 1))
    except OSError as error:
        message = f"cannot read {quoted(folder)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None


def _visible(folder: Path) -> Iterator[str]:
    def stop(error: OSError) -> None:
        raise error

    for inner, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        above = Path(inner).relative_to(folder)
        for name in sorted(names, key=lambda name: (not _is_read(name), name not in CONFIGS, name)):
            if not name.startswith("."):
                yield (above / name).as_posix()
