"""The commands for other programs: schema, completion."""

import click

from licenselogic.base.schemas import SCHEMAS
from licenselogic.cli.common import COMPLETE, EXIT_COMPATIBLE, EXIT_ERROR, print_json, say

_WORDS = "COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/}"
"""What makes bash take `gemma:finetune` and `commercial=true` for one word each."""


@click.command()
@click.argument("name", type=click.Choice(SCHEMAS))
def schema(name: str) -> int:
    """Print the JSON Schema of lineage files, of verdicts, or of another answer."""
    from licenselogic.base.schemas import read_schema

    print_json(read_schema(name))
    return EXIT_COMPATIBLE


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the shell's completion script: `eval "$(licenselogic completion bash)"`."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        return EXIT_ERROR
    whole = click.get_current_context().find_root().command
    script = kind(whole, {}, "licenselogic", COMPLETE).source()
    say(f"{_WORDS}\n{script}" if shell == "bash" else script)
    return EXIT_COMPATIBLE
