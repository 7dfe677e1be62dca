"""Where the shipped data is: beside the package in a checkout, inside it in a wheel.

The only module that knows.  Everything else asks it for a folder.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _data(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def grammars() -> Path:
    """Return the folder that holds the grammar of clause files (`*.lark`)."""
    return _data("grammars")


def licenses() -> Path:
    """Return the folder that holds the clause files (`*.lic`) and `vocabulary.toml`."""
    return _data("licenses")


def catalogue() -> Path:
    """Return the folder that holds the tables of well-known works."""
    return _data("catalogue")


def compiled() -> Path:
    """Return the folder of compiled data that a wheel carries; absent in a checkout."""
    return _PACKAGE / "_data" / "compiled"
