"""What is told of an incompatible work: every source, a core, and labels that would do."""

import licenselogic as ll


def merged(label: str | None, *licenses: str | None, type: str = "model") -> ll.Verdict:
    """Return the verdict on a work into which works under these licences went."""
    by = "merge" if type == "model" else "incorporate"
    above = [
        {"id": f"work-{n}", "type": type, **({"license": text} if text else {})}
        for n, text in enumerate(licenses)
    ]
    edges = [{"work": work["id"], "by": by} for work in above]
    works = [*above, {"id": "me/work", "type": type, "license": label, "from": edges}]
    return ll.check(ll.Lineage.from_dict({"works": works}), "me/work")


def test_upstream_labels_are_suggested_side_by_side_as_the_works_spell_them() -> None:
    assert merged("mit", "llama3.1", "qwen").suggestions == ("llama3.1 AND qwen",)
    assert merged("llama3.1 AND qwen", "llama3.1", "qwen").status == "compatible"


def test_no_more_labels_are_joined_than_it_takes() -> None:
    found = merged("CC0-1.0", "llama3.1", "qwen", "mit")
    assert found.suggestions == ("llama3.1 AND qwen",)


def test_a_label_that_suffices_alone_is_not_joined_with_others() -> None:
    assert all("qwen" not in text for text in merged("mit", "llama3.1", "mit").suggestions)


def test_nothing_is_suggested_that_the_checker_rejects() -> None:
    found = merged("MIT", "CC-BY-SA-4.0", "CC-BY-NC-4.0", type="dataset")
    assert found.suggestions == ()
    assert found.custom_possible is False


def test_every_source_of_a_licence_is_named_whatever_its_type() -> None:
    works = [
        {"id": "a/model", "type": "model", "license": "cc-by-nc-4.0"},
        {"id": "b/data", "type": "dataset", "license": "cc-by-nc-4.0"},
        {"id": "c/other", "type": "dataset", "license": "cc-by-nc-4.0"},
        {
            "id": "me/work",
            "type": "model",
            "license": "mit",
            "from": [
                {"work": "a/model", "by": "merge"},
                {"work": "b/data", "by": "incorporate"},
                {"work": "c/other", "by": "embed"},
            ],
        },
    ]
    found = ll.check(ll.Lineage.from_dict({"works": works}))
    sources = {c.work for c in found.counterexamples if c.kind == "non-commercial"}
    assert sources == {"a/model", "b/data", "c/other"}


def test_a_core_holds_no_clause_that_merely_permits_something() -> None:
    found = merged("MIT", "CC-BY-SA-4.0", "CC-BY-NC-4.0", type="dataset")
    assert {(ref.license, ref.cite) for ref in found.core or ()} == {
        ("CC-BY-SA-4.0", "3(b)(3)"),
        ("CC-BY-NC-4.0", "2(a)(1)(B)"),
    }


def test_what_no_clause_grants_is_a_limit_of_the_clause_that_grants_the_rest() -> None:
    works = [
        {"id": "a/nd", "type": "dataset", "license": "CC-BY-ND-4.0"},
        {
            "id": "me/work",
            "type": "dataset",
            "license": "MIT",
            "from": [{"work": "a/nd", "by": "incorporate"}],
        },
    ]
    found = ll.check(ll.Lineage.from_dict({"works": works}))
    assert [ref.license for ref in found.core or ()] == ["CC-BY-ND-4.0"]


def test_where_an_ancestor_is_unknown_it_is_open_whether_some_licence_could_work() -> None:
    assert merged("MIT", "CC-BY-NC-4.0", None, type="dataset").custom_possible is None
    clash = merged("MIT", "CC-BY-SA-4.0", "CC-BY-NC-4.0", None, type="dataset")
    assert clash.custom_possible is False
