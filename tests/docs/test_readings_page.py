"""The page on readings: each has a row, and its example turns on it as the row says."""

import re
import shlex
from pathlib import Path

import pytest

from licenselogic.cli.app import run
from licenselogic.norms.assumptions import select
from licenselogic.norms.vocabulary import vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "readings.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| .*? \| `(--upstream.*?)` \| (\w+) \| (\w+) \|$", PAGE, re.M)


def test_every_reading_has_a_row() -> None:
    assert [name for name, *_ in ROWS] == list(vocabulary().assumptions)


def test_every_profile_is_named() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.M)) == set(vocabulary().profiles)


@pytest.mark.parametrize(("name", "example", "default", "switched"), ROWS)
def test_an_example_turns_on_its_reading(
    name: str, example: str, default: str, switched: str, capsys: pytest.CaptureFixture[str]
) -> None:
    value = "no" if name in select() else "yes"
    for words, told in ((example, default), (f"{example} --assume {name}={value}", switched)):
        run(["check", *shlex.split(words)])
        assert capsys.readouterr().out.startswith(f"{told}: "), words
