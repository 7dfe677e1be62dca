"""The command that audits a whole hub."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    format_option,
    known_options,
    library,
    licenses_option,
    print_json,
    profile_option,
    say,
)


@click.command()
@click.argument(
    "tables", nargs=-1, required=True, metavar="MODELS", type=click.Path(path_type=Path)
)
@click.option(
    "--datasets", type=click.Path(path_type=Path), metavar="TABLE",
    help="The datasets that the models were trained on, as a table of the same form.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR",
    help="The folder for works.parquet, skipped.parquet and summary.json.",
)  # fmt: skip
@profile_option
@click.option("--rlimit", type=click.IntRange(1), help="Solver steps for one query.")
@click.option("--memory", metavar="LIMIT", help="The most that the tables take (default: 512MiB).")
@click.option(
    "--temp", type=click.Path(path_type=Path), metavar="DIR",
    help="Where tables go that do not fit into memory (default: beside the result).",
)  # fmt: skip
@click.option("--threads", type=click.IntRange(1), help="Threads to use (default: all).")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="What runs the audit: DuckDB in this process, or Apache Spark.",
)  # fmt: skip
@click.option(
    "--master", metavar="URL",
    help="The cluster for Spark, such as spark://HOST:7077 (default: this machine alone).",
)  # fmt: skip
@click.option(
    "--pairs", is_flag=True,
    help="Count also what each work breaks of its direct parents alone, as the paper does.",
)  # fmt: skip
@click.option(
    "--repairs", is_flag=True,
    help="Find the false labels whose correction puts the most works right.",
)  # fmt: skip
@click.option(
    "--plots", type=click.Path(path_type=Path), metavar="DIR",
    help="Draw the result as pictures (SVG): bars by kind, and the largest families.",
)  # fmt: skip
@click.option(
    "--diff", "comparing", is_flag=True,
    help="Compare two audits instead, given by their folders: the old one, then the new one.",
)  # fmt: skip
@click.option("--stats", is_flag=True, help="Show signatures, and the time of each phase.")
@known_options
@licenses_option
@format_option("text", "json", "markdown", "csv", "html")
def audit(tables: tuple[Path, ...], **options: Any) -> int:
    """Check every work of a table over its whole lineage, and count what is broken.

    MODELS is a table as Parquet, CSV or JSON lines, with the columns `id` and `tags` as in the
    listings of the Hub, or `id`, `license`, `base_model`, `relation`, `datasets`.

    \b
      licenselogic audit models.parquet --datasets datasets.parquet --out audit
      licenselogic audit models.parquet --out audit --repairs --format html > audit.html
      licenselogic audit --diff audit-of-monday audit-of-tuesday
    """
    _check_arguments(tables, options)
    if options["comparing"]:
        return _compare(tables, options["form"])
    from licenselogic.audit.run import audit as audited
    from licenselogic.cli.lineages import known_works

    licenses = library(options["folders"])
    tell = _Progress() if sys.stderr is not None and sys.stderr.isatty() else None
    found = audited(
        tables[0],
        options["datasets"],
        out=options["out"],
        profile=options["profile"],
        rlimit=options["rlimit"],
        library=licenses,
        known=known_works(options, licenses),
        memory=options["memory"],
        temp=options["temp"],
        threads=options["threads"],
        engine=options["engine"],
        master=options["master"],
        pairs=options["pairs"],
        repairs=options["repairs"],
        families=options["plots"] is not None or options["form"] == "html",
        tell=tell,
    )
    if tell is not None:
        say("\r\x1b[K", nl=False, err=True)
    _print(found, options)
    return EXIT_COMPATIBLE


def _print(found: Any, options: dict[str, Any]) -> None:
    """Print the summary in the form that is wanted, and draw it."""
    from licenselogic.base.display import shown
    from licenselogic.report.audit_text import markdown, render_audit, table_csv, table_rows

    if options["plots"] is not None:
        from licenselogic.report.audit_plots import draw_audit

        draw_audit(found.summary, options["plots"])
    summary = shown(found.summary)
    if options["form"] == "json":
        print_json(found.summary)
    elif options["form"] == "html":
        from licenselogic.report.audit_html import render_audit_page

        say(render_audit_page(found.summary), nl=False)
    elif options["form"] == "csv":
        say(table_csv(summary["kinds"]), nl=False)
    elif options["form"] == "markdown":
        say(markdown(table_rows(summary["kinds"])), nl=False)
    else:
        from licenselogic.report.style import Style

        folder = shown(str(found.folder))
        say(render_audit(summary, folder, Style.detect(), options["stats"]), nl=False)


def _check_arguments(tables: tuple[Path, ...], options: dict[str, Any]) -> None:
    wanted = 2 if options["comparing"] else 1
    if len(tables) != wanted:
        what = "two folders, the old and the new result" if wanted == 2 else "one table of models"
        raise click.UsageError(f"`audit` takes {what}, not {len(tables)} arguments")
    if not options["comparing"] and options["out"] is None:
        raise click.UsageError("say with `--out DIR` where the result is to be written")
    if options["comparing"] and options["form"] not in ("text", "json"):
        raise click.UsageError(
            "`--diff` is told as text or JSON: leave `--format` out, or say json"
        )
    if options["master"] is not None and options["engine"] != "spark":
        raise click.UsageError("`--master` names a cluster, and goes with `--engine spark`")


def _compare(folders: tuple[Path, ...], form: str) -> int:
    from licenselogic.audit.compare import compare

    found = compare(*folders)
    if form == "json":
        print_json(found)
    else:
        from licenselogic.base.display import shown
        from licenselogic.report.audit_text import render_comparison

        say(render_comparison(shown(found)), nl=False)
    return EXIT_COMPATIBLE


class _Progress:
    """Shows the phase on one line of the terminal, and how fast it goes."""

    def __init__(self) -> None:
        self.phase, self.start = "", 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        if phase != self.phase:
            self.phase, self.start = phase, time.monotonic()
        taken = time.monotonic() - self.start
        rate = f", {done / taken:,.0f} a second" if done and taken > 1 else ""
        share = f" {done:,} of {total:,}{rate}" if total else ""
        say(f"\r\x1b[K{phase}{share} ...", nl=False, err=True)
