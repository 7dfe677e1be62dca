"""What is shown draws nothing but characters, whatever a file or a name holds."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest

from licenselogic.base.display import json_text, printable, printable_lines, quoted, shown

ESCAPES = {
    "\x1b[31mred": r"\x1b[31mred",
    "one\ntwo\rthree": r"one\ntwo\rthree",
    "\x9b31m": r"\x9b31m",
    "abc\x08\x7f": r"abc\x08\x7f",
    "\u202egnp.exe": r"\u202egnp.exe",
    "a\u2028b": r"a\u2028b",
    "\ud800": r"\ud800",
    "\U000e0041": r"\U000e0041",
}


@pytest.mark.parametrize(("text", "expected"), ESCAPES.items(), ids=ascii)
def test_what_does_not_print_becomes_an_escape(text: str, expected: str) -> None:
    assert printable(text) == expected
    assert quoted(text) == f"`{expected}`"


@pytest.mark.parametrize("text", ["MIT", "żółw", "许可\u3000证", "10\xa0MB", "🐟"])
def test_what_prints_stays(text: str) -> None:
    assert printable(text) == text


def test_lines_stay_lines() -> None:
    assert printable_lines("a\n\x1bb\n") == "a\n\\x1bb\n"


class Kind(StrEnum):
    """A word that is text too."""

    ONE = "one"


class Pair(NamedTuple):
    """A tuple with names."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a report draws."""

    name: str
    inner: object
    kind: Kind = Kind.ONE


def test_every_text_of_a_value_is_made_printable() -> None:
    bad, good = "a\x1b", r"a\x1b"
    inner = (bad, [Row(bad, frozenset({bad}))], {bad: {"b": bad}}, Pair(bad, "c"), 1, None)
    found = shown(Row(bad, inner))
    expected = (good, [Row(good, frozenset({good}))], {good: {"b": good}}, Pair(good, "c"), 1, None)
    assert found == Row(good, expected)
    assert found.kind is Kind.ONE
    assert isinstance(found.inner, tuple) and isinstance(found.inner[3], Pair)


def test_what_needs_no_escapes_is_handed_back() -> None:
    value = Row("a", ({"b": ("c",)}, frozenset({"d"}), Pair("e", "f")))
    assert shown(value) is value


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf_16", "ascii", "latin-1", "cp1252"])
def test_json_can_be_read_back_from_any_encoding(encoding: str) -> None:
    data = {key: [f"{key}, ż"] for key in ESCAPES}
    text = json_text(data, encoding)
    assert json.loads(text.encode(encoding).decode(encoding)) == data
    assert all(line.isprintable() for line in text.splitlines())


def test_json_shows_letters_as_they_are_where_it_can() -> None:
    assert json_text(["ż"]) == '[\n  "ż"\n]\n'
    assert json_text(["ż"], "ascii") == '[\n  "\\u017c"\n]\n'


def test_text_is_clipped_and_a_path_is_not() -> None:
    text = "a/" * 100
    assert quoted(text) == f"`{text[:80]}...`"
    assert quoted(Path(text)) == f"`{Path(text)}`"
