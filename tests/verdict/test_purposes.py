"""Purposes that licences rule out: for whatever is done, by whoever states the purpose."""

import pytest
from asking import ask, cited

import licenselogic as ll

POLICIES = ["llama2", "deepseek-la-1.0", "gemma", "openrail++", "chatglm3-6b"]


@pytest.mark.parametrize("license", POLICIES)
@pytest.mark.parametrize("by", ["finetune", "quantized", "merge", "copy"])
@pytest.mark.parametrize("publish", ["internal", "share", "service"])
def test_a_stated_purpose_that_is_ruled_out_is_incompatible_whatever_is_done(
    license: str, by: str, publish: str
) -> None:
    purpose = {"gemma": "fraud", "openrail++": "justice"}.get(license, "military")
    facts = {"field": purpose}
    found = ask(license, by, license, of="model", publish=publish, facts=facts)
    assert found.status == "incompatible"
    assert {license for license, _ in cited(found)} == {license}
    assert {c.kind for c in found.counterexamples} == {"use-restriction"}


@pytest.mark.parametrize("license", POLICIES)
def test_a_stated_purpose_that_no_policy_rules_out_is_compatible(license: str) -> None:
    found = ask(license, "finetune", license, of="model", facts={"field": "research"})
    assert found.status == "compatible"
    assert not any("purpose" in condition.text for condition in found.conditions)


@pytest.mark.parametrize(
    ("license", "told"),
    [
        ("llama2", "the purpose keeps to 1.b.iv of llama2"),
        ("openrail++", "the purpose keeps to Attachment A of openrail++"),
        ("gemma", "the purpose keeps to 3.2 of gemma"),
    ],
)
def test_an_open_purpose_is_one_condition_for_each_policy(license: str, told: str) -> None:
    found = ask(license, "finetune", license, of="model")
    texts = [c.text for c in found.conditions if "purpose" in c.text or "field" in c.text]
    assert texts == [told]


# Unread policies


@pytest.mark.parametrize(
    ("upstream", "label", "status"),
    [
        ("falcon-2-11b-1.0", "stability-ai-community-2024", "incompatible"),
        ("falcon-2-11b-1.0", "falcon-2-11b-1.0", "compatible"),
        ("stability-ai-nc-2023-12-06", "fish-audio-research-2026-03-07", "incompatible"),
    ],
)
def test_a_policy_that_was_not_read_is_like_itself_alone(
    upstream: str, label: str, status: str
) -> None:
    assert ask(upstream, "finetune", label, of="model").status == status


# The law


@pytest.mark.parametrize("license", ["MG0-1.0", "openmdw-1.0"])
def test_to_keep_to_the_law_is_no_right_withheld(license: str) -> None:
    assert ask(license, "finetune", "MIT", of="model").status == "compatible"


def test_whoever_states_an_unlawful_purpose_breaks_the_clause() -> None:
    found = ask("MG0-1.0", "finetune", "MIT", of="model", facts={"field": "illegal"})
    assert found.status == "incompatible"
    assert cited(found) == {("MG0-1.0", "2.b.ii")}


def test_to_keep_to_the_law_is_a_term_that_others_may_not_tolerate() -> None:
    works = [
        {"id": "a/law", "type": "software", "license": "MG0-1.0"},
        {"id": "b/gnu", "type": "software", "license": "GPL-2.0-only"},
        {
            "id": "me/work",
            "type": "software",
            "license": "GPL-2.0-only",
            "from": [
                {"work": "a/law", "by": "incorporate"},
                {"work": "b/gnu", "by": "incorporate"},
            ],
        },
    ]
    found = ll.check(ll.Lineage.from_dict({"works": works}))
    assert "adds `lawful-use`" in {c.detail for c in found.counterexamples}


def test_special_laws_that_a_licence_makes_its_own_are_limits() -> None:
    found = ask("deepseek-la-1.0", "finetune", "MIT", of="model")
    shown = {c.clauses[0].cite: c.scenario for c in found.counterexamples if c.rule == "2"}
    assert shown["Attachment A.5"] == {"field": "inappropriate-content"}
    assert all(scenario != {"field": "illegal"} for scenario in shown.values())
