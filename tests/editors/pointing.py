"""Texts with a mark where the cursor is."""

from pathlib import Path

from licenselogic.editors.text import Choices, Spot, Text

ROOT = Path(__file__).parents[2]


def pointed(marked: str, name: str = "lineage.yaml") -> tuple[Text, Spot]:
    """Return a text without its `|`, and the place where that stood."""
    at = marked.index("|")
    text = Text(marked[:at] + marked[at + 1 :], name)
    return text, text.spot(at)


def words(choices: Choices) -> list[str]:
    return [choice.word for choice in choices.choices]


def replaced(text: Text, choices: Choices) -> str:
    """Return what a choice takes the place of."""
    start, end = map(text.offset, choices.stretch)
    return text.content[start:end]
