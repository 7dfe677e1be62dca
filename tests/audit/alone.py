"""One work of a table with its ancestors, taken out in plain Python: to be checked alone.

Nothing here is shared with the audit but the readers of cards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import licenselogic as ll
from licenselogic.library.expressions import parse_expression
from licenselogic.lineage.work import Edge, Work, is_nameless
from licenselogic.readers.assemble import to_dataset
from licenselogic.readers.card import Card
from licenselogic.readers.known import Known, known_of
from licenselogic.readers.listing import Listed, card_of

Key = tuple[str, bool]


class InCircleError(Exception):
    """A work upstream derives from itself: only the audit says what that means."""


@dataclass
class Tables:
    """The rows of models and datasets, by id; the first of several counts."""

    rows: Mapping[Key, Listed]
    known: Known = field(default_factory=lambda: known_of(None))

    def __post_init__(self) -> None:
        self.cards: dict[Key, Card | None] = {}
        self.folded: dict[Key, str] = {}
        for name, dataset in self.rows:
            self.folded.setdefault((name.casefold(), dataset), name)

    @classmethod
    def of(cls, models: Iterable[Listed], datasets: Iterable[Listed] = ()) -> "Tables":
        rows: dict[Key, Listed] = {}
        for dataset, works in ((False, models), (True, datasets)):
            for work in works:
                rows.setdefault((work.id, dataset), work)
        return cls(rows)

    def resolved(self, key: Key) -> Key:
        """Return the work that a name stands for."""
        if key in self.rows:
            return key
        name = self.folded.get((key[0].casefold(), key[1]))
        return (name, key[1]) if name is not None else key

    def card(self, key: Key) -> Card | None:
        """Return the card of a work, or None if nothing is known of it."""
        if key not in self.cards:
            type = "dataset" if key[1] else "model"
            if key in self.rows:
                self.cards[key] = card_of(self.rows[key], type)
            else:
                found = self.known.find(key[0], type)
                self.cards[key] = found.card if found else None
        return self.cards[key]

    def lineage(self, name: str) -> ll.Lineage:
        """Return the lineage of a model of the table."""
        works: dict[str, Work] = {}
        upstream: dict[str, list[Edge]] = {}
        waiting: list[Key] = [(name, False)]
        while waiting:
            key = waiting.pop()
            called = _called(key)
            if called in works:
                continue
            card = self.card(key)
            type = "dataset" if key[1] else "model"
            works[called] = Work(called, type, _readable(card.work.license if card else None))
            upstream[called] = []
            for edge in card.upstream if card else ():
                above = (edge.work, to_dataset(card, edge)) if card else key
                if is_nameless(edge.work):
                    works[edge.work] = Work(edge.work, "dataset" if above[1] else "model")
                    upstream[called].append(edge)
                    continue
                above = self.resolved(above)
                if above != key:
                    upstream[called].append(replace(edge, work=_called(above)))
                    waiting.append(above)
        try:
            return ll.Lineage.of(works.values(), upstream)
        except ll.LineageError as error:
            if "circle" in str(error):
                raise InCircleError from None
            raise


def _called(key: Key) -> str:
    return f"datasets/{key[0]}" if key[1] else key[0]


def _readable(license: str | None) -> str | None:
    """Return a licence, or a name that nobody knows for what is no expression."""
    try:
        parse_expression(license, ll.licenses())
    except ll.ExpressionError:
        return "LicenseRef-unreadable"
    return license
