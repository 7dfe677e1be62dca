"""Configuration files of adapters and merges: which models they name, and how these were used.

A configuration gives raw names with relations; what they mean is told where cards are read.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.display import Unread, kind_of, quoted
from licenselogic.base.documents import read_documents, read_json
from licenselogic.readers.fields import Notes, names_in
from licenselogic.readers.names import is_path

ADAPTER = "adapter_config.json"
MERGES = (
    "mergekit_config.yml",
    "mergekit_config.yaml",
    "mergekit_moe_config.yml",
    "mergekit_moe_config.yaml",
)

_BASE_KEYS = ("base_model_name_or_path", "model_name_or_path", "base_model", "model_name")
_MODEL_KEYS = (
    *("model", "base_model", "source_model", "models", "source_models"),
    *("lora", "loras", "lora_path", "adapter", "adapters", "peft", "peft_model"),
)
_NAME_KEYS = ("name", "id", "repo_id", "model_id")
_PASSED_OVER = frozenset({"parameters", "positive_prompts", "negative_prompts", "name", "dtype"})
_TOKENIZERS = ("tokenizer_source", "tokenizer")
_NO_TOKENIZERS = ("union", "base", "first", "none")
_SHORT = re.compile(r"[\w.\-]+/[\w.\-]+(?:@[\w.\-]+)?")
_BLOCK = re.compile(
    r"^(```|~~~)[ \t]*(?:ya?ml)?[ \t]*\n(.*?)^\1", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_MAX_BLOCKS = 20
_DEEPEST = 50

Used = dict[str, str]
"""Models that a configuration names, as they are written there, each with its relation."""


def adapter_base(text: str, file: str, notes: Notes) -> Used:
    """Return the base model in the configuration of an adapter, if there is one.

    PEFT writes `base_model_name_or_path`, adapters of AdapterHub `model_name`.  Raises
    `LineageError` for what is not JSON.
    """
    config = read_json(text, file)
    if not isinstance(config, dict):
        notes.add(Code.UNREAD_FIELD, f"has {kind_of(config)} in {quoted(file)}; it is set aside")
        return {}
    return base_in(config, notes)


def base_in(config: Mapping[str, Any], notes: Notes) -> Used:
    """Return the base model in the configuration of an adapter, wherever that was written."""
    names = (names_in(config, key, notes) for key in _BASE_KEYS)
    found: Used = {}
    for named in next(filter(None, names), ()):
        revision = config.get("revision") if not is_path(named.name) else None
        at = f"@{revision}" if isinstance(revision, str) and revision else ""
        found[named.name + (at if "@" not in named.name else "")] = "adapter"
    return found


def merged_models(text: str, file: str, notes: Notes) -> Used:
    """Return the models that a configuration of mergekit merges, LoRAs included.

    Of several documents the last is the result; the names of the others stand for what these are
    made of.  Raises `LineageError` for what is not YAML.
    """
    documents = [document for document in read_documents(text, file) if document is not None]
    made: dict[str, Used] = {}
    used: set[str] = set()
    found: Used = {}
    for document in documents:
        found = {}
        for name, word in _parted(document, made):
            used.add(name)
            for one, how in made.get(name, {name: word}).items():
                found.setdefault(one, how)
        ids = {name.partition("@")[0] for name in used}
        for name in dict.fromkeys(_ids_under(document, 0)):
            if name.partition("@")[0] not in ids:
                what = f"{quoted(name)} in {quoted(file)}, at a place where no model is looked for"
                notes.add(Code.UNREAD_FIELD, f"names {what}; it is set aside")
        called = document.get("name") if isinstance(document, Mapping) else None
        if isinstance(called, str):
            made[called] = found
    for name in [name for name in made if name not in used and made[name] is not found]:
        message = f"has a merge {quoted(name)} in {quoted(file)}, of which the last makes no use"
        notes.add(Code.UNREAD_FIELD, f"{message}; it is set aside")
    if not found:
        notes.add(Code.UNREAD_FIELD, f"has no model in {quoted(file)} that can be read")
    return found


def _parted(document: object, made: Mapping[str, Used]) -> Iterator[tuple[str, str]]:
    """Yield the models in a document; `made` are those that documents before it made."""
    for name, word in _walk(document, 0):
        parts = name.split("+")
        known = any(part in made for part in parts) and name not in made
        known = known and all(part in made or _SHORT.fullmatch(part) for part in parts)
        yield from ((part, word) for part in (parts if known else [name]))


def _ids_under(value: object, depth: int, key: str = "") -> Iterator[str]:
    """Yield the texts in a configuration that look like ids of the Hub, wherever they stand."""
    if depth > _DEEPEST or key in _PASSED_OVER or key.startswith("out"):
        return
    if isinstance(value, str) and value[:1].isalnum() and _SHORT.fullmatch(value):
        yield value
    for inner in value if isinstance(value, list) else ():
        yield from _ids_under(inner, depth + 1, key)
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield from _ids_under(inner, depth + 1, str(name))


def merged_in(body: str, file: str, notes: Notes) -> Used:
    """Return the models that configurations of mergekit in the text of a card merge.

    Of one behind the first, the ids count: other names may stand for what the first makes.
    """
    found: Used = {}
    for block in islice(_BLOCK.finditer(body.replace("\r\n", "\n")), _MAX_BLOCKS):
        if not re.search(r"^\s*(merge_method|gate_mode)\s*:", block[2], re.MULTILINE):
            continue
        try:
            used = merged_models(block[2], file, notes)
        except LineageError:
            notes.add(Code.UNREAD_FIELD, f"has a merge in {quoted(file)} that cannot be read")
            used = {f"a merge in {file}": "merge"}
        for name in _ids_in(used) if found else used:
            found.setdefault(name, used[name])
    return found


def _ids_in(used: Used) -> list[str]:
    return [name for name in used if _SHORT.fullmatch(name)]


def _walk(value: object, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the models in a configuration, at any depth, with how they are used."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key in _MODEL_KEYS:
            yield from ((name, "merge") for name in _references(inner, depth))
        elif key not in (*_PASSED_OVER, *_TOKENIZERS):
            yield from _walk(inner, depth + 1)
    for key in _TOKENIZERS:
        yield from ((name, "extract") for name in _tokenizer(value.get(key)))


def _references(value: object, depth: int) -> Iterator[str]:
    """Yield the names in a model reference: `ID`, `ID@REVISION`, `ID+LORA`, or a mapping.

    What could not be read names a model all the same, though nobody knows which.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, Unread):
        yield value.what.replace("`", "")
    if isinstance(value, str):
        parts = [part.strip() for part in value.split("+")]
        names = parts if all(map(_SHORT.fullmatch, parts)) else [value.strip()]
        yield from filter(None, names)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item, depth + 1)
    elif isinstance(value, dict):
        path, revision = value.get("path"), value.get("revision")
        if isinstance(path, str) and path.strip():
            at = f"@{revision}" if isinstance(revision, str) and not is_path(path) else ""
            yield path.strip() + at
        elif not any(value.get(key) for key in _MODEL_KEYS):
            named = (value.get(key) for key in _NAME_KEYS)
            yield from (name.strip() for name in named if isinstance(name, str) and name.strip())
        yield from (name for key in _MODEL_KEYS for name in _references(value.get(key), depth + 1))
        yield from (name for name, _ in _walk(_rest(value), depth + 1))


def _rest(value: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if key not in _MODEL_KEYS}


def _tokenizer(value: object) -> Iterator[str]:
    """Yield the model that the tokenizer is taken from."""
    source = value.get("source") if isinstance(value, dict) else value
    if isinstance(source, dict):
        source = source.get("model") or source.get("path")
    if isinstance(source, str):
        name = source.strip().removeprefix("model:")
        if _SHORT.fullmatch(name) and name not in _NO_TOKENIZERS:
            yield name
