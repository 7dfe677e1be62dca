"""A snapshot of the Hub's listings, read as model cards are, and works drawn from it at random.

The snapshot is a folder with `models.parquet` and `datasets.parquet`: ids and tags. It is not part
of the repository.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

import licenselogic as ll
from licenselogic.library.expressions import parse_expression
from licenselogic.readers.assemble import to_dataset
from licenselogic.readers.card import Card
from licenselogic.readers.cards import read_card
from licenselogic.readers.fields import Fields

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "hub-2024-07"

FEWEST, MOST = 2, 6
"""Different licences that the library knows, among the ancestors of a work that is drawn."""

_RELEVANT = "^(license|base_model|dataset|source_datasets):"


@dataclass
class Snapshot:
    """The cards of the models and datasets of a snapshot; each is read when it is asked for."""

    tags: dict[tuple[str, str], list[str]]
    libraries: dict[str, str]
    _cards: dict[tuple[str, str], Card | None] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Snapshot":
        """Read what the listings say of licences and of upstream works."""
        base = duckdb.connect(config={"threads": 1})

        def rows(kind: str, columns: str) -> list[tuple[Any, ...]]:
            query = (
                f"SELECT id, tags{columns} FROM read_parquet(?) "
                f"WHERE len(list_filter(tags, lambda tag: regexp_matches(tag, '{_RELEVANT}'))) > 0"
            )
            return base.execute(query, [str(folder / f"{kind}s.parquet")]).fetchall()

        models = rows("model", ", library_name")
        tags = {("model", name): found for name, found, _ in models}
        tags |= {("dataset", name): found for name, found in rows("dataset", "")}
        return cls(tags, {name: library for name, _, library in models if library})

    def card(self, type: str, name: str) -> Card | None:
        """Return what the listing says of a work; None if it cannot be read as a card."""
        key = (type, name)
        if key not in self._cards:
            library = self.libraries.get(name) if type == "model" else None
            fields = Fields({}, self.tags[key], library)
            try:
                self._cards[key] = read_card(name, fields, type=type)
            except ll.LineageError:
                self._cards[key] = None
        return self._cards[key]

    def lineage(self, name: str) -> dict[str, Any] | None:
        """Return a model and its ancestors as a lineage file has them.

        None if a card on the way cannot be read, or one id names a model and a dataset.
        """
        works: dict[str, dict[str, Any]] = {}
        waiting = [("model", name)]
        while waiting:
            type, found = waiting.pop()
            if found in works:
                if works[found]["type"] != type:
                    return None
                continue
            if (type, found) not in self.tags:  # nothing is known but the name
                works[found] = {"id": found, "type": type, "from": []}
                continue
            card = self.card(type, found)
            if card is None:
                return None
            edges = [{"work": e.work, "by": e.by, "inferred": e.inferred} for e in card.upstream]
            works[found] = {"id": found, "type": type, "from": edges}
            if card.work.license:
                works[found]["license"] = card.work.license
            waiting += [
                ("dataset" if to_dataset(card, e) else "model", e.work) for e in card.upstream
            ]
        return {"works": list(works.values())}


@cache
def known(expression: str | None) -> bool:
    """Tell whether the library knows every licence of an expression."""
    try:
        parsed = parse_expression(expression, ll.licenses())
    except ll.ExpressionError:
        return False
    terms = [term for terms in parsed.alternatives for term in terms]
    return all(term.kind in ("license", "group") for term in terms)


def drawn(snapshot: Snapshot, seed: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield works with their lineages in random order, no two with the same licences upstream.

    A work that is drawn has a licence of its own that the library knows, and from `FEWEST` to
    `MOST` different ones that it knows among its ancestors; others may be undeclared or unknown.
    """
    names = sorted(name for type, name in snapshot.tags if type == "model")
    random.Random(seed).shuffle(names)
    seen = set()
    for name in names:
        if not any(tag.startswith("license:") for tag in snapshot.tags["model", name]):
            continue
        data = snapshot.lineage(name)
        if data is None or not known(data["works"][0].get("license")):
            continue
        key = _kind(data["works"])
        declared = {license for _, _, license in key[1] if license and known(license)}
        if key not in seen and FEWEST <= len(declared) <= MOST and _can_be_read(data):
            seen.add(key)
            yield name, data


def _kind(works: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Return the licence of the first work, and relation, type and licence of each edge's start."""
    by_name = {work["id"]: work for work in works}
    above = {
        (edge["by"], by_name[edge["work"]]["type"], by_name[edge["work"]].get("license"))
        for work in works
        for edge in work["from"]
    }
    return works[0]["license"], frozenset(above)


def _can_be_read(data: dict[str, Any]) -> bool:
    """Tell whether the works form a lineage: real listings have circles."""
    try:
        ll.Lineage.from_dict(data)
    except ll.LineageError:
        return False
    return True
