"""A file is replaced whole or not at all, and no other file is touched."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from licenselogic.base import writing
from licenselogic.base.writing import NotReplacedError, replace_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that holds `old`."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def test_the_content_is_replaced_and_nothing_else_is_left(file: Path) -> None:
    file.chmod(0o640)
    replace_file(file, b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_a_link_is_not_written_through(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    with pytest.raises(NotReplacedError, match="it is a link"):
        replace_file(link, b"old", b"new")
    assert (file.read_bytes(), link.is_symlink()) == (b"old", True)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(NotReplacedError, match="it is not a file"):
        replace_file(tmp_path, b"old", b"new")


def test_a_change_made_meanwhile_is_not_lost(file: Path) -> None:
    with pytest.raises(NotReplacedError, match="it was changed meanwhile"):
        replace_file(file, b"older", b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_the_name_of_the_new_file_cannot_be_foreseen(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set()
    replace = Path.replace

    def noted(fresh: Path, target: Path) -> Path:
        names.add(fresh.name)
        assert (fresh.parent, fresh.stat().st_nlink) == (file.parent, 1)
        return replace(fresh, target)

    monkeypatch.setattr(Path, "replace", noted)
    for _ in range(3):
        replace_file(file, b"old", b"old")
    assert len(names) == 3


def test_a_folder_that_cannot_be_written_to_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing.tempfile, "mkstemp", refuse)
    with pytest.raises(NotReplacedError, match="Permission denied"):
        replace_file(file, b"old", b"new")


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from licenselogic.base.writing import replace_file

signal.signal(signal.SIGINT, signal.SIG_DFL)
replace = Path.replace
Path.replace = lambda *names: (os.kill(os.getpid(), signal.SIGINT), replace(*names))
replace_file(Path(sys.argv[1]), b"old", b"new")
print("not reached")
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
def test_an_interruption_waits_until_the_file_is_whole(file: Path) -> None:
    call = [sys.executable, "-c", INTERRUPTED, str(file)]
    done = subprocess.run(call, capture_output=True, env={**os.environ}, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")
    assert file.read_bytes() == b"new"
    assert list(file.parent.iterdir()) == [file]
