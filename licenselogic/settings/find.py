"""The file of settings that a folder is under."""

import re
from contextlib import suppress
from pathlib import Path

from licenselogic.base.files import read_bytes

OWN = "licenselogic.toml"
SHARED = "pyproject.toml"

_TABLE = re.compile(rb"""^\s*\[*\s*["']?tool["']?\s*\.\s*["']?licenselogic\b""", re.MULTILINE)
"""How the table begins in a file that is no TOML: reading the settings tells what is wrong."""


def nearest(folder: Path) -> Path | None:
    """Return the file of settings that stands nearest above; a repository is not left."""
    for above in (folder, *folder.parents):
        if (above / OWN).is_file():
            return _named(above / OWN, folder)
        if _has_table(above / SHARED):
            return _named(above / SHARED, folder)
        if (above / ".git").exists():
            return None
    return None


def _named(path: Path, folder: Path) -> Path:
    """Return a path as it is shortest to read."""
    return Path(path.name) if path.parent == folder else path


def _has_table(path: Path) -> bool:
    with suppress(OSError):
        content = read_bytes(path)
        return b"licenselogic" in content and (_in_toml(content) or bool(_TABLE.search(content)))
    return False


def _in_toml(content: bytes) -> bool:
    """Tell whether there is the table, however it is written: `[tool]` may hold it in a line."""
    import tomllib  # few files name us

    with suppress(ValueError, RecursionError):
        tool = tomllib.loads(content.decode()).get("tool")
        return isinstance(tool, dict) and "licenselogic" in tool
    return False
