"""A test that skips for want of a tool fails where the tool is said to be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WAYS = {
    "by a mark": '@pytest.mark.skipif(True, reason="Chromium is not installed")\ndef test(): pass',
    "by a call": 'def test(): pytest.skip("needs Chromium")',
    "by a fixture": '@pytest.fixture\ndef tool(): pytest.skip("needs chromium")\n'
    "def test(tool): pass",
    "as a file": 'pytest.importorskip("nowhere", reason="needs chromium")\ndef test(): pass',
}


def outcome(code: str, folder: Path, words: str | None) -> tuple[int, str]:
    """Run a file of tests with the hooks of ours; return the exit code and what is printed."""
    path = folder / "test_it.py"
    path.write_text(f"import pytest\n\n{code}\n")
    own = {key: value for key, value in os.environ.items() if key != "NO_SKIP_FOR"}
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-p", "no:cacheprovider",
               "-c", os.devnull, "--rootdir", str(folder), str(path)]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env=own if words is None else {**own, "NO_SKIP_FOR": words},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_a_skip_for_what_is_there_fails(way: str, tmp_path: Path) -> None:
    code, printed = outcome(WAYS[way], tmp_path, "java chromium")
    assert code in (1, 2)
    assert "NO_SKIP_FOR names chromium" in printed


@pytest.mark.parametrize("words", [None, "", "java", "chrom"])
def test_any_other_skip_is_one(words: str | None, tmp_path: Path) -> None:
    code, printed = outcome(WAYS["by a mark"], tmp_path, words)
    assert (code, "1 skipped" in printed) == (0, True)


def test_what_is_expected_to_fail_is_no_skip(tmp_path: Path) -> None:
    code, _ = outcome(
        '@pytest.mark.xfail(reason="chromium")\ndef test(): 1 / 0', tmp_path, "chromium"
    )
    assert code == 0
