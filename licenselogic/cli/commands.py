"""The command line: arguments in, exit code out; no logic of its own.

0 compatible (or done), 1 incompatible (or findings), 2 usage or input error, 3 unknown.
What a command needs is imported when it runs, so that `--help` costs nothing.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from licenselogic.library.library import Library

EXIT_COMPATIBLE, EXIT_INCOMPATIBLE, EXIT_ERROR, EXIT_UNKNOWN = 0, 1, 2, 3

COMPLETE = "_LICENSELOGIC_COMPLETE"
"""The variable through which shells ask for completions."""

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run(arguments: Sequence[str]) -> int:
    """Run the command line on `arguments` and return the exit code.  No traceback escapes."""
    try:
        result = cli.main(list(arguments), prog_name="licenselogic", standalone_mode=False)
        return int(result or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        error.show()
    except click.Abort:
        click.echo("interrupted", err=True)
    except SystemExit:  # click's answer where the reader of the output has gone, and to completion
        if COMPLETE in os.environ:
            raise
        raise BrokenPipeError from None
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  a user must never meet a traceback
        click.echo(_message(error), err=True)
    return EXIT_ERROR


def _message(error: Exception) -> str:
    from licenselogic.base.diagnostics import InternalError, LicenseLogicError

    if isinstance(error, LicenseLogicError):
        return error.render()
    if isinstance(error, InternalError):
        return str(error)
    if isinstance(error, RecursionError | MemoryError):
        return "error: the input is nested too deeply or is too large"
    where = f"{type(error).__name__}: {error}"
    return f"internal error: {where}\nplease report this with the command line"


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="licenselogic", message="%(prog)s %(version)s")
def cli() -> None:
    """May this work be published under that licence, given what it was made from?

    Exit codes: 0 compatible, 1 incompatible, 2 usage or input error, 3 unknown.
    """


_Command = Callable[..., int]


def _format_option(*formats: str) -> Callable[[_Command], _Command]:
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", help="Output format."
    )


_licenses_option = click.option(
    "--licenses",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A clause file of your own, or a folder of them, beside the shipped library.",
)


def _library(folders: Sequence[Path]) -> "Library":
    from licenselogic.library.library import licenses

    if not folders:
        return licenses()
    from licenselogic.cli.options import with_own

    return with_own(folders)


def _complete_license(_: Any, __: Any, typed: str) -> list[str]:
    from licenselogic.library.library import licenses

    return [name for name in licenses().ids() if name.casefold().startswith(typed.casefold())]


def _complete_code(_: Any, __: Any, typed: str) -> list[str]:
    from licenselogic.base.codes import Code

    return [name for name in Code if name.startswith(typed)]


@cli.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@click.option(
    "--upstream",
    multiple=True,
    metavar="LICENSE[:RELATION]",
    help="Check without a file: an upstream licence, and how the work was made from it "
    "(by default incorporate).",
)
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to judge.",
              shell_complete=_complete_license)  # fmt: skip
@click.option(
    "--type", "material", type=click.Choice(["model", "dataset", "software"]),
    help="With --upstream: the type of the works.",
)  # fmt: skip
@click.option(
    "--publish", type=click.Choice(["internal", "share", "sell", "service"]),
    help="How the work is published.",
)  # fmt: skip
@click.option("--fact", multiple=True, metavar="NAME=VALUE", help="A fact about the publisher.")
@click.option(
    "--profile", type=click.Choice(["default", "strict", "lenient"]), default="default",
    help="The readings of the law to assume.",
)  # fmt: skip
@click.option("--assume", multiple=True, metavar="NAME=true|false", help="Change one reading.")
@click.option("--all-assumptions", is_flag=True, help="Show the status under every reading.")
@click.option("--rlimit", type=click.IntRange(1), help="Solver steps for one query.")
@click.option("--hub", "repo", metavar="ID", help="Check a model of the Hugging Face Hub, live.")
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts (*.txt); clauses then show the words that they stand on.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Leave no counterexample out of the text.")
@_licenses_option
@_format_option("text", "json")
def check(path: str | None, work: str | None, **options: Any) -> int:
    """Check a work of a lineage file, a model card, or a model folder.

    PATH is a YAML or JSON lineage, a README.md with a model card, a saved Hub response or a
    folder; WORK is the id of the work to check (default: the one without descendants).

    \b
      licenselogic check lineage.yaml
      licenselogic check --upstream gemma:quantized --as MIT
      licenselogic check --upstream GPL-3.0-only:merge --upstream openrail++:merge --as GPL-3.0-only
    """
    from licenselogic.cli import options as requests

    lineage = requests.lineage(path, work, options)
    request = requests.CheckRequest(
        lineage,
        work,
        options["offered"],
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        _library(options["folders"]),
    )
    if options["all_assumptions"]:
        return _every_reading(request, options["form"])
    verdict = request.verdict()
    if options["texts"] is not None:
        verdict = verdict.quoting(requests.quote_from(options["texts"], request.library))
    if options["form"] == "json":
        _print_json(verdict.to_dict())
    else:
        from licenselogic.report.style import Style
        from licenselogic.report.verdict_text import render_verdict

        click.echo(render_verdict(verdict, Style.detect(), options["full"]), nl=False)
    return _exit_code(verdict.status.value)


def _exit_code(status: str) -> int:
    codes = {"compatible": EXIT_COMPATIBLE, "incompatible": EXIT_INCOMPATIBLE}
    return codes.get(status, EXIT_UNKNOWN)


def _print_json(data: Any) -> None:
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _every_reading(request: Any, form: str) -> int:
    rows = request.every_reading()
    if form == "json":
        _print_json([{"true": sorted(true), "status": status} for true, status in rows])
    else:
        for true, status in rows:
            click.echo(f"{status:<13} when {', '.join(sorted(true)) or 'none'} hold")
    return _exit_code(request.verdict().status.value)


@cli.command()
@click.argument("license", shell_complete=_complete_license)
@click.option("--source", is_flag=True, help="Print the clause file instead, names included.")
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts; clauses then show the words that they stand on.",
)  # fmt: skip
@click.option("--compatible", is_flag=True, help="Judge which licences derivatives may have.")
@_licenses_option
@_format_option("text", "json")
def show(license: str, source: bool, folders: Sequence[Path], **options: Any) -> int:
    """Show a licence or exception: what each clause says and stands on, and what relations yield.

    Inherited clauses are there too, and say from where.
    """
    from licenselogic.cli.show import page, source_text

    known = _library(folders)
    text = source_text(known, license) if source else page(known, license, **options)
    click.echo(text, nl=False)
    return EXIT_COMPATIBLE


@cli.command("list")
@click.option("--family", help="Only licences of this family.")
@click.option("--covers", help="Only licences written for software, content, data or model.")
@click.option("--permits", multiple=True, help="An act, or `commercial`, that is permitted.")
@click.option("--forbids", multiple=True, help="An act, or `distribute-derivatives`, that is not.")
@click.option("--requires", multiple=True, help="A duty, or `share-alike`, `flow-down`.")
@_licenses_option
@_format_option("text", "json")
def list_(folders: Sequence[Path], form: str, **filters: Any) -> int:
    """List the licences of the library."""
    from licenselogic.library.search import Filters, select_licenses

    rows = select_licenses(_library(folders), Filters(**filters))
    if form == "json":
        _print_json([row.to_dict() for row in rows])
    else:
        width = max((len(row.id) for row in rows), default=0)
        for row in rows:
            click.echo(f"{row.id:<{width}}  {row.title}")
    return EXIT_COMPATIBLE


@cli.command()
@click.argument("first", shell_complete=_complete_license)
@click.argument("second", shell_complete=_complete_license)
@click.option(
    "--profile", type=click.Choice(["default", "strict", "lenient"]), default="default",
    help="The readings of the law to assume.",
)  # fmt: skip
@_licenses_option
@_format_option("text", "json")
def diff(first: str, second: str, profile: str, folders: Sequence[Path], form: str) -> int:
    """Show what changed from one licence to another: permissions, duties, terms, clauses.

    Exit codes: 0 they say the same, 1 they differ, 2 usage or input error, 3 unknown.
    """
    from licenselogic.diff.diff import diff_licenses

    known = _library(folders)
    found = diff_licenses(known[first], known[second], profile)
    if form == "json":
        _print_json(found.to_dict())
    else:
        from licenselogic.report.diff_text import render_diff
        from licenselogic.report.style import Style

        click.echo(render_diff(found, Style.detect()), nl=False)
    if found.spent:
        return EXIT_UNKNOWN
    return EXIT_COMPATIBLE if found.same else EXIT_INCOMPATIBLE


@cli.command()
@click.argument("code", required=False, shell_complete=_complete_code)
def explain(code: str | None) -> int:
    """Explain a code of a message or a word of the vocabulary, or list all codes."""
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
    from licenselogic.base.meanings import meaning

    known = list(Code)
    if code is None:
        width = max(map(len, known))
        for entry in known:
            click.echo(f"{entry:<{width}}  {meaning(entry).summary}")
        return EXIT_COMPATIBLE
    words = _meanings(code)
    if code not in known and not words:
        hint = did_you_mean(code, known) or "`licenselogic explain` lists all codes"
        raise UsageError(Diagnostic(Code.BAD_OPTION, f"no code is called `{code}`", help=hint))
    if code in known:
        means, advice = meaning(Code(code))
        click.echo(f"{code}: {means}\n\nWhat to do: {advice}.")
    for line in words:
        click.echo(line)
    return EXIT_COMPATIBLE


def _meanings(word: str) -> list[str]:
    """Return the definitions of a word of the vocabulary, one for each group that has it."""
    from licenselogic.norms.vocabulary import vocabulary as words

    found = [group for group in words().raw if word in words().raw[group]]
    return [f"{word} ({group}): {words().meaning(group, word)}" for group in found]


@cli.command()
@click.argument("group", required=False)
@_format_option("text", "json")
def vocabulary(group: str | None, form: str) -> int:
    """Print the controlled vocabulary: every word of a group, or all groups, with definitions."""
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
    from licenselogic.norms import vocabulary as words

    known = words.vocabulary()
    if group is not None and group not in known.raw:
        hint = did_you_mean(group, known.raw) or f"one of: {', '.join(known.raw)}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, f"no group is called `{group}`", help=hint))
    groups = [group] if group else list(known.raw)
    if form == "json":
        _print_json({g: known.raw[g] for g in groups})
        return EXIT_COMPATIBLE
    for name in groups:
        click.echo(f"{name}")
        for word in known.raw[name]:
            click.echo(f"  {word:<30} {known.meaning(name, word)}")
    return EXIT_COMPATIBLE


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--texts", type=click.Path(path_type=Path), help="A folder of licence texts (*.txt).")
@click.option("--warnings/--no-warnings", default=True, help="Show warnings too.")
def lint(paths: Sequence[Path], texts: Path | None, warnings: bool) -> int:
    """Check clause files: words, numbers, passages, coverage.  Without PATHS, the whole library."""
    from licenselogic.cli.options import lint_report

    report, known = lint_report(paths, texts)
    for diagnostic in report.diagnostics:
        if diagnostic.severity == "error" or warnings:
            file = diagnostic.span.file if diagnostic.span else ""
            click.echo(diagnostic.render(known.source(file) if file else None))
            click.echo()
    click.echo(
        f"licences: {report.licenses}, checked by a second reader: {report.checked}, "
        f"held against their texts: {report.with_text} ({report.passages} passages), "
        f"{f'text not at hand: {report.without_text}, ' if texts and report.without_text else ''}"
        f"errors: {len(report.errors)}"
    )
    return EXIT_INCOMPATIBLE if report.errors else EXIT_COMPATIBLE


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
def fmt(paths: Sequence[Path], only_check: bool) -> int:
    """Put clause files into the one layout."""
    from licenselogic.cli.options import format_files

    changed = format_files(paths, only_check)
    for path in changed:
        click.echo(f"{'would reformat' if only_check else 'reformatted'} {path}")
    return EXIT_INCOMPATIBLE if changed and only_check else EXIT_COMPATIBLE


@cli.command()
@click.argument("name", type=click.Choice(["lineage", "verdict"]))
def schema(name: str) -> int:
    """Print the JSON Schema of lineage files or of verdicts."""
    from licenselogic.base.schemas import read_schema

    _print_json(read_schema(name))
    return EXIT_COMPATIBLE


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the shell's completion script: `eval "$(licenselogic completion bash)"`."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        return EXIT_ERROR
    click.echo(kind(cli, {}, "licenselogic", COMPLETE).source())
    return EXIT_COMPATIBLE
