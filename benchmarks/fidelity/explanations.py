"""Why we differ: the hand-written explanations, one for each disagreement."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import licenselogic as ll
from benchmarks.fidelity.pairs import Answer
from benchmarks.fidelity.terms import Comparison

FILE = Path(__file__).with_name("explanations.toml")

Key = tuple[str, ...]
"""(licence, token) for a term; (inbound, outbound, context) for a pair."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clauses that decide, as (licence, number), and what they come to.

    A pair is `set_aside` from the thresholds where its clauses decide against the experts, who can
    only be agreed with by encoding what the text does not say.
    """

    clauses: tuple[tuple[str, str], ...]
    why: str
    set_aside: bool = False


def read(path: Path = FILE) -> dict[Key, Explanation]:
    """Return every explanation by the disagreement that it explains."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    found: dict[Key, Explanation] = {}
    for row in data.get("term", ()):
        cites = tuple((row["license"], cite) for cite in row["clauses"])
        found[row["license"], row["token"]] = Explanation(cites, row["why"].strip())
    for row in data.get("pair", ()):
        cites = tuple((license, cite) for license, cite in row["clauses"])
        key = (row["inbound"], row["outbound"], row["context"])
        found[key] = Explanation(cites, row["why"].strip(), row.get("set_aside", False))
    return found


def set_aside() -> frozenset[Key]:
    """Return the pairs that count for no threshold."""
    return frozenset(name for name, why in read().items() if why.set_aside)


def key(disagreement: Answer | Comparison) -> Key:
    """Return the key of a disagreement."""
    if isinstance(disagreement, Comparison):
        return disagreement.license, str(disagreement.token)
    pair = disagreement.pair
    return pair.inbound, pair.outbound, pair.context


def slips(disagreements: Iterable[Answer | Comparison]) -> list[str]:
    """Return what is wrong with the explanations: missing, out of date, or citing no clause."""
    known, wanted = read(), {key(d) for d in disagreements}
    found = [f"not explained: {' / '.join(k)}" for k in sorted(wanted - set(known))]
    found += [f"explains no disagreement: {' / '.join(k)}" for k in sorted(set(known) - wanted)]
    for name, explanation in sorted(known.items()):
        found += [
            f"{' / '.join(name)} cites {license} {cite}, which is not in the clause file"
            for license, cite in explanation.clauses
            if summary(license, cite) is None
        ]
    return found


def summary(license: str, cite: str) -> str | None:
    """Return what the clause, or the omission, with this number comes to."""
    entry = ll.licenses()[license]
    says = {o.cite: f"left out: {o.because}" for o in entry.omissions}
    says |= {c.cite: c.says for c in entry.clauses}
    return says.get(cite)
