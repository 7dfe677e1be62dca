"""Files as bytes: whatever is no file, or has no end, is refused at once."""

import os
import threading
from pathlib import Path

import pytest

import licenselogic as ll
from licenselogic.base.files import read_bytes
from licenselogic.clauses.files import read_files

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in files")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """Return a pipe into which nobody writes: whoever opens it to read waits for ever."""
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a" * 70_000)
    assert read_bytes(path) == b"a" * 70_000
    assert read_bytes(str(path)) == b"a" * 70_000


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="no /proc here")
def test_a_file_that_states_no_size_is_read_whole() -> None:
    assert Path("/proc/self/mounts").stat().st_size == 0
    assert read_bytes("/proc/self/mounts") == Path("/proc/self/mounts").read_bytes()


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"a")
    (tmp_path / "y").symlink_to(tmp_path / "x")
    assert read_bytes(tmp_path / "y") == b"a"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none", "No such file or directory"),
        (".", "it is a folder, not a file"),
        ("a\0b", "not a path"),
        ("large", "larger than 1 MB"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(OSError, match=r"\w") as caught:
        read_bytes(f"{tmp_path}/{path}", limit=2**20)
    assert caught.value.strerror == reason


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty", "/dev/stdin"])
def test_a_device_is_refused(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"there is no {device}")
    with pytest.raises(OSError, match=r"\w"):
        read_bytes(device)


@pipes
def test_a_pipe_is_refused(pipe: Path) -> None:
    with pytest.raises(ll.LineageError, match="it is a pipe, not a file"):
        ll.load_lineage(pipe)


@pipes
def test_a_pipe_among_clause_files_is_refused(pipe: Path) -> None:
    with pytest.raises(ll.ClauseFileError, match="it is a pipe, not a file"):
        read_files([pipe])


@pipes
@pytest.mark.parametrize("name", ["README.md", "adapter_config.json", "mergekit_config.yml"])
def test_a_pipe_in_a_folder_is_refused(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(ll.LineageError, match="it is a pipe, not a file"):
        ll.load_lineage(tmp_path)


@pipes
def test_a_pipe_that_somebody_writes_to_is_refused_too(pipe: Path) -> None:
    writer = threading.Thread(target=os.open, args=(pipe, os.O_RDWR), daemon=True)
    writer.start()
    with pytest.raises(OSError, match="a pipe"):
        read_bytes(pipe)
