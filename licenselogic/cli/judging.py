"""The commands that judge: check and recommend."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli import completing
from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    EXIT_INCOMPATIBLE,
    EXIT_UNKNOWN,
    assume_option,
    complete_license,
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

if TYPE_CHECKING:
    from licenselogic.library.library import Library
    from licenselogic.lineage.graph import Lineage


def complete_fail_on(_: Any, __: Any, typed: str) -> list[str]:
    """Return the parts of a verdict that begin as `typed` does, for shells."""
    from licenselogic.report.told import FAIL_ON

    return [word for word in FAIL_ON if word.startswith(typed)]


_ABOUT = (
    click.option(
        "--upstream",
        multiple=True,
        metavar="LICENSE|WORK[:RELATION]",
        shell_complete=completing.upstream,
        help="Without a file: an upstream licence or well-known work, and how the work was "
        "made from it (by default incorporate).",
    ),
    click.option(
        "--type",
        "material",
        type=click.Choice(["model", "dataset", "software"]),
        help="With --upstream: the type of the works.",
    ),
    publish_option,
    fact_option,
    profile_option,
    assume_option,
    click.option("--rlimit", type=click.IntRange(1), help="Solver steps for one query."),
    click.option(
        "--hub",
        "repo",
        metavar="ID",
        help="Ask about a model of the Hugging Face Hub, live.",
    ),
    known_options,
    licenses_option,
    click.option(
        "--config", type=click.Path(path_type=Path), metavar="FILE",
        help="A file of settings; by default licenselogic.toml or [tool.licenselogic] of "
        "pyproject.toml, here or above.",
    ),
    click.option("--no-config", is_flag=True, help="Read no settings."),
)  # fmt: skip


def about_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say which work is asked about, and on which readings."""

    @wraps(command)
    def settled_command(*arguments: Any, **options: Any) -> int:
        from licenselogic.cli.settled import settled

        return command(*arguments, **settled(options))

    found: Callable[..., int] = settled_command
    for add in reversed(_ABOUT):
        found = add(found)
    return found


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]... [WORK]")
@about_options
@click.option("--as", "offered", metavar="LICENSE", multiple=True,
              help="The outbound licence to judge; several are judged side by side.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--all", "every", is_flag=True,
    help="Judge every work of the lineage under its own licence, and tell where breaches start.",
)  # fmt: skip
@click.option("--brief", is_flag=True, help="Tell in ten lines what breaks, and what to do.")
@click.option(
    "--all-assumptions", is_flag=True,
    help="Show which readings of the law give another verdict, the fewest that do.",
)  # fmt: skip
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts (*.txt); clauses then show the words that they stand on.",
)  # fmt: skip
@click.option(
    "--fail-on", multiple=True, metavar="PART[,PART]", shell_complete=complete_fail_on,
    help="What makes the exit code 1 or 3: incompatible and unknown, unless you say so; "
    "conditions, duties, warnings; or none.",
)  # fmt: skip
@report_options
@click.option("--quiet", "-q", is_flag=True, help="Tell the answer alone.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write the report into a file; the answer is printed.",
)  # fmt: skip
@format_option("text", "json", "sarif", "github", "junit", "markdown", "html")
def check(paths: tuple[str, ...], quiet: bool, verbose: bool, **options: Any) -> int:
    """Check works: lineage files, model cards, folders.

    PATH is a YAML or JSON lineage, a README.md with a model card, a saved Hub response, a
    bill of materials, `-` for standard input, the id of a well-known work, or a folder, which is
    searched for what can be judged.  Without PATH, it is the lineage.yaml of this folder.  WORK is
    the id of the work to check (default: the one without descendants).

    \b
      licenselogic check lineage.yaml
      licenselogic check models/ --format sarif --output licences.sarif
      licenselogic check lineage.yaml --all
      licenselogic check --upstream mistralai/Mistral-7B-v0.1:finetune --as MIT --as llama3
      licenselogic check --upstream GPL-3.0-only:merge --upstream openrail++:merge --as GPL-3.0-only
    """
    from licenselogic.cli import checking, every, inputs, lineages

    if quiet and verbose:
        raise click.UsageError("give --quiet or --verbose, not both")
    if not paths and not options["upstream"] and not options["repo"]:
        paths = (inputs.usual(),)
    lineages.check_sources(paths, options)
    licenses = library(options["folders"])
    options = {**options, "verbose": verbose, "verbosity": verbose - quiet}
    if options["form"] == "html":
        return every.page(paths, options, licenses)
    if options["brief"]:
        return every.brief(paths, options, licenses)
    if options["every"] and every.can_survey(paths, options):
        return every.survey(paths, options, licenses)
    if options["all_assumptions"]:
        return every.readings(paths, options, licenses)
    return checking.run(paths, options, licenses)


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option(
    "--want", metavar="GOAL[,GOAL]", multiple=True,
    help="What recipients must be able to do: commercial, relicense, private-fork.",
)  # fmt: skip
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE",
    help="A TOML file with what your organisation accepts (allowed, denied, want, duties).",
)  # fmt: skip
@click.option(
    "--export", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.lic",
    help="Write the least restrictive licence that the work may have into a new clause file.",
)  # fmt: skip
@report_options
@format_option("text", "json")
def recommend(path: str | None, work: str | None, **options: Any) -> int:
    """Recommend licences for a work: all that it may carry, the best first, or why none does.

    What the work declares itself plays no part.  PATH and WORK are those of `check`.

    \b
      licenselogic recommend lineage.yaml
      licenselogic recommend --upstream mistralai/Mistral-7B-v0.1:finetune --want commercial
      licenselogic recommend --upstream Apache-2.0:merge --upstream CC-BY-SA-4.0:merge --type model
      licenselogic recommend lineage.yaml --export Mine-1.0.lic
    """
    from licenselogic.cli import lineages, requests
    from licenselogic.repair.goals import read_policy
    from licenselogic.repair.recommend import recommend as recommended

    licenses = library(options["folders"])
    policy = options["settings"].policy if options["settings"] else None
    if options["policy"]:
        policy = read_policy(options["policy"], licenses)
    lineage = lineages.lineage(path, work, options, licenses)
    if options["export"]:
        return _export(lineage, work, options, licenses)
    found = recommended(
        lineage,
        work,
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        licenses,
        [goal for text in options["want"] for goal in text.split(",")],
        policy,
    )
    if options["form"] == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.recommendation_text import render_recommendation
        from licenselogic.report.style import Style

        style = Style.detect(options["color"])
        say(render_recommendation(found, style, options["verbose"]), nl=False)
    if found.candidates:
        return EXIT_COMPATIBLE
    return EXIT_UNKNOWN if found.ladder == "unknown" else EXIT_INCOMPATIBLE


def _export(
    lineage: "Lineage", work: str | None, options: dict[str, Any], licenses: "Library"
) -> int:
    """Write the least restrictive licence for a work, called like the file, and tell its price."""
    from licenselogic.base.codes import Status
    from licenselogic.cli import lineages, requests
    from licenselogic.repair.own_license import own_license
    from licenselogic.report.style import Style
    from licenselogic.report.verdict_text import render_verdict

    file = options["export"]
    found = own_license(
        lineage,
        work,
        file.stem if file.suffix == ".lic" else file.name,
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        licenses,
    )
    if found.text:
        lineages.write_new(file, found.text)
    if options["form"] == "json":
        print_json(found.verdict.to_dict())
    else:
        style = Style.detect(options["color"])
        say(render_verdict(found.verdict, style), nl=False)
        say(f"written: {file}" if found.text else "no licence was written")
    if found.verdict.status is Status.INCOMPATIBLE:
        return EXIT_INCOMPATIBLE
    return EXIT_COMPATIBLE if found.text else EXIT_UNKNOWN
