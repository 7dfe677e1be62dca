"""The commands that look things up: show, list, diff, explain, vocabulary."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.base.display import quoted
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

if TYPE_CHECKING:
    from licenselogic.library.index import Entry


def _complete_word(_: Any, __: Any, typed: str) -> list[str]:
    return [name for name in _explained() if name.startswith(typed)]


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
@click.option("--family", help="Only licences of this family.")
@click.option("--covers", help="Only licences written for software, content, data or model.")
@click.option("--permits", multiple=True, help="An act, or `commercial`, that is permitted.")
@click.option("--forbids", multiple=True, help="An act, or `distribute-derivatives`, that is not.")
@click.option("--requires", multiple=True, help="A duty, or `share-alike`, `flow-down`.")
@licenses_option
@format_option("text", "json")
def list_(folders: Sequence[Path], form: str, **filters: Any) -> int:
    """List the licences of the library."""
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

    known = library(folders)
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
@click.argument("word", required=False, shell_complete=_complete_word)
def explain(word: str | None) -> int:
    """Explain a word: a code, a licence, a fact, a duty, a profile, a word of reports.

    Without WORD, all codes are listed.
    """
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
    from licenselogic.base.meanings import meaning

    known = list(Code)
    if word is None:
        width = max(map(len, known))
        for entry in known:
            say(f"{entry:<{width}}  {meaning(entry).summary}")
        return EXIT_COMPATIBLE
    words = _meanings(word)
    if word not in known and not words:
        hint = did_you_mean(word, _explained()) or "`licenselogic explain` lists all codes"
        message = f"no code, licence or word is called {quoted(word)}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=hint))
    if word in known:
        means, advice = meaning(Code(word))
        say(f"{word}: {means}\n\nWhat to do: {advice}.")
    for line in words:
        say(line)
    return EXIT_COMPATIBLE


def _explained() -> list[str]:
    """Return every word that `explain` knows, licences by their ids."""
    from licenselogic.base.codes import Code
    from licenselogic.base.glossary import GLOSSARY
    from licenselogic.library.library import licenses
    from licenselogic.norms.vocabulary import vocabulary as words

    groups = (word for group in words().raw.values() for word in group)
    return list(dict.fromkeys([*Code, *GLOSSARY, *groups, *licenses().ids()]))


def _meanings(word: str) -> list[str]:
    """Return what a word means: of reports, of the vocabulary, as the name of a licence."""
    from licenselogic.base.glossary import GLOSSARY
    from licenselogic.library.library import licenses
    from licenselogic.norms.vocabulary import vocabulary as words

    found = [f"{word} (reports): {GLOSSARY[word]}"] if word in GLOSSARY else []
    groups = [group for group in words().raw if word in words().raw[group]]
    found += [f"{word} ({group}): {words().meaning(group, word)}" for group in groups]
    entry = licenses().find(word) if not found else None
    return found if entry is None else [_licence_line(entry)]


def _licence_line(entry: "Entry") -> str:
    """Return what a name of a licence stands for."""
    shown = f"`licenselogic show {entry.id}` tells what it says"
    if entry.means:
        return f"{entry.id} (licence): may mean any of {', '.join(entry.means)}"
    if entry.because:
        return f"{entry.id} (licence): {entry.title or 'no clauses'}; {entry.because}"
    return f"{entry.id} ({entry.kind}): {entry.title}; {shown}"


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
        hint = did_you_mean(group, known.raw) or f"one of: {', '.join(known.raw)}"
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
