"""Evidence shows some duties to be met or unmet, and leaves the others unchecked."""

from typing import Any

import pytest

import licenselogic as ll


def states(evidence: dict[str, Any] | None, name: str = "me/Blend") -> dict[str, str]:
    target: dict[str, Any] = {
        "id": name,
        "type": "model",
        "license": "llama3.1",
        "from": [{"work": "up", "by": "finetune"}],
    }
    if evidence is not None:
        target["evidence"] = evidence
    works = [{"id": "up", "type": "model", "license": "llama3.1"}, target]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}))
    assert verdict.status == "compatible"  # a duty never makes a licence incompatible
    return {d.duty: d.state for d in verdict.duties}


def test_without_evidence_every_duty_is_unchecked() -> None:
    assert set(states(None).values()) == {"unchecked"}


@pytest.mark.parametrize(
    ("files", "state"), [(["LICENSE"], "met"), (["a.bin"], "unmet"), ([], "unchecked")]
)
def test_a_licence_file_shows_that_the_text_goes_along(files: list[str], state: str) -> None:
    assert states({"files": files})["include-license"] == state


@pytest.mark.parametrize(
    ("text", "state"),
    [("... Built  with\nLlama ...", "met"), ("built by me", "unmet"), ("", "unchecked")],
)
def test_a_display_text_is_looked_for_in_the_text(text: str, state: str) -> None:
    assert states({"text": text})["display-text"] == state


@pytest.mark.parametrize(("name", "state"), [("Llama-3.1-Blend", "met"), ("Blend-Llama", "unmet")])
def test_a_name_prefix_is_looked_for_in_the_name(name: str, state: str) -> None:
    assert states({"name": name})["name-prefix"] == state


def test_the_name_is_the_last_part_of_the_id_unless_stated() -> None:
    assert states({"files": ["LICENSE"]}, name="me/Llama-Blend")["name-prefix"] == "met"
