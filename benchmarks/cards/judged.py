"""Responses of the Hub, judged one by one; which of them got a definite answer, and why not."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import licenselogic as ll
from licenselogic.base.codes import Code, Status
from licenselogic.library.terms import UNDECLARED
from licenselogic.readers.responses import from_response

RESPONSES = Path(__file__).resolve().parents[3] / "shared/data/hub-2024-07/api-responses.jsonl.gz"

WANTED = 0.7
"""The share of cards that should get a definite answer."""

SHOWN = 15
"""Names that are listed."""


@dataclass(frozen=True)
class Judged:
    """One card: its answer, why it is open, and the works on which it hangs.

    `told` is whether an open answer names what is missing, or what to do.
    """

    work: str
    status: Status
    reasons: tuple[Code, ...] = ()
    missing: tuple[str, ...] = ()
    told: bool = True

    @property
    def definite(self) -> bool:
        """Whether the answer is yes or no."""
        return self.status is not Status.UNKNOWN


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the responses that name a base model and declare a licence."""
    return (data for data in responses(path) if names_base(data) and declares(data))


def responses(path: Path) -> Iterator[dict[str, Any]]:
    """Yield all responses of a file of JSON lines, perhaps compressed."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def names_base(data: dict[str, Any]) -> bool:
    """Tell whether a response names a base model."""
    tagged = any(tag.startswith("base_model:") for tag in data.get("tags") or ())
    return tagged or bool((data.get("cardData") or {}).get("base_model"))


def declares(data: dict[str, Any]) -> bool:
    """Tell whether a response says which licence the model has."""
    license = (data.get("cardData") or {}).get("license")
    named = license if isinstance(license, list) else [license]
    return any(text and str(text).casefold() not in UNDECLARED for text in named)


def judged(responses: Iterable[dict[str, Any]], *, catalogue: bool = True) -> list[Judged]:
    """Return the answers, one for each response."""
    return [_judge(data, catalogue) for data in responses]


def _judge(data: dict[str, Any], catalogue: bool) -> Judged:
    lineage = from_response(data, catalogue=catalogue)
    work = data["id"]
    verdict = ll.check(lineage, work)
    if verdict.status is not Status.UNKNOWN:
        return Judged(work, verdict.status)
    codes = tuple(sorted({reason.code for reason in verdict.reasons}))
    missing = tuple(name for reason in verdict.reasons for name in reason.works)
    told = bool(verdict.reasons) and all(r.works or r.message for r in verdict.reasons)
    return Judged(work, verdict.status, codes, missing, told)


def report(cards: Sequence[Judged], without: Sequence[Judged]) -> str:
    """Return the figures as text: with the catalogue and without it, split by reason."""
    definite = sum(card.definite for card in cards)
    before = sum(card.definite for card in without)
    lines = [
        f"{len(cards):,} cards name a base model and declare a licence",
        f"{_share(definite, cards)} get a definite answer offline (wanted: {WANTED:.0%})",
        f"{_share(before, cards)} without the catalogue",
        "",
        "| answer | cards | share |",
        "| --- | ---: | ---: |",
    ]
    answers = Counter(
        card.status.value if card.definite else f"unknown: {', '.join(card.reasons)}"
        for card in cards
    )
    order = sorted(answers, key=lambda answer: (answer.startswith("unknown"), -answers[answer]))
    for answer in order:
        lines.append(f"| {answer} | {answers[answer]:,} | {answers[answer] / len(cards):.1%} |")
    names = Counter(name for card in cards for name in set(card.missing))
    lines += ["", "| what most open answers hang on | cards |", "| --- | ---: |"]
    lines += [f"| `{name}` | {count:,} |" for name, count in names.most_common(SHOWN)]
    return "\n".join(lines)


def _share(count: int, cards: Sequence[Judged]) -> str:
    return f"{count:,} ({count / len(cards):.1%})" if cards else "0"
