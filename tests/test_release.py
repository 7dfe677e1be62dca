"""What a release needs is there, and names the version that is built."""

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
