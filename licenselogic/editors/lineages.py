"""What an editor shows in lineage files and in the headers of cards: licences, works, relations.

Keys and what they mean are those of the JSON Schema of lineage files.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from licenselogic.base.diagnostics import LicenseLogicError
from licenselogic.base.documents import read_data
from licenselogic.base.schemas import read_schema
from licenselogic.editors.clause_files import target_of
from licenselogic.editors.fields import Field, field_at, values_of
from licenselogic.editors.licenses import about_license, code, license_card, plain
from licenselogic.editors.project import Project
from licenselogic.editors.text import Choice, Choices, Hover, Spot, Stretch, Target, Text
from licenselogic.editors.words import TREES, told, words_in
from licenselogic.library.index import NAMED
from licenselogic.library.library import Library
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.card_text import header, is_card
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.fields import READ

_LICENSES = ("license", "license_name")
_WORKS = ("work", "base_model", "datasets", "source_datasets")
_DATASETS = ("datasets", "source_datasets")
_RELATIONS = ("by", "base_model_relation")
_SHAPES = {
    "works": "work", "from": "upstream", "parts": "part", "evidence": "evidence",
    "facts": "facts", "earlier_licenses": "earlier",
}  # fmt: skip
"""The definition of the schema that says which keys stand under a key."""

MANY = 200
"""Works of the catalogue that are offered at once; more typing brings others."""


def hover(text: Text, spot: Spot, project: Project) -> Hover | None:
    """Return what is told of the word at a place, or None."""
    field = _field(text, spot)
    if field is None or not field.value:
        return None
    if field.key in _LICENSES:
        found = about_license(field.value, spot.column - field.start, project.library)
        if found is None:
            return None
        entry, start, end = found
        start, end = field.start + start, field.start + end
        shown = license_card(entry, project.library)
        return Hover(shown, Stretch(Spot(field.line, start), Spot(field.line, end)))
    markdown = _meaning(field, text, project)
    return Hover(markdown, field.stretch) if markdown else None


def _meaning(field: Field, text: Text, project: Project) -> str:
    if field.key in _WORKS or (field.key == "id" and not is_card(text.name)):
        type = "dataset" if field.key in _DATASETS else "model"
        return _work_card(field.value, type, text, project)
    words = _words(field)
    if field.value in words:
        return f"{code(field.value)}: {plain(words[field.value])}"
    keys = _keys(field, text)
    return f"{code(field.value)}: {plain(keys[field.value])}" if keys.get(field.value) else ""


def definition(text: Text, spot: Spot, project: Project) -> Target | None:
    """Return where the licence or the work that is named at a place is described."""
    field = _field(text, spot)
    if field is None or not field.value:
        return None
    if field.key in _LICENSES:
        found = about_license(field.value, spot.column - field.start, project.library)
        return target_of(found[0], project.library) if found is not None else None
    if field.key == "work":
        for named in values_of(text, "id"):
            if named.value == field.value:
                return Target("", named.stretch)
    return None


def completion(text: Text, spot: Spot, project: Project) -> Choices:
    """Return the words that may stand at a place."""
    field = _field(text, spot)
    if field is None:
        return Choices(Stretch(spot, spot))
    start, end = field.start, field.end
    choices: Iterator[Choice]
    if field.key in _LICENSES:
        typed = field.value[: max(0, spot.column - field.start)]
        start = field.start + len(typed) - len(_last_name(typed))
        choices = iter(_named_licenses(project.library))
    elif field.key in _WORKS:
        choices = _works(field, text)
    else:
        words = {**_words(field), **_keys(field, text)}
        choices = (Choice(word, _kind(field), means) for word, means in words.items())
    stretch = Stretch(Spot(field.line, min(start, spot.column)), Spot(field.line, max(end, start)))
    return Choices(stretch, tuple(choices))


def _last_name(expression: str) -> str:
    """Return what stands behind the last operator of an expression."""
    return re.split(r"\b(?:AND|OR|WITH)\s+|[()]\s*", expression)[-1]


def _field(text: Text, spot: Spot) -> Field | None:
    """Return where a place is; None outside the header of a card."""
    if is_card(text.name):
        head = header(text.content.removeprefix("\ufeff"))
        if head is None or not 0 < spot.line < len(head.split("\n")):
            return None
    return field_at(text, spot)


def _kind(field: Field) -> str:
    return "relation" if field.key in _RELATIONS else "word" if _words(field) else "key"


def _words(field: Field) -> Mapping[str, str]:
    """Return the words that a key takes as its value."""
    words = vocabulary()
    if field.key in _RELATIONS:
        return words_in("relations")
    if field.key == "type":
        return words_in("types")
    if field.key == "publish":
        return words_in("publications")
    if field.key in TREES:
        return words_in(TREES[field.key])
    fact = words.facts.get(field.key)
    if field.key == "inferred" or (fact is not None and fact.sort == "bool"):
        return {"true": "", "false": ""}
    return {}


def _keys(field: Field, text: Text) -> Mapping[str, str]:
    """Return the keys that may stand at a place, with their meanings."""
    above = field.key or (field.around[-1] if field.around else "")
    if is_card(text.name):
        return dict.fromkeys(READ, "") if not above else {}
    if above not in _SHAPES and above:
        return {}
    return _properties(_SHAPES.get(above, ""))


@lru_cache(maxsize=16)
def _properties(definition: str) -> Mapping[str, str]:
    schema: dict[str, Any] = read_schema("lineage")
    shape = schema["$defs"][definition] if definition else schema
    return {key: said.get("description", "") for key, said in shape["properties"].items()}


@lru_cache(maxsize=2)
def _named_licenses(library: Library) -> tuple[Choice, ...]:
    """Return the licences, and what may stand for one: ids of the Hub, and of several licences."""
    found: dict[str, Choice] = {}
    for entry in library.entries.values():
        if entry.kind not in NAMED:
            continue
        for name in (entry.id, *entry.names):
            if re.fullmatch(r"[\w.+-]+", name):
                found.setdefault(name.casefold(), Choice(name, "licence", told(entry)))
    return tuple(found.values())


# Works -------------------------------------------------------------------------------------------


def _works(field: Field, text: Text) -> Iterator[Choice]:
    """Yield the works of the file, then those of the catalogue that hold what is typed."""
    if not is_card(text.name):
        own = dict.fromkeys(named.value for named in values_of(text, "id"))
        yield from (Choice(name, "work", "in this file") for name in own)
    typed = field.value.casefold()
    wanted = {"dataset"} if field.key in _DATASETS else {"model"}
    wanted |= {"dataset"} if field.key == "work" else set()
    fitting = (row for row in _catalogue() if row[1] in wanted and typed in row[0].casefold())
    for count, (name, type, license) in enumerate(fitting):
        if count >= MANY:
            return
        yield Choice(name, type, license)


@lru_cache(maxsize=1)
def _catalogue() -> tuple[tuple[str, str, str], ...]:
    return tuple((row.id, row.type, ", ".join(row.licenses)) for row in catalogue())


def _work_card(name: str, type: str, text: Text, project: Project) -> str:
    """Return a work in Markdown: as the file describes it, else as it is known elsewhere."""
    for work in _described(text):
        if isinstance(work, Mapping) and work.get("id") == name:
            license = work.get("license")
            shown = f"licence {code(license)}" if license else "no licence is declared"
            return f"{code(name)} ({plain(work.get('type', 'model'))}): {shown}"
    for wanted in dict.fromkeys((type, "model", "dataset")):
        found = project.known.find(name, wanted)
        if found is not None:
            where = plain(found.where or "a table of the project")
            return f"{_card(found.card.work, found.card.upstream)}\n\nfrom {where}"
    return ""


def _card(work: Work, upstream: tuple[Edge, ...]) -> str:
    shown = f"licence {code(work.license)}" if work.license else "no licence is declared"
    lines = [f"{code(work.id)} ({plain(work.type)}): {shown}"]
    lines += [f"- {plain(edge.by)} of {code(edge.work)}" for edge in upstream[:10]]
    return "\n".join([lines[0], "", *lines[1:]] if upstream else lines)


@lru_cache(maxsize=2)
def _described(text: Text) -> tuple[object, ...]:
    """Return the works that a lineage file describes, none where it cannot be read."""
    with suppress(LicenseLogicError):
        data = read_data(text.content, text.name) if not is_card(text.name) else None
        works = data.get("works") if isinstance(data, Mapping) else None
        return tuple(works) if isinstance(works, list) else ()
    return ()
