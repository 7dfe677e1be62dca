"""A folder to the inputs in it: lineage files, bills, and folders with a card or weights."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted
from licenselogic.base.documents import read_yaml
from licenselogic.base.files import read_bytes
from licenselogic.readers.card_text import MAX_HEADER, header
from licenselogic.readers.configs import ADAPTER, MERGES
from licenselogic.readers.fields import READ
from licenselogic.readers.folder import CARD
from licenselogic.readers.weights import is_weights

LINEAGES = ("lineage.yaml", "lineage.yml", "lineage.json")
"""Names of lineage files; others end like these, as in `model.lineage.yaml`."""

BILLS = (".cdx.json", ".spdx.json")
"""How names of bills of materials end."""

MAX_INPUTS = 10_000

_FIELDS = frozenset(
    {*READ, "pipeline_tag", "task_categories", "size_categories", "dataset_info", "configs"}
)
"""Fields that tell the card of a model or dataset from a page with a header of another kind."""

_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


def inputs_in(folder: Path) -> tuple[Path, ...]:
    """Return what can be judged in a folder and below it, sorted; the folder itself stands first.

    A folder that has a lineage file is described by it; its card is not judged beside it.  Hidden
    folders and those of installed packages are passed over.  Raises `LineageError` for a folder
    that cannot be read, and for one in which there are too many inputs.
    """
    found: list[Path] = []
    for path in _walked(folder):
        found.append(path)
        if len(found) > MAX_INPUTS:
            message = f"there are more than {MAX_INPUTS:,} cards and lineages in {quoted(folder)}"
            raise LineageError(Diagnostic(Code.NOT_READABLE, message, help="name smaller folders"))
    return tuple(found)


def _walked(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        message = f"cannot read {quoted(Path(error.filename))}: {error.strerror}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None

    for inner, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _PASSED_OVER)
        here = Path(inner)
        lineages = sorted(name for name in names if is_lineage(name))
        yield from (here / name for name in lineages)
        if lineages:
            continue
        yield from (here / name for name in sorted(filter(_is_bill, names)))
        if any(_is_read(here / name) for name in names):
            yield here


def lineage_file_in(folder: Path) -> Path | None:
    """Return the lineage file that describes a folder, None where there is none.

    Raises `LineageError` where there are several.
    """
    try:
        found = sorted(path for path in folder.iterdir() if is_lineage(path.name))
    except OSError:
        return None  # whoever reads the folder says why
    if len(found) > 1:
        message = f"{quoted(folder)} holds {len(found):,} lineage files"
        help = f"name one of them, such as {quoted(found[0])}"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message, help=help))
    return found[0] if found else None


def is_input(path: Path) -> bool:
    """Tell whether a file is called like one that is judged, alone or with its folder."""
    return is_lineage(path.name) or _is_bill(path.name) or _is_read(path)


def is_lineage(name: str) -> bool:
    """Tell whether a file is called like a lineage file."""
    return name in LINEAGES or name.endswith(tuple(f".{kind}" for kind in LINEAGES))


def _is_bill(name: str) -> bool:
    return name.casefold().endswith(BILLS)


def _is_read(path: Path) -> bool:
    name = path.name
    if name in (ADAPTER, *MERGES) or is_weights(name):
        return True
    return name.casefold() == CARD.casefold() and _is_card(path)


def _is_card(path: Path) -> bool:
    """Tell whether a README has a header with a field of cards; an unreadable one counts."""
    try:
        content = read_bytes(path)[:MAX_HEADER]
    except OSError:
        return True
    return describes_a_work(content.decode("utf-8", errors="replace"), str(path))


def describes_a_work(text: str, name: str) -> bool:
    """Tell whether a page has a header with a field of cards; `name` is what messages call it."""
    head = header(text.removeprefix("\ufeff"))
    if head is None:
        return False
    try:
        found = read_yaml(head, name, lenient=True)
    except LineageError:
        return any(re.search(rf"\b{field}\b", head) for field in _FIELDS)
    return isinstance(found, dict) and not _FIELDS.isdisjoint(map(str.casefold, found))
