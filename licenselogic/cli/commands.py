"""The commands by name: where each stands, and its line in `--help`.

A command is imported when it is asked for, so that nobody waits for the options of the others.
"""

from importlib import import_module
from typing import Any

import click

_COMMANDS = {
    "check": ("judging.check", "Judge works: lineage files, model cards, folders, BOMs."),
    "recommend": ("judging.recommend", "Name the licences that a work may carry, the best first."),
    "repair": ("mending.repair", "Find the smallest changes that make a work lawful."),
    "ship": ("shipping.ship", "List what to publish beside a work, and draft the files."),
    "certify": ("shipping.certify", "Write one verdict as a folder that anybody can replay."),
    "init": ("init.init", "Write the lineage file that `check` would judge."),
    "show": ("library.show", "Show a licence: what each clause says and permits."),
    "list": ("library.list_", "List the licences of the library."),
    "diff": ("library.diff", "Show what changed from one licence to another."),
    "explain": ("library.explain", "Explain a word of reports: a code, a fact, a duty, a profile."),
    "vocabulary": ("library.vocabulary", "Print the controlled vocabulary of clause files."),
    "works": ("works.works", "Show what the catalogue knows of a work."),
    "audit": ("auditing.audit", "Check every work of a hub, and count what is broken."),
    "graph": ("drawing.graph", "Draw a work with its ancestors and descendants."),
    "report": ("drawing.report", "Write a page of HTML about a work."),
    "scan": ("scanning.scan", "Find the models and datasets that code loads, and check it."),
    "bom": ("bom.bom", "Write a lineage and its verdict as a bill of materials."),
    "mcp": ("serving.mcp", "Serve assistants over the Model Context Protocol."),
    "lsp": ("serving.lsp", "Serve editors over the Language Server Protocol."),
    "lint": ("files.lint", "Check clause files: words, numbers, passages, coverage."),
    "fmt": ("files.fmt", "Put clause files into the one layout."),
    "schema": ("tools.schema", "Print the JSON Schema of an input or an answer."),
    "completion": ("tools.completion", "Print the completion script of a shell."),
}
"""Name: its module and function in this room, and its line; in the order of a user's way."""


class Commands(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def __init__(self, **attributes: Any) -> None:
        lines = {name: click.Command(name, help=line) for name, (_, line) in _COMMANDS.items()}
        super().__init__(commands=lines, **attributes)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, D102
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, D102
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name][0].split(".")
        command = getattr(import_module(f"licenselogic.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002, D102
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])
