"""Where random choices come from: a generator of random numbers, or Hypothesis.

Builders ask for the simplest choice first, so that what Hypothesis finds shrinks towards it.
"""

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Dice(Protocol):
    """Where choices come from.  The first option, the low number and "no" are the simplest."""

    def chance(self, percent: int) -> bool:
        """Return "yes" in about `percent` of a hundred throws."""

    def count(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`."""

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`."""


class RandomDice:
    """Choices of a pseudo-random generator: the same seed gives the same choices."""

    def __init__(self, rng: random.Random) -> None:
        self.roll = rng.random

    def chance(self, percent: int) -> bool:
        """Return "yes" in `percent` of a hundred throws."""
        return self.roll() * 100 < percent

    def count(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[int(self.roll() * len(options))]


def some(dice: Dice, options: Sequence[T], low: int = 1, high: int = 3) -> frozenset[T]:
    """Return up to `high` of `options`, at least one if `low` is not zero."""
    return frozenset(dice.pick(options) for _ in range(dice.count(low, high)))
