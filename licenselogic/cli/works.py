"""The command `works`: rows of the catalogue, and tables built anew from a listing of the Hub."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli.common import EXIT_COMPATIBLE, format_option, print_json, say

if TYPE_CHECKING:
    from licenselogic.readers.catalogue import Catalogue, Row

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--known", multiple=True, type=_FILE, metavar="TABLE",
    help="A table of works of your own, looked at before the catalogue.",
)  # fmt: skip
@click.option(
    "--build", type=_FILE, metavar="FILE",
    help="Write a table of the works that others are made from, out of a listing of the Hub.",
)  # fmt: skip
@click.option("--models", multiple=True, type=_FILE, help="With --build: models and their tags.")
@click.option("--datasets", multiple=True, type=_FILE, help="With --build: datasets and theirs.")
@click.option("--date", help="With --build: the day of the listing, such as 2024-07-09.")
@format_option("text", "json")
def works(name: str | None, known: Sequence[Path], build: Path | None, **options: Any) -> int:
    """Show what the catalogue says of the work NAME; without NAME, how much it holds.

    \b
      licenselogic works mistralai/Mistral-7B-v0.1
      licenselogic works --build new.tsv --date 2024-07-09 \\
          --models models.parquet --datasets datasets.parquet
    """
    if build is not None:
        say(f"{_build(build, **options):,} works in {build}")
        return EXIT_COMPATIBLE
    found = _catalogue(known)
    rows = [] if name is None else _rows(found, name)
    if options["form"] == "json":
        print_json([row.to_dict() for row in rows] if rows else _counts(found))
    else:
        say("\n\n".join(map(_row_text, rows)) if rows else _counts_text(_counts(found)))
    return EXIT_COMPATIBLE


def _catalogue(known: Sequence[Path]) -> "Catalogue":
    from licenselogic.readers.catalogue import catalogue, read_table

    shipped = catalogue()
    return replace(shipped, tables=(*map(read_table, known), *shipped.tables))


def _rows(known: "Catalogue", name: str) -> "list[Row]":
    """Return the rows of a work, one for each type; raises `UsageError` if there is none."""
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError
    from licenselogic.base.display import listed, quoted
    from licenselogic.norms.vocabulary import vocabulary
    from licenselogic.readers.names import full_name

    types = vocabulary().types
    rows = [known.find(full_name(name, type), type) for type in types]
    found = [row for row in rows if row is not None]
    if not found:
        near = known.near(name)
        help = f"did you mean {listed(near)}?" if near else ""
        message = f"the catalogue has no work called {quoted(name)}"
        raise UsageError(Diagnostic(Code.UNKNOWN_WORK, message, help=help))
    return found


def _row_text(row: "Row") -> str:
    licenses = ", ".join(row.licenses) or "none declared"
    named = ", ".join(filter(None, (row.name, row.link)))
    facts = {
        "licence": f"{licenses} ({named})" if named else licenses,
        "made from": "; ".join(
            f"{edge.work} by {edge.by}{' (inferred)' if edge.inferred else ''}"
            for edge in row.upstream
        ),
        "as of": row.date,
        "source": row.source,
        "note": row.note,
    }
    lines = [f"  {key:<10} {value}" for key, value in facts.items() if value]
    return "\n".join([f"{row.id}  {row.type}", *lines])


def _counts(known: "Catalogue") -> dict[str, Any]:
    tables = []
    for table in known.tables:
        dates = sorted(row.date for row in table if row.date)
        span = {"oldest": dates[0], "newest": dates[-1]} if dates else {}
        tables.append({"name": table.name, "works": sum(1 for _ in table), **span})
    return {
        "works": dict(sorted(Counter(row.type for row in known).items())),
        "tables": tables,
        "names": sum(1 for _ in known.names),
    }


def _counts_text(counts: dict[str, Any]) -> str:
    total = sum(counts["works"].values())
    types = ", ".join(f"{number:,} {type}s" for type, number in counts["works"].items())
    lines = [f"{total:,} works: {types}"]
    for table in counts["tables"]:
        span = " to ".join(dict.fromkeys((table.get("oldest", ""), table.get("newest", ""))))
        lines.append(f"  {table['name']:<12} {table['works']:>6,} works  {span}".rstrip())
    return "\n".join([*lines, f"{counts['names']:,} other names of works"])


def _build(target: Path, models: Sequence[Path], datasets: Sequence[Path], **options: Any) -> int:
    """Write the table of a listing; return how many works are in it."""
    from licenselogic.base.codes import Code
    from licenselogic.base.diagnostics import Diagnostic, UsageError
    from licenselogic.readers.catalogue import DATE
    from licenselogic.readers.listing import build, read_listing, write_table

    if not models or not DATE.fullmatch(options["date"] or ""):
        message = "--build wants --models and --date, a day such as 2024-07-09"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    rows = build(
        lambda: chain.from_iterable(map(read_listing, models)),
        lambda: chain.from_iterable(map(read_listing, datasets)),
        date=options["date"],
    )
    write_table(target, rows)
    return len(rows)
