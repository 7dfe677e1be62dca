"""SPDX documents of both versions as lineages."""

import pytest
from billing import element, package, read_bill, related, spdx2, spdx3
from reading import codes, edges, error_of

from licenselogic.base.codes import Code
from licenselogic.lineage.work import Work


@pytest.mark.parametrize(
    ("first", "kind", "second", "by", "inferred"),
    [
        ("x", "DESCENDANT_OF", "u", "incorporate", True),
        ("u", "ANCESTOR_OF", "x", "incorporate", True),
        ("x", "CONTAINS", "u", "combine", True),
        ("u", "CONTAINED_BY", "x", "combine", True),
        ("x", "DEPENDS_ON", "u", "combine", True),
        ("u", "DEPENDENCY_OF", "x", "combine", True),
        ("x", "STATIC_LINK", "u", "combine", False),
        ("x", "COPY_OF", "u", "copy", False),
    ],
)
def test_relationships_lead_to_relations(first, kind, second, by, inferred):
    found = read_bill(
        spdx2(
            package("x"), package("u", "MIT"), describes="x", relationships=[(first, kind, second)]
        )
    )
    assert edges(found, "x") == [("u", by, inferred)]


def test_what_nothing_links_is_part_of_what_is_described():
    found = read_bill(spdx2(package("x"), package("u", "MIT"), describes="x"))
    assert edges(found, "x") == [("u", "combine", True)]


def test_tools_are_set_aside_and_told():
    tool = [("u", "BUILD_TOOL_OF", "x")]
    found = read_bill(spdx2(package("x"), package("u", "MIT"), describes="x", relationships=tool))
    assert list(found.works) == ["x"]
    assert Code.UNREAD_FIELD in codes(found)


@pytest.mark.parametrize(
    ("declared", "concluded", "expected"),
    [
        ("MIT", "NOASSERTION", "MIT"),
        ("NOASSERTION", "MIT", "MIT"),
        ("MIT", "MIT", "MIT"),
        ("NONE", "NOASSERTION", None),
        ("MIT OR Apache-2.0", "MIT", "(MIT OR Apache-2.0) AND MIT"),
        ("LicenseRef-1", "NOASSERTION", "llama3"),
        ("MIT AND LicenseRef-llama3", "NOASSERTION", "MIT AND llama3"),
        ("LicenseRef-odd", "NOASSERTION", "LicenseRef-odd"),
    ],
)
def test_declared_and_concluded_licences_bind(declared, concluded, expected):
    texts = [{"licenseId": "LicenseRef-1", "name": "llama-3", "extractedText": "..."}]
    one = package("x", declared, licenseConcluded=concluded)
    found = read_bill(spdx2(one, hasExtractedLicensingInfos=texts))
    assert found.works["x"].license == expected


def test_names_of_the_hub_are_kept():
    refs = [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/a/b@1"}]
    known = {"a/b": Work("a/b", "model", "llama3")}
    found = read_bill(spdx2(package("b", externalRefs=refs)), known)
    assert found.works["a/b"] == Work("a/b", "model", "llama3")


@pytest.mark.parametrize(
    ("name", "fields", "work", "type"),
    [
        ("b", {"homepage": "https://huggingface.co/a/b"}, "a/b", "model"),
        ("b", {"downloadLocation": "https://huggingface.co/datasets/a/b"}, "a/b", "dataset"),
        ("c", {"homepage": "https://huggingface.co/a/b"}, "c", "software"),
        ("transformers", {"homepage": "https://huggingface.co/docs/transformers"}, "transformers",
         "software"),
        ("b", {"homepage": "https://huggingface.co/a/b", "primaryPackagePurpose": "LIBRARY"}, "b",
         "software"),
    ],
)  # fmt: skip
def test_a_home_on_the_hub_tells_what_a_package_is(name, fields, work, type):
    found = read_bill(spdx2(package(name, **fields)))
    assert {one.id: one.type for one in found.works.values()} == {work: type}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"packages": []}, "lists no package"),
        ({"packages": [{"name": "x"}]}, "`packages[0]`: a package needs an `SPDXID`"),
        ({"relationships": [{}]}, "`relationships[0]`: a relationship needs"),
    ],
)
def test_mistakes_in_spdx2_are_told(change, says):
    assert says in error_of(read_bill, {**spdx2(package("x")), **change}).message


