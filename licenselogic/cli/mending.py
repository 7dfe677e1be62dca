"""The command that mends: repair."""

from collections.abc import Sequence
from typing import Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    complete_license,
    exit_code,
    format_option,
    library,
    print_json,
    report_options,
    say,
)
from licenselogic.cli.judging import about_options


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to start from.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--cost", "prices", multiple=True, metavar="ACTION[:TARGET]=NUMBER|never",
    help="What a change costs: `--cost drop=3`, `--cost drop:A/MODEL=9`, `--cost publish=never`.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 100), default=5, help="The most repairs to show.")
@report_options
@format_option("text", "json")
def repair(path: str | None, work: str | None, **options: Any) -> int:
    """Repair a work: the smallest changes that make it lawful, the cheapest first.

    Another licence, an upstream left out or replaced, another way to make or to publish the work,
    a permission.  Each is judged again.  PATH and WORK are those of `check`.

    \b
      licenselogic repair lineage.yaml
      licenselogic repair lineage.yaml --cost permission=2 --cost publish=never
      licenselogic repair --upstream llama3:merge --upstream Apache-2.0:merge --as MIT
    """
    from licenselogic.cli import lineages
    from licenselogic.repair.repair import repair as repaired

    licenses = library(options["folders"])
    request = lineages.request(path, work, options, licenses, options["offered"])
    found = repaired(*request.arguments, _costs(options["prices"]), options["limit"])
    if options["form"] == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.repair_text import render_repairs
        from licenselogic.report.style import Style

        say(render_repairs(found, Style.detect(options["color"]), options["verbose"]), nl=False)
    return EXIT_COMPATIBLE if found.repairs else exit_code(found.status.value)


def _costs(pairs: Sequence[str]) -> dict[str, int | None]:
    """Return what `--cost` says; raises `UsageError` for what is no such pair."""
    from licenselogic.base.display import quoted
    from licenselogic.cli.requests import wrong

    found: dict[str, int | None] = {}
    for pair in pairs:
        name, _, value = (part.strip() for part in pair.rpartition("="))
        if not name or not (value == "never" or (value.isdecimal() and len(value) < 10)):
            raise wrong(f"{quoted(pair)} is not of the form ACTION=NUMBER or ACTION=never")
        if name in found:
            raise wrong(f"the cost of {quoted(name)} is stated twice")
        found[name] = None if value == "never" else int(value)
    return found
