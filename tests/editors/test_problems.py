"""What an editor tells of a text while somebody types."""

from pathlib import Path

import pytest
from pointing import ROOT

from licenselogic.editors import asked
from licenselogic.editors.problems import MAX_TEXT, MAX_WORKS
from licenselogic.editors.text import Problem, Text

GOOD = (ROOT / "examples" / "custom-license" / "harbour.lic").read_text("utf-8")
CAUGHT = ROOT / "examples" / "caught" / "relabelled-llama-3.yaml"


def found(content: str, name: str) -> list[tuple[str, str, str]]:
    """Return the level, the code and the words in question of each problem."""
    text = Text(content, name)
    return [(p.level, p.code, words(text, p)) for p in asked.diagnosed(text)]


def words(text: Text, problem: Problem) -> str:
    start, end = map(text.offset, problem.stretch)
    return text.content[start:end]


def test_a_clause_file_without_slips_has_only_a_note() -> None:
    assert found(GOOD, "harbour.lic") == [("note", "unreviewed", '"Harbour-1.0"')]


def test_a_slip_is_marked_where_it_stands_and_told_with_help() -> None:
    text = Text(GOOD.replace("distribute", "distribte", 1), "harbour.lic")
    (problem,) = asked.diagnosed(text)
    assert (problem.level, problem.code, words(text, problem)) == (
        "error",
        "unknown-word",
        "distribte",
    )
    assert "did you mean `distribute`?" in problem.message


def test_a_text_that_cannot_be_parsed_has_one_problem() -> None:
    assert found('license "X" {\n  clause "1" { permit }\n}', "x.lic") == [("error", "syntax", "}")]
    assert [p[:2] for p in found('license "X', "x.lic")] == [("error", "syntax")]
    assert [p[:2] for p in found("works: [", "lineage.yaml")] == [("error", "bad-lineage")]
    assert [p[:2] for p in found("---\nlicense: [\n---\n", "README.md")] == [
        ("error", "bad-lineage")
    ]


def test_a_shipped_file_is_looked_at_as_it_is_typed() -> None:
    path = ROOT / "licenses" / "software" / "MIT.lic"
    content = path.read_text("utf-8")
    assert "duplicate" not in {code for _, code, _ in found(content, str(path))}
    spoilt = content.replace("retain-notices", "retain-notice", 1)
    assert ("error", "unknown-word", "retain-notice") in found(spoilt, str(path))


def test_findings_of_check_stand_at_the_licence_that_they_are_about() -> None:
    text = Text(CAUGHT.read_text("utf-8"), str(CAUGHT))
    problems = [p for p in asked.diagnosed(text) if p.level == "error"]
    assert {p.code for p in problems} == {"exclusive-improvement", "use-restriction", "scale-limit"}
    assert {words(text, p) for p in problems} == {"mit"}
    assert "clause: llama3 1.b.v" in problems[0].message
    assert [words(text, Problem(where, "", "", "")) for _, where in problems[0].related]


def test_mistakes_of_a_lineage_file_stand_where_they_are() -> None:
    content = "works:\n  - id: a\n    license: mit\n    from: [{work: b, by: finetun}]\n"
    assert ("error", "unknown-word", "finetun") in found(content, "lineage.yaml")
    assert ("error", "dangling-work", "b") in found(
        content.replace("finetun", "finetune"), "lineage.yaml"
    )


def test_a_large_lineage_is_read_and_not_judged() -> None:
    works = "".join(f"  - {{id: w/{n}, license: mit}}\n" for n in range(MAX_WORKS + 1))
    assert found(f"works:\n{works}", "lineage.yaml") == [("note", "not-judged", "works:")]


def test_a_text_too_large_to_be_looked_at_is_told_to_be() -> None:
    content = CAUGHT.read_text("utf-8") + "#" * MAX_TEXT
    assert [p[:2] for p in found(content, "lineage.yaml")] == [("note", "not-judged")]


def test_conditions_are_one_note_and_duties_are_left_out() -> None:
    content = (
        "works:\n  - {id: a/b, license: llama3}\n"
        "  - {id: c/d, license: llama3, from: [{work: a/b, by: finetune}]}\n"
    )
    codes = [code for _, code, _ in found(content, "lineage.yaml")]
    assert codes.count("condition") == 1
    assert "include-license" not in codes


def test_settings_of_the_project_count(tmp_path: Path) -> None:
    path = str(tmp_path / "lineage.yaml")
    content = "works:\n  - {id: a/b, license: mit, type: software}\n"
    assert found(content, path) == []
    (tmp_path / "licenselogic.toml").write_text('[policy]\ndenied = ["MIT"]\n', "utf-8")
    assert [p[:2] for p in found(content, path)] == [("error", "denied-license")]
    (tmp_path / "licenselogic.toml").write_text('[polcy]\ndenied = ["MIT"]\n', "utf-8")
    assert [p[:2] for p in found(content, path)] == [("error", "bad-setting")]


def test_licences_of_the_project_are_known(tmp_path: Path) -> None:
    path = str(tmp_path / "lineage.yaml")
    content = "works:\n  - {id: a/b, license: Harbour-1.0}\n"
    assert "unknown-license" in {code for _, code, _ in found(content, path)}
    (tmp_path / "harbour.lic").write_text(GOOD, "utf-8")
    (tmp_path / "licenselogic.toml").write_text('licenses = ["harbour.lic"]\n', "utf-8")
    assert "unknown-license" not in {code for _, code, _ in found(content, path)}


@pytest.mark.parametrize("name", ["config.yaml", "package.json", "post.md", "notes.txt"])
def test_other_files_have_no_problems(name: str) -> None:
    assert found("---\ntitle: x\n---\nlicense: 3\n", name) == []
