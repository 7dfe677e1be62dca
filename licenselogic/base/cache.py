"""Compiled data on disk: keyed by the content that it was made from, never trusted beyond that.

A cache file is a hash of its name and content, and JSON.  It is written to a temporary name and
moved into place, so that two processes may write at once and a reader never sees half a file.  A
wheel carries the files of its own licences, and they are looked for first.  A file that does not
match its hash, and a folder that cannot be read or written, are the same as no cache: the value is
built again.  Old files are removed when the index of another library is written, once a day.

The hash guards against damage, not against people: whoever can write to the folder could make the
licences say anything.  So folder and file must belong to the user who runs the process, and nobody
else may write to them; otherwise nothing is read from there, and nothing written.  Windows has no
such owner and mode.  There the folder is in the user's profile, which its access list closes to
other users; whoever names another folder with `LICENSELOGIC_CACHE` vouches for it.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from licenselogic.base.resources import compiled

FORMAT = "4"
"""Raise when the shape of anything cached changes."""

DAY = 24 * 3600
KEPT = 30 * DAY
"""Seconds after which a file makes room, whether it is read or not: it is soon made again."""

_PRUNED = "pruned"
"""A file that tells by its time when files were last removed."""


@cache
def folder() -> Path | None:
    """Return the cache folder: `$LICENSELOGIC_CACHE`, else the user's, or None without a home."""
    chosen = os.environ.get("LICENSELOGIC_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    try:
        found = user_cache_path("licenselogic")
    except RuntimeError:  # how platformdirs says that there is no home; older ones hand back `~`
        return None
    return found if found.is_absolute() else None


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
    own = folder()
    with suppress(OSError, ValueError):
        return _opened(name, (compiled() / name).read_bytes())  # as much ours as the code is
    if own is None:
        return build()
    with suppress(OSError, ValueError):
        return _opened(name, _read(own, name))
    value = build()
    with suppress(OSError, ValueError):  # a name may hold what is no text
        if _made(own):
            if kind == "index":
                _prune(own)
            _write(own, name, json.dumps(value, separators=(",", ":")).encode())
    return value


def kept(kind: str, key: str) -> Any:
    """Return the JSON value that `keep` wrote under `kind` and `key`, or None."""
    own = folder()
    if own is not None:
        name = f"{kind}-{key}.cached"
        with suppress(OSError, ValueError):
            return _opened(name, _read(own, name))
    return None


def keep(kind: str, key: str, value: Any) -> None:
    """Keep a JSON value in the user's folder, in place of what was there; a full disk is no error.

    Of values that two processes keep at once, one stays.
    """
    own = folder()
    if own is not None:
        with suppress(OSError, ValueError):
            if _made(own):
                content = json.dumps(value, separators=(",", ":")).encode()
                _write(own, f"{kind}-{key}.cached", content)


def kept_file(kind: str, key: str) -> Path | None:
    """Return the file that `keep_file` wrote under `kind` and `key`, or None.

    Another process may replace it at any time: who cannot read it any more has nothing.
    """
    own, told = folder(), kept(kind, key)
    if own is None or not isinstance(told, str):
        return None
    path = own / f"{kind}-{key}.{told[:16]}.cached"
    with suppress(OSError):
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            if _is_ours(os.fstat(descriptor)) and _hash_of(file) == told:
                return path
    return None


def keep_file(kind: str, key: str, write: Callable[[Path], None]) -> None:
    """Keep the file that `write` makes at a path, in place of what was there.

    The file is there in full before anything tells of it.
    """
    own = folder()
    if own is None:
        return
    import tempfile

    with suppress(OSError):
        if not _made(own):
            return
        descriptor, fresh = tempfile.mkstemp(dir=own, prefix=f"{kind}-{key}.cached.")
        os.close(descriptor)
        try:
            write(Path(fresh))
            with Path(fresh).open("rb") as file:
                told = _hash_of(file)
            Path(fresh).replace(own / f"{kind}-{key}.{told[:16]}.cached")
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise
        keep(kind, key, told)
        for path in own.glob(f"{kind}-{key}.*.cached"):
            if path.name != f"{kind}-{key}.{told[:16]}.cached":
                path.unlink(missing_ok=True)


def _hash_of(file: BinaryIO) -> str:
    state = hashlib.blake2b(digest_size=16)
    while part := file.read(2**20):
        state.update(part)
    return state.hexdigest()


def _opened(name: str, content: bytes) -> Any:
    """Return the value in a cache file; raises ValueError where its seal does not match."""
    seal, _, kept = content.partition(b"\n")
    if seal != _seal(name, kept):
        raise ValueError(name)
    return json.loads(kept)


def _seal(name: str, content: bytes) -> bytes:
    return digest(name.encode(), content).encode()


# Whose it is --------------------------------------------------------------------------------------

_OWNERS = hasattr(os, "geteuid")
"""Whether the system knows owners and modes; Windows does not."""

_ROOT = 0
"""Whose folders everybody makes folders in: `/tmp`, `/var/cache`."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _is_ours(status: os.stat_result) -> bool:
    """Tell whether a file or folder is the user's own, and nobody else can write to it."""
    if not _OWNERS:
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _read(own: Path, name: str) -> bytes:
    """Return the content of a file in the user's cache; raises OSError if it is not the user's."""
    if not _is_ours(own.stat()):
        raise PermissionError(own)
    descriptor = os.open(own / name, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        if not _is_ours(os.fstat(descriptor)):
            raise PermissionError(name)
        return file.read()


def _made(own: Path) -> bool:
    """Make the folder if it is absent, and tell whether it is the user's own.

    Nothing is made in a folder of somebody else, such as a home that `sudo` left in place.
    """
    if not own.exists():
        above = next(parent for parent in own.absolute().parents if parent.exists())
        if _OWNERS and above.stat().st_uid not in (_ROOT, os.geteuid()):
            return False
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _is_ours(own.stat())


# Writing ------------------------------------------------------------------------------------------


def _write(own: Path, name: str, content: bytes) -> None:
    import tempfile  # costs more than reading what is kept

    descriptor, fresh = tempfile.mkstemp(dir=own, prefix=f"{name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_seal(name, content) + b"\n" + content)
        Path(fresh).replace(own / name)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


def _prune(own: Path) -> None:
    """Remove what was written long ago, and what an interruption left behind then.

    Where many libraries are read the folder holds many files: they are looked at once a day.
    """
    mark, now = own / _PRUNED, time.time()
    with suppress(OSError):
        if abs(now - mark.stat().st_mtime) < DAY:
            return
    with suppress(OSError):
        mark.touch(mode=0o600)
    for path in own.glob("*.cached*"):
        with suppress(OSError):  # another process may have been quicker
            if path.stat().st_mtime < now - KEPT:
                path.unlink()
