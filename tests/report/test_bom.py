"""Bills of materials: valid by the official validators, and the same lineage when read again."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

import licenselogic as ll
from licenselogic.base.source import Source
from licenselogic.library.library import licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Earlier, Edge, Evidence, Work
from licenselogic.readers.bills import from_bill
from licenselogic.readers.known import Known
from licenselogic.report.bom import Bill, spdx_form
from licenselogic.testing import lineages

pytest.importorskip("cyclonedx", reason="needs licenselogic[bom]")
pytest.importorskip("spdx_python_model", reason="needs licenselogic[bom]")
pytest.importorskip("spdx_tools", reason="needs licenselogic[bom]")

from licenselogic.report.bom_cyclonedx import render_cyclonedx
from licenselogic.report.bom_spdx2 import document, render_spdx2
from licenselogic.report.bom_spdx3 import render_spdx3

WRITERS = {"cyclonedx": render_cyclonedx, "spdx3": render_spdx3, "spdx2": render_spdx2}
CREATED = datetime(2024, 4, 18, 12, tzinfo=UTC)
EVIDENCE = Evidence(("LICENSE", "a=b%3D", "NOTICE"), "Built with Llama\n\n= 1\x07", "x",
                    (("LICENSE", "MIT License"), ("a=b%3D", "x")))  # fmt: skip

WORKS = [
    Work("me/x", "model", "Apache-2.0 AND llama3.1", "sell", evidence=EVIDENCE,
         facts=(("commercial", True), ("monthly_active_users", 5))),
    Work("meta-llama/Llama-3.1-8B", "model", "llama3.1"),
    Work("<base model of me/x>", "model", None),
    Work("squad", "dataset", "CC-BY-SA-4.0", owner="rajpurkar"),
    Work("pkg:pypi/torch@2.0", "software", "BSD-3-Clause OR some odd, terms"),
    Work("loader", "software", "GPL-2.0-only WITH Classpath-exception-2.0"),
    Work("b/y", "model", "openrail++ OR MIT"),
    Work("b/z", "model", "unheard-of-1.0"),
    Work("b/w", "model", "gpl"),
]  # fmt: skip
RELATIONS = (
    "finetune",
    "merge",
    "trained_on",
    "combine",
    "made_with",
    "adapter",
    "copy",
    "distill",
)
LINEAGE = Lineage.of(
    WORKS,
    {"me/x": [Edge(w.id, by, by == "merge") for w, by in zip(WORKS[1:], RELATIONS, strict=True)]},
)


def bill(lineage: Lineage, work: str | None = None) -> Bill:
    return Bill(lineage, ll.check(lineage, work), licenses(), CREATED)


def read(text: str) -> Lineage:
    return from_bill(json.loads(text), Source("bom.json", text), known=Known())


def problems(form: str, written: Bill) -> list[str]:
    """Return what the validator of the format says against a bill.

    Validators take seconds to load: only the process that asks one pays for it.
    """
    text = WRITERS[form](written)
    if form == "cyclonedx":
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator

        error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
        return [] if error is None else [str(error)]
    if form == "spdx2":
        from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

        return [
            message.validation_message for message in validate_full_spdx_document(document(written))
        ]
    from spdx_python_model import load_data

    load_data(json.loads(text))  # raises for what does not fit the model
    return []


@pytest.mark.parametrize("form", WRITERS)
def test_a_bill_is_valid(form: str) -> None:
    assert problems(form, bill(LINEAGE)) == []


@pytest.mark.parametrize("form", WRITERS)
def test_a_bill_is_the_same_each_time(form: str) -> None:
    assert WRITERS[form](bill(LINEAGE)) == WRITERS[form](bill(LINEAGE))


@pytest.mark.parametrize("form", WRITERS)
def test_a_bill_read_again_is_the_same_lineage(form: str) -> None:
    written = bill(LINEAGE)
    found = read(WRITERS[form](written))
    assert (found.works, found.upstream) == (LINEAGE.works, LINEAGE.upstream)
    assert found.target() == "me/x"
    assert {f.code.value for f in found.findings} <= {"inferred-relation", "relation-mismatch"}


@pytest.mark.parametrize("form", WRITERS)
def test_a_bill_keeps_days_and_the_licences_of_those_days(form: str) -> None:
    base = Work(
        "acme/base", license="llama2", license_since=date(2024, 4, 18), withdrawn=date(2025, 1, 1),
        earlier_licenses=(Earlier("cc-by-4.0", date(2023, 1, 1)),
                          Earlier("apache-2.0", date(2024, 4, 18))),
    )  # fmt: skip
    edges = [
        Edge("acme/base", by, taken=date(2023, 6, n)) for n, by in ((1, "finetune"), (2, "merge"))
    ]
    written = bill(Lineage.of([base, Work("me/model", license="mit")], {"me/model": edges}))
    assert written.verdict.status == "compatible"
    found = read(WRITERS[form](written))
    assert found.works["acme/base"] == base and found.upstream["me/model"] == tuple(edges)
    assert ll.check(found, "me/model").status == "compatible"


@pytest.mark.parametrize("form", WRITERS)
def test_a_day_that_is_none_is_refused(form: str) -> None:
    edge = Edge("acme/base", "finetune", taken=date(2023, 6, 1))
    works = [Work("acme/base", license="mit"), Work("me/model", license="mit")]
    text = WRITERS[form](bill(Lineage.of(works, {"me/model": [edge]})))
    with pytest.raises(ll.LineageError, match="is no date"):
        read(text.replace("finetune:2023-06-01", "finetune:2023-06-51"))


@pytest.mark.laws
@given(lineages())
def test_bills_keep_the_verdict(lineage: Lineage) -> None:
    target = next(iter(lineage.works))
    written = bill(lineage, target)
    reached = {work.id: work for work in written.works}
    for form, writer in WRITERS.items():
        assert problems(form, written) == []
        text = writer(written)
        assert [one for one in written.sentences() if json.dumps(one)[1:-1] not in text] == []
        found = read(text)
        assert found.works == reached
        assert found.upstream == {name: lineage.upstream[name] for name in reached}
        again, first = ll.check(found).to_dict(), written.verdict.to_dict()
        for told in (again, first):
            del told["warnings"]  # those about the reading of the first are not in the bill
        assert again == first


@pytest.mark.parametrize("form", WRITERS)
def test_every_finding_of_the_verdict_is_told(form: str) -> None:
    written = bill(LINEAGE)
    text = WRITERS[form](written)
    verdict = written.verdict
    told = [c.message for c in verdict.counterexamples] + [r.message for r in verdict.reasons]
    told += [c.text for c in verdict.conditions] + [d.message for d in verdict.duties]
    assert told
    assert [one for one in (*told, verdict.message) if json.dumps(one)[1:-1] not in text] == []


def test_standard_fields_tell_what_others_can_read() -> None:
    data = json.loads(render_cyclonedx(bill(LINEAGE)))
    subject = data["metadata"]["component"]
    assert subject["type"] == "machine-learning-model"
    assert subject["purl"] == "pkg:huggingface/me/x"
    ancestors = [one["name"] for one in subject["pedigree"]["ancestors"]]
    assert ancestors == ["meta-llama/Llama-3.1-8B", "<base model of me/x>", "b/y", "b/z", "b/w"]
    assert subject["modelCard"]["modelParameters"]["datasets"] == [{"ref": "work:squad"}]
    assert {frozenset(one["license"]) for one in subject["licenses"]} == {
        frozenset({"id"}),
        frozenset({"name", "url"}),
    }
    (depends,) = [d for d in data["dependencies"] if d["ref"] == "work:me/x"]
    assert len(depends["dependsOn"]) == 8


def test_a_changed_licence_is_not_overruled_by_our_property() -> None:
    data = json.loads(render_cyclonedx(bill(LINEAGE)))
    part = next(c for c in data["components"] if c["name"] == "squad")
    part["licenses"] = [{"license": {"id": "CC-BY-NC-4.0"}}]
    found = read(json.dumps(data))
    assert found.works["squad"].license == "CC-BY-NC-4.0 AND CC-BY-SA-4.0"


@pytest.mark.parametrize(
    ("license", "expression"),
    [
        ("mit", "MIT"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("openrail++ OR MIT", "MIT OR LicenseRef-openrail--"),
        ("(MIT OR ISC) AND llama2", "(ISC AND LicenseRef-llama2) OR (LicenseRef-llama2 AND MIT)"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("some (odd) terms", "LicenseRef-some--odd--terms"),
        ("other", "LicenseRef-other"),
        ("MIT AND", "LicenseRef-MIT-AND"),
    ],
)
def test_licences_are_written_as_spdx_allows(license: str, expression: str) -> None:
    assert spdx_form(license, licenses()).expression == expression


def test_two_names_have_two_references() -> None:
    form = spdx_form("odd+terms AND odd terms.", licenses())
    assert len(form.names) == len(form.parts) == 2
