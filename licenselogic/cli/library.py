"""The commands that look things up: show, list, diff, explain, vocabulary."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    EXIT_INCOMPATIBLE,
    EXIT_UNKNOWN,
    complete_license,
    format_option,
    library,
    licenses_option,
    print_json,
    profile_option,
    say,
)


def _complete_word(_: Any, __: Any, typed: str) -> list[str]:
    from licenselogic.library.explained import explained
    from licenselogic.library.library import licenses

    return [name for name in explained(licenses()) if name.startswith(typed)]


@click.command()
@click.argument("license", shell_complete=complete_license)
@click.option("--source", is_flag=True, help="Print the clause file instead, names included.")
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts; clauses then show the words that they stand on.",
)  # fmt: skip
@click.option("--compatible", is_flag=True, help="Judge which licences derivatives may have.")
@licenses_option
@format_option("text", "json", "html")
def show(license: str, source: bool, folders: Sequence[Path], **options: Any) -> int:
    """Show a licence or exception: what each clause says and stands on, and what relations yield.

    Inherited clauses are there too, and say from where.  HTML is a page that stands alone.
    """
    from licenselogic.cli.show import page, source_text

    known = library(folders)
    text = source_text(known, license) if source else page(known, license, **options)
    say(text, nl=False)
    return EXIT_COMPATIBLE


@click.command("list")
@click.argument("text", required=False)
@click.option("--family", help="Only licences of this family.")
@click.option("--covers", help="Only licences written for software, content, data or model.")
@click.option("--permits", multiple=True, help="An act, or `commercial`, that is permitted.")
@click.option("--forbids", multiple=True, help="An act, or `distribute-derivatives`, that is not.")
@click.option("--requires", multiple=True, help="A duty, or `share-alike`, `flow-down`.")
@licenses_option
@format_option("text", "json")
def list_(folders: Sequence[Path], form: str, **filters: Any) -> int:
    """List the licences of the library; with TEXT, those that have it in a name or the family."""
    from licenselogic.base.display import shown
    from licenselogic.library.search import Filters, select_licenses

    rows = select_licenses(library(folders), Filters(**filters))
    if form == "json":
        print_json([row.to_dict() for row in rows])
    else:
        width = max((len(row.id) for row in rows), default=0)
        for row in shown(rows):
            say(f"{row.id:<{width}}  {row.title}")
    return EXIT_COMPATIBLE


@click.command()
@click.argument("first", shell_complete=complete_license)
@click.argument("second", shell_complete=complete_license)
@profile_option
@licenses_option
@format_option("text", "json")
def diff(first: str, second: str, profile: str, folders: Sequence[Path], form: str) -> int:
    """Show what changed from one licence to another: permissions, duties, terms, clauses.

    Exit codes: 0 they say the same, 1 they differ, 2 usage or input error, 3 unknown.
    """
    from licenselogic.diff.diff import diff_licenses
    from licenselogic.library.expressions import named

    known = library(folders)
    for name in (first, second):
        named(name, known)  # it tells what is wrong with a name that joins several, or a slip
    found = diff_licenses(known[first], known[second], profile)
    if form == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.diff_text import render_diff
        from licenselogic.report.style import Style

        say(render_diff(found, Style.detect()), nl=False)
    if found.spent:
        return EXIT_UNKNOWN
    return EXIT_COMPATIBLE if found.same else EXIT_INCOMPATIBLE


@click.command()
@click.argument("word", nargs=-1, shell_complete=_complete_word)
def explain(word: tuple[str, ...]) -> int:
    """Explain a word: a code, a licence, a fact, a duty, a profile, a word of reports.

    Without WORD, all codes are listed.
    """
    from licenselogic.base.codes import Code
    from licenselogic.base.meanings import meaning
    from licenselogic.library.explained import explanation
    from licenselogic.library.library import licenses

    if not word:
        width = max(map(len, Code))
        for entry in Code:
            say(f"{entry:<{width}}  {meaning(entry).summary}")
        return EXIT_COMPATIBLE
    for line in explanation(" ".join(word).rstrip(":"), licenses()):
        say(line)
    return EXIT_COMPATIBLE


@click.command()
@click.argument("group", required=False)
@format_option("text", "json")
def vocabulary(group: str | None, form: str) -> int:
    """Print the controlled vocabulary: every word of a group, or all groups, with definitions."""
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
    from licenselogic.norms import vocabulary as words

    known = words.vocabulary()
    if group is not None and group not in known.raw:
        begun = [name for name in known.raw if len(group) > 3 and name.startswith(group[:-1])]
        hint = did_you_mean(begun[0] if begun else group, known.raw)
        hint = hint or f"one of: {', '.join(known.raw)}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, f"no group is called `{group}`", help=hint))
    groups = [group] if group else list(known.raw)
    if form == "json":
        print_json({g: known.raw[g] for g in groups})
        return EXIT_COMPATIBLE
    for name in groups:
        say(f"{name}")
        for word in known.raw[name]:
            say(f"  {word:<30} {known.meaning(name, word)}")
    return EXIT_COMPATIBLE
