"""Lineages to draw, made in one line each."""

import random
from typing import Any

import licenselogic as ll
from licenselogic.lineage.work import Edge, Work

Described = dict[str, Any]


def work(name: str, license: str | None, *upstream: str, **more: object) -> Described:
    """Return a model; upstream is written `ID` (fine-tuned) or `ID:RELATION`."""
    edges = [
        dict(zip(("work", "by"), f"{up}:finetune".split(":"), strict=False)) for up in upstream
    ]
    described: Described = {"id": name, **more}
    if license is not None:
        described["license"] = license
    return {**described, "from": edges} if edges else described


def lineage(*works: Described) -> ll.Lineage:
    """Return the lineage of these works."""
    return ll.Lineage.from_dict({"works": list(works)})


def hub(size: int, seed: int = 1) -> ll.Lineage:
    """Return a family like those of the Hub: two bases, a dataset, and what people made of them."""
    dice = random.Random(seed)
    works = [
        work("meta-llama/Llama-2-7b-hf", "llama2"),
        work("mistralai/Mistral-7B-v0.1", "apache-2.0"),
        work("d/chats", "cc-by-nc-4.0", type="dataset"),
    ]
    models = [0, 1]
    for number in range(size - 3):
        pick = works[models[int(len(models) * dice.random() ** 2)]]["id"]
        by = dice.choices(["finetune", "adapter", "quantized", "merge"], [50, 33, 10, 4])[0]
        upstream = [f"{pick}:{by}"]
        if dice.random() < 0.1:
            upstream.append("d/chats:trained_on")
        label = dice.choice(["apache-2.0", "apache-2.0", "llama2", "mit", None])
        works.append(work(f"u{dice.randrange(size)}/model-{number}", label, *upstream))
        models.append(len(works) - 1)
    return lineage(*works)


RELABELLED = lineage(
    work("meta-llama/Llama-2-7b-hf", "llama2"),
    work("a/tuned", "apache-2.0", "meta-llama/Llama-2-7b-hf"),
    work("b/honest", "llama2", "meta-llama/Llama-2-7b-hf:quantized"),
    work("me/mine", "apache-2.0", "a/tuned"),
)
"""A label that breaks the licence of the base, and one below that takes it over."""

HOSTILE = (
    "a/<script>alert(1)</script>",
    'b/"><img src=x onerror=alert(1)>',
    "c/]]>&amp;'`\\",
    "d/line\u2028end\u202e\x00\x1b[31m",
    "e/{{7*7}}{% raw %}${x}",
    "f/" + "long" * 100,
)
"""Ids that would do harm where they are taken for markup."""


def hostile() -> ll.Lineage:
    """Return works with harmful ids and labels, all made of the first."""
    base, *rest = HOSTILE
    works = [Work(base, "model", "<b>x</b>"), *(Work(name, "model", "mit") for name in rest)]
    return ll.Lineage.of(works, {name: [Edge(base, "finetune")] for name in rest})
