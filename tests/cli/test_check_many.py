"""`check` of several inputs and licences: what is found, what fails, where the report goes."""

import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from calls import Call

from licenselogic.base.schemas import read_schema

GOOD = "works:\n  - {id: me/good, license: apache-2.0}\n"
BAD = """\
works:
  - {id: a/base, license: llama2}
  - {id: me/bad, license: mit, from: [{work: a/base, by: finetune}]}
"""
LOST = """\
works:
  - {id: a/base}
  - {id: me/lost, license: mit, from: [{work: a/base, by: copy}]}
"""
CARD = "---\nlicense: mit\nbase_model: google/gemma-2b\n---\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lineage of each kind."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("good.yaml", GOOD), ("bad.yaml", BAD), ("lost.yaml", LOST)):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["good.yaml", "bad.yaml", "lost.yaml"], 1),
        (["good.yaml", "lost.yaml"], 3),
        (["good.yaml", "good.yaml"], 0),
        (["good.yaml", "bad.yaml", "nowhere.yaml"], 2),
    ],
)
def test_the_code_is_that_of_the_worst(call: Call, paths: list[str], code: int) -> None:
    found, out, err = call("check", *paths)
    assert found == code
    assert ("nowhere.yaml" in err) == (code == 2)
    assert "me/good" in out


@pytest.mark.parametrize(
    "header",
    ['"license": mit\n"base_model": google/gemma-2b', "{license: mit, base_model: google/gemma-2b}",
     "  License: mit\n  base_model: google/gemma-2b", "base_model: google/gemma-2b\nlicense: ["],
)  # fmt: skip
def test_a_card_is_found_however_its_header_is_written(call: Call, here: Path, header: str) -> None:
    (here / "one").mkdir()
    (here / "one" / "README.md").write_text(f"---\n{header}\n---\n")
    (here / "page").mkdir()
    (here / "page" / "README.md").write_text("---\nlayout: page\n---\n")
    (here / "good").mkdir()
    (here / "good" / "lineage.yaml").write_text(GOOD)
    for name in ("good.yaml", "bad.yaml", "lost.yaml"):
        (here / name).unlink()
    found, out, err = call("check", ".")
    assert found != 0
    assert "one" in out + err and "page" not in out + err


def test_the_answers_stand_first_the_worst_on_top(call: Call) -> None:
    _, out, _ = call("check", "good.yaml", "lost.yaml", "bad.yaml")
    lines = out.splitlines()
    assert lines[0] == "3 checked: 1 incompatible, 1 unknown, 1 compatible"
    assert [line.split()[:2] for line in lines[2:5]] == [
        ["incompatible", "bad.yaml"], ["unknown", "lost.yaml"], ["compatible", "good.yaml"],
    ]  # fmt: skip
    assert "== bad.yaml" in out and "== good.yaml" not in out
    assert "== good.yaml" in call("check", "good.yaml", "bad.yaml", "-v")[1]
    assert out.count("not legal advice") == 1


def test_json_of_several_follows_its_schema(call: Call) -> None:
    code, out, _ = call("check", "good.yaml", "bad.yaml", "nowhere.yaml", "--format", "json")
    data = json.loads(out)
    jsonschema_rs.Draft202012Validator(read_schema("checks")).validate(data)
    assert code == 2
    found = [(check["path"], check["verdict"]["status"]) for check in data["checks"]]
    assert found == [("good.yaml", "compatible"), ("bad.yaml", "incompatible")]
    assert [error["path"] for error in data["errors"]] == ["nowhere.yaml"]


def test_a_folder_is_searched_for_lineages_cards_and_adapters(call: Call, here: Path) -> None:
    for name, file, text in (
        ("a", "lineage.yaml", GOOD),
        ("a", "README.md", "---\nlicense: mit\n---\n"),  # the lineage describes this folder
        ("b/c", "README.md", "---\nlicense: apache-2.0\n---\n"),
        ("d", "README.md", "# A page without a header\n"),
        ("e", "README.md", "---\ntitle: a page of another kind\n---\n"),
        ("f", "adapter_config.json", '{"base_model_name_or_path": "google/gemma-2b"}'),
        (".hidden", "lineage.yaml", BAD),
        ("node_modules/x", "lineage.yaml", BAD),
        ("g", "small.lineage.json", '{"works": [{"id": "me/small", "license": "mit"}]}'),
    ):
        (here / "all" / name).mkdir(parents=True, exist_ok=True)
        (here / "all" / name / file).write_text(text)
    _, out, _ = call("check", "all", "--format", "json")
    assert [check["path"] for check in json.loads(out)["checks"]] == [
        "all/a/lineage.yaml", "all/b/c", "all/f", "all/g/small.lineage.json",
    ]  # fmt: skip


