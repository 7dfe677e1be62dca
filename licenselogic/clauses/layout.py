"""Clause files put into the one layout, on disk."""

from collections.abc import Sequence
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic
from licenselogic.base.writing import NotReplacedError, replace_file
from licenselogic.clauses.files import read_files
from licenselogic.clauses.printer import print_file
from licenselogic.clauses.syntax import parse


def format_files(paths: Sequence[Path], only_check: bool) -> list[Path]:
    """Put clause files, and folders of them, into the one layout; return the files that change.

    Nothing is written unless every file can be read, and each is replaced in one step.  Raises
    `ClauseFileError` for a file that cannot be read or written; links are not written through.
    """
    changed: dict[Path, tuple[bytes, bytes]] = {}
    for name, content in read_files(paths).items():
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise _error(f"`{name}` is not UTF-8") from None
        printed = print_file(parse(text, name))
        if printed != text:
            changed[Path(name)] = content, printed.encode()
    if not only_check:
        for path in changed:
            if path.is_symlink():
                raise _error(f"`{path}` is a link; name the file that it leads to")
        for path, (old, new) in changed.items():
            try:
                replace_file(path, old, new)
            except NotReplacedError as error:
                raise _error(f"cannot write `{path}`: {error}") from None
    return list(changed)


def _error(message: str) -> ClauseFileError:
    return ClauseFileError(Diagnostic(Code.NOT_READABLE, message))
