"""The closed list of words that clauses may use, and the taxonomies that order them.

Each taxonomy (acts, fields of use, territories, actors, forms) is numbered depth first, so that a
word and all words below it are one interval of numbers.  Membership in a word is then two
comparisons, for the solver as for plain Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from licenselogic.base.cache import cached, digest
from licenselogic.base.resources import licenses


@dataclass(frozen=True)
class Taxonomy:
    """Words in depth-first order; `spans[w]` is the half-open interval of `w` and its sub-words."""

    words: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]

    def __contains__(self, word: object) -> bool:
        return word in self.spans

    def index(self, word: str) -> int:
        """Return the number of `word`."""
        return self.spans[word][0]

    def covers(self, wide: str, narrow: str) -> bool:
        """Tell whether `wide` is `narrow` or stands above it."""
        low, high = self.spans[wide]
        return low <= self.spans[narrow][0] < high

    def intervals(self, words: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Return the numbers below `words` as disjoint, ascending, maximal intervals."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(self.spans[w] for w in words):
            if merged and low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], high))
            else:
                merged.append((low, high))
        return tuple(merged)


@dataclass(frozen=True)
class Fact:
    """A variable of scenarios: `sort` is bool, number, date, tree or family."""

    name: str
    sort: str
    kind: str
    means: str
    unit: str = ""
    taxonomy: Taxonomy | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How a work was made from another.

    `acts` are what the maker does to the upstream work.  `upstream` are the types of upstream work
    that make sense, the usual one first, and `into` the types of work that it leads to (none: any).
    Between other types it is read as `unsuited` too, or as `also` says of the pair of types.  Over
    `base` relations a model descends from a base; `separable` ones keep the upstream whole and
    separable, and after those that `seals` marks no part is separable any more; over `same` ones
    the result is what the upstream is.  Between `doubtful` pairs of types the second sense is only
    possible.  `tags` are words on the Hub from which it is inferred.
    """

    name: str
    acts: tuple[str, ...]
    upstream: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    unsuited: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    base: bool = False
    separable: bool = False
    seals: bool = False
    same: bool = False
    apart: bool = False
    runs: bool = False
    doubtful: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def suits(self, above: str, below: str) -> bool:
        """Tell whether a work of type `below` can be made so from one of type `above`."""
        if self.same:
            return above == below
        return above in (self.upstream or (above,)) and below in (self.into or (below,))

    def reads(self, above: str, below: str, doubts: bool = True) -> tuple[str, ...]:
        """Return every relation that the words mean between works of these types.

        Without `doubts` the words are taken as they stand where another sense is only possible.
        """
        pair = f"{above}-{below}"
        if self.suits(above, below) or (pair in self.doubtful and not doubts):
            return (self.name,)
        other = self.also.get(pair, self.unsuited)
        return (self.name, other) if other else (self.name,)


