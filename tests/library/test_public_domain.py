"""What is given to the public domain fits into everything: no freedom of a licence refuses it."""

import pytest

import licenselogic as ll
from licenselogic.norms.deontic import Freedom, imposed_kind

GIVEN = [
    "CC0-1.0",
    "PDDL-1.0",
    "Unlicense",
    "0BSD",
    "MIT-0",
    "WTFPL",
    "DL-DE-ZERO-2.0",
    "LicenseRef-public-domain",
]


@pytest.mark.parametrize("license", GIVEN)
def test_no_freedom_refuses_what_was_given_away(license: str) -> None:
    """Waivers and what was not given, such as patents, are kinds of term."""
    kinds = {imposed_kind(norm) for _, norm in ll.licenses()[license].norms} - {""}
    refusing = {
        (other.id, clause.cite): kinds - norm.tolerates - {imposed_kind(n) for _, n in other.norms}
        for other in ll.licenses()
        for clause, norm in other.norms
        if isinstance(norm, Freedom)
    }
    assert {place: refused for place, refused in refusing.items() if refused} == {}
