"""Pairs of licences: the verdict of `licenselogic.check` beside that of the experts.

Each pair becomes a lineage of two software works.  `link` asks about a separable component, our
`combine`; `merge` about one inseparable work, our `incorporate`.  Sources that do not say which
they mean (`any`) are read as the stricter `incorporate`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import licenselogic as ll
from benchmarks.fidelity.oracles import Pair

RELATION = {"any": "incorporate", "link": "combine", "merge": "incorporate"}

AT_LEAST = 0.99
AT_LEAST_HARD = 0.95
"""Thresholds: of every stratum, and of the pairs that the naive rule gets wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair, and our verdict on it."""

    pair: Pair
    status: str
    clauses: tuple[ll.ClauseRef, ...] = ()

    @property
    def agrees(self) -> bool:
        """Tell whether our verdict is that of the experts; `unknown` never is."""
        return self.status == self.pair.verdict


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the pairs of a group we, and the naive rule, get as the experts do."""

    name: str
    context: str
    total: int
    agreed: int
    naive: int

    @property
    def share(self) -> float:
        """The share on which we agree."""
        return self.agreed / self.total if self.total else 1.0

    @property
    def naive_share(self) -> float:
        """The share that the naive rule gets right."""
        return self.naive / self.total if self.total else 1.0


def answer(pair: Pair, relation: str | None = None) -> Answer:
    """Return our verdict on a pair, asked through the public API."""
    lineage = ll.Lineage.from_dict(
        {
            "works": [
                {"id": "inbound", "type": "software", "license": pair.inbound},
                {
                    "id": "outbound",
                    "type": "software",
                    "license": pair.outbound,
                    "from": [{"work": "inbound", "by": relation or RELATION[pair.context]}],
                },
            ]
        }
    )
    verdict = ll.check(lineage)
    first = verdict.counterexamples[0].clauses if verdict.counterexamples else ()
    return Answer(pair, verdict.status.value, first)


def scores(answers: Iterable[Answer]) -> Iterator[Score]:
    """Yield the score of each stratum and context, of the hard pairs, and of all."""
    found = list(answers)
    keys = sorted({(a.pair.stratum, a.pair.context) for a in found})
    for stratum, context in keys:
        group = [a for a in found if (a.pair.stratum, a.pair.context) == (stratum, context)]
        yield _score(stratum, context, group)
    yield _score("the naive rule fails", "all", [a for a in found if not a.pair.naive])
    yield _score("all", "all", found)


def _score(name: str, context: str, group: list[Answer]) -> Score:
    agreed = sum(a.agrees for a in group)
    return Score(name, context, len(group), agreed, sum(a.pair.naive for a in group))


def missed(found: list[Score]) -> list[str]:
    """Return the thresholds that the scores do not reach."""
    *strata, hard, _ = found
    below = [
        f"{s.name} ({s.context}): {s.share:.3f}, wanted {AT_LEAST}"
        for s in strata
        if s.share < AT_LEAST
    ]
    if hard.share < AT_LEAST_HARD:
        name = "pairs that the naive rule gets wrong"
        below.append(f"{name}: {hard.share:.3f}, wanted {AT_LEAST_HARD}")
    return below
