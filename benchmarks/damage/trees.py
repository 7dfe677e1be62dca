"""Damage to plain values: what a file holds, once it is read, with a part of it spoilt.

A `Spoilt` tells whether the damage is `faithful`: nothing that is left says, in a way that could be
meant, that less binds the work.  A licence that is no word any more is faithful damage; a licence
exchanged for another, or an upstream work that is left out, is not.
"""

import copy
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Place = tuple[str | int, ...]
"""The keys and positions that lead to a value."""

Faithful = Callable[[Place, object], bool]
"""Whether a value that is put at a place, and is none that belongs there, loses nothing."""


@dataclass(frozen=True)
class Spoilt:
    """A damaged value, what was done to it, and whether that is faithful damage."""

    value: Any
    how: str
    faithful: bool


def garbage(dice: random.Random) -> str:
    """Return a word that means nothing: no licence, relation, type or name."""
    return "q" + "".join(dice.choice("qxzjkvw7") for _ in range(dice.randint(6, 20)))


PLAIN: Sequence[object] = [
    None, True, False, 0, -1, 10**30, 10**400, 0.5, math.nan, math.inf, 1e308,
    [], {}, [[]], [None], {"a": {}}, date(2024, 4, 18), date.min,
    "", " ", "\t", "\n", "~", "null", "yes", "2024-13-45", "0x1F", "1:30:00", "a\nb: c",
    "\x00", "\x1b[31mred", "\ud800", "\u202e", "\ufeff", "\U0001f41f", "\u0130\u017f\u212a",
    "x" * 10_000, "(" * 200, "a/" * 300, "%s%n{0}{}", "../../etc/passwd",
    "*a", "&a b", "!!python/name:os.system",
]  # fmt: skip
"""Values that seldom belong where they are put."""

EXOTIC: Sequence[object] = [b"mit", ("mit",), {"mit"}, object(), Decimal("1e9"), 1j, range(9), type]
"""Values that only a program can hand in."""


def broken(dice: random.Random, exotic: bool = False) -> object:
    """Return a value that seldom belongs where it is put."""
    way = dice.randrange(8)
    if way == 0:
        return garbage(dice)
    if way == 1:
        return f"{garbage(dice)}/{garbage(dice)}"
    if way == 2:
        return dice.choice([[garbage(dice)], {garbage(dice): garbage(dice)}])
    if way == 3:
        return nested(dice.choice([3, 40, 60, 200]))
    return copy.deepcopy(dice.choice([*PLAIN, *EXOTIC] if exotic else PLAIN))


def nested(depth: int) -> object:
    """Return lists and mappings within each other."""
    value: object = "deep"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def places(value: object, place: Place = ()) -> Iterator[Place]:
    """Yield every place within a value, but not the value's own."""
    inner: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    for key, part in inner:
        yield (*place, key)
        yield from places(part, (*place, key))


def at(value: Any, place: Place) -> Any:
    """Return what stands at a place."""
    for key in place:
        value = value[key]
    return value


def typo(dice: random.Random, text: str) -> str:
    """Return a text with a character lost, doubled, exchanged, added, or in the other case."""
    spot = dice.randrange(len(text) + 1)
    head, rest = text[:spot], text[spot:]
    return dice.choice([
        head + rest[1:],
        head + rest[:1] + rest,
        head + rest[1:2] + rest[:1] + rest[2:],
        head + dice.choice("aeqz0159-_.+/ \t\x00é\u200b()") + rest,
        head + rest[:1].swapcase() + rest[1:],
        text + dice.choice([" ", "\n", "+", "-only", "/", ".", "@main", "\u00a0"]),
    ])  # fmt: skip


@dataclass(frozen=True)
class Trees:
    """How the values of one format are spoilt: which words they know, and what is faithful."""

    faithful: Faithful
    words: Sequence[object] = ()
    strict_keys: bool = True
    exotic: bool = False

    def spoil(self, dice: random.Random, whole: Any) -> Spoilt:
        """Return a damaged copy of a value."""
        value = copy.deepcopy(whole)
        place = dice.choice(list(places(value)))
        ways = [self._put, self._put, self._put, self._mistype, self._key, self._exchange,
                self._drop, self._double, self._wrap, self._multiply]  # fmt: skip
        weights = [3, 3, 3, 3, 2, 1, 1, 1, 1, 0.02]
        way = dice.choices(ways, weights)[0]
        return way(dice, value, place)

    def _set(self, value: Any, place: Place, new: object) -> None:
        at(value, place[:-1])[place[-1]] = new

    def _put(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        """Put what does not belong there in place of a value."""
        new = broken(dice, self.exotic)
        self._set(value, place, new)
        return Spoilt(value, f"{place} is {new!r:.60}", self.faithful(place, new))

    def _mistype(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        old = at(value, place)
        if not isinstance(old, str):
            return self._put(dice, value, place)
        new = typo(dice, old)
        self._set(value, place, new)
        return Spoilt(value, f"{place} is {new!r:.60}", False)

    def _key(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        """Give a value a key that is not known."""
        above, key = at(value, place[:-1]), place[-1]
        if not isinstance(above, dict):
            return self._put(dice, value, place)
        new = dice.choice([garbage(dice), f"{key}{garbage(dice)}", f" {key}{garbage(dice)}"])
        moved = {new if k == key else k: v for k, v in above.items()}
        above.clear()
        above.update(moved)
        return Spoilt(value, f"the key of {place} is {new!r}", self.strict_keys)

    def _exchange(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        """Put a word that the format knows in place of a value: another statement, no damage."""
        new = dice.choice(self.words) if self.words else garbage(dice)
        self._set(value, place, new)
        return Spoilt(value, f"{place} is {new!r}", False)

    def _drop(self, _: random.Random, value: Any, place: Place) -> Spoilt:
        del at(value, place[:-1])[place[-1]]
        return Spoilt(value, f"without {place}", False)

    def _double(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        above, key = at(value, place[:-1]), place[-1]
        if not isinstance(above, list) or not isinstance(key, int):
            return self._put(dice, value, place)
        above.insert(dice.randrange(len(above) + 1), copy.deepcopy(above[key]))
        return Spoilt(value, f"{place} twice", True)

    def _wrap(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        """Put a value into a list or mapping, or take the first one out of a list."""
        old = at(value, place)
        new = (
            old[0] if isinstance(old, list) and old else dice.choice([[old], {"id": old}, str(old)])
        )
        self._set(value, place, new)
        return Spoilt(value, f"{place} is {new!r:.60}", False)

    def _multiply(self, dice: random.Random, value: Any, place: Place) -> Spoilt:
        """Repeat a value under thousands of names, or in thousands of places."""
        above, key = at(value, place[:-1]), place[-1]
        count = dice.choice([1_000, 10_000])
        if isinstance(above, dict):
            above |= {f"{key}{number}": above[key] for number in range(count)}
        else:
            above += [renumbered(above[key], number) for number in range(count)]
        return Spoilt(value, f"{place} {count} times", self.strict_keys or isinstance(above, list))


def renumbered(value: object, number: int) -> object:
    """Return a copy of a value with other names in it, so that it is no mere repetition."""
    if isinstance(value, str):
        return f"{value}-{number}"
    if isinstance(value, dict):
        return {k: renumbered(v, number) if k in ("id", "work") else v for k, v in value.items()}
    return value
