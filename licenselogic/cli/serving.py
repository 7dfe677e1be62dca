"""The command that serves other programs: mcp."""

import click

from licenselogic.cli.common import EXIT_COMPATIBLE


@click.command()
def mcp() -> int:
    """Serve assistants over the Model Context Protocol, on standard input and output.

    Tools: check, recommend, show, explain, diff.  No file is read, and nobody else is asked.
    """
    from licenselogic.servers.mcp import server

    server().run("stdio")
    return EXIT_COMPATIBLE
