"""A copy keeps its licence where the text says so; a part keeps its own beside the whole."""

import pytest
from asking import ask, cited

import licenselogic as ll

CC = sorted(x.id for x in ll.licenses() if x.id.startswith("CC-BY"))
CITES = {"1": "4(a)", "2": "4(a)", "3": "4(a)", "4": "3(a)(1)(C)"}


def cite(license: str) -> str:
    """The clause that keeps a copy under its licence, by the version."""
    version = license.removesuffix("-IGO").rpartition("-")[2]
    return CITES[version[0]]


@pytest.mark.parametrize("by", ["copy", "convert"])
@pytest.mark.parametrize("license", CC)
def test_a_creative_commons_copy_keeps_its_licence(license: str, by: str) -> None:
    assert ask(license, by, license, "dataset").status == "compatible"
    for label in ("CC0-1.0", "CC-BY-NC-SA-4.0", "MIT", "GPL-3.0-only"):
        if label != license:
            verdict = ask(license, by, label, "dataset")
            assert verdict.status == "incompatible"
            assert (license, cite(license)) in cited(verdict)


@pytest.mark.parametrize(
    "label", ["MIT", "Apache-2.0", "GPL-2.0-only", "GPL-3.0-or-later", "CECILL-2.1", "SSPL-1.0"]
)
@pytest.mark.parametrize("by", ["embed", "combine"])
def test_a_picture_keeps_its_licence_beside_that_of_the_program(by: str, label: str) -> None:
    assert ask("CC-BY-4.0", by, label, "dataset", type="software").status == "compatible"


@pytest.mark.parametrize("label", ["MIT", "GPL-2.0-only", "GPL-3.0-or-later"])
def test_a_share_alike_picture_stays_apart_from_the_program(label: str) -> None:
    assert ask("CC-BY-SA-4.0", "embed", label, "dataset", type="software").status == "compatible"


@pytest.mark.parametrize("license", [x for x in CC if x.endswith("-4.0")])
def test_an_excerpt_is_still_the_material(license: str) -> None:
    """Version 4.0 lets the material be shared "in whole or in part" (2(a)(1)(A))."""
    assert ask(license, "extract", license, "dataset").status == "compatible"
    verdict = ask(license, "extract", "MIT", "dataset")
    assert verdict.status == "incompatible"
    assert (license, "3(a)(1)(C)") in cited(verdict)


def test_what_is_adapted_may_go_under_another_licence() -> None:
    assert ask("CC-BY-4.0", "incorporate", "MIT", "dataset").status == "compatible"
    assert ask("CC-BY-4.0", "finetune", "apache-2.0", "model").status == "compatible"


@pytest.mark.parametrize("license", [x for x in CC if "-ND-" in x])
def test_no_derivatives_lets_change_the_format_and_nothing_else(license: str) -> None:
    """All versions grant modifications that are "technically necessary" for another format."""
    assert ask(license, "convert", license, "model").status == "compatible"
    for by in ("finetune", "quantized"):
        verdict = ask(license, by, license, "model")
        assert verdict.status == "incompatible"
        assert {c.kind for c in verdict.counterexamples} == {"no-derivatives"}
