"""The words of the pages: short sentences where every word counts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.docs

DOCS = Path(__file__).parents[2] / "docs"

MOST_WORDS = 30
"""In a sentence of semantics.md: what is longer hides a second thought, or a formula."""


def sentences(page: str) -> Iterator[str]:
    """Yield the sentences of a page: of paragraphs, items and cells, without blocks of code."""
    prose = re.sub(r"^```.*?^```$", "\n\n", page, flags=re.MULTILINE | re.DOTALL)
    for part in re.split(r"\n\s*\n|\n(?=\s*[-|#])|\|", prose):
        yield from filter(None, re.split(r"(?<=[.!?])\s+", " ".join(part.split())))


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; what stands in backquotes is one."""
    return re.findall(r"`[^`]*`|[\w’'()]*\w[\w’'()]*", sentence)


def test_no_sentence_of_the_semantics_is_long() -> None:
    page = (DOCS / "semantics.md").read_text(encoding="utf-8")
    assert [s for s in sentences(page) if len(words(s)) > MOST_WORDS] == []


def test_every_formula_of_the_semantics_has_a_line() -> None:
    """A definition stands in a block, one a line; what it defines is named on that line."""
    page = (DOCS / "semantics.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert page.count(":=") == sum(block.count(":=") for block in blocks)
    for line in "".join(blocks).splitlines():
        assert line == line.strip()
        assert line.count(":=") <= 1


def test_items_cells_and_paragraphs_end_a_sentence() -> None:
    page = "# A title\nOne. Two\nlines! Three\n- four\n- five\n\n| six | seven |\n"
    found = ["# A title", "One.", "Two lines!", "Three", "- four", "- five", "six", "seven"]
    assert list(sentences(page.replace("title\n", "title\n\n"))) == found


def test_blocks_of_code_hold_no_sentence() -> None:
    assert list(sentences("Before\n```text\na := b. c\n```\nafter")) == ["Before", "after"]


def test_what_is_quoted_is_one_word() -> None:
    assert words("If `a and b` holds, (X, q) does.") == [
        "If",
        "`a and b`",
        "holds",
        "(X",
        "q)",
        "does",
    ]
