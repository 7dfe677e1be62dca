"""The command `scan`: which models code uses, and what that means for its licence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import (
    assume_option,
    complete_license,
    exit_code,
    fact_option,
    format_option,
    known_options,
    library,
    licenses_option,
    print_json,
    profile_option,
    publish_option,
    report_options,
    say,
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as", "offered", metavar="LICENSE", help="The licence of the project; by default "
              "the one that its files state.", shell_complete=complete_license)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE",
              help="A new file for the lineage, to go on with.")  # fmt: skip
@publish_option
@fact_option
@profile_option
@assume_option
@report_options
@known_options
@licenses_option
@format_option("text", "json")
def scan(folder: Path, offered: str | None, output: Path | None, **options: Any) -> int:
    """Find the models and datasets that code loads, and check the project's own licence.

    Read are Python source (`from_pretrained`, `load_dataset`, `pipeline` and others), notebooks and
    configuration; nothing is executed.  The project depends on what is found.

    \b
      licenselogic scan . -o lineage.yaml
      licenselogic scan path/to/app --publish service
    """
    from licenselogic.cli import lineages
    from licenselogic.cli.requests import with_candidates
    from licenselogic.report.lineage_text import render_lineage
    from licenselogic.scan.scan import scan as scanned
    from licenselogic.scan.text import render_scan

    licenses = library(options["folders"])
    known = lineages.known_works(options, licenses)
    read = scanned(folder, known=known, library=licenses, license=offered)
    lineage = lineages.with_facts(read.lineage, read.name, options)
    found = replace(read, lineage=lineage)
    if output is not None:
        lineages.write_new(output, render_lineage(lineage, found.name))
    request = lineages.asked(lineage, found.name, options, licenses)
    verdict = request.verdict()
    if verdict.license is None and verdict.status.value == "unknown":
        verdict = with_candidates(request, verdict)
    if options["form"] == "json":
        print_json({**found.to_dict(), "verdict": verdict.to_dict()})
    else:
        from licenselogic.report.style import Style
        from licenselogic.report.verdict_text import render_verdict

        say(render_scan(found))
        say(render_verdict(verdict, Style.detect(options["color"]), options["verbose"]), nl=False)
    return exit_code(verdict.status.value)
