"""`bom` writes a lineage and its verdict as a bill, which `check` reads."""

import json
import sys
from pathlib import Path

import pytest
from calls import Call

LINEAGE = """\
works:
  - {id: a/base, license: llama2}
  - {id: me/x, license: mit, from: [{work: a/base, by: finetune}]}
"""


@pytest.fixture
def lineage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1713441600")
    path = tmp_path / "lineage.yaml"
    path.write_text(LINEAGE)
    return path


@pytest.mark.parametrize("form", ["cyclonedx", "spdx3", "spdx2"])
def test_a_bill_is_checked_as_its_lineage_is(
    call: Call, lineage: Path, tmp_path: Path, form: str
) -> None:
    pytest.importorskip("cyclonedx", reason="needs licenselogic[bom]")
    target = tmp_path / "bom.json"
    assert call("bom", lineage, "--format", form, "-o", target) == (0, "", "")
    assert "2024-04-18T12:00:00" in target.read_text()
    first, second = (
        call("check", lineage, "--format", "json"),
        call("check", target, "--format", "json"),
    )
    assert first[0] == second[0] == 1
    assert json.loads(first[1]) == json.loads(second[1])
    code, _, err = call("bom", lineage, "--format", form, "-o", target)
    assert code == 2
    assert "left as it is" in err


def test_the_licence_that_is_asked_about_is_the_one_in_the_bill(call: Call, lineage: Path) -> None:
    pytest.importorskip("cyclonedx", reason="needs licenselogic[bom]")
    code, out, _ = call("bom", lineage, "--as", "llama2")
    subject = json.loads(out)["metadata"]["component"]
    assert code == 0
    assert subject["licenses"][0]["license"]["name"] == "llama2"
    assert {"name": "licenselogic:verdict:status", "value": "compatible"} in subject["properties"]


@pytest.mark.parametrize("form", ["cyclonedx", "spdx3", "spdx2"])
def test_a_missing_library_is_told(
    call: Call, lineage: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in ("cyclonedx", "spdx_python_model", "spdx_tools"):
            monkeypatch.delitem(sys.modules, name)
    for name in ("cyclonedx", "spdx_python_model", "spdx_tools"):
        monkeypatch.setitem(sys.modules, name, None)
    code, _, err = call("bom", lineage, "--format", form)
    assert code == 2
    assert "licenselogic[bom]" in err


def test_a_time_that_is_none_is_told(
    call: Call, lineage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    code, _, err = call("bom", lineage)
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in err
