"""SARIF follows its published schema, and the official tool finds nothing to say of it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from licenselogic.cli.app import run

ROOT = Path(__file__).parents[2]
FOLDER = "node_modules/@microsoft/sarif-multitool-linux"
GIVEN = os.environ.get("SARIF_MULTITOOL")
TOOLS = [ROOT / (GIVEN or FOLDER), ROOT / "build" / FOLDER]


@pytest.fixture(scope="module")
def tool() -> Path:
    """The official tool, which ships the schema too."""
    found = next((path for path in TOOLS if (path / "Sarif.Multitool").is_file()), None)
    if found is None:
        if GIVEN:
            pytest.fail(f"the SARIF tool is not in {GIVEN}")
        pytest.skip("npm package @microsoft/sarif-multitool-linux is not installed in build/")
    return found


CASES = {
    "lineages": ["examples/caught/relabelled-llama-3.yaml", "examples/clean/zephyr.yaml"],
    "unknown": ["examples/unknown/undeclared-dataset.yaml"],
    "no file": ["--upstream", "gemma:quantized", "--as", "MIT"],
    "bad input": ["examples/README.md", "nowhere.yaml", "examples/clean/zephyr.yaml"],
}


@pytest.fixture(params=CASES)
def log(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A SARIF log, as a file."""
    monkeypatch.chdir(ROOT)
    target = tmp_path / "found.sarif"
    run(["check", *CASES[request.param], "--format", "sarif", "-q", "-o", str(target)])
    return target


def test_a_log_follows_the_published_schema(log: Path, tool: Path) -> None:
    schema = json.loads((tool / "sarif-2.1.0.json").read_text("utf-8"))
    data = json.loads(log.read_text("utf-8"))
    jsonschema_rs.Draft202012Validator(schema).validate(data)
    data["runs"][0]["results"] = [{"ruleId": "a"}]
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.Draft202012Validator(schema).validate(data)


def test_the_official_tool_accepts_a_log(log: Path, tool: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.sarif"
    binary = tool / "Sarif.Multitool"
    binary.chmod(0o755)
    command = [binary, "validate", log, "--output", report, "--log", "ForceOverwrite"]
    subprocess.run(command, check=False, capture_output=True, timeout=60)
    found = json.loads(report.read_text("utf-8-sig"))["runs"][0].get("results", [])
    serious = [r for r in found if r.get("level", "warning") == "error"]
    assert serious == []


def results(path: Path) -> list[dict[str, Any]]:
    run(["check", str(path), "--format", "sarif", "-q", "-o", str(path.parent / "out.sarif")])
    data = json.loads((path.parent / "out.sarif").read_text("utf-8"))
    found: list[dict[str, Any]] = data["runs"][0]["results"]
    return found


def place(result: dict[str, Any]) -> tuple[str, int, int]:
    physical = result["locations"][0]["physicalLocation"]
    region = physical["region"]
    return physical["artifactLocation"]["uri"], region["startLine"], region["startColumn"]


def test_a_finding_stands_at_the_licence_in_a_lineage_file_and_names_the_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my lineage.yaml"
    path.write_text(
        "works:\n  - id: a/base\n    license: llama2\n  - id: me/x\n    license: mit\n"
        "    from:\n      - {work: a/base, by: finetune}\n"
    )
    first = results(path)[0]
    assert place(first) == ("my%20lineage.yaml", 5, 14)
    (step,) = first["relatedLocations"]
    assert step["physicalLocation"]["region"]["startLine"] == 7
    assert step["message"]["text"] == "finetune of a/base"


def test_a_finding_stands_at_the_licence_in_a_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    card = tmp_path / "README.md"
    card.write_text(
        "<!-- a\n-->\n---\ntags: [x]\nlicense: mit\nbase_model:\n- google/gemma-2b\n---\n"
    )
    first = results(card)[0]
    assert place(first) == ("README.md", 5, 10)
    (step,) = first["relatedLocations"]
    assert step["physicalLocation"]["region"]["startLine"] == 7


def test_fingerprints_are_those_of_the_last_run_where_lines_have_moved(tmp_path: Path) -> None:
    path = tmp_path / "lineage.yaml"
    text = (ROOT / "examples/caught/relabelled-llama-3.yaml").read_text("utf-8")
    path.write_text(text)
    before = [result["partialFingerprints"] for result in results(path)]
    path.write_text(f"# a line more\n\n{text}")
    assert [result["partialFingerprints"] for result in results(path)] == before
