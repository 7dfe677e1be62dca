"""CycloneDX bills of materials as lineages."""

import json

import pytest
from billing import component, cyclonedx, read_bill
from reading import codes, edges, error_of

from licenselogic.base.codes import Code
from licenselogic.lineage.work import Work
from licenselogic.readers.inputs import inputs_in
from licenselogic.readers.load import load_lineage

DATASETS = {"modelParameters": {"datasets": [{"ref": "d"}, {"name": "e/f"}]}}


MELTED = {"name": "licenselogic:made-from:melted", "value": "b"}


def test_a_file_is_read_as_any_other(tmp_path):
    path = tmp_path / "model.cdx.json"
    path.write_text(json.dumps(cyclonedx(component("me/x", license="MIT"))))
    lineage = load_lineage(path, catalogue=False)
    assert lineage.target() == "me/x"
    assert lineage.works["me/x"] == Work("me/x", "model", "MIT")
    assert codes(lineage) == [Code.NO_UPSTREAM]


def test_a_bill_with_tags_is_no_response_of_the_hub(tmp_path):
    path = tmp_path / "model.cdx.json"
    bill = cyclonedx(component("me/x", license="MIT"), component("a/b"), id="me/x", tags=["x"])
    path.write_text(json.dumps(bill))
    assert edges(load_lineage(path, catalogue=False)) == [("a/b", "merge", True)]


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><bom/>", "# x\nSPDXVersion: SPDX-2.3\n"])
def test_bills_in_other_forms_are_told(tmp_path, text):
    path = tmp_path / "bom.spdx"
    path.write_text(text)
    assert "read as JSON" in error_of(load_lineage, path).help


def test_bills_in_a_folder_are_found(tmp_path):
    for name in ("x.cdx.json", "y.spdx.json", "z.json"):
        (tmp_path / name).write_text("{}")
    assert [path.name for path in inputs_in(tmp_path)] == ["x.cdx.json", "y.spdx.json"]
    (tmp_path / "lineage.yaml").write_text("")
    assert [path.name for path in inputs_in(tmp_path)] == ["lineage.yaml"]


def test_pedigree_and_model_card_are_upstream():
    subject = component("me/x", license="MIT", modelCard=DATASETS)
    subject["pedigree"] = {"ancestors": [component("b", group="a", license="Apache-2.0")]}
    found = read_bill(cyclonedx(subject, component("d", "data", license="MIT")))
    assert edges(found) == [
        ("a/b", "finetune", True),
        ("d", "trained_on", False),
        ("e/f", "trained_on", False),
    ]
    assert [found.works[name].type for name in ("a/b", "d", "e/f")] == ["model"] + ["dataset"] * 2
    assert found.works["a/b"].license == "Apache-2.0"
    assert codes(found).count(Code.INFERRED_RELATION) == 1


@pytest.mark.parametrize(
    ("below", "above", "by"),
    [
        ("machine-learning-model", "machine-learning-model", "finetune"),
        ("machine-learning-model", "data", "trained_on"),
        ("machine-learning-model", "library", "combine"),
        ("data", "machine-learning-model", "generated_by"),
        ("data", "data", "incorporate"),
        ("application", "machine-learning-model", "combine"),
        ("application", "library", "combine"),
    ],
)
def test_a_dependency_is_read_by_the_types_and_marked(below, above, by):
    bill = cyclonedx(component("me/x", below), component("u", above, license="MIT"),
                     dependencies=[{"ref": "me/x", "dependsOn": ["u"]}])  # fmt: skip
    assert edges(read_bill(bill)) == [("u", by, True)]


def test_names_and_tags_tell_how_a_model_was_made():
    bill = cyclonedx(component("me/x-GGUF"), component("u"), component("me/y", tags=["lora"]),
                     dependencies=[{"ref": "me/x-GGUF", "dependsOn": ["u", "me/y"]},
                                   {"ref": "me/y", "dependsOn": ["u"]}])  # fmt: skip
    found = read_bill(bill)
    assert edges(found, "me/y") == [("u", "adapter", True)]
    assert edges(found, "me/x-GGUF") == [("u", "merge", True), ("me/y", "merge", True)]


