"""The shipped files held against each other."""

import pytest

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic
from licenselogic.base.source import Source
from licenselogic.library.library import Library, licenses
from licenselogic.library.names import Names
from licenselogic.review.lint import lint
from licenselogic.review.shipped import misplaced

NAMES = """
[licenses.Cod]
title = "Cod License"

[licenses.Eel]
title = "Eel License"

[exceptions.Bait]
title = "Bait Exception"

[exceptions.Net]
title = "Net Exception"
"""
LOCK = "".join(f'{name} = {{ url = "u" }}\n' for name in ("Bait", "Cod", "Eel", "Net"))
FILES = {
    "s/sea/Cod.lic": 'license "Cod" { covers any }',
    "s/sea/Eel.lic": 'license "Eel" { covers any }',
    "s/exceptions/Bait.lic": 'exception "Bait" { }',
    "s/exceptions/Net.lic": 'exception "Net" { }',
}


def shelf(names: str = NAMES, lock: str = LOCK, files: dict[str, str] = FILES) -> Library:
    given = Names(Source("s/names.toml", names), Source("s/texts.lock", lock))
    return Library({name: text.encode() for name, text in files.items()}, given)


def only(library: Library) -> Diagnostic:
    (found,) = misplaced(library)
    return found


def test_files_that_match_have_no_findings() -> None:
    assert list(misplaced(shelf())) == []


@pytest.mark.slow
def test_the_shipped_files_match() -> None:
    assert list(misplaced(licenses())) == []


def test_clause_files_of_users_need_no_names_beside_them() -> None:
    text = b'license "A" { title "A" covers any text "u" }'
    assert list(misplaced(Library({"a.lic": text}))) == []


def without(name: str) -> dict[str, str]:
    return {file: text for file, text in FILES.items() if name not in file}


@pytest.mark.parametrize(("name", "line"), [("Eel", 5), ("Net", 11)])
def test_an_entry_without_a_clause_file_is_found(name: str, line: int) -> None:
    found = only(shelf(files=without(name)))
    assert (found.code, str(found.span)) == (Code.BAD_REFERENCE, f"s/names.toml:{line}:1")
    assert found.message.endswith(f" `{name}`")


def test_an_entry_that_is_misspelt_is_met_with_the_file_that_it_may_mean() -> None:
    messages = {
        d.message: d for d in misplaced(shelf(NAMES.replace("licenses.Eel", "licenses.Eell")))
    }
    assert messages["no clause file describes the license `Eell`"].help == "did you mean `Eel`?"
    assert "`Eel` has no entry in `s/names.toml`" in messages


def test_a_file_without_a_text_is_found() -> None:
    found = only(shelf(lock=LOCK.replace('Cod = { url = "u" }\n', "")))
    assert (found.code, str(found.span)) == (Code.MISSING_STATEMENT, "s/sea/Cod.lic:1:1")
    assert found.message == "`Cod` has no entry in `s/texts.lock`"


def test_a_text_that_belongs_to_nothing_is_found() -> None:
    found = only(shelf(lock=LOCK + 'Nets = { url = "u" }\n'))
    assert (found.code, str(found.span)) == (Code.BAD_REFERENCE, "s/texts.lock:5:1")
    assert found.help == "did you mean `Net`?"


def test_a_second_entity_in_a_file_is_found() -> None:
    found = only(
        shelf(files={**FILES, "s/sea/Cod.lic": FILES["s/sea/Cod.lic"] + '\ntemplate "x" { }'})
    )
    assert (found.code, str(found.span)) == (Code.DUPLICATE, "s/sea/Cod.lic:2:10")


def test_a_name_of_two_exceptions_is_found() -> None:
    found = only(shelf(NAMES.replace('"Net Exception"', '"Net Exception"\naliases = ["bait"]')))
    assert found.code is Code.DUPLICATE
    assert found.message == "`Net` is also called `bait`, and so is `Bait`"


@pytest.mark.parametrize("files", ["names", "texts"])
def test_ids_out_of_order_are_found(files: str) -> None:
    rows = LOCK.splitlines(keepends=True)
    names = NAMES.replace("licenses.Cod", "licenses.x").replace("licenses.Eel", "licenses.Cod")
    names = names.replace("licenses.x", "licenses.Eel")
    changed = {"names": {"names": names}, "texts": {"lock": "".join([*rows[2:], *rows[:2]])}}
    found = only(shelf(**changed[files]))  # type: ignore[arg-type]
    assert found.code is Code.BAD_VALUE and f"the {files} are sorted by id" in found.message


def test_lint_of_the_whole_library_tells_of_them_and_of_one_file_only_its_own() -> None:
    known = shelf(lock=LOCK + 'Nets = { url = "u" }\n')
    assert "s/texts.lock" in {d.span.file for d in lint(known).diagnostics if d.span}
    one = lint(known, only=["s/sea/Cod.lic"]).diagnostics
    assert {d.span.file for d in one if d.span} == {"s/sea/Cod.lic"}


@pytest.mark.parametrize("name", ["Eel", "eel"])
def test_lint_finds_an_alias_that_is_another_id(name: str) -> None:
    known = shelf(NAMES.replace('"Cod License"', f'"Cod License"\naliases = ["{name}"]'))
    told = [d for d in lint(known).diagnostics if d.code is Code.DUPLICATE]
    assert [str(d.span) for d in told] == ["s/sea/Cod.lic:1:9"]
