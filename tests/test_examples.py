"""Every example prints what stands beside it; `pytest --reset` rewrites the expected output."""

from pathlib import Path

import pytest

from licenselogic.cli.app import run

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
EXIT = {"caught": 1, "clean": 0, "unknown": 3}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_an_example_prints_what_stands_beside_it(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(ROOT)
    code = run(["check", path.relative_to(ROOT).as_posix()])
    printed = capsys.readouterr().out
    expected = path.with_suffix(".expected")
    if request.config.getoption("--reset"):
        expected.write_text(printed, encoding="utf-8")
    assert code == EXIT.get(path.parent.name, code)
    assert printed == expected.read_text(encoding="utf-8")


def test_the_hub_is_audited_as_its_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    hub = ROOT / "examples" / "hub"
    tables = [str(hub / "models.csv"), "--datasets", str(hub / "datasets.csv")]
    out = tmp_path / "audit"
    assert run(["audit", *tables, "--out", str(out), "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    expected = hub / "table.expected.md"
    if request.config.getoption("--reset"):
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
