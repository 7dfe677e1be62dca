"""The files that editors load: their keywords are those of the grammar."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pointing import ROOT

from licenselogic.clauses.syntax import keywords
from licenselogic.editors.tokens import tokens_of

FILES = ROOT / "grammars" / "editors"
TEXTMATE = FILES / "vscode" / "licenselogic.tmLanguage.json"
MODULES = os.environ.get("TEXTMATE_MODULES", "")
KEYWORDS = ("storage.type", "keyword.control", "keyword.operator.word", "keyword.other")


def test_keywords_of_the_textmate_grammar() -> None:
    rules = json.loads(TEXTMATE.read_text("utf-8"))["repository"]
    lists = [rules[name]["match"] for name in ("block", "norm", "logic", "keyword")]
    words = [word for rule in lists for word in re.findall(r"(?<=[:|])[a-z][a-z0-9-]+", rule)]
    assert sorted(words) == sorted(keywords())
    for word in words:
        assert [bool(re.fullmatch(rule, word)) for rule in lists].count(True) == 1, word


def test_keywords_of_the_vim_syntax() -> None:
    content = (FILES / "vim" / "syntax" / "licenselogic.vim").read_text("utf-8")
    lines = re.findall(r"^syntax keyword \w+((?:\n  \\.*)+)", content, re.MULTILINE)
    words = re.findall(r"[a-z][a-z0-9-]+", " ".join(lines))
    assert sorted([*words, "field"]) == sorted(keywords())  # `field` is a fact elsewhere


def test_keywords_of_the_emacs_mode() -> None:
    content = (FILES / "emacs" / "licenselogic.el").read_text("utf-8")
    lists = re.findall(r"\(defconst [\w-]+\n  '\(([^)]*)\)\)", content)
    assert sorted(re.findall(r'"([^"]+)"', " ".join(lists))) == sorted(keywords())


def test_the_extension_for_vs_code_names_files_that_are_there() -> None:
    folder = FILES / "vscode"
    package = json.loads((folder / "package.json").read_text("utf-8"))
    (language,), (grammar,) = (package["contributes"][key] for key in ("languages", "grammars"))
    for name in (package["main"], language["configuration"], grammar["path"]):
        assert (folder / name).is_file(), name
    json.loads((folder / language["configuration"]).read_text("utf-8"))


@pytest.mark.skipif(
    not MODULES or shutil.which("node") is None,
    reason="needs Node, and TEXTMATE_MODULES with vscode-textmate and vscode-oniguruma",
)
def test_every_shipped_file_has_the_keywords_that_it_has_for_the_parser(tmp_path: Path) -> None:
    files = [*(ROOT / "licenses").rglob("*.lic"), *(ROOT / "examples").rglob("*.lic")]
    script = Path(__file__).with_name("textmate.js")
    command = ["node", str(script), MODULES, str(TEXTMATE), *map(str, files)]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=tmp_path)
    for name, lines in json.loads(run.stdout).items():
        content = Path(name).read_text("utf-8")
        starts = [0, *(match.end() for match in re.finditer("\n", content))]
        found = [
            starts[line] + start
            for line, pieces in enumerate(lines)
            for start, _, scope in pieces
            if scope.startswith(KEYWORDS)
        ]
        wanted = [token.start for token in tokens_of(content) if token.kind == "KEYWORD"]
        acts = {match.start() for match in re.finditer(r"relicense(?!\s+to\b)", content)}
        assert set(found) == set(wanted) - acts, name
