"""What is known of works that the input names and does not describe.

Sources are looked through in order: works that the caller describes, tables of the caller, the
shipped catalogue, and, where that is wanted, the live Hub.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from licenselogic.base.codes import Code
from licenselogic.base.display import quoted
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding, Work, is_nameless
from licenselogic.readers.card import Card
from licenselogic.readers.catalogue import CONTRADICTORY, Catalogue, Row, catalogue


class Described(NamedTuple):
    """The card of a work that is described elsewhere, and where; '' for by the caller."""

    card: Card
    where: str = ""


Source = Callable[[str, str], Described | None]
"""Takes the name and the type of a work; None for a work that the source does not have."""


@dataclass(frozen=True)
class Known:
    """Sources, looked through in order."""

    sources: tuple[Source, ...] = ()

    def find(self, name: str, type: str) -> Described | None:
        """Return what the first source that has a work says of it."""
        found = (source(name, type) for source in self.sources)
        return next((described for described in found if described is not None), None)


Given = Mapping[str, Work] | Lineage | Known | None
"""What a caller may give: works by id, a lineage, or sources."""


def known_of(given: Given, *, catalogued: bool = True, library: Library | None = None) -> Known:
    """Return the sources that a caller gives, before the shipped catalogue unless that is unwanted.

    Sources that are given as such stand as they are.
    """
    if isinstance(given, Known):
        return given
    sources = [] if given is None else [works_in(given)]
    if catalogued:
        sources.append(rows_in(catalogue(), library))
    return Known(tuple(sources))


def works_in(given: Mapping[str, Work] | Lineage) -> Source:
    """Return the source of works that a caller describes, with their upstream."""
    works: Mapping[str, Work] = given.works if isinstance(given, Lineage) else given
    upstream = given.upstream if isinstance(given, Lineage) else {}

    def find(name: str, type: str) -> Described | None:
        if name not in works or (works[name].type == "dataset") != (type == "dataset"):
            return None
        work = replace(works[name], id=name)
        edges = tuple(upstream.get(name, ()))
        hidden = tuple(works[edge.work] for edge in edges if is_nameless(edge.work))
        return Described(Card(work, edges, (), hidden))

    return find


def rows_in(tables: Catalogue, library: Library | None = None, called: str = "") -> Source:
    """Return the source of the works in the tables of a catalogue.

    `called` is what messages call the tables; '' stands for the catalogue.
    """

    def find(name: str, type: str) -> Described | None:
        row = tables.find(name, type)
        if row is None:
            return None
        told = ", ".join(filter(None, (f"as of {row.date}" if row.date else "", row.source)))
        where = called or "the catalogue"
        return Described(card_of(row, library), f"{where} ({told})" if told else where)

    return find


def card_of(row: Row, library: Library | None = None) -> Card:
    """Return a row as a card: its licence is read as that of any card, contradictions are told."""
    from licenselogic.readers.cards import read_card  # most lineages describe all their works
    from licenselogic.readers.fields import Fields

    meta = {"license": list(row.licenses), "license_name": row.name, "license_link": row.link}
    card = read_card(row.id, Fields(meta), type=row.type, library=library)
    findings = list(card.findings)
    said = row.note.removeprefix(CONTRADICTORY)
    if said != row.note:
        message = f"{quoted(row.id)} contradicts itself: {said}"
        findings.append(Finding(Code.CONTRADICTORY_FACTS, message, (row.id,)))
    hidden = [edge.work for edge in row.upstream if is_nameless(edge.work)]
    for name in hidden:
        message = f"{quoted(row.id)} was made from another {row.type}, which it does not name"
        findings.append(Finding(Code.MISSING_UPSTREAM, message, (name, row.id)))
    return Card(card.work, row.upstream, tuple(findings), tuple(Work(n, row.type) for n in hidden))
