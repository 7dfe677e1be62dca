"""Responses of the Hub that declare no licence: how many of them get one recommended.

Counted are those whose parents are all known: each is described, whatever its licence is, and
whatever is known further up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import licenselogic as ll
from benchmarks.cards.judged import declares, names_base, responses
from licenselogic.base.codes import Code
from licenselogic.readers.responses import from_response

WANTED = 0.55
"""The share of them that should get a recommendation."""


@dataclass(frozen=True)
class Advised:
    """One response: how far a recommendation gets (`Rung`), and the licence that comes first."""

    work: str
    ladder: str
    first: str = ""


def unlicensed(path: Path) -> Iterator[tuple[str, ll.Lineage]]:
    """Yield the responses that name a base model and declare no licence, all parents known."""
    for data in responses(path):
        if names_base(data) and not declares(data):
            lineage = from_response(data)
            if parents_known(lineage, data["id"]):
                yield data["id"], lineage


def parents_known(lineage: ll.Lineage, work: str) -> bool:
    """Tell whether every direct upstream of a work is described."""
    named_only = {
        name
        for finding in lineage.findings
        if finding.code is Code.MISSING_UPSTREAM
        for name in finding.works[:1]
    }
    parents = [edge.work for edge in lineage.upstream[work]]
    return bool(parents) and named_only.isdisjoint(parents)


def advised(works: Iterable[tuple[str, ll.Lineage]]) -> list[Advised]:
    """Return what is recommended, one for each work."""
    found = []
    for work, lineage in works:
        answer = ll.recommend(lineage, work)
        first = answer.candidates[0].license if answer.candidates else ""
        found.append(Advised(work, answer.ladder.value, first))
    return found


def share(cards: Sequence[Advised]) -> float:
    """Return the share of works that get a recommendation."""
    return sum(bool(card.first) for card in cards) / len(cards) if cards else 0.0


def report(cards: Sequence[Advised]) -> str:
    """Return the figures as text."""
    lines = [
        f"{len(cards):,} responses declare no licence and have known parents",
        f"{share(cards):.1%} of them get a recommendation (wanted: {WANTED:.0%})",
        "",
        "| how far | works |",
        "| --- | ---: |",
    ]
    ladder = Counter(card.ladder for card in cards)
    lines += [f"| {rung} | {count:,} |" for rung, count in ladder.most_common()]
    first = Counter(card.first for card in cards if card.first)
    lines += ["", "| recommended first | works |", "| --- | ---: |"]
    lines += [f"| {license} | {count:,} |" for license, count in first.most_common(10)]
    return "\n".join(lines)
