"""The commands for reading and writing licences: show, list, vocabulary, explain, lint, fmt."""

import json
import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from licenselogic.base.codes import Code
from licenselogic.base.meanings import meaning
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.cli.commands import run
from licenselogic.library.library import licenses
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.report.style import Style

Said = tuple[int, str, str]
Call = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("own_cache")

OWN = """\
license "Herring-1.0" extends "model" {
  title "Herring License 1.0"
  family herring
  text "https://example.org/herring"
  hub "fish/herring"
  review checked 2026-11-23

  clause "1" {
    passage "You may"
    says "Everything but trade."
    permit use, reproduce, modify, distribute unless commercial
  }

  clause "2" {
    passage "You must"
    says "Names begin with the fish."
    require name-prefix "Herring" when distribute on derivative
  }
}
"""


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
    """A clause file of one's own."""
    path = tmp_path / "herring.lic"
    path.write_text(OWN)
    return path


# show ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["MIT", "mit", "The MIT License"])
def test_show_prints_a_licence_by_any_name(call: Call, name: str) -> None:
    code, out, err = call("show", name)
    assert (code, err) == (0, "")
    assert out.startswith("MIT  MIT License\n  family mit; written for software\n")
    assert out.endswith("\n") and not out.endswith("\n\n")


def test_show_prints_clauses_norms_and_what_relations_count_as(call: Call, own: Path) -> None:
    _, out, _ = call("show", "herring-1.0", "--licenses", own)
    assert "\n1  Everything but trade.\n" in out
    assert "\n    permits distribute, modify, reproduce, use if not" in out
    assert '    requires name-prefix "Herring" on distribute of derivative\n' in out
    assert "\ncounts as\n" in out


def test_show_prints_the_clause_file(call: Call, own: Path) -> None:
    assert call("show", "fish/herring", "--source", "--licenses", own) == (0, OWN, "")


def test_show_prints_a_licence_as_json(call: Call, own: Path) -> None:
    code, out, _ = call("show", "Herring-1.0", "--format", "json", "--licenses", own)
    found = json.loads(out)
    assert code == 0
    assert (found["kind"], found["id"], found["covers"]) == ("license", "Herring-1.0", ["model"])
    assert [clause["cite"] for clause in found["clauses"]] == ["1", "2"]
    assert found["clauses"][1]["norms"][0]["texts"] == ["Herring"]


def test_show_prints_a_licence_with_an_exception(call: Call) -> None:
    code, out, _ = call("show", "GPL-2.0-only WITH Classpath-exception-2.0")
    assert code == 0
    assert out.startswith("GPL-2.0-only WITH Classpath-exception-2.0  ")


def test_show_prints_an_exception(call: Call) -> None:
    code, out, _ = call("show", "classpath-exception-2.0")
    assert code == 0
    assert out.startswith("Classpath-exception-2.0  ")
    assert "may be shared under" not in out


