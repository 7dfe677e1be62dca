"""The settings of the project that a command runs in, put under its options."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import library

OWN = "licenselogic.toml"
SHARED = "pyproject.toml"

_TABLE = re.compile(rb"""^\s*\[*\s*["']?tool["']?\s*\.\s*["']?licenselogic\b""", re.MULTILINE)


def settled(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with those that the settings give where the command line says nothing.

    `settings` is what the file says, None where there is no file.
    """
    if options["config"] is not None and options["no_config"]:
        raise click.UsageError("give --config or --no-config, not both")
    found: dict[str, Any] = {**options, "settings": None}
    path = options["config"]
    if path is None and not options["no_config"]:
        path = nearest(Path.cwd())
    if path is None:
        return found
    from licenselogic.cli.options import assumptions
    from licenselogic.settings.read import read_settings

    settings = read_settings(path, library(options["folders"]))
    source = click.get_current_context().get_parameter_source("profile")
    if settings.profile and source is click.core.ParameterSource.DEFAULT:
        found["profile"] = settings.profile
    given = assumptions(options["assume"])
    kept = (f"{n}={str(v).lower()}" for n, v in settings.assume.items() if n not in given)
    found["assume"] = (*options["assume"], *kept)
    found["known"] = (*options["known"], *settings.known)
    found["folders"] = (*options["folders"], *settings.licenses)
    found["no_catalogue"] = options["no_catalogue"] or not settings.catalogue
    return {**found, "settings": settings}


def nearest(folder: Path) -> Path | None:
    """Return the file of settings that stands nearest above; a repository is not left."""
    for above in (folder, *folder.parents):
        if (above / OWN).is_file():
            return _named(above / OWN, folder)
        if _has_table(above / SHARED):
            return _named(above / SHARED, folder)
        if (above / ".git").exists():
            return None
    return None


def _named(path: Path, folder: Path) -> Path:
    """Return a path as it is shortest to read."""
    return Path(path.name) if path.parent == folder else path


def _has_table(path: Path) -> bool:
    with suppress(OSError):
        return _TABLE.search(path.read_bytes()) is not None
    return False
