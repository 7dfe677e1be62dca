"""`repair` shows what mends a work, with costs that the caller may set."""

import json
from pathlib import Path

import pytest
from calls import Call

BLEND = ("--upstream", "llama3:merge", "--upstream", "Apache-2.0:merge", "--as", "MIT")
FILE = "examples/caught/relabelled-llama-3.yaml"


def test_repairs_are_numbered_with_their_verdicts(call: Call) -> None:
    code, out, err = call("repair", *BLEND)
    assert (code, err) == (0, "")
    assert out.startswith("incompatible: `derivative` may not be offered under MIT; 5 ways")
    assert (
        "1. compatible under MIT, at a cost of 6:\n   drop upstream-1: leave `upstream-1` out"
        in out
    )


def test_json_is_the_whole_answer(call: Call) -> None:
    code, out, _ = call("repair", FILE, "--format", "json", "--limit", "2")
    data = json.loads(out)
    assert code == 0 and data["schema"] == "licenselogic.repair/1"
    assert [repair["cost"] for repair in data["repairs"]] == [1, 8]


def test_costs_are_set_on_the_command_line(call: Call) -> None:
    code, out, _ = call("repair", *BLEND, "--cost", "permission=1", "--cost", "drop=never")
    assert code == 0 and "1. compatible under MIT, at a cost of 1:\n   permission" in out
    assert "drop" not in out


def test_a_card_is_mended_too(call: Call, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: mit\nbase_model: meta-llama/Meta-Llama-3-8B\n---\n# A model\n")
    code, out, _ = call("repair", card)
    assert code == 0 and "offer it under `llama3`" in out


def test_verbose_shows_duties_with_their_clauses(call: Call) -> None:
    assert "you must: retain-notices, include-license" in call("repair", FILE)[1]
    assert "you must: name-prefix" in call("repair", FILE, "-v")[1]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--upstream", "MIT:finetune", "--as", "MIT"), 0),
        (("--upstream", "other", "--as", "MIT", "--cost", "permission=never", "--cost",
          "replace=never", "--cost", "publish=never"), 3),
        ((*BLEND, "--cost", "permission=never", "--cost", "drop=never", "--cost", "replace=never",
          "--cost", "publish=never", "--cost", "relation=never"), 1),
    ],
)  # fmt: skip
def test_exit_codes_tell_whether_there_is_a_way(
    call: Call, options: tuple[str, ...], code: int
) -> None:
    assert call("repair", *options)[0] == code


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        ("drop", "is not of the form ACTION=NUMBER"),
        ("drop=cheap", "is not of the form ACTION=NUMBER"),
        ("dorp=3", "did you mean `drop`?"),
        ("drop=0", "a whole number from 1"),
    ],
)
def test_slips_are_told(call: Call, cost: str, told: str) -> None:
    code, out, err = call("repair", *BLEND, "--cost", cost)
    assert (code, out) == (2, "") and told in err