def test_show_says_under_which_readings_in_json(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "own.lic"
    readings = "assuming weights_are_protected and not training_is_adaptation"
    file.write_text(OWN.replace("unless commercial", f"unless commercial {readings}"))
    _, out, _ = call("show", "Herring-1.0", "--format", "json", "--licenses", file)
    found = json.loads(out)
    assert found["clauses"][0]["norms"][0]["guard"] == [
        {"weights_are_protected": True, "training_is_adaptation": False}
    ]
    assert found["clauses"][1]["norms"][0]["guard"] == [{}]
    assert all(isinstance(alternatives, list) for alternatives in found["binds"].values())


def test_show_sorts_clauses_by_their_numbers(call: Call) -> None:
    _, out, _ = call("show", "openrail++")
    places = [out.index(f"\n{cite}  ") for cite in ("2", "4.a", "4.b", "5", "Attachment A.2")]
    assert places == sorted(places)


def test_show_names_each_case_once(call: Call) -> None:
    """A rule that an earlier one leaves nothing to is not shown."""
    _, out, _ = call("show", "openrail++")
    counts = out[out.index("counts as") : out.index("left out")]
    assert "generated_by: output" in counts
    assert "generated_by: independent" not in counts


@pytest.mark.parametrize(
    ("name", "changed", "whole"),
    [
        ("CC-BY-ND-4.0", [], ["CC-BY-ND-4.0"]),
        ("GPL-3.0-only", ["AGPL-3.0-only", "GPL-3.0-only"], ["AGPL-3.0-only", "GPL-3.0-only"]),
        ("LGPL-2.1-only", ["GPL-2.0-only", "LGPL-2.1-only"], ["MIT", "GPL-2.0-only"]),
    ],
)
def test_show_names_the_licences_that_derivatives_may_have(
    call: Call, name: str, changed: list[str], whole: list[str]
) -> None:
    _, out, _ = call("show", name, "--compatible", "--format", "json")
    found = json.loads(out)["compatible"]
    assert set(changed) <= set(found["incorporate"])
    assert set(whole) <= set(found["combine"])
    assert "MIT" not in found["incorporate"]


def test_show_judges_a_licence_with_its_exception(call: Call) -> None:
    name = "GPL-2.0-only WITH Classpath-exception-2.0"
    _, out, _ = call("show", name, "--compatible", "--format", "json")
    found = json.loads(out)
    assert found["kind"] == "license"
    assert found["compatible"]["incorporate"] == ["GPL-2.0-only", name]
    assert "MIT" in found["compatible"]["combine"]


def test_show_prints_the_clause_files_of_a_licence_and_its_exception(call: Call) -> None:
    _, out, _ = call("show", "GPL-2.0-only WITH Classpath-exception-2.0", "--source")
    assert 'license "GPL-2.0-only"' in out and 'exception "Classpath-exception-2.0"' in out


def test_a_slip_in_a_licence_of_ones_own_is_told_even_if_it_is_not_used(
    call: Call, own: Path
) -> None:
    own.write_text(OWN.replace("permit use", "permit usse"))
    code, _, err = call("check", "--upstream", "MIT", "--as", "MIT", "--licenses", own)
    assert code == 2
    assert "usse" in err


@pytest.mark.parametrize("review", ["review encoded", ""])
def test_a_verdict_on_clauses_that_nobody_has_checked_says_so(
    call: Call, own: Path, review: str
) -> None:
    own.write_text(OWN.replace("review checked 2026-11-23", review))
    arguments = ("check", "--upstream", "Herring-1.0:finetune", "--as", "Herring-1.0")
    _, out, _ = call(*arguments, "--licenses", own)
    assert "unreviewed: the clauses of `Herring-1.0` have not been checked" in out
    _, out, _ = call("check", "--upstream", "MIT", "--as", "MIT", "--licenses", own)
    assert "unreviewed" not in out


@pytest.mark.parametrize(
    ("value", "condition"), [("700,000,001", "scale-limit"), ("7e8", ""), ("700_000_000", "")]
)
def test_large_numbers_may_be_written_as_people_write_them(
    call: Call, value: str, condition: str
) -> None:
    fact = f"monthly_active_users={value}"
    arguments = ("check", "--upstream", "llama2:finetune", "--as", "llama2", "--fact", fact)
    code, out, _ = call(*arguments)
    assert code == (1 if condition else 0)
    assert condition in out


@pytest.mark.parametrize(
    ("relation", "hint"),
    [
        ("finetun", "did you mean `finetune`?"),
        ("lora", "did you mean `adapter` (an adapter, such as LoRA, trained for a model)?"),
        ("linked", "did you mean `combine` ("),
        ("zzz", "one of: finetune, "),
    ],
)
def test_a_relation_is_found_by_its_spelling_or_by_its_meaning(
    call: Call, relation: str, hint: str
) -> None:
    code, _, err = call("check", "--upstream", f"MIT:{relation}", "--as", "MIT")
    assert code == 2
    assert hint in err


def test_a_licence_of_ones_own_that_permits_nothing_is_refused(call: Call, own: Path) -> None:
    """As an outbound licence it would grant nothing, and so take nothing from anybody."""
    own.write_text('license "Empty-1.0" { title "E" covers any text "u" }')
    arguments = ("check", "--upstream", "MIT", "--as", "Empty-1.0", "--licenses", own)
    code, _, err = call(*arguments)
    assert code == 2
    assert "`Empty-1.0`" in err and "permits nothing" in err


def test_a_fact_that_is_no_value_is_refused(call: Call) -> None:
    arguments = ("check", "--upstream", "MIT", "--as", "MIT", "--fact", "commercial=[")
    code, _, err = call(*arguments)
    assert code == 2
    assert "the value of `commercial=[` is no number, date, word or truth value" in err


@pytest.mark.parametrize("upstream", ["", ":combine", "MIT:"])
def test_half_an_upstream_is_refused(call: Call, upstream: str) -> None:
    code, _, err = call("check", "--upstream", upstream, "--as", "MIT")
    assert code == 2
    assert "is not of the form LICENSE or LICENSE:RELATION" in err


def test_readings_of_one_name_do_not_clash_with_each_other(call: Call) -> None:
    """What `gpl` may mean is one of several licences, and never two at once."""
    _, out, _ = call("check", "--upstream", "gpl:combine", "--as", "MIT", "--format", "json")
    found = json.loads(out)
    assert found["status"] == "incompatible"
    named = {tuple({c["license"] for c in e["clauses"]}) for e in found["counterexamples"]}
    assert len(set().union(*named)) == 1


def test_show_counts_compatible_licences_when_there_are_many(call: Call) -> None:
    _, out, _ = call("show", "MIT", "--compatible")
    number = len(licenses())
    judged = out[out.index("a work made of it may be shared under") :]
    assert "    incorporate (parts become inseparable: code copied in, data remixed):\n" in judged
    assert f"        {number} of {number} licences\n" in judged


def test_show_judges_only_when_asked(call: Call) -> None:
    _, out, _ = call("show", "MIT")
    assert "may be shared under" not in out
    _, out, _ = call("show", "MIT", "--format", "json")
    assert json.loads(out)["compatible"] is None


@pytest.mark.parametrize("name", ["Classpath-exception-2.0", "cc"])
def test_show_judges_licences_alone(call: Call, name: str) -> None:
    code, out, err = call("show", name, "--compatible")
    assert (code, out) == (2, "")
    assert f"`{name}` is no licence with clauses" in err


@pytest.mark.parametrize("name", ["CC-BY-NC-4.0", "llama3.1", "openrail++", "GPL-3.0-only"])
def test_show_prints_every_clause_with_what_it_stands_on(call: Call, name: str) -> None:
    """Also those of templates and of other licences, which say so."""
    _, out, _ = call("show", name)
    license = licenses()[name]
    blocks = {block.split("  ")[0].strip(): block for block in out.split("\n\n")}
    for clause in license.clauses:
        block = blocks[clause.cite]
        assert clause.says in block
        assert all(f'"{passage.first}"' in block for passage in clause.passages)
        inherited = f"\n    from {clause.origin.kind} {clause.origin.id}\n" if clause.origin else ""
        assert inherited in block
        assert ("    from " in block) == bool(clause.origin)
    assert any(clause.origin for clause in license.clauses)


def test_show_says_what_comes_from_the_licence_under_an_exception(call: Call) -> None:
    _, out, _ = call("show", "MIT WITH Classpath-exception-2.0")
    assert out.count("\n    from MIT\n") == len(licenses()["MIT"].clauses)


def test_show_names_a_policy_that_is_passed_on_and_the_items_of_one_within_a_clause(
    call: Call,
) -> None:
    _, out, _ = call("show", "openrail++")
    assert "    requires that policy Attachment A be passed on to distribute, host\n" in out
    _, out, _ = call("show", "llama3")
    assert "    1.g  forbids use if field is malware\n" in out
    assert "    4    forbids use if field is undisclosed-dangers\n" in out


HERRING = "Whoever holds the herring may do with it what he likes. Names begin with herring."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the text of the licence in `own`, under its name."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "herring-1.0.txt").write_text(HERRING)
    return folder


def test_show_prints_the_words_of_passages_where_the_text_is_at_hand(
    call: Call, own: Path, texts: Path
) -> None:
    own.write_text(re.sub('passage "[^"]*"', 'passage "Whoever" .. "likes."', OWN, count=1))
    arguments = ("show", "Herring-1.0", "--licenses", own, "--texts", texts)
    _, out, _ = call(*arguments)
    assert '    "Whoever holds the herring may do with it what he likes."\n' in out
    _, out, _ = call(*arguments, "--format", "json")
    (passage,) = json.loads(out)["clauses"][0]["passages"]
    words = "Whoever holds the herring may do with it what he likes."
    assert passage == {"kind": "Passage", "first": "Whoever", "last": "likes.", "words": words}


def test_show_says_that_a_text_is_not_at_hand(call: Call, own: Path, texts: Path) -> None:
    (texts / "herring-1.0.txt").rename(texts / "cod.txt")
    code, out, _ = call("show", "Herring-1.0", "--licenses", own, "--texts", texts)
    assert code == 0
    assert f", not in {texts}\n" in out


def test_show_tells_what_a_group_may_mean_as_json(call: Call) -> None:
    _, out, _ = call("show", "cc", "--format", "json")
    found = json.loads(out)
    assert (found["id"], found["kind"]) == ("cc", "group")
    assert "CC-BY-4.0" in found["means"]


def test_show_tells_what_a_group_may_mean(call: Call) -> None:
    entry = licenses().find("cc")
    assert entry is not None
    code, out, _ = call("show", "cc")
    assert code == 0
    assert f"may mean any of {', '.join(entry.means)}" in out


def test_show_tells_why_a_licence_is_not_encoded(call: Call) -> None:
    name = licenses().ids("unmodelled")[0]
    code, out, _ = call("show", name)
    assert code == 0
    assert licenses().entries[name].because in out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Apche-2.0", "did you mean `Apache-2.0`?"),
        ("qqqqqq", "`licenselogic list` shows all"),
        ("MIT WITH Clsspath-exception-2.0", "did you mean `Classpath-exception-2.0`?"),
    ],
)
def test_show_meets_an_unknown_name_with_a_suggestion(call: Call, name: str, hint: str) -> None:
    code, out, err = call("show", name)
    assert (code, out) == (2, "")
    assert err.startswith("error[unknown-license]: ")
    assert err.endswith(f"\n  = help: {hint}\n")


