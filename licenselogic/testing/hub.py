"""A hub that nobody made: works with tags as a hub lists them, of any number, from a seed.

Licences, relations, fan-out, depth and dirt are about those of the Hugging Face Hub of July 2024:
most works name nothing, a few bases have very many children, and names are misspelt, missing, or
their own.  All names are made up, but for owners that licences name.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Row(NamedTuple):
    """A row of a listing."""

    id: str
    tags: list[str]
    library_name: str | None


_LICENSES = """
    apache-2.0=380; mit=160; openrail=90; creativeml-openrail-m=60; other=45;
    cc-by-nc-4.0=45; llama2=40; afl-3.0=25; llama3=35; cc-by-4.0=20; unknown=14;
    cc-by-nc-sa-4.0=14; gpl-3.0=10; cc-by-sa-4.0=9; gemma=12; openrail++=9; cc=6;
    artistic-2.0=5; bsd-3-clause=5; bigscience-bloom-rail-1.0=6; bigscience-openrail-m=5;
    agpl-3.0=4; cc-by-nc-nd-4.0=4; wtfpl=3; unlicense=3; cc0-1.0=4; bigcode-openrail-m=3;
    lgpl-3.0=2; gfdl=1; apache-2.0 OR mit=1; apache-2.0 AND llama2=1; osl-3.0=1;
    cc-by-2.0=1; gpl-2.0=1; bad (license=1
"""
"""Licence tags, each with how often it is drawn."""

_LICENSORS = (("meta-llama", "llama2"), ("meta-llama", "llama3"), ("google", "gemma"))
_SIGNS = {
    "finetune": (["transformers", "safetensors"], "transformers"),
    "adapter": (["peft", "lora"], "peft"),
    "quantized": (["gguf"], None),
    "merge": (["merge", "mergekit", "safetensors"], "transformers"),
}


@dataclass
class MadeUpHub:
    """Draws works one after another; `dense` makes most works derive from others."""

    seed: int = 0
    dense: bool = False
    _bases: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        drawn = [one.strip().rpartition("=") for one in _LICENSES.split(";")]
        self._licenses = [name for name, _, _ in drawn]
        self._weights = [int(weight) for _, _, weight in drawn]

    def models(self, count: int) -> Iterator[Row]:
        """Yield models: at first those that others are made from, then all mixed."""
        dice = self._dice
        for number in range(count):
            owner = f"owner-{int(dice.paretovariate(0.6)) % max(2, count // 3)}"
            name = f"{owner}/model-{number}"
            if number < 3:
                owner, license = _LICENSORS[number]
                name, tags = f"{owner}/base-{number}", [f"license:{license}"]
            else:
                tags = self._declared()
            library = None
            if number >= 3 and dice.random() < (0.75 if self.dense else 0.29):
                signs, library = self._derived(name, number, count)
                tags += signs
            elif dice.random() < 0.04:
                tags.append(dice.choice(["gguf", "lora", "merge"]))
            if dice.random() < (0.2 if self.dense else 0.11):
                tags += [
                    f"dataset:{self._dataset(count)}" for _ in range(dice.choice([1, 1, 1, 2]))
                ]
            if dice.random() < 0.002:
                name = dice.choice([name.upper(), name])
            self._bases.append(name)
            yield Row(name, tags, library)

    def datasets(self, count: int) -> Iterator[Row]:
        """Yield datasets, some made from others."""
        dice = self._dice
        for number in range(count):
            tags = self._declared()
            if dice.random() < 0.05:
                source = dice.choice(
                    ["original", "extended|other", f"extended|data/set-{number // 2}"]
                )
                tags.append(f"source_datasets:{source}")
            yield Row(f"data/set-{number}", tags, None)

    def _declared(self) -> list[str]:
        dice = self._dice
        if dice.random() < (0.2 if self.dense else 0.6):
            return []
        count = 2 if dice.random() < 0.002 else 1
        drawn = dice.choices(self._licenses, self._weights, k=count)
        return [f"license:{name}" for name in drawn]

    def _derived(self, name: str, number: int, count: int) -> tuple[list[str], str | None]:
        dice = self._dice
        how = dice.choices(["finetune", "adapter", "quantized", "merge"], [45, 34, 17, 4])[0]
        signs, library = _SIGNS[how]
        tags = list(signs)
        for _ in range(dice.choice([2, 2, 3, 4]) if how == "merge" else 1):
            stated = f"{how}:" if dice.random() < 0.2 else ""
            tags.append(f"base_model:{stated}{self._base(name, number, count)}")
        return tags, library

    def _base(self, name: str, number: int, count: int) -> str:
        dice = self._dice
        chance = dice.random()
        if chance < 0.004:
            return name  # its own
        if chance < 0.08:
            return f"lost/model-{int(dice.paretovariate(0.8)) % 5000}"
        if chance < 0.1:
            return dice.choice(["gpt2", "bert-base-uncased", "None", "./out/checkpoint-500"])
        if chance < 0.102:
            return f"owner-1/model-{dice.randrange(count)}"  # maybe later: circles
        if chance < 0.55:
            return self._bases[min(number - 1, int(dice.paretovariate(0.7)) - 1)]
        found = self._bases[max(0, number - 1 - int(dice.paretovariate(0.35)))]
        return found.upper() if dice.random() < 0.01 else found

    def _dataset(self, count: int) -> str:
        dice = self._dice
        if dice.random() < 0.2:
            return dice.choice(["squad", "generator", "lost/data", "imagefolder"])
        return f"data/set-{int(dice.paretovariate(0.5)) % max(1, count // 4)}"
