"""The generated pages of docs/ are up to date."""

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
    from licenselogic.base.codes import Code

    headings = re.findall(r"^### (.*)$", pages[ROOT / "docs" / "codes.md"], re.MULTILINE)
    assert headings == list(Code)


def test_every_licence_is_in_the_list_of_licences(pages: dict[Path, str]) -> None:
    import licenselogic as ll

    page = pages[ROOT / "docs" / "licenses" / "README.md"]
    rows = re.findall(r"^\| (?:\[(.*?)\]\(.*?\)|([^|<]*))<br>", page, re.MULTILINE)
    assert sorted(a or b for a, b in rows) == sorted(ll.licenses().ids())


def test_every_module_is_in_the_table_of_how_it_works(pages: dict[Path, str]) -> None:
    table = pages[ROOT / "docs" / "how-it-works.md"].partition("<!-- modules -->")[2]
    package = ROOT / "licenselogic"
    modules = {p.relative_to(package).with_suffix("").as_posix() for p in package.glob("*/*.py")}
    named, room = set(), ""
    for found, module in re.findall(r"^\| (?:\*\*`(\w+)`\*\*)? ?\| (?:`(\w+)`)? ?\|", table, re.M):
        room = found or room
        named.add(f"{room}/{module or '__init__'}")
    assert named == modules
