"""`explain`: codes of messages, and words."""

import pytest
from calls import Call

from licenselogic.base.codes import Code
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
    expected = f"error[bad-option]: no code is called `{name}`\n  = help: {hint}\n"
    assert call("explain", name) == (2, "", expected)


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.value)
def test_a_code_is_told_in_sentences_that_go_on_from_others(code: Code) -> None:
    """Summaries and advice stand after a colon, so they begin small and end without a stop."""
    for text in meaning(code):
        assert text[0].islower() or text[0] == "`"
        assert not text.endswith(".")
