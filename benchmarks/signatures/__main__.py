"""The command of the benchmark: draw, measure, print.  The exit code tells only of differences."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.signatures.snapshot import FOLDER

SLOWEST = 10


@dataclass(frozen=True)
class Row:
    """One work, as one entry answered it; `folding` is what its lineage took beside."""

    work: str
    label: str
    upstream: str
    folding: float
    milliseconds: float
    status: str
    kinds: tuple[str, ...]


def draw(count: int, seed: int, folder: Path) -> list[tuple[str, Any]]:
    """Return works with their lineages, fewer than `count` if the snapshot has no more."""
    from benchmarks.signatures.snapshot import Snapshot, drawn

    return list(islice(drawn(Snapshot.read(folder), seed), count))


def measure(entry: str, drawn: list[tuple[str, Any]]) -> list[Row]:
    """Answer every work with one entry, in one fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drawn.json"
        file.write_text(json.dumps(drawn), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.signatures.measure", entry, str(file)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = []
    for (name, data), line in zip(drawn, printed.splitlines(), strict=True):
        folding, taken, status, kinds = json.loads(line)
        own, *others = data["works"]
        above = sorted({work.get("license", "?") for work in others})
        rows.append(
            Row(name, own["license"], ", ".join(above), folding, taken, status, tuple(kinds))
        )
    return rows


def summary(title: str, rows: list[Row], targets: dict[str, float]) -> str:
    """Return median, mean and worst, and the slowest rows."""
    lines = [f"## {title}, {len(rows):,} signatures", ""]
    lines += ["| | measured | target |", "| --- | --- | --- |"]
    for name, value in _figures([row.milliseconds for row in rows]).items():
        target = targets.get(name)
        mark = " **missed**" if target is not None and value > target else ""
        wanted = "reported" if target is None else f"<= {target:g} ms"
        lines.append(f"| {name} | {value:.3g} ms{mark} | {wanted} |")
    if any(row.folding for row in rows):
        for name, value in _figures([row.folding for row in rows]).items():
            lines.append(f"| folding its lineage, {name} | {value:.3g} ms | reported |")
    lines += ["", "| slowest | ms | label | upstream licences | status |", "|---|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: -row.milliseconds)[:SLOWEST]:
        lines.append(
            f"| {row.work} | {row.milliseconds:.3g} | {row.label} | {row.upstream} | {row.status} |"
        )
    return "\n".join(lines)


def _figures(taken: list[float]) -> dict[str, float]:
    return {
        "median": statistics.median(taken),
        "mean": statistics.fmean(taken),
        "worst": max(taken),
    }


def differences(decided: list[Row], checked: list[Row]) -> list[str]:
    """Return the works of which the light entry and the full verdict tell other things."""
    return [
        f"{light.work}: {light.status} {light.kinds} | {full.status} {full.kinds}"
        for light, full in zip(decided, checked, strict=True)
        if (light.status, light.kinds) != (full.status, full.kinds)
    ]


def main() -> int:
    """Draw, measure and print; 1 if the two entries differ on some work."""
    parser = argparse.ArgumentParser(prog="benchmarks.signatures", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000, help="works (default: 1000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the snapshot")
    parser.add_argument("--only", choices=("decide", "check"), help="measure one entry alone")
    options = parser.parse_args()
    if not (options.folder / "models.parquet").exists():
        print(f"skipped: there is no snapshot of the Hub at {options.folder}")
        return 0
    drawn = draw(options.count, options.seed, options.folder)
    results = {}
    for entry, targets in _TARGETS.items():
        if options.only in (None, entry):
            results[entry] = measure(entry, drawn)
            print(summary(_TITLES[entry], results[entry], targets), end="\n\n")
    found = differences(results["decide"], results["check"]) if len(results) == 2 else []
    print(f"works on which the two entries differ: {len(found)}" if len(results) == 2 else "")
    print("\n".join(found))
    return 1 if found else 0


_TITLES = {"decide": "Deciding", "check": "A full check"}
_TARGETS = {"decide": {"median": 1, "mean": 2, "worst": 100}, "check": {"mean": 25, "worst": 800}}

if __name__ == "__main__":
    sys.exit(main())
