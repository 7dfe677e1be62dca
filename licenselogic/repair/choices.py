"""What might be changed of a lineage so that a work may be published: choices, each with options.

Whoever publishes can change the label and the publication of the work, and how their own works were
made.  Others can give permission, and correct their labels.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.library.terms import Term
from licenselogic.lineage.work import Edge
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.costs import Costs
from licenselogic.repair.repairs import Action, Change
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.mislabelled import mislabelled

FREE = "LicenseRef-public-domain"
"""What stands for a permission: terms that ask for nothing."""

INSTEAD = ("MIT", FREE)
"""The licences of a work that takes the place of another: the first that the library knows."""

OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "finetune": ("adapter",),
    "merge": ("combine",),
    "incorporate": ("combine",),
}
"""In which other ways a work may be made from an upstream one."""

NEXT_TO: Mapping[str, tuple[str, ...]] = {
    "sell": ("share", "service", "internal"),
    "share": ("service", "internal"),
    "service": ("internal",),
    "internal": (),
}
"""In which other ways a work may be published, the nearest first."""

MAX_RELABELLED = 20
"""Works with false labels that are looked at, the nearest first."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to choose: the change that it is, and what it sets (a relation, a text ...)."""

    change: Change
    value: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Choice:
    """Something that may be changed in one of several ways; `about` says what."""

    about: "About"
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Outbound:
    """The licence of the work."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The way in which the work is published."""


@dataclass(frozen=True, slots=True)
class Making:
    """One relation of a work to an upstream one; `base` tells that works descend over it."""

    work: str
    edge: Edge
    base: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """The terms of one licensor."""

    licensor: str


@dataclass(frozen=True, slots=True)
class Label:
    """The licence that an ancestor declares."""

    work: str


About = Outbound | Publication | Making | Grant | Label
"""What a choice is about."""


def choices(asked: Asked, costs: Costs) -> tuple[Choice, ...]:
    """Return all that might be changed about a work, without what costs too much to think of."""
    found = _Choices(asked, costs)
    every = chain(
        [found.outbound(), found.publication()], found.makings(), found.grants(), found.labels()
    )
    return tuple(choice for choice in every if choice.options)


@dataclass(frozen=True)
class _Choices:
    """The choices about one work."""

    asked: Asked
    costs: Costs

    def option(self, action: Action, target: str, detail: str, value: str = "") -> Iterator[Option]:
        """Yield an option, unless its cost rules it out."""
        cost = self.costs.of(action, target, value)
        if cost is not None:
            yield Option(Change(action, target, detail, cost), value)

    def outbound(self) -> Choice:
        target = self.asked.target
        options = [
            *self.option(Action.LICENSE, target, "offer it under another licence"),
            *self.option(Action.OWN_TERMS, target, "offer it under terms that are written for it"),
        ]
        return Choice(Outbound(), tuple(options) if self.asked.work.publish != "internal" else ())

    def publication(self) -> Choice:
        means = {
            "share": "share it for free, and do not sell it",
            "service": "offer it as a service, and hand out no copies",
            "internal": "keep it to yourselves",
        }
        target = self.asked.target
        ways = NEXT_TO[self.asked.work.publish]
        options = (self.option(Action.PUBLISH, target, means[way], way) for way in ways)
        return Choice(Publication(), tuple(chain.from_iterable(options)))

    # How works are made

    def makings(self) -> Iterator[Choice]:
        """Yield the relations of the publisher's own works to their upstream."""
        owners, relations = self.asked.fold.owners, vocabulary().relations
        publisher = owners.party(self.asked.target)
        for name in reversed(self.asked.order):
            if not owners.is_own(name, publisher):
                continue
            edges = self.asked.lineage.upstream[name]
            bases = [edge for edge in edges if relations[edge.by].base]
            for edge in edges:
                base = edge in bases
                only = base and len(bases) == 1
                yield Choice(Making(name, edge, base), tuple(self.ways(name, edge, base, only)))

    def ways(self, name: str, edge: Edge, base: bool, only: bool) -> Iterator[Option]:
        """Yield in which other ways a work can be made."""
        works, upstream = self.asked.lineage.works, edge.work
        if works[upstream].type == "dataset" and not base:
            removed = "train it anew" if edge.by == "trained_on" else "take its data out"
            detail = f"make `{name}` without `{upstream}`: {removed}"
            yield from self.option(Action.REMOVE_DATASET, upstream, detail)
        elif not only:
            yield from self.option(Action.DROP, upstream, f"leave `{upstream}` out of `{name}`")
        instead = next((text for text in INSTEAD if text in self.asked.engine.library), "")
        if instead and base:
            other = "one in the public domain" if instead == FREE else f"one under {instead}"
            detail = f"make `{name}` from another {works[upstream].type} than `{upstream}`, {other}"
            yield from self.option(Action.REPLACE, upstream, detail, instead)
        for by in self.otherwise(name, edge):
            detail = f"make `{name}` from `{upstream}` by `{by}`: {_OTHERWISE[by]}"
            yield from self.option(Action.RELATION, upstream, detail, by)

    def otherwise(self, name: str, edge: Edge) -> Iterator[str]:
        """Yield the other relations that suit the types of both works."""
        types = self.asked.fold.types
        for by in OTHERWISE.get(edge.by, ()):
            if vocabulary().relations[by].suits(types[edge.work], types[name]):
                yield by
        if edge.by == "combine" and types[name] == "software" and types[edge.work] != "software":
            yield "depends_on"

    # What others can do

    def grants(self) -> Iterator[Choice]:
        """Yield the licensors who might give other terms, each with all that is theirs to give."""
        if FREE not in self.asked.engine.library:
            return
        works: dict[str, dict[str, None]] = {}
        licenses: dict[str, dict[str, None]] = {}
        for name, term in self.asked.upstream_terms():
            party = licensor(self.asked, name, term)
            works.setdefault(party, {})[f"`{name}`"] = None
            licenses.setdefault(party, {})[f"`{term.name}`" if term.name else "no licence"] = None
        for party, names in works.items():
            detail = (
                f"ask for permission to offer `{self.asked.target}` on other terms, for what is "
                f"under {', '.join(licenses[party])} in {_some(list(names))}"
            )
            yield Choice(Grant(party), tuple(self.option(Action.PERMISSION, party, detail)))

    def labels(self) -> Iterator[Choice]:
        """Yield the ancestors with false labels, each with a label that would be true."""
        for found in islice(mislabelled(self.asked), MAX_RELABELLED):
            label = self.true_label(found.work)
            if label:
                detail = (
                    f"have `{found.work}` labelled `{label}`, not `{found.label}`, by its owner"
                )
                options = self.option(Action.RELABEL, found.work, detail, label)
                yield Choice(Label(found.work), tuple(options))

    def true_label(self, name: str) -> str:
        """Return a licence that an ancestor may carry, or the empty text."""
        asked, label = self.asked, self.asked.lineage.works[name].license
        signed = signature(asked.fold, name, label, asked.readings)
        own = Asked(asked.engine, asked.fold, name, signed, Depth.STATUS)
        return next(iter(own.suggestions), "")


def licensor(asked: Asked, name: str, term: Term) -> str:
    """Return who can give other terms: a named licensor, or whoever made the work."""
    party = asked.engine.expressions.parties.licensor(term.name)
    return party or asked.lineage.works[name].owner or f"the owner of `{name}`"


_OTHERWISE = {
    "adapter": "ship the adapter alone",
    "combine": "keep it whole beside the rest",
    "depends_on": "have it fetched when the program runs, and ship none of it",
}


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3:,} more works" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
