"""Fixtures of the command line."""

from pathlib import Path

import pytest
from calls import OWN, Call, Said

from licenselogic.cli.app import run


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function that runs a command line: exit code, output, messages."""

    def called(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clause file of a user."""
    path = tmp_path / "herring.lic"
    path.write_text(OWN)
    return path
