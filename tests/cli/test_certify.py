"""`certify` writes a folder, a new one, and answers like `check`."""

import json
from pathlib import Path

from calls import Call

UPSTREAM = ("--upstream", "llama3.1:finetune", "--as", "MIT")


def test_a_verdict_becomes_a_folder(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "certificate"
    code, said, err = call("certify", *UPSTREAM, "--out", out)
    assert (code, err) == (1, "") and "incompatible" in said
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["status"] == "incompatible"
    for name, answer in manifest["queries"].items():
        assert f"(set-info :status {answer})" in (out / name).read_text()
    code, _, err = call("certify", *UPSTREAM, "--out", out)
    assert code == 2 and "nothing was written" in err
