"""`lint`: clause files checked."""

from pathlib import Path

import pytest
from calls import OWN, Call

from licenselogic.base.resources import licenses as licenses_folder


def test_lint_of_a_good_file_counts_what_it_looked_at(call: Call, own: Path) -> None:
    code, out, err = call("lint", own)
    assert (code, err) == (0, "")
    assert out.startswith("licences: 1, checked by a second reader: 1, ")
    assert out.endswith("errors: 0\n")
    assert out.count("\n") == 1


def test_lint_shows_findings_at_their_place_and_fails(call: Call, own: Path) -> None:
    own.write_text(OWN.replace("modify,", "modfy,").replace("  review checked 2026-11-23\n", ""))
    code, out, _ = call("lint", own)
    assert code == 1
    assert "error[unknown-word]: no act is called `modfy`" in out
    assert f"--> {own}:10:28" in out
    assert "^^^^^ not in the vocabulary" in out


@pytest.mark.parametrize("option", ["--warnings", "--no-warnings"])
def test_lint_shows_warnings_unless_told_otherwise(call: Call, own: Path, option: str) -> None:
    own.write_text(OWN.replace("checked 2026-11-23", "encoded"))
    code, out, _ = call("lint", own, option)
    assert code == 0
    assert ("warning[unreviewed]: " in out) == (option == "--warnings")


def test_lint_looks_passages_up_in_the_texts_of_a_folder(
    call: Call, own: Path, tmp_path: Path
) -> None:
    text = tmp_path / "texts" / "Herring-1.0.txt"
    text.parent.mkdir()
    text.write_text("You may do as you like.")
    code, out, _ = call("lint", own, "--texts", text.parent)
    assert code == 1
    assert "error[passage-not-found]: clause `2` of `Herring-1.0`" in out
    assert "clause `1`" not in out
    text.rename(text.with_name("cod.txt"))
    code, out, _ = call("lint", own, "--texts", text.parent)
    assert code == 1
    assert "error[text-missing]: the text of `Herring-1.0` is not in" in out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("licence {}", "error[syntax]: found `licence` where"),
        ("", "error[syntax]: found the end of the file where"),
        ('license "MIT" {}', "error[duplicate]: `MIT` is defined twice"),
    ],
)
def test_lint_refuses_what_it_cannot_read(
    call: Call, own: Path, content: str, message: str
) -> None:
    own.write_text(content)
    code, out, err = call("lint", own)
    assert (code, out) == (2, "")
    assert err.startswith(message)


@pytest.mark.slow
def test_lint_of_a_shipped_file_does_not_find_it_twice(call: Call) -> None:
    code, out, _ = call("lint", licenses_folder() / "software" / "MIT.lic")
    assert code == 0
    assert "duplicate" not in out


@pytest.mark.parametrize("command", ["lint", "fmt"])
def test_a_path_that_is_not_there_is_told(call: Call, command: str, tmp_path: Path) -> None:
    code, out, err = call(command, tmp_path / "nowhere.lic")
    assert (code, out) == (2, "")
    assert err.startswith("error[not-readable]: cannot read `")


@pytest.mark.parametrize("command", ["lint", "fmt"])
def test_a_folder_without_clause_files_is_told(call: Call, command: str, tmp_path: Path) -> None:
    code, out, err = call(command, tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("error[not-readable]: no clause files (`*.lic`) in `")
