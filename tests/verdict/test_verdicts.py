"""What the checker says of the cases that everybody asks about: status, clause, path, scenario."""

from typing import Any

import pytest

import licenselogic as ll
from licenselogic import Verdict


def work(name: str, license: str | None, *upstream: tuple[str, str], **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": name, "type": "model", **more}
    if license is not None:
        entry["license"] = license
    if upstream:
        entry["from"] = [{"work": above, "by": relation} for above, relation in upstream]
    return entry


def lineage(*works: dict[str, Any]) -> ll.Lineage:
    return ll.Lineage.from_dict({"works": list(works)})


def check(*works: dict[str, Any], license: str | None = None, **options: Any) -> Verdict:
    return ll.check(lineage(*works), license=license, **options)


def kinds(verdict: Verdict) -> set[tuple[str, str, str]]:
    """Return (kind, licence, cite) of every clause of every counterexample."""
    return {
        (c.kind.value, ref.license, ref.cite) for c in verdict.counterexamples for ref in c.clauses
    }


def derived(upstream: str | None, by: str, license: str, **options: Any) -> Verdict:
    material = options.pop("material", "model")
    source = "dataset" if by == "trained_on" else material
    return check(
        work("up/stream", upstream, type=source),
        work("me/work", license, ("up/stream", by), type=material),
        **options,
    )


def merged(first: str, second: str, license: str, **options: Any) -> Verdict:
    return check(
        work("one/model", first),
        work("two/model", second),
        work("me/merge", license, ("one/model", "merge"), ("two/model", "merge")),
        **options,
    )


@pytest.mark.parametrize("license", ["mit", "cc-by-nd-4.0", "gpl-3.0", "cc-by-4.0"])
def test_a_shared_finetune_of_a_no_derivatives_model_fails_under_any_licence(license: str) -> None:
    verdict = derived("cc-by-nd-4.0", "finetune", license)
    assert verdict.status == "incompatible"
    assert ("no-derivatives", "CC-BY-ND-4.0", "2(a)(1)(B)") in kinds(verdict)
    assert verdict.core is not None and {c.license for c in verdict.core} == {"CC-BY-ND-4.0"}


def test_no_derivatives_has_nothing_to_hold_if_weights_are_not_protected() -> None:
    assert derived("cc-by-nd-4.0", "finetune", "mit", profile="lenient").status == "compatible"


def test_a_private_finetune_of_a_no_derivatives_model_is_nobodys_business() -> None:
    works = [
        work("a/m", "cc-by-nd-4.0"),
        work("b/d", "mit", ("a/m", "finetune"), publish="internal"),
    ]
    assert check(*works).status == "compatible"


def test_a_non_commercial_parent_withholds_what_apache_grants() -> None:
    verdict = merged("cc-by-nc-4.0", "apache-2.0", "apache-2.0")
    found = next(c for c in verdict.counterexamples if c.kind.value == "non-commercial")
    assert verdict.status == "incompatible"
    assert dict(found.scenario) == {"commercial": True}
    assert found.work == "one/model" and found.path == ("one/model", "me/merge")


def test_a_non_commercial_label_keeps_the_apache_notices_as_duties() -> None:
    verdict = merged("cc-by-nc-4.0", "apache-2.0", "cc-by-nc-4.0")
    owed = {(d.duty, d.clause.license) for d in verdict.duties}
    assert verdict.status == "compatible"
    assert {("retain-notices", "Apache-2.0"), ("include-license", "Apache-2.0")} <= owed


def test_a_rail_label_breaks_share_alike_and_freedom_of_the_gpl() -> None:
    verdict = derived("gpl-3.0", "finetune", "creativeml-openrail-m")
    found = kinds(verdict)
    assert ("share-alike", "GPL-3.0-only", "5(c)") in found
    assert ("freedom", "GPL-3.0-only", "10") in found
    assert any("field" in c.scenario for c in verdict.counterexamples if c.kind.value == "freedom")


@pytest.mark.parametrize("license", ["gpl-3.0", "openrail++", "mit", "llama2", "cc-by-sa-4.0"])
def test_no_licence_serves_a_gpl_and_a_rail_parent(license: str) -> None:
    verdict = merged("gpl-3.0", "openrail++", license)
    assert verdict.status == "incompatible"
    assert verdict.custom_possible is False
    assert verdict.core is not None and len(verdict.core) == 2
    assert {c.license for c in verdict.core} == {"GPL-3.0-only", "openrail++"}
    assert ("GPL-3.0-only", "10") in {(c.license, c.cite) for c in verdict.core}


def test_gpl_and_agpl_combine_into_an_agpl_service_that_owes_its_source() -> None:
    verdict = check(
        work("a/gpl", "gpl-3.0", type="software"),
        work("b/agpl", "agpl-3.0", type="software"),
        work("c/app", "agpl-3.0", ("a/gpl", "combine"), ("b/agpl", "combine"),
             type="software", publish="service"),
    )  # fmt: skip
    assert verdict.status == "compatible"
    assert "network-source" in {d.duty for d in verdict.duties}


@pytest.mark.parametrize(
    ("inbound", "by", "outbound", "status"),
    [
        ("Apache-2.0", "incorporate", "GPL-2.0-only", "incompatible"),
        ("Apache-2.0", "incorporate", "GPL-3.0-only", "compatible"),
        ("LGPL-2.1-only", "combine", "MIT", "compatible"),
        ("LGPL-2.1-only", "incorporate", "MIT", "incompatible"),
        ("GPL-2.0-only", "incorporate", "GPL-3.0-only", "incompatible"),
        ("GPL-2.0-or-later", "incorporate", "GPL-3.0-only", "compatible"),
        ("GPL-2.0-or-later", "incorporate", "GPL-2.0-only", "compatible"),
        ("GPL-2.0-only", "incorporate", "GPL-2.0-or-later", "incompatible"),
        ("CDDL-1.0", "incorporate", "GPL-3.0-only", "incompatible"),
        ("MPL-2.0", "incorporate", "GPL-3.0-only", "compatible"),
        ("EPL-2.0", "combine", "MIT", "compatible"),
        ("BSD-4-Clause", "incorporate", "GPL-3.0-only", "incompatible"),
        ("BSD-3-Clause", "incorporate", "GPL-2.0-only", "compatible"),
        ("CC-BY-SA-4.0", "incorporate", "GPL-3.0-only", "compatible"),
        ("CC-BY-SA-4.0", "incorporate", "CC-BY-NC-SA-4.0", "incompatible"),
        ("EUPL-1.2", "incorporate", "GPL-3.0-only", "compatible"),
    ],
)
def test_software_and_content_licences_combine_as_their_texts_say(
    inbound: str, by: str, outbound: str, status: str
) -> None:
    assert derived(inbound, by, outbound, material="software").status == status


def test_patent_termination_is_the_restriction_that_gpl_2_refuses() -> None:
    verdict = derived("Apache-2.0", "incorporate", "GPL-2.0-only", material="software")
    assert {("freedom", "GPL-2.0-only", "6"), ("freedom", "Apache-2.0", "3")} <= kinds(verdict)


def test_the_reach_of_the_content_freedom_clause_decides_by_and_rail() -> None:
    verdict = merged("cc-by-4.0", "openrail++", "openrail++")
    assert verdict.status == "compatible"
    changes = [dict(f.changes) for f in verdict.sensitivity]
    assert {"content_freedom_covers_adaptations": True} in changes
    strict = merged("cc-by-4.0", "openrail++", "openrail++", profile="strict")
    assert strict.status == "incompatible"
    assert ("freedom", "CC-BY-4.0", "2(a)(5)(B)") in kinds(strict)


def test_a_llama_2_finetune_may_stay_llama_2_with_duties() -> None:
    verdict = derived("llama2", "finetune", "llama2")
    assert verdict.status == "compatible"
    assert {"include-license", "include-notice"} <= {d.duty for d in verdict.duties}
    assert any("700,000,000" in c.text for c in verdict.conditions)


def test_apache_promises_more_than_llama_2_allows() -> None:
    verdict = derived("llama2", "finetune", "apache-2.0")
    scale = next(c for c in verdict.counterexamples if c.kind.value == "scale-limit")
    assert verdict.status == "incompatible"
    assert scale.clauses[0].cite == "2"
    assert dict(scale.scenario) == {"monthly_active_users": 700_000_001}
    assert ("use-restriction", "llama2", "1.b.iv") in kinds(verdict)


@pytest.mark.parametrize("license", ["llama2", "llama3"])
def test_early_llamas_may_not_improve_other_models(license: str) -> None:
    verdict = merged(license, "apache-2.0", license)
    assert verdict.status == "incompatible"
    assert ("exclusive-improvement", license, "1.b.v") in kinds(verdict)


def test_two_parents_of_one_llama_family_may_be_merged() -> None:
    verdict = check(
        work("meta/base", "llama2"),
        work("x/one", "llama2", ("meta/base", "finetune")),
        work("y/two", "llama2", ("meta/base", "finetune")),
        work("z/merge", "llama2", ("x/one", "merge"), ("y/two", "merge")),
    )
    assert verdict.status == "compatible"


@pytest.mark.parametrize(("name", "state"), [("Llama-Blend", "met"), ("Blend", "unmet")])
def test_llama_3_1_may_improve_others_with_naming_duties(name: str, state: str) -> None:
    verdict = check(
        work("meta/llama", "llama3.1"),
        work("x/other", "apache-2.0"),
        work(f"me/{name}", "llama3.1", ("meta/llama", "merge"), ("x/other", "merge"),
             evidence={"files": ["LICENSE"], "text": "Built with Llama", "name": name}),
    )  # fmt: skip
    owed = {(d.duty, *d.texts): d.state for d in verdict.duties if d.clause.license == "llama3.1"}
    assert verdict.status == "compatible"
    assert owed["display-text", "Built with Llama"] == "met"
    assert owed["name-prefix", "Llama"] == state
    assert owed["include-license",] == "unchecked"  # the name of a file shows no licence


def test_output_of_llama_2_carries_its_ban_through_a_dataset() -> None:
    verdict = check(
        work("meta/llama", "llama2"),
        work("x/synthetic", "apache-2.0", ("meta/llama", "generated_by"), type="dataset"),
        work("mistralai/Mistral", "apache-2.0"),
        work("me/tuned", "apache-2.0",
             ("mistralai/Mistral", "finetune"), ("x/synthetic", "trained_on")),
    )  # fmt: skip
    found = next(c for c in verdict.counterexamples if c.kind.value == "exclusive-improvement")
    assert verdict.status == "incompatible"
    assert found.path == ("meta/llama", "x/synthetic", "me/tuned")
    assert found.relations == ("generated_by", "trained_on")


def test_a_relabelled_gemma_breaks_its_use_policy_and_its_flow_down() -> None:
    found = {(k, c) for k, license, c in kinds(derived("gemma", "quantized", "mit"))}
    assert {("use-restriction", "3.2"), ("flow-down", "3.1")} <= found


def test_a_mislabelled_parent_is_named_and_the_true_source_judged() -> None:
    verdict = check(
        work("meta/llama", "llama2"),
        work("x/relabelled", "apache-2.0", ("meta/llama", "finetune")),
        work("y/again", "apache-2.0", ("x/relabelled", "finetune")),
    )
    warning = next(w for w in verdict.warnings if w.code.value == "inherited-violation")
    assert verdict.status == "incompatible"
    assert {c.work for c in verdict.counterexamples} == {"meta/llama"}
    assert verdict.counterexamples[0].path == ("meta/llama", "x/relabelled", "y/again")
    assert warning.works == ("x/relabelled", "meta/llama")


def test_training_on_non_commercial_data_turns_on_a_reading() -> None:
    verdict = derived("cc-by-nc-4.0", "trained_on", "mit")
    assert verdict.status == "compatible"
    assert {"training_is_adaptation": True} in [dict(f.changes) for f in verdict.sensitivity]
    assert any("commercial" in c.text for c in verdict.conditions)


@pytest.mark.parametrize(
    ("license", "code"),
    [
        (None, "undeclared-license"),
        ("other", "undeclared-license"),
        ("cc", "underspecified-license"),
        ("Apche-2.0", "unknown-license"),
        ("h-research", "unmodelled-license"),
    ],
)
def test_what_is_not_known_makes_the_answer_unknown(license: str | None, code: str) -> None:
    verdict = derived(license, "finetune", "mit")
    assert verdict.status == "unknown"
    assert [r.code.value for r in verdict.reasons] == [code]
    assert "up/stream" in verdict.reasons[0].message


def test_a_misspelt_licence_comes_with_the_right_spelling() -> None:
    assert "Apache-2.0" in derived("Apche-2.0", "finetune", "mit").reasons[0].message


def test_an_underspecified_licence_fails_if_every_reading_does() -> None:
    assert derived("openrail", "finetune", "mit").status == "incompatible"


def test_an_upstream_choice_is_taken_and_shown() -> None:
    verdict = derived("MIT OR GPL-3.0-only", "finetune", "mit")
    assert verdict.status == "compatible"
    assert [chosen for _, chosen in verdict.choices] == ["MIT"]


def test_both_licences_of_an_and_bind() -> None:
    assert derived("MIT AND GPL-3.0-only", "finetune", "mit").status == "incompatible"


def test_a_licensor_is_not_bound_by_its_own_licence() -> None:
    verdict = check(
        work("lab/base", "cc-by-nc-nd-4.0"),
        work("lab/open", "openrail++", ("lab/base", "finetune")),
    )
    assert verdict.status == "compatible"
    assert "same-owner" in {w.code.value for w in verdict.warnings}


def test_an_outbound_and_is_the_honest_label_for_layers() -> None:
    assert derived("llama3.1", "finetune", "Apache-2.0 AND llama3.1").status == "compatible"
    assert derived("llama3.1", "finetune", "Apache-2.0 OR llama3.1").status == "incompatible"


def test_a_tiny_budget_gives_unknown() -> None:
    verdict = derived("llama2", "finetune", "apache-2.0", rlimit=1)
    assert verdict.status == "unknown"
    assert verdict.reasons[0].code.value == "budget-spent"


def test_a_conditional_licence_asks_for_facts_and_takes_them() -> None:
    works = [work("a/m", "cc-by-nc-4.0"), work("b/d", "cc-by-nc-4.0", ("a/m", "finetune"))]
    works[1]["facts"] = {"commercial": True}
    verdict = check(*works)
    assert verdict.status == "incompatible"
    assert "non-commercial" in {c.kind.value for c in verdict.counterexamples}


def test_a_list_of_licences_is_told_to_be_an_expression() -> None:
    licenses: Any = ["mit", "apache-2.0"]
    with pytest.raises(ll.UsageError, match=r"mit AND apache-2\.0"):
        check(work("a/m", "mit"), license=licenses)
