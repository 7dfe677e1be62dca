"""Texts that let other terms stand on derivatives: whether these may allow more is a reading."""

import pytest
from asking import ask

import licenselogic as ll

READING = "own_terms_may_be_looser"

LETS_THEM_STAND = [
    "qwen-2024",
    "tongyi-qianwen-2023",
    "qwen-research",
    "nvidia-open-model-2025-04-28",
    "minimax-model-license-2025-01-15",
]


@pytest.mark.parametrize("license", LETS_THEM_STAND)
def test_a_label_that_allows_more_is_no_by_default_and_the_reading_is_told(license: str) -> None:
    found = ask(license, "finetune", "apache-2.0", of="model")
    assert found.status == "incompatible"
    assert {c.rule for c in found.counterexamples} == {"2"}
    assert [flip.changes for flip in found.sensitivity] == [{READING: True}]


@pytest.mark.parametrize("license", LETS_THEM_STAND)
def test_a_copy_is_no_derivative_and_gets_no_looser_terms(license: str) -> None:
    found = ask(license, "copy", "apache-2.0", of="model")
    assert found.status == "incompatible"
    assert not any(READING in flip.changes for flip in found.sensitivity)


@pytest.mark.parametrize("license", ["gemma", "hyperclova-x-seed-2025", "llama3.1", "cc-by-nc-4.0"])
def test_a_text_that_keeps_own_terms_within_its_own_is_told_from_them(license: str) -> None:
    found = ask(license, "finetune", "apache-2.0", of="model")
    assert found.status == "incompatible"
    assert not any(READING in flip.changes for flip in found.sensitivity)


def test_looser_terms_free_recipients_and_not_the_publisher() -> None:
    works = [
        {"id": "up/stream", "type": "model", "license": "qwen-2024"},
        {
            "id": "me/work",
            "type": "model",
            "license": "apache-2.0",
            "facts": {"commercial": True, "monthly_active_users": 200_000_000},
            "from": [{"work": "up/stream", "by": "finetune"}],
        },
    ]
    lineage = ll.Lineage.from_dict({"works": works})
    found = ll.check(lineage, assumptions={READING: True})
    assert {c.rule for c in found.counterexamples} == {"1"}
