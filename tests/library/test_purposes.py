"""Purposes that texts name: the limit is no wider and no narrower than the sentence."""

from typing import Any

import pytest
from asking import ask, cited

import licenselogic as ll


def status(license: str, **facts: object) -> str:
    return str(ask(license, "finetune", license, "model", facts=facts).status)


@pytest.mark.parametrize("license", ["tencent-hunyuan-3d-2.0-cla", "tencent-hunyuan-a13b"])
def test_hunyuan_bars_false_information_about_elections_and_no_politics(license: str) -> None:
    assert status(license, field="false-information-elections") == "incompatible"
    assert status(license, field="political-manipulation") == "compatible"


@pytest.mark.parametrize(
    "license",
    [
        "qwen-research",
        "tongyi-qianwen-research",
        "exaone-ai-model-1.1-nc",
        "exaone-ai-model-1.2-nc",
    ],
)
def test_evaluation_is_as_free_as_research_where_the_text_names_both(license: str) -> None:
    assert status(license, field="research", commercial=False) == "compatible"
    assert status(license, field="evaluation", commercial=False) == "compatible"
    assert status(license, field="production", commercial=False) == "incompatible"
    assert status("chameleon-research-2024", field="evaluation") == "incompatible"


def test_a_stated_use_in_production_is_held_against_the_business_source_license() -> None:
    for purpose, expected in [("production", "incompatible"), ("evaluation", "compatible")]:
        made = {"publish": "internal", "facts": {"field": purpose}}
        assert ask("BUSL-1.1", "combine", None, **made).status == expected


def test_two_grants_for_every_purpose_leave_no_condition_on_the_purpose() -> None:
    found = ask("stability-ai-community-2024", "finetune", "stability-ai-community-2024", "model")
    assert found.status == "compatible"
    assert not any("commercial" in c.text for c in found.conditions)


@pytest.mark.parametrize(
    "name",
    [
        "minimax-h3",
        "nvidia-software-and-model-evaluation-license",
        "nvidia-nemotron-open-model-license",
        "nvidia-source-code-license",
        "ltx-2-community-license-agreement",
        "flux-non-commercial-license",
        "coqui-public-model-license",
        "insightface-non-commercial",
        "cambrian-non-commercial-license-agreement",
        "modified-mit",
    ],
)
def test_a_known_name_without_a_text_is_unknown_under_its_own_name(name: str) -> None:
    found = ask(name, "finetune", "MIT", "model")
    assert found.status == "unknown"
    assert {str(reason.code.value) for reason in found.reasons} == {"unmodelled-license"}


@pytest.mark.parametrize(
    "license",
    [
        "tencent-hunyuan-a13b",
        "tencent-hunyuan-3d-2.1",
        "stability-ai-community-2024",
        "fish-audio-research-2026-03-07",
        "kolors",
    ],
)
@pytest.mark.parametrize("by", ["distill", "trained_on"])
def test_whether_the_ban_spares_students_that_are_derivatives_is_a_reading(
    license: str, by: str
) -> None:
    """Hunyuan 5.b, Kolors 3.b, Stability and Fish Audio IV.b except derivatives: students too."""
    teacher = {"id": "x/teacher", "type": "model", "license": license}
    outputs: dict[str, Any] = {"id": "x/answers", "type": "dataset", "license": license}
    outputs["from"] = [{"work": "x/teacher", "by": "generated_by"}]
    source = "x/teacher" if by == "distill" else "x/answers"
    base = {"id": "y/base", "type": "model", "license": "apache-2.0"}
    student = {"id": "me/student", "type": "model", "license": license}
    edges = [{"work": source, "by": by}, {"work": "y/base", "by": "finetune"}]
    lineage = ll.Lineage.from_dict({"works": [teacher, outputs, base, student | {"from": edges}]})
    reading = {"improvement_ban_spares_derivatives": True}
    bans = dict.fromkeys(["stability-ai-community-2024", "fish-audio-research-2026-03-07"], "IV.b")
    bans["kolors"] = "3.b"
    usual = ll.check(lineage, "me/student")
    assert usual.status == "incompatible"
    assert {cite for _, cite in cited(usual)} == {bans.get(license, "5.b")}
    assert ll.check(lineage, "me/student", assumptions=reading).status == "compatible"
