"""Doors for what the Hub holds: model cards, answers of its API, folders of models."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.damage import samples
from benchmarks.damage.doors import (
    Damaged,
    Door,
    TreeDoor,
    as_json,
    as_yaml,
    in_file,
    is_empty,
    judged,
    last_key,
    workplace,
)
from benchmarks.damage.lineages import words
from benchmarks.damage.texts import spoil
from benchmarks.damage.trees import Place, Trees
from licenselogic.base.documents import read_json, read_text
from licenselogic.readers.folder import from_card, from_folder
from licenselogic.readers.responses import from_response


def _names_work(place: Place, new: object) -> bool:
    """Tell whether a value of a card, replaced by what does not belong there, still binds.

    What is empty is left out, and left out it says nothing.  Fields that are read elsewhere
    (`tags`, names of files) may be left out too.
    """
    if is_empty(new) or new in ([[]], [None]):
        return False
    key = last_key(place)
    return key in ("license", "base_model", "datasets", "license_name", "base_model_name_or_path")


def card_doors() -> list[Door]:
    """Return the doors for what the Hub holds."""
    trees = Trees(_names_work, words(), strict_keys=False)
    known = samples.KNOWN
    body = "\nA model.  Built with Meta Llama 3.\n\n```\nlicense: mit\n```\n"

    def card(header: Any) -> bytes:
        return b"---\n" + as_yaml(header) + b"---\n" + body.encode()

    def enter_card(content: bytes, full: bool) -> str:
        text = read_text(in_file("README.md", content))
        return judged(from_card(text, "me/tuned", known=known), full)

    def enter_response(content: bytes, full: bool) -> str:
        data = read_json(read_text(in_file("response.json", content)), "response.json")
        return judged(from_response(data, known=known), full)

    return [
        TreeDoor("card", samples.headers(100), trees, card, enter_card),
        TreeDoor("response", samples.responses(100), trees, as_json, enter_response, closed=True),
        Folders(card),
    ]


@dataclass(frozen=True)
class Folders:
    """A door for folders; one file in them is damaged."""

    card: Callable[[Any], bytes]
    name: str = "folder"
    samples: int = 60

    def _values(self) -> list[dict[str, Any]]:
        return _folder_samples(self.samples)

    def _written(self, folder: dict[str, Any]) -> dict[str, bytes]:
        writers = {"README.md": self.card, "adapter_config.json": as_json}
        return {name: writers.get(name, as_yaml)(value) for name, value in folder.items()}

    def sound(self, number: int) -> dict[str, bytes]:
        """Return an undamaged folder, by the names of its files."""
        return self._written(self._values()[number])

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a folder with one file that is damaged."""
        folder = self._values()[number]
        name = dice.choice([*list(folder)[1:], *folder])
        trees = Trees(_names_work, words(), strict_keys=False)
        value = folder[name]
        files = self._written(folder)
        if dice.random() < 0.6:
            spoilt = trees.spoil(dice, value)
            with suppress(ValueError, TypeError, RecursionError):
                files = self._written({**folder, name: spoilt.value})
                return Damaged(files, f"{name}: {spoilt.how}", spoilt.faithful)
        text = spoil(dice, files[name], closed=name.endswith(".json"))
        return Damaged({**files, name: text.content}, f"{name}: {text.how}", text.faithful)

    def enter(self, files: dict[str, bytes], full: bool) -> str:
        """Write a folder and check the model in it."""
        folder = workplace() / "tuned"
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return judged(from_folder(folder, "me/tuned", known=samples.KNOWN), full)


@cache
def _folder_samples(count: int) -> list[dict[str, Any]]:
    return samples.folders(count)
