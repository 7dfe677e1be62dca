"""What the repository claims of itself: who imports what, how long things are, what is shipped."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "licenselogic"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROOMS = {
    "base": "",
    "norms": "base",
    "semantics": "norms",
    "clauses": "norms",
    "lineage": "norms",
    "solver": "semantics",
    "library": "clauses semantics",
    "review": "library solver",
    "reference": "library lineage semantics",
    "readers": "library lineage",
    "decision": "solver library lineage",
    "verdict": "decision",
    "diff": "verdict solver semantics",
    "report": "verdict diff review",
    "testing": "reference verdict readers review diff",
    "cli": "report readers",
}
"""For each room, the rooms that it stands upon; it may import from these and from all below."""

OUTSIDE = {"__init__", "__main__", "library.build_hook"}
"""Doors: the package's own names, the command, and what the build calls."""

CLAIMS = {"lark": {"clauses.syntax"}, "z3": {"solver.solver"}, "networkx": {"lineage.graph"}}
"""Libraries that one module alone knows."""


def named(path: Path) -> str:
    """Return the name of a module within the package."""
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return name.removesuffix(".__init__") if name != "__init__" else name


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def below(room: str) -> frozenset[str]:
    """Return the rooms that a room stands upon, at any distance."""
    direct = ROOMS[room].split()
    return frozenset(direct).union(*map(below, direct))


def test_every_module_is_in_a_room() -> None:
    modules = {named(path) for path in MODULES} - OUTSIDE
    assert {name.partition(".")[0] for name in modules} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_arrows_lead_down(path: Path) -> None:
    """Imports inside functions count: they are made for the time of a start, not for a circle."""
    name = named(path)
    if name in OUTSIDE:
        return
    room = name.partition(".")[0]
    ours = (m.split(".")[1:] for m in imported(path) if m.startswith("licenselogic."))
    assert {parts[0] for parts in ours} - {room} <= below(room)


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {f"licenselogic.{named(path)}": path for path in MODULES}
    arrows = nx.DiGraph((n, m) for n, p in known.items() for m in imported(p) if m in known)
    assert list(nx.simple_cycles(arrows)) == []


@pytest.mark.parametrize(("library", "homes"), CLAIMS.items())
def test_one_module_knows_a_library(library: str, homes: set[str]) -> None:
    users = {named(p) for p in MODULES for m in imported(p) if m.partition(".")[0] == library}
    assert users == homes


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_for_in_its_first_line(path: Path) -> None:
    assert re.match(r'"""\S.{10,}', path.read_text(encoding="utf-8"))


def test_no_licence_text_is_copied_into_the_repository() -> None:
    """Texts are linked and hashed; a clause file quotes no more than first and last words."""
    for path in (ROOT / "licenses").rglob("*.lic"):
        passages = re.findall(r'passage "([^"]*)"(?:\s*\.\. "([^"]*)")?', path.read_text("utf-8"))
        assert all(len(words.split()) <= 40 for pair in passages for words in pair), path.name
