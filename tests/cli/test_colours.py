"""Colours are for terminals, and control characters for nobody."""

import sys
from pathlib import Path

import click
import pytest
from calls import OWN, Call

from licenselogic.report.style import Style


class Terminal:
    """A stream that says whether it is a terminal."""

    def __init__(self, is_one: bool) -> None:
        self.is_one = is_one

    def isatty(self) -> bool:
        return self.is_one


@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"),
    [(True, None, True), (False, None, False), (True, "1", False), (True, "", True)],
)
def test_colours_are_for_terminals_and_off_at_wish(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, no_color: str | None, coloured: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal(terminal))
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert Style.detect().colour is coloured


@pytest.mark.parametrize("no_color", [None, "1"])
def test_show_is_coloured_on_a_terminal_only_without_no_color(
    call: Call, monkeypatch: pytest.MonkeyPatch, no_color: str | None
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    _, out, _ = call("show", "MIT")
    assert ("\x1b[" in out) == (no_color is None)
    assert click.unstyle(out).startswith("MIT  MIT License\n")


@pytest.mark.parametrize(
    "arguments", [["show", "MIT"], ["list"], ["vocabulary"], ["explain"], ["show", "nothing"]]
)
def test_there_are_no_colours_where_there_is_no_terminal(call: Call, arguments: list[str]) -> None:
    assert "\x1b" not in "".join(call(*arguments)[1:])


def test_control_characters_of_a_file_never_reach_the_terminal(call: Call, own: Path) -> None:
    own.write_text(OWN.replace("modify,", "\x1b[31mred\x07"))
    for command in ("lint", "fmt"):
        code, out, err = call(command, own)
        assert code == 2
        assert "\x1b" not in out + err and "\x07" not in out + err