# list ---------------------------------------------------------------------------------------------


def ids_of(out: str) -> list[str]:
    return [line.split("  ")[0] for line in out.splitlines()]


def test_list_names_every_licence_in_order(call: Call) -> None:
    code, out, err = call("list")
    assert (code, err) == (0, "")
    assert ids_of(out) == list(licenses().ids())


def test_list_gives_rows_as_json(call: Call) -> None:
    code, out, _ = call("list", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [row["id"] for row in rows] == list(licenses().ids())
    assert set(rows[0]) == {"id", "title", "family", "covers", "review"}


def test_list_holds_licences_of_ones_own(call: Call, own: Path) -> None:
    _, out, _ = call("list", "--family", "herring", "--licenses", own.parent)
    assert out == "Herring-1.0  Herring License 1.0\n"


@pytest.mark.parametrize(
    ("filters", "within", "without"),
    [
        (["--family", "llama2"], "llama2", "llama3"),
        (["--covers", "content"], "CC-BY-4.0", "MIT"),
        (["--permits", "commercial"], "MIT", "CC-BY-NC-4.0"),
        (["--permits", "distribute-derivatives"], "CC-BY-4.0", "CC-BY-NC-ND-4.0"),
        (["--forbids", "commercial"], "CC-BY-NC-4.0", "Apache-2.0"),
        (["--forbids", "distribute-derivatives"], "CC-BY-ND-4.0", "CC-BY-4.0"),
        (["--requires", "share-alike"], "GPL-3.0-only", "BSD-3-Clause"),
        (["--requires", "flow-down"], "openrail++", "MIT"),
        (["--requires", "retain-notices"], "MIT", "CC0-1.0"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_list_filters_by_what_licences_say(
    call: Call, filters: list[str], within: str, without: str
) -> None:
    _, out, _ = call("list", *filters)
    assert within in ids_of(out)
    assert without not in ids_of(out)


def test_filters_are_joined(call: Call) -> None:
    _, by_family, _ = call("list", "--family", "cc")
    _, by_both, _ = call("list", "--family", "cc", "--requires", "share-alike")
    assert set(ids_of(by_both)) < set(ids_of(by_family))


@pytest.mark.parametrize(
    ("filters", "message", "hint"),
    [
        (["--permits", "modfy"], "no act is called `modfy`", "`modify`"),
        (["--forbids", "comercial"], "no act is called `comercial`", "`commercial`"),
        (["--requires", "sharealike"], "no duty is called `sharealike`", "`share-alike`"),
        (["--covers", "softwar"], "no material is called `softwar`", "`software`"),
        (["--family", "lama2"], "no family is called `lama2`", "`llama2`"),
    ],
)
def test_list_meets_an_unknown_word_with_a_suggestion(
    call: Call, filters: list[str], message: str, hint: str
) -> None:
    expected = f"error[unknown-word]: {message}\n  = help: did you mean {hint}?\n"
    assert call("list", *filters) == (2, "", expected)


# vocabulary ---------------------------------------------------------------------------------------


def test_vocabulary_prints_every_word_with_its_definition(call: Call) -> None:
    code, out, _ = call("vocabulary")
    assert code == 0
    lines = set(out.splitlines())
    for group, words in vocabulary().raw.items():
        assert group in lines
        for word in words:
            assert f"  {word:<30} {vocabulary().meaning(group, word)}" in lines


def test_vocabulary_prints_one_group(call: Call) -> None:
    _, out, _ = call("vocabulary", "forms")
    first, *rest = out.splitlines()
    assert first == "forms"
    assert [line.split()[0] for line in rest] == list(vocabulary().raw["forms"])


@pytest.mark.parametrize("arguments", [[], ["acts"]])
def test_vocabulary_as_json_is_what_the_file_says(call: Call, arguments: list[str]) -> None:
    _, out, _ = call("vocabulary", *arguments, "--format", "json")
    content = tomllib.loads((licenses_folder() / "vocabulary.toml").read_text("utf-8"))
    assert json.loads(out) == ({name: content[name] for name in arguments} or content)


@pytest.mark.parametrize(
    ("group", "hint"), [("act", "did you mean `acts`?"), ("zz", "one of: statuses, acts, duties, ")]
)
def test_vocabulary_meets_an_unknown_group_with_a_suggestion(
    call: Call, group: str, hint: str
) -> None:
    code, out, err = call("vocabulary", group)
    assert (code, out) == (2, "")
    assert err.startswith(f"error[bad-option]: no group is called `{group}`\n  = help: {hint}")


# explain ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.value)
def test_every_code_can_be_explained(call: Call, code: Code) -> None:
    expected = f"{code}: {meaning(code).summary}\n\nWhat to do: {meaning(code).advice}.\n"
    done, out, err = call("explain", code.value)
    assert (done, out.startswith(expected), err) == (0, True, "")


def test_explain_defines_words_of_the_vocabulary_too(call: Call) -> None:
    code, out, _ = call("explain", "european-union")
    expected = vocabulary().meaning("territories", "european-union")
    assert (code, out) == (0, f"european-union (territories): {expected}\n")


def test_explain_lists_all_codes(call: Call) -> None:
    _, out, _ = call("explain")
    assert [line.split()[0] for line in out.splitlines()] == [code.value for code in Code]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("unknown-wrd", "did you mean `unknown-word`?"),
        ("zzz", "`licenselogic explain` lists all codes"),
    ],
)
def test_explain_meets_an_unknown_code_with_a_suggestion(call: Call, name: str, hint: str) -> None:
    expected = f"error[bad-option]: no code is called `{name}`\n  = help: {hint}\n"
    assert call("explain", name) == (2, "", expected)


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.value)
def test_a_code_is_told_in_sentences_that_go_on_from_others(code: Code) -> None:
    """Summaries and advice stand after a colon, so they begin small and end without a stop."""
    for text in meaning(code):
        assert text[0].islower() or text[0] == "`"
        assert not text.endswith(".")


# lint ---------------------------------------------------------------------------------------------


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


# fmt ----------------------------------------------------------------------------------------------

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


def test_fmt_writes_through_a_link(call: Call, own: Path, tmp_path: Path) -> None:
    own.write_text(UGLY)
    link = tmp_path / "link.lic"
    link.symlink_to(own)
    call("fmt", link)
    assert link.is_symlink()
    assert own.read_text() == OWN


def test_fmt_leaves_no_file_behind_when_it_cannot_write(
    call: Call, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    own.write_text(UGLY)
    monkeypatch.setattr(Path, "replace", fail)
    code, _, err = call("fmt", own)
    assert code == 2
    assert err == f"error[not-readable]: cannot write `{own}`: Read-only file system\n"
    assert list(own.parent.iterdir()) == [own]


def test_fmt_needs_a_path(call: Call) -> None:
    code, _, err = call("fmt")
    assert code == 2
    assert "Missing argument 'PATHS...'" in err


# completion ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(call: Call, shell: str) -> None:
    code, out, err = call("completion", shell)
    assert (code, err) == (0, "")
    assert f"_LICENSELOGIC_COMPLETE={shell}_complete" in out


def test_completion_refuses_another_shell(call: Call) -> None:
    code, out, err = call("completion", "pwsh")
    assert (code, out) == (2, "")
    assert "'pwsh' is not one of 'bash', 'zsh', 'fish'" in err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("licenselogic show apache-2", "plain,Apache-2.0"),
        ("licenselogic explain unknown-w", "plain,unknown-word"),
        ("licenselogic vocab", "plain,vocabulary"),
    ],
)
def test_licences_codes_and_commands_are_completed(words: str, found: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "licenselogic"],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "_LICENSELOGIC_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
    )
    assert (done.returncode, found in done.stdout.splitlines()) == (0, True)


