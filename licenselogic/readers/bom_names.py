"""Names and licences in bills of materials: package URLs, addresses, SPDX references, in our words.

A model or dataset of the Hub is called as it is there, so that the catalogue knows it; any other
part by its package URL, else by its name and version.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from licenselogic.base.display import printable
from licenselogic.library.expressions import MAX_LENGTH
from licenselogic.library.library import Library
from licenselogic.library.references import readable, reference
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.plain import MAX_ID
from licenselogic.readers.names import read_name

_PURL = re.compile(r"pkg:/*([A-Za-z][\w.+\-]*)/([^?#]+)(?:[?#].*)?", re.DOTALL)
_HUB_ID = re.compile(r"[\w.\-]+/[\w.\-]+", re.ASCII)
_HUB_ADDRESS = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/", re.IGNORECASE)
_OPERATOR = re.compile(r"\s(?:AND|OR|WITH)\s", re.IGNORECASE)

_MODELS = ("huggingface", "mlflow")
_FROM_HUB = ("huggingface", "generic", "github")
"""Types of package URL whose namespace and name may be an id of the Hub."""


def text_of(value: object) -> str:
    """Return a value as one line of text without blanks around it, '' for what is no text."""
    return " ".join(printable(" ".join(value.split())).split()) if isinstance(value, str) else ""


def texts_of(values: object) -> list[str]:
    """Return the texts in a list, or the one text that stands in its place."""
    found = values if isinstance(values, list) else [values]
    return [text for text in map(text_of, found) if text]


def work_id(
    type: str,
    name: str,
    group: str = "",
    version: str = "",
    purl: str = "",
    links: Sequence[str] = (),
) -> str:
    """Return the id of a part; '' if it has neither a name nor a package URL.

    `links` are addresses that the bill gives of it: one of the Hub that ends with its name is its
    home there.
    """
    kind, path = _split(purl)
    if type in ("model", "dataset"):
        full = f"{group}/{name}" if group and "/" not in name else name
        for _, home in _homes(name, links):
            return home
        if kind in _FROM_HUB and _HUB_ID.fullmatch(path.removeprefix("datasets/")):
            return path.removeprefix("datasets/")
        if full or not purl:
            return clipped(full)
    if kind:
        return clipped(f"pkg:{kind}/{purl.partition('/')[2].partition('?')[0].partition('#')[0]}")
    full = "/".join(filter(None, (group, name)))
    return clipped(f"{full}@{version}" if version and full else full)


def _split(purl: str) -> tuple[str, str]:
    """Return the type of a package URL and what follows, without version; '' and '' for others."""
    match = _PURL.fullmatch(purl)
    if match is None:
        return "", ""
    path = match.group(2)
    head, at, version = path.rpartition("@")
    path = head if at and head and "/" not in version else path
    return match.group(1).lower(), unquote(path).strip("/")


def hub_id(link: str) -> str:
    """Return the id of the Hub that an address leads to, '' for any other address."""
    found = read_name(link) if _HUB_ADDRESS.match(link) else None
    name = found.id.removeprefix("datasets/") if found else ""
    return name if _HUB_ID.fullmatch(name) else ""


def _homes(name: str, links: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the Hub that end with the name of a part, with the ids there."""
    for link in links:
        home = hub_id(link)
        if home and home.rpartition("/")[2].casefold() == name.rpartition("/")[2].casefold():
            yield link, home


def hub_type(name: str, links: Iterable[str]) -> str:
    """Return what a part is whose home is on the Hub, '' where none of its addresses is there."""
    for link, _ in _homes(name, links):
        return "dataset" if _HUB_ADDRESS.sub("", link, 1).startswith("datasets/") else "model"
    return ""


def purl_type(purl: str) -> str:
    """Return what a package URL is about, as far as it says: a model, a dataset, or ''."""
    kind, path = _split(purl)
    if kind not in _MODELS:
        return ""
    return "dataset" if path.startswith("datasets/") else "model"


def clipped(text: str) -> str:
    """Return an id that is not longer than ids may be; what is cut off is replaced by a hash."""
    if len(text) <= MAX_ID:
        return text
    return f"{text[: MAX_ID - 20]}#{sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


# Licences ---------------------------------------------------------------------------------------


def licenses_named(texts: Iterable[str], library: Library) -> list[str]:
    """Return the licences that the names and addresses given of one licence stand for.

    Several contradict each other.  Where the library knows none of them, that is the first as it
    stands; nothing is named where there is none.
    """
    given = [text for text in texts if text]
    known = (library.find(text) for text in given if text.casefold() not in UNDECLARED)
    entries = [entry for entry in known if entry is not None]
    named = [entry.id for entry in entries if entry.kind == "license"]
    return list(dict.fromkeys(named)) or [entry.id for entry in entries[:1]] or given[:1]


def all_of(names: Iterable[str], library: Library) -> str | None:
    """Return the expression of licences that bind together, None for none.

    Text that is no expression is the name of a licence that nobody knows, and so is what is too
    long for one.
    """
    given = list(dict.fromkeys(name for name in names if name))
    if sum(map(len, given)) > MAX_LENGTH:
        return reference(" AND ".join(given)[:MAX_LENGTH])
    found = list(dict.fromkeys(readable(name, library) for name in given))
    if len(found) > 1:
        found = [f"({n})" if _OPERATOR.search(n) else n for n in found]
    joined = " AND ".join(found)
    if joined and readable(joined, library) != joined:  # names with brackets or commas in them
        found = [n if _OPERATOR.search(n) or " " not in n else reference(n) for n in found]
    return " AND ".join(found) or None


def pairs_of(properties: object) -> list[tuple[str, str]]:
    """Return the properties of a part (`{name, value}`), with a pair for each value of a list.

    What is no such pair is passed over.
    """
    found = []
    for item in properties if isinstance(properties, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            value = item.get("value")
            values = value if isinstance(value, list) and value else [value]
            found += [(item["name"], text if isinstance(text, str) else "") for text in values]
    return found


def mapping_of(value: Any) -> dict[str, Any]:
    """Return a value that is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Return a value that is a list, else an empty one."""
    return value if isinstance(value, list) else []
