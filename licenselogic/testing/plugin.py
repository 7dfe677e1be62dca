"""The pytest plugin: files called `*.licenses.yaml` are tests, for people who keep no Python.

Loaded whenever pytest starts in an environment that has licenselogic, so it imports next to nothing
before it meets such a file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from licenselogic.testing.case_files import FileCase

ENDINGS = (".licenses.yaml", ".licenses.yml")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CaseFile | None":
    """Collect a file of cases."""
    if not file_path.name.endswith(ENDINGS):
        return None
    return CaseFile.from_parent(parent, path=file_path)


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> "Iterator[CaseItem]":
        """Yield its cases; a file that cannot be read is an error that says where."""
        from licenselogic.base.diagnostics import LicenseLogicError
        from licenselogic.testing.case_files import read_cases

        try:
            cases = read_cases(self.path)
        except LicenseLogicError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.name, case=case)


class UnexpectedVerdictError(AssertionError):
    """A verdict is not what the file says."""


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: "FileCase", **others: Any) -> None:
        super().__init__(**others)
        self.case = case

    def runtest(self) -> None:
        """Hold the verdict against what is expected; raises `UnexpectedVerdictError`."""
        from licenselogic.report.verdict_text import render_verdict

        verdict = self.case.verdict
        amiss = list(self.case.expected.amiss(verdict))
        if amiss:
            raise UnexpectedVerdictError("\n".join([*amiss, "", render_verdict(verdict)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> str:
        """Return what people read: no traceback, for there is no code of theirs in it."""
        from licenselogic.base.diagnostics import LicenseLogicError

        if isinstance(excinfo.value, UnexpectedVerdictError | LicenseLogicError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where the case stands, and its name."""
        return self.path, None, f"{self.path.name}: {self.name}"
