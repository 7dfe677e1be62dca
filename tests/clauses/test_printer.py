"""The one layout of clause files: what is printed is read back, and printed the same again."""

from pathlib import Path

import pytest

from licenselogic.base.resources import licenses
from licenselogic.base.source import Span
from licenselogic.clauses import tree
from licenselogic.clauses.printer import WIDTH, print_file
from licenselogic.clauses.syntax import MAX_NESTING, parse

HERE = Path(__file__).parents[1]
GOOD = sorted((HERE / "clauses" / "good").glob("*.lic"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_file_in_any_layout_keeps_its_meaning(path: Path) -> None:
    file = parse(path.read_text("utf-8"), path.name)
    printed = print_file(file)
    assert parse(printed, path.name) == file
    assert print_file(parse(printed)) == printed


@pytest.mark.slow
def test_the_shipped_files_are_in_the_one_layout() -> None:
    files = {path: path.read_text("utf-8") for path in licenses().rglob("*.lic")}
    changed = [path.name for path, text in files.items() if print_file(parse(text)) != text]
    assert changed == [], "run `licenselogic fmt licenses`"


# The layout ---------------------------------------------------------------------------------------


def laid_out(text: str) -> str:
    return print_file(parse(text))


def test_clauses_and_omissions_stand_apart_and_headers_together() -> None:
    text = 'license "A" { title "a" covers any omit "0" because "b" clause "1" { says "s" } }'
    assert laid_out(text) == (
        'license "A" {\n  title "a"\n  covers any\n\n  omit "0"\n    because "b"\n\n'
        '  clause "1" {\n    says "s"\n  }\n}\n'
    )


def test_an_item_that_is_all_fields_takes_one_line_and_others_stand_apart() -> None:
    text = (
        'license "A" { policy "P" forbids sell on work { item "1" { field a, b on output } '
        'item "2" field c # why\n item "3" { says "s" field d } item "4" field e } }'
    )
    assert laid_out(text) == (
        'license "A" {\n  policy "P" forbids sell on work {\n    item "1" field a, b on output\n'
        '    item "2" field c  # why\n\n    item "3" {\n      says "s"\n      field d\n    }\n\n'
        '    item "4" field e\n  }\n}\n'
    )


def test_comments_stay_with_what_they_are_about() -> None:
    text = '# A\nlicense "A" { # B\n title "a" # C\n\n # D\n} # E\n# F\n'
    assert laid_out(text) == ('# A\nlicense "A" {\n  # B\n  title "a"  # C\n  # D\n}  # E\n\n# F\n')


def test_a_comment_within_a_statement_moves_before_it() -> None:
    text = 'license "A" { covers software, # and\n data }'
    assert laid_out(text) == 'license "A" {\n  # and\n  covers software, data\n}\n'


def test_long_lists_are_broken_after_commas() -> None:
    lines = laid_out('license "A" { alias ' + ", ".join(f'"name {n}"' for n in range(30)) + " }")
    rows = lines.split("\n")[1:-2]
    assert rows[0].startswith('  alias "name 0", ')
    assert all(row.startswith("      ") for row in rows[1:])
    assert all(row.endswith(",") for row in rows[:-1])
    assert max(map(len, rows)) <= WIDTH


def test_long_norms_are_broken_outside_quotes() -> None:
    kinds = ", ".join(["warranty-disclaimer"] * 12)
    norm = f'permit use on work unless commercial notwithstanding "a  b", "c \\\\", "d {"e " * 30}"'
    free = f"forbid further-restrictions except {{ {kinds} }}"
    text = f'license "A" {{ clause "1" {{ {norm} {free} }} }}'
    printed = laid_out(text)
    assert '"a  b", "c \\\\",' in printed
    assert parse(printed) == parse(text)


def test_line_ends_of_other_systems_leave_no_trace() -> None:
    text = 'license "A" {\n  # why\n  title "a"  # so\n}\n'
    assert laid_out(text.replace("\n", "\r\n")) == laid_out("\ufeff" + text) == text


# Where parsing ends -------------------------------------------------------------------------------


def nested(depth: int) -> str:
    formula = "(" * depth + "commercial" + ")" * depth
    return f'license "A" {{ clause "1" {{ permit use if {formula} }} }}'


def test_nesting_is_read_up_to_a_limit() -> None:
    assert parse(nested(MAX_NESTING)) == parse(nested(0))


@pytest.mark.parametrize("prefix", ["not ", "commercial and not ", "not (", "commercial or ("])
def test_nesting_within_the_limit_is_resolved_and_printed(prefix: str) -> None:
    depth = MAX_NESTING // (2 if prefix == "not (" else 1)
    formula = prefix * depth + "commercial" + ")" * (depth * prefix.count("("))
    text = f'license "A" {{ clause "1" {{ permit use if {formula} }} }}'
    assert parse(laid_out(text)) == parse(text)


def test_spans_point_at_what_was_written() -> None:
    text = 'license "A" {\n  covers software, any\n}\n'
    header = parse(text, "a.lic").entities[0].statements[0]
    assert header.span == Span("a.lic", 2, 3, 2, 23)
    assert isinstance(header, tree.Header)
    assert header.words[1].span == Span("a.lic", 2, 20, 2, 23)


def test_trees_are_equal_wherever_they_stand() -> None:
    assert parse('license "A"{}', "a") == parse('\n\n  license   "A" {\n}', "b")