def test_what_nothing_links_is_part_of_the_subject():
    inner = component("in", "library", license="MIT")
    bill = cyclonedx(component("app", "application", license="MIT", components=[inner]),
                     component("u", "library", license="MIT"))  # fmt: skip
    assert edges(read_bill(bill), "app") == [("in", "combine", True), ("u", "combine", True)]


def test_without_a_subject_every_component_is_a_work():
    found = read_bill(cyclonedx(None, component("a", license="MIT"), component("b")))
    assert found.upstream == {"a": (), "b": ()}


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ([{"license": {"id": "MIT"}}], "MIT"),
        ([{"license": {"id": None, "name": "llama-3", "url": "u"}}], "llama3"),
        ([{"license": {"name": "x", "url": "https://llama.meta.com/llama3/license/"}}], "llama3"),
        ([{"expression": "MIT OR LicenseRef-llama3"}], "MIT OR llama3"),
        ([{"license": {"id": "MIT"}}, {"license": {"id": "Apache-2.0"}}], "MIT AND Apache-2.0"),
        ([{"expression": "MIT OR llama3"}, {"license": {"id": "MIT"}}], "(MIT OR llama3) AND MIT"),
        ([{"license": {"name": "Some terms"}}], "Some terms"),
        (
            [{"license": {"name": "EDL (x), Version 1"}}, {"license": {"id": "MIT"}}],
            "LicenseRef-EDL--x---Version-1 AND MIT",
        ),
        ([{"license": {"name": "GPL (>= 2) AND"}}], "LicenseRef-GPL-----2--AND"),
        ([{"license": {}}], "NOASSERTION"),
        ([], None),
    ],
)
def test_licences_bind_together(licenses, expected):
    found = read_bill(cyclonedx(component("me/x", licenses=licenses)))
    assert found.works["me/x"].license == expected
    several = Code.CONTRADICTORY_FACTS in codes(found)
    assert several == (len(licenses) > 1)


LLAMA = "https://llama.meta.com/llama3/license/"


@pytest.mark.parametrize(
    ("expression", "details", "expected"),
    [
        ("MIT OR LicenseRef-1", [("LicenseRef-1", LLAMA)], "MIT OR llama3"),
        ("LicenseRef-1", [("LicenseRef-1", "https://example.org/terms")], "LicenseRef-1"),
        ("LicenseRef-MIT", [("LicenseRef-MIT", LLAMA)], "(MIT AND llama3)"),
        ("x OR LicenseRef-MIT", [("LicenseRef-MIT", LLAMA)], "x OR (MIT AND llama3)"),
        ("LicenseRef-1", [("LicenseRef-1", LLAMA), ("LicenseRef-1", "")], "llama3"),
        ("MIT", [("MIT", "https://opensource.org/license/mit")], "MIT"),
        ("MIT OR BSD-3-Clause", [("MIT", LLAMA)], "(MIT OR BSD-3-Clause) AND llama3"),
        ("MIT", [("", "")], "MIT"),
    ],
)
def test_details_of_an_expression_say_what_it_names(expression, details, expected):
    """They came with 1.7."""
    told = [{"licenseIdentifier": name, "url": url} for name, url in details]
    licenses = [{"expression": expression, "expressionDetails": told}]
    found = read_bill(cyclonedx(component("me/x", licenses=licenses), specVersion="1.7"))
    assert found.works["me/x"].license == expected


def told(license, *names):
    properties = [{"name": "licenselogic:license", "value": license}]
    licenses = [{"license": {"name": name}} for name in names]
    return read_bill(cyclonedx(component("x", properties=properties, licenses=licenses)))


@pytest.mark.parametrize(
    ("license", "names", "expected"),
    [
        ("Apache-2.0 AND llama3", ["llama3", "Apache-2.0"], "Apache-2.0 AND llama3"),
        ("some terms", ["some terms"], "some terms"),
        ("MIT", ["llama3"], "llama3 AND MIT"),
    ],
)
def test_a_licence_that_was_written_twice_is_one(license, names, expected):
    found = told(license, *names)
    assert found.works["x"].license == expected
    assert (Code.CONTRADICTORY_FACTS in codes(found)) == (expected != license)


