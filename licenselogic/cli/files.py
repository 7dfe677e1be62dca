"""The commands for whoever writes clause files: lint, fmt."""

from collections.abc import Sequence
from pathlib import Path

import click

from licenselogic.cli.common import EXIT_COMPATIBLE, EXIT_INCOMPATIBLE, say


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--texts", type=click.Path(path_type=Path), help="A folder of licence texts (*.txt).")
@click.option("--warnings/--no-warnings", default=True, help="Show warnings too.")
@click.option("--lock", is_flag=True, help="With --texts: write into texts.lock what they say.")
def lint(paths: Sequence[Path], texts: Path | None, warnings: bool, lock: bool) -> int:
    """Check clause files: words, numbers, passages, coverage.  Without PATHS, the whole library."""
    from licenselogic.cli.requests import lint_report, lock_texts

    if lock and texts is not None:
        say(f"{'changed' if lock_texts(texts) else 'unchanged'}: texts.lock")
    report, known = lint_report(paths, texts)
    for diagnostic in report.diagnostics:
        if diagnostic.severity == "error" or warnings:
            file = diagnostic.span.file if diagnostic.span else ""
            say(diagnostic.render(known.source(file) if file else None))
            say()
    say(
        f"licences: {report.licenses}, checked by a second reader: {report.checked}, "
        f"held against their texts: {report.with_text} ({report.passages} passages), "
        f"{f'text not at hand: {report.without_text}, ' if texts and report.without_text else ''}"
        f"errors: {len(report.errors)}"
    )
    return EXIT_INCOMPATIBLE if report.errors else EXIT_COMPATIBLE


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
def fmt(paths: Sequence[Path], only_check: bool) -> int:
    """Put clause files into the one layout."""
    from licenselogic.base.display import printable
    from licenselogic.clauses.layout import format_files

    changed = format_files(paths, only_check)
    for path in changed:
        say(f"{'would reformat' if only_check else 'reformatted'} {printable(path)}")
    return EXIT_INCOMPATIBLE if changed and only_check else EXIT_COMPATIBLE
