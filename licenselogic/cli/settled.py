"""The settings of the project that a command runs in, put under its options."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from licenselogic.cli.common import library
from licenselogic.settings.find import nearest


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
    from licenselogic.cli.requests import assumptions
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
