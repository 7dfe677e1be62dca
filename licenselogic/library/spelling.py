"""Spellings of the names of licences: which differences do not matter, and which names are close.

Three keys, from strict to loose.  `fold` ignores case and the kind of blank.  `address` is a web
address without what does not change the page.  `words` are the words and numbers that tell a name
from others: "The MIT License" and "mit" have the same, so have "Apache License, Version 2.0" and
"apache-2".  Names that differ in a number, or by more than slips of the pen, are never close: they
are licences with other rights.
"""

import re
from functools import lru_cache

_FILLERS = frozenset({"the", "license", "licence", "licenses", "licences", "version", "ver", "v"})
"""Words that tell no licence from another."""

_VERSION_MARK = re.compile(r"(?<=[^\W\d_])v(?=\d)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\+")

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(/[^?#\s]*)?(?:[?#]\S*)?"
)
_RAW = re.compile(r"raw\.githubusercontent\.com/([^/]+/[^/]+)/(.+)")
_BLOB = re.compile(r"((?:github\.com|huggingface\.co)/[^/]+/[^/]+)/(?:raw|resolve|tree)/")
_STEWARDS = (
    "apache.org", "choosealicense.com", "creativecommons.org", "eclipse.org", "gnu.org",
    "mozilla.org", "opendatacommons.org", "opensource.org", "spdx.org", "unlicense.org",
)  # fmt: skip
_FORM = re.compile(
    r"(?:/(?:legalcode|deed)(?:\.[\w-]+)*|(?:\.[a-z]{2})?\.(?:txt|html?|json|md|php))$"
)
_LISTS = re.compile(
    r"(?:spdx\.org/licenses|opensource\.org/licenses?|choosealicense\.com/licenses)/([^/]+)"
)


def fold(name: str) -> str:
    """Return `name` as names are compared: case, blanks, and underscores do not matter."""
    return "-".join(name.casefold().replace("_", " ").split())


def balanced(text: str) -> bool:
    """Tell whether every parenthesis of `text` is opened before it is closed."""
    depth = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def address(text: str) -> str:
    """Return the web address that `text` is, in its one spelling, or the empty string.

    Left out are the scheme, `www.`, a slash at the end, queries and fragments; raw and rendered
    files of a repository are one, and so are the forms in which stewards of licences print a text.
    """
    found = _ADDRESS.fullmatch(text.strip().casefold())
    if found is None:
        return ""
    host = "huggingface.co" if found[1] == "hf.co" else found[1]
    whole = host + re.sub("/+", "/", found[2] or "")
    whole = _RAW.sub(r"github.com/\1/blob/\2", whole).replace("/refs/heads/", "/")
    whole = _BLOB.sub(r"\1/blob/", whole).rstrip("/")
    return _FORM.sub("", whole) if whole.startswith(_STEWARDS) else whole


def listed(address: str) -> str:
    """Return the id whose page in a list of licences an address is, or the empty string."""
    found = _LISTS.fullmatch(address)
    return found[1] if found else ""


def words(name: str) -> tuple[str, ...]:
    """Return the words and numbers of `name` that tell it from others; `2.0` is `2`."""
    found: list[str] = []
    numbers = 0
    for token in [*_TOKEN.findall(_VERSION_MARK.sub(" ", name.casefold())), ""]:
        if token.isdigit():
            numbers += 1
        else:
            while numbers > 1 and not found[-1].strip("0"):
                found.pop()
                numbers -= 1
            numbers = 0
        if token and token not in _FILLERS:
            found.append(token)
    return tuple(found)


def shape(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers of a name in their places; names of other shapes are never close."""
    return tuple(word if word.isdigit() or word == "+" else "" for word in name)


def slips(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    """Return how many slips of the pen lie between two names of one shape; None for too many.

    A word of three letters bears two letters in the wrong order, one up to seven a slip, a longer
    one two; no name bears more than two.
    """
    total = 0
    for left, right in zip(one, other, strict=True):
        if left == right:
            continue
        distance = _distance(left, right)
        short = min(len(left), len(right))
        swapped = sorted(left) == sorted(right)
        allowed = int(swapped) if short <= 3 else 1 if short < 8 else 2
        total += distance
        if distance > allowed or total > 2:
            return None
    return total


@lru_cache(maxsize=4096)
def _distance(one: str, other: str) -> int:
    """Return the letters to insert, leave out, change, or swap with a neighbour; at most 3."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted
            row.append(min(cost, before[j - 2] + 1) if swapped else cost)
        before, last = last, row
    return min(last[-1], 3)
