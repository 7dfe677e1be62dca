"""Clause files as bytes, by the names that messages show."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic
from licenselogic.base.files import read_bytes

SUFFIX = ".lic"


def read_files(paths: Iterable[Path], base: Path | None = None) -> dict[str, bytes]:
    """Return the content of clause files and of folders of them, by the name to show.

    Raises `ClauseFileError` for a path that cannot be read.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        try:
            shown = (path.relative_to(base) if base else path).as_posix()
            inner = list(_inside(path, shown)) if path.is_dir() else [(shown, str(path))]
            found |= {name: read_bytes(file) for name, file in inner}
        except OSError as error:
            message = f"cannot read `{path}`: {error.strerror or error}"
            raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message)) from None
        if not inner:
            message = f"no clause files (`*{SUFFIX}`) in `{path}`"
            raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message))
    return found


def _inside(folder: Path, shown: str) -> Iterator[tuple[str, str]]:
    """Yield the clause files in a folder and its folders, each with the name to show.

    Raises OSError where a folder is closed.
    """

    def stop(error: OSError) -> None:
        raise error

    for inner, folders, names in os.walk(folder, onerror=stop):
        folders.sort()
        above = [shown] if shown != "." else []
        parts = [*above, *Path(inner).relative_to(folder).parts]
        for name in sorted(names):
            if name.endswith(SUFFIX):
                yield "/".join([*parts, name]), f"{inner}{os.sep}{name}"
