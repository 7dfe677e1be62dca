"""Measured figures, their targets, and the table that shows them."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure, its target (None: reported only), and the floor measured beside it."""

    name: str
    value: float
    unit: str
    target: float | None = None
    floor: float | None = None

    def __str__(self) -> str:
        """Return a row of the table."""
        unit = f" {self.unit}" if self.unit else ""
        target = "reported" if self.target is None else f"<= {self.target:g}{unit}"
        floor = f"{self.floor:.3g}{unit} (x{self.value / self.floor:.1f})" if self.floor else ""
        mark = "" if self.target is None or self.value <= self.target else " **missed**"
        return f"| {self.name} | {self.value:.3g}{unit}{mark} | {target} | {floor} |"


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    head = ["| what | measured | target | floor in the same run |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *map(str, figures)])


def once(run: Callable[[], object]) -> float:
    """Return the processor time of one call in milliseconds."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1e3


def median(run: Callable[[], object], times: int) -> float:
    """Return the median processor time of a call in milliseconds."""
    return statistics.median(once(run) for _ in range(times))


def yardstick() -> Figure:
    """Return how long the machine takes for a plain loop: what all other times go with."""

    def loop() -> int:
        total = 0
        for step in range(1_000_000):
            total += step
        return total

    return Figure("a plain loop of a million additions", median(loop, 9), "ms")