# SPDX 3 -----------------------------------------------------------------------------------------

DATA = "dataset_DatasetPackage"


@pytest.mark.parametrize(
    ("relation", "type", "expected"),
    [
        (related("x", "trainedOn", "u"), DATA, ("u", "trained_on", False)),
        (related("x", "descendantOf", "u"), "ai_AIPackage", ("u", "finetune", True)),
        (related("u", "ancestorOf", "x"), "ai_AIPackage", ("u", "finetune", True)),
        (related("x", "dependsOn", "u"), "software_Package", ("u", "combine", True)),
        (related("u", "copiedTo", "x"), "ai_AIPackage", ("u", "copy", False)),
    ],
)
def test_relationships_of_spdx3_lead_to_relations(relation, type, expected):
    found = read_bill(spdx3(element("x"), element("u", type), relation, root="x"))
    assert edges(found, "x") == [expected]


def test_what_went_into_a_build_is_upstream_of_what_came_out():
    build = {"type": "build_Build", "spdxId": "urn:x#b"}
    links = [related("b", "hasInput", "u"), related("b", "hasOutput", "x")]
    found = read_bill(spdx3(element("x"), element("u", DATA), build, *links, root="x"))
    assert edges(found, "x") == [("u", "trained_on", True)]


def test_what_a_model_was_tested_on_is_set_aside():
    found = read_bill(
        spdx3(element("x"), element("u", DATA), related("x", "testedOn", "u"), root="x")
    )
    assert list(found.works) == ["x"]
    assert Code.UNREAD_FIELD in codes(found)


def license_element(**fields):
    return {"spdxId": "urn:x#l", **fields}


SET = {"type": "expandedlicensing_ConjunctiveLicenseSet",
       "expandedlicensing_member": ["https://spdx.org/licenses/MIT", "urn:x#c"]}  # fmt: skip
CUSTOM = {"type": "expandedlicensing_CustomLicense", "spdxId": "urn:x#c", "name": "llama-3"}
EXPRESSION = {"type": "simplelicensing_LicenseExpression",
              "simplelicensing_licenseExpression": "MIT OR LicenseRef-1",
              "simplelicensing_customIdToUri": [{"key": "LicenseRef-1",
                                                 "value": "urn:x#c"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("to", "license", "expected"),
    [
        ("l", EXPRESSION, "MIT OR llama3"),
        ("l", SET, "(MIT) AND (llama3)"),
        ("l", CUSTOM | {"spdxId": "urn:x#l"}, "llama3"),
        ("https://spdx.org/licenses/MIT", CUSTOM, "MIT"),
        ("expandedlicensing_NoAssertionLicense", CUSTOM, None),
    ],
)
def test_licences_may_be_elements(to, license, expected):
    to = f"urn:x#{to}" if ":" not in to and "_" not in to else to
    relation = related("x", "hasDeclaredLicense", "l") | {"to": [to]}
    found = read_bill(spdx3(element("x"), {**CUSTOM}, license_element(**license), relation))
    assert found.works["x"].license == expected


def test_licences_that_hold_each_other_are_refused():
    loop = license_element(type="expandedlicensing_ConjunctiveLicenseSet",
                           expandedlicensing_member=["urn:x#l"])  # fmt: skip
    bill = spdx3(element("x"), loop, related("x", "hasDeclaredLicense", "l"))
    assert "nested" in error_of(read_bill, bill).message


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        ({}, "`@graph`: a list is wanted"),
        ([3], "`@graph[0]`: a mapping is wanted"),
        ([], "lists no package"),
        ([{"spdxId": "urn:x#x"}], "`@graph[0]`: an element needs a `type`"),
        ([*spdx3(element("x"), root="y")["@graph"]], "`@graph[1].rootElement`: it is about"),
        ([element("x"), {"type": "Relationship"}], "`@graph[1]`: an element needs an `spdxId`"),
        ([element("x"), related("x", "", "y")], "`@graph[1]`: a relationship needs"),
    ],
)
def test_mistakes_in_spdx3_are_told(graph, says):
    assert says in error_of(read_bill, {**spdx3(), "@graph": graph}).message


