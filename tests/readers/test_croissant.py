"""Croissant descriptions of datasets as lineages."""

import pytest
from billing import read_bill
from reading import codes, edges, error_of

from licenselogic.base.codes import Code
from licenselogic.lineage.work import Work

CONTEXT = {"@vocab": "https://schema.org/"}


def croissant(**fields):
    return {"@context": CONTEXT, "@type": "sc:Dataset", "name": "x", **fields}


@pytest.mark.parametrize(
    ("license", "expected"),
    [
        ("MIT", "MIT"),
        ("https://llama.meta.com/llama3/license/", "llama3"),
        (["MIT", "Apache-2.0"], "MIT AND Apache-2.0"),
        ({"@type": "sc:CreativeWork", "name": "llama-3"}, "llama3"),
        ({"name": "MIT", "url": "https://llama.meta.com/llama3/license/"}, "MIT AND llama3"),
        ("my own terms", "my own terms"),
        ([3], "NOASSERTION"),
        (None, None),
    ],
)
def test_the_licence_is_read(license, expected):
    found = read_bill(croissant(license=license))
    assert found.works["x"] == Work("x", "dataset", expected)


@pytest.mark.parametrize("key", ["isBasedOn", "sc:isBasedOn", "prov:wasDerivedFrom", "sc:hasPart"])
def test_what_it_is_based_on_is_upstream(key):
    known = {"a/b": Work("a/b", "dataset", "llama3")}
    based = [
        "https://huggingface.co/datasets/a/b",
        {"@type": "sc:Dataset", "name": "d", "license": "MIT"},
    ]
    found = read_bill(croissant(**{key: based}), known)
    assert edges(found, "x") == [("a/b", "incorporate", True), ("d", "incorporate", True)]
    assert [found.works[name].license for name in ("a/b", "d")] == ["llama3", "MIT"]


def test_a_source_without_name_is_told():
    found = read_bill(croissant(isBasedOn=[3]))
    assert edges(found, "x") == [("<source of x>", "incorporate", True)]
    assert Code.UNREAD_FIELD in codes(found)


def test_its_home_on_the_hub_is_its_name():
    found = read_bill(croissant(url="https://huggingface.co/datasets/me/x"))
    assert list(found.works) == ["me/x"]


def test_json_that_is_no_bill_is_refused():
    assert "no bill" in error_of(read_bill, {"@context": {}, "@type": "Person"}).message
