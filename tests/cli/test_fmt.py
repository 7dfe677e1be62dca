"""`fmt`: clause files laid out."""

import stat
from pathlib import Path
from typing import Any

import pytest
from calls import OWN, Call

UGLY = OWN.replace("  ", " ").replace("\n", "  \n")


def test_fmt_puts_a_file_into_the_one_layout(call: Call, own: Path) -> None:
    own.write_text(UGLY)
    assert call("fmt", own) == (0, f"reformatted {own}\n", "")
    assert own.read_text() == OWN


def test_fmt_says_nothing_of_a_file_that_is_in_it(call: Call, own: Path) -> None:
    before = own.stat()
    assert call("fmt", own) == (0, "", "")
    assert own.stat().st_mtime_ns == before.st_mtime_ns


def test_fmt_check_changes_nothing_and_fails(call: Call, own: Path) -> None:
    own.write_text(UGLY)
    assert call("fmt", "--check", own) == (1, f"would reformat {own}\n", "")
    assert own.read_text() == UGLY


def test_fmt_check_passes_a_file_in_the_one_layout(call: Call, own: Path) -> None:
    assert call("fmt", "--check", own) == (0, "", "")


def test_fmt_takes_folders_and_names_the_files(call: Call, own: Path) -> None:
    own.write_text(UGLY)
    assert call("fmt", own.parent) == (0, f"reformatted {own}\n", "")
    assert own.read_text() == OWN


@pytest.mark.parametrize("content", [b'license "A" {', b"\xff\xfe", b""])
def test_fmt_leaves_a_file_that_it_cannot_read_as_it_is(
    call: Call, own: Path, content: bytes
) -> None:
    own.write_bytes(content)
    code, out, err = call("fmt", own)
    assert (code, out) == (2, "")
    assert str(own) in err
    assert own.read_bytes() == content


def test_fmt_writes_nothing_when_one_of_the_files_is_bad(
    call: Call, own: Path, tmp_path: Path
) -> None:
    own.write_text(UGLY)
    (tmp_path / "worse.lic").write_text("{")
    assert call("fmt", tmp_path)[0] == 2
    assert own.read_text() == UGLY


def test_fmt_keeps_the_mode_of_a_file(call: Call, own: Path) -> None:
    own.write_text(UGLY)
    own.chmod(0o640)
    call("fmt", own)
    assert stat.S_IMODE(own.stat().st_mode) == 0o640


def test_fmt_writes_through_no_link(call: Call, own: Path, tmp_path: Path) -> None:
    """Not even to the other files: whoever can put a link into a folder could have any written."""
    own.write_text(UGLY)
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "link.lic"
    link.symlink_to(own)
    other = tmp_path / "folder" / "a.lic"
    other.write_text(UGLY)
    code, out, err = call("fmt", tmp_path / "folder")
    assert (code, out) == (2, "")
    assert err.startswith(
        f"error[not-readable]: `{link}` is a link; name the file that it leads to\n"
    )
    assert (own.read_text(), other.read_text()) == (UGLY, UGLY)


def test_fmt_touches_nothing_else_in_the_folder(call: Call, own: Path, tmp_path: Path) -> None:
    """A link under a name that might be taken for the new file leads to nobody's harm."""
    own.write_text(UGLY)
    bystander = tmp_path / "bystander"
    bystander.write_text("mine")
    for name in (".herring.lic.new", ".herring.lic.tmp", ".herring.lic.", "herring.lic.new"):
        (tmp_path / name).symlink_to(bystander)
    before = set(tmp_path.iterdir())
    assert call("fmt", own)[0] == 0
    assert set(tmp_path.iterdir()) == before
    assert (own.read_text(), bystander.read_text()) == (OWN, "mine")


def test_fmt_leaves_no_file_behind_when_it_cannot_write(
    call: Call, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    own.write_text(UGLY)
    monkeypatch.setattr(Path, "replace", fail)
    code, _, err = call("fmt", own)
    assert code == 2
    assert err.startswith(f"error[not-readable]: cannot write `{own}`: Read-only file system\n")
    assert list(own.parent.iterdir()) == [own]


def test_fmt_needs_a_path(call: Call) -> None:
    code, _, err = call("fmt")
    assert code == 2
    assert "Missing argument 'PATHS...'" in err
