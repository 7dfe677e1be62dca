"""The commands that write folders: ship for a publication, certify for a verdict."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licenselogic.cli.common import (
    complete_license,
    exit_code,
    format_option,
    library,
    print_json,
    report_options,
    say,
)
from licenselogic.cli.judging import about_options

if TYPE_CHECKING:
    from licenselogic.library.library import Library


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The licence to publish under.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="A folder for the drafts; a file that is there is never written over.",
)  # fmt: skip
@click.option(
    "--texts", type=click.Path(path_type=Path),
    help="A folder of licence texts, to include those that are owed.",
)  # fmt: skip
@report_options
@format_option("text", "json")
def ship(path: str | None, work: str | None, **options: Any) -> int:
    """List what to publish beside a work, and draft the files.

    NOTICE, attribution, licence texts, the card with its header, and a name that prefixes allow.
    PATH and WORK are those of `check`.  With the drafts in the folder of the work, `check` finds
    every duty met that a file can meet; what no file can meet is listed.

    \b
      licenselogic ship path/to/model --out drafts
      licenselogic ship lineage.yaml --as llama3.1 --texts license-texts --out drafts
    """
    from licenselogic.cli import lineages
    from licenselogic.ship.ship import ship as prepared

    licenses = library(options["folders"])
    request = lineages.request(path, work, options, licenses, options["offered"])
    texts = _texts(options["texts"], licenses)
    found = prepared(*request.arguments, _card(path), texts)
    drafts = {draft.name: draft.content for draft in found.drafts}
    written = write_all(options["out"], drafts) if options["out"] else []
    if options["form"] == "json":
        print_json(found.to_dict())
    else:
        from licenselogic.report.shipment_text import render_shipment
        from licenselogic.report.style import Style

        style = Style.detect(options["color"])
        say(render_shipment(found, written, style, options["verbose"]), nl=False)
    return exit_code(found.status.value)


def _card(path: str | None) -> str | None:
    """Return the card at a path: the file, or the one in the folder; None where there is none."""
    from licenselogic.base.documents import read_text
    from licenselogic.readers.card_text import is_card

    if path is None or not Path(path).exists():
        return None
    place = Path(path)
    if place.is_dir():
        found = sorted(f for f in place.iterdir() if f.name.casefold() == "readme.md")
        return read_text(found[0]) if found else None
    return read_text(place) if is_card(place.name) else None


def _texts(folder: Path | None, library: "Library") -> Mapping[str, str]:
    """Return the licence texts in a folder, by the licences that they are by their content."""
    from licenselogic.review.passages import texts_in

    found: dict[str, str] = {}
    for text in texts_in(folder) if folder is not None else ():
        for license in library.known_text(text):
            found.setdefault(license, text)
    return found


@click.command()
@click.argument("path", required=False)
@click.argument("work", required=False)
@about_options
@click.option("--as", "offered", metavar="LICENSE", help="The outbound licence to judge.",
              shell_complete=complete_license)  # fmt: skip
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", required=True,
    help="A new folder for the files.",
)  # fmt: skip
def certify(path: str | None, work: str | None, **options: Any) -> int:
    """Write one verdict as a folder that anybody can replay.

    In it are the verdict, what was looked up, and each query to the solver as a file of SMT-LIB
    with its answer.  PATH and WORK are those of `check`; so is the exit code.

    \b
      licenselogic certify lineage.yaml --out certificate
    """
    from licenselogic.certify.certify import certify as certified
    from licenselogic.cli import lineages

    licenses = library(options["folders"])
    request = lineages.request(path, work, options, licenses, options["offered"])
    found = certified(*request.arguments)
    write_all(options["out"], found.files)
    say(f"{found.verdict.status.value}: {found.verdict.message}")
    say(f"{len(found.files):,} files are in {options['out']}; README.md tells how to replay them")
    return exit_code(found.verdict.status.value)


def write_all(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write files into a folder, all or none; raises `UsageError` if one is there already."""
    from licenselogic.base.display import listed
    from licenselogic.cli.lineages import write_new
    from licenselogic.cli.requests import wrong

    there = [name for name in files if (folder / name).exists()]
    if there:
        raise wrong(
            f"these files are in {folder} already, and are left as they are: {listed(there)}",
            "give a new folder with --out; nothing was written",
        )
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise wrong(f"cannot make the folder {path.parent}: {error.strerror}") from None
        write_new(path, text)
    return [str(folder / name) for name in files]
