"""Files of the user replaced whole: what is there stays until all of the new content stands.

The new content gets a name beside the file that nobody can foresee, and is moved into place in one
step.  No link is followed, and no file is overwritten but the one that was read.
"""

import os
import signal
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from licenselogic.base.files import read_bytes


class NotReplacedError(Exception):
    """A file was left as it is; the text says why."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Put `new` in place of the content of a file, which was `old` when it was read.

    Mode and, where that is allowed, owner stay.  Raises `NotReplacedError` for a link, for a file
    that has changed since, and where the folder cannot be written to.
    """
    try:
        before = path.lstat()
        if not stat.S_ISREG(before.st_mode):
            kind = "a link" if stat.S_ISLNK(before.st_mode) else "not a file"
            raise NotReplacedError(f"it is {kind}")
        with _uninterrupted():
            _replace(path, before, old, new)
    except OSError as error:
        raise NotReplacedError(error.strerror or str(error)) from None


def _replace(path: Path, before: os.stat_result, old: bytes, new: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(descriptor)
            _keep(descriptor, before)
        if read_bytes(path) != old:
            raise NotReplacedError("it was changed meanwhile")
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def _keep(descriptor: int, before: os.stat_result) -> None:
    """Give a new file the owner and mode of the old one, as far as the system lets us."""
    if hasattr(os, "fchown"):
        with suppress(PermissionError):
            os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block, so that nothing half done stays behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
