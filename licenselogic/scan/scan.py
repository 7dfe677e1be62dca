"""A project to a lineage: software that depends on the models and datasets that its code names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import quoted
from licenselogic.base.documents import read_text
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import nameless
from licenselogic.readers.fields import Notes, texts_in
from licenselogic.readers.inventory import NEEDS, Inventory, Part
from licenselogic.readers.known import Known
from licenselogic.readers.names import full_name, is_path, names_nothing, read_name
from licenselogic.scan.files import NOTEBOOK, SOURCE, cells_in, named_in, placed, project_files
from licenselogic.scan.project import Project, read_project
from licenselogic.scan.python import UnreadableError, constants_in, parsed, uses_in
from licenselogic.scan.uses import Found, Unnamed, Use

BY = "depends_on"


@dataclass(frozen=True)
class Scan:
    """What a project uses, by the id of the work, what it leaves open, and its lineage."""

    name: str
    files: int
    uses: Mapping[str, tuple[Use, ...]]
    unnamed: tuple[Unnamed, ...]
    lineage: Lineage

    def to_dict(self) -> dict[str, Any]:
        """Return the scan as JSON data."""
        return {
            "schema": "licenselogic.scan/1",
            "project": self.name,
            "files": self.files,
            "uses": [
                {
                    "work": work,
                    "type": self.lineage.works[work].type,
                    "places": [
                        {"file": u.file, "line": u.line, "by": u.by, "name": u.name} for u in uses
                    ],
                }
                for work, uses in self.uses.items()
            ],
            "unnamed": [
                {"file": one.file, "line": one.line, "by": one.by, "type": one.type}
                for one in self.unnamed
            ],
            "lineage": self.lineage.to_dict(),
        }


def scan(folder: Path, *, known: Known, library: Library, license: str | None = None) -> Scan:
    """Return which models and datasets the code in a folder uses, and the lineage that follows.

    Nothing is executed.  `license` is that of the project, by default the one that its files state.
    Raises `LineageError` for a folder that cannot be read.
    """
    if not folder.is_dir():
        message = f"{quoted(folder)} is no folder"
        help = f"give the folder that it is in, {quoted(folder.parent)}" if folder.exists() else (
            "give the folder of a program"
        )  # fmt: skip
        raise LineageError(Diagnostic(Code.NOT_READABLE, message, help=help))
    reader = _Reader(folder, read_project(folder, library), Inventory(Source("", ""), library))
    files = project_files(folder)
    reader.read(files)
    return reader.result(len(files), known, license)


@dataclass
class _Reader:
    """Reads the files of a project."""

    folder: Path
    project: Project
    found: Inventory
    uses: list[Use] = field(default_factory=list)
    unnamed: list[Unnamed] = field(default_factory=list)

    def read(self, files: list[str]) -> None:
        """Read files; one that cannot be read is told and passed over."""
        texts = {file: text for file in files if (text := self._text(file)) is not None}
        constants: dict[str, tuple[str, ...]] = {}
        trees = {}
        for file, text in texts.items():
            if file.casefold().endswith(SOURCE):
                try:
                    trees[file] = parsed(text)
                except UnreadableError as error:
                    self._unread(file, str(error))
                else:
                    for name, values in constants_in(trees[file]).items():
                        constants[name] = tuple(dict.fromkeys((*constants.get(name, ()), *values)))
        for file, text in texts.items():
            found = self._found(file, text, trees, constants)
            self.uses += found.uses
            self.unnamed += found.unnamed
        self.uses += self._in_card()

    def _found(
        self, file: str, text: str, trees: Mapping[str, Any], constants: dict[str, tuple[str, ...]]
    ) -> Found:
        try:
            if file in trees:
                return uses_in(trees[file], file, constants)
            if file.casefold().endswith(SOURCE):
                return Found()
            if file.casefold().endswith(NOTEBOOK):
                code, places, odd = cells_in(text)
                for number in odd:
                    self._unread(f"{file}#cell-{number}", "is not Python")
                return placed(uses_in(parsed(code), file, constants), places)
            return Found(named_in(text, file))
        except UnreadableError as error:
            self._unread(file, str(error))
            return Found()

    def _text(self, file: str) -> str | None:
        path = self.folder / file
        try:
            return read_text(path)
        except LineageError as error:
            told, name = error.diagnostics[0].message, f"{quoted(path)} "
            reason = f"cannot be read: {told.rpartition(': ')[2]}"
            self._unread(file, told.removeprefix(name) if told.startswith(name) else reason)
            return None

    def _unread(self, file: str, why: str) -> None:
        message = f"what {quoted(file)} names is not known: it {why}"
        self.found.note(Code.UNREAD_FIELD, message, self.project.name)

    def _in_card(self) -> Iterator[Use]:
        """Yield the models and datasets in the card of a Space."""
        for key, type in (("models", "model"), ("datasets", "dataset")):
            for name in texts_in(self.project.card, key, Notes(self.project.name)):
                yield Use("README.md", 1, key, name, type)

    def result(self, files: int, known: Known, license: str | None) -> Scan:
        """Return what was found."""
        name = self.project.name
        plain = {"id": name, "type": "software", "license": license or self.project.license}
        own = {key: value for key, value in plain.items() if value is not None}
        self.found.root = self.found.loose(Part(own, (), whole=True))
        works: dict[str, list[Use]] = {}
        for use in self.uses:
            identifier = self._id(use)
            if identifier and identifier != name:
                part = Part({"id": identifier, "type": use.type}, ())
                work = self.found.loose(part)
                self.found.link(name, work, NEEDS, BY)
                works.setdefault(work, []).append(use)
        for one in self.unnamed:
            unknown = {"id": nameless(one.type, name), "type": one.type}
            work = self.found.loose(Part(unknown, (), whole=True))
            self.found.link(name, work, NEEDS, BY)
            message = f"{one.place}: `{one.by}` loads a {one.type} that the code does not name"
            self.found.note(Code.MISSING_UPSTREAM, message, work, name)
        for finding in self.project.findings if license is None else ():
            self.found.note(finding.code, finding.message, *finding.works)
        lineage = self.found.lineage(known)
        uses = {work: tuple(found) for work, found in sorted(works.items())}
        return Scan(name, files, uses, tuple(self.unnamed), lineage)

    def _id(self, use: Use) -> str:
        """Return the id of the work that a use names; '' for what is no work of others."""
        read = read_name(use.name)
        if read is None:
            message = f"{use.place}: {quoted(use.name, 60)} is no name of a {use.type}; set aside"
            self.found.note(Code.UNREAD_FIELD, message, self.project.name)
            return ""
        name = read.id.removeprefix("datasets/") if use.type == "dataset" else read.id
        if names_nothing(name, use.type):
            return ""  # a loader, such as `csv`
        if not name.startswith("github.com/") and (is_path(name) or self._is_here(use, name)):
            message = f"{use.place}: {quoted(use.name, 60)} is a place on a disk; set aside"
            self.found.note(Code.UNREAD_FIELD, message, self.project.name)
            return ""
        return full_name(name, use.type)

    def _is_here(self, use: Use, name: str) -> bool:
        """Tell whether a name is that of a file or folder of the project."""
        beside = (self.folder / use.file.partition("#")[0]).parent
        try:
            return (self.folder / name).exists() or (beside / name).exists()
        except (OSError, ValueError):
            return False
