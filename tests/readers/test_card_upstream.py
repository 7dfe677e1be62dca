"""What a card was made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import LIBRARY, codes, edges, error_of, read, response

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.lineage.work import Work
from licenselogic.readers.responses import from_response


def test_every_work_that_is_named_is_in_the_lineage():
    lineage = read(base_model="a/b", datasets=["c/d"], base_model_relation="finetune")
    assert edges(lineage) == [("a/b", "finetune", False), ("c/d", "trained_on", False)]
    assert (lineage.works["a/b"].type, lineage.works["c/d"].type) == ("model", "dataset")
    assert lineage.works["a/b"].license is None
    assert codes(lineage) == [Code.MISSING_UPSTREAM] * 2


def test_known_works_are_taken_as_they_are():
    base = Work("a/b", license="mit")
    data = response(tags=["base_model:merge:a/b"])
    lineage = from_response(data, known={"a/b": base})
    assert lineage.works["a/b"] == base
    assert codes(lineage) == []


def test_early_names_get_their_owner():
    lineage = read(base_model="bert-base-uncased", tags=["base_model:bert-base-uncased"])
    assert [name for name, *_ in edges(lineage)] == ["google-bert/bert-base-uncased"]
    assert codes(lineage).count(Code.LEGACY_NAME) == 1


def test_a_name_without_owner_that_nobody_knows_is_kept():
    lineage = read(base_model="BART")
    assert edges(lineage) == [("BART", "finetune", True)]
    assert Code.LEGACY_NAME not in codes(lineage)


def test_a_model_that_names_itself_is_reported_and_set_aside():
    lineage = read(base_model=["me/x", "a/b"])
    assert edges(lineage) == [("a/b", "finetune", True)]
    assert codes(lineage).count(Code.SELF_REFERENCE) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://huggingface.co/a/b",
        "huggingface.co/a/b/tree/main",
        "https://hf.co/a/b?x=1",
        " a/b ",
    ],
)
def test_addresses_of_the_hub_are_names(address):
    assert [name for name, *_ in edges(read(base_model=address))] == ["a/b"]


def test_a_dataset_with_the_id_of_a_model_is_told_apart():
    lineage = read(datasets="me/x")
    assert edges(lineage) == [("datasets/me/x", "trained_on", False)]
    assert lineage.works["datasets/me/x"].owner == "me"


def test_a_dataset_named_twice_is_one_edge():
    lineage = read(datasets=["c/d", "", None, "c/d"], tags=["dataset:c/d"])
    assert edges(lineage) == [("c/d", "trained_on", False)]


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("base_model", {"relation": "quantized"}, ["<base model of me/x>", "c/d"]),
        ("base_model", ["a/b", {"weight": 1}], ["a/b", "<base model of me/x>", "c/d"]),
        ("base_model", True, ["<base model of me/x>", "c/d"]),
        ("base_model", "a\x1b", ["<base model of me/x>", "c/d"]),
        ("datasets", {"x": "y"}, ["a/b", "<dataset of me/x>"]),
        ("datasets", ["c/d", {"split": "train"}], ["a/b", "c/d", "<dataset of me/x>"]),
        ("tags", [{"a": "b"}], ["a/b", "c/d"]),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_rest_is_kept(field, value, left):
    card = {"license": "mit", "base_model": "a/b", "datasets": "c/d", field: value}
    lineage = read(**card)
    assert [name for name, *_ in edges(lineage)] == left
    assert lineage.works["me/x"].license == "mit"
    (finding,) = [f for f in lineage.findings if f.code is Code.UNREAD_FIELD]
    assert f"`{field}`" in finding.message
    assert finding.message.isprintable()


@pytest.mark.parametrize(
    "data",
    [{}, {"id": 3}, {"id": "\x1b"}, {"id": "a/b", "cardData": []}, [], None],
)
def test_what_is_no_response_is_an_error(data):
    assert error_of(from_response, data).code is Code.UNSUPPORTED_CARD


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = [
    "license",
    "license_name",
    "license_link",
    "base_model",
    "base_model_relation",
    "datasets",
    "tags",
    "library_name",
]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES), VALUES)
def test_whatever_a_response_holds_there_is_a_lineage_or_an_error(card, tags):
    data = {"id": "me/x", "cardData": card, "tags": tags, "siblings": tags}
    try:
        lineage = from_response(data, library=LIBRARY)
    except LineageError as error:
        assert str(error).splitlines()[0].isprintable()
    else:
        assert lineage.target() == "me/x"
        assert all(finding.message.isprintable() for finding in lineage.findings)


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({"base_model": "a/b\u200bc"}, [("<base model of me/x>", "finetune", True)]),
        ({"base_model": "a/" + "b" * 600}, [("<base model of me/x>", "finetune", True)]),
        ({"base_model": "none"}, []),
        ({"datasets": ["c/d\u200b"]}, [("<dataset of me/x>", "trained_on", True)]),
        ({"datasets": ["c/d\u200b"], "task_categories": ["x"]},
         [("<dataset of me/x>", "incorporate", True)]),
        ({"sdk": "gradio", "title": "A", "models": ["a/b\u200b"]},
         [("<base model of me/x>", "combine", True)]),
        ({"sdk": "gradio", "title": "A", "models": [{"a": 1}], "datasets": ["c/d"]},
         [("<base model of me/x>", "combine", True), ("c/d", "combine", True)]),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_read_is_an_upstream_that_nobody_names(card, expected):
    assert edges(read(**card)) == expected


def test_a_tag_of_a_base_model_makes_no_application():
    found = read(tags=["base_model:a/b"], sdk="gradio", title="A")
    assert edges(found) == [("a/b", "finetune", True)]
