"""The documentation site: what its pages hold, and that no link in them is broken."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

import licenselogic as ll

ROOT = Path(__file__).parents[2]
WEBSITE = ROOT / "docs" / "website"
HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\((/?[\w./+-]+\.md)?(?:#([^)]*))?\)")


@pytest.fixture(autouse=True, scope="module")
def website() -> Iterator[None]:
    """Let the modules of the site find each other."""
    sys.path.append(str(WEBSITE))
    yield
    sys.path.remove(str(WEBSITE))


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"website_{name}", WEBSITE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(load("pages").staged())


def anchors(text: str) -> set[str]:
    """Return the anchors of headings, as GitHub and MyST make them."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    plain = (re.sub(r"[^\w\- ]", "", heading.casefold()) for heading in HEADING.findall(text))
    return {words.strip().replace(" ", "-") for words in plain}


def test_every_link_between_pages_leads_to_a_page_and_a_heading(pages: dict[str, str]) -> None:
    lost = []
    for name, text in pages.items():
        for path, anchor in LINK.findall(text):
            there = path.removeprefix("/") if path.startswith("/") else f"licenses/{path}"
            there = there if path else name
            if there not in pages or (anchor and anchor not in anchors(pages[there])):
                lost.append((name, path, anchor))
    assert lost == []


def test_every_licence_has_a_page_with_its_clauses_and_passages(pages: dict[str, str]) -> None:
    for license in ll.licenses():
        page = pages[f"licenses/{license.id}.md"]
        assert page.count("\n### ") == len(license.clauses), license.id
        assert page.count("\n> ") == sum(len(clause.passages) for clause in license.clauses)
        assert f"]({license.id}.md)" in pages["licenses/index.md"]


def test_every_command_every_python_name_and_every_word_is_there(pages: dict[str, str]) -> None:
    from licenselogic.cli.app import cli
    from licenselogic.norms.vocabulary import vocabulary

    commands = re.findall(r"^## (.+)$", pages["commands.md"], re.MULTILINE)
    assert commands == cli.list_commands(None)
    names = re.findall(r"^## (.+)$", pages["python.md"], re.MULTILINE)
    assert {*names, "__version__"} == set(ll.__all__)
    words = {word for group in vocabulary().raw.values() for word in group}
    assert words <= set(re.findall(r"^\| `([^`]+)` \|", pages["vocabulary.md"], re.MULTILINE))


def test_a_link_to_a_file_that_is_not_there_is_an_error() -> None:
    website = load("pages")
    with pytest.raises(LookupError, match=r"README\.md: `docs/gone\.md` leads nowhere"):
        website._fit("[x](docs/gone.md)", ROOT / "README.md")


def test_a_flow_chart_is_a_picture(pages: dict[str, str]) -> None:
    assert not any("flowchart" in page for page in pages.values())
    picture = re.search("<svg.*?</svg>", pages["how-it-works.md"], re.DOTALL)
    assert picture is not None
    root = ElementTree.fromstring(picture[0])
    ties = (root.get("aria-label") or "").split("; ")
    paths = [part for part in root if part.tag.endswith("path")]
    assert "norms leads to base" in ties and len(paths) == len(ties)
    boxes = [part for part in root if part.tag.endswith("rect")]
    places = {(float(box.get("x", 0)), float(box.get("y", 0))) for box in boxes}
    assert len(places) == len(boxes) == len(list((ROOT / "licenselogic").glob("*/__init__.py")))
    width = float(boxes[0].get("width", 0))
    for x, y in places:  # no box lies on another
        assert not any(0 < abs(x - a) <= width and y == b for a, b in places)


def test_the_chart_of_the_rooms_is_legible_beside_the_contents() -> None:
    """A page leaves 736 pixels for it on a screen of 1,280; on a phone it is moved sideways."""
    text = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
    (chart,) = re.findall(r"^```mermaid\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    drawn = ElementTree.fromstring(load("charts").drawn(chart))
    (svg,) = drawn
    width = float(svg.attrib["viewBox"].split()[2])
    letters = {float(e.attrib["font-size"]) for e in svg.iter() if "font-size" in e.attrib}
    assert min(letters) * 736 / width >= 12
    (least,) = re.findall(r"min-width: (\d+)px", svg.attrib["style"])
    assert min(letters) * float(least) / width >= 11.5
    assert "overflow-x: auto" in drawn.attrib["style"] and drawn.attrib["tabindex"] == "0"


def test_a_chart_with_a_line_that_is_not_drawn_is_an_error() -> None:
    charts = load("charts")
    with pytest.raises(LookupError, match="does not draw: `a -->"):
        charts.drawn("flowchart TD\n  a[a: one]\n  a --> b\n")


@pytest.mark.slow
def test_whatever_is_broken_in_a_page_fails_the_build(tmp_path: Path) -> None:
    for name in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(name, reason="needs licenselogic[docs]")
    source = tmp_path / "source"
    source.mkdir()
    script = "import sys; from build import build; from pathlib import Path; "
    script += "sys.exit(build(Path(sys.argv[1]), Path(sys.argv[2])))"

    def built(page: str) -> subprocess.CompletedProcess[str]:
        (source / "index.md").write_text(page, "utf-8")
        command = [sys.executable, "-c", script, str(source), str(tmp_path)]
        environment = {"PYTHONPATH": f"{ROOT}:{WEBSITE}", "PATH": ""}
        return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")

    assert built("# One\n\n[there](#one)\n").returncode == 0
    broken = built("# One\n\n[nowhere](#two)\n")
    assert broken.returncode != 0
    assert "index.md:3" in broken.stderr
