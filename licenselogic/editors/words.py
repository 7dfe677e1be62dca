"""The words that may stand at a place of a clause file, and what each means."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from licenselogic.editors.keywords import MEANINGS
from licenselogic.editors.text import Choice
from licenselogic.library.index import Entry
from licenselogic.library.library import Library, licenses
from licenselogic.norms.deontic import REVIEWS
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import LICENSOR

_GROUPS = {
    "permit": ("acts",),
    "forbid": ("acts",),
    "forbids": ("acts",),
    "when": ("acts",),
    "require": ("duties",),
    "on": ("statuses",),
    "from": ("statuses",),
    "as": ("statuses",),
    "counts": ("relations",),
    "of": ("types",),
    "binds": ("types",),
    "if": ("facts",),
    "unless": ("facts",),
    "assuming": ("assumptions",),
    "except": ("terms", "duties", "term kinds"),
    "term": ("terms",),
    "field": ("fields",),
    "covers": ("materials",),
    "review": ("reviews",),
    "family": ("families",),
}
"""The lists of the vocabulary from which a keyword takes words."""

TREES = {"field": "fields", "territory": "territories", "actor": "actors", "form": "forms"}
"""The list of the vocabulary in which the values of a fact are."""

_KINDS = {
    "share-alike": "works made from it stay under this licence",
    "flow-down": "terms that have to be passed on",
}

_CALLED = {
    "acts": "act", "duties": "duty", "statuses": "status", "relations": "relation",
    "types": "type of work", "facts": "fact", "assumptions": "reading", "terms": "kind of term",
    "term kinds": "kind of term", "fields": "field of use", "territories": "territory",
    "actors": "kind of actor", "forms": "form", "materials": "material", "reviews": "review",
    "families": "family", "publications": "publication", "profiles": "profile",
}  # fmt: skip
"""What a word of a list is called."""


def groups_of(keyword: str, member_of: str) -> tuple[str, ...]:
    """Return the lists from which a keyword takes words; `member_of` is a fact before `in`."""
    if keyword == "in":
        return (TREES[member_of],) if member_of in TREES else ()
    return _GROUPS.get(keyword, ())


def words_in(group: str) -> Mapping[str, str]:
    """Return the words of a list with their meanings."""
    raw = vocabulary().raw
    if group in raw:
        return {word: vocabulary().meaning(group, word) for word in raw[group]}
    if group == "term kinds":
        return _KINDS
    if group == "materials":
        return dict.fromkeys(vocabulary().materials, "")
    if group == "reviews":
        return dict.fromkeys(REVIEWS, "")
    return families() if group == "families" else {}


@lru_cache(maxsize=1)
def families() -> Mapping[str, str]:
    """Return the families of the shipped licences."""
    found: dict[str, list[str]] = {}
    for license in licenses():
        found.setdefault(license.family, []).append(license.id)
    told = {name: ", ".join(ids[:4]) for name, ids in sorted(found.items())}
    return {**told, LICENSOR: "all models of the licensor"}


def choices_in(groups: tuple[str, ...]) -> Iterator[Choice]:
    """Yield the words of lists."""
    for group in groups:
        for word, means in words_in(group).items():
            yield Choice(word, _CALLED.get(group, group), means)


def meaning_of(word: str, groups: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what a word of one of these lists is, and what it means; else of any list."""
    for group in (*groups, *(() if groups else vocabulary().raw)):
        words = words_in(group)
        if word in words:
            return _CALLED.get(group, group), words[word]
    return None


def keyword_choices(accepted: frozenset[str]) -> Iterator[Choice]:
    """Yield the keywords among what may stand at a place."""
    for word in sorted(accepted & MEANINGS.keys()):
        yield Choice(word, "keyword", MEANINGS[word])


def license_choices(library: Library, *, templates: bool = False) -> Iterator[Choice]:
    """Yield the ids of licences, and, if they are wanted, of templates."""
    kinds = ("license", "template") if templates else ("license",)
    for entry in library.entries.values():
        if entry.kind in kinds:
            yield Choice(
                entry.id, "licence" if entry.kind == "license" else entry.kind, told(entry)
            )


def told(entry: Entry) -> str:
    """Return what an entry is, in half a sentence."""
    if entry.means:
        return f"may be any of {', '.join(entry.means)}"
    return entry.title or entry.because
