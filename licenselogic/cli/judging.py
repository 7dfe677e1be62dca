"""The commands that judge: check and recommend."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli.common import (
    EXIT_COMPATIBLE,
    EXIT_INCOMPATIBLE,
    EXIT_UNKNOWN,
    complete_license,
    format_option,
    known_options,
    library,
    licenses_option,
    print_json,
    profile_option,
    say,
)

if TYPE_CHECKING:
    from licenselogic.cli.options import CheckRequest
    from licenselogic.library.library import Library


def about_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the arguments and options that say which work is asked about, and on which readings."""
    for add in reversed(
        (
            click.argument("path", required=False),
            click.argument("work", required=False),
            click.option(
                "--upstream",
                multiple=True,
                metavar="LICENSE|WORK[:RELATION]",
                help="Without a file: an upstream licence or well-known work, and how the work was "
                "made from it (by default incorporate).",
            ),
            click.option(
                "--type",
                "material",
                type=click.Choice(["model", "dataset", "software"]),
                help="With --upstream: the type of the works.",
            ),
            click.option(
                "--publish",
                type=click.Choice(["internal", "share", "sell", "service"]),
                help="How the work is published.",
            ),
            click.option(
                "--fact", multiple=True, metavar="NAME=VALUE", help="A fact about the publisher."
            ),
            profile_option,
            click.option(
                "--assume", multiple=True, metavar="NAME=true|false", help="Change one reading."
            ),
            click.option("--rlimit", type=click.IntRange(1), help="Solver steps for one query."),
            click.option(
                "--hub",
                "repo",
                metavar="ID",
                help="Ask about a model of the Hugging Face Hub, live.",
            ),
            known_options,
            licenses_option,
        )
    ):
        command = add(command)
    return command


@click.command()
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to judge.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--all", "every", is_flag=True,
    help="Judge every work of the lineage under its own licence, and tell where breaches start.",
)  # fmt: skip
@click.option(
    "--all-assumptions", is_flag=True,
    help="Show which readings of the law give another verdict, the fewest that do.",
)  # fmt: skip
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts (*.txt); clauses then show the words that they stand on.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Leave no counterexample or warning out of the text.")
@format_option("text", "json")
def check(path: str | None, work: str | None, **options: Any) -> int:
    """Check a work of a lineage file, a model card, or a model folder.

    PATH is a YAML or JSON lineage, a README.md with a model card, a saved Hub response, a
    folder, or the id of a well-known work; WORK is the id of the work to check (default: the one
    without descendants).

    \b
      licenselogic check lineage.yaml
      licenselogic check lineage.yaml --all
      licenselogic check --upstream mistralai/Mistral-7B-v0.1:finetune --as MIT
      licenselogic check --upstream gemma:quantized --as MIT
      licenselogic check --upstream GPL-3.0-only:merge --upstream openrail++:merge --as GPL-3.0-only
    """
    from licenselogic.base.codes import Status
    from licenselogic.cli import lineages
    from licenselogic.cli import options as requests

    licenses = library(options["folders"])
    if options["every"]:
        return _every_work(path, work, options, licenses)
    request = requests.CheckRequest(
        lineages.lineage(path, work, options, licenses, options["offered"]),
        work,
        options["offered"],
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        licenses,
    )
    if options["all_assumptions"]:
        return _every_reading(request, options)
    verdict = request.verdict()
    if verdict.license is None and verdict.status is Status.UNKNOWN:
        verdict = requests.with_candidates(request, verdict)
    if options["texts"] is not None:
        verdict = verdict.quoting(requests.quote_from(options["texts"], request.library))
    if options["form"] == "json":
        print_json(verdict.to_dict())
    else:
        from licenselogic.report.style import Style
        from licenselogic.report.verdict_text import render_verdict

        say(render_verdict(verdict, Style.detect(), options["full"]), nl=False)
    return _exit_code(verdict.status.value)


@click.command()
@about_options
@click.option(
    "--want", metavar="GOAL[,GOAL]", multiple=True,
    help="What recipients must be able to do: commercial, relicense, private-fork.",
)  # fmt: skip
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE",
    help="A TOML file with what your organisation accepts (allowed, denied, want, duties).",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Leave no candidate out of the text.")
@format_option("text", "json")
def recommend(path: str | None, work: str | None, **options: Any) -> int:
    """Recommend licences for a work: all that it may carry, the best first, or why none does.

    What the work declares itself plays no part.  PATH and WORK are those of `check`.

    \b
      licenselogic recommend lineage.yaml
      licenselogic recommend --upstream mistralai/Mistral-7B-v0.1:finetune --want commercial
      licenselogic recommend --upstream Apache-2.0:merge --upstream CC-BY-SA-4.0:merge --type model
    """
    from licenselogic.cli import lineages
    from licenselogic.cli import options as requests
    from licenselogic.repair.goals import read_policy
    from licenselogic.repair.recommend import recommend as recommended

    licenses = library(options["folders"])
    policy = read_policy(options["policy"], licenses) if options["policy"] else None
    found = recommended(
        lineages.lineage(path, work, options, licenses),
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

        say(render_recommendation(found, Style.detect(), options["full"]), nl=False)
    if found.candidates:
        return EXIT_COMPATIBLE
    return EXIT_UNKNOWN if found.ladder == "unknown" else EXIT_INCOMPATIBLE


def _every_work(
    path: str | None, work: str | None, options: dict[str, Any], licenses: "Library"
) -> int:
    """Judge every work of a lineage; raises `UsageError` for options of one work alone."""
    from licenselogic.cli import lineages
    from licenselogic.cli import options as requests
    from licenselogic.repair.check_all import check_all

    if options["offered"] or options["all_assumptions"]:
        message = "`--all` judges each work under its own licence, by one reading of the law"
        raise requests.wrong(message, "leave `--as` and `--all-assumptions` out")
    found = check_all(
        lineages.lineage(path, work, options, licenses),
        work,
        options["profile"],
        requests.assumptions(options["assume"]),
        options["rlimit"],
        licenses,
    )
    if options["form"] == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.style import Style
        from licenselogic.report.survey_text import render_survey

        say(render_survey(found, Style.detect(), options["full"]), nl=False)
    return _exit_code(found.status.value)


def _exit_code(status: str) -> int:
    codes = {"compatible": EXIT_COMPATIBLE, "incompatible": EXIT_INCOMPATIBLE}
    return codes.get(status, EXIT_UNKNOWN)


def _every_reading(request: "CheckRequest", options: dict[str, Any]) -> int:
    found = request.every_reading()
    if options["form"] == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.readings_text import render_readings
        from licenselogic.report.style import Style

        say(render_readings(found, Style.detect(), options["full"]), nl=False)
    return _exit_code(found.status.value)
