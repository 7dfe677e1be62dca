"""A case as the rules speak of it: norms in force, kinds of term, what recipients may act on."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar, cast

from licenselogic.norms.deontic import License, Norm, Relicense, ShareAlike, imposed_kind
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.scenarios import Scenarios, negated, possible
from licenselogic.reference.walk import Bound, step
from licenselogic.semantics.semantics import LICENSOR, NO_FAMILY, Scenario, Value, wider

N = TypeVar("N", bound=Norm)

Licensors = tuple[tuple[str, frozenset[str]], ...]
"""By the ids of licences, the owners who alone can give them, in small letters."""

THINGS = ("itself", "adaptation", "output")
"""What recipients may do something with; the last only where the work is a model."""


@dataclass(frozen=True)
class Facts:
    """What is known of the work and its publisher, whatever the licences: `stated` is by fact."""

    type: str
    publish: str
    stated: Scenario


@dataclass(frozen=True)
class Line:
    """A model that an act is about: its families (empty text: not known), and who owns it.

    `claimed` tells that whoever improves it declared its licence too.
    """

    families: frozenset[str]
    owner: str
    claimed: bool


@dataclass(frozen=True)
class Deed:
    """An act on the way as the rules see it: whether the publisher did it, and what is stated."""

    license: License
    act: str
    status: str
    own: bool
    facts: tuple[tuple[str, Value], ...]
    about: frozenset[Line]


@dataclass(frozen=True)
class Case:
    """All that the rules speak of.

    `outbound` is None where no licence is declared; `bases` are the models that the work descends
    from; `licensors` are the owners who alone can give a licence, by its id; `joined` are the ids
    of licences that a licensor joins by `AND`.
    """

    facts: Facts
    bound: frozenset[Bound]
    deeds: frozenset[Deed]
    outbound: frozenset[License] | None
    bases: frozenset[Line]
    licensors: Licensors
    trusting: bool = True
    joined: frozenset[frozenset[str]] = frozenset()


class Offer:
    """A work as it is made, published and offered."""

    def __init__(self, case: Case, scenarios: Scenarios) -> None:
        self.case = case
        self.scenarios = scenarios
        self.outbound = case.outbound or frozenset()
        publication = vocabulary().publications[case.facts.publish]
        self.publication = publication.acts
        settled = vocabulary().settled(case.facts.type, case.facts.publish)
        self.stated = {**case.facts.stated, **settled}
        self._norms: dict[tuple[str, type[Norm], str], list[Norm]] = {}

    @cached_property
    def kept(self) -> list[Bound]:
        """The licences that bind the work and are not discharged."""
        return [bound for bound in self.case.bound if not self.heirs(bound)]

    def heirs(self, bound: Bound) -> list[Bound]:
        """Return the work under each outbound licence that takes the place of this one."""
        license, status = bound.license, bound.status
        sure = (r.licenses for r in self.norms(license, Relicense, status) if self.must_hold(r))
        shared = (s.licenses for s in self.norms(license, ShareAlike, status))
        named = frozenset[str]().union(*sure, *shared)
        taking = (k for k in self.outbound if k.id in named and k.id != license.id)
        return [replace(bound, license=k, status="work") for k in taking]

    def norms(self, license: License, kind: type[N], status: str = "") -> list[N]:
        """Return the norms of a kind in force that may hold, on `status` if one is given."""
        key = (license.id, kind, status)
        if key not in self._norms:
            self._norms[key] = [
                norm
                for _, norm in license.norms
                if isinstance(norm, kind)
                and self.scenarios.in_force(norm)
                and (not status or status in norm.subjects)
                and possible((norm.condition,), self.stated)
            ]
        return cast(list[N], self._norms[key])

    def must_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds in every scenario of the publisher."""
        return not possible((negated(norm.condition),), self.stated)

    def published(self, acts: frozenset[str]) -> bool:
        """Tell whether `acts` cover an act of the publication."""
        return any(not acts.isdisjoint(wider(act)) for act in self.publication)

    def named(self, licenses: frozenset[str]) -> bool:
        """Tell whether some outbound licence is among `licenses`."""
        return any(k.id in licenses for k in self.outbound)

    def one_offer(self, one: License, other: License) -> bool:
        """Tell whether both are parts of what one licensor offers, all of which is passed on."""
        label = {k.id for k in self.outbound}
        return any(
            {one.id, other.id} <= together and together <= label for together in self.case.joined
        )

    def kinds(self, license: License, status: str = "") -> frozenset[str]:
        """Return the kinds of term that `license` imposes, on `status` if one is given."""
        return frozenset(map(imposed_kind, self.norms(license, Norm, status))) - {""}

    def becomes(self, license: License, status: str, thing: str) -> str:
        """Return what a thing made of a work with `status` is: itself, adaptation or output."""
        type = self.case.facts.type
        if thing == "itself":
            return status
        adapted = "finetune" if type == "model" else "incorporate"
        relation = {"adaptation": adapted, "output": "generated_by"}[thing]
        return step(license, status, relation, type, self.scenarios.valuation)

    def made_of(self, bound: Bound, thing: str) -> tuple[License, str]:
        """Return an ancestor's licence with what a thing is under it."""
        return bound.license, self.becomes(bound.license, bound.status, thing)

    def offered(self, thing: str) -> frozenset[tuple[License, str]]:
        """Return each outbound licence with what a thing is under it."""
        return frozenset((k, self.becomes(k, "work", thing)) for k in self.outbound)

    def lines(self, license: License, about: frozenset[Line]) -> frozenset[str]:
        """Return what `target` may be for an act about these models, as a licence sees them."""
        return frozenset(line for each in about for line in self.line(license, each))

    def line(self, license: License, model: Line) -> frozenset[str]:
        """Return what `target` may be for one model: several where it is of several families."""
        doubted = license.family if self.case.trusting else NO_FAMILY
        licensor = dict(self.case.licensors).get(license.id, frozenset())
        theirs = model.owner in licensor
        named = self.scenarios.targets(license) | {license.family}
        found = set()
        for family in model.families & {license.family} or model.families:
            if family in named:
                found.add(doubted if licensor and not theirs and model.claimed else family)
            else:
                found.add(LICENSOR if theirs else family or doubted)
        return frozenset(found)