# Nothing is dropped -----------------------------------------------------------------------------


def test_a_package_of_which_no_licence_was_concluded_has_none_that_is_sure():
    lineage = read_bill(spdx2(package("x", "MIT", licenseConcluded="NONE")))
    assert lineage.works["x"].license == "MIT AND NONE"
    lineage = read_bill(spdx2(package("x", "NONE", licenseConcluded="MIT")))
    assert lineage.works["x"].license == "MIT"
    none = "https://spdx.org/rdf/3.0.1/terms/Licensing/None"
    terms = {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:x#mit",
             "simplelicensing_licenseExpression": "MIT"}  # fmt: skip
    graph = (element("x"), terms, related("x", "hasDeclaredLicense", "mit"),
             related("x", "hasConcludedLicense", none))  # fmt: skip
    assert read_bill(spdx3(*graph)).works["x"].license == "MIT AND NONE"


def test_a_reference_that_is_explained_twice_stands_for_both():
    infos = [{"licenseId": "LicenseRef-1", "name": name} for name in ("MIT", "llama3")]
    bill = spdx2(package("x", "LicenseRef-1"), hasExtractedLicensingInfos=infos)
    assert read_bill(bill).works["x"].license == "(MIT AND llama3)"


def test_licences_in_files_of_a_package_are_told():
    infos = ["MIT", "llama3", "NOASSERTION"]
    lineage = read_bill(spdx2(package("x", "MIT", licenseInfoFromFiles=infos)))
    (told,) = (f for f in lineage.findings if f.code is Code.CONTRADICTORY_FACTS)
    assert "was found `llama3`," in told.message


def test_an_origin_that_nobody_asserts_is_told():
    bill = spdx2(package("x", "MIT"), describes="x")
    relation = {"spdxElementId": "SPDXRef-x", "relationshipType": "DESCENDANT_OF",
                "relatedSpdxElement": "NOASSERTION"}  # fmt: skip
    assert Code.UNREAD_FIELD in codes(read_bill({**bill, "relationships": [relation]}))


def test_a_document_about_nothing_that_is_in_it_is_refused():
    bill = spdx2(package("x", "MIT"), describes="nothing")
    assert "SPDXRef-nothing" in error_of(read_bill, bill).message


NAMELESS = {"type": "ai_AIPackage", "name": "a/b"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({**related("x", "trainedOn"), "to": [NAMELESS]}, "needs an `spdxId`"),
        ({**related("x", "trainedOn"), "to": []}, "a relationship needs"),
        ({**related("x", "hasDeclaredLicense"), "to": [{"type": "x"}]}, "needs an `spdxId`"),
        (element("x", comment="another"), "is described twice"),
    ],
)
def test_an_element_that_cannot_be_told_from_others_is_refused(wrong, says):
    assert says in error_of(read_bill, spdx3(element("x"), wrong)).message


def test_sets_of_licences_inside_each_other_do_not_grow_without_end():
    sets = [
        {"type": "expandedlicensing_ConjunctiveLicenseSet", "spdxId": f"urn:x#s{n}",
         "expandedlicensing_member": [f"urn:x#s{n + 1}"] * 2} for n in range(35)
    ]  # fmt: skip
    bill = spdx3(element("x"), *sets, related("x", "hasDeclaredLicense", "s0"))
    assert "characters" in error_of(read_bill, bill).message


def test_an_element_may_be_mentioned_before_it_is_described():
    mention = {**related("x", "trainedOn"), "to": [{"spdxId": "urn:x#d"}]}
    bill = spdx3(mention, element("x"), element("d", "dataset_DatasetPackage"))
    assert [edge.work for edge in read_bill(bill).upstream["x"]] == ["d"]
