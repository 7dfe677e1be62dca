"""Undamaged inputs: lineages, cards, responses, folders; most of them are not `compatible`."""

import random
from collections.abc import Mapping
from itertools import islice
from typing import Any

from benchmarks.memory import lineages as random_lineages
from licenselogic.lineage.work import Work

PARENTS = {
    "meta-llama/Meta-Llama-3-8B": "llama3",
    "google/gemma-2b": "gemma",
    "mistralai/Mistral-7B-v0.1": "apache-2.0",
    "stabilityai/stable-diffusion-xl-base-1.0": "openrail++",
    "jeonsworld/CarbonVillain-en-10.7B-v4": "cc-by-nc-sa-4.0",
    "acme/nothing-said": None,
}
DATASETS = {
    "yahma/alpaca-cleaned": "cc-by-4.0",
    "Open-Orca/OpenOrca": "mit",
    "lab/nc": "cc-by-nc-4.0",
}

KNOWN: Mapping[str, Work] = {
    **{name: Work(name, "model", license) for name, license in PARENTS.items()},
    **{name: Work(name, "dataset", license) for name, license in DATASETS.items()},
}
"""What cards and responses name is known, so that they have definite verdicts."""

FACTS: list[dict[str, Any]] = [
    {},
    {"commercial": True},
    {"monthly_active_users": 800_000_000, "annual_revenue": 5},
    {"field": "military", "territory": "european-union"},
    {"commercial": False, "date": "2025-01-31", "actor": "company"},
]


