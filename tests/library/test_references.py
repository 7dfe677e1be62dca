"""References of SPDX to licences that it does not list."""

import pytest

from licenselogic.library.library import licenses
from licenselogic.library.references import reference, same_license, without_references


@pytest.mark.parametrize("name", ["llama2", "openrail++", "GPL-3.0-only", "Some terms, 1.0"])
def test_a_reference_holds_what_spdx_allows(name):
    assert reference(name).removeprefix("LicenseRef-").replace("-", "").replace(".", "").isalnum()
    assert reference(reference(name)) == reference(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIT OR LicenseRef-openrail--", "MIT OR openrail++"),
        ("DocumentRef-x:LicenseRef-llama3.1", "llama3.1"),
        ("LicenseRef-1 AND MIT", "(one OR two) AND MIT"),
        ("LicenseRef-nobody-knows", "LicenseRef-nobody-knows"),
    ],
)
def test_references_are_read_as_what_they_stand_for(text, expected):
    named = {"LicenseRef-1": "one OR two"}
    assert without_references(text, named, licenses()) == expected


def test_every_licence_is_found_by_its_reference():
    known = licenses()
    lost = [n for n in known.ids() if without_references(reference(n), {}, known) != n]
    assert lost == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("MIT AND llama2", "LicenseRef-llama2 AND MIT", True),
        ("Apache License, Version 2.0", "Apache-2.0", True),
        ("some terms", "LicenseRef-some-terms", True),
        ("MIT OR llama2", "MIT AND llama2", False),
        ("MIT AND", "MIT", False),
        ("MIT AND", "MIT AND", True),
    ],
)
def test_the_same_licence_in_two_spellings(one, other, same):
    assert same_license(one, other, licenses()) == same
