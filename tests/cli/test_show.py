"""`show`: a licence, an exception, a group, as text, JSON or source."""

import json
import re
from pathlib import Path

import pytest
from calls import OWN, Call

from licenselogic.library.library import licenses


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
    _, out, _ = call("show", "Apache-2.0 WITH LLVM-exception")
    assert out.count("\n    from Apache-2.0\n") == len(licenses()["Apache-2.0"].clauses)


def test_show_refuses_an_exception_with_a_licence_that_it_was_not_written_for(call: Call) -> None:
    code, out, err = call("show", "MIT WITH LLVM-exception")
    assert (code, out) == (2, "")
    assert "`LLVM-exception` does not go with `MIT`" in err
    assert "it was written for Apache-2.0" in err


def test_show_names_a_policy_that_is_passed_on_and_the_items_of_one_within_a_clause(
    call: Call,
) -> None:
    _, out, _ = call("show", "openrail++")
    assert "    requires that policy Attachment A be passed on to distribute, host\n" in out
    _, out, _ = call("show", "llama3")
    every = "distribute, modify, reproduce, use"
    assert f"    1.g  forbids {every} if field is malware\n" in out
    assert f"    4    forbids {every} if field is undisclosed-dangers\n" in out


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
