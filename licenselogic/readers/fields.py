"""The fields of a card: what people write into them, read as texts and as names of works.

A field may hold one value or a list, and a name may stand in a mapping.  Whatever has no such shape
becomes a finding on its field; the rest of the card is read on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import nearest
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.lineage.work import Finding

READ = (
    "base_model",
    "base_model_relation",
    "datasets",
    "library_name",
    "license",
    "license_link",
    "license_name",
    "source_datasets",
    "tags",
)
"""The fields that are read."""

_FREE = frozenset({"language", "languages", "model_name", "model_index"})
"""Fields that look like one that is read, and mean something else."""

_MEANT = {
    "adapterfor": "base_model",
    "basedon": "base_model",
    "basemodelid": "base_model",
    "basemodelname": "base_model",
    "basemodelnameorpath": "base_model",
    "convertedfrom": "base_model",
    "derivedfrom": "base_model",
    "distilledfrom": "base_model",
    "finetunedfrom": "base_model",
    "finetunedfrommodel": "base_model",
    "mergedfrom": "base_model",
    "mergedmodels": "base_model",
    "mergemodels": "base_model",
    "modellink": "base_model",
    "originalmodel": "base_model",
    "parentmodel": "base_model",
    "quantizedfrom": "base_model",
    "sourcemodel": "base_model",
    "teachermodel": "base_model",
    "datasetname": "datasets",
    "traindataset": "datasets",
    "traindatasets": "datasets",
    "trainingdata": "datasets",
    "trainedon": "datasets",
    "trainingdataset": "datasets",
    "trainingdatasets": "datasets",
}
"""Other words that people use for a field, without what stands between them."""

_NAME_KEYS = (
    "id",
    "repo_id",
    "hf_id",
    "hub_id",
    "model_id",
    "dataset_id",
    "path",
    "model_name_or_path",
    "name",
    "model",
    "base_model",
    "model_name",
    "dataset",
    "dataset_name",
    "spdx",
    "license",
    "repo",
    "repository",
    "url",
    "link",
)
"""Where in a mapping people write the name, the surest first; case does not matter."""

_RELATION_KEYS = ("relation", "base_model_relation", "by")

_OF_WORKS = frozenset({"base_model", "datasets", "models", "source_datasets"})
"""The fields that hold names of works."""

_ID = re.compile(r"[\w.\-]+/[\w.\-]+")
_APART = (
    (re.compile(r"\s*[,;]\s*"), re.compile(r"[\w.\-]+(?:/[\w.\-]+)?(?:@[\w.\-]+)?")),
    (re.compile(r"\s*[,;|&+\s]\s*(?:and\s+)?"), re.compile(rf"{_ID.pattern}(?:@[\w.\-]+)?")),
)
"""How several names in one text are parted, and what each of them then is."""

_DEEPEST = 5
"""Lists and mappings inside each other: more than any person writes."""


class Named(NamedTuple):
    """A name in a field, and the relation that is stated beside it, '' if none is."""

    name: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """The raw material of a card: its header, the tags, files, and what configurations say.

    `configured` maps a base model that a configuration file names to its relation, and `shown` one
    that files of weights name to what its relation may be, '' where that is anybody's guess.
    """

    meta: Mapping[str, Any]
    tags: Sequence[str] = ()
    library_name: str | None = None
    configured: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[str] = ()
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Notes:
    """Findings about one work, each once."""

    name: str
    _found: dict[Finding, None] = field(default_factory=dict)

    def add(self, code: Code, message: str, *others: str) -> None:
        """Note a finding; the message begins with the name of the work."""
        self.add_about(code, message, (self.name, *others))

    def add_about(self, code: Code, message: str, works: tuple[str, ...]) -> None:
        """Note a finding that is about `works`, in this order."""
        self._found[Finding(code, f"{quoted(self.name)} {message}", works)] = None

    def unread(self, key: str, what: str) -> None:
        """Note that something in a field is set aside, and why."""
        self.add(Code.UNREAD_FIELD, f"has a field `{key}` with {what}; it is set aside")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order in which they were noted."""
        return tuple(self._found)


def fields_of(meta: Mapping[str, Any], notes: Notes, **more: Any) -> Fields:
    """Return the raw material in a header; `more` are further values of `Fields`."""
    library = texts_in(meta, "library_name", notes)
    return Fields(meta, tags_in(meta.get("tags"), notes), library[0] if library else None, **more)


