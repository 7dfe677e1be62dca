"""The door for the arguments of the command line."""

import random
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from benchmarks.damage import samples
from benchmarks.damage.clauses import clause_files
from benchmarks.damage.doors import COMPATIBLE, Damaged, as_yaml, in_file, workplace
from benchmarks.damage.trees import broken, garbage, typo
from licenselogic.base.display import printable_lines
from licenselogic.cli.app import run


class InternalMessageError(Exception):
    """The command line told of an internal error, or let what draws through."""


@dataclass(frozen=True)
class Commands:
    """A door for the arguments of the command line."""

    name: str = "commands"
    samples: int = len(samples.COMMANDS)

    def sound(self, number: int) -> list[str]:
        """Return the arguments of a command."""
        return samples.COMMANDS[number].split()

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return arguments of which one is spoilt, lost, doubled, or put elsewhere."""
        arguments = self.sound(number)
        spot = dice.randrange(len(arguments))
        ways = ["garbage", "garbage", "broken", "part", "typo", "double", "lost", "swap"]
        way = dice.choice(ways)
        faithful = way == "garbage"
        if way == "garbage":
            arguments[spot] = garbage(dice)
        elif way == "broken":
            arguments[spot] = str(broken(dice))
        elif way == "part":
            joint = dice.choice(":=,")
            head, found, _ = arguments[spot].partition(joint)
            arguments[spot] = f"{head}{found or joint}{broken(dice)}"
        elif way == "typo":
            arguments[spot] = typo(dice, arguments[spot])
        elif way == "double":
            arguments.insert(spot, arguments[spot])
        elif way == "lost":
            del arguments[spot]
        else:
            other = dice.randrange(len(arguments))
            arguments[spot], arguments[other] = arguments[other], arguments[spot]
        if arguments == ["lint"]:
            arguments.append("own.lic")  # without a path it is the whole library, in many seconds
        return Damaged([a.replace("\x00", "") for a in arguments], way, faithful)

    def enter(self, arguments: list[str], _: bool) -> str:
        """Run a command, with the files that commands name; it always tells all."""
        out, err = StringIO(), StringIO()
        names = _command_files()
        given = [str(names[a]) if a in names else a for a in arguments]
        with chdir(workplace()), redirect_stdout(out), redirect_stderr(err):
            code = run(given)
        said = out.getvalue() + err.getvalue()
        if "internal error" in said or "Traceback" in said:
            raise InternalMessageError(said)
        if printable_lines(said) != said:
            raise InternalMessageError(f"drawn: {said!r}")
        if arguments[:1] != ["check"]:
            return f"code {code}"
        return {0: COMPATIBLE, 1: "incompatible", 2: "refused", 3: "unknown"}[code]


@cache
def _command_files() -> dict[str, Path]:
    """Write the files that commands name."""
    works = samples.lineages(1)[0]
    works["works"][-1]["id"] = "me/tuned"
    card = b"---\nlicense: mit\nbase_model: meta-llama/Meta-Llama-3-8B\n---\n"
    in_file("lineage.yaml", as_yaml(works))
    in_file("own.lic", clause_files()[0].encode())
    folder = workplace() / "folder"
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_bytes(card)
    (workplace() / "card").mkdir(exist_ok=True)
    in_file("card/README.md", card)
    names = {"lineage.yaml": "lineage.yaml", "README.md": "card/README.md",
             "own.lic": "own.lic", "folder": "folder"}  # fmt: skip
    return {name: workplace() / path for name, path in names.items()}
