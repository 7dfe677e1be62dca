"""`ship` lists what to publish beside a work and drafts the files, into a new place alone."""

import json
from pathlib import Path

from calls import Call

CARD = """\
---
license: llama3.1
base_model: meta-llama/Llama-3.1-8B
base_model_relation: finetune
---

# Tiny
"""


def model(folder: Path) -> Path:
    place = folder / "tiny"
    place.mkdir()
    (place / "README.md").write_text(CARD)
    return place


def test_drafts_in_the_folder_of_the_work_meet_what_files_can_meet(
    call: Call, tmp_path: Path
) -> None:
    place = model(tmp_path)
    code, out, err = call("ship", place, "--out", tmp_path / "drafts")
    assert (code, err) == (0, "")
    assert "met by the drafts" in out and "name it Llama-tiny" in out
    named = tmp_path / "Llama-tiny"
    (tmp_path / "drafts").rename(named)
    code, out, _ = call("check", named, "--format", "json")
    states = {duty["duty"]: duty["state"] for duty in json.loads(out)["duties"]}
    assert code == 0
    assert {states[duty] for duty in ("name-prefix", "display-text", "include-notice")} == {"met"}


def test_nothing_is_written_over(call: Call, tmp_path: Path) -> None:
    place = model(tmp_path)
    code, _, err = call("ship", place, "--out", place)
    assert code == 2 and "README.md" in err and "nothing was written" in err
    assert (place / "README.md").read_text() == CARD
    assert [path.name for path in place.iterdir()] == ["README.md"]


def test_what_may_not_be_published_is_listed_and_not_drafted(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("ship", model(tmp_path), "--as", "MIT", "--out", tmp_path / "drafts")
    assert code == 1 and "you must" in out and "recommend" in out
    assert not (tmp_path / "drafts").exists()


def test_json_is_the_whole_list(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("ship", model(tmp_path), "--format", "json")
    data = json.loads(out)
    assert (code, data["schema"]) == (0, "licenselogic.shipment/1")
    assert {file["name"] for file in data["files"]} == {"README.md", "NOTICE", "ATTRIBUTION.md"}
