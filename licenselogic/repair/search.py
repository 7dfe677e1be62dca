"""The cheapest sets of changes that mend a work: implicit hitting sets, grown as a tree.

Half of the rules of compatibility are no formulas, so nothing lists what clashes beforehand.  A set
of changes that does not do is asked why: a *core* is a minimal set of choices, taken as they stand,
that clash whatever is chosen beside them.  Whoever mends the work must choose otherwise in one of
them.  So the tree branches there, cheapest first, and cores found once serve every branch (Reiter's
tree; Davies and Bacchus for cores that are asked for).
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

State = tuple[tuple[int, int], ...]
"""What is changed: numbers of choices, each with the number of its option, sorted."""

MAX_TRIED = 1000
"""Sets of changes that are put to the judge before the search is given up."""

MANY = 64
"""Choices beyond which each of them is tried by itself before any core is looked for."""

MAX_SHAPES = 3
"""Earlier cores that are looked at first for the next one."""


class Judge(Protocol):
    """Tells what comes of changes."""

    def works(self, state: State) -> bool:
        """Tell whether the work is well once these changes are made."""

    def surcharge(self, state: State) -> int:
        """Return what changes that work cost beyond their own prices."""

    def clashes(self, state: State, kept: frozenset[int]) -> bool:
        """Tell whether the choices `kept` clash as they stand, whatever is chosen in all others.

        May say no where that is not certain.
        """


class GivenUpError(Exception):
    """More sets of changes would have to be tried than are allowed."""


@dataclass
class Search:
    """A search over choices: `prices` has, for each of them, what its options cost.

    At most `most` sets of changes are put to the judge.  Whatever mends the work and has not been
    found costs at least `least`.
    """

    prices: Sequence[Sequence[int]]
    judge: Judge
    most: int = MAX_TRIED
    tried: int = 0
    least: int = 0
    cores: list[dict[int, int]] = field(default_factory=list)

    def repairs(self) -> Iterator[tuple[int, State]]:
        """Yield the changes that mend the work, with their costs, cheapest first.

        None of them holds another one, nor all of another one with a dearer option of a choice.
        Raises `GivenUpError`.
        """
        found: list[State] = []
        waiting: list[tuple[int, int, State, bool]] = [(0, 0, (), False)]
        seen: set[State] = {()}
        while waiting:
            cost, _, state, mends = heapq.heappop(waiting)
            self.least = cost
            if any(self._covers(one, state) for one in found):
                continue
            if mends:
                found.append(state)
                yield cost, state
                continue
            core = self._known_core(state)
            if core is None:
                if self._works(state):
                    total = cost + self.judge.surcharge(state)
                    heapq.heappush(waiting, (total, len(state), state, True))
                    continue
                core = self._core(state)
            for child in self._children(state, core):
                if child not in seen:
                    seen.add(child)
                    heapq.heappush(waiting, (self._price(child), len(child), child, False))

    def _price(self, state: State) -> int:
        return sum(self.prices[choice][option - 1] for choice, option in state)

    def _covers(self, one: State, state: State) -> bool:
        """Tell whether `state` makes the changes `one` and more, or dearer ones in their place."""
        made = dict(state)
        return all(
            made.get(choice) == option
            or (choice in made and self._dearer(choice, made[choice], option))
            for choice, option in one
        )

    def _dearer(self, choice: int, option: int, other: int) -> bool:
        return self.prices[choice][option - 1] > self.prices[choice][other - 1]

    def _children(self, state: State, core: dict[int, int]) -> Iterator[State]:
        """Yield the ways to choose otherwise in one choice of a core that is as it was."""
        changed = dict(state)
        for choice in sorted(core.keys() - changed.keys()):
            for option in range(1, len(self.prices[choice]) + 1):
                yield tuple(sorted({**changed, choice: option}.items()))

    def _known_core(self, state: State) -> dict[int, int] | None:
        """Return a core that these changes leave standing, if one is known."""
        made = dict(state)
        return next(
            (c for c in self.cores if all(made.get(n, 0) == option for n, option in c.items())),
            None,
        )

    def _works(self, state: State) -> bool:
        self._count()
        return self.judge.works(state)

    def _core(self, state: State) -> dict[int, int]:
        """Return a core of changes that do not do, with what is chosen in each of its choices.

        Choices are given free in whole stretches, twice as long each time one goes, and half as
        long where one of them is needed.
        """
        if not state and len(self.prices) > MANY:
            return dict.fromkeys(range(len(self.prices)), 0)
        kept = self._shape(state) or self._least(state)
        made = dict(state)
        core = {choice: made.get(choice, 0) for choice in kept}
        self.cores.append(core)
        return core

    def _least(self, state: State) -> list[int]:
        """Return choices that clash, none of which can be left out."""
        kept = list(range(len(self.prices)))
        needed, stretch = 0, max(1, len(kept) // 2)
        while needed < len(kept):
            fewer = kept[:needed] + kept[needed + stretch :]
            self._count()
            if self.judge.clashes(state, frozenset(fewer)):
                kept, stretch = fewer, 2 * stretch
            elif stretch > 1:
                stretch //= 2
            else:
                needed += 1
        return kept

    def _shape(self, state: State) -> list[int]:
        """Return the choices of an earlier core, if they clash here too; mostly they are least."""
        shapes = dict.fromkeys(tuple(core) for core in reversed(self.cores))
        for shape in islice(shapes, MAX_SHAPES):
            self._count()
            if self.judge.clashes(state, frozenset(shape)):
                return list(shape)
        return []

    def _count(self) -> None:
        self.tried += 1
        if self.tried > self.most:
            raise GivenUpError
