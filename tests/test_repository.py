"""What the repository claims of itself: who imports what, how long things are, what is shipped."""

import ast
import importlib
import re
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import networkx as nx
import pytest

import licenselogic
from licenselogic.base.version import __version__

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
    "repair": "verdict",
    "audit": "verdict readers",
    "diff": "verdict solver semantics",
    "drawing": "verdict",
    "certify": "verdict",
    "ship": "repair readers",
    "report": "ship diff review drawing",
    "testing": "reference report",
    "scan": "readers",
    "settings": "report",
    "editors": "settings",
    "servers": "editors",
    "cli": "servers audit scan certify",
}
"""For each room, the rooms that it stands upon; it may import from these and from all below."""

OUTSIDE = {"__init__", "__main__", "library.build_hook"}
"""Doors: the package's own names, the command, and what the build calls."""

CLAIMS = {
    "lark": {"clauses.syntax"},
    "z3": {"solver.encoder", "solver.solver"},
    "networkx": {"lineage.graph"},
    "pygls": {"servers.language"},
    "lsprotocol": {"servers.language"},
    "pygments": {"editors.lexer"},
    "pytest": {"testing.plugin"},
    "matplotlib": {"drawing.png"},
    "jinja2": {"report.html"},
}
"""Libraries that one module alone knows."""

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def named(path: Path) -> str:
    """Return the name of a module within the package."""
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return name.removesuffix(".__init__") if name != "__init__" else name


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return what a module is made of, as far as any test below asks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = ast.Import | ast.ImportFrom | Definition
    return tuple(node for node in ast.walk(tree) if isinstance(node, asked))


@cache
def imported(path: Path) -> frozenset[str]:
    """Return the modules that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: a relative import"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def below(room: str) -> frozenset[str]:
    """Return the rooms that a room stands upon, at any distance."""
    direct = ROOMS[room].split()
    return frozenset(direct).union(*map(below, direct))


def test_every_module_is_in_a_room() -> None:
    modules = {named(path) for path in MODULES} - OUTSIDE
    assert {name.partition(".")[0] for name in modules} == set(ROOMS)


def up(path: Path) -> set[tuple[str, str]]:
    """Return the arrows from a module to rooms that its own does not stand upon."""
    name = named(path)
    room = name.partition(".")[0]
    ours = [m.split(".") for m in imported(path)]
    rooms = {parts[1] if parts[1:] else "" for parts in ours if parts[0] == "licenselogic"}
    return {(name, other) for other in rooms - {room} - below(room)}


def test_arrows_lead_down() -> None:
    """Imports inside functions count: they are made for the time of a start, not for a circle."""
    found = [up(path) for path in MODULES if named(path) not in OUTSIDE]
    assert set().union(*found) == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {f"licenselogic.{named(path)}": path for path in MODULES}
    arrows = nx.DiGraph((n, m) for n, p in known.items() for m in imported(p) if m in known)
    arrows.remove_edges_from([(n, m) for n, m in arrows.edges if n.startswith(f"{m}.")])
    circles = [sorted(part) for part in nx.strongly_connected_components(arrows) if len(part) > 1]
    assert circles == []


def test_the_drawing_shows_every_room_and_what_it_stands_upon() -> None:
    """An arrow that follows from two others is left out of the drawing."""
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    (drawing,) = re.findall(r"^```mermaid\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    stands = nx.DiGraph((room, other) for room in ROOMS for other in ROOMS[room].split())
    assert set(re.findall(r"^    (\w+)\[", drawing, re.MULTILINE)) == set(ROOMS)
    drawn = [
        (room, other)
        for room, others in re.findall(r"^    (\w+) --> (.*)$", drawing, re.MULTILINE)
        for other in others.split(" & ")
    ]
    assert sorted(drawn) == sorted(nx.transitive_reduction(stands).edges)


@pytest.mark.parametrize(("library", "homes"), CLAIMS.items())
def test_one_module_knows_a_library(library: str, homes: set[str]) -> None:
    users = {named(p) for p in MODULES for m in imported(p) if m.partition(".")[0] == library}
    assert users == homes


MODULE, CLASS, FUNCTION = 400, 250, 50
"""The most lines that each may have, all included."""


def definitions() -> list[tuple[str, Definition]]:
    """Return every class and function of the package, by `module:name`."""
    found = ((path, node) for path in MODULES for node in nodes(path))
    return [(f"{named(p)}:{n.name}", n) for p, n in found if isinstance(n, Definition)]


def length(node: Definition) -> int:
    """Return the lines of a definition, the first and the last included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_classes_and_functions_stay_short() -> None:
    long = {named(p) for p in MODULES if len(p.read_text("utf-8").splitlines()) > MODULE}
    for name, node in definitions():
        if length(node) > (CLASS if isinstance(node, ast.ClassDef) else FUNCTION):
            long.add(name)
    assert sorted(long) == []


def test_a_docstring_says_more_than_a_number() -> None:
    number = re.compile(
        r"(rules?|sections?|design|clauses?)?[\s\d.,()a-e]*(and[\s\d.()a-e]*)?", re.I
    )
    found = {n for n, node in definitions() if number.fullmatch(ast.get_docstring(node) or "x")}
    assert sorted(found) == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_for_in_its_first_line(path: Path) -> None:
    """The tables of the docs show this line alone, so it is a sentence, and whole."""
    assert re.match(r'"""\S.{10,}[.?]("""$|$\n\n)', path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_version_is_the_one_that_is_built() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["version"] == __version__


def test_no_licence_text_is_copied_into_the_repository() -> None:
    """Texts are linked and hashed; a clause file quotes no more than first and last words."""
    for path in (ROOT / "licenses").rglob("*.lic"):
        passages = re.findall(r'passage "([^"]*)"(?:\s*\.\. "([^"]*)")?', path.read_text("utf-8"))
        assert all(len(words.split()) <= 40 for pair in passages for words in pair), path.name


def test_few_names_are_public_and_a_room_hides_none_of_them() -> None:
    """Rooms are put into the package under their own names when they are imported."""
    assert len(licenselogic.__all__) <= 30
    for name in licenselogic.__all__:
        if (PACKAGE / name).is_dir():
            importlib.import_module(f"licenselogic.{name}")
        assert not isinstance(getattr(licenselogic, name), ModuleType), name


DATED = re.compile(r"\blest\b|\bsave that\b|\bof one's own\b", re.IGNORECASE)
"""Words that a reader may have to look up, each with a plain one beside it."""

READ_BY_PEOPLE = ["README.md", "docs", "examples", "grammars", "licenselogic", "licenses"]


def test_words_are_of_today() -> None:
    paths = [path for name in READ_BY_PEOPLE for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    texts = [p for p in paths if p.suffix in (".md", ".py", ".lic", ".toml", ".lark", ".yaml")]
    found = [p.name for p in texts if DATED.search(" ".join(p.read_text("utf-8").split()))]
    assert found == []