def lineages(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Return lineages with all that a lineage file can hold; the last work is the target."""
    dice = random.Random(seed)
    found: list[dict[str, Any]] = []
    for data in islice((d for d in random_lineages(seed) if d["works"][-1]["from"]), count):
        works = _reaching(data["works"])
        target = works[-1]
        if dice.random() < 0.5:
            target["publish"] = dice.choice(["share", "sell", "service", "internal"])
        facts = dice.choice(FACTS)
        if facts and target.get("publish") != "sell":
            target["facts"] = dict(facts)
        if dice.random() < 0.4:
            text = "Built with Meta Llama 3"
            target["evidence"] = {"files": ["LICENSE", "NOTICE"], "text": text, "name": "Llama-3-x"}
        if dice.random() < 0.3:
            dice.choice(works)["license_since"] = "2024-04-18"
        if dice.random() < 0.3:
            dice.choice(works)["owner"] = "somebody"
        if dice.random() < 0.2:
            dice.choice(target["from"])["inferred"] = True
        found.append({"works": works})
    return found


def _reaching(works: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the works that the last one was made from, and itself, in their order."""
    needed = {works[-1]["id"]}
    for work in reversed(works):
        if work["id"] in needed:
            needed |= {edge["work"] for edge in work["from"]}
    return [work for work in works if work["id"] in needed]


def headers(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Return headers of model cards."""
    dice = random.Random(seed)
    return [_header(dice) for _ in range(count)]


def _header(dice: random.Random) -> dict[str, Any]:
    parents = dice.sample(list(PARENTS), dice.choice([1, 1, 1, 2]))
    header: dict[str, Any] = {
        "license": dice.choice(["mit", "apache-2.0", "llama3", "gemma", "cc-by-4.0", "other"]),
        "base_model": parents[0] if len(parents) == 1 and dice.random() < 0.5 else parents,
        "language": ["en", "no"],
        "library_name": dice.choice(["transformers", "peft", "gguf", "diffusers"]),
        "tags": dice.sample(["llama", "merge", "mergekit", "gguf", "lora", "text-generation"], 2),
    }
    if header["license"] == "other":
        header["license_name"] = dice.choice(["llama3", "gemma", "my-own"])
        header["license_link"] = dice.choice(["LICENSE", "https://ai.google.dev/gemma/terms"])
    if dice.random() < 0.5:
        header["datasets"] = dice.sample(list(DATASETS), dice.randint(1, 2))
    if dice.random() < 0.4:
        header["base_model_relation"] = dice.choice(["finetune", "quantized", "merge", "adapter"])
    if dice.random() < 0.3:
        header["model-index"] = [{"name": "x", "results": [{"metrics": [{"value": 0.5}]}]}]
    return header


def responses(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Return answers of the Hub's API about models."""
    dice = random.Random(seed)
    return [_response(dice, number) for number in range(count)]


def _response(dice: random.Random, number: int) -> dict[str, Any]:
    header = _header(dice)
    base = header["base_model"]
    bases = base if isinstance(base, list) else [base]
    relation = header.get("base_model_relation", "finetune")
    tags = [*header["tags"], f"license:{header['license']}", "region:us"]
    tags += [f"base_model:{name}" for name in bases]
    tags += [f"base_model:{relation}:{name}" for name in bases]
    tags += [f"dataset:{name}" for name in header.get("datasets", ())]
    return {
        "id": f"me/tuned-{number}",
        "modelId": f"me/tuned-{number}",
        "library_name": header["library_name"],
        "tags": tags,
        "cardData": header,
        "siblings": [{"rfilename": name} for name in ("README.md", "LICENSE", "a.Q4_K_M.gguf")],
        "downloads": 12,
    }


def folders(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Return folders: the header of a card, and configurations of adapters and merges, by file."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        card = {key: value for key, value in _header(dice).items() if key != "base_model"}
        parents = dice.sample([name for name in PARENTS if "/" in name], 2)
        folder: dict[str, Any] = {"README.md": card}
        if number % 2:
            folder["adapter_config.json"] = {
                "base_model_name_or_path": parents[0], "peft_type": "LORA", "r": 8,
                "target_modules": ["q_proj", "v_proj"],
            }  # fmt: skip
        else:
            folder["mergekit_config.yml"] = {
                "merge_method": "slerp",
                "base_model": parents[0],
                "slices": [
                    {"sources": [{"model": name, "layer_range": [0, 32]} for name in parents]}
                ],
                "parameters": {"t": [{"filter": "self_attn", "value": [0, 1]}, {"value": 0.5}]},
            }
        found.append(folder)
    return found


EXPRESSIONS = [
    "llama3",
    "llama3 AND cc-by-nc-4.0",
    "GPL-3.0-only",
    "(GPL-3.0-only AND llama3) OR cc-by-nc-4.0",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "cc-by-nc-sa-4.0 OR gemma",
    "MPL-1.1+ AND openrail++",
    "gpl AND llama2",
    "LicenseRef-nothing",
    "creativeml-openrail-m",
]

COMMANDS = [
    "check --upstream llama3:finetune --as MIT",
    "check --upstream gemma:quantized --as apache-2.0 --type model --publish share",
    "check --upstream cc-by-nc-4.0:trained_on --as MIT --fact commercial=true --profile strict",
    "check --upstream GPL-3.0-only:merge --upstream openrail++:merge --as GPL-3.0-only --verbose",
    "check --upstream llama2:merge --as llama2 --fact monthly_active_users=800,000,000",
    "check --upstream CC-BY-NC-4.0:distill --as MIT --assume output_is_derivative=true",
    "check --upstream gemma --as MIT --format json --rlimit 1000000",
    "check --upstream llama3:finetune --as MIT --all-assumptions",
    "check lineage.yaml --as MIT",
    "check lineage.yaml --all",
    "check README.md --brief",
    "repair lineage.yaml --cost drop=3 --cost permission=never --limit 2",
    "repair --upstream llama3:merge --upstream Apache-2.0:merge --as MIT --format json",
    "check lineage.yaml me/tuned --publish sell",
    "check README.md --profile default",
    "check folder --as apache-2.0",
    "check --upstream Own-1.0:finetune --as MIT --licenses own.lic",
    "show llama3",
    "show Own-1.0 --licenses own.lic --source",
    "show cc --format json",
    "list --family cc --permits commercial",
    "list --covers model --requires share-alike --format json",
    "diff CC-BY-4.0 CC-BY-NC-4.0",
    "diff MIT Apache-2.0 --profile strict --format json",
    "explain use-restriction",
    "vocabulary acts",
    "lint own.lic",
    "fmt --check own.lic",
    "schema lineage",
    "completion bash",
]
