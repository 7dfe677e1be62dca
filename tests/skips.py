"""Tests that may not skip: whoever installs a tool says so, and a test that misses it then fails.

The variable NO_SKIP_FOR holds words with blanks between them, such as `chromium java`.  A test that
skips for a reason in which one of them stands fails, and so does a file that is skipped whole.
"""

import os
import re
from collections.abc import Generator
from typing import Any, TypeVar

import pytest

NO_SKIP_FOR = "NO_SKIP_FOR"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail that skips for want of what is there."""
    return _held((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a file fail that skips for want of what is there."""
    return _held((yield))


def _held(report: Report) -> Report:
    reason = _reason(report.longrepr) if report.skipped and not hasattr(report, "wasxfail") else ""
    for word in os.environ.get(NO_SKIP_FOR, "").split():
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", reason, re.IGNORECASE):
            report.outcome = "failed"
            report.longrepr = f"{NO_SKIP_FOR} names {word}, and yet this skips: {reason}"
    return report


def _reason(told: Any) -> str:
    """Return why something skips: pytest tells file, line and reason, or the reason alone."""
    return str(told[2] if isinstance(told, tuple) else told)