@dataclass(frozen=True, slots=True)
class Publication:
    """A way to publish: the acts that it takes, and the facts that it settles.

    `run` is what whoever publishes so does to works that the published one needs when it runs.
    """

    name: str
    acts: tuple[str, ...]
    facts: Mapping[str, Any]
    run: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All words with their definitions, as `licenses/vocabulary.toml` lists them."""

    raw: Mapping[str, Mapping[str, Any]]
    digest: str = field(repr=False)

    @cached_property
    def acts(self) -> Taxonomy:
        """The hierarchy of acts."""
        return _taxonomy(self.raw["acts"])

    @cached_property
    def compared_acts(self) -> frozenset[str]:
        """Acts on which permissions are compared: others are means, such as sublicensing."""
        return frozenset(w for w, e in self.raw["acts"].items() if e.get("compared", True))

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The variables of a scenario, by name."""
        taxonomies = {
            "field": "fields",
            "territory": "territories",
            "actor": "actors",
            "form": "forms",
        }
        return {
            name: Fact(
                name,
                entry["sort"],
                entry["kind"],
                entry["means"],
                entry.get("unit", ""),
                _taxonomy(self.raw[taxonomies[name]]) if name in taxonomies else None,
            )
            for name, entry in self.raw["facts"].items()
        }

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that a work can have under a licence."""
        return tuple(self.raw["statuses"])

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """The named legal readings, in the order that numbers their valuations."""
        return tuple(self.raw["assumptions"])

    @cached_property
    def profiles(self) -> Mapping[str, frozenset[str]]:
        """For each profile, the assumptions that it holds true."""
        found: dict[str, frozenset[str]] = {}
        for profile, entry in self.raw["profiles"].items():
            if "like" in entry:
                like = found[entry["like"]] - frozenset(entry.get("without", ()))
                found[profile] = like | frozenset(entry.get("with", ()))
            else:
                stated = self.raw["assumptions"].items()
                found[profile] = frozenset(n for n, e in stated if e[profile])
        return found

    @cached_property
    def types(self) -> Mapping[str, frozenset[str]]:
        """For each type of work, the material that licences for such works are written for."""
        return {name: frozenset(e["covers"]) for name, e in self.raw["types"].items()}

    @cached_property
    def by_type(self) -> Mapping[str, Mapping[str, Any]]:
        """What the type of what is offered settles, by type; nobody states these facts."""
        return {name: e.get("facts", {}) for name, e in self.raw["types"].items()}

    @cached_property
    def typed(self) -> frozenset[str]:
        """The facts that follow from the type of what is offered."""
        return frozenset(fact for facts in self.by_type.values() for fact in facts)

    def settled(self, type: str, publish: str) -> Mapping[str, Any]:
        """Return the facts that follow from what a work is, and from how it is published."""
        return {**self.by_type[type], **self.publications[publish].facts}

    @cached_property
    def materials(self) -> tuple[str, ...]:
        """What a licence may be written for: the materials of all types of work, or any."""
        return (*dict.fromkeys(m for e in self.raw["types"].values() for m in e["covers"]), "any")

    @cached_property
    def relations(self) -> Mapping[str, Relation]:
        """How a work can be made from another, by name."""
        return {
            name: Relation(
                name,
                tuple(e["acts"]),
                tuple(e.get("upstream", ())),
                tuple(e.get("into", ())),
                e.get("unsuited", ""),
                e.get("also", {}),
                e.get("base", False),
                e.get("separable", False),
                e.get("seals", False),
                e.get("same", False),
                e.get("apart", False),
                e.get("runs", False),
                frozenset(e.get("doubtful", ())),
                frozenset(e.get("tags", ())),
            )
            for name, e in self.raw["relations"].items()
        }

    @cached_property
    def publications(self) -> Mapping[str, Publication]:
        """The ways to publish, by name."""
        return {
            name: Publication(name, tuple(e["acts"]), e.get("facts", {}), tuple(e.get("run", ())))
            for name, e in self.raw["publications"].items()
        }

    @cached_property
    def usual_publication(self) -> str:
        """How a work is published where nobody says."""
        return next(n for n, e in self.raw["publications"].items() if e.get("default"))

    @cached_property
    def term_kinds(self) -> frozenset[str]:
        """Every kind of term that a freedom clause may tolerate: terms, duties, and copyleft."""
        return frozenset(self.raw["terms"]) | frozenset(self.raw["duties"]) | COPYLEFT_KINDS

    def meaning(self, group: str, word: str) -> str:
        """Return the definition of `word` in the list `group`."""
        entry = self.raw[group][word]
        return entry if isinstance(entry, str) else str(entry["means"])


COPYLEFT_KINDS = frozenset({"share-alike", "flow-down"})


def _taxonomy(entries: Mapping[str, Mapping[str, Any]]) -> Taxonomy:
    children: dict[str | None, list[str]] = {}
    for word, entry in entries.items():
        children.setdefault(entry.get("parent"), []).append(word)
    order: list[str] = []
    spans: dict[str, tuple[int, int]] = {}

    def visit(word: str) -> None:
        start = len(order)
        order.append(word)
        for child in children.get(word, ()):
            visit(child)
        spans[word] = (start, len(order))

    for root in children[None]:
        visit(root)
    return Taxonomy(tuple(order), spans)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with licenselogic."""
    content = (licenses() / "vocabulary.toml").read_bytes()
    key = digest(content)
    return Vocabulary(cached("vocabulary", key, lambda: _toml(content)), key)


def _toml(content: bytes) -> dict[str, Any]:
    import tomllib  # for the start: most find the vocabulary kept

    return tomllib.loads(content.decode())
