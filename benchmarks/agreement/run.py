"""Any number of random cases, put to both sides in processes that each live for one batch.

Case n is made from seed n alone, so a disagreement can be had again by its seed, and the outcome
does not depend on how many processes share the work.  A fresh process for every batch keeps what
both sides remember from growing.
"""

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from licenselogic.library.library import Library, licenses
from licenselogic.reference.judge import Judge
from licenselogic.testing import constructs, random_case, random_shipped_case, replay, sides
from licenselogic.testing.agreement import Comparison, compare
from licenselogic.testing.ancestry import Case
from licenselogic.testing.coverage import expected

BATCH = 1000

MAKERS: Mapping[str, Callable[[random.Random], Case]] = {
    "shipped": random_shipped_case,
    "random": random_case,
}
"""Kinds of cases: over the licences that ship with licenselogic, and over random ones."""


@dataclass
class Tally:
    """What has been counted, and the seeds of the cases in which something is amiss."""

    cases: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    amiss: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Add what another process counted."""
        self.cases += other.cases
        self.counts += other.counts
        self.reached += other.reached
        self.seconds.update(other.seconds)
        for side, seconds in other.slowest.items():
            self.slowest[side] = max(seconds, self.slowest.get(side, 0))
        for what, seeds in other.amiss.items():
            self.amiss[what] = sorted([*self.amiss.get(what, ()), *seeds])

    def spend(self, side: str, seconds: float) -> None:
        """Add to the time that a side took."""
        self.seconds[side] += seconds
        self.slowest[side] = max(seconds, self.slowest.get(side, 0))

    def note(self, what: str, fine: bool, seed: int) -> None:
        """Count a comparison that comes out well, or else remember the seed."""
        if fine:
            self.counts[what] += 1
        else:
            self.amiss.setdefault(what, []).append(seed)

    @property
    def unreached(self) -> list[str]:
        """The constructs that no case exercised."""
        return sorted(expected() - self.reached.keys())


def agreement(kind: str, cases: int, seed: int = 0, jobs: int = 2, quiet: bool = False) -> Tally:
    """Return the tally of the cases of a kind with `cases` seeds from `seed` on."""
    total = Tally()
    batches = [range(s, min(s + BATCH, seed + cases)) for s in range(seed, seed + cases, BATCH)]
    started = time.perf_counter()
    list(licenses())
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        for tally in pool.imap_unordered(partial(batch, kind), batches):
            total.add(tally)
            if not quiet:
                _progress(kind, total, cases, time.perf_counter() - started)
    return total


def _progress(kind: str, total: Tally, cases: int, seconds: float) -> None:
    amiss = sum(map(len, total.amiss.values()))
    left = seconds / total.cases * (cases - total.cases)
    print(
        f"{kind}: {total.cases:,} of {cases:,} cases, {amiss} amiss, {left:,.0f} s left",
        file=sys.stderr,
        flush=True,
    )


def batch(kind: str, seeds: range) -> Tally:
    """Return the tally of the cases made from `seeds`."""
    tally, both = Tally(), Both()
    for seed in seeds:
        one(MAKERS[kind](random.Random(seed)), seed, both, tally)
    return tally


class Both:
    """The two sides, kept for as long as the library is the same."""

    def __init__(self) -> None:
        self._of: tuple[Library, Judge, sides.Fast] | None = None

    def on(self, library: Library) -> tuple[Judge, sides.Fast]:
        """Return both sides for a library."""
        if self._of is None or self._of[0] is not library:
            self._of = (library, Judge(library), sides.Fast(library))
        return self._of[1:]


def one(case: Case, seed: int, both: Both, tally: Tally) -> None:
    """Put a case to both sides."""
    judge, fast = both.on(case.library)
    for side, asked in (
        ("judge", partial(sides.judge, case, judge)),
        ("fast side", partial(fast.solve, case)),
    ):
        start = time.process_time()
        asked()
        tally.spend(side, time.process_time() - start)
    found = compare(case, judge, fast)
    tally.cases += 1
    tally.reached.update(constructs(case, judge))
    count(found, seed, tally)
    for violation in filter(replay.replayable, found.answer.decision.violations):
        tally.counts["scenarios"] += 1
        tally.note("scenarios replay", replay.replays(case, violation), seed)
        if replay.measurable(case, violation):
            tally.counts["scenarios measured"] += 1
            tally.note("scenarios minimal", replay.minimal(case, violation), seed)


def count(found: Comparison, seed: int, tally: Tally) -> None:
    """Count what a comparison says."""
    tally.counts[f"status {found.judgement.status.value}"] += 1
    tally.counts.update(
        f"rule {rule}" for rule in sides.rules(sides.judged(found.judgement.breaches))
    )
    if found.given_up:
        tally.counts["given up"] += 1
    else:
        tally.note("status", found.same_status, seed)
    if found.broken is not None:
        tally.counts["compared"] += 1
        tally.note("breaches", found.broken == found.shown, seed)
