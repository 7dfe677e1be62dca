"""One bill, as other tools write it in each version of each format: one lineage, one verdict.

Nothing here is written by licenselogic.  Each version says what it has a field for in its own way,
and is held against the schema of that version where a validator has it.
"""

import json
from functools import cache
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.base.source import Source
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.bills import from_bill
from licenselogic.readers.known import Known

MODEL, BASE, DATA, TOOL = (
    "pkg:huggingface/me/x",
    "pkg:huggingface/a/base",
    "d/squad",
    "pkg:pypi/t@1",
)
NAMES = {MODEL: "x", BASE: "base", DATA: "squad", TOOL: "t"}
HOME = f"https://huggingface.co/datasets/{DATA}"
LLAMA = "https://llama.meta.com/llama3/license/"

# CycloneDX --------------------------------------------------------------------------------------


def cyclonedx(version: str) -> dict[str, Any]:
    """The bill as CycloneDX writes it."""
    named = [{"license": {"name": "Llama 3", "url": LLAMA}}]
    told: dict[str, Any] = {"expression": "MIT OR LicenseRef-1"}
    if version == "1.7":
        at = {"licenseIdentifier": "LicenseRef-1", "url": LLAMA}
        named = [{"expression": "LicenseRef-1", "expressionDetails": [at]}]
        told["expressionDetails"] = [at]
    else:
        told["expression"] = "MIT OR LicenseRef-llama3"
    if version != "1.5":
        told["acknowledgement"] = "declared"
    base = part("machine-learning-model", BASE, named)
    subject = part("machine-learning-model", MODEL, [{"license": {"id": "Apache-2.0"}}])
    subject["pedigree"] = {"ancestors": [base]}
    subject["modelCard"] = {"modelParameters": {"task": "text-generation"}}
    data = part("data", DATA, [{"license": {"id": "CC-BY-SA-4.0"}}])
    tool = part("library", TOOL, [told])
    if version == "1.7":
        tool["isExternal"] = True
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "metadata": {"component": subject},
        "components": [data, tool],
        "dependencies": [{"ref": MODEL, "dependsOn": [DATA, TOOL]}],
    }


def part(kind: str, ref: str, licenses: list[dict[str, Any]]) -> dict[str, Any]:
    found = {"type": kind, "bom-ref": ref, "name": NAMES[ref], "licenses": licenses}
    home = {"externalReferences": [{"type": "website", "url": HOME}]}
    return {**found, **({"purl": ref} if ref != DATA else home)}


# SPDX -------------------------------------------------------------------------------------------


def spdx2(version: str) -> dict[str, Any]:
    """The bill as SPDX 2 writes it."""
    licenses = {MODEL: "Apache-2.0", BASE: "LicenseRef-1", DATA: "CC-BY-SA-4.0",
                TOOL: "MIT OR LicenseRef-1"}  # fmt: skip
    refs = {ref: f"SPDXRef-{name}" for ref, name in NAMES.items()}
    links = [(MODEL, "DESCENDANT_OF", BASE), (MODEL, "DEPENDS_ON", DATA),
             (TOOL, "DEPENDENCY_OF", MODEL)]  # fmt: skip
    return {
        "spdxVersion": f"SPDX-{version}",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "x",
        "documentNamespace": "https://example.org/x",
        "creationInfo": {"created": "2024-04-18T12:00:00Z", "creators": ["Tool: by-hand"]},
        "documentDescribes": [refs[MODEL]],
        "hasExtractedLicensingInfos": [
            {"licenseId": "LicenseRef-1", "name": "Llama 3", "extractedText": "...",
             "seeAlsos": [LLAMA]},
        ],
        "packages": [
            {"SPDXID": refs[ref], "name": NAMES[ref], "downloadLocation": "NOASSERTION",
             "licenseDeclared": license, "licenseConcluded": "NOASSERTION",
             "copyrightText": "NOASSERTION", "filesAnalyzed": False, **located(ref)}
            for ref, license in licenses.items()
        ],
        "relationships": [
            {"spdxElementId": refs[a], "relationshipType": kind, "relatedSpdxElement": refs[b]}
            for a, kind, b in links
        ],
    }  # fmt: skip


def located(ref: str) -> dict[str, Any]:
    """Where a package is to be found, as SPDX 2 says it."""
    if ref == DATA:
        return {"homepage": HOME}
    purl = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl"}
    return {"externalRefs": [{**purl, "referenceLocator": ref}]}


