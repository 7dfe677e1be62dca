"""Cards to a lineage: every work that a card names is in it, under a name that does not clash.

What a card names without describing it is looked up in what is known, with what that was made from.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from licenselogic.base.codes import Code
from licenselogic.base.display import listed, quoted
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Finding, Work, is_nameless, upstream_type
from licenselogic.readers.card import Card
from licenselogic.readers.known import Known

Key = tuple[str, bool]
"""The id of a work, and whether it is a dataset: a model may have the same id."""


def assemble(
    cards: Sequence[Card],
    known: Known,
    reasons: Mapping[str, str] | None = None,
    found_in: Sequence[str] = (),
) -> Lineage:
    """Return the lineage of these cards; every work that they name is in it.

    `reasons` says of works that are not known why not, and `found_in` of the first cards where they
    come from, if not from the caller.  A dataset that has the id of a model is
    called `datasets/ID`, as in its address on the Hub.  Raises `LineageError` where the cards
    derive from each other in a circle.
    """
    found = _gathered(cards, known)
    for card, where in zip(cards, found_in, strict=False):
        found.where.setdefault(where, []).insert(0, _key(card))
    models = {id for id, dataset in (*found.names.values(), *found.cards) if not dataset}
    made = _Assembly(found, frozenset(models), reasons or {})
    for card in found.cards.values():
        made.add(card)
    for card in found.cards.values():
        made.complete(card)
    findings = [*made.findings, *made.described(), *map(made.renamed, found.findings)]
    return Lineage.of(made.works.values(), made.upstream, findings)


def to_dataset(card: Card, edge: Edge) -> bool:
    """Tell whether an edge of a card leads to a dataset."""
    return upstream_type(card.work.type, edge.by) == "dataset"


def alone(card: Card) -> Card:
    """Return a card that says so if it names nothing that the work was made from."""
    if card.upstream:
        return card
    message = (
        f"{quoted(card.work.id)} names nothing that it was made from: "
        "nothing was checked but the work itself"
    )
    finding = Finding(Code.NO_UPSTREAM, message, (card.work.id,))
    return replace(card, findings=(*card.findings, finding))


# Looking up -------------------------------------------------------------------------------------


@dataclass
class _Gathered:
    """Cards by work, those that were given first; and which work each name stands for."""

    cards: dict[Key, Card]
    names: dict[Key, Key] = field(default_factory=dict)
    where: dict[str, list[Key]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def above(self, card: Card) -> list[tuple[Edge, Key]]:
        """Return the edges of a card, and the works that they lead to."""
        keys = [(edge, (edge.work, to_dataset(card, edge))) for edge in card.upstream]
        return [(edge, self.names.get(key, key)) for edge, key in keys]


def _gathered(cards: Sequence[Card], known: Known) -> _Gathered:
    """Return the cards, and those of all works upstream that are known."""
    found = _Gathered({_key(card): card for card in cards})
    waiting = deque(cards)
    while waiting:
        card = waiting.popleft()
        for edge in card.upstream:
            name = (edge.work, to_dataset(card, edge))
            if name not in found.names and not is_nameless(edge.work):
                found.names[name] = name
                waiting += _look_up(name, known, found)
    _open_circles(found, len(cards))
    return found


def _look_up(name: Key, known: Known, found: _Gathered) -> list[Card]:
    """Note which work a name stands for; return its card, if it is new."""
    if name in found.cards:
        return []
    described = known.find(name[0], "dataset" if name[1] else "model")
    if described is None:
        return []
    card = described.card
    key = found.names[name] = _key(card)
    if key != name:
        message = f"{quoted(name[0])} is read as {quoted(key[0])}"
        found.findings.append(Finding(Code.LEGACY_NAME, message, (key[0],)))
    if key in found.cards:
        return []
    found.cards[key] = card
    found.where.setdefault(described.where, []).append(key)
    return [card]


def _key(card: Card) -> Key:
    return card.work.id, card.work.type == "dataset"


def _open_circles(found: _Gathered, given: int) -> None:
    """Set aside what descriptions say that would make works derive from themselves.

    The first `given` cards stand as they are.
    """
    own = set(list(found.cards)[:given])
    done: set[Key] = set()
    for start in found.cards:
        trail = {start: iter(found.above(found.cards[start]))} if start not in done else {}
        while trail:
            below, edges = next(reversed(trail.items()))
            edge, key = next(((e, k) for e, k in edges if k not in done), (None, below))
            if edge is None:
                done.add(below)
                del trail[below]
            elif key in trail and below not in own:
                _set_aside(found, below, edge, key)
            elif key not in trail and key in found.cards:
                trail[key] = iter(found.above(found.cards[key]))


def _set_aside(found: _Gathered, below: Key, edge: Edge, key: Key) -> None:
    card = found.cards[below]
    found.cards[below] = replace(card, upstream=tuple(e for e in card.upstream if e != edge))
    message = (
        f"{quoted(below[0])} is said to be made from {quoted(key[0])}, which was made from it; "
        "this is set aside"
    )
    found.findings.append(Finding(Code.CYCLE, message, (below[0], key[0])))


# The lineage ------------------------------------------------------------------------------------


@dataclass
class _Assembly:
    """Works, edges and findings of several cards under names that do not clash."""

    found: _Gathered
    models: frozenset[str]
    reasons: Mapping[str, str]
    works: dict[str, Work] = field(default_factory=dict)
    upstream: dict[str, list[Edge]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def name(self, key: Key) -> str:
        """Return the name of a work in this lineage."""
        identifier, dataset = key
        return f"datasets/{identifier}" if dataset and identifier in self.models else identifier

    def renamed(self, finding: Finding, card: Card | None = None) -> Finding:
        """Return a finding with the work of its card under its name in this lineage."""
        if card is None:
            return finding
        own, name = card.work.id, self.name(_key(card))
        works = tuple(name if work == own else work for work in finding.works)
        return replace(finding, works=works)

    def add(self, card: Card) -> None:
        """Add the work of a card."""
        name = self.name(_key(card))
        self.works[name] = replace(card.work, id=name)
        self.works |= {work.id: work for work in card.nameless}
        self.findings += [self.renamed(finding, card) for finding in card.findings]

    def complete(self, card: Card) -> None:
        """Add the edges of a card, and the works that only edges name."""
        below = self.name(_key(card))
        edges = self.upstream.setdefault(below, [])
        for edge, key in self.found.above(card):
            name = self.name(key)
            edges.append(replace(edge, work=name))
            if name not in self.works:
                self.works[name] = self._named(key, name, below)

    def _named(self, key: Key, name: str, below: str) -> Work:
        reason = self.reasons.get(key[0], "nothing else is known of it")
        message = f"{quoted(name)} is named as upstream of {quoted(below)}; {reason}"
        self.findings.append(Finding(Code.MISSING_UPSTREAM, message, (name, below)))
        return Work(name, "dataset" if key[1] else "model")

    def described(self) -> list[Finding]:
        """Return a finding for each source of descriptions but the caller."""
        told = []
        for where, keys in self.found.where.items():
            names = tuple(map(self.name, keys))
            verb = "is" if len(names) == 1 else "are"
            message = f"{listed(names)} {verb} described by {where}"
            told += [Finding(Code.CATALOGUE, message, names)] if where else []
        return told
