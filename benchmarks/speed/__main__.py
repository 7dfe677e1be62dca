"""The command of the benchmark: measure, print, write.  The exit code does not judge speed."""

import argparse
import sys
from pathlib import Path

from benchmarks.speed import advice, lineages, processes
from benchmarks.speed.figures import table, yardstick


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small sizes, few repetitions")
    parser.add_argument("--write", type=Path, help="write the page to this Markdown file")
    options = parser.parse_args()
    figures = [
        yardstick(),
        *processes.figures(3 if options.smoke else 11),
        *lineages.figures(options.smoke),
        *advice.figures(options.smoke),
        *processes.library(),
    ]
    print(table(figures))
    if options.write:
        page = f"{_HEAD}\n{table(figures)}\n{_TAIL}"
        options.write.write_text(page, encoding="utf-8")
    return 0


_HEAD = """# How fast it is

Printed by `python -m benchmarks.speed --write docs/speed.md`, all in one run, with the package
installed as the README says. Times are of the processor: what a wall clock shows on a machine that
does nothing else. Whole processes stand beside the floor of their imports; lineages are measured in
a warm process, each with other works than before. An installed package carries its licences
compiled; in a checkout they are compiled when they are first asked for. The first row tells how
fast the machine was that day.
"""

_TAIL = """
A check folds the lineage once, in topological order, whatever the number of paths. Equal situations
share one result, and each distinct question goes to the solver once. So time and memory grow with
the number of works and not with the number of paths.

What has been found is remembered, and the number of answers that are kept is bounded. So a process
stays under 300 MiB, however many different lineages it checks. It holds 240 MiB after 6,000 of
them, and no more after 20,000 (`python -m benchmarks.memory [COUNT]`).

`python -m benchmarks.signatures` tells how long real works take: 1,000 of them, drawn at random
from a snapshot of the Hub, with cold caches in one process. The snapshot is not part of this
repository.
"""

if __name__ == "__main__":
    sys.exit(main())
