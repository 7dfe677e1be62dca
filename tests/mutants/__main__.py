"""Set mutants to work, one after the other, and tell which test notices each.

Every mutant lives in a process of its own, forked from one in which the product is loaded and
nothing has been asked yet.  Files of tests that noticed other mutants are asked first, and laws
last.  The exit code is the number of mutants that nobody notices.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import hypothesis
import jsonschema
import pytest

from licenselogic.library.library import licenses
from mutants import MUTANTS, ROOMS, Mutant

TESTS = Path(__file__).parents[1]
OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"),
    *("-m", "not slow or laws"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)
"""The first failure is enough, and Hypothesis need not look for the smallest.  Laws may be slow.

The package is loaded before its own plugin is, which pytest would tell as an error.
"""
FAILED = int(pytest.ExitCode.TESTS_FAILED)
LOADED = (hypothesis, jsonschema)
"""What takes long to load: it is shared by all mutants, which lie elsewhere."""


class Order:
    """A plugin of pytest: the tests of some files come first, and laws last."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.places = {path: place for place, path in enumerate(files)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=self.place)

    def place(self, item: pytest.Item) -> tuple[bool, int]:
        """Return where a test stands; those that stand alike keep their order."""
        known = self.places.get(item.path, len(self.places))
        return item.get_closest_marker("laws") is not None, known


def load() -> None:
    """Load the mutants, the modules that they break, and the library."""
    for room in ROOMS:
        import_module(f"mutants.{room}")
    list(licenses())


def chosen(words: Iterable[str]) -> Iterator[Mutant]:
    """Yield the mutants that are called so, or are in rooms that are; all without a word."""
    wanted = frozenset(words)
    yield from (m for m in MUTANTS.values() if not wanted or wanted & {m.name, m.room})


def noticed(mutant: Mutant, first: Sequence[Path] = ()) -> tuple[str, str]:
    """Return the test that notices a mutant, or '' if none does; and what was printed.

    Of the tests near to it, those of the files `first` are asked first.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        child = os.fork()
        if child == 0:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
            _live(mutant, Order(first))
        _, status = os.waitpid(child, 0)
        told.seek(0)
        text = told.read()
    failed = [line for line in text.splitlines() if line.startswith("FAILED ")]
    if os.waitstatus_to_exitcode(status) != FAILED or not failed:
        return "", text
    return failed[0].split()[1], text


def _live(mutant: Mutant, order: Order) -> None:
    """Break what the mutant breaks and run the tests; never returns."""
    code = 1 << 7
    try:
        mutant.breaks()
        near = (str(TESTS / place) for place in mutant.near)
        code = int(pytest.main([*OPTIONS, *near], plugins=[order]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def main(words: list[str]) -> int:
    """Print, for each mutant, how long it took and who noticed it."""
    load()
    survivors = 0
    first: list[Path] = []
    for mutant in chosen(words):
        start = time.perf_counter()
        test, text = noticed(mutant, first)
        seconds = time.perf_counter() - start
        print(
            f"{seconds:5.1f} s  {mutant.room}: {mutant.name}: {test or 'NOT NOTICED'}", flush=True
        )
        if not test:
            survivors += 1
            print(text[-1500:], file=sys.stderr)
        else:
            file = TESTS / test.partition("::")[0]
            first = [file, *(other for other in first if other != file)]
    return survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
