"""How a work was made from its base, as tags tell it: stated, or inferred as the Hub does."""

import re
from collections.abc import Iterable

from licenselogic.norms.vocabulary import vocabulary

_WIDTH = re.compile(
    r"[1-8](?:\.\d+)?[-_ ]?bits?|\d+(?:\.\d+)?[-_ ]?bpw|(?:int|nf|(?:mx|nv)?fp)[2-8]"
    r"|w\d+a\d+|i?q[1-8]_\w+"
)
"""Tags that name a width below sixteen bits: `4-bit`, `int8`, `4.65bpw`, `w4a16`, `q4_k_m`."""


def infer_relation(
    tags: Iterable[str], *, base_models: int = 1, library_name: str | None = None
) -> str:
    """Return how a model was made from its base, as the Hub infers it where nobody says.

    Several base models, or a word of merging among the tags, mean `merge`; then words of adapters
    mean `adapter`, words of quantization `quantized`, and nothing of all this means `finetune`.
    `tags` are tags of the Hub in any order; case does not matter.
    """
    relations = vocabulary().relations
    words = {tag.casefold() for tag in tags}
    if library_name:
        words.add(library_name.casefold())
    if base_models > 1 or words & relations["merge"].tags:
        return "merge"
    if words & relations["adapter"].tags:
        return "adapter"
    if words & relations["quantized"].tags or any(_WIDTH.fullmatch(word) for word in words):
        return "quantized"
    return "finetune"


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
