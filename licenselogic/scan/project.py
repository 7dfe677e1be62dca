"""What a project says of itself: its name and its licence, in the files where projects say so."""

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.display import listed, printable, quoted
from licenselogic.base.documents import read_text, read_yaml
from licenselogic.library.library import Library
from licenselogic.library.references import distinct
from licenselogic.lineage.plain import MAX_ID
from licenselogic.lineage.work import Finding
from licenselogic.readers.bom_names import all_of, licenses_named, mapping_of, text_of
from licenselogic.readers.card_text import has_header, split

_LICENSE = re.compile(r"(?:licen[cs]e|copying|unlicense)(?:[-_.].*)?", re.IGNORECASE)
_MAX_TEXTS = 20


class Project(NamedTuple):
    """The name of a project, its licence if it states one, the fields of its card, and findings."""

    name: str
    license: str | None
    card: dict[str, Any]
    findings: tuple[Finding, ...] = ()


def read_project(folder: Path, library: Library) -> Project:
    """Return what a project says of itself; several licences that it states all bind.

    Licence files count by their content, and where no other file states a licence.
    """
    lost: list[str] = []
    data = mapping_of(_parsed(folder / "pyproject.toml", tomllib.loads, lost))
    package = mapping_of(_parsed(folder / "package.json", json.loads, lost))
    card = mapping_of(_parsed(folder / "README.md", _card, lost))
    others = [
        _parsed(folder / "setup.cfg", _setup, lost),
        _parsed(folder / "CITATION.cff", _citation, lost),
    ]
    name = text_of(mapping_of(data.get("project")).get("name")) or text_of(package.get("name"))
    name = (name or printable(folder.resolve().name) or "this-project")[:MAX_ID].strip()
    stated = list(dict.fromkeys(filter(None, _stated(data, package, card, others, library))))
    stated = stated or list(_texts(folder, library))
    several = distinct(stated, library)
    found = []
    if len(several) > 1:
        message = f"{quoted(name)} states several licences: {listed(several)}; all are kept"
        found.append(Finding(Code.CONTRADICTORY_FACTS, message, (name,)))
    for file in lost:
        message = f"what {quoted(file)} says of {quoted(name)} is not known: it cannot be read"
        found.append(Finding(Code.UNREAD_FIELD, message, (name,)))
    return Project(name, all_of(several, library), card, tuple(found))


def _stated(
    data: dict[str, Any],
    package: dict[str, Any],
    card: dict[str, Any],
    others: Iterable[object],
    library: Library,
) -> Iterator[str]:
    """Yield the licences that files of the project state by name."""
    project = mapping_of(data.get("project"))
    license = project.get("license")
    yield _short(license if isinstance(license, str) else mapping_of(license).get("text"), library)
    poetry = mapping_of(mapping_of(data.get("tool")).get("poetry"))
    yield _short(poetry.get("license"), library)
    yield _short(package.get("license"), library)
    yield _short(card.get("license"), library)
    yield from (_short(value, library) for value in others)


def _short(value: object, library: Library) -> str:
    """Return a licence that is given by name; a whole text is read by its content."""
    text = text_of(value)
    if len(text) > 200 and isinstance(value, str):
        known = sorted(library.known_text(value))
        return known[0] if len(known) == 1 else ""
    return next(iter(licenses_named([text], library)), "")


def _texts(folder: Path, library: Library) -> Iterator[str]:
    """Yield the licences whose texts stand in the folder; of several that share one, none."""
    with suppress(OSError):
        names = sorted(p.name for p in folder.iterdir() if _LICENSE.fullmatch(p.name))
        for name in names[:_MAX_TEXTS]:
            with suppress(LineageError):
                known = sorted(library.known_text(read_text(folder / name)))
                if known:
                    yield " OR ".join(known) if len(known) == 1 else known[0]


def _parsed(path: Path, parse: Callable[[str], Any], lost: list[str]) -> Any:
    """Return what a file says, None if it is not there; one that cannot be read is `lost`."""
    if path.is_file():
        try:
            return parse(read_text(path))
        except (LineageError, ValueError, RecursionError, configparser.Error):
            lost.append(path.name)
    return None


def _card(text: str) -> dict[str, Any]:
    """Return the fields in the header of a card, as Spaces and models of the Hub have one."""
    return split(text, "README.md").meta if has_header(text) else {}


def _setup(text: str) -> str:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return parser.get("metadata", "license", fallback="")


def _citation(text: str) -> object:
    return mapping_of(read_yaml(text, "CITATION.cff", lenient=True)).get("license")
