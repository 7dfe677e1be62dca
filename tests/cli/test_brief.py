"""`check --brief`: the verdict, the clause and what to do, in about ten lines."""

from pathlib import Path

import pytest
from calls import Call

CARD = "examples/caught/cosmosage-v3/README.md"


def test_a_card_is_answered_in_about_ten_lines(call: Call) -> None:
    code, out, err = call("check", "--brief", CARD)
    lines = out.splitlines()
    assert (code, err) == (1, "") and len(lines) <= 14
    assert lines[0] == "incompatible: `cosmosage-v3` may not be offered under MIT"
    assert "llama3 1.b.v: Neither the model nor its output" in lines[1]
    assert "  do this:  offer it under `llama3`" in lines
    assert "  card:     license: llama3" in lines
    assert any('name-prefix "Llama 3"' in line for line in lines)


def test_a_work_that_is_well_has_its_duties(call: Call) -> None:
    code, out, _ = call("check", "--brief", "examples/clean/zephyr.yaml")
    assert code == 0 and "do this" not in out and "you must:" in out


def test_what_is_not_known_has_a_next_step(call: Call) -> None:
    code, out, _ = call("check", "--brief", "examples/unknown/undeclared-dataset.yaml")
    assert code == 3 and "  because:  `someone/scraped-text` declares no licence\n" in out
    assert "without `someone/scraped-text`: train it anew" in out


def test_clauses_that_nobody_checked_are_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "herring.lic").write_text(
        'license "Herring-1.0" {\n  title "H"\n  text "https://example.org/h"\n  covers model\n\n'
        '  clause "1" {\n    passage "All"\n    says "All."\n'
        "    permit use, modify, reproduce, distribute\n  }\n}\n"
    )
    asked = ("--upstream", "Herring-1.0:finetune", "--as", "MIT", "--licenses", str(tmp_path))
    for command in (("check",), ("check", "--brief"), ("repair",), ("ship",)):
        _, out, _ = call(*command, *asked)
        assert "clauses of `Herring-1.0` have not been checked by a second reader" in out, command


def test_many_clauses_are_counted(call: Call) -> None:
    _, out, _ = call("check", "--brief", "examples/caught/no-licence-can-work.yaml")
    assert "and 7 more], flow-down [openrail++ 4.a]" in out
    assert all(len(line) < 250 for line in out.splitlines())


@pytest.mark.parametrize(
    "more", [("--format", "json"), ("--all",), ("--as", "MIT", "--as", "llama3")]
)
def test_it_is_about_one_work_as_text(call: Call, more: tuple[str, ...]) -> None:
    code, out, err = call("check", "--brief", CARD, *more)
    assert (code, out) == (2, "") and err
