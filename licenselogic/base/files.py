"""Files as bytes: whole, within a size, and never what is no file, such as a pipe or a device."""

import errno
import os
import stat
from pathlib import Path

MAX_BYTES = 64 * 2**20
"""A file above this size is refused."""

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_bytes(path: str | Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file; raises OSError, whose `strerror` says why it cannot be read.

    A pipe would keep us waiting and a device might never end, so neither is opened for reading.
    """
    try:
        _check_kind(os.stat(path).st_mode)  # noqa: PTH116  (hundreds of clause files at a start)
        descriptor = os.open(path, _FLAGS)
    except ValueError:  # a zero byte in the path
        raise OSError(errno.EINVAL, "not a path") from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        _check_kind(found.st_mode)  # it may have been exchanged meanwhile
        content = file.read(min(found.st_size, limit) + 1)  # room for `limit` takes time to make
        if len(content) > found.st_size:
            content += file.read(max(0, limit + 1 - len(content)))
    if len(content) > limit:
        raise OSError(errno.EFBIG, f"larger than {limit // 2**20} MB")
    return content


def read_start(path: str | Path, limit: int) -> bytes:
    """Return the first `limit` bytes of a file, or all if it has fewer; raises OSError."""
    try:
        _check_kind(Path(path).stat().st_mode)
        descriptor = os.open(path, _FLAGS)
    except ValueError:  # a zero byte in the path
        raise OSError(errno.EINVAL, "not a path") from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        _check_kind(found.st_mode)
        return file.read(min(found.st_size, limit))


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _check_kind(mode: int) -> None:
    kind = _KINDS.get(stat.S_IFMT(mode))
    if kind is not None:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file")
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "it is a folder, not a file")
