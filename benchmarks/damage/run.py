"""Damages inputs, hands them in, and keeps the score of what came of them."""

import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import licenselogic as ll
from benchmarks.damage.doors import COMPATIBLE, Damaged, Door, work_in, workplace_made
from benchmarks.damage.every import doors

LIMIT = 2.0
"""Seconds of the processor that an input may take."""

STOP = 20.0
"""Seconds after which an input is given up."""

CHUNK = 250

FULL = 5
"""Of so many inputs, one verdict is explained and drawn."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something that must not happen: what it is, where, and the input that shows it."""

    kind: str
    door: str
    number: int
    how: str
    detail: str = ""


@dataclass
class Score:
    """What came of many inputs."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    findings: dict[tuple[str, str, str], tuple[int, Finding]] = field(default_factory=dict)

    def count(self, door: str, outcome: str, seconds: float, number: int) -> None:
        """Note what came of one input, and how long it took."""
        self.outcomes.setdefault(door, Counter())[outcome] += 1
        self.slowest[door] = max(self.slowest.get(door, (0.0, 0)), (seconds, number))

    def find(self, finding: Finding, times: int = 1) -> None:
        """Note a finding; of those that are alike, the first is kept, and the rest are counted."""
        key = (finding.kind, finding.door, finding.detail)
        before, first = self.findings.get(key, (0, finding))
        self.findings[key] = (before + times, min(first, finding, key=lambda f: f.number))

    def add(self, other: "Score") -> None:
        """Add the score of other inputs."""
        for door, outcomes in other.outcomes.items():
            self.outcomes.setdefault(door, Counter()).update(outcomes)
        for door, slow in other.slowest.items():
            self.slowest[door] = max(self.slowest.get(door, (0.0, 0)), slow)
        for times, finding in other.findings.values():
            self.find(finding, times)


class StoppedError(BaseException):
    """An input was given up."""


def _stop(_: int, __: FrameType | None) -> None:
    raise StoppedError


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Give a block up after so many seconds of the processor, where there is such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Runner:
    """Hands inputs in at doors, and remembers what comes of the undamaged ones."""

    def __init__(self, seed: int, chosen: Iterable[Door]) -> None:
        self.seed = seed
        self.doors = {door.name: door for door in chosen}
        self._sound: dict[tuple[str, int], str] = {}

    def damaged(self, name: str, number: int) -> tuple[int, Damaged]:
        """Return an input by its number: the same for the same seed, in any process."""
        door = self.doors[name]
        dice = random.Random(f"{self.seed}/{name}/{number}")
        sample = dice.randrange(door.samples)
        return sample, door.damaged(dice, sample)

    def score(self, name: str, numbers: Iterable[int]) -> Score:
        """Hand inputs in and return what came of them."""
        score = Score()
        for number in numbers:
            sample, damaged = self.damaged(name, number)
            self._one(score, name, number, sample, damaged)
        return score

    def _one(self, score: Score, name: str, number: int, sample: int, damaged: Damaged) -> None:
        began = time.process_time()
        full = number % FULL == 0
        outcome, detail = self._enter(self.doors[name], damaged.input, full)
        seconds = time.process_time() - began
        score.count(name, outcome, seconds, number)
        if outcome == "raised":
            score.find(Finding("raised", name, number, damaged.how, detail))
        if outcome == "stopped" or seconds > LIMIT:
            score.find(Finding("slow", name, number, damaged.how))
        if outcome == COMPATIBLE and damaged.faithful and self.sound(name, sample) != COMPATIBLE:
            score.find(Finding("compatible", name, number, damaged.how))

    def sound(self, name: str, sample: int) -> str:
        """Return what comes of an undamaged input."""
        key = (name, sample)
        if key not in self._sound:
            door = self.doors[name]
            self._sound[key] = self._enter(door, door.sound(sample), False)[0]
        return self._sound[key]

    def _enter(self, door: Door, value: object, full: bool) -> tuple[str, str]:
        """Return what comes of an input, and where an exception was raised if one was."""
        try:
            with _stopped_after(STOP):
                return door.enter(value, full), ""
        except ll.LicenseLogicError:
            return "refused", ""
        except StoppedError:
            return "stopped", ""
        except Exception as error:  # noqa: BLE001  this is what we look for
            return "raised", f"{type(error).__name__} at {_where(error)}: {str(error)[:200]!r}"


def _where(error: Exception) -> str:
    """Return the place in our package where an exception was raised."""
    package = Path(ll.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(package)]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno} ({last.name})"


def run(count: int, seed: int, names: Sequence[str], jobs: int) -> Score:
    """Hand `count` inputs in, spread over doors and processes, and return what came of them."""
    share, rest = divmod(count, len(names))
    chunks = [
        (seed, name, range(start, min(start + CHUNK, most)))
        for place, name in enumerate(names)
        for most in [share + (place < rest)]
        for start in range(0, most, CHUNK)
    ]
    total = Score()
    with (
        workplace_made() as folder,
        ProcessPoolExecutor(jobs, initializer=work_in, initargs=(folder,)) as pool,
    ):
        for score in pool.map(_chunk, *zip(*chunks, strict=True)):
            total.add(score)
    return total


_runners: dict[int, Runner] = {}


def _chunk(seed: int, name: str, numbers: range) -> Score:
    if seed not in _runners:
        _runners[seed] = Runner(seed, doors())
    return _runners[seed].score(name, numbers)
