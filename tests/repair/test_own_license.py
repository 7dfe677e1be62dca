"""A licence written for a work: it can be read and loaded, the work fits it, none permits more."""

import pytest
from made import lineage

import licenselogic as ll
from licenselogic.library.expressions import parse_expression
from licenselogic.norms.deontic import License
from licenselogic.repair.own_license import OwnLicense, own_license

WRITABLE = [
    ("CC-BY-NC-4.0", "llama3.1"),
    ("llama2",),
    ("gemma", "llama3.1"),
    ("apache-2.0", "mit"),
    ("openrail++", "CC-BY-NC-4.0"),
    ("qwen-2024", "apache-2.0"),
]


def loaded(found: OwnLicense) -> tuple[ll.Library, License]:
    library = ll.licenses().extended({"own.lic": found.text.encode()})
    return library, library[found.id]


@pytest.mark.parametrize("upstream", WRITABLE)
def test_the_work_fits_the_licence_that_is_written_for_it(upstream: tuple[str, ...]) -> None:
    made = lineage(*upstream)
    found = own_license(made)
    library, _ = loaded(found)
    assert ll.check(made, None, found.id, licenses=library).status == "compatible"


@pytest.mark.parametrize("upstream", [("gpl-3.0",), ("cc-by-nd-4.0",), ("gpl-3.0", "llama3")])
def test_where_none_can_be_written_there_is_no_text(upstream: tuple[str, ...]) -> None:
    found = own_license(lineage(*upstream))
    assert found.text == "" and found.verdict.status != "compatible"


def test_it_agrees_with_terms_of_the_publishers_own() -> None:
    """What `proprietary` may be is what can be written."""
    others = (("gpl-3.0",), ("cc-by-sa-4.0",), ("CC-BY-ND-3.0", "MG-BY-ND-1.0"))
    for upstream in (*WRITABLE, *others, ("ODbL-1.0", "CC-BY-NC-2.5")):
        made = lineage(*upstream, by="combine", type="dataset")
        own = ll.check(made, None, "proprietary").status == "compatible"
        assert own == bool(own_license(made).text)


def test_the_name_must_be_new() -> None:
    with pytest.raises(ll.UsageError, match="cannot be called"):
        own_license(lineage("llama2"), name="MIT")


def test_of_upstream_alternatives_the_one_is_taken_that_leaves_the_most() -> None:
    found = own_license(lineage("CC-BY-NC-4.0 OR (llama3.1 AND CC-BY-NC-4.0) OR gpl-3.0"))
    assert "if not commercial" in found.text and "llama3.1" not in found.text


def test_a_licence_suits_all_that_a_name_upstream_may_mean() -> None:
    """`openrail` may mean licences whose use policies differ: each of them is kept."""
    found = own_license(lineage("openrail"))
    ((meant,),) = parse_expression("openrail", ll.licenses()).alternatives
    assert found.verdict.status == "compatible" and len(meant.means) > 1
    for name in meant.means:
        library, _ = loaded(found)
        assert ll.check(lineage(name), None, found.id, licenses=library).status == "compatible"


def test_what_was_taken_under_an_earlier_licence_asks_for_no_more_than_that() -> None:
    base = {"id": "acme/base", "license": "gpl-3.0"}
    base["earlier_licenses"] = [{"license": "mit", "until": "2024-04-18"}]
    edge = {"work": "acme/base", "by": "finetune", "taken": "2023-06-01"}
    made = ll.Lineage.from_dict({"works": [base, {"id": "me/model", "from": [edge]}]})
    assert "gpl" not in own_license(made).text.lower()
    assert own_license(made).verdict.status == "compatible"


def test_a_limit_is_lifted_where_the_licence_upstream_lifts_a_part_of_it() -> None:
    """CC-BY-ND-3.0 forbids changes of the work, but for those that another medium takes."""
    found = own_license(lineage("CC-BY-ND-3.0", by="combine", type="dataset"))
    assert "permit reformat on work" in found.text and "notwithstanding" in found.text


def test_outputs_are_held_where_a_licence_holds_them_as_material() -> None:
    readings = {"output_is_derivative": True}
    found = own_license(lineage("CC-BY-NC-4.0", by="finetune"), assumptions=readings)
    assert found.verdict.status == "compatible" and "on output if not commercial" in found.text
