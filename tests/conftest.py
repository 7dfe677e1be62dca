"""Options and settings that all tests share."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

COMMON = {
    "derandomize": True,
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.filter_too_much],  # laws leave out what they do not cover
}
settings.register_profile("quick", **COMMON, max_examples=15)
settings.register_profile("thorough", **COMMON, max_examples=300)
settings.register_profile("mutants", **COMMON, phases=(Phase.explicit, Phase.generate))
settings.load_profile("quick")

os.environ.pop("NO_COLOR", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Tests start many processes; each would compile the package and the tests anew."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--reset`: rewrite expected output instead of comparing with it."""
    parser.addoption("--reset", action="store_true", help="rewrite expected output")


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test compiles out of the user's cache; the shipped library is loaded before."""
    from licenselogic.base import cache
    from licenselogic.library.library import licenses

    list(licenses())
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(cache, "folder", lambda: folder)
