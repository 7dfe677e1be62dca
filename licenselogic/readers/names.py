"""Names of works as people write them: ids, addresses, revisions, folders on somebody's disk.

Nothing here asks anybody: a name in, an id out.  Early names, which had no owner, are looked up in
the catalogue.
"""

import re
from typing import NamedTuple

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.readers.catalogue import catalogue

_HOSTS = r"(?:huggingface\.co|hf\.co|hf-mirror\.com)"
_BEFORE = rf"(?:hf://|(?:(?:https?|ssh)://)?(?:www\.|git@)?{_HOSTS}[/:])"
_ADDRESS = re.compile(rf"{_BEFORE}([^?#]*)(?:[?#].*)?", re.IGNORECASE)
_LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
_AT = re.compile(r"([\w.\-]+(?:/[\w.\-]+)?)@([\w./\-]+)|([\w.\-]+/[\w.\-]+):([\w.\-]+)")
_CACHED = re.compile(r"(?:^|[/\\])(?:models|datasets)--([^/\\]+)")
_PATH = re.compile(r"[./~\\]|[A-Za-z]:[/\\]|[^/]+/[^/]+/.|[^\\]*\\")
_PAGES = ("blob", "commit", "commits", "discussions", "raw", "resolve", "tree")
_ELSEWHERE = ("api", "blog", "collections", "docs", "learn", "papers", "posts", "spaces")
_MAX_NAME = 500

UNNAMED = "this-model"
"""The id of a work whose card is read without saying whose card it is."""


class Name(NamedTuple):
    """What a text names: an id, and the revision of it, '' where none is given."""

    id: str
    revision: str = ""


def read_name(text: str) -> Name | None:
    """Return the work that a text names, or None for what can be no name.

    Addresses of the Hub are read as the ids in them, `ID@REVISION`, `ID:TAG` and links of Markdown
    too.
    """
    name = text.strip().strip("<>`\"'").strip()
    link = _LINK.fullmatch(name)
    name = link.group(1) if link else name
    if not name or not name.isprintable() or len(name) > _MAX_NAME:
        return None
    address = _ADDRESS.fullmatch(name)
    if address:
        return _of_address(address.group(1)) or Name(name)
    cached = _CACHED.search(name)
    if cached:
        return Name("/".join(cached.group(1).split("--")))
    return _at(name) or Name(name if is_path(name) else name.removesuffix("/"))


def _at(name: str) -> Name | None:
    """Return what stands before and behind `@`, or before and behind the colon of a tag."""
    found = _AT.fullmatch(name)
    return Name(found[1] or found[3], found[2] or found[4]) if found else None


def _of_address(path: str) -> Name | None:
    """Return the work that a page of the Hub belongs to; None for other pages."""
    parts = [part for part in path.split("/") if part]
    if parts and parts[0] in ("datasets", "models"):
        del parts[0]
    if not parts or parts[0] in _ELSEWHERE:
        return None
    count = 1 if len(parts) == 1 or parts[1] in _PAGES else 2
    rest = parts[count:]
    revision = rest[1] if len(rest) > 1 and rest[0] in _PAGES else ""
    name = "/".join(parts[:count]).removesuffix(".git")
    return _at(name) or Name(name, revision)


def is_path(name: str) -> bool:
    """Tell whether a name is a place on a disk, and no id of the Hub."""
    return _PATH.match(name) is not None


def last_part(name: str) -> str:
    """Return what a name ends with, after the last slash, in small letters."""
    return re.split(r"[/\\]", name.rstrip("/\\"))[-1].casefold()


def full_name(name: str, type: str = "model") -> str:
    """Return the id that the Hub redirects a name without an owner to, or the name itself."""
    other = _other_name(name, type)
    return other[0] if other and other[0] else name


def names_nothing(name: str, type: str) -> bool:
    """Tell whether a name is known to be that of no work: of a loader, or a word such as `none`."""
    other = _other_name(name, type)
    return name.casefold() == "n/a" or (other is not None and not other[0])


def _other_name(name: str, type: str) -> tuple[str, str] | None:
    return None if "/" in name else catalogue().other_name(name, type)


def unsupported(message: str) -> LineageError:
    """Return the error of a card, response or folder that lacks what is needed."""
    return LineageError(Diagnostic(Code.UNSUPPORTED_CARD, message))
