"""What a release needs is there, and names the version that is built."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from licenselogic.base.version import __version__

ROOT = Path(__file__).parent.parent


def test_the_citation_and_the_changes_name_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "version", "license"} <= citation.keys()
    assert str(citation["version"]) == __version__
    assert f"\n## {__version__}, " in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["bug", "licence", "wrong-verdict"])
def test_a_template_of_issues_asks_for_what_is_needed(name: str) -> None:
    form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text("utf-8"))
    assert form["name"] and form["description"]
    fields = {part["id"]: part for part in form["body"]}
    assert len(fields) == len(form["body"])
    assert any(part.get("validations", {}).get("required") for part in fields.values())


USE = """
import licenselogic as ll

lineage = ll.Lineage.of([ll.Work("me/a", license="mit")])
verdict: ll.Verdict = ll.check(lineage, "me/a")
text: str = verdict.status.value
reveal_type(verdict.counterexamples)
wrong: int = verdict.message
"""


@pytest.mark.slow
def test_the_code_of_a_user_is_checked_against_our_types(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(USE, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental"]
    done = subprocess.run(
        [*command, str(tmp_path / "use.py")],
        env={"MYPYPATH": str(ROOT), "PATH": ""}, cwd=tmp_path,
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (ROOT / "licenselogic" / "py.typed").is_file()
    ours = [line for line in done.stdout.splitlines() if line.startswith("use.py")]
    assert len(ours) == 2, done.stdout
    assert "tuple[licenselogic.verdict.verdict.Counterexample, ...]" in ours[0]
    assert "use.py:8: error: Incompatible types in assignment" in ours[1]
