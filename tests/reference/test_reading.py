"""How the second judge reads licence expressions."""

import pytest

from licenselogic.library.library import licenses
from licenselogic.reference.expressions import read


def meant(text):
    """The alternatives of an expression, each with what its terms may stand for."""
    return [
        sorted("|".join(sorted(term.means)) for term in terms) for terms in read(text, licenses())
    ]


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("MIT", [["MIT"]]),
        ("mit", [["MIT"]]),
        ("The MIT License", [["MIT"]]),
        ("MIT AND Apache-2.0", [["Apache-2.0", "MIT"]]),
        ("MIT and apache-2.0", [["Apache-2.0", "MIT"]]),
        ("MIT OR Apache-2.0", [["MIT"], ["Apache-2.0"]]),
        ("MIT OR MIT", [["MIT"]]),
        ("MIT OR 0BSD AND ISC", [["MIT"], ["0BSD", "ISC"]]),
        ("(MIT OR 0BSD) AND ISC", [["ISC", "MIT"], ["0BSD", "ISC"]]),
        ("((MIT))", [["MIT"]]),
        ("GPL-2.0", [["GPL-2.0-only"]]),
        ("GPL-2.0+", [["GPL-2.0-or-later"]]),
        ("GPL-2.0-only+", [["GPL-2.0-or-later"]]),
        (
            "gpl-2.0-only with classpath-exception-2.0",
            [["GPL-2.0-only WITH Classpath-exception-2.0"]],
        ),
        ("GPL-2.0+ WITH GCC-exception-2.0", [["GPL-2.0-or-later WITH GCC-exception-2.0"]]),
        (
            "MIT AND GPL-2.0-with-classpath-exception",
            [["GPL-2.0-only WITH Classpath-exception-2.0", "MIT"]],
        ),
        ("CDDL", [["CDDL-1.0|CDDL-1.1"]]),
    ],
)
def test_names_and_operators(text, alternatives):
    assert meant(text) == alternatives


def test_or_later_is_a_choice_of_versions_where_no_licence_says_so():
    assert sorted(meant("EPL-1.0+")) == [["EPL-1.0"], ["EPL-2.0"]]
    assert meant("EPL-2.0+") == [["EPL-2.0"]]


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", " ", "other", "Unknown", "NONE", "NOASSERTION", "Elder-9.9", "Elder-9.9+"),
        *("grok2-community", "MIT WITH Elder-exception", "EPL-1.0+ WITH LLVM-exception"),
    ],
)
def test_what_settles_nothing(text):
    assert meant(text) == [[""]]


def test_what_is_known_stands_beside_what_is_not():
    assert meant("MIT AND Elder-9.9") == [["", "MIT"]]


def test_an_exception_goes_with_the_licences_that_it_was_written_for():
    assert meant("gpl WITH GCC-exception-3.1") == [
        ["GPL-3.0-only WITH GCC-exception-3.1|GPL-3.0-or-later WITH GCC-exception-3.1"]
    ]
    assert meant("CDDL WITH LLVM-exception") == [[""]]
    assert meant("gemma WITH Classpath-exception-2.0") == [[""]]


def test_what_is_no_expression_is_refused():
    with pytest.raises(ValueError, match="goes on with"):
        read("MIT ) AND ISC", licenses())
