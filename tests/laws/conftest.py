"""Every test beside this file states a law: it holds for all cases."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them `laws`: the slow run asks them again, with many more examples."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("laws")
