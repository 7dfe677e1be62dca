"""Cards to a lineage: every work that a card names is in it, under a name that does not clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from licenselogic.base.codes import Code
from licenselogic.base.display import quoted
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Finding, Work
from licenselogic.readers.cards import Card


def assemble(
    cards: Sequence[Card],
    known: Mapping[str, Work] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Lineage:
    """Return the lineage of these cards; every work that they name is in it.

    The first card is that of the work in question.  `reasons` says of works without a card why
    nothing is known of them.  A dataset that has the id of a model is called `datasets/ID`, as in
    its address on the Hub.
    """
    models = {card.work.id for card in cards if card.work.type != "dataset"}
    models |= {e.work for card in cards for e in card.upstream if not to_dataset(card, e)}
    made = _Assembly(frozenset(models), known or {}, reasons or {})
    for card in cards:
        made.add(card)
    for card in cards:
        made.complete(card)
    if cards and not cards[0].upstream:
        made.findings.append(_alone(cards[0].work.id))
    return Lineage.of(made.works.values(), made.upstream, made.findings)


def to_dataset(card: Card, edge: Edge) -> bool:
    """Tell whether an edge of a card leads to a dataset."""
    return edge.by == "trained_on" or card.work.type == "dataset"


def _alone(name: str) -> Finding:
    message = (
        f"{quoted(name)} names nothing that it was made from: "
        "nothing was checked but the work itself"
    )
    return Finding(Code.NO_UPSTREAM, message, (name,))


@dataclass
class _Assembly:
    """Works, edges and findings of several cards under names that do not clash."""

    models: frozenset[str]
    known: Mapping[str, Work]
    reasons: Mapping[str, str]
    works: dict[str, Work] = field(default_factory=dict)
    upstream: dict[str, list[Edge]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def name(self, identifier: str, dataset: bool) -> str:
        """Return the name of a work in this lineage."""
        return f"datasets/{identifier}" if dataset and identifier in self.models else identifier

    def add(self, card: Card) -> None:
        """Add the work of a card."""
        name = self.name(card.work.id, card.work.type == "dataset")
        self.works[name] = replace(card.work, id=name)
        self.works |= {work.id: work for work in card.nameless}
        self.findings += card.findings

    def complete(self, card: Card) -> None:
        """Add the edges of a card, and the works that only edges name."""
        below = self.name(card.work.id, card.work.type == "dataset")
        edges = self.upstream.setdefault(below, [])
        for edge in card.upstream:
            dataset = to_dataset(card, edge)
            name = self.name(edge.work, dataset)
            edges.append(replace(edge, work=name))
            if name not in self.works:
                self.works[name] = self._named(edge, name, below, dataset)

    def _named(self, edge: Edge, name: str, below: str, dataset: bool) -> Work:
        if edge.work in self.known:
            return replace(self.known[edge.work], id=name)
        reason = self.reasons.get(edge.work, "nothing else is known of it")
        message = f"{quoted(name)} is named as upstream of {quoted(below)}; {reason}"
        self.findings.append(Finding(Code.MISSING_UPSTREAM, message, (name, below)))
        return Work(name, "dataset" if dataset else "model")
