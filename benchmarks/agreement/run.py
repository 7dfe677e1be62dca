"""Any number of random cases, put to both sides in processes that each live for one batch.

Case n is made from seed n alone, so a disagreement can be had again by its seed, and the outcome
does not depend on how many processes share the work.  A fresh process for every batch keeps what
the fast side remembers from growing.
"""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.agreement import replay, sides
from licenselogic.base.diagnostics import InternalError
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import judge
from licenselogic.testing import constructs, random_case

BATCH = 1000


@dataclass
class Tally:
    """What has been counted, and the seeds of the cases in which something is amiss."""

    cases: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    amiss: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Add what another process counted."""
        self.cases += other.cases
        self.counts += other.counts
        self.reached += other.reached
        for side, seconds in other.seconds.items():
            self.spend(side, seconds)
        for what, seeds in other.amiss.items():
            self.amiss[what] = sorted([*self.amiss.get(what, ()), *seeds])

    def spend(self, side: str, seconds: float) -> None:
        """Add to the time that a side took."""
        self.seconds[side] = self.seconds.get(side, 0) + seconds

    def note(self, what: str, fine: bool, seed: int) -> None:
        """Count a comparison that comes out well, or else remember the seed."""
        if fine:
            self.counts[what] += 1
        else:
            self.amiss.setdefault(what, []).append(seed)

    @property
    def unreached(self) -> list[str]:
        """The constructs that no case exercised."""
        return sorted(expected_constructs() - self.reached.keys())


def agreement(cases: int, seed: int = 0, jobs: int = 2, quiet: bool = False) -> Tally:
    """Return the tally of the cases with `cases` seeds from `seed` on."""
    total = Tally()
    batches = [range(s, min(s + BATCH, seed + cases)) for s in range(seed, seed + cases, BATCH)]
    started = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        for tally in pool.imap_unordered(batch, batches):
            total.add(tally)
            if not quiet:
                _progress(total, cases, time.perf_counter() - started)
    return total


def _progress(total: Tally, cases: int, seconds: float) -> None:
    amiss = sum(map(len, total.amiss.values()))
    left = seconds / total.cases * (cases - total.cases)
    print(
        f"{total.cases:,} of {cases:,} cases, {amiss} amiss, {left:,.0f} s left",
        file=sys.stderr,
        flush=True,
    )


def batch(seeds: range) -> Tally:
    """Return the tally of the cases made from `seeds`."""
    tally = Tally()
    for seed in seeds:
        one(seed, tally)
    return tally


def one(seed: int, tally: Tally) -> None:
    """Put the case made from `seed` to both sides."""
    case = random_case(random.Random(seed))
    start = time.process_time()
    judgement = judge(case)
    middle = time.process_time()
    try:
        answer = sides.solve(case)
    except InternalError:
        tally.note("scenarios replay", False, seed)
        return
    tally.spend("reference", middle - start)
    tally.spend("solver", time.process_time() - middle)
    tally.cases += 1
    tally.reached.update(constructs(case))

    want, found = sides.judged(judgement), sides.solved(answer.decision.violations)
    status = sides.expected(case, judgement)
    tally.counts[f"status {status}"] += 1
    tally.counts.update(f"rule {rule}" for rule in sides.rules(want))
    tally.note("statuses agree", status == answer.status.value, seed)
    tally.note("rules agree", sides.rules(want) == sides.rules(found), seed)
    tally.note("breaches agree", want == found, seed)
    for violation in filter(replay.replayable, answer.decision.violations):
        tally.counts["scenarios"] += 1
        tally.note("scenarios replay", replay.replays(case, violation), seed)
        tally.note("scenarios minimal", replay.minimal(case, violation), seed)


def expected_constructs() -> frozenset[str]:
    """Return every name that `testing.constructs` gives to something."""
    return frozenset(_expected())


def _expected() -> Iterator[str]:
    words = vocabulary()
    yield from (f"publish {name}" for name in words.publications)
    yield from (f"relation {name}" for name in words.relations)
    yield from (f"type {name}" for name in vocabulary().types)
    yield from (f"works {count}" for count in range(1, 7))
    for status in words.statuses:
        yield f"subject {status}"
        yield f"counts as {status}"
        if status != "independent":
            yield f"reached {status}"
    for sort in {fact.sort for fact in words.facts.values()}:
        yield f"fact {sort}"
        yield f"asks {sort}"
    kinds = "permission prohibition obligation share-alike flow-down freedom relicense term"
    kinds += " assuming notwithstanding name-prefix"
    yield from (f"norm {kind}" for kind in kinds.split())
    yield from ("outbound undeclared", "outbound and", "upstream undeclared", "upstream and")
    yield from ("reached separable", "same owner", "several bases")
    yield from ("binds assuming", "counts assuming")
