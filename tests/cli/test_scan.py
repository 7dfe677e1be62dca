"""`scan` finds what code uses, and judges the project's own licence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from calls import Call

from licenselogic.base.schemas import read_schema


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\nlicense = "MIT"\n')
    (folder / "x.py").write_text(
        "m.from_pretrained('meta-llama/Llama-2-7b-hf')\nm.from_pretrained(other)\n"
    )
    return folder


def test_the_text_has_uses_with_places_and_the_verdict(call: Call, project: Path) -> None:
    code, out, err = call("scan", project)
    assert (code, err) == (0, "")
    assert "app: 1 model or dataset named in 2 files" in out
    assert "meta-llama/Llama-2-7b-hf  model    llama2  (x.py:1 from_pretrained)" in out
    assert "not named in the code  (x.py:2 from_pretrained)" in out
    assert "compatible: `app` may be offered under MIT" in out


def test_the_lineage_can_be_kept_and_checked(call: Call, project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "lineage.yaml"
    code, out, _ = call("scan", project, "-o", kept, "--format", "json")
    data = json.loads(out)
    assert data["schema"] == "licenselogic.scan/1"
    assert data["uses"][0]["places"] == [
        {"file": "x.py", "line": 1, "by": "from_pretrained", "name": "meta-llama/Llama-2-7b-hf"}
    ]
    again, text, _ = call("check", kept, "--format", "json")
    assert (code, again) == (0, 0)
    assert json.loads(text)["status"] == data["verdict"]["status"]


def test_who_runs_it_is_judged_as_a_service(call: Call, project: Path) -> None:
    (project / "x.py").write_text("m.from_pretrained('meta-llama/Llama-2-7b-hf')\n")
    code, out, _ = call("scan", project, "--publish", "service", "--format", "json")
    assert code == 0
    data = json.loads(out)
    assert data["verdict"]["conditions"]
    mine = next(work for work in data["lineage"]["works"] if work["id"] == data["project"])
    assert mine["publish"] == "service"


def test_a_folder_that_is_none_is_told(call: Call, tmp_path: Path) -> None:
    code, _, err = call("scan", tmp_path / "gone")
    assert code == 2
    assert "is no folder" in err


def follows(data: dict[str, Any]) -> bool:
    return jsonschema_rs.Draft202012Validator(read_schema("scan")).is_valid(data)


@pytest.mark.parametrize("options", [(), ("--as", "gemma"), ("--publish", "sell")])
def test_json_follows_the_published_schema(
    call: Call, project: Path, options: tuple[str, ...]
) -> None:
    _, out, _ = call("scan", project, *options, "--format", "json")
    data = json.loads(out)
    assert data["uses"] and data["unnamed"] and follows(data)


def test_json_of_an_empty_project_follows_the_published_schema(call: Call, tmp_path: Path) -> None:
    _, out, _ = call("scan", tmp_path, "--format", "json")
    data = json.loads(out)
    assert not data["uses"] and not data["unnamed"] and follows(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("unnamed"),
        lambda data: data.update(more=1),
        lambda data: data.update(schema="licenselogic.scan/2"),
        lambda data: data["uses"][0]["places"].clear(),
        lambda data: data["uses"][0]["places"][0].update(line=0),
        lambda data: data["unnamed"][0].update(name="x"),
        lambda data: data["lineage"].pop("works"),
        lambda data: data["lineage"]["works"][0].update({"from": [{"work": "a", "by": "luck"}]}),
        lambda data: data["verdict"].update(status="fine"),
    ],
)
def test_changed_json_does_not_follow_the_schema(
    call: Call, project: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    data = json.loads(call("scan", project, "--format", "json")[1])
    assert follows(data)
    change(data)
    assert not follows(data)