def test_what_was_found_in_a_folder_is_named(call: Call, here: Path) -> None:
    (here / "all" / "inner").mkdir(parents=True)
    (here / "all" / "inner" / "lineage.yaml").write_text(GOOD)
    assert call("check", "all")[1].startswith("== all/inner/lineage.yaml\ncompatible: ")
    assert call("check", "all/inner/lineage.yaml")[1].startswith("compatible: ")


def test_a_folder_without_anything_says_what_it_lacks(call: Call, here: Path) -> None:
    (here / "empty").mkdir()
    code, _, err = call("check", "empty")
    assert code == 2 and "has none of: README.md, adapter_config.json" in err


def test_without_a_path_the_lineage_of_this_folder_is_judged(call: Call, here: Path) -> None:
    code, _, err = call("check")
    assert code == 2 and "no lineage.yaml" in err
    (here / "lineage.yaml").write_text(BAD)
    assert call("check")[0] == 1


@pytest.mark.parametrize("text", [BAD, json.dumps({"works": [{"id": "me/x", "license": "mit"}]})])
def test_standard_input_is_read(call: Call, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code, out, err = call("check", "-")
    assert (code, err) == (1 if text == BAD else 0, "") and "me/" in out


def test_a_card_on_standard_input_is_a_card(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(CARD))
    code, out, _ = call("check", "-", "--format", "github")
    assert code == 1 and "file=<stdin>,line=2" in out


def test_the_second_of_two_may_be_a_work(call: Call) -> None:
    code, out, _ = call("check", "bad.yaml", "a/base", "-q")
    assert (code, out) == (0, "compatible: `a/base` may be offered under llama2\n")
    code, _, err = call("check", "bad.yaml", "me/bda")
    assert code == 2 and "no work is called `me/bda`" in err and "me/bad" in err


def test_several_licences_are_judged_side_by_side(call: Call) -> None:
    code, out, _ = call("check", "bad.yaml", "--as", "MIT", "--as", "llama2")
    assert code == 1
    assert out.startswith("`me/bad` under each of 2 licences:\n\n  incompatible  MIT     ")
    assert "\n  compatible    llama2  " in out
    assert "error[" not in out and "error[" in call("check", "bad.yaml", "--as", "MIT", "-v")[1]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ([], {"good.yaml": 0, "bad.yaml": 1, "lost.yaml": 3}),
        (["--fail-on", "incompatible"], {"bad.yaml": 1, "lost.yaml": 0}),
        (["--fail-on", "unknown"], {"bad.yaml": 1, "lost.yaml": 3}),
        (["--fail-on", "none"], {"bad.yaml": 0, "lost.yaml": 0}),
        (["--fail-on", "warnings"], {"good.yaml": 1, "bad.yaml": 1}),
        (["--fail-on", "incompatible,warnings"], {"good.yaml": 1, "bad.yaml": 1}),
        (["--fail-on", "conditions"], {"good.yaml": 0, "bad.yaml": 1, "lost.yaml": 3}),
        (["--fail-on", "none", "--fail-on", "duties"], {"good.yaml": 2}),
        (["--fail-on", "warning"], {"good.yaml": 2}),
    ],
)
def test_what_fails_can_be_said(call: Call, words: list[str], codes: dict[str, int]) -> None:
    assert {path: call("check", path, *words)[0] for path in codes} == codes


def test_a_condition_fails_where_conditions_do(call: Call) -> None:
    arguments = ("check", "--upstream", "CC-BY-NC-4.0:trained_on", "--as", "MIT")
    assert call(*arguments)[0] == 0
    assert call(*arguments, "--fail-on", "conditions")[0] == 1


def test_a_duty_fails_where_duties_do_until_it_is_shown(call: Call) -> None:
    arguments = ("check", "--upstream", "MIT:finetune", "--as", "MIT")
    assert call(*arguments)[0] == 0
    assert call(*arguments, "--fail-on", "duties")[0] == 1


