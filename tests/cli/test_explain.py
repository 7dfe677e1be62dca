"""`explain`: codes of messages, and words."""

import re

import pytest
from calls import Call

from licenselogic.base.codes import Code
from licenselogic.base.glossary import GLOSSARY
from licenselogic.base.meanings import meaning
from licenselogic.norms.vocabulary import vocabulary


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
    expected = f"error[bad-option]: no code, licence or word is called `{name}`\n  = help: {hint}\n"
    assert call("explain", name) == (2, "", expected)


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.value)
def test_a_code_is_told_in_sentences_that_go_on_from_others(code: Code) -> None:
    """Summaries and advice stand after a colon, so they begin small and end without a stop."""
    for text in meaning(code):
        assert text[0].islower() or text[0] == "`"
        assert not text.endswith(".")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("MIT", "MIT (license): MIT License; `licenselogic show MIT` tells what it says\n"),
        ("apache-2.0", "Apache-2.0 (license): Apache License 2.0; "),
        ("cc", "cc (licence): may mean any of CC"),
        ("commercial", "commercial (facts): "),
        ("include-license", "include-license (duties): give recipients the text of the licence\n"),
        ("strict", "strict (profiles): "),
        ("scenario", "scenario (reports): one concrete situation"),
        ("unchecked", "unchecked (reports): nothing at hand shows"),
        ("finetune", "finetune (relations): "),
    ],
)
def test_explain_knows_licences_and_words_of_every_kind(call: Call, word: str, told: str) -> None:
    code, out, err = call("explain", word)
    assert (code, err) == (0, "") and out.startswith(told)


def test_every_word_of_a_report_is_explained_in_half_a_sentence() -> None:
    for word, text in GLOSSARY.items():
        assert (text[0].islower() or text[0] == "`") and not text.endswith("."), word


@pytest.mark.parametrize(
    "words", [("do", "this:"), ("you", "must"), ("provided that",), ("also:",), ("warning",)]
)
def test_a_word_is_explained_as_it_stands_in_a_report(call: Call, words: tuple[str, ...]) -> None:
    code, out, err = call("explain", *words)
    assert (code, err) == (0, "")
    assert out.startswith(f"{' '.join(words).rstrip(':')} (reports): ")


def test_every_word_that_begins_a_line_of_the_brief_report_is_explained(call: Call) -> None:
    shown = ""
    for upstream, offered in (("llama3", "MIT"), ("CC-BY-NC-4.0", "MIT"), ("nonsense", "MIT")):
        shown += call("check", "--brief", "--upstream", f"{upstream}:finetune", "--as", offered)[1]
    labels = set(re.findall(r"^  ([a-z ]+):", shown, re.MULTILINE))
    assert {"because", "so", "path", "do this"} <= labels <= set(GLOSSARY)
