"""Evidence shows some duties to be met or unmet, and leaves the others unchecked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.library.library import licenses
from licenselogic.norms.deontic import Obligation
from licenselogic.verdict.verdict import Duty
from licenselogic.verdict.wording import Text

TEXTS = Path(__file__).parents[3] / "shared" / "license-texts"

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the licence texts are not here")

NOTICE = (
    "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. "
    "All Rights Reserved."
)

Given = Mapping[str, Any]


def duties(license: str, given: Given | None, *upstream: Given | None) -> dict[str, Duty]:
    """Return the duties of a model that is made from works under the same licence."""
    works = [
        {"id": f"up/{n}", "license": license, **({"evidence": e} if e is not None else {})}
        for n, e in enumerate(upstream or (None,))
    ]
    target: dict[str, Any] = {
        "id": "me/Blend",
        "license": license,
        "from": [{"work": work["id"], "by": "finetune"} for work in works],
    }
    if given is not None:
        target["evidence"] = dict(given)
    verdict = ll.check(ll.Lineage.from_dict({"works": [*works, target]}))
    assert verdict.status == "compatible"  # a duty never makes a licence incompatible
    return {f"{d.duty} {d.clause.cite}": d for d in verdict.duties}


def states(license: str, given: Given | None, *upstream: Given | None) -> dict[str, str]:
    found = duties(license, given, *upstream)
    return {name.partition(" ")[0]: duty.state.value for name, duty in found.items()}


def text_of(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def test_without_evidence_every_duty_is_unchecked() -> None:
    assert set(states("llama3.1", None).values()) == {"unchecked"}


# The text of the licence


@pytest.mark.parametrize(
    ("files", "state"),
    [
        (["LICENSE"], "unchecked"),
        (["license.md"], "unchecked"),
        (["COPYING.txt"], "unchecked"),
        (["LICENSE-APACHE"], "unchecked"),
        (["Llama_3_License.txt"], "unchecked"),
        (["parts/voice/LICENSE"], "unchecked"),
        (["LICENSES/Apache-2.0.txt"], "unchecked"),
        (["voice/licences/of-the-voice.md"], "unchecked"),
        (["licenses/plates.csv", "licenses/by/me.txt"], "unmet"),
        (["license_plates.csv", "model.bin"], "unmet"),
        (["relicense.py", "sublicenses.md", "licensed.txt"], "unmet"),
        (["license.json"], "unmet"),
        ([], "unchecked"),
    ],
)
def test_the_name_of_a_file_shows_no_licence(files: list[str], state: str) -> None:
    assert states("llama3.1", {"files": files})["include-license"] == state


@needs_texts
@pytest.mark.parametrize("name", ["LICENSE", "legal/terms.txt"])
def test_a_licence_is_known_by_its_content_whatever_the_file_is_called(name: str) -> None:
    given = {"contents": {name: text_of("llama3.1")}}
    assert states("llama3.1", given)["include-license"] == "met"


@needs_texts
def test_another_licence_is_not_the_one_that_is_owed() -> None:
    given = {"contents": {"LICENSE": text_of("llama3.2")}}
    found = duties("llama3.1", given)["include-license 1.b.i"]
    assert (found.state, found.reason) == (
        "unchecked",
        "`LICENSE` is not `llama3.1` word for word",
    )


@needs_texts
def test_a_changed_word_makes_it_another_text() -> None:
    text = text_of("Apache-2.0")
    assert states("apache-2.0", {"contents": {"LICENSE": text}})["include-license"] == "met"
    changed = text.replace("perpetual", "temporary", 1)
    state = states("apache-2.0", {"contents": {"LICENSE": changed}})["include-license"]
    assert state == "unchecked"


# Licences that ask for the notice above them

OURS = "MIT License\n\nCopyright (c) 2024 Them\n\n"


@needs_texts
@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [
        ("Copyright (c) 2024 Them", "Copyright (c) 2024 Them", "met"),
        ("Copyright (c) 2024 Them\nCopyright 2025 Me", "Copyright © 2024  Them", "met"),
        ("Copyright &copy; 2024 Them", "Copyright (C) 2024 Them", "met"),
        ("Copyright (c) 2025 Me", "Copyright (c) 2024 Them", "unchecked"),
        ("Copyright (c) 2024 Them", "Copyright (c) [year] [fullname]", "unchecked"),
        ("Copyright (c) 2024 Them", "", "unchecked"),
    ],
)
@pytest.mark.parametrize("license", ["MIT", "BSD-3-Clause", "ISC"])
def test_mit_is_met_with_the_notice_of_the_upstream(
    license: str, ours: str, theirs: str, state: str
) -> None:
    mine = {"contents": {"LICENSE": f"The Licence\n\n{ours}\n\n{text_of(license)}"}}
    up = {"contents": {"LICENSE": f"{theirs}\n\n{text_of(license)}"}}
    found = states(license, mine, up)
    assert (found["include-license"], found["retain-notices"]) == (state, state)


@needs_texts
def test_mit_wants_the_notice_of_every_upstream() -> None:
    def file(who: str) -> dict[str, Any]:
        return {"contents": {"LICENSE": f"Copyright (c) 2024 {who}\n\n{text_of('MIT')}"}}

    assert states("MIT", file("A"), file("A"), file("A"))["include-license"] == "met"
    assert states("MIT", file("A"), file("A"), file("B"))["include-license"] == "unchecked"
    assert states("MIT", file("A"), file("A"), None)["include-license"] == "unchecked"


def test_mit_may_stand_in_any_file() -> None:
    assert states("MIT", {"files": ["a.bin"]})["include-license"] == "unchecked"


# Notice lines


def llama(**given: Any) -> str:
    return states("llama3.1", given)["include-notice"]


@pytest.mark.parametrize("file", ["NOTICE", "Notice.txt", "docs/notice.md"])
def test_a_notice_is_looked_for_in_the_notice_file(file: str) -> None:
    assert llama(contents={file: f"Hello.\n\n{NOTICE}\n"}) == "met"
    assert llama(contents={file: "Hello."}) == "unmet"
    assert llama(files=[file]) == "unchecked"
    assert llama(files=[file], text="Built with Llama") == "unchecked"
    assert llama(files=[file], text=NOTICE) == "met"


@pytest.mark.parametrize(
    "files", [["LICENSE"], ["noticeable.py"], ["noticeboard.txt", "a.bin"], ["privacy-notice.md"]]
)
def test_a_notice_in_the_readme_is_not_where_the_clause_wants_it(files: list[str]) -> None:
    assert llama(files=files, text=NOTICE) == "unmet"


def test_where_the_files_are_not_known_nothing_is_said_of_a_notice_file() -> None:
    assert llama(text=NOTICE) == "unchecked"


@pytest.mark.parametrize(
    "said",
    [
        NOTICE,
        NOTICE.replace("©", "(c)"),
        NOTICE.replace("©", "(C)").upper(),
        NOTICE.replace(" ", "\n"),
        NOTICE.replace(" ", "  "),
        NOTICE.replace("Llama 3.1", "**Llama 3.1**"),
    ],
)
def test_layout_and_copyright_signs_make_no_difference(said: str) -> None:
    assert llama(contents={"NOTICE": said}) == "met"


@pytest.mark.parametrize(
    "said", [NOTICE.replace("3.1", "3"), NOTICE.replace("Meta", "Metal"), NOTICE[:-3]]
)
def test_other_words_make_a_difference(said: str) -> None:
    assert llama(contents={"NOTICE": said}) == "unmet"


def test_it_is_known_which_clauses_want_a_notice_file() -> None:
    """What clauses say of a Notice file decides where their words are looked for."""
    wanting, anywhere = set(), set()
    for license in licenses():
        for clause in license.clauses:
            for norm in clause.norms:
                if isinstance(norm, Obligation) and norm.duty == "include-notice" and norm.texts:
                    group = wanting if "notice file" in clause.says.casefold() else anywhere
                    group.add(license.id)
    assert {"llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4", "gemma"} <= wanting
    assert {"qwen-research", "mrl-0.1", "stability-ai-community-2024"} <= wanting
    assert {"llama-license-2023", "flux-1-nc", "OPT-175B", "PHP-3.01"} <= anywhere


# A NOTICE that the upstream may have


def apache(given: Given | None, *upstream: Given | None) -> str:
    return states("apache-2.0", given, *upstream).get("include-notice", "not owed")


@pytest.mark.parametrize(
    ("given", "upstream", "state"),
    [
        ({"files": ["LICENSE"]}, {"files": ["LICENSE", "README.md"]}, "not owed"),
        ({"files": ["LICENSE"]}, {"files": ["notice.py"]}, "not owed"),
        (None, {"files": ["LICENSE"]}, "not owed"),
        ({"files": ["LICENSE"]}, None, "unchecked"),
        ({"files": ["LICENSE"]}, {"text": "a card"}, "unchecked"),
        ({"files": ["LICENSE"]}, {"files": ["NOTICE"]}, "unmet"),
        ({"files": ["NOTICE"]}, {"files": ["NOTICE"]}, "unchecked"),
        ({"text": "a card"}, {"files": ["NOTICE"]}, "unchecked"),
        (None, {"files": ["NOTICE"]}, "unchecked"),
        ({"contents": {"NOTICE": "By Them. By us."}}, {"contents": {"NOTICE": "By them"}}, "met"),
        ({"text": "... by\nthem ...", "files": ["a"]}, {"contents": {"NOTICE": "By them"}}, "met"),
        ({"contents": {"NOTICE": "By us"}}, {"contents": {"NOTICE": "By them"}}, "unchecked"),
    ],
)
def test_a_notice_goes_along_where_the_upstream_has_one(
    given: Given | None, upstream: Given | None, state: str
) -> None:
    assert apache(given, upstream) == state


def test_one_upstream_with_a_notice_is_enough() -> None:
    without, having = {"files": ["LICENSE"]}, {"files": ["NOTICE"]}
    ours = {"files": ["README.md"]}
    assert apache(ours, without, having) == "unmet"
    assert apache(ours, without, without) == "not owed"
    assert apache(ours, without, None) == "unchecked"
    said = {"contents": {"NOTICE": "By them"}}
    assert apache(said, said, without) == "met"
    assert apache(said, said, None) == "unchecked"


def through(license: str, mine: Given, middle: Given | None, first: Given | None) -> dict[str, str]:
    """Return the duties of a model that is made from one that is made from another."""

    def work(id: str, given: Given | None, *above: str) -> dict[str, Any]:
        made = [{"work": one, "by": "finetune"} for one in above]
        told: dict[str, Any] = {"evidence": dict(given)} if given is not None else {}
        return {"id": id, "license": license, "from": made, **told}

    works = [work("up/a", first), work("mid/b", middle, "up/a"), work("me/c", mine, "mid/b")]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}))
    return {duty.duty: duty.state.value for duty in verdict.duties}


@pytest.mark.parametrize(
    ("middle", "first", "state"),
    [
        ({"files": ["NOTICE"]}, {"files": ["LICENSE"]}, "unmet"),
        ({"files": ["LICENSE"]}, {"files": ["NOTICE"]}, "unmet"),
        ({"files": ["LICENSE"]}, {"files": ["LICENSE"]}, None),
        (None, {"files": ["LICENSE"]}, "unchecked"),
    ],
)
def test_a_work_on_the_way_may_have_a_notice_of_its_own(
    middle: Given | None, first: Given, state: str | None
) -> None:
    found = through("apache-2.0", {"files": ["LICENSE"]}, middle, first)
    assert found.get("include-notice") == state


@needs_texts
def test_mit_wants_the_notice_of_a_work_on_the_way() -> None:
    def file(*who: str) -> dict[str, Any]:
        lines = "".join(f"Copyright (c) 2024 {name}\n" for name in who)
        return {"contents": {"LICENSE": f"{lines}\n{text_of('MIT')}"}}

    assert through("MIT", file("A", "B"), file("A", "B"), file("A"))["include-license"] == "met"
    assert through("MIT", file("A"), file("B"), file("A"))["include-license"] == "unchecked"
    assert through("MIT", file("A"), None, file("A"))["include-license"] == "unchecked"


# Words to be shown


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("... Built  with\nLlama ...", "met"),
        ("<b>Built with</b> [Llama](https://llama.com)", "met"),
        ("built by me", "unmet"),
        ("Built with Llamas", "unmet"),
        ("rebuilt with llama", "unmet"),
        ("", "unchecked"),
    ],
)
def test_a_display_text_is_looked_for_in_the_text(text: str, state: str) -> None:
    assert states("llama3.1", {"text": text})["display-text"] == state


@pytest.mark.parametrize(
    ("license", "name", "state"),
    [
        ("llama3.1", "Llama-3.1-Blend", "met"),
        ("llama3.1", "Blend-Llama", "unmet"),
        ("llama3", "Llama-3-Blend", "met"),
        ("llama3", "Llama_3_Blend", "met"),
        ("llama3", "Llama.3", "met"),
        ("llama3", "Llama3-Blend", "met"),
        ("llama3", "Llama 3 Blend", "met"),
        ("llama3", "me/Llama-3-Blend", "met"),
        ("llama3", "Llama-30b", "unmet"),
        ("llama3", "Llama-Blend-3", "unmet"),
        ("llama3", "My-Llama-3", "unmet"),
    ],
)
def test_a_name_prefix_is_looked_for_in_the_name(license: str, name: str, state: str) -> None:
    assert states(license, {"name": name})["name-prefix"] == state


def test_the_name_is_the_last_part_of_the_id_unless_stated() -> None:
    assert states("llama3.1", {"files": ["LICENSE"]})["name-prefix"] == "unmet"


# Statements of changes


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("This model was fine-tuned from X.", "met"),
        ("Quantized with care.", "met"),
        ("We modified the tokenizer. No other file was touched.", "met"),
        ("No changes were made.", "unchecked"),
        ("It has not been modified", "unchecked"),
        ("The weights are unchanged and unmodified", "unchecked"),
        ("These weren't fine-tuned", "unchecked"),
        ("Distributed without modifications", "unchecked"),
        ("An exchange of adapters and mergers", "unchecked"),
        ("", "unchecked"),
    ],
)
def test_a_statement_of_changes_is_a_sentence_that_says_so(text: str, state: str) -> None:
    assert states("apache-2.0", {"text": text, "files": ["a"]})["state-changes"] == state


# Duties with conditions


def owed(license: str, **target: Any) -> list[Duty]:
    works = [
        {"id": "up/x", "license": license},
        {"id": "me/x", "license": license, "from": [{"work": "up/x", "by": "finetune"}], **target},
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}))
    return [d for d in verdict.duties if d.duty == "include-license"]


def test_a_duty_says_when_it_is_owed() -> None:
    source, binary = owed("BSD-2-Clause")
    assert "where form is source" in source.message
    assert source.to_dict()["condition"] == {"fact": "form", "op": "in", "value": ["source"]}
    assert "where form is not source" in binary.message


def test_a_duty_that_is_always_owed_has_no_condition() -> None:
    (found,) = owed("MIT")
    assert found.condition is None
    assert found.to_dict()["condition"] is None


@pytest.mark.parametrize(("form", "cite"), [("source", "1"), ("weights", "2")])
def test_a_duty_that_the_facts_rule_out_is_not_owed(form: str, cite: str) -> None:
    (found,) = owed("BSD-2-Clause", facts={"form": form})
    assert found.clause.cite == cite
    assert found.condition is None


OWN = """
license "Owed-1.0" {
  title "Owed" covers model text "https://example.org/owed" review checked 2026-01-01
  clause "1" { passage "may" says "For all but trade." permit use, reproduce, modify, distribute
    unless commercial }
  clause "2" { passage "pay" says "Who trades pays."
    require pay-royalty when distribute if commercial }
  clause "3" { passage "big" says "The big report."
    require register when distribute if monthly_active_users > 1_000 }
}
"""


def test_a_duty_that_contradicts_the_conditions_of_the_verdict_is_not_owed(tmp_path: Path) -> None:
    path = tmp_path / "owed.lic"
    path.write_text(OWN)
    library = licenses().extended({"owed.lic": path.read_bytes()})
    works = [
        {"id": "up/x", "license": "Owed-1.0"},
        {"id": "me/x", "license": "Owed-1.0", "from": [{"work": "up/x", "by": "finetune"}]},
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}), licenses=library)
    assert [condition.text for condition in verdict.conditions] == ["not commercial"]
    assert [duty.duty for duty in verdict.duties] == ["register"]


def test_duties_are_told_of_incompatible_works_too() -> None:
    works = [
        {"id": "up/x", "license": "llama3.1"},
        {"id": "me/x", "license": "mit", "from": [{"work": "up/x", "by": "finetune"}]},
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}))
    assert verdict.status == "incompatible"
    assert "name-prefix" in {duty.duty for duty in verdict.duties}


# Words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a b c", "b", True),
        ("abc", "b", False),
        ("a–b", "a - b", True),
        ("«Copyright» © X", "copyright (c) x", True),
        ("<p>Copyright &copy;&nbsp;X</p>", "copyright (c) x", True),
        ("Copyright Ⓒ X", "copyright (c) x", True),
        ("A &amp; B", "a & b", True),
        ("a b", "", False),
        ("a b", "...", False),
    ],
)
def test_words_are_found_one_after_the_other(text: str, words: str, found: bool) -> None:
    assert Text(text).contains(words) is found


def test_the_word_that_states_changes_is_returned() -> None:
    assert Text("Never mind.\n\n- A Merge of A and B").states_changes() == "Merge of"