def test_a_report_goes_into_a_file_and_the_answer_to_the_terminal(call: Call, here: Path) -> None:
    code, out, _ = call("check", "bad.yaml", "--format", "junit", "--output", "found.xml")
    assert (code, out) == (1, "incompatible: `me/bad` may not be offered under MIT\n")
    root = ElementTree.parse(here / "found.xml").getroot()
    assert int(root.get("failures", "0")) > 0
    assert call("check", "good.yaml", "--format", "junit", "-qo", "found.xml")[:2] == (0, "")
    assert ElementTree.parse(here / "found.xml").getroot().get("failures") == "0"


def test_a_report_never_takes_the_place_of_what_it_reports_on(call: Call, here: Path) -> None:
    code, _, err = call("check", "bad.yaml", "-o", "bad.yaml")
    assert code == 2 and "is an input" in err
    assert (here / "bad.yaml").read_text() == BAD


@pytest.mark.parametrize(
    "command",
    [
        ("check", "bad.yaml", "--format", "html", "-o", "bad.yaml"),
        ("check", "bad.yaml", "--brief", "-o", "bad.yaml"),
        ("check", "bad.yaml", "--all", "-o", "bad.yaml"),
        ("check", "bad.yaml", "-o", "link.yaml"),
        ("report", "bad.yaml", "-o", "bad.yaml"),
        ("graph", "bad.yaml", "-o", "bad.yaml"),
        ("check", "broken.yaml", "--format", "json", "-o", "broken.yaml"),
        ("check", "work", "-o", "work/README.md"),
        ("check", ".", "--format", "markdown", "-o", "work/README.md"),
        ("check", "bad.yaml", "-o", "other.lineage.yaml"),
    ],
)
def test_no_input_is_lost_to_a_report(call: Call, here: Path, command: tuple[str, ...]) -> None:
    (here / "broken.yaml").write_text("works: [\n")
    (here / "other.lineage.yaml").write_text(GOOD)
    (here / "link.yaml").symlink_to("bad.yaml")
    (here / "work").mkdir()
    (here / "work" / "README.md").write_text(CARD)
    before = {path: path.read_text() for path in here.rglob("*") if path.is_file()}
    code, _, err = call(*command)
    assert code == 2 and "is an input" in err
    assert before == {path: path.read_text() for path in here.rglob("*") if path.is_file()}


def test_a_report_replaces_the_one_before(call: Call, here: Path) -> None:
    for form in ("json", "html", "sarif"):
        for _ in range(2):
            assert call("check", "bad.yaml", "--format", form, "-o", "found")[0] == 1
    assert '"2.1.0"' in (here / "found").read_text()


def test_what_cannot_be_read_is_in_the_table_of_all(call: Call, here: Path) -> None:
    (here / "broken.yaml").write_text("works: [\n")
    code, out, _ = call("check", "good.yaml", "broken.yaml", "bad.yaml", "-q")
    first, *rows = out.splitlines()
    assert code == 2
    assert first == "2 checked: 1 incompatible, 1 compatible; 1 cannot be read"
    assert rows[-1].split() == ["unreadable", "broken.yaml", "bad-lineage"]
    (here / "good").mkdir()
    (here / "good" / "lineage.yaml").write_text(GOOD)
    assert call("check", "good", "broken.yaml", "-q")[1].startswith(
        "1 checked: 1 compatible; 1 cannot be read"
    )


def test_what_is_incompatible_says_why_where_nothing_fails(call: Call) -> None:
    out = call("check", "good.yaml", "bad.yaml", "-q", "--fail-on", "none")[1]
    assert "bad.yaml   me/bad under MIT: exclusive-improvement" in out


def test_a_report_that_cannot_be_written_is_no_verdict(call: Call) -> None:
    code, _, err = call("check", "good.yaml", "-o", "nowhere/found.txt")
    assert code == 2 and "cannot write" in err


def test_quiet_tells_the_answer_alone(call: Call) -> None:
    assert call("check", "bad.yaml", "-q")[1] == (
        "incompatible: `me/bad` may not be offered under MIT\n"
    )
    assert call("check", "bad.yaml", "-q", "-v")[0] == 2


def test_verbose_tells_where_to_read_a_clause_and_what_a_duty_means(call: Call) -> None:
    short, full = call("check", "bad.yaml")[1], call("check", "bad.yaml", "-v")[1]
    assert "read at:" not in short and "  read at:  https://" in full
    assert "[ ] include-license  [" in short
    assert "[ ] include-license: give recipients the text of the licence  [" in full


