"""The doors of licenselogic: what each takes, how that is damaged, and what comes of it."""

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml

import licenselogic as ll
from benchmarks.damage.texts import spoil
from benchmarks.damage.trees import Place, Trees
from licenselogic.base.display import json_text
from licenselogic.report.verdict_text import render_verdict
from licenselogic.verdict.check import judge

COMPATIBLE = "compatible"


@dataclass(frozen=True)
class Damaged:
    """A damaged input, what was done to it, and whether it is faithful damage (see `trees`)."""

    input: Any
    how: str
    faithful: bool


class Door(Protocol):
    """A way into licenselogic."""

    @property
    def name(self) -> str:
        """What the door is called."""

    @property
    def samples(self) -> int:
        """How many undamaged inputs there are."""

    def sound(self, number: int) -> Any:
        """Return an undamaged input."""

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return an input with damage."""

    def enter(self, value: Any, full: bool, /) -> str:
        """Hand an input in and return the status of the verdict, or another word.

        With `full`, the verdict is explained and drawn too, which takes longer.  Raises
        `LicenseLogicError` where the input is refused.
        """


@dataclass(frozen=True)
class TreeDoor:
    """A door for files that hold plain values; the values are damaged, or the text is.

    `closed` says that such a file is nothing once its end is cut off.
    """

    name: str
    values: Sequence[Any]
    trees: Trees
    write: Callable[[Any], bytes]
    enter: Callable[[Any, bool], str]
    closed: bool = False
    in_text: float = 0.4

    @property
    def samples(self) -> int:
        """How many undamaged inputs there are."""
        return len(self.values)

    @cached_property
    def _written(self) -> dict[int, bytes]:
        return {}

    def sound(self, number: int) -> bytes:
        """Return an undamaged file."""
        if number not in self._written:
            self._written[number] = self.write(self.values[number])
        return self._written[number]

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a damaged file: one place is spoilt, sometimes two."""
        value, how, faithful = self.values[number], [], True
        content = self.sound(number)
        in_text = dice.random() < self.in_text
        if not in_text or dice.random() < 0.1:
            for _ in range(dice.choice([1, 1, 1, 2])):
                if not value:
                    break
                spoilt = self.trees.spoil(dice, value)
                value, faithful = spoilt.value, faithful and spoilt.faithful
                how.append(spoilt.how)
            try:
                content = self.write(value)
            except (ValueError, TypeError, RecursionError):  # no file can hold such a value
                in_text, how, faithful = True, [], True
        if in_text:
            text = spoil(dice, content, closed=self.closed)
            content, faithful = text.content, faithful and text.faithful
            how.append(text.how)
        return Damaged(content, ", ".join(how), faithful)


def judged(lineage: ll.Lineage, full: bool, library: ll.Library | None = None) -> str:
    """Return the status of a lineage; with `full`, draw the verdict in every way too."""
    if not full:
        return judge(lineage, licenses=library).status.value
    verdict = ll.check(lineage, licenses=library)
    render_verdict(verdict)
    json_text(verdict.to_dict())
    return verdict.status.value


@dataclass(frozen=True)
class ValueDoor:
    """A door for values that a program hands in."""

    name: str
    values: Sequence[Any]
    trees: Trees
    enter: Callable[[Any, bool], str]

    @property
    def samples(self) -> int:
        """How many undamaged inputs there are."""
        return len(self.values)

    def sound(self, number: int) -> Any:
        """Return an undamaged value."""
        return self.values[number]

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a damaged value."""
        spoilt = self.trees.spoil(dice, self.values[number])
        return Damaged(spoilt.value, spoilt.how, spoilt.faithful)


# Files ------------------------------------------------------------------------------------------


_PLACES: list[Path] = []


@contextmanager
def workplace_made() -> Iterator[Path]:
    """Make a folder, in memory where that can be, and remove it after the block."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def work_in(folder: Path) -> None:
    """Let this process write its files into a folder of its own in `folder`."""
    own = folder / str(os.getpid())
    own.mkdir(exist_ok=True)
    _PLACES[:] = [own]


def workplace() -> Path:
    """Return the folder of this process, for what has to be a file."""
    return _PLACES[0]


def in_file(name: str, content: bytes) -> Path:
    """Write a file and return where it is."""
    path = workplace() / name
    path.write_bytes(content)
    return path


def as_json(value: Any) -> bytes:
    """Return a value as JSON; what JSON has no form for becomes text."""

    def plain(other: object) -> object:
        return other.isoformat() if isinstance(other, date) else repr(other)

    return json.dumps(value, default=plain, indent=1).encode("utf-8", "surrogatepass")


def as_yaml(value: Any) -> bytes:
    """Return a value as YAML; raises ValueError for what YAML has no form for."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    try:
        text: str = yaml.dump(value, Dumper=dumper, allow_unicode=True, sort_keys=False)
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    return text.encode("utf-8", "surrogatepass")


def is_empty(value: object) -> bool:
    """Tell whether a value stands for one that was left out, in YAML at least."""
    blank = isinstance(value, str) and value.strip() in ("", "~", "null")
    return blank or value is None or value in ([], {})


def last_key(place: Place) -> str:
    """Return the key that a value stands under, itself or the list that it is in."""
    return next((part for part in reversed(place) if isinstance(part, str)), "")