def test_one_work_at_two_places_keeps_both_licences():
    one, two = component("u", license="MIT"), component("u", license="llama3")
    bill = cyclonedx(component("me/x", pedigree={"ancestors": [one]}), two)
    found = read_bill(bill)
    assert found.works["u"].license == "MIT AND llama3"
    assert Code.CONTRADICTORY_FACTS in codes(found)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"purl": "pkg:huggingface/a/b@0123abc"}, "a/b"),
        ({"purl": "pkg:generic/a%2Fb@1.0"}, "a/b"),
        ({"purl": "pkg:pypi/torch@2.0", "type": "library"}, "pkg:pypi/torch@2.0"),
        ({"group": "a"}, "a/n"),
        ({"externalReferences": [{"type": "website", "url": "https://huggingface.co/a/n"}]}, "a/n"),
        ({"externalReferences": [{"type": "website", "url": "https://huggingface.co/a/z"}]}, "n"),
        ({"version": "2", "type": "library"}, "n@2"),
    ],
)
def test_works_are_called_as_elsewhere(fields, name):
    assert list(read_bill(cyclonedx(component("n", **fields))).works) == [name]


def test_what_is_only_named_is_looked_up():
    known = {"u": Work("u", "model", "llama3")}
    bill = cyclonedx(component("me/x", pedigree={"ancestors": [component("u"), component("v")]}))
    found = read_bill(bill, known)
    assert found.works["u"].license == "llama3"
    assert found.works["v"].license is None
    assert Code.MISSING_UPSTREAM in codes(found)


def test_other_tools_name_base_models_in_properties():
    properties = [{"name": "genai:base_model", "value": "a/b"}, {"name": "x", "value": "c/d"}]
    found = read_bill(cyclonedx(component("me/x", properties=properties)))
    assert edges(found) == [("a/b", "finetune", True)]


def test_circles_of_dependencies_are_opened_and_told():
    bill = cyclonedx(component("app", "application"), component("u", "library"),
                     dependencies=[{"ref": "app", "dependsOn": ["u"]},
                                   {"ref": "u", "dependsOn": ["app", "u"]}])  # fmt: skip
    found = read_bill(bill)
    assert edges(found, "app") == [("u", "combine", True)]
    assert edges(found, "u") == []
    assert {Code.CYCLE, Code.SELF_REFERENCE} <= set(codes(found))


@pytest.mark.parametrize(
    "change",
    [
        {"compositions": [{"aggregate": "incomplete", "dependencies": ["me/x"]}]},
        {"dependencies": [{"ref": "me/x", "dependsOn": ["gone"]}]},
    ],
)
def test_what_is_not_listed_is_told(change):
    assert Code.MISSING_UPSTREAM in codes(read_bill(cyclonedx(component("me/x"), **change)))


