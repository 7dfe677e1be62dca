"""A folder to a lineage: its card, its configuration files, and the names of all its files."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.documents import read_text
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence, Work
from licenselogic.readers.assemble import assemble
from licenselogic.readers.card_text import has_header, split
from licenselogic.readers.cards import fields_of, read_card
from licenselogic.readers.configs import configured
from licenselogic.readers.names import UNNAMED, unsupported

MAX_FILES = 5000


def from_folder(
    path: str | Path,
    repo_id: str | None = None,
    *,
    known: Mapping[str, Work] | None = None,
    library: Library | None = None,
) -> Lineage:
    """Return the lineage of the model in a folder.

    Read are `README.md`, `adapter_config.json` and `mergekit_config.yml`; the names of all files
    are evidence.  The model is called `repo_id`, else like the folder.  Raises `LineageError` if
    the folder has none of the three, or if one of them cannot be read.
    """
    folder = Path(path)
    name = repo_id or printable(folder.resolve().name) or UNNAMED
    files = tuple(_files(folder))
    meta, body = _folder_card(folder)
    named = dict(configured(folder, name))
    if meta is None and not named:
        wanted = "README.md, adapter_config.json, mergekit_config.yml"
        raise unsupported(f"the folder {quoted(path)} has none of: {wanted}")
    evidence = Evidence(files, body, name.rpartition("/")[2])
    fields = replace(fields_of(meta or {}, str(folder)), configured=named)
    card = read_card(name, fields, evidence=evidence, library=library)
    return assemble([card], known)


def _files(folder: Path) -> Iterator[str]:
    """Yield the names of the files in a folder, sorted, without hidden ones."""
    try:
        names = sorted(
            path.relative_to(folder).as_posix()
            for path, _ in zip(_visible(folder), range(MAX_FILES), strict=False)
        )
    except OSError as error:
        message = f"cannot read {quoted(folder)}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None
    yield from map(printable, names)


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _visible(path)
        else:
            yield path


def _folder_card(folder: Path) -> tuple[dict[str, Any] | None, str]:
    """Return the header and text of the card in a folder; None for a folder without one."""
    path = folder / "README.md"
    if not path.is_file():
        return None, ""
    text = read_text(path)
    if not has_header(text):
        return {}, text
    return split(text, printable(path))
