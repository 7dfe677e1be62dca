"""`graph` draws lineages: into files and to standard output."""

from pathlib import Path

import pytest
from calls import Call

LINEAGE = """\
works:
  - {id: meta-llama/Llama-2-7b-hf, license: llama2}
  - {id: me/mine, license: apache-2.0, from: [{work: meta-llama/Llama-2-7b-hf, by: finetune}]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "lineage.yaml"
    file.write_text(LINEAGE)
    return file


def test_svg_is_the_default(call: Call, path: Path) -> None:
    code, out, err = call("graph", path)
    assert (code, err) == (0, "")
    assert out.startswith("<svg") and "me/mine" in out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.svg", b"<svg"),
        ("a.png", b"\x89PNG"),
        ("a.dot", b"digraph"),
        ("a.mmd", b"flowchart"),
        ("a", b"<svg"),
    ],
)
def test_the_name_of_the_file_tells_the_format(
    call: Call, path: Path, name: str, start: bytes
) -> None:
    if name == "a.png":
        pytest.importorskip("matplotlib")
    target = path.parent / name
    assert call("graph", path, "-o", target) == (0, "", "")
    assert target.read_bytes().startswith(start)
    assert call("graph", path, "-o", target)[0] == 0, "what is there is replaced"


def test_a_format_that_is_asked_for_counts_more(call: Call, path: Path) -> None:
    target = path.parent / "a.svg"
    assert call("graph", path, "--format", "dot", "-o", target)[0] == 0
    assert target.read_text().startswith("digraph")


def test_without_a_file_too(call: Call) -> None:
    code, out, _ = call("graph", "--upstream", "gemma:quantized", "--as", "MIT", "--format", "dot")
    assert code == 0
    assert '"upstream" -> "derivative" [label="quantized" color="#cf222e" penwidth=3]' in out


def test_mistakes_have_an_answer(call: Call, path: Path) -> None:
    assert call("graph", path, "me/other")[0] == 2
    assert "cannot write" in call("graph", path, "-o", path.parent / "none" / "a.svg")[2]


def test_the_usual_file_needs_no_name(
    call: Call, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    assert call("graph") == call("graph", path)