def tags_in(raw: object, notes: Notes) -> tuple[str, ...]:
    """Return the tags in a field: one text, or a list."""
    if raw is None:
        return ()
    items = raw if isinstance(raw, list | tuple) else [raw]
    texts = [_text(item) for item in items]
    if not all(text is not None for text in texts):
        odd = next(item for item, text in zip(items, texts, strict=True) if text is None)
        notes.unread("tags", f"{kind_of(odd)} in it")
    return tuple(text for text in texts if text)


def texts_in(meta: Mapping[str, Any], key: str, notes: Notes) -> list[str]:
    """Return the texts of a field, each once; entries without content are nothing."""
    return list(dict.fromkeys(named.name for named in names_in(meta, key, notes)))


def names_in(meta: Mapping[str, Any], key: str, notes: Notes) -> list[Named]:
    """Return the names in a field: one, a list of them, or mappings that hold one each."""
    found: list[Named] = []
    for item in _flat(meta.get(key), 0):
        named = _named(item)
        if isinstance(named, str):
            notes.unread(key, named)
        elif key in _OF_WORKS:
            found += [Named(name, relation) for text, relation in named for name in _apart(text)]
        else:
            found += named
    return list(dict.fromkeys(found))


def _apart(text: str) -> list[str]:
    """Return the names of works in a text: several, where each of its parts can be one."""
    for between, name in _APART:
        parts = between.split(text)
        if len(parts) > 1 and all(map(name.fullmatch, parts)):
            return parts
    return [text]


def unreadable(meta: Mapping[str, Any], key: str) -> bool:
    """Tell whether a field holds something that cannot be read."""
    return any(isinstance(_named(item), str) for item in _flat(meta.get(key), 0))


def _flat(value: object, depth: int) -> Iterator[object]:
    if isinstance(value, list | tuple) and depth < _DEEPEST:
        for item in value:
            yield from _flat(item, depth + 1)
    else:
        yield value


def _named(item: object) -> list[Named] | str:
    """Return the names in a value, or a text that says what there is instead.

    The names may be the keys of a mapping: `{acme/base: {relation: quantized}}`.
    """
    if not isinstance(item, Mapping):
        text = _text(item)
        if text is None:
            return kind_of(item)
        return [Named(text)] if text else []
    relation = next(iter(_first(item, _RELATION_KEYS)), "")
    names = _first(item, _NAME_KEYS)
    if names:
        return [Named(name, relation) for name in names]
    if item and all(isinstance(key, str) and _ID.fullmatch(key) for key in item):
        inner = ((key, value if isinstance(value, Mapping) else {}) for key, value in item.items())
        return [Named(key, next(iter(_first(more, _RELATION_KEYS)), "")) for key, more in inner]
    return f"a mapping without a name (`id` or `name`), but with {listed(map(str, item), 3)}"


def _first(item: Mapping[Any, Any], keys: Iterable[str]) -> list[str]:
    """Return the texts under the first of the keys that has any."""
    folded = {str(key)[:40].casefold(): value for key, value in item.items()}
    for key in keys:
        value = folded.get(key)
        if isinstance(value, Mapping):
            value = _first(value, _NAME_KEYS)
        several = value if isinstance(value, list | tuple) else [value]
        texts = [_text(one) if isinstance(one, str | int | float) else None for one in several]
        if texts and all(texts):
            return [text for text in texts if text]
    return []


def _text(item: object) -> str | None:
    """Return a value as text: '' for nothing, None for what is no text."""
    if item is None:
        return ""
    if isinstance(item, bool) or not isinstance(item, str | int | float | date):
        return None
    try:
        text = " ".join(str(item).split())
    except ValueError:  # a number of thousands of digits
        return None
    return text if _encodes(text) else None


def _encodes(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def misspelt(meta: Mapping[str, Any], notes: Notes) -> set[str]:
    """Return the fields that misspelt keys mean, after noting each of them.

    A key without a value says nothing, whatever it is called.
    """
    found = set()
    for key, value in meta.items():
        if key in READ or key in _FREE or value in (None, "", []) or len(key) > 40:
            continue
        close = _close(key)
        if close and close not in meta:
            message = f"has a field {quoted(key)}, which nobody reads; did you mean `{close}`?"
            notes.add(Code.UNREAD_FIELD, message)
            found.add(close)
    return found


def _close(key: str) -> str:
    """Return the field that a key is a slip of, or ''."""
    words = re.findall(r"[a-z0-9]+", key.casefold())
    folded = {name.replace("_", ""): name for name in READ}
    for spelling in ("".join(words), "".join(sorted(words))):
        if spelling in folded or spelling in _MEANT:
            return {**folded, **_MEANT}[spelling]
    near = nearest("".join(words), folded)
    return folded[near[0]] if near and abs(len(near[0]) - len("".join(words))) <= 2 else ""
