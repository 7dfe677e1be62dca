"""The commands that serve other programs: mcp, lsp."""

import click

from licenselogic.cli.common import EXIT_COMPATIBLE, say


@click.command()
def mcp() -> int:
    """Serve assistants over the Model Context Protocol, on standard input and output.

    Tools: check, recommend, show, explain, diff.  No file is read, and nobody else is asked.
    """
    from licenselogic.servers.mcp import server

    server().run("stdio")
    return EXIT_COMPATIBLE


@click.command()
@click.option("--files", is_flag=True, help="Print the folder with the files that editors load.")
def lsp(files: bool) -> int:
    """Serve editors over the Language Server Protocol, on standard input and output.

    For clause files, lineage files and cards: findings, hover, completion, definitions, layout.
    """
    if files:
        from licenselogic.base.resources import grammars

        say(str(grammars() / "editors"))
        return EXIT_COMPATIBLE
    from licenselogic.servers.lsp import server

    server().serve()
    return EXIT_COMPATIBLE
