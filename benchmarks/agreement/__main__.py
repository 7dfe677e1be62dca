"""Command line of `python -m benchmarks.agreement`; exit code 1 if anything is amiss."""

import argparse
import sys
from pathlib import Path

from benchmarks.agreement.run import agreement
from benchmarks.agreement.table import lines, page


def main() -> int:
    """Compare, print the tables, and write the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement")
    parser.add_argument("cases", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first case")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables as a page")
    args = parser.parse_args()
    tally = agreement(args.cases, args.seed, args.jobs)
    print("\n".join(lines(tally)))
    if args.write:
        command = f"python -m benchmarks.agreement {args.cases} --seed {args.seed}"
        args.write.write_text(page(tally, f"{command} --write {args.write}"), encoding="utf-8")
    return 1 if tally.amiss or tally.unreached else 0


if __name__ == "__main__":
    sys.exit(main())
