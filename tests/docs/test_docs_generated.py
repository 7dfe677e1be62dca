"""The generated pages of docs/ are up to date, and the drawing shows arrows that exist."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their own module up.
    import sys

    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


generate = load()


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    return generate.pages()


@pytest.mark.parametrize("name", ["codes.md", "licenses/README.md", "how-it-works.md"])
def test_a_generated_page_is_up_to_date(name: str, pages: dict[Path, str]) -> None:
    path = ROOT / "docs" / name
    assert path.read_text("utf-8") == pages[path], "run `python docs/generate.py`"


def test_every_code_is_in_the_list_of_codes(pages: dict[Path, str]) -> None:
    from licenselogic.base.codes import BY_NAME

    headings = re.findall(r"^### (.*)$", pages[ROOT / "docs" / "codes.md"], re.MULTILINE)
    assert headings == list(BY_NAME)


def test_every_licence_is_in_the_list_of_licences(pages: dict[Path, str]) -> None:
    import licenselogic as ll

    page = pages[ROOT / "docs" / "licenses" / "README.md"]
    rows = re.findall(r"^\| (?:\[(.*?)\]\(.*?\)|([^|<]*))<br>", page, re.MULTILINE)
    assert sorted(a or b for a, b in rows) == sorted(ll.licenses().ids())


def arrows() -> list[tuple[str, str]]:
    """Return the arrows between modules in the drawing of how-it-works.md."""
    text = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
    drawing = text.partition("```mermaid\n")[2].partition("```")[0]
    ends = set(re.findall(r"(\w+)\(\[", drawing))
    lines = re.findall(r"^ +(\w+)(?:\(.*?\))? <?-->(?:\|.*?\|)? (\w+)", drawing, re.MULTILINE)
    return [(a, b) for a, b in lines if a not in ends and b not in ends]


def test_the_drawing_has_arrows() -> None:
    assert len(arrows()) > 20


@pytest.mark.parametrize(("start", "end"), arrows(), ids=lambda name: name)
def test_an_arrow_of_the_drawing_joins_modules_of_which_one_imports_the_other(
    start: str, end: str
) -> None:
    files = {name.rpartition(".")[2]: (name, file) for name, file in generate.modules().items()}
    used = {
        name: {m.rpartition(".")[2] for found in generate.imports(files[name][1]) for m in found}
        for name in (start, end)
    }
    assert end in used[start] or start in used[end]
