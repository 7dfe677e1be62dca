"""What all commands share: exit codes, options that several have, answers as JSON.

What a command needs is imported when it runs, so that `--help` costs nothing.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli import completing

if TYPE_CHECKING:
    from licenselogic.base.diagnostics import LicenseLogicError
    from licenselogic.library.library import Library

COMPLETE = "_LICENSELOGIC_COMPLETE"
"""The variable through which shells ask for completions."""

EXIT_COMPATIBLE, EXIT_INCOMPATIBLE, EXIT_ERROR, EXIT_UNKNOWN = 0, 1, 2, 3

_Command = Callable[..., int]


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Return the option `--format`, one of `formats`; without it, text."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", help="Output format."
    )


licenses_option = click.option(
    "--licenses",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A clause file of your own, or a folder of them, beside the shipped library.",
)


def known_options(command: _Command) -> _Command:
    """Add the options that say where works are looked up which the input only names."""
    for option in (
        click.option("--ask-hub", is_flag=True, help="Ask the live Hub for works not known here."),
        click.option("--no-catalogue", is_flag=True, help="Leave the catalogue of works out."),
        click.option(
            "--known",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="A lineage, or a table of works, of your own: for works that are only named.",
        ),
    ):
        command = option(command)
    return command


def report_options(command: _Command) -> _Command:
    """Add the options that say how much is told, and in colours or not."""
    for option in (
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Colours: on a terminal, always, or never (NO_COLOR and FORCE_COLOR work too).",
        ),
        click.option("--verbose", "-v", is_flag=True, help="Leave nothing out of the text."),
    ):
        command = option(command)
    return command


PROFILES = (
    "default", "strict", "lenient",
    "weights-not-protected", "no-terms-without-signature", "distillation-not-derivative",
)  # fmt: skip
"""The profiles of the vocabulary, which takes a while to read."""

profile_option = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="default",
    help="The readings of the law to assume.",
)


publish_option = click.option(
    "--publish",
    type=click.Choice(["internal", "share", "sell", "service"]),
    help="How the work is published.",
)

fact_option = click.option(
    "--fact",
    multiple=True,
    metavar="NAME=VALUE",
    help="A fact about the publisher.",
    shell_complete=completing.fact,
)

assume_option = click.option(
    "--assume",
    multiple=True,
    metavar="NAME=true|false",
    help="Change one reading.",
    shell_complete=completing.assumption,
)


def library(folders: Sequence[Path]) -> "Library":
    """Return the shipped library, with the clause files of `--licenses` if there are any."""
    from licenselogic.library.library import licenses

    if not folders:
        return licenses()
    from licenselogic.cli.requests import with_own

    return with_own(folders)


def complete_license(_: Any, __: Any, typed: str) -> list[str]:
    """Return the licence ids that begin as `typed` does, for shells."""
    from licenselogic.library.library import licenses

    return [name for name in licenses().ids() if name.casefold().startswith(typed.casefold())]


def say(text: str = "", *, nl: bool = True, err: bool = False) -> None:
    """Print text, in the encoding that the stream has: click takes ASCII for a mistake.

    Colours are there if somebody painted them; click would take them away where no terminal is.
    """
    click.echo(text, nl=nl, file=sys.stderr if err else sys.stdout, color=True)


def error_text(error: "LicenseLogicError") -> str:
    """Return an error as text; what has no help of its own gets the advice on its code."""
    from licenselogic.base.meanings import meaning

    told = (
        d if d.help or d.severity != "error" else replace(d, help=meaning(d.code).advice)
        for d in error.diagnostics
    )
    return "\n\n".join(diagnostic.render(error.source) for diagnostic in told)


def exit_code(status: str) -> int:
    """Return the exit code that a status stands for."""
    codes = {"compatible": EXIT_COMPATIBLE, "incompatible": EXIT_INCOMPATIBLE}
    return codes.get(status, EXIT_UNKNOWN)


def json_answer(data: Any) -> str:
    """Return `data` as JSON, with escapes for what standard output cannot hold."""
    from licenselogic.base.display import json_text

    return json_text(data, getattr(sys.stdout, "encoding", None) or "utf-8")


def print_json(data: Any) -> None:
    """Print `data` as JSON."""
    say(json_answer(data), nl=False)
