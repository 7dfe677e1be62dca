"""The experts' statements, read from a folder that is not part of this repository."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = ROOT.parent / "shared" / "oracles"
PAIRS, TERMS = "pairs_open.jsonl", "terms_choosealicense.jsonl"
SECTIONS = ("permits", "requires", "forbids")


class OraclesAbsentError(Exception):
    """The folder with the experts' statements is not there, or not complete."""


@dataclass(frozen=True, slots=True)
class Pair:
    """At least two sources agree, and none disagrees, on `inbound` into `outbound`.

    `context` is link (a separable component), merge (one inseparable work), or any.  `naive` tells
    whether the naive rule gets the pair right: copyleft inbound is incompatible, unless it is weak
    and linked, and everything else is compatible.
    """

    inbound: str
    outbound: str
    context: str
    verdict: str
    stratum: str
    naive: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What choosealicense says that one licence permits, requires and forbids."""

    license: str
    tokens: frozenset[tuple[str, str]]


def pairs(folder: Path) -> list[Pair]:
    """Return the open pairs."""
    return [
        Pair(
            row["inbound"],
            row["outbound"],
            row["context"],
            row["verdict"],
            row["stratum"],
            row["naive_rule_right"],
            tuple(row["sources"]),
        )
        for row in _rows(folder / PAIRS)
    ]


def terms(folder: Path) -> list[Terms]:
    """Return the term lists; a token is a section (permits, requires, forbids) and a name."""
    return [
        Terms(row["license"], frozenset((s, name) for s in SECTIONS for name in row[s]))
        for row in _rows(folder / TERMS)
    ]


def present(folder: Path = DEFAULT) -> bool:
    """Tell whether both files are there."""
    return all((folder / name).is_file() for name in (PAIRS, TERMS))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise OraclesAbsentError(
            f"cannot read {path}: {error.strerror}\n"
            f"this benchmark needs a folder with {PAIRS} and {TERMS}; name it with --oracles DIR"
        ) from None
    return (json.loads(line) for line in lines if line.strip())
