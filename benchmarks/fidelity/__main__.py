"""Print the scores and every disagreement; exit 1 if a threshold is missed, 2 without oracles."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fidelity import oracles
from benchmarks.fidelity.explanations import slips
from benchmarks.fidelity.pairs import answer
from benchmarks.fidelity.report import Results, listing, page, table
from benchmarks.fidelity.terms import compare


def measure(folder: Path) -> Results:
    """Return all answers on the statements in `folder`."""
    found = oracles.pairs(folder)
    return Results(
        answers=[answer(p) for p in found],
        linked=[answer(p, "combine") for p in found if p.context == "any"],
        comparisons=list(compare(oracles.terms(folder))),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity", description=__doc__)
    parser.add_argument(
        "--oracles",
        type=Path,
        default=oracles.DEFAULT,
        metavar="DIR",
        help=f"folder with {oracles.PAIRS} and {oracles.TERMS}",
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of docs/ there")
    options = parser.parse_args(arguments)
    try:
        results = measure(options.oracles)
    except oracles.OraclesAbsentError as error:
        print(error, file=sys.stderr)
        return 2
    for line in (*table(results), "", f"{len(results.disagreements)} disagreements"):
        print(line)
    for line in listing(results):
        print(f"  {line}")
    for slip in slips(results.disagreements):
        print(f"note: {slip}", file=sys.stderr)
    for threshold in results.missed:
        print(f"missed: {threshold}", file=sys.stderr)
    if options.write:
        options.write.write_text(page(results), encoding="utf-8")
    return 1 if results.missed else 0


if __name__ == "__main__":
    sys.exit(main())
