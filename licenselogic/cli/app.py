"""The command line: arguments in, exit code out; no logic of its own.

0 compatible (or done), 1 incompatible (or findings), 2 usage or input error, 3 unknown.
What a command needs is imported when it runs, so that `--help` costs nothing.
"""

import os
from collections.abc import Sequence

import click

from licenselogic.cli.commands import Commands
from licenselogic.cli.common import COMPLETE, EXIT_ERROR, error_text, say

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, context_settings=_CONTEXT)
@click.version_option(package_name="licenselogic", message="%(prog)s %(version)s")
def cli() -> None:
    """May this work be published under that licence, given what it was made from?

    Exit codes: 0 compatible, 1 incompatible, 2 usage or input error, 3 unknown.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line on `arguments` and return the exit code.

    Raises only `BrokenPipeError`, where the reader of the output has gone, and `KeyboardInterrupt`.
    """
    try:
        result = cli.main(list(arguments), prog_name="licenselogic", standalone_mode=False)
        return int(result or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
    except click.ClickException as error:
        _show(error)
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # click's answer where the reader of the output has gone, and to completion
        if COMPLETE in os.environ:
            raise
        raise BrokenPipeError from None
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  a user must never meet a traceback
        say(_message(error), err=True)
    return EXIT_ERROR


_MEANT = dict.fromkeys(
    ("--license", "--licence", "--lisence", "--outbound", "--target", "--to", "--under"), "--as"
)
"""Options that people look for, and what they are called here."""

_HINTS = {
    "diff": "it takes two licences, as in `licenselogic diff MIT Apache-2.0`",
    "fmt": "it takes clause files, as in `licenselogic fmt mine.lic`",
    "init": "it takes a folder, a card or a lineage, as in `licenselogic init path/to/model`",
    "list": "`licenselogic list --family llama` lists a family, `licenselogic show llama3` tells "
    "what a licence says",
    "show": "it takes one licence; `licenselogic diff MIT Apache-2.0` compares two, and `check` "
    "judges expressions",
}
"""What to do where the arguments of a command are too many or too few."""


def _show(error: click.ClickException) -> None:
    from io import StringIO

    from licenselogic.base.display import printable_lines

    hint = _hint(error)
    if isinstance(error, click.NoSuchOption) and error.option_name in _MEANT:
        error = click.NoSuchOption(error.option_name, ctx=error.ctx)
    text = StringIO()
    error.show(text)  # it repeats arguments as they are
    say(printable_lines(text.getvalue().expandtabs(2)), nl=False, err=True)
    if hint:
        say(f"  = help: {hint}", err=True)


def _hint(error: click.ClickException) -> str:
    """Return what to do about an option that is called otherwise, or too few arguments."""
    if isinstance(error, click.NoSuchOption):
        meant = _MEANT.get(error.option_name)
        return f"did you mean `{meant}`?" if meant else ""
    context = getattr(error, "ctx", None)
    counted = isinstance(error, click.MissingParameter) or "extra argument" in str(error)
    return _HINTS.get(context.info_name, "") if context is not None and counted else ""


def _message(error: Exception) -> str:
    from licenselogic.base.diagnostics import InternalError, LicenseLogicError
    from licenselogic.base.display import printable

    if isinstance(error, LicenseLogicError):
        return error_text(error)
    if isinstance(error, InternalError):
        return str(error)
    if isinstance(error, RecursionError | MemoryError):
        return "error: the input is nested too deeply or is too large"
    if isinstance(error, OSError) and error.filename is None:
        return f"error: cannot write the output: {error.strerror}"
    where = printable(f"{type(error).__name__}: {error}")
    return f"internal error: {where}\nplease report this with the command line"