def spdx3(version: str) -> dict[str, Any]:
    """The bill as SPDX 3 writes it."""
    types = {MODEL: "ai_AIPackage", BASE: "ai_AIPackage", DATA: "dataset_DatasetPackage",
             TOOL: "software_Package"}  # fmt: skip
    licenses = {MODEL: "Apache-2.0", BASE: "LicenseRef-1", DATA: "CC-BY-SA-4.0",
                TOOL: "MIT OR LicenseRef-1"}  # fmt: skip
    uri = {ref: f"urn:x#{name}" for ref, name in NAMES.items()}
    info = {"type": "CreationInfo", "@id": "_:info", "specVersion": version,
            "created": "2024-04-18T12:00:00Z", "createdBy": ["urn:x#me"]}  # fmt: skip
    graph: list[dict[str, Any]] = [
        info,
        element("Person", "urn:x#me", name="me"),
        element("expandedlicensing_CustomLicense", "urn:x#terms", name="Llama 3",
                simplelicensing_licenseText="...", expandedlicensing_seeAlso=[LLAMA]),
        element("SpdxDocument", "urn:x#doc", rootElement=[uri[MODEL]], element=[uri[MODEL]]),
    ]  # fmt: skip
    for ref, kind in types.items():
        place = {"software_packageUrl": ref} if ref != DATA else {"software_homePage": HOME}
        graph.append(element(kind, uri[ref], name=NAMES[ref], **place))
        custom = {"type": "DictionaryEntry", "key": "LicenseRef-1", "value": "urn:x#terms"}
        text = element("simplelicensing_LicenseExpression", f"{uri[ref]}-license",
                       simplelicensing_licenseExpression=licenses[ref],
                       simplelicensing_customIdToUri=[custom])  # fmt: skip
        graph += [text, tied(uri[ref], "hasDeclaredLicense", text["spdxId"])]
    graph += [
        tied(uri[MODEL], "descendantOf", uri[BASE]),
        tied(uri[MODEL], "dependsOn", uri[DATA], uri[TOOL]),
    ]
    return {"@context": f"https://spdx.org/rdf/{version}/spdx-context.jsonld", "@graph": graph}


def element(kind: str, uri: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "spdxId": uri, "creationInfo": "_:info", **fields}


def tied(first: str, kind: str, *others: str) -> dict[str, Any]:
    return element("Relationship", f"{first}-{kind}", relationshipType=kind, to=list(others),
                   **{"from": first})  # fmt: skip


# What must hold ---------------------------------------------------------------------------------

VERSIONS = {
    **{f"CycloneDX {version}": (cyclonedx, version) for version in ("1.5", "1.6", "1.7")},
    **{f"SPDX {version}": (spdx2, version) for version in ("2.2", "2.3")},
    **{f"SPDX {version}": (spdx3, version) for version in ("3.0.0", "3.0.1")},
}


@cache
def read(name: str) -> Lineage:
    write, version = VERSIONS[name]
    text = json.dumps(write(version))
    return from_bill(json.loads(text), Source(f"{name}.json", text), known=Known())


@pytest.mark.parametrize("name", VERSIONS)
def test_a_bill_is_the_same_lineage_in_every_version(name: str) -> None:
    found = read(name)
    assert found.target() == "me/x"
    licenses = {work.id: (work.type, work.license) for work in found.works.values()}
    assert licenses == {
        "me/x": ("model", "Apache-2.0"),
        "a/base": ("model", "llama3"),
        "d/squad": ("dataset", "CC-BY-SA-4.0"),
        "pkg:pypi/t@1": ("software", "MIT OR llama3"),
    }
    assert {(edge.work, edge.by, edge.inferred) for edge in found.upstream["me/x"]} == {
        ("a/base", "finetune", True),
        ("d/squad", "trained_on", True),
        ("pkg:pypi/t@1", "combine", True),
    }


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("license", [None, "llama3"])
def test_a_bill_has_the_same_verdict_in_every_version(name: str, license: str | None) -> None:
    first, found = (ll.check(read(one), "me/x", license) for one in ("CycloneDX 1.6", name))
    assert found.status == ("incompatible" if license is None else "compatible")
    assert {c.message for c in found.counterexamples} == {c.message for c in first.counterexamples}
    assert {d.message for d in found.duties} == {d.message for d in first.duties}


@pytest.mark.parametrize("version", ["1.5", "1.6", "1.7"])
def test_the_bills_of_cyclonedx_follow_their_schemas(version: str) -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="needs licenselogic[bom]")
    from cyclonedx.schema import SchemaVersion

    of = SchemaVersion[f"V{version.replace('.', '_')}"]
    assert validation.JsonStrictValidator(of).validate_str(json.dumps(cyclonedx(version))) is None


@pytest.mark.parametrize("version", ["2.2", "2.3"])
def test_the_bills_of_spdx_2_are_valid(version: str) -> None:
    parser = pytest.importorskip("spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser",
                                 reason="needs licenselogic[bom]")  # fmt: skip
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    document = parser.JsonLikeDictParser().parse(spdx2(version))
    problems = [message.validation_message for message in validate_full_spdx_document(document)]
    assert problems == []


def test_the_bill_of_spdx_3_fits_its_model() -> None:
    model = pytest.importorskip("spdx_python_model", reason="needs licenselogic[bom]")
    model.load_data(spdx3("3.0.1"))  # raises for what does not fit
