"""The file of settings that a folder is under."""

import re
from contextlib import suppress
from pathlib import Path

OWN = "licenselogic.toml"
SHARED = "pyproject.toml"

_TABLE = re.compile(rb"""^\s*\[*\s*["']?tool["']?\s*\.\s*["']?licenselogic\b""", re.MULTILINE)


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
        return _TABLE.search(path.read_bytes()) is not None
    return False
