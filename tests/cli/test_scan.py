"""`scan` finds what code uses, and judges the project's own licence."""

import json
from pathlib import Path

import pytest
from calls import Call


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
    code, out, _ = call("scan", project, "--publish", "service", "--format", "json")
    assert code == 0
    assert json.loads(out)["verdict"]["conditions"]


def test_a_folder_that_is_none_is_told(call: Call, tmp_path: Path) -> None:
    code, _, err = call("scan", tmp_path / "gone")
    assert code == 2
    assert "is no folder" in err
