"""Where "or a later version" leads: to that version, to what it lists, and no further."""

import pytest
from asking import ask, cited

import licenselogic as ll


@pytest.mark.parametrize(
    ("license", "label"),
    [
        ("EUPL-1.1", "EUPL-1.2"),
        ("EUPL-1.1", "GPL-3.0-only"),
        ("EUPL-1.1", "AGPL-3.0-or-later"),
        ("EUPL-1.1", "MPL-2.0"),
        ("EUPL-1.1", "LGPL-3.0-only"),
        ("EUPL-1.1", "CECILL-2.1"),
        ("EUPL-1.1", "LiLiQ-R-1.1"),
        ("EUPL-1.0", "AGPL-3.0-only"),
        ("EUPL-1.0", "EUPL-1.2"),
        ("CECILL-1.0", "AGPL-3.0-only"),
        ("CECILL-1.0", "EUPL-1.2"),
        ("CECILL-2.0", "CECILL-2.1"),
        ("CECILL-2.0", "EUPL-1.1"),
        ("CECILL-2.0", "AGPL-3.0-or-later"),
        ("GPL-2.0-or-later", "AGPL-3.0-only"),
        ("LGPL-2.0-or-later", "GPL-3.0-only"),
        ("MPL-1.1", "MPL-2.0"),
        ("CPL-1.0", "EPL-2.0"),
    ],
)
def test_a_later_version_brings_what_it_allows(license: str, label: str) -> None:
    assert ask(license, "incorporate", label).status == "compatible"


@pytest.mark.parametrize(
    ("license", "label", "cite", "material"),
    [
        ("MPL-1.1", "GPL-3.0-only", "3.1", "software"),
        ("MPL-1.0", "LGPL-2.1-or-later", "3.1", "software"),
        ("EUPL-1.2", "Apache-2.0", "5.copyleft", "software"),
        ("EUPL-1.1", "RPL-1.5", "5.copyleft", "software"),
        ("EUPL-1.2", "CC-BY-SA-3.0", "5.copyleft", "software"),
        ("EUPL-1.2", "CC-BY-SA-3.0", "5.copyleft", "model"),
        ("EUPL-1.0", "CC-BY-SA-3.0", "5.copyleft", "software"),
        ("CECILL-2.0", "MPL-2.0", "5.3.2", "software"),
        ("CC-BY-SA-3.0", "GPL-3.0-only", "4(b)", "dataset"),
        ("CC-BY-SA-2.0", "LAL-1.3", "4(b)", "dataset"),
        ("GFDL-1.3-or-later", "CC-BY-SA-4.0", "4", "dataset"),
        ("GFDL-1.2-only", "GFDL-1.3-only", "4", "dataset"),
        ("GPL-2.0-only", "GPL-3.0-only", "2(b)", "software"),
    ],
)
def test_what_the_later_text_leaves_out_is_not_reached(
    license: str, label: str, cite: str, material: str
) -> None:
    verdict = ask(license, "incorporate", label, material)
    assert verdict.status == "incompatible"
    assert (license, cite) in cited(verdict)


@pytest.mark.parametrize("license", ["EUPL-1.0", "EUPL-1.1", "EUPL-1.2"])
def test_what_is_no_software_may_go_on_as_the_appendix_says(license: str) -> None:
    verdict = ask(license, "incorporate", "CC-BY-SA-3.0", "dataset")
    assert verdict.status == "compatible"
    assert not verdict.conditions


def test_a_list_for_combinations_does_not_move_a_mere_copy() -> None:
    """Only a derivative "based upon both" goes by the appendix; a copy has later versions."""
    assert ask("EUPL-1.1", "copy", "EUPL-1.2").status == "compatible"
    assert ask("EUPL-1.1", "copy", "GPL-3.0-only").status == "incompatible"
    assert ask("CECILL-2.0", "copy", "AGPL-3.0-only").status == "incompatible"


@pytest.mark.parametrize(("label", "status"), [("MPL-2.0", True), ("GPL-3.0-only", False)])
def test_a_label_of_mpl_2_does_not_take_code_of_mpl_1_to_the_gnu_licences(
    label: str, status: bool
) -> None:
    works = [
        {"id": "a/old", "type": "software", "license": "MPL-1.1"},
        {"id": "b/new", "type": "software", "license": "MPL-2.0"},
        {
            "id": "c/moved",
            "type": "software",
            "license": "MPL-2.0",
            "from": [{"work": "a/old", "by": "copy"}],
        },
        {
            "id": "me/work",
            "type": "software",
            "license": label,
            "from": [
                {"work": "c/moved", "by": "incorporate"},
                {"work": "b/new", "by": "incorporate"},
            ],
        },
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}), "me/work")
    assert (verdict.status == "compatible") is status
    assert {license for license, _ in cited(verdict)} <= {"MPL-1.1", "GPL-3.0-only"}
