"""What all commands share: exit codes, options that several have, answers as JSON.

What a command needs is imported when it runs, so that `--help` costs nothing.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from licenselogic.library.library import Library

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

profile_option = click.option(
    "--profile",
    type=click.Choice(["default", "strict", "lenient"]),
    default="default",
    help="The readings of the law to assume.",
)


def library(folders: Sequence[Path]) -> "Library":
    """Return the shipped library, with the clause files of `--licenses` if there are any."""
    from licenselogic.library.library import licenses

    if not folders:
        return licenses()
    from licenselogic.cli.options import with_own

    return with_own(folders)


def complete_license(_: Any, __: Any, typed: str) -> list[str]:
    """Return the licence ids that begin as `typed` does, for shells."""
    from licenselogic.library.library import licenses

    return [name for name in licenses().ids() if name.casefold().startswith(typed.casefold())]


def print_json(data: Any) -> None:
    """Print `data` as JSON."""
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
