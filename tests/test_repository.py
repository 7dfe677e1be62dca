"""What the repository claims of itself: who imports what, how long things are, what is shipped."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "licenselogic"
MODULES = sorted(PACKAGE.rglob("*.py"))

ORDER = [
    "source", "resources", "cache", "vocabulary", "diagnostics", "assumptions", "deontic",
    "tree", "syntax", "printer", "resolve", "codec", "library", "status", "view", "wording",
    "question", "smt", "refusal", "rules", "decide", "core", "verdict", "spdx", "lineage",
    "trace", "outcome", "checker",
]  # fmt: skip
"""The way through, from text to verdict: a module imports only from modules before it."""


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, `if TYPE_CHECKING` and functions left out."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("name", ORDER)
def test_the_way_through_leads_one_way(name: str) -> None:
    later = set(ORDER[ORDER.index(name) + 1 :])
    own = {m.removeprefix("licenselogic.") for m in imported(PACKAGE / f"{name}.py")}
    assert own & later == set()


@pytest.mark.parametrize(("library", "homes"), [("lark", {"syntax"}), ("z3", {"smt"})])
def test_one_module_knows_a_library(library: str, homes: set[str]) -> None:
    users = {p.stem for p in MODULES for m in imported(p) if m.partition(".")[0] == library}
    assert users == homes


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_a_module_says_what_it_is_for_in_its_first_line(path: Path) -> None:
    assert re.match(r'"""\S.{10,}', path.read_text(encoding="utf-8"))


def test_no_licence_text_is_copied_into_the_repository() -> None:
    """Texts are linked and hashed; a clause file quotes no more than first and last words."""
    for path in (ROOT / "licenses").rglob("*.lic"):
        passages = re.findall(r'passage "([^"]*)"(?:\s*\.\. "([^"]*)")?', path.read_text("utf-8"))
        assert all(len(words.split()) <= 40 for pair in passages for words in pair), path.name