# Colours ------------------------------------------------------------------------------------------


class Terminal:
    """A stream that says whether it is a terminal."""

    def __init__(self, is_one: bool) -> None:
        self.is_one = is_one

    def isatty(self) -> bool:
        return self.is_one


@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"),
    [(True, None, True), (False, None, False), (True, "1", False), (True, "", True)],
)
def test_colours_are_for_terminals_and_off_at_wish(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, no_color: str | None, coloured: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal(terminal))
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert Style.detect().colour is coloured


@pytest.mark.parametrize("no_color", [None, "1"])
def test_show_is_coloured_on_a_terminal_only_without_no_color(
    call: Call, monkeypatch: pytest.MonkeyPatch, no_color: str | None
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    _, out, _ = call("show", "MIT")
    assert ("\x1b[" in out) == (no_color is None)
    assert click.unstyle(out).startswith("MIT  MIT License\n")


@pytest.mark.parametrize(
    "arguments", [["show", "MIT"], ["list"], ["vocabulary"], ["explain"], ["show", "nothing"]]
)
def test_there_are_no_colours_where_there_is_no_terminal(call: Call, arguments: list[str]) -> None:
    assert "\x1b" not in "".join(call(*arguments)[1:])


def test_control_characters_of_a_file_never_reach_the_terminal(call: Call, own: Path) -> None:
    own.write_text(OWN.replace("modify,", "\x1b[31mred\x07"))
    for command in ("lint", "fmt"):
        code, out, err = call(command, own)
        assert code == 2
        assert "\x1b" not in out + err and "\x07" not in out + err
