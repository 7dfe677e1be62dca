"""Command line of `python -m benchmarks.agreement`; exit code 1 if anything is amiss."""

import argparse
import sys
from pathlib import Path

from benchmarks.agreement.run import MAKERS, agreement
from benchmarks.agreement.table import lines, page


def main() -> int:
    """Compare, print the tables, and write the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement")
    parser.add_argument("cases", type=int, nargs="?", default=1000, help="of each kind")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first case")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--only", choices=MAKERS, help="one kind of case alone")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables as a page")
    args = parser.parse_args()
    kinds = [args.only] if args.only else list(MAKERS)
    tallies = {kind: agreement(kind, args.cases, args.seed, args.jobs) for kind in kinds}
    print("\n".join(lines(tallies)))
    if args.write:
        command = f"python -m benchmarks.agreement {args.cases} --seed {args.seed}"
        args.write.write_text(page(tallies, f"{command} --write {args.write}"), encoding="utf-8")
    missed = [t.unreached for kind, t in tallies.items() if kind == "random"]
    return 1 if any(missed) or any(tally.amiss for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
