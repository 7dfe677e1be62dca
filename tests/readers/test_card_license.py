"""The licence that a card declares."""

import pytest
from reading import codes, read, response

from licenselogic.base.codes import Code
from licenselogic.library.library import Library
from licenselogic.readers.load import from_response


@pytest.mark.parametrize(
    ("card", "tags", "license"),
    [
        ({}, [], None),
        ({"license": "mit"}, ["license:mit"], "mit"),
        ({"license": ["mit"]}, [], "mit"),
        ({}, ["license:mit"], "mit"),
        ({"license": "other", "license_name": "llama-3"}, [], "llama3"),
        (
            {"license": "other", "license_link": "https://llama.meta.com/llama3/license"},
            ["license:other"],
            "llama3",
        ),
        ({"license": "other"}, [], "other"),
    ],
)
def test_the_licence_of_a_card(card, tags, license):
    lineage = read(tags=tags, **card)
    assert lineage.works["me/x"].license == license
    assert codes(lineage) == [Code.NO_UPSTREAM]


def test_another_licence_that_nobody_knows_stays_other_and_is_reported():
    lineage = read(license="other", license_name="acme-1", license_link="LICENSE")
    assert lineage.works["me/x"].license == "other"
    assert codes(lineage) == [Code.UNKNOWN_LICENSE, Code.NO_UPSTREAM]
    assert "`acme-1`" in lineage.findings[0].message


def test_a_link_to_a_file_of_the_model_is_no_name():
    library = Library({"x.lic": b'license "MIT" { title "MIT" text "u" alias "LICENSE" }'})
    data = response(license="other", license_link="LICENSE")
    assert from_response(data, library=library).works["me/x"].license == "other"


def test_several_licences_all_bind_and_are_reported():
    lineage = read(license=["mit", "MIT", "apache-2.0 OR llama3"], tags=["license:gemma"])
    assert lineage.works["me/x"].license == "mit AND (apache-2.0 OR llama3) AND gemma"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS, Code.NO_UPSTREAM]


def test_a_licence_name_that_contradicts_the_licence_is_reported():
    lineage = read(license="apache-2.0", license_name="yi-license")
    assert lineage.works["me/x"].license == "apache-2.0"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS, Code.NO_UPSTREAM]
    assert codes(read(license="apache-2.0", license_name="Apache-2.0")) == [Code.NO_UPSTREAM]
