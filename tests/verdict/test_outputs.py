"""Outputs: who is bound by limits on them, and what their makers may do."""

from typing import Any

import pytest
from asking import ask

import licenselogic as ll

READING = "output_limits_pass_on"


def generated(upstream: str, label: str, **made: Any) -> ll.Verdict:
    """Return the verdict on a dataset that a model under `upstream` put out."""
    return ask(upstream, "generated_by", label, of="model", type="dataset", **made)


@pytest.mark.parametrize(
    ("upstream", "label"),
    [
        ("creativeml-openrail-m", "CC0-1.0"),
        ("openrail++", "MIT"),
        ("llama3.1", "CC-BY-4.0"),
        ("openai-tou-20241211", "CC-BY-4.0"),
    ],
)
def test_outputs_may_be_given_away_and_a_cautious_reading_is_told(
    upstream: str, label: str
) -> None:
    found = generated(upstream, label)
    assert found.status == "compatible"
    assert any(READING in flip.changes for flip in found.sensitivity)


@pytest.mark.parametrize(
    "license",
    [
        "mrl-0.1",
        "exaone-ai-model-1.1-nc",
        "MG-BY-NC-1.0",
        "MG-BY-NC-ND-1.0",
        "MG-BY-NC-OS-1.0",
        "MG-BY-NC-RAI-1.0",
        "OPT-175B",
        "chameleon-research-2024",
        "llama-license-2023",
    ],
)
def test_a_text_that_keeps_outputs_under_its_terms_binds_whoever_gets_them(license: str) -> None:
    found = generated(license, "CC0-1.0", facts={"field": "research", "commercial": False})
    assert {c.rule for c in found.counterexamples} == {"2"}


def test_what_the_publisher_does_with_outputs_is_held_to_the_limits() -> None:
    found = generated("llama3.1", "CC-BY-4.0", facts={"field": "rights-violation"})
    assert {c.rule for c in found.counterexamples} == {"1"}


def test_a_model_that_holds_the_material_promises_no_outputs_beyond_its_limits() -> None:
    found = ask("llama3", "finetune", "llama3.1", of="model")
    assert found.status == "incompatible"


def student(purpose: str | None) -> ll.Verdict:
    facts = {} if purpose is None else {"field": purpose}
    works = [
        {"id": "openai/gpt-4", "type": "model", "license": "openai-tou-20241211"},
        {
            "id": "x/answers",
            "type": "dataset",
            "license": "CC-BY-4.0",
            "from": [{"work": "openai/gpt-4", "by": "generated_by"}],
        },
        {
            "id": "me/student",
            "type": "model",
            "license": "apache-2.0",
            "facts": facts,
            "from": [{"work": "x/answers", "by": "trained_on"}],
        },
    ]
    return ll.check(ll.Lineage.from_dict({"works": works}), "me/student")


def test_a_purpose_such_as_to_compete_is_a_condition_where_it_is_not_stated() -> None:
    assert student("research").status == "compatible"
    assert student("competition").status == "incompatible"
    open_ = student(None)
    assert open_.status == "compatible"
    assert "field is not competition" in [c.text for c in open_.conditions]
