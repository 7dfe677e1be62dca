"""Lineages of many shapes, and how long their checks take in a warm process."""

import random
import resource
import statistics
from typing import Any

import licenselogic as ll
from benchmarks.speed.figures import Figure, median, once
from benchmarks.speed.made import work


def five(number: int) -> ll.Lineage:
    """Return a lineage of five works; another number gives other works."""
    base, data, other, tuned, blend = (f"run{number}-{n}/w" for n in range(5))
    return ll.Lineage.from_dict(
        {
            "works": [
                work(base, "llama2"),
                {"id": data, "type": "dataset", "license": "apache-2.0"},
                work(other, "llama2"),
                work(tuned, "llama2", (base, "finetune"), (data, "trained_on")),
                work(blend, "llama2", (tuned, "merge"), (other, "merge")),
            ]
        }
    )


def chain(length: int, base: str, license: str, last: str) -> dict[str, Any]:
    """Return a chain of fine-tunes by different owners: the first, those between, the last."""
    licenses = [base, *[license] * (length - 2), last]
    works = [work("o0/w0", base)]
    for n in range(1, length):
        works.append(work(f"o{n}/w{n}", licenses[n], (f"o{n - 1}/w{n - 1}", "finetune")))
    return {"works": works}


def diamonds(count: int) -> ll.Lineage:
    """Return `count` diamonds one upon the other: 2**count paths."""
    works = [work("s/0", "llama2")]
    for n in range(count):
        works += [
            work(f"a/{n}", "llama2", (f"s/{n}", "finetune")),
            work(f"b/{n}", "llama2", (f"s/{n}", "quantized")),
            work(f"s/{n + 1}", "llama2", (f"a/{n}", "merge"), (f"b/{n}", "merge")),
        ]
    return ll.Lineage.from_dict({"works": works})


def merged(count: int) -> dict[str, Any]:
    """Return two bases, a dataset, what many people made of them, and a merge of all of it."""
    dice, works = random.Random(1), [work("base/a", "llama2"), work("base/b", "apache-2.0")]
    works.append({"id": "data/chats", "type": "dataset", "license": "cc-by-nc-4.0"})
    models = ["base/a", "base/b"]
    for number in range(count - 4):
        above = models[int(len(models) * dice.random() ** 2)]
        by = dice.choices(["finetune", "adapter", "quantized", "merge"], [50, 33, 10, 4])[0]
        edges = [(above, by), *[("data/chats", "trained_on")] * (dice.random() < 0.1)]
        label = dice.choice(["apache-2.0", "apache-2.0", "llama2", "mit"])
        models.append(f"u{dice.randrange(count)}/m{number}")
        works.append(work(models[-1], label, *edges))
    works.append(work("me/all", "apache-2.0", *((name, "merge") for name in models)))
    return {"works": works}


def figures(smoke: bool) -> list[Figure]:
    """Return the figures of lineages."""
    shaped = [*shapes(), *labels(400 if smoke else 4000)]
    shaped += choosing(100 if smoke else 500)
    return [*shaped, *long_chains(smoke)]


def shapes() -> list[Figure]:
    """Return the figures of ordinary shapes; every solver's question has been asked before."""
    many = [five(n) for n in range(50)]
    each = iter(many * 100)
    long, stack = ll.Lineage.from_dict(chain(1000, "gpl-3.0", "gpl-3.0", "mit")), diamonds(18)
    for lineage in (many[0], long, stack):
        ll.check(lineage)
    loop = median(lambda: [len(long.upstream[name]) for name in long.works], 20)
    return [
        Figure("five works, warm", median(lambda: ll.check(next(each)), 200), "ms", 1),
        Figure("chain of 1,000 works, warm", median(lambda: ll.check(long), 15), "ms", 30, loop),
        Figure("18 diamonds (262,144 paths), warm", median(lambda: ll.check(stack), 30), "ms", 5),
    ]


def labels(length: int) -> list[Figure]:
    """Return what wrong labels cost: the same chain over Llama 3 under both labels."""
    taken = {}
    for label in ("llama3", "mit"):
        lineage = ll.Lineage.from_dict(chain(length, "llama3", label, label))
        ll.check(lineage)
        taken[label] = statistics.median(once(lambda found=lineage: ll.check(found)) for _ in "123")
    name = f"chain of {length:,} fine-tunes over `llama3`"
    return [
        Figure(f"{name}, labelled `llama3`", taken["llama3"], "ms"),
        Figure(f"{name}, labelled `mit`", taken["mit"], "ms"),
        Figure(f"{name}: `mit` to `llama3`", taken["mit"] / taken["llama3"], "", 2),
    ]


def choosing(length: int) -> list[Figure]:
    """Return what choices cost that many owners leave: linear in the works."""
    taken = []
    for works in (length, 2 * length):
        lineage = ll.Lineage.from_dict(chain(works, "bsd", "bsd", "bsd"))
        ll.check(lineage)
        taken.append(statistics.median(once(lambda found=lineage: ll.check(found)) for _ in "123"))
    name = "fine-tunes labelled `bsd` by different owners"
    return [
        Figure(f"chain of {2 * length:,} {name}", taken[1], "ms"),
        Figure(f"{name}: {2 * length:,} to {length:,}", taken[1] / taken[0], "", 2.5),
    ]


def long_chains(smoke: bool) -> list[Figure]:
    """Return the figures of very long chains, each read and checked once."""
    found = []
    for length in (1000,) if smoke else (25_000, 50_000, 100_000):
        data, kept = chain(length, "gpl-3.0", "gpl-3.0", "mit"), []
        read = once(lambda data=data, kept=kept: kept.append(ll.Lineage.from_dict(data))) / 1e3
        checked = once(lambda kept=kept: ll.check(kept[0])) / 1e3
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found += [
            Figure(f"chain of {length:,} works: reading", read, "s"),
            Figure(f"chain of {length:,} works: checking", checked, "s"),
            Figure(f"chain of {length:,} works: memory of the process", peak, "MiB"),
        ]
    return found
