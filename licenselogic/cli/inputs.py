"""What `check` is given, as inputs: files, folders and what is in them, standard input, names."""

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import (
    Diagnostic,
    ExpressionError,
    LicenseLogicError,
    LineageError,
    UsageError,
)
from licenselogic.base.display import listed, quoted
from licenselogic.base.documents import read_text
from licenselogic.base.files import MAX_BYTES
from licenselogic.base.source import Source
from licenselogic.cli.requests import wrong
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.places import Places
from licenselogic.readers.assemble import alone, assemble
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.known import Described, Known
from licenselogic.readers.load import lineage_in, load_lineage
from licenselogic.readers.names import full_name

STDIN = "-"
TYPES = ("model", "dataset")

_NAME = re.compile(r"[\w.\-]+(/[\w.\-]+)?", re.ASCII)
_HUB = r"(?:www\.)?(?:huggingface\.co|hf\.co)"
_ADDRESS = re.compile(
    rf"(?:https?://(?:(?P<hub>{_HUB})|[^/]+)|hf:/|(?P<bare>{_HUB}))/(?P<path>[^?#]*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Read:
    """An input that was read: its name, its lineage, and what to find places in."""

    path: str
    lineage: Lineage
    text: str | None = None

    def places(self) -> Places:
        """Return where its works stand."""
        from licenselogic.readers.places import places_in, places_of

        if self.text is not None:
            with suppress(LineageError):
                return places_of(self.text, self.path, self.lineage)
            return Places(self.path)
        return places_in(self.path, self.lineage) if exists(self.path) else Places()

    def source(self) -> Source | None:
        """Return the text that was read, to draw lines of; None where it is not one text."""
        with suppress(LineageError):
            return Source(self.path, read_text(Path(self.path)) if self.text is None else self.text)
        return None


def expanded(paths: Sequence[str]) -> list[str]:
    """Return the inputs that paths name: a folder stands for what is in it.

    Raises `UsageError` where standard input is named twice, and `LineageError` for a folder that
    cannot be read.
    """
    if paths.count(STDIN) > 1:
        raise wrong("`-` is named twice, and standard input can be read once")
    if "" in paths:
        raise wrong("a PATH is empty", "`.` is this folder; most likely a variable is not set")
    found: list[str] = []
    for path in paths:
        if path != STDIN and exists(path) and Path(path).is_dir():
            from licenselogic.readers.inputs import inputs_in

            inner = [str(inner) for inner in inputs_in(Path(path))]
            found += inner or [path]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def usual() -> str:
    """Return the lineage file in this folder; raises `UsageError` if there is none."""
    from licenselogic.readers.inputs import LINEAGES

    found = next((name for name in LINEAGES if Path(name).is_file()), None)
    if found is None:
        raise wrong(
            "give a PATH, or --upstream, or --hub; here is no lineage.yaml to take instead",
            "`licenselogic check lineage.yaml` judges a file, "
            "`licenselogic check --upstream LICENSE --as LICENSE` needs none",
        )
    return found


def split_work(
    paths: Sequence[str], known: Known, library: Library
) -> tuple[list[str], str | None]:
    """Return the paths, and the id of a work that stands last, as in `check lineage.yaml WORK`.

    The last of two is a work if nothing is there by that name.  Raises `LineageError` where no
    work of the lineage is called so either, and whatever reading the first raises.
    """
    if len(paths) != 2 or STDIN in paths[1:] or exists(paths[1]):
        return list(paths), None
    first, work = paths
    if exists(first) and Path(first).is_dir() and not _ADDRESS.match(work):
        return [first], work
    lineage = read(first, known, library).lineage if first != STDIN else None
    if lineage is None or work in lineage.works:
        return [first], work
    if find(work, known) is not None:
        return list(paths), None
    lineage.target(work)  # it tells which works there are
    return [first], work


def read(path: str, known: Known, library: Library) -> Read:
    """Return the lineage of an input; raises `LineageError` for what cannot be read."""
    if path == STDIN:
        from licenselogic.readers.card_text import header

        text = _stdin()
        card = header(text) is not None and not re.search(r"^works[ \t]*:", text, re.MULTILINE)
        lineage = lineage_in(text, "<stdin>", card=card, known=known, library=library)
        return Read("<stdin>", lineage, text)
    return Read(path, named(path, known, library))


def placed(error: ExpressionError, read: Read, library: Library) -> LicenseLogicError:
    """Return the error about a licence of an input, with the work and the place in the file."""
    from licenselogic.library.expressions import parse_expression

    for name, work in read.lineage.works.items():
        try:
            parse_expression(work.license, library)
        except ExpressionError as found:
            if found.diagnostics != error.diagnostics:
                continue
            (told,) = error.diagnostics
            message = f"the licence of {quoted(name)}, {quoted(work.license)}: {told.message}"
            place = read.places().of_license(name)
            return LineageError(replace(told, message=message, span=place), source=read.source())
    return error


def _stdin() -> str:
    if sys.stdin is None:
        raise LineageError(Diagnostic(Code.NOT_READABLE, "standard input is closed"))
    stream = getattr(sys.stdin, "buffer", None)
    content = stream.read(MAX_BYTES + 1) if stream else sys.stdin.read(MAX_BYTES + 1).encode()
    if len(content) > MAX_BYTES:
        message = f"standard input is larger than {MAX_BYTES // 2**20} MB"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message))
    try:
        return str(content, "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"standard input is not UTF-8 text (line {line})"
        raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None


def named(path: str, known: Known, library: Library) -> Lineage:
    """Return the lineage in a file or folder, or of a work that is known by its name.

    Raises `LineageError` for what is neither, and says what it may be instead.
    """
    if exists(path):
        return _there(path, known, library)
    address = _ADDRESS.match(path)
    if address:
        raise _is_address(path, address)
    if not _NAME.fullmatch(path):
        return load_lineage(path, known=known, library=library)
    described = find(path, known)
    if described is not None:
        return assemble([alone(described.card)], known, found_in=[described.where])
    if library.find(path) is not None:
        raise wrong(
            f"{quoted(path)} is a licence, not a file",
            f"`licenselogic check --upstream {path} --as LICENSE` judges what is made from a work "
            f"under it, `licenselogic show {path}` tells what it says",
        )
    if "/" not in path or Path(path).suffix.casefold() in (".json", ".md", ".yaml", ".yml"):
        return load_lineage(path, known=known, library=library)
    near = catalogue().near(path)
    message = f"there is no file {quoted(path)}, and no work of that name is known"
    help = f"did you mean {listed(near)}?" if near else "`licenselogic works` tells what is known"
    help += f"; `--hub {path}` asks the Hugging Face Hub"
    raise LineageError(Diagnostic(Code.UNKNOWN_WORK, message, help=help))


def _there(path: str, known: Known, library: Library) -> Lineage:
    """Return the lineage at a path; of a folder that is none itself, the one input in it."""
    try:
        return load_lineage(path, known=known, library=library)
    except LineageError as error:
        if Code.UNSUPPORTED_CARD not in error.codes or not Path(path).is_dir():
            raise
        inner = expanded([path])
        if inner == [path]:
            raise
    if len(inner) > 1:
        what = f"{quoted(Path(path))} holds {len(inner):,} inputs"
        raise wrong(what, f"name one of them, such as {quoted(Path(inner[0]))}")
    return load_lineage(inner[0], known=known, library=library)


def _is_address(path: str, address: re.Match[str]) -> UsageError:
    what = f"{quoted(path)} is an address, not a file"
    parts = address["path"].strip("/").split("/")
    of_hub = address["hub"] or address["bare"] or path.casefold().startswith("hf:")
    if of_hub and parts[0] == "datasets" and parts[1:]:
        known = f"`licenselogic check {'/'.join(parts[1:3])}` takes what is known of it"
        return wrong(what, f"{known}; or save its card, and give the file")
    if of_hub and len(parts) >= 2:
        name = "/".join(parts[:2])
        help = f"`licenselogic check --hub {name}` asks the Hub; `licenselogic check {name}` "
        return wrong(what, f"{help}takes what is known of it")
    return wrong(what, "save it, and give the file")


def find(name: str, known: Known, types: Sequence[str] = TYPES) -> Described | None:
    """Return what is known of a work by its name, as the first of these types."""
    found = (known.find(full_name(name, type), type) for type in types)
    return next((described for described in found if described is not None), None)


def exists(path: str) -> bool:
    """Tell whether there is something at a path."""
    with suppress(OSError, ValueError):  # too long for a name, most likely
        return Path(path).exists()
    return False
