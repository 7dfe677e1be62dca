"""Command line of `python -m benchmarks.damage`; exit code 1 if anything is amiss."""

import argparse
import sys

import licenselogic as ll
from benchmarks.damage.doors import work_in, workplace_made
from benchmarks.damage.every import doors
from benchmarks.damage.run import LIMIT, Runner, Score, run

OUTCOMES = ("refused", "unknown", "incompatible", "compatible", "raised", "stopped")


def main() -> int:
    """Run, print what came of it door by door, and every finding with the way to see it again."""
    names = [door.name for door in doors()]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=20_000, help="inputs, over all doors")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--door", choices=names, action="append", help="only this door")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="print one input of a door")
    options = parser.parse_args()
    chosen = options.door or names
    if options.show is not None:
        return show(options.seed, chosen[0], options.show)
    score = run(options.count, options.seed, chosen, options.jobs)
    print("\n".join([*table(score), *found(score, options.seed)]))
    return 1 if score.findings else 0


def show(seed: int, name: str, number: int) -> int:
    """Print an input and what comes of it; an exception is let out."""
    runner = Runner(seed, doors())
    with workplace_made() as folder:
        work_in(folder)
        sample, damaged = runner.damaged(name, number)
        print(
            f"{damaged.how}\nundamaged: {runner.sound(name, sample)}\n{damaged.input!r}", flush=True
        )
        try:
            print(runner.doors[name].enter(damaged.input, True))
        except ll.LicenseLogicError as error:
            print(f"refused: {error}")
    return 0


def table(score: Score) -> list[str]:
    """Return what came of the inputs, door by door."""
    rows = [f"| door | inputs | {' | '.join(OUTCOMES)} | other | slowest |",
            f"| --- | --: | {' | '.join('--:' for _ in OUTCOMES)} | --: | --: |"]  # fmt: skip
    for door, outcomes in score.outcomes.items():
        counts = [outcomes[outcome] for outcome in OUTCOMES]
        rest = outcomes.total() - sum(counts)
        seconds, number = score.slowest[door]
        cells = [f"{n:,}" for n in (outcomes.total(), *counts, rest)]
        rows.append(f"| {door} | {' | '.join(cells)} | {seconds:.2f} s (number {number}) |")
    return rows


def found(score: Score, seed: int) -> list[str]:
    """Return every finding in a line, with the command that shows it."""
    lines = ["", f"findings: {len(score.findings)} (raised, over {LIMIT:g} s, or compatible)"]
    for times, finding in sorted(score.findings.values(), key=lambda pair: pair[1]):
        command = f"--seed {seed} --door {finding.door} --show {finding.number}"
        lines.append(f"{finding.kind}, {times} times: {finding.how} {finding.detail}")
        lines.append(f"    python -m benchmarks.damage {command}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
