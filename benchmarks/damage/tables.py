"""A door for tables of works that a user gives: a card names their works and nothing else."""

from typing import Any

from benchmarks.damage.doors import Door, TreeDoor, as_json, in_file, is_empty, judged, last_key
from benchmarks.damage.lineages import words
from benchmarks.damage.trees import Place, Trees
from licenselogic.readers.known import Known
from licenselogic.readers.load import load_known
from licenselogic.readers.responses import from_response

_LICENSES = ("llama3", "cc-by-nc-4.0", "gpl-3.0", "mit", "gemma", "openrail++")
_CARD = {"license": "apache-2.0", "base_model": ["a/one", "a/two"]}


def _binds(place: Place, new: object) -> bool:
    """Tell whether a value of a row, replaced by what does not belong there, still binds."""
    return last_key(place) in ("id", "type", "license", "upstream") and not is_empty(new)


def table_doors() -> list[Door]:
    """Return the door for tables."""
    return [TreeDoor("table", _tables(), Trees(_binds, words()), _written, _enter, closed=True)]


def _tables() -> list[list[dict[str, str]]]:
    return [
        [
            {"id": "a/one", "license": first, "upstream": "finetune:a/three"},
            {"id": "a/two", "type": "model", "license": second, "date": "2024-07"},
            {"id": "a/three", "license": third, "source": "a page", "note": "contradictory: x"},
        ]
        for first in _LICENSES
        for second in _LICENSES[:3]
        for third in _LICENSES[:2]
    ]


def _written(rows: Any) -> bytes:
    rows = rows if isinstance(rows, list) else [rows]
    return b"".join(as_json(row).replace(b"\n", b" ") + b"\n" for row in rows)


def _enter(content: bytes, full: bool) -> str:
    known = Known((load_known(in_file("works.jsonl", content)),))
    data = {"id": "me/x", "tags": [], "cardData": _CARD}
    return judged(from_response(data, known=known), full)
