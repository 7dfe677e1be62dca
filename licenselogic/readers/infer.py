"""How a work was made from its base, as tags and files tell it: stated, or inferred.

Relations are inferred as the Hub does, except that quantization wins over merging where one base is
named: a quantized copy of a merge carries the tags of both.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from licenselogic.base.display import quoted
from licenselogic.norms.vocabulary import vocabulary

_WIDTH = re.compile(
    r"[1-8](?:\.\d+)?[-_ ]?bits?|\d+(?:\.\d+)?[-_ ]?bpw|(?:int|nf|(?:mx|nv)?fp)[2-8]"
    r"|w\d+a\d+|i?q[1-8]_\w+"
)
"""Words that name a width below sixteen bits: `4-bit`, `int8`, `4.65bpw`, `w4a16`, `q4_k_m`."""

_LEVEL = re.compile(r"(?<![a-z0-9])i?q[1-8]_(?:k(?:_(?:s|m|l|xl))?|[01]|xxs|xs|s|m|nl)(?![a-z0-9])")
"""Where a file name tells the level of quantization: `model-Q4_K_M`."""

_FILES = {
    "adapter": re.compile(
        r"adapter_config\.json|adapter_model\.(?:safetensors|bin)|pytorch_lora_weights\.\w+"
        r"|.*\.lora\.safetensors"
    ),
    "merge": re.compile(r"mergekit_(?:\w+_)?config\.ya?ml"),
    "quantized": re.compile(
        r".*\.(?:gguf|ggml)|ggml-model.*\.bin|(?:hf_)?quant(?:ize)?_config\.json|.*\.exl[23]"
    ),
}
NAMES = {
    "adapter": frozenset({"lora", "qlora"}),
    "quantized": frozenset({"awq", "exl2", "exl3", "ggml", "gguf", "gptq"}),
}
"""Words in a name that leave no doubt."""

_FORMAT = re.compile(r"gguf(?:-my-repo)?|ggml|llama[.-]cpp|imat(?:rix)?|i?q[1-8]_\w+")
_WHOLE = re.compile(
    r"(?:pytorch_model|model|tf_model|flax_model|consolidated|diffusion_pytorch_model)"
    r"[\w.-]*\.(?:safetensors|bin|h5|msgpack|pth)"
)
"""Files of weights as they were trained."""

MAX_FILES = 5000
"""Of more files than these, the first are looked at."""


class Hint(NamedTuple):
    """A sign of a relation: the word that gives it away, and where it stands."""

    relation: str
    word: str
    where: str


def hints(
    tags: Iterable[str],
    *,
    library_name: str | None = None,
    files: Iterable[str] = (),
    name: str = "",
) -> list[Hint]:
    """Return the signs that a work was made from another, and by which relation.

    `tags` are tags of the Hub; case does not matter.  `name` is the name of the work.
    """
    found = [hint for tag in tags for hint in _of_word(tag, "tag")]
    if library_name:
        found += _of_word(library_name, "library")
    for position, file in enumerate(files):
        if position >= MAX_FILES:
            break
        found += _of_file(file)
    for word in re.split(r"[-_.\s]", name.rpartition("/")[2].casefold()):
        where = f"the name {quoted(name)}"
        found += [Hint(relation, word, where) for relation, w in NAMES.items() if word in w]
    return list(dict.fromkeys(found))


def _of_word(text: str, kind: str) -> Iterator[Hint]:
    relation = relation_of(text)
    if relation:
        yield Hint(relation, text.casefold(), f"the {kind} {quoted(text)}")


def relation_of(text: str) -> str:
    """Return the relation that a tag or a library gives away, '' for none."""
    word = text.casefold()
    return _relations_of_tags().get(word) or ("quantized" if _WIDTH.fullmatch(word) else "")


@cache
def _relations_of_tags() -> dict[str, str]:
    return {tag: name for name, r in vocabulary().relations.items() for tag in r.tags}


def _of_file(path: str) -> Iterator[Hint]:
    file = path.rpartition("/")[2].casefold()
    for relation, pattern in _FILES.items():
        if pattern.fullmatch(file):
            word = "gguf" if file.endswith((".gguf", ".ggml")) else file
            yield Hint(relation, word, f"the file {quoted(path)}")
    level = _LEVEL.search(file)
    if level:
        yield Hint("quantized", level.group(), f"the file {quoted(path)}")


def infer_relation(
    tags: Iterable[str],
    *,
    base_models: int = 1,
    library_name: str | None = None,
    files: Iterable[str] = (),
    name: str = "",
) -> str:
    """Return how a model was made from its base, as far as nobody says.

    Several base models mean `merge`.  Of one, signs of quantization win over those of merging;
    then come signs of merging, of adapters, and of quantization, and without any it is `finetune`.
    """
    found = {
        hint.relation for hint in hints(tags, library_name=library_name, files=files, name=name)
    }
    return choose(found, base_models)


def choose(signs: Iterable[str], base_models: int = 1) -> str:
    """Return the relation to a base of which there are these `signs`."""
    found = set(signs)
    if base_models > 1:
        return "merge"
    if {"quantized", "merge"} <= found:
        return "quantized"
    return next((r for r in ("merge", "adapter", "quantized") if r in found), "finetune")


def made_from_another(signs: Iterable[Hint], files: Iterable[str]) -> list[Hint]:
    """Return the signs that a work was made from another work, which somebody may have published.

    Files in a format for running models are none where the weights stand beside them as they were
    trained: a publisher may offer its own model in both.
    """
    found = list(signs)
    whole = any(_WHOLE.fullmatch(file.rpartition("/")[2].casefold()) for file in files)
    return [hint for hint in found if not (whole and _FORMAT.fullmatch(hint.word))]


def stated_relations(tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the base models that tags name, each with the relations that tags state for it.

    `base_model:finetune:ID` states one, `base_model:ID` none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for tag in tags:
        if not tag.startswith("base_model:"):
            continue
        rest = tag.removeprefix("base_model:")
        word, colon, name = rest.partition(":")
        if colon and word in vocabulary().relations:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), word)))
        else:
            found.setdefault(rest, ())
    return found
