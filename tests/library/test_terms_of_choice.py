"""Exceptions and the LGPL: who links may choose the terms of the whole, copyleft ones too."""

import pytest
from asking import ask, cited

import licenselogic as ll
from licenselogic.norms.deontic import Freedom, ShareAlike

CHOICE = [
    ("GPL-2.0-only WITH Classpath-exception-2.0", "combine"),
    ("GPL-2.0-only WITH GCC-exception-2.0", "combine"),
    ("GPL-3.0-only WITH GCC-exception-3.1", "combine"),
    ("GPL-2.0-or-later WITH Font-exception-2.0", "embed"),
    ("GPL-2.0-only WITH Linux-syscall-note", "combine"),
    ("GPL-2.0-or-later WITH SWI-exception", "combine"),
    ("GPL-2.0-or-later WITH Autoconf-exception-generic", "combine"),
    ("GPL-3.0-or-later WITH Bison-exception-2.2", "generated_by"),
    ("GPL-3.0-or-later WITH Bison-exception-2.2", "incorporate"),
    ("LGPL-2.1-only WITH OCaml-LGPL-linking-exception", "combine"),
]
"""Licences with an exception that frees the larger work, and how it is made."""


def demanding() -> list[str]:
    """Return the licences of the library that ask something of a whole: freedom, or their label."""
    return [
        x.id
        for x in ll.licenses()
        if any(isinstance(norm, Freedom | ShareAlike) for _, norm in x.norms)
    ]


@pytest.mark.parametrize(
    ("license", "by"),
    [*CHOICE[:3], *(pytest.param(*one, marks=pytest.mark.slow) for one in CHOICE[3:])],
)
def test_terms_of_choice_are_any_terms(license: str, by: str) -> None:
    """A new copyleft licence of the library has to be named by the exceptions too."""
    found = {label: ask(license, by, label).status for label in demanding()}
    assert [label for label, status in found.items() if status != "compatible"] == []


@pytest.mark.parametrize(
    "license", sorted({license for license, _ in CHOICE if "LGPL" not in license})
)
def test_the_part_itself_stays_under_its_licence(license: str) -> None:
    assert ask(license, "copy", "MIT").status == "incompatible"


@pytest.mark.parametrize(
    "label", ["GPL-3.0-or-later", "AGPL-3.0-or-later", "SSPL-1.0", "CECILL-2.1", "MIT", "BUSL-1.1"]
)
@pytest.mark.parametrize("license", ["LGPL-3.0-only", "LGPL-2.1-only"])
def test_a_program_may_link_the_library_under_terms_of_choice(license: str, label: str) -> None:
    assert ask(license, "combine", label).status == "compatible"


def test_old_gnu_licences_refuse_what_version_3_asks_of_a_combined_work() -> None:
    """4(e) asks for installation information; GPL-2.0 section 6 lets nobody add that."""
    verdict = ask("LGPL-3.0-only", "combine", "GPL-2.0-only")
    assert verdict.status == "incompatible"
    assert ("LGPL-3.0-only", "4") in cited(verdict)
    assert ask("LGPL-2.1-only", "combine", "GPL-1.0-or-later").status == "compatible"


def test_code_of_the_library_moves_to_no_later_version() -> None:
    assert ask("LGPL-3.0-only", "incorporate", "GPL-3.0-or-later").status == "incompatible"
    assert ask("LGPL-3.0-only", "incorporate", "GPL-3.0-only").status == "compatible"


def test_a_linked_llvm_library_owes_what_apache_asks() -> None:
    """The exception is for what compiling embeds in object code, not for what is linked."""

    def owed(by: str) -> set[str]:
        verdict = ask("Apache-2.0 WITH LLVM-exception", by, "MIT")
        assert verdict.status == "compatible"
        return {duty.duty for duty in verdict.duties}

    assert {"include-license", "retain-notices"} <= owed("combine")
    assert owed("generated_by") == set()
