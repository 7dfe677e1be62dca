"""Set mutants to work, one after the other, and tell which test notices each.

Every mutant lives in a process of its own, forked from one in which the product is loaded and
nothing has been asked yet.  The exit code is the number of those that nobody notices.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from licenselogic.library.library import licenses
from mutants import MUTANTS, ROOMS, Mutant

TESTS = Path(__file__).parents[1]
OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)
"""The first failure is enough, and Hypothesis need not look for the smallest.

The package is loaded before its own plugin is, which pytest would tell as an error.
"""
FAILED = int(pytest.ExitCode.TESTS_FAILED)


def load() -> None:
    """Load the mutants, the modules that they break, and the library."""
    for room in ROOMS:
        import_module(f"mutants.{room}")
    list(licenses())


def chosen(words: Iterable[str]) -> Iterator[Mutant]:
    """Yield the mutants that are called so, or are in rooms that are; all without a word."""
    wanted = frozenset(words)
    yield from (m for m in MUTANTS.values() if not wanted or wanted & {m.name, m.room})


def noticed(mutant: Mutant) -> tuple[str, str]:
    """Return the test that notices a mutant, or '' if none does; and what was printed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        child = os.fork()
        if child == 0:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
            _live(mutant)
        _, status = os.waitpid(child, 0)
        told.seek(0)
        text = told.read()
    failed = [line for line in text.splitlines() if line.startswith("FAILED ")]
    if os.waitstatus_to_exitcode(status) != FAILED or not failed:
        return "", text
    return failed[0].split()[1], text


def _live(mutant: Mutant) -> None:
    """Break what the mutant breaks and run the tests; never returns."""
    code = 1 << 7
    try:
        mutant.breaks()
        code = int(pytest.main([*OPTIONS, *(str(TESTS / place) for place in mutant.near)]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def main(words: list[str]) -> int:
    """Print, for each mutant, how long it took and who noticed it."""
    load()
    survivors = 0
    for mutant in chosen(words):
        start = time.perf_counter()
        test, text = noticed(mutant)
        seconds = time.perf_counter() - start
        print(
            f"{seconds:5.1f} s  {mutant.room}: {mutant.name}: {test or 'NOT NOTICED'}", flush=True
        )
        if not test:
            survivors += 1
            print(text[-1500:], file=sys.stderr)
    return survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
