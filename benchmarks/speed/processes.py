"""How long whole processes take, from the start of Python to its end."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.advice import FIVE, five
from benchmarks.speed.figures import Figure
from benchmarks.speed.lineages import merged

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("-m", "licenselogic")
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""An installed package has its modules compiled; a checkout has them after the first process."""

EXAMPLE = str(ROOT / "examples" / "caught" / "relabelled-llama-3.yaml")


@dataclass(frozen=True)
class Process:
    """Median seconds of the processor, the greatest peak of memory in MiB, and the last output."""

    seconds: float
    peak: float
    printed: str


def process(*arguments: str, times: int, environment: Mapping[str, str] | None = None) -> Process:
    """Run a Python process several times.

    It runs outside the checkout, so that the package is the one that is installed.
    """
    taken, printed = [], ""
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tempfile.gettempdir(),
            env={**_ENVIRONMENT, **(environment or {})},
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        printed = done.stdout
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Process(statistics.median(taken), peak, printed)


def figures(times: int) -> list[Figure]:
    """Return the figures of commands; what is compiled once has been compiled before."""
    floor = process("-c", "pass", times=times).seconds
    imports = process("-c", "import click, z3", times=times).seconds
    process(*COMMAND, "check", EXAMPLE, times=1)
    helped = process(*COMMAND, "--help", times=times)
    pair = ("--upstream", "gemma:quantized", "--as", "MIT")
    checked = process(*COMMAND, "check", *pair, times=times)
    filed = process(*COMMAND, "check", EXAMPLE, times=times)
    shown = process(*COMMAND, "show", "CC-BY-NC-4.0", times=times)
    recommended = recommend_file()
    return [
        Figure("`licenselogic --help`, whole process", helped.seconds, "s", 0.1, floor),
        Figure("`check --upstream`, whole process", checked.seconds, "s", 0.35, imports),
        Figure("`check FILE`, whole process", filed.seconds, "s", 0.35, imports),
        Figure("`show`, whole process", shown.seconds, "s", 0.5, floor),
        Figure("`recommend FILE`, whole process", recommended.seconds, "s", 1.2, imports),
        *report(imports),
        *cold(imports),
        Figure("memory of one command", filed.peak, "MiB", 120),
    ]


def recommend_file() -> Process:
    """Recommend licences for a lineage of five works in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lineage.json"
        found = five(0, *FIVE["permissive"])
        path.write_text(json.dumps(found.to_dict()), encoding="utf-8")
        return process(*COMMAND, "recommend", str(path), times=3)


def report(imports: float) -> list[Figure]:
    """Return what the page of a merge of a thousand works takes, and how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        path, page = Path(folder) / "lineage.json", Path(folder) / "report.html"
        path.write_text(json.dumps(merged(1000)), encoding="utf-8")
        made = process(*COMMAND, "report", str(path), "--output", str(page), times=3)
        size = page.stat().st_size / 1e6
    return [
        Figure("`report` of 1,000 works, whole process", made.seconds, "s", 2, imports),
        Figure("`report` of 1,000 works, the page", size, "MB", 3),
    ]


def cold(imports: float) -> list[Figure]:
    """Return what a first check takes: nothing compiled, or the first under an id of many."""
    with tempfile.TemporaryDirectory() as folder:
        first = process(
            *COMMAND, "check", EXAMPLE, times=1, environment={"LICENSELOGIC_CACHE": folder}
        )
    under = float(process("-c", _UNDER_A_GROUP, times=3).printed)
    return [
        Figure("first check without any cache, whole process", first.seconds, "s", 1.5, imports),
        Figure("first check of a process, `cc` over `cc`", under, "s", 0.3),
    ]


_UNDER_A_GROUP = """
import time
import licenselogic as ll
import licenselogic.verdict.check
base = {"id": "a/base", "type": "model", "license": "cc"}
tuned = {"id": "b/tuned", "type": "model", "license": "cc",
         "from": [{"work": "a/base", "by": "finetune"}]}
lineage = ll.Lineage.from_dict({"works": [base, tuned]})
start = time.process_time()
ll.check(lineage)
print(time.process_time() - start)
"""


def library() -> list[Figure]:
    """Return the figures of compiling and loading the whole library."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"LICENSELOGIC_CACHE": folder}
        compiled = process("-c", _LOAD, times=1, environment=environment)
        loaded = [
            float(process("-c", _LOAD, times=1, environment=environment).printed) for _ in "12345"
        ]
    return [
        Figure("whole library compiled, cold process", compiled.seconds, "s", 5),
        Figure("whole library loaded, compiled before", statistics.median(loaded), "ms", 50),
    ]


_LOAD = """
import time
import licenselogic as ll
import licenselogic.library.library
start = time.process_time()
list(ll.licenses())
print((time.process_time() - start) * 1e3)
"""
