"""Mutants: the product broken on purpose, one thing at a time, to see whether the tests notice.

    python -m mutants [ROOM or NAME ...]        (from `tests`, with the repository on PYTHONPATH)

A mutant changes public functions, methods or constants of the product and names the tests nearest
to them.  Those tests run in a process in which the mutant is at work: at least one must fail.
"""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """What is broken, where its tests are (below `tests`), and how it is broken."""

    name: str
    room: str
    near: tuple[str, ...]
    breaks: Callable[[], None]


MUTANTS: dict[str, Mutant] = {}

ROOMS = (
    *("folding", "choices", "rules", "encoding", "explaining", "evidence", "reading"),
    "auditing",
)
"""The modules that say what can be broken."""


def mutant(*near: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function that breaks something; its name tells what."""

    def register(breaks: Callable[[], None]) -> Callable[[], None]:
        name, room = breaks.__name__, breaks.__module__.rpartition(".")[2]
        assert name not in MUTANTS, f"two mutants are called {name}"
        MUTANTS[name] = Mutant(name, room, near, breaks)
        return breaks

    return register


def change(owner: Any, name: str, new: Callable[[Any], Any]) -> None:
    """Put `new(original)` in the place of a public function, method, property or constant.

    What other modules have imported from a module, tests among them, is changed there too.
    """
    assert not name.startswith("_"), "mutants change what is public"
    original = inspect.getattr_static(owner, name)
    if isinstance(original, property):
        setattr(owner, name, property(new(original.fget)))
    elif isinstance(original, cached_property):
        changed = cached_property(new(original.func))
        changed.__set_name__(owner, name)
        setattr(owner, name, changed)
    elif isinstance(original, staticmethod):
        setattr(owner, name, staticmethod(new(original.__func__)))
    else:
        changed = new(original)
        for holder, known_as in _holders(owner, name, original):
            setattr(holder, known_as, changed)


def _holders(owner: Any, name: str, original: Any) -> list[tuple[Any, str]]:
    """Return the owner, and for a function of a module whoever imported it, with its name there."""
    if not inspect.ismodule(owner) or not callable(original):
        return [(owner, name)]
    modules = [module for module in sys.modules.values() if inspect.ismodule(module)]
    return [(m, known_as) for m in modules for known_as, v in vars(m).items() if v is original]


def returns(value: Any) -> Callable[[Any], Callable[..., Any]]:
    """Return the change after which a function returns `value`, whatever it is asked."""
    return lambda _: lambda *_, **__: value


def nothing(_: Any) -> Callable[..., Any]:
    """Return a function that yields nothing."""
    return lambda *_, **__: iter(())