def test_errors_that_share_a_path_and_a_help_show_them_once(call: Call) -> None:
    _, out, _ = call("check", "bad.yaml")
    assert out.count("error[") == 3
    assert out.count("  path:") == 1 and out.count("  help:") == 1
    assert "\n\n  for all 3 of these:\n  path:     a/base --finetune--> me/bad\n  help:" in out


@pytest.mark.parametrize(
    ("option", "environment", "coloured"),
    [
        ("auto", {}, False),
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "0"}, False),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_are_as_asked_for(
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    environment: dict[str, str],
    coloured: bool,
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in call("check", "bad.yaml", "--color", option)[1]) is coloured


def test_text_is_wrapped_to_the_width_of_a_terminal_and_nowhere_else(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = call("check", "bad.yaml")[1]
    assert max(map(len, whole.splitlines())) > 100
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "72")
    monkeypatch.setenv("NO_COLOR", "1")
    wrapped = call("check", "bad.yaml")[1]
    assert max(map(len, wrapped.splitlines())) <= 72
    assert wrapped.split() == whole.split()
    assert "\n            " in wrapped  # what goes on stands below the words


def test_progress_is_for_terminals_and_long_work(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from licenselogic.cli import checking

    monkeypatch.setattr(checking, "WAIT", -1.0)
    assert call("check", "good.yaml", "bad.yaml", "-q")[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert call("check", "good.yaml", "bad.yaml", "-q")[2] == ""
    err = call("check", "good.yaml", "bad.yaml")[2]
    assert "checked 1 of 2" in err and err.endswith("\r\x1b[K")


def test_all_works_of_several_inputs_are_judged(call: Call) -> None:
    code, out, _ = call("check", "--all", "good.yaml", "bad.yaml", "--format", "json")
    assert code == 1
    assert [check["verdict"]["work"] for check in json.loads(out)["checks"]] == [
        "me/good", "a/base", "me/bad",
    ]  # fmt: skip
    assert (
        "title=exclusive-improvement" in call("check", "bad.yaml", "--all", "--format", "github")[1]
    )


def test_a_path_that_is_not_there_gets_the_nearest_name_beside_it(call: Call) -> None:
    assert "did you mean `good.yaml`?" in call("check", "goood.yaml")[2]
    assert "did you mean" not in call("check", "else.yaml")[2]


def test_a_folder_that_is_not_there_is_named(call: Call) -> None:
    err = call("check", "good.yaml", "-o", "nowhere/found.txt")[2]
    assert "there is no folder `nowhere`; make it first" in err


def test_what_breaks_off_is_drawn_at_its_end(call: Call, here: Path) -> None:
    (here / "broken.yaml").write_text("works: [\n")
    err = call("check", "broken.yaml")[2]
    assert "broken.yaml:1:9" in err and " 1 | works: [\n   |         ^\n" in err


def test_an_empty_path_is_no_folder(call: Call) -> None:
    """It is what a variable leaves that nobody set."""
    code, out, err = call("check", "")
    assert (code, out) == (2, "") and "a PATH is empty" in err


def test_a_duty_is_named_once_in_markdown(call: Call) -> None:
    out = call("check", "bad.yaml", "--format", "markdown")[1]
    rows = [line for line in out.splitlines() if line.startswith("- [ ] ")]
    assert len(rows) > 1 and all(row.count("include-") == 1 for row in rows)


@pytest.mark.parametrize("command", ["check", "report", "graph", "recommend", "repair", "ship"])
def test_a_folder_is_the_same_for_every_command(call: Call, here: Path, command: str) -> None:
    (here / "work").mkdir()
    (here / "work" / "lineage.yaml").write_text(BAD)
    (here / "work" / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    code, out, err = call(command, "work")
    assert (code, err) in ((0, ""), (1, ""))
    assert "me/bad" in out


def test_the_only_input_in_a_folder_is_taken_and_of_several_one_is_to_be_named(
    call: Call, here: Path
) -> None:
    for number, name in enumerate(("a", "b")):
        (here / "models" / name).mkdir(parents=True)
        (here / "models" / name / "lineage.yaml").write_text(BAD)
        code, out, err = call("report", "models")
        assert (code, "me/bad" in out) == ((1, True) if number == 0 else (2, False))
    assert "holds 2 inputs" in err and "models/a/lineage.yaml" in err
    (here / "empty").mkdir()
    assert "has none of" in call("report", "empty")[2]
