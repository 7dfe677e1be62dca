"""Set mutants to work, one after the other, and tell which test notices each.

The tests near to them are collected once, in a process that holds the product and asks nothing.
Every mutant lives in a fork of it.  Files of tests that noticed other mutants are asked first, and
laws last; the first failure is enough.  The exit code is the number of mutants that nobody notices.
"""

import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

import pytest

from licenselogic.library.library import licenses
from mutants import MUTANTS, ROOMS, Mutant

TESTS = Path(__file__).parents[1]
OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=mutants"),
    *("-m", "not slow or laws"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)
"""Hypothesis need not look for the smallest failure.  Laws may be slow.

The package is loaded before its own plugin is, which pytest would tell as an error.
"""


class Noticed:
    """A plugin of pytest that tells which test fails, and why."""

    def __init__(self, told: TextIO) -> None:
        self.told = told
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = True
            print(report.nodeid.removeprefix(f"{TESTS.name}/"), report.longreprtext, file=self.told)


class Hunt:
    """A plugin of pytest that sets mutants on the tests which pytest collects for them."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.first: list[Path] = []
        self.survivors = len(mutants)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep what pytest tells of its tests out of what is told of mutants."""
        session.config.pluginmanager.unregister(name="terminalreporter")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            print(report.nodeid, report.longreprtext, file=sys.stderr)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Print, for each mutant, the seconds of the processor it took and who noticed it."""
        if session.testsfailed:
            raise session.Interrupted("there are tests that cannot be collected")
        gc.freeze()
        for mutant in self.mutants:
            test, text, seconds = noticed(mutant, self.near(mutant, session.items))
            told = test or "NOT NOTICED"
            print(f"{seconds:5.1f} s  {mutant.room}: {mutant.name}: {told}", flush=True)
            if test:
                self.survivors -= 1
                file = TESTS / test.partition("::")[0]
                self.first = [file, *(other for other in self.first if other != file)]
            else:
                print(text[-1500:], file=sys.stderr)
        return True

    def near(self, mutant: Mutant, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Return the tests near to a mutant: those that noticed others first, and laws last."""
        places = {path: place for place, path in enumerate(self.first)}

        def place(item: pytest.Item) -> tuple[bool, int]:
            law = item.get_closest_marker("laws") is not None
            return law, places.get(item.path, len(places))

        return sorted((item for item in items if is_near(item, mutant)), key=place)


def is_near(item: pytest.Item, mutant: Mutant) -> bool:
    """Tell whether a test is in a file or folder that the mutant names, or is itself named."""
    test = f"{item.path.relative_to(TESTS).as_posix()}::{item.nodeid.partition('::')[2]}"
    return any(test == place or test.startswith((f"{place}/", f"{place}::", f"{place}["))
               for place in mutant.near)  # fmt: skip


def load() -> None:
    """Load the mutants, the modules that they break, and the library."""
    for room in ROOMS:
        import_module(f"mutants.{room}")
    list(licenses())


def chosen(words: Iterable[str]) -> Iterator[Mutant]:
    """Yield the mutants that are called so, or are in rooms that are; all without a word."""
    wanted = frozenset(words)
    yield from (m for m in MUTANTS.values() if not wanted or wanted & {m.name, m.room})


def noticed(mutant: Mutant, items: Sequence[pytest.Item]) -> tuple[str, str, float]:
    """Return the test that notices a mutant, or '' if none does; what was told; and the time.

    It is counted in seconds of the processor.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        child = os.fork()
        if child == 0:
            _live(mutant, items, told)
        _, status, used = os.wait4(child, 0)
        told.seek(0)
        text = told.read()
    found = os.waitstatus_to_exitcode(status) == int(pytest.ExitCode.TESTS_FAILED)
    return (text.split(maxsplit=1)[0] if found else ""), text, used.ru_utime + used.ru_stime


def _live(mutant: Mutant, items: Sequence[pytest.Item], told: TextIO) -> None:
    """Break what the mutant breaks and run tests until one fails; never returns."""
    code = 1 << 7
    try:
        mutant.breaks()
        code = int(_run(items, told))
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc(file=told)
        told.flush()
        os._exit(code)


def _run(items: Sequence[pytest.Item], told: TextIO) -> pytest.ExitCode:
    """Run tests until one fails."""
    if not items:
        return pytest.ExitCode.NO_TESTS_COLLECTED
    config, seen = items[0].config, Noticed(told)
    config.pluginmanager.register(seen)
    for item, after in zip(items, [*items[1:], None], strict=True):
        config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if seen.failed:
            return pytest.ExitCode.TESTS_FAILED
    return pytest.ExitCode.OK


def main(words: list[str]) -> int:
    """Hold the mutants against the tests near to them; return how many are not noticed."""
    load()
    hunt = Hunt(list(chosen(words)))
    near = dict.fromkeys(str(TESTS / place) for mutant in hunt.mutants for place in mutant.near)
    pytest.main([*OPTIONS, *near], plugins=[hunt])
    return hunt.survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
