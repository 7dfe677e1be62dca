"""What a file is looked at with: the settings of its project, its licences, and known works."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from licenselogic.base.diagnostics import LicenseLogicError
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.clauses.files import SUFFIX, read_files
from licenselogic.editors.text import Text
from licenselogic.library.library import Draft, Library, edited, licenses
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.known import Known, rows_in
from licenselogic.readers.load import load_known
from licenselogic.settings.find import nearest
from licenselogic.settings.read import read_settings
from licenselogic.settings.settings import Settings

Stamp = tuple[tuple[str, int, int], ...]
"""Files with the time and the size that they had."""


@dataclass(frozen=True, eq=False)
class Project:
    """Settings, licences and known works; `mistake` is what is wrong with the settings, if so."""

    settings: Settings
    library: Library
    known: Known
    own: tuple[tuple[str, bytes], ...] = ()
    mistake: LicenseLogicError | None = None

    def around(self, text: Text) -> tuple[Library, str]:
        """Return the licences with those of a clause file as it is, and its name among them.

        Raises `ClauseFileError` for what cannot be read.
        """
        shipped = shipped_name(text.name)
        content = text.content.encode("utf-8", errors="replace")
        if shipped:
            return edited(licenses(), shipped, content), shipped
        own = {name: kept for name, kept in self.own if not _same(name, text.name)}
        return Draft({**own, text.name: content}, base=licenses()), text.name


def project_of(name: str) -> Project:
    """Return what the file of this name is looked at with; settings with mistakes are left out."""
    found = None
    with suppress(OSError, ValueError):
        found = nearest(Path(name).absolute().parent)
    if found is None:
        return _alone()
    path = Path(name).absolute().parent / found
    return _settled(path, _stamp(path))


@lru_cache(maxsize=1)
def _alone() -> Project:
    return Project(Settings(), licenses(), Known((rows_in(catalogue()),)))


@lru_cache(maxsize=4)
def _settled(path: Path, _: Stamp) -> Project:
    try:
        settings = read_settings(path, licenses())
        own = read_files(settings.licenses)
        library = licenses().extended(own)
        sources = [load_known(known, library) for known in settings.known]
        sources += [rows_in(catalogue(), library)] if settings.catalogue else []
        return Project(settings, library, Known(tuple(sources)), tuple(own.items()))
    except (LicenseLogicError, OSError) as error:
        mistake = error if isinstance(error, LicenseLogicError) else None
        return replace(_alone(), mistake=mistake)


def _stamp(path: Path) -> Stamp:
    """Return what tells whether settings, or files that they name, have changed."""
    found = []
    for file in _files(path):
        with suppress(OSError):
            state = file.stat()
            found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def _files(path: Path) -> Iterator[Path]:
    yield path
    with suppress(LicenseLogicError, OSError):
        settings = read_settings(path, licenses())
        yield from settings.known
        for named in settings.licenses:
            yield from sorted(named.rglob(f"*{SUFFIX}")) if named.is_dir() else (named,)


def shipped_name(name: str) -> str:
    """Return what the library calls a shipped clause file; '' for every other file.

    A file of that name in another copy of the repository counts as the shipped one.
    """
    path = Path(name).absolute()
    tail = "/".join(path.parts[-3:])
    folder = licenses_folder()
    if path.suffix != SUFFIX or tail not in licenses().files:
        return ""
    beside = path.parents[1] / "names.toml"
    return tail if path.is_relative_to(folder) or beside.is_file() else ""


def file_of(name: str) -> Path:
    """Return where a file of the library stands, by the name that it has there."""
    path = Path(name)
    return path if path.is_absolute() else (licenses_folder().parent / path).absolute()


def _same(one: str, other: str) -> bool:
    return Path(one).absolute() == Path(other).absolute()
