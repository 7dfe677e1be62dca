"""Purposes that texts name: the limit is no wider and no narrower than the sentence."""

import pytest
from asking import ask


def status(license: str, **facts: object) -> str:
    return str(ask(license, "finetune", license, "model", facts=facts).status)


@pytest.mark.parametrize("license", ["tencent-hunyuan-3d-2.0-cla", "tencent-hunyuan-a13b"])
def test_hunyuan_bars_false_information_about_elections_and_no_politics(license: str) -> None:
    assert status(license, field="false-information-elections") == "incompatible"
    assert status(license, field="political-manipulation") == "compatible"


@pytest.mark.parametrize("license", ["qwen-research", "tongyi-qianwen-research"])
def test_evaluation_is_as_free_as_research_where_the_text_names_both(license: str) -> None:
    assert status(license, field="research", commercial=False) == "compatible"
    assert status(license, field="evaluation", commercial=False) == "compatible"
    assert status(license, field="production", commercial=False) == "incompatible"
    assert status("chameleon-research-2024", field="evaluation") == "incompatible"


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
