"""The command `bom`: a lineage and its verdict as a bill of materials."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    assume_option,
    complete_license,
    known_options,
    library,
    licenses_option,
    profile_option,
    say,
)

if TYPE_CHECKING:
    from licenselogic.report.bom import Bill

FORMATS = ("cyclonedx", "spdx3", "spdx2")


@click.command()
@click.argument("path")
@click.argument("work", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="cyclonedx",
              help="CycloneDX 1.6 (an ML-BOM), SPDX 3.0.1 or SPDX 2.3; all in JSON.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE",
              help="A new file to write; without it, the bill is printed.")  # fmt: skip
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to judge.",
              shell_complete=complete_license)  # fmt: skip
@profile_option
@assume_option
@known_options
@licenses_option
def bom(path: str, work: str | None, form: str, output: Path | None, **options: Any) -> int:
    """Write a lineage and its verdict as a bill of materials.

    PATH is what `check` takes: also a bill, which is so turned into another format.  The relations
    and the licences are typed, so that a bill that is checked again has the same verdict.
    `SOURCE_DATE_EPOCH` sets the time that the bill gives as its own.

    \b
      licenselogic bom lineage.yaml -o model.cdx.json
      licenselogic bom mistralai/Mistral-7B-v0.1 --format spdx3
    """
    from licenselogic.cli.inputs import named
    from licenselogic.cli.lineages import known_works, write_new
    from licenselogic.cli.requests import assumptions
    from licenselogic.report.bom import Bill
    from licenselogic.verdict.check import check

    licenses = library(options["folders"])
    found = named(path, known_works(options, licenses), licenses)
    target = found.target(work)
    if options["offered"] is not None:
        found = found.with_license(target, options["offered"])
    readings = assumptions(options["assume"])
    verdict = check(found, target, None, options["profile"], readings, licenses=licenses)
    text = _renderer(form)(Bill(found, verdict, licenses, _now()))
    if output is None:
        say(text, nl=False)
    else:
        write_new(output, text)
    return EXIT_COMPATIBLE


def _renderer(form: str) -> "Callable[[Bill], str]":
    """Return what writes a format; its library is imported only then."""
    if form == "spdx3":
        from licenselogic.report.bom_spdx3 import render_spdx3

        return render_spdx3
    if form == "spdx2":
        from licenselogic.report.bom_spdx2 import render_spdx2

        return render_spdx2
    from licenselogic.report.bom_cyclonedx import render_cyclonedx

    return render_cyclonedx


def _now() -> datetime:
    """Return the time in whole seconds, or the one that the environment sets.

    Raises `UsageError` where that is no number of seconds.
    """
    from licenselogic.base.clock import STAMP, stated
    from licenselogic.cli.requests import wrong

    try:
        return stated() or datetime.now(UTC).replace(microsecond=0)
    except ValueError:
        raise wrong(f"{STAMP} is no number of seconds: {os.environ[STAMP][:40]!r}") from None
