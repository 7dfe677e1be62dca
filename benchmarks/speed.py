"""How fast checks are: `python -m benchmarks.speed [--smoke] [--write docs/speed.md]`.

Every figure stands beside a floor that is measured in the same run, so that ratios can be compared
between machines: `python -c pass` for whole processes, an empty loop over the works for lineages.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import licenselogic as ll

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One measured figure, its target (None: reported only), and the floor measured beside it."""

    name: str
    value: float
    unit: str
    target: float | None = None
    floor: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self.value <= self.target


def median(run: Callable[[], object], times: int) -> float:
    """Return the median duration of `run` in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def work(name: str, license: str, *upstream: tuple[str, str]) -> dict[str, object]:
    """Return a model as a lineage file has it."""
    edges = [{"work": above, "by": relation} for above, relation in upstream]
    return {"id": name, "type": "model", "license": license, "from": edges}


def five(number: int = 0) -> ll.Lineage:
    """Return a lineage of five works."""
    base, tag = "llama2", f"run{number}"
    return ll.Lineage.from_dict(
        {
            "works": [
                work(f"{tag}-m/base", base),
                {"id": f"{tag}-d/data", "type": "dataset", "license": "apache-2.0"},
                work(f"{tag}-x/other", base),
                work(
                    f"{tag}-y/tuned",
                    base,
                    (f"{tag}-m/base", "finetune"),
                    (f"{tag}-d/data", "trained_on"),
                ),
                work(
                    f"{tag}-b/blend",
                    base,
                    (f"{tag}-y/tuned", "merge"),
                    (f"{tag}-x/other", "merge"),
                ),
            ]
        }
    )


def chain(length: int) -> dict[str, object]:
    """Return a chain of fine-tunes under the GPL, the last of them labelled MIT."""
    works = [work("o0/w0", "gpl-3.0")]
    for n in range(1, length):
        license = "gpl-3.0" if n < length - 1 else "mit"
        works.append(work(f"o{n}/w{n}", license, (f"o{n - 1}/w{n - 1}", "finetune")))
    return {"works": works}


def diamonds(count: int) -> ll.Lineage:
    """Return `count` diamonds one upon the other: 2**count paths more with each."""
    works = [work("s/0", "llama2")]
    for n in range(count):
        works += [
            work(f"a/{n}", "llama2", (f"s/{n}", "finetune")),
            work(f"b/{n}", "llama2", (f"s/{n}", "quantized")),
            work(f"s/{n + 1}", "llama2", (f"a/{n}", "merge"), (f"b/{n}", "merge")),
        ]
    return ll.Lineage.from_dict({"works": works})


def process(*arguments: str, times: int) -> tuple[float, float]:
    """Return median seconds and peak MiB of a whole process.

    It runs outside the checkout, so that the package is the one that is installed.
    """
    taken, peak = [], 0.0
    for _ in range(times):
        start = time.perf_counter()
        command = [sys.executable, *arguments]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tempfile.gettempdir())
        taken.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")
        peak = max(peak, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    return statistics.median(taken), peak


def processes(times: int) -> list[Figure]:
    """Return the figures of whole processes."""
    floor, _ = process("-c", "pass", times=times)
    imports, _ = process("-c", "import click, z3", times=times)
    command = ("-m", "licenselogic")
    example = str(ROOT / "examples" / "caught" / "relabelled-llama-3.yaml")
    process(*command, "check", example, times=1)
    helped, _ = process(*command, "--help", times=times)
    checked, peak = process(*command, "check", "--upstream", "gemma:quantized", "--as", "MIT",
                            times=times)  # fmt: skip
    filed, _ = process(*command, "check", example, times=times)
    return [
        Figure("`licenselogic --help`, whole process", helped, "s", 0.1, floor),
        Figure("`check --upstream`, whole process", checked, "s", 0.45, imports),
        Figure("`check FILE`, whole process", filed, "s", 0.45, imports),
        Figure("memory of one `check`", peak, "MiB", 120),
    ]


def lineages(smoke: bool) -> list[Figure]:
    """Return the figures of lineages in a warm process."""
    many = [five(n) for n in range(50)]
    ll.check(many[0])
    each = iter(many * 100)
    long, stack = ll.Lineage.from_dict(chain(1000)), diamonds(18)
    ll.check(long)
    ll.check(stack)
    loop = median(lambda: [len(long.upstream[name]) for name in long.works], 20)
    found = [
        Figure("five works, warm", median(lambda: ll.check(next(each)), 200), "ms", 1),
        Figure("chain of 1,000 works, warm", median(lambda: ll.check(long), 15), "ms", 30, loop),
        Figure("18 diamonds (262,144 paths), warm", median(lambda: ll.check(stack), 30), "ms", 5),
    ]
    for length in (1000,) if smoke else (25_000, 50_000, 100_000):
        data = chain(length)
        start = time.perf_counter()
        large = ll.Lineage.from_dict(data)
        read = time.perf_counter()
        ll.check(large)
        end = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found += [
            Figure(f"chain of {length:,} works: reading", read - start, "s"),
            Figure(f"chain of {length:,} works: checking", end - read, "s"),
            Figure(f"chain of {length:,} works: memory of the process", peak, "MiB"),
        ]
    return found


def library() -> list[Figure]:
    """Return the figures of compiling and loading the whole library."""
    script = "import licenselogic as ll; k = ll.licenses(); print(len(list(k)))"
    timed = (
        "import time; import licenselogic as ll; import licenselogic.library.library;"
        "t = time.perf_counter(); n = len(list(ll.licenses()));"
        "print((time.perf_counter() - t) * 1e3)"
    )
    import os

    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LICENSELOGIC_CACHE": folder}

        def run(code: str) -> str:
            done = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
            )  # fmt: skip
            return done.stdout

        start = time.perf_counter()
        run(script)
        compiled = time.perf_counter() - start
        loaded = statistics.median(float(run(timed)) for _ in range(5))
    return [
        Figure("whole library compiled, cold process", compiled, "s", 5),
        Figure("whole library loaded, compiled before", loaded, "ms", 50),
    ]


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = ["| what | measured | target | floor in the same run |", "| --- | --- | --- | --- |"]
    for f in figures:
        target = f"<= {f.target:g} {f.unit}" if f.target is not None else "reported"
        floor = f"{f.floor:.3g} {f.unit} (x{f.value / f.floor:.1f})" if f.floor else ""
        mark = "" if f.met else " **missed**"
        rows.append(f"| {f.name} | {f.value:.3g} {f.unit}{mark} | {target} | {floor} |")
    return "\n".join(rows)


def main() -> int:
    """Measure, print, and write the table; the exit code does not judge speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small sizes, few repetitions")
    parser.add_argument("--write", type=Path, help="write the table to this Markdown file")
    options = parser.parse_args()
    figures = [*processes(3 if options.smoke else 11), *lineages(options.smoke), *library()]
    print(table(figures))
    if options.write:
        options.write.write_text(f"{_HEAD}\n{table(figures)}\n{_TAIL}", encoding="utf-8")
    return 0


_HEAD = """# How fast it is

Printed by `python -m benchmarks.speed --write docs/speed.md`, with the package installed as the
README says. Whole processes are measured from outside and stand beside the floor of their imports;
lineages are measured in a warm process, each with other works than before. The library is measured
in a checkout, where nothing is compiled before the first run; an installed package carries its
licences compiled.
"""

_TAIL = """
A check folds the lineage once, in topological order, whatever the number of paths; equal situations
share one result, and each distinct question goes to the solver once. So time and memory grow with
the number of works and not with the number of paths.
"""

if __name__ == "__main__":
    sys.exit(main())
