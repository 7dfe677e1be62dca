"""How much memory a process holds that checks many lineages: `python -m benchmarks.memory [COUNT]`.

No two lineages are alike: works and owners have new names, licences and relations are drawn at
random from those of the Hub, and some licences are such as nobody has heard of.  So every cache of
the process fills as fast as it can.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import licenselogic as ll

LICENSES = [
    *("apache-2.0", "mit", "llama2", "llama3", "llama3.1", "gemma", "openrail", "openrail++"),
    *("creativeml-openrail-m", "bigscience-bloom-rail-1.0", "bigcode-openrail-m", "cc-by-4.0"),
    *("cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0", "cc0-1.0", "gpl-3.0"),
    *("agpl-3.0", "lgpl-3.0", "bsd-3-clause", "artistic-2.0", "wtfpl", "unlicense", "mpl-2.0"),
    *("cdla-permissive-2.0", "afl-3.0", "odc-by", "odbl"),
]
RELATIONS = ["finetune", "adapter", "quantized", "merge", "distill"]

UNHEARD_OF = 0.02
"""The share of works whose licence has a name that no other work knows."""

LIMIT = 300
"""MiB that a process stays under, however many lineages it checks."""


def lineages(seed: int = 0) -> Iterator[dict[str, Any]]:
    """Yield lineages without end, as lineage files have them; the last work is made from others."""
    dice = random.Random(seed)
    for number in count():
        works: list[dict[str, Any]] = []
        last = dice.randint(2, 5)
        for place in range(last + 1):
            unheard_of = dice.random() < UNHEARD_OF
            license = f"house-{number}" if unheard_of else dice.choice(LICENSES)
            type = "model" if place == last else dice.choice(["model", "model", "dataset"])
            name = f"owner-{number}-{place}/work"
            above = dice.sample(works, min(len(works), dice.randint(1, 3)))
            edges = [{"work": work["id"], "by": _relation(dice, work)} for work in above]
            works.append(
                {
                    "id": name,
                    "type": type,
                    "license": license,
                    "from": edges if type == "model" else [],
                }
            )
        yield {"works": works}


def _relation(dice: random.Random, above: dict[str, Any]) -> str:
    return dice.choice(RELATIONS) if above["type"] == "model" else "trained_on"


def resident() -> float:
    """Return the MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> int:
    """Check, and print what the process holds on the way; 1 if it is more than the limit."""
    parser = argparse.ArgumentParser(prog="benchmarks.memory", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=20_000, help="lineages")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    list(ll.licenses())
    print(f"| lineages checked | memory of the process, of at most {LIMIT} MiB |")
    print("| --: | --: |")
    print(f"| 0 | {resident():.0f} MiB |")
    step = max(options.count // 10, 1)
    greatest = 0.0
    for number, data in enumerate(islice(lineages(options.seed), options.count), 1):
        ll.check(ll.Lineage.from_dict(data), data["works"][-1]["id"])
        if number % step == 0 or number == options.count:
            greatest = max(greatest, resident())
            print(f"| {number:,} | {resident():.0f} MiB |", flush=True)
    return int(greatest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
