"""Every command and code block of README and docs runs and prints what it says.

A ```console block holds `$ command` lines, each followed by its output; `...` stands for any lines.
A ```pycon block is a doctest.  `pytest --reset` rewrites the output of console blocks.
"""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from licenselogic.cli.app import run
from licenselogic.norms.vocabulary import vocabulary

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
]
BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> Iterator[object]:
    for page in PAGES:
        for number, found in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8")), 1):
            if found.group(1) == kind:
                name = f"{page.relative_to(ROOT)}:{number}"
                yield pytest.param(page, found.group(2), id=name)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that is written below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def output_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    words = shlex.split(command)
    assert words[0] == "licenselogic", f"only licenselogic commands are run: {command}"
    run(words[1:])
    captured = capsys.readouterr()
    return captured.out + captured.err


def matches(printed: str, written: str) -> bool:
    pattern = re.escape(written.strip()).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@pytest.mark.parametrize(("page", "block"), list(blocks("console")))
def test_a_console_block_prints_what_it_says(
    page: Path,
    block: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(ROOT)
    for command, written in commands(block):
        printed = output_of(command, capsys)
        if request.config.getoption("--reset") and "..." not in written:
            text = page.read_text(encoding="utf-8")
            old, new = f"$ {command}\n{written}", f"$ {command}\n{printed}"
            page.write_text(text.replace(old, new), encoding="utf-8")
            continue
        assert matches(printed, written), f"`{command}` printed:\n{printed}"


@pytest.mark.parametrize(("page", "block"), list(blocks("pycon")))
def test_a_python_block_does_what_it_says(
    page: Path, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    example = doctest.DocTestParser().get_doctest(block, {}, page.name, str(page), 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
    assert result.failed == 0


def test_every_link_of_the_pages_leads_to_a_file() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_reading_has_its_defaults_a_reason_and_sources() -> None:
    page = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \| (yes|no) \| (yes|no) \| (.+) \|$", page, re.M)
    words = vocabulary()
    profiles = ("default", "strict", "lenient")
    told = {name: tuple(value == "yes" for value in values) for name, *values, _ in rows}
    assert told == {
        name: tuple(name in words.profiles[profile] for profile in profiles)
        for name in words.assumptions
    }
    assert all(reason.endswith(".") for *_, reason in rows)
    assert set(re.findall(r"^- \*\*`(\w+)`\*\*: ", page, re.M)) == set(words.assumptions)
