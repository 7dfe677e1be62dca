"""What it takes to recommend a licence and to repair a work.

Each lineage has other works than those before, so that no memory of the last answer counts; and the
first answer about some licences is given by an engine that has forgotten all.
"""

import statistics
from collections.abc import Callable
from typing import Any

import licenselogic as ll
from benchmarks.speed.figures import Figure, once
from benchmarks.speed.made import work
from licenselogic.decision.engine import engine_of

FIVE = {
    "a line": ("llama2", "apache-2.0", "llama2"),
    "permissive": ("apache-2.0", "cc-by-4.0", "mit"),
    "a choice": ("mit OR apache-2.0", "cc-by-sa-4.0", "apache-2.0"),
    "a name of several": ("gemma", "cc", "mit"),
    "two names of several": ("openrail", "cc", "mit"),
}
"""Licences of a model, a dataset, and another model."""

TWENTY = {
    "Llama and NC data": ("llama3", "apache-2.0", "cc-by-nc-4.0", "apache-2.0"),
    "Gemma under MIT": ("gemma", "apache-2.0", "cc-by-nc-sa-4.0", "mit"),
    "Llama and GPL": ("llama2", "gpl-3.0", "cc-by-4.0", "mit"),
    "a name of several": ("openrail++", "apache-2.0", "gpl", "apache-2.0"),
    "no licence": ("qwen-research", "mit", "other", "mit"),
}
"""Licences of two lines, of a dataset, and the label."""


def five(number: int, base: str, data: str, other: str) -> ll.Lineage:
    """Return a lineage of five works of which the last has no licence."""
    first, set_, second, tuned, blend = (f"five{number}-{n}/w" for n in range(5))
    last = work(blend, "", (tuned, "merge"), (second, "merge"))
    del last["license"]
    return ll.Lineage.from_dict(
        {
            "works": [
                work(first, base),
                {"id": set_, "type": "dataset", "license": data},
                work(second, other),
                work(tuned, base, (first, "finetune"), (set_, "trained_on")),
                last,
            ]
        }
    )


def twenty(number: int, base: str, other: str, data: str, label: str) -> ll.Lineage:
    """Return a lineage of twenty works: two lines with data, merged and quantized by one owner."""
    by, me = f"twenty{number}", f"me{number}"
    licenses = ["apache-2.0", "cc-by-4.0", data, "mit", "cc-by-sa-4.0", "odc-by"]
    sets: list[dict[str, Any]] = [
        {"id": f"{by}-d{n}/data", "type": "dataset", "license": k} for n, k in enumerate(licenses)
    ]
    on = [(one["id"], "trained_on") for one in sets]
    a, b = f"{by}-a/base", f"{by}-b/base"
    left, right = [f"{by}-l{n}/m" for n in range(4)], [f"{by}-r{n}/m" for n in range(4)]
    works = [work(a, base), work(b, other), *sets]
    works += [work(name, base, (a, "finetune"), on[n]) for n, name in enumerate(left)]
    works += [work(name, other, (b, "finetune"), on[n + 2]) for n, name in enumerate(right)]
    works += [
        work(f"{me}/l", base, (left[0], "merge"), (left[1], "merge")),
        work(f"{me}/r", other, (right[0], "merge"), (right[1], "merge")),
        work(
            f"{me}/both", label,
            (f"{me}/l", "merge"), (f"{me}/r", "merge"), (left[2], "merge"), on[5],
        ),
        work(f"{me}/x", label, (f"{me}/both", "quantized")),
    ]  # fmt: skip
    assert len(works) == 20
    return ll.Lineage.from_dict({"works": works})


def figures(smoke: bool) -> list[Figure]:
    """Return the figures of recommendations and of repairs."""
    found: list[Figure] = []
    recommended, repaired = (1, 1) if smoke else (5, 3)
    for name, licenses in FIVE.items():
        many = iter([five(n, *licenses) for n in range(6)])
        first, again = first_and_again(lambda many=many: ll.recommend(next(many)), recommended)
        title = f"recommend, five works, {name}"
        found += [Figure(f"{title}: first", first, "ms", 800), Figure(title, again, "ms", 50)]
    for name, labels in TWENTY.items():
        works = iter([(twenty(n, *labels), f"me{n}/x") for n in range(4)])
        first, again = first_and_again(lambda works=works: ll.repair(*next(works)), repaired)
        title = f"repair, twenty works, {name}"
        found += [Figure(f"{title}: first", first, "ms", 1000), Figure(title, again, "ms", 1000)]
    return found


def first_and_again(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Return what a call takes with nothing remembered, and the median of those after it."""
    engine_of(ll.licenses(), None).clear()
    return once(run), statistics.median(once(run) for _ in range(times))
