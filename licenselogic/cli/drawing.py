"""The commands that draw: graph, and report, a page to look at."""

import sys
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    complete_license,
    library,
    say,
)
from licenselogic.cli.judging import about_options

_FORMATS = ("svg", "png", "dot", "mermaid")


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence of WORK to judge.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(_FORMATS),
    help="By default what the name of FILE ends with, else svg.",
)  # fmt: skip
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write to FILE instead of standard output.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(8, 2000), default=60, show_default=True,
    help="About how many boxes to draw; works that are alike share one.",
)  # fmt: skip
def graph(path: str | None, work: str | None, output: Path | None, **options: Any) -> int:
    """Draw a lineage: WORK with its ancestors and descendants, or all works; coloured by verdict.

    Every work is judged under its own licence.  The way on which a licence comes that is broken is
    marked.  PATH is that of `check`.  PNG needs matplotlib (`licenselogic[plot]`).

    \b
      licenselogic graph lineage.yaml -o lineage.svg
      licenselogic graph lineage.yaml me/my-model --format mermaid
    """
    from licenselogic.cli import inputs, lineages
    from licenselogic.drawing.draw import draw

    if not path and not options["upstream"] and not options["repo"]:
        path = inputs.usual()
    form = options["form"] or _form(output)
    licenses = library(options["folders"])
    request = lineages.request(path, work, options, licenses, options["offered"])
    drawing = draw(*request.arguments, options["limit"])
    content = drawing.to_bytes(form)
    if output is not None:
        lineages.write_over(output, content, [path])
    elif form == "png":
        _write_bytes(content)
    else:
        say(content.decode(), nl=False)
    return EXIT_COMPATIBLE


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to judge.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts (*.txt); clauses then show the words that they stand on.",
)  # fmt: skip
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write to FILE instead of standard output.",
)  # fmt: skip
def report(path: str | None, work: str | None, output: Path | None, **options: Any) -> int:
    """Report on a work as a page of HTML: one file that asks no network.

    The answer stands first, then the lineage drawn, the clauses beside what they come to, duties,
    and the readings of the law, to be switched.  PATH and WORK are those of `check`, and so are the
    exit codes.  The page names the day; SOURCE_DATE_EPOCH names another.

    \b
      licenselogic report lineage.yaml -o report.html
    """
    from licenselogic.cli import inputs, lineages
    from licenselogic.cli.pages import verdict_page

    if not path and not options["upstream"] and not options["repo"]:
        path = inputs.usual()
    licenses = library(options["folders"])
    request = lineages.request(path, work, options, licenses, options["offered"])
    _, page, code = verdict_page(request, options)
    if output is None:
        say(page, nl=False)
    else:
        lineages.write_over(output, page, [path])
    return code


def _form(output: Path | None) -> str:
    """Return the format that the name of a file stands for; SVG where it tells nothing."""
    ending = output.suffix.casefold().lstrip(".") if output is not None else ""
    known = {"gv": "dot", "mmd": "mermaid", "mermaid": "mermaid"}
    return known.get(ending, ending if ending in _FORMATS else "svg")


def _write_bytes(content: bytes) -> None:
    from licenselogic.cli.requests import wrong

    if sys.stdout.isatty():
        raise wrong("a picture is nothing for a terminal", "`--output FILE` writes it to a file")
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
