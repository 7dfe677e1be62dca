"""Options and settings that all tests share."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.skips import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

COMMON = {
    "derandomize": True,
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.filter_too_much],  # laws leave out what they do not cover
}
settings.register_profile("quick", **COMMON, max_examples=15)
settings.register_profile("thorough", **COMMON, max_examples=120)
settings.register_profile("mutants", **COMMON, phases=(Phase.explicit, Phase.generate))
settings.load_profile("quick")

gc.set_threshold(50_000, 20, 50)
"""Libraries are many small values that stay: to look at them again and again takes long."""

CACHE = "LICENSELOGIC_CACHE"

os.environ.pop("NO_COLOR", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Tests start many processes; each would compile the package and the tests anew."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--reset`: rewrite expected output instead of comparing with it."""
    parser.addoption("--reset", action="store_true", help="rewrite expected output")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let a worker that has nothing left to do take tests from another, unless `--dist` is given.

    Each begins with one half of the tests in their order, so that what they share is made once.
    """
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests compile out of the user's cache: the run has one of its own.

    The shipped library lies there already.  Workers and other processes that tests start share it.
    """
    from licenselogic.base import cache

    if CACHE not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="licenselogic-tests-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        for path in shipped_library():
            shutil.copy2(path, folder)
        os.environ[CACHE] = str(folder)
        cache.folder.cache_clear()


def shipped_library() -> Iterator[Path]:
    """Yield files of the user's cache that hold the shipped library; they are made if absent."""
    from licenselogic.base import cache
    from licenselogic.library.library import licenses

    list(licenses())
    users = cache.folder()
    for name in ("vocabulary-*", f"*-{licenses().digest}.*") if users is not None else ():
        yield from users.glob(name)