def test_what_is_set_aside_is_told():
    excluded = component("t", "library", scope="excluded")
    pedigree = {"variants": [component("v")], "descendants": [component("w")]}
    bill = cyclonedx(component("me/x", pedigree=pedigree), excluded,
                     dependencies=[{"ref": "me/x", "dependsOn": ["t"]}])  # fmt: skip
    found = read_bill(bill)
    assert list(found.works) == ["me/x"]
    assert codes(found).count(Code.UNREAD_FIELD) == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"components": {}}, "`components`: a list is wanted, not a mapping"),
        ({"components": [3]}, "`components[0]`: a mapping is wanted"),
        ({"components": [{"type": "library"}]}, "`components[0]`: a component needs a `name`"),
        ({"components": [{"name": "x"}]}, "`components[0]`: a component needs a `type`"),
        ({"components": []}, "this bill lists no component"),
        ({"dependencies": [{"dependsOn": []}]}, "`dependencies[0]`: a dependency needs a `ref`"),
        ({"components": [component("a", licenses="MIT")]}, "`components[0].licenses`: a list"),
        ({"components": [component("a", properties=[MELTED]), component("b")]},
         "`components[0]`: no relation is called `melted`"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(change, says):
    bill = cyclonedx(None, component("b"))
    error = error_of(read_bill, {**bill, **change})
    assert says in error.message
    assert error.span is not None or says.startswith("this bill")


def test_deep_nesting_is_refused():
    inner = component("x")
    for _ in range(100):
        inner = component("x", components=[inner])
    assert "nested" in error_of(read_bill, cyclonedx(inner)).message


# Nothing is dropped -----------------------------------------------------------------------------


def entry(**license):
    return {"license": license}


@pytest.mark.parametrize(
    ("license", "expected"),
    [
        ({"expression": "MIT", **entry(id="llama3")}, "MIT AND llama3"),
        ({"expression": {"x": 1}, **entry(id="MIT")}, "NOASSERTION AND MIT"),
        (entry(id="MIT", name="llama-3"), "MIT AND llama3"),
        (entry(name="MIT", url="https://llama.meta.com/llama3/license/"), "MIT AND llama3"),
        (entry(id="MIT", name="Terms of Somebody"), "MIT"),
    ],
)
def test_all_that_one_entry_says_of_a_licence_binds(license, expected):
    lineage = read_bill(cyclonedx(component("me/x", licenses=[license])))
    assert sorted(lineage.works["me/x"].license.split(" AND ")) == sorted(expected.split(" AND "))


def test_what_was_found_in_a_component_is_told():
    evidence = {"licenses": [entry(id="llama3"), entry(id="MIT")]}
    lineage = read_bill(cyclonedx(component("me/x", license="MIT", evidence=evidence)))
    (told,) = (f for f in lineage.findings if f.code is Code.CONTRADICTORY_FACTS)
    assert "`llama3`" in told.message
    assert lineage.works["me/x"].license == "MIT"


def test_what_is_set_aside_is_told_of_the_work_that_is_judged():
    lineage = read_bill(cyclonedx(component("me/x"), component("a/b", scope="excluded")))
    (told,) = (f for f in lineage.findings if f.code is Code.UNREAD_FIELD)
    assert told.works == ("a/b", "me/x")


@pytest.mark.parametrize(
    "pair",
    [
        (component("me/x"), component("a/b", scope="excluded")),
        (component("me/x", pedigree={"variants": [component("a/b")]}),),
    ],
)
def test_what_is_set_aside_in_one_place_and_listed_in_another_counts(pair):
    subject, *others = pair
    lineage = read_bill(cyclonedx(subject, *others, {**component("a/b"), "bom-ref": "again"}))
    assert edges(lineage) == [("a/b", "merge", True)]


def test_base_models_in_a_list_of_values_and_beside_our_own_properties_are_read():
    own = {"name": "licenselogic:id", "value": "me/x"}
    named = {"name": "base_model", "value": ["a/b", "c/d"]}
    lineage = read_bill(cyclonedx(component("me/x", properties=[own, named])))
    assert [edge.work for edge in lineage.upstream["me/x"]] == ["a/b", "c/d"]


def test_a_part_that_is_described_twice_was_made_from_all_that_is_said():
    def stated(work):
        own = {"name": "licenselogic:id", "value": "me/x"}
        return [own, {"name": "licenselogic:made-from:finetune", "value": work}]

    bill = cyclonedx(
        component("me/x", properties=stated("a/b")),
        {**component("y", properties=stated("c/d")), "bom-ref": "again"},
        component("a/b"),
        component("c/d"),
    )
    assert edges(read_bill(bill)) == [("a/b", "finetune", False), ("c/d", "finetune", False)]


@pytest.mark.parametrize("name", ["license", "publish", "owner", "type"])
def test_a_property_that_says_two_things_is_refused(name):
    pairs = [{"name": f"licenselogic:{name}", "value": value} for value in ("model", "share")]
    assert "twice" in error_of(read_bill, cyclonedx(component("x", properties=pairs))).message


def test_a_part_that_is_described_twice_with_other_facts_is_refused():
    def published(word, ref):
        own = [("licenselogic:id", "me/x"), ("licenselogic:publish", word)]
        pairs = [{"name": name, "value": value} for name, value in own]
        return {**component("me/x", properties=pairs), "bom-ref": ref}

    bill = cyclonedx(published("internal", "a"), published("sell", "b"))
    assert "another `publish`" in error_of(read_bill, bill).message


def test_a_formulation_is_told():
    lineage = read_bill(cyclonedx(component("me/x"), formulation=[{"workflows": []}]))
    assert Code.UNREAD_FIELD in codes(lineage)


def test_very_many_licences_of_one_part_are_one_that_nobody_knows():
    again = [{**component("x", license=f"L{n:040}"), "bom-ref": str(n)} for n in range(120)]
    lineage = read_bill(cyclonedx(component("x", license="MIT"), *again))
    assert lineage.works["x"].license.startswith("LicenseRef-")
