"""Repositories whose parts have licences of their own: code, weights and data side by side.

A part is a work like any other, called `ID#NAME`, and the whole keeps it as it is (`combine`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licenselogic.base.documents import Place

MARK = "#"
"""What stands between the id of a work and the name of a part."""

_FROM_THE_WHOLE = ("owner", "publish", "facts")
"""What holds for a part if nothing else is said of it."""

_NOT_OF_PARTS = frozenset({"id", "publish", "parts"})


def taken_apart(raw: object, place: Place) -> Iterator[tuple[object, Place]]:
    """Yield the plain values of a work, after those of its parts, each with its place.

    What cannot be read is left as it stands, for whoever reads works to report.
    """
    if not isinstance(raw, Mapping) or not _whole(raw):
        yield raw, place
        return
    for position, part in enumerate(raw["parts"]):
        yield _part(raw, part), (*place, "parts", position)
    yield _joined(raw), place


def _whole(raw: Mapping[str, Any]) -> bool:
    """Tell whether a work has parts that can be told from each other."""
    parts, name = raw.get("parts"), raw.get("id")
    return isinstance(name, str) and isinstance(parts, list) and all(map(_is_part, parts))


def _is_part(part: object) -> bool:
    if not isinstance(part, Mapping) or part.keys() & _NOT_OF_PARTS:
        return False
    name = part.get("name")
    return (
        isinstance(name, str) and bool(name) and MARK not in name and not set(name) & set(" \t\n")
    )


def _part(whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    shared = {key: whole[key] for key in _FROM_THE_WHOLE if key in whole}
    own = {key: value for key, value in part.items() if key != "name"}
    return {"id": f"{whole['id']}{MARK}{part['name']}", **shared, **own}


def _joined(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole, made from its parts; without a licence of its own, it is under theirs."""
    found = {key: value for key, value in whole.items() if key != "parts"}
    parts = [{"work": _part(whole, part)["id"], "by": "combine"} for part in whole["parts"]]
    above = whole.get("from")
    found["from"] = [*above, *parts] if isinstance(above, list) else above or parts
    if whole.get("license") is None:
        found["license"] = _label([part.get("license") for part in whole["parts"]])
    return found


def _label(licenses: Sequence[object]) -> str | None:
    """Return the licences of all parts joined; None where one of them is not declared."""
    texts = [text for text in licenses if isinstance(text, str) and text.strip()]
    if not texts or len(texts) < len(licenses):
        return None
    distinct = list(dict.fromkeys(texts))
    if len(distinct) == 1:
        return distinct[0]
    return " AND ".join(f"({text})" if " OR " in text.upper() else text for text in distinct)
