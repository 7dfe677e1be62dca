"""The command `init`: writes the lineage file that a check would judge."""

from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    known_options,
    library,
    licenses_option,
    say,
)


@click.command()
@click.argument("path")
@click.argument("work", required=False)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE",
    help="A new file to write; without it, the lineage is printed.",
)  # fmt: skip
@click.option("--texts", is_flag=True, help="Write the texts of the card and of files too.")
@known_options
@licenses_option
def init(path: str, work: str | None, output: Path | None, texts: bool, **options: Any) -> int:
    """Write the lineage file that `check` would judge, with what is known filled in.

    PATH is what `check` takes: a folder, a card, a saved response, a lineage, or the id of a
    well-known work.  What is not known is marked with `???`.

    \b
      licenselogic init path/to/model -o lineage.yaml
    """
    from licenselogic.cli.inputs import named
    from licenselogic.cli.lineages import known_works, write_new
    from licenselogic.report.lineage_text import render_lineage

    licenses = library(options["folders"])
    found = named(path, known_works(options, licenses), licenses)
    text = render_lineage(found, found.target(work), texts=texts)
    if output is None:
        say(text, nl=False)
    else:
        write_new(output, text)
    return EXIT_COMPATIBLE
