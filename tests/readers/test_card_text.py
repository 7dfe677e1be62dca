"""The text of a card: where its header is, and what cannot be read."""

import sys

import pytest
from reading import CARD, edges, error_of, read

from licenselogic.base.codes import Code
from licenselogic.readers import hub
from licenselogic.readers.folder import from_card
from licenselogic.readers.names import UNNAMED


def test_a_card_is_read():
    lineage = from_card(CARD, "me/x")
    assert lineage.works["me/x"].license == "mit"
    assert edges(lineage) == [("a/b", "quantized", True), ("c/d", "trained_on", False)]
    evidence = lineage.works["me/x"].evidence
    assert (evidence.name, "Built with care." in evidence.text) == ("x", True)


def test_a_card_of_nobody_has_a_name_of_its_own():
    assert from_card(CARD).target() == UNNAMED


@pytest.mark.parametrize("text", [CARD.replace("\n", "\r\n"), "\ufeff" + CARD, "\n" + CARD])
def test_line_ends_and_marks_do_not_matter(text):
    assert from_card(text, "me/x").works["me/x"].license == "mit"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", Code.UNSUPPORTED_CARD, "does not begin with a header"),
        ("# My model", Code.UNSUPPORTED_CARD, "does not begin with a header"),
        ("---\nlicense: mit\n", Code.UNSUPPORTED_CARD, "does not end"),
        ("---\n" + "# x\n" * 400_000 + "---\n", Code.UNSUPPORTED_CARD, "above 1 MB"),
        ("---\n- mit\n---\n", Code.UNSUPPORTED_CARD, "is not a mapping"),
        (
            "---\nx: &d {base_model: a/b}\n<<: *d\nlicense: mit\n---\n",
            Code.UNSUPPORTED_CARD,
            "`<<`",
        ),
        ("---\nlicense: [\n---\n", Code.BAD_LINEAGE, "not valid YAML"),
        ("---\nlicense: mit\nlicense: cc\n---\n", Code.BAD_LINEAGE, "`license` is given twice"),
    ],
)
def test_a_card_that_cannot_be_read_gives_one_message(text, code, message):
    found = error_of(from_card, text, "me/x")
    assert found.code is code
    assert message in found.message


def test_an_alias_of_one_value_is_that_value():
    text = "---\nfirst: &one a/b\nlicense: &two mit\nbase_model: [*one]\nlicense_name: *two\n---\n"
    found = from_card(text, "me/x")
    assert edges(found) == [("a/b", "finetune", True)]


def test_an_alias_of_a_long_text_repeats_nothing():
    text = f"---\nx: &one {'a' * 600}\nlicense: mit\nbase_model: *one\n---\n"
    assert edges(from_card(text, "me/x")) == [("<base model of me/x>", "finetune", True)]


def test_a_mistake_in_a_header_has_its_line():
    text = "---\nlicense: mit\nlicense: cc\n---\n"
    assert error_of(from_card, text, file="card.md").span.line == 3


def test_only_the_live_hub_needs_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert edges(read(base_model="a/b"))
    assert edges(from_card(CARD, "me/x"))
    found = error_of(hub.from_hub, "me/x")
    assert (found.code, found.help) == (Code.MISSING_EXTRA, "pip install 'licenselogic[hub]'")
