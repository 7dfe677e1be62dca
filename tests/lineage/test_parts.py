"""Parts of a repository with licences of their own, and how licences that changed are written."""

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.diagnostics import LineageError
from licenselogic.lineage.graph import Lineage, lineage_schema

CODE = {"name": "code", "type": "software", "license": "apache-2.0"}
WEIGHTS = {"name": "weights", "license": "llama3.1"}
DATA = {"name": "data", "type": "dataset", "license": "mit OR cc0-1.0"}


def repository(*parts, **more):
    """A lineage file with one repository."""
    return {"works": [{"id": "acme/model", "parts": list(parts), **more}]}


def user_of(above, license):
    """A lineage file with the repository, and a model that was fine-tuned from `above`."""
    made = {"id": "me/model", "license": license, "from": [{"work": above, "by": "finetune"}]}
    return {"works": [*repository(CODE, WEIGHTS)["works"], made]}


def test_parts_are_works_of_the_same_owner() -> None:
    lineage = Lineage.from_dict(repository(CODE, WEIGHTS))
    code = lineage.works["acme/model#code"]
    assert (code.type, code.license, code.owner) == ("software", "apache-2.0", "acme")
    assert [edge.work for edge in lineage.upstream["acme/model"]] == [
        "acme/model#code",
        "acme/model#weights",
    ]
    assert {edge.by for edge in lineage.upstream["acme/model"]} == {"combine"}


def test_an_owner_and_facts_of_the_whole_hold_for_its_parts() -> None:
    raw = repository(CODE, WEIGHTS | {"owner": "meta"}, owner="lab", facts={"commercial": True})
    works = Lineage.from_dict(raw).works
    assert works["acme/model#code"].owner == "lab"
    assert works["acme/model#weights"].owner == "meta"
    assert works["acme/model#code"].facts == (("commercial", True),)


def test_a_whole_without_a_licence_is_under_those_of_its_parts() -> None:
    label = Lineage.from_dict(repository(CODE, WEIGHTS, DATA)).works["acme/model"].license
    assert label == "apache-2.0 AND llama3.1 AND (mit OR cc0-1.0)"


def test_a_part_without_a_licence_leaves_the_whole_without() -> None:
    lineage = Lineage.from_dict(repository(CODE, {"name": "weights"}))
    assert lineage.works["acme/model"].license is None


def test_a_licence_of_the_whole_stands() -> None:
    lineage = Lineage.from_dict(repository(CODE, WEIGHTS, license="mit"))
    assert lineage.works["acme/model"].license == "mit"
    assert ll.check(lineage).status == "incompatible"  # the weights are Meta's


def test_what_is_made_from_a_part_is_bound_by_that_part_alone() -> None:
    assert ll.check(Lineage.from_dict(user_of("acme/model#code", "mit")), "me/model").status == (
        "compatible"
    )
    assert ll.check(Lineage.from_dict(user_of("acme/model#weights", "mit")), "me/model").status == (
        "incompatible"
    )
    assert ll.check(Lineage.from_dict(user_of("acme/model", "mit")), "me/model").status == (
        "incompatible"
    )


def test_parts_may_be_made_from_other_works() -> None:
    weights = {"name": "weights", "from": [{"work": "up/base", "by": "finetune"}]}
    raw = repository(CODE, weights)
    raw["works"].append({"id": "up/base", "license": "gemma"})
    lineage = Lineage.from_dict(raw)
    assert lineage.ancestors("acme/model#weights") == {"up/base"}


def test_parts_come_back_as_works() -> None:
    lineage = Lineage.from_dict(repository(CODE, WEIGHTS, DATA))
    assert Lineage.from_dict(lineage.to_dict()) == lineage


@pytest.mark.parametrize(
    "parts",
    [
        "code",
        [{"license": "mit"}],
        [{"name": "a b"}],
        [{"name": "a#b"}],
        [{"name": "a", "id": "x/y"}],
        [{"name": "a", "parts": []}],
        ["code"],
    ],
)
def test_parts_that_cannot_be_read_are_errors(parts) -> None:
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict({"works": [{"id": "acme/model", "parts": parts}]})
    assert "a list of parts is wanted" in str(caught.value)


def test_a_name_used_twice_is_an_error() -> None:
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(repository(CODE, CODE))
    assert "acme/model#code" in str(caught.value)


def test_a_mistake_in_a_part_is_told_with_its_place() -> None:
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(repository(CODE, WEIGHTS | {"typ": "model"}))
    assert "works[0].parts[1].typ" in str(caught.value)


def test_an_upstream_of_a_part_that_there_is_not_is_told_with_its_place() -> None:
    weights = {"name": "weights", "from": [{"work": "no/where", "by": "finetune"}]}
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(repository(CODE, weights))
    assert "no/where" in str(caught.value)


def dated(**more):
    """A lineage file with a licence that changed."""
    earlier = [{"license": "mit", "until": "2024-01-01"}]
    base = {"id": "up/base", "license": "gemma", "earlier_licenses": earlier, **more}
    made = {"work": "up/base", "by": "finetune", "taken": "2023-05-01"}
    return {"works": [base, {"id": "me/model", "license": "mit", "from": [made]}]}


def test_days_are_read_and_written() -> None:
    raw = dated(withdrawn="2025-01-01", license_since="2024-01-01")
    lineage = Lineage.from_dict(raw)
    assert lineage.works["up/base"].earlier_licenses[0].until.isoformat() == "2024-01-01"
    assert lineage.upstream["me/model"][0].taken.isoformat() == "2023-05-01"
    assert Lineage.from_dict(lineage.to_dict()) == lineage


def test_earlier_licences_are_put_in_order() -> None:
    rows = [{"license": "mit", "until": "2024-01-01"}, {"license": "isc", "until": "2023-01-01"}]
    found = Lineage.from_dict(dated(earlier_licenses=rows)).works["up/base"].earlier_licenses
    assert [one.license for one in found] == ["isc", "mit"]


@pytest.mark.parametrize(
    "earlier",
    [
        "mit",
        ["mit"],
        [{"license": "mit"}],
        [{"license": "mit", "until": "soon"}],
        [{"license": None, "until": "2024-01-01"}],
        [{"license": "mit", "until": None}],
    ],
)
def test_earlier_licences_that_cannot_be_read_are_errors(earlier) -> None:
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(dated(earlier_licenses=earlier))
    assert "earlier_licenses" in str(caught.value)


@pytest.mark.parametrize("raw", [repository(CODE, WEIGHTS, DATA), dated(withdrawn="2025-01-01")])
def test_the_schema_takes_what_the_reader_takes(raw) -> None:
    jsonschema_rs.validate(lineage_schema(), raw)
