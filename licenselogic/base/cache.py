"""Compiled data on disk: keyed by the content that it was made from, never trusted beyond that.

A cache file is a hash of its name and content, and JSON.  It is written to a temporary name and
moved into place, so that two processes may write at once and a reader never sees half a file.  A
wheel carries the files of its own licences, and they are looked for first.  A file that does not
match its hash, and a folder that cannot be read or written, are the same as no cache: the value is
built again.  Old files are removed when the index of another library is written.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from licenselogic.base.resources import compiled

FORMAT = "3"
"""Raise when the shape of anything cached changes."""

KEPT = 30 * 24 * 3600
"""Seconds after which a file makes room, whether it is read or not: it is soon made again."""


@cache
def folder() -> Path:
    """Return the cache folder: `$LICENSELOGIC_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("LICENSELOGIC_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("licenselogic")


def digest(*parts: bytes) -> str:
    """Return a hash of `parts`, each told apart from its neighbours."""
    state = hashlib.blake2b(FORMAT.encode(), digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


def cached(kind: str, key: str, build: Callable[[], Any]) -> Any:
    """Return the JSON value kept under `kind` and `key`, building and keeping it if absent."""
    name = f"{kind}-{key}.cached"
    for place in (compiled, folder):
        path = place() / name
        with suppress(OSError, ValueError):
            seal, _, kept = path.read_bytes().partition(b"\n")
            if seal == _seal(path, kept):
                return json.loads(kept)
    value = build()
    if kind == "index":
        _prune()
    _write(path, json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
    return value


def _seal(path: Path, content: bytes) -> bytes:
    return digest(path.name.encode(), content).encode()


def _write(path: Path, content: bytes) -> None:
    import tempfile  # costs more than reading what is kept

    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_seal(path, content) + b"\n" + content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _prune() -> None:
    """Remove what was written long ago."""
    for path in folder().glob("*.cached"):
        with suppress(OSError):  # another process may have been quicker
            if path.stat().st_mtime < time.time() - KEPT:
                path.unlink()
