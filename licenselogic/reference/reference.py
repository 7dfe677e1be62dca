"""The rules of docs/semantics.md as they read, without a solver: the judge of the fast decision.

Every path of the lineage is walked, and every question about scenarios is answered by trying the
cells that conditions cut them into (`cells`).  Slow and obvious; nothing but tests should call it.
Left to the callers: choices (`OR`), underspecified, unknown and undeclared licences.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple, TypeVar, cast

from licenselogic.norms.assumptions import always, contains, valuation
from licenselogic.norms.deontic import (
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    term_kind,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.cells import Demand, Holding, find
from licenselogic.semantics.semantics import NO_FAMILY, Scenario, covers, grounds, in_force, wider

ROOTED = frozenset(
    {"finetune", "adapter", "quantized", "merge", "prune", "convert"}
    | {"copy", "extract", "incorporate"}
)
"""Relations over which a model is still of its upstream's line (rule 6)."""

N = TypeVar("N", bound=Norm)


@dataclass(frozen=True)
class Node:
    """A work: several licences bind together (`AND`); none means that none is declared."""

    id: str
    type: str
    licenses: frozenset[License]
    owner: str | None = None
    upstream: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """A work about to be published, with its whole lineage, which has no cycle.

    `outbound` is None for an undeclared licence; `facts` are stated for the publisher; `true` are
    the assumptions that hold.
    """

    nodes: Mapping[str, Node]
    target: str
    outbound: frozenset[License] | None
    publish: str = "share"
    facts: Scenario = field(default_factory=dict)
    true: frozenset[str] = frozenset()


class Breach(NamedTuple):
    """A rule that fails, the licence whose demand is not met, and the one that does not meet it.

    The first is empty where only several licences together cannot be satisfied (rules 1 and 6), the
    second where it is the outbound licence as a whole or the lineage.
    """

    rule: str
    license: str
    other: str = ""


@dataclass(frozen=True)
class Judgement:
    """Compatible exactly when nothing is broken."""

    broken: frozenset[Breach]

    @property
    def status(self) -> Literal["compatible", "incompatible"]:
        """The verdict in a word."""
        return "incompatible" if self.broken else "compatible"


def judge(case: Case) -> Judgement:
    """Return every breach of the rules in `case`.

    Without an outbound licence only the rules that need none are judged.
    """
    return Judgement(frozenset(_Court(case).breaches()))


# Status along a path ----------------------------------------------------------------------------


def start(license: License, type: str, number: int) -> str:
    """Return what a work of this type is under its own licence, in a valuation."""
    return "work" if contains(license.binds.get(type, always()), number) else "independent"


def step(license: License, status: str, relation: str, type: str, number: int) -> str:
    """Return what a relation makes of a `status`, when the upstream work is of this type."""
    if status == "independent":
        return status
    for rule in license.counts:
        if (
            relation in rule.relations
            and (not rule.types or type in rule.types)
            and status in rule.sources
            and contains(rule.guard, number)
        ):
            return rule.result
    return "derivative"


Path = tuple[tuple[str, str], ...]
"""Steps from an ancestor down: the work that is built upon, and the relation."""


def paths(nodes: Mapping[str, Node], work: str) -> Iterator[Path]:
    """Yield every path from an ancestor to `work`."""
    for upstream in nodes[work].upstream:
        yield (upstream,)
        for path in paths(nodes, upstream[0]):
            yield (*path, upstream)


def bases(nodes: Mapping[str, Node], model: str) -> frozenset[str]:
    """Return the models at the root of the line of `model`: itself, if it is built on none."""
    built_on = {
        work
        for work, relation in nodes[model].upstream
        if relation in ROOTED and nodes[work].type == "model"
    }
    if not built_on:
        return frozenset({model})
    return frozenset[str]().union(*(bases(nodes, work) for work in built_on))


@dataclass(frozen=True)
class Bound:
    """A licence that reaches the published work, what that work is under it, and over which path.

    `separable` tells whether the material still stands whole inside; `origin` is the type of the
    ancestor that the licence comes from.
    """

    license: License
    status: str
    separable: bool
    origin: str


@dataclass(frozen=True)
class Act:
    """Something that the publisher does, or did, with what is of this status under a licence."""

    license: License
    act: str
    status: str


def walk(case: Case) -> tuple[frozenset[Bound], frozenset[Act]]:
    """Return what reaches the target, `independent` left out, and the acts of making it.

    An act counts whatever becomes of the material further down the path.
    """
    number = valuation(case.true)
    bound: set[Bound] = set()
    made: set[Act] = set()
    owner = case.nodes[case.target].owner
    for path in paths(case.nodes, case.target):
        origin = case.nodes[path[0][0]]
        if owner is not None and origin.owner == owner:
            continue
        separable = any(relation in ("combine", "embed") for _, relation in path)
        for license in origin.licenses:
            status = start(license, origin.type, number)
            for work, relation in path:
                if status != "independent":
                    needed = vocabulary().relations[relation].acts
                    made.update(Act(license, act, status) for act in needed)
                status = step(license, status, relation, case.nodes[work].type, number)
            if status != "independent":
                bound.add(Bound(license, status, separable, origin.type))
    return frozenset(bound), frozenset(made)


# The rules --------------------------------------------------------------------------------------


class _Court:
    """One case, and what its rules share."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.valuation = valuation(case.true)
        self.bound, self.made = walk(case)
        self.outbound = case.outbound or frozenset()
        self.publication = vocabulary().publications[case.publish].acts
        self.stated = {**case.facts, **vocabulary().publications[case.publish].facts}
        self.type = case.nodes[case.target].type
        self._demands: dict[tuple[str, str, str, bool], Demand] = {}
        self._norms: dict[tuple[str, type[Norm], str], list[Norm]] = {}

    def breaches(self) -> Iterator[Breach]:
        """Yield what breaks the rules; rules 2 to 5 speak of what is offered to others."""
        yield from self.making_and_exclusivity()
        yield from self.duties()
        if self.case.publish == "internal":
            return
        yield from self.freedom_among_ancestors()
        if self.case.outbound is not None:
            yield from self.over_grant()
            yield from self.freedom_from_ancestors()
            yield from self.freedom_of_outbound()
            yield from self.share_alike()
            yield from self.flow_down()

    # What the rules speak of

    @cached_property
    def kept(self) -> list[Bound]:
        """The licences that bind the work and are not discharged."""
        return [bound for bound in self.bound if not self.heirs(bound)]

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
                and in_force(norm, self.valuation)
                and (not status or status in norm.subjects)
                and self.may_hold(norm)
            ]
        return cast(list[N], self._norms[key])

    def may_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds in some scenario of the publisher."""
        return find([Holding(norm.condition)], self.stated) is not None

    def must_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds in every scenario of the publisher."""
        return find([Holding(norm.condition, wanted=False)], self.stated) is None

    def published(self, acts: frozenset[str]) -> bool:
        """Tell whether `acts` cover an act of the publication."""
        return any(not acts.isdisjoint(wider(act)) for act in self.publication)

    def named(self, licenses: frozenset[str]) -> bool:
        """Tell whether some outbound licence is among `licenses`."""
        return any(k.id in licenses for k in self.outbound)

    def kinds(self, license: License, status: str = "") -> frozenset[str]:
        """Return the kinds of term that `license` imposes, on `status` if one is given."""
        return frozenset(map(term_kind, self.norms(license, Norm, status))) - {""}

    @cached_property
    def acts(self) -> list[str]:
        """The acts compared: one for all those that no norm here tells apart."""
        licenses = self.outbound.union(bound.license for bound in self.bound)
        norms = [norm for license in licenses for _, norm in license.norms]
        used = frozenset[str]().union(
            *(norm.acts for norm in norms if isinstance(norm, Permission | Prohibition))
        )
        return list({wider(a) & used: a for a in sorted(vocabulary().compared_acts)}.values())

    @cached_property
    def things(self) -> list[str]:
        """What recipients may do something with."""
        return (
            ["itself", "adaptation", "output"] if self.type == "model" else ["itself", "adaptation"]
        )

    def becomes(self, license: License, status: str, thing: str) -> str:
        """Return what a thing made of a work with `status` is: itself, adaptation or output."""
        if thing == "itself":
            return status
        adapted = "finetune" if self.type == "model" else "incorporate"
        relation = {"adaptation": adapted, "output": "generated_by"}[thing]
        return step(license, status, relation, self.type, self.valuation)

    def demand(self, license: License, act: str, status: str, wanted: bool = True) -> Demand:
        """Return the demand that `license` allows (or does not) `act` on `status`."""
        key = (license.id, act, status, wanted)
        if key not in self._demands:
            self._demands[key] = Demand(grounds(license, act, status, self.valuation), wanted)
        return self._demands[key]

    def allows(self, bound: Bound, thing: str, act: str, wanted: bool = True) -> Demand:
        """Return the demand that an ancestor's licence allows (or does not) `act` on a thing."""
        status = self.becomes(bound.license, bound.status, thing)
        return self.demand(bound.license, act, status, wanted)

    def grants(self, thing: str, act: str, wanted: bool = True) -> list[Demand]:
        """Return, for each outbound licence, the demand that it allows (or does not) `act`."""
        return [self.demand(k, act, self.becomes(k, "work", thing), wanted) for k in self.outbound]

    # Rules 1 and 6

    def making_and_exclusivity(self) -> Iterator[Breach]:
        """Rules 1 and 6: in one scenario of the publisher, all that it does is allowed."""
        making, improving = self.making(), self.improving()
        alone = [Breach("1", x) for x, demands in making.items() if not self.possible(demands)]
        alone += [Breach("6", x) for x, demands in improving.items() if not self.possible(demands)]
        yield from alone
        if alone:
            return
        made = [demand for demands in making.values() for demand in demands]
        if not self.possible(made):
            yield Breach("1", "")
        elif not self.possible(made + [d for demands in improving.values() for d in demands]):
            yield Breach("6", "")

    def making(self) -> dict[str, list[Demand]]:
        """Return what rule 1 demands, by licence: every act of making and of publishing."""
        publishing = {Act(b.license, act, b.status) for b in self.bound for act in self.publication}
        found: dict[str, list[Demand]] = {}
        for done in self.made | publishing:
            demand = self.demand(done.license, done.act, done.status)
            found.setdefault(done.license.id, []).append(demand)
        return found

    def improving(self) -> dict[str, list[Demand]]:
        """Return what rule 6 demands, by licence: that the lineage may improve each base."""
        found: dict[str, list[Demand]] = {}
        for bound in self.bound if self.type == "model" else ():
            if bound.origin != "model" or bound.status == "larger-work":
                continue
            allowed = self.demand(bound.license, "improve-other-models", bound.status)
            for families in self.base_families:
                if bound.license.family not in families:
                    demands = [Demand(allowed.grounds, target=family) for family in families]
                    found.setdefault(bound.license.id, []).extend(demands)
        return found

    @cached_property
    def base_families(self) -> set[frozenset[str]]:
        """The families of each base; the published model itself has none to go by."""
        roots = bases(self.case.nodes, self.case.target) - {self.case.target}
        found = {frozenset(x.family for x in self.case.nodes[base].licenses) for base in roots}
        return {families or frozenset({NO_FAMILY}) for families in found or {frozenset()}}

    def possible(self, demands: Iterable[Demand]) -> bool:
        """Tell whether some scenario of the publisher meets all `demands`."""
        return find(demands, self.stated) is not None

    # Rule 2

    def over_grant(self) -> Iterator[Breach]:
        """Rule 2: what the outbound licence grants, every ancestor's licence allows."""
        for bound in self.kept:
            if any(
                find([*self.grants(thing, act), self.allows(bound, thing, act, wanted=False)])
                is not None
                for thing in self.things
                for act in self.acts
            ):
                yield Breach("2", bound.license.id)

    # Rule 3

    def freedom_from_ancestors(self) -> Iterator[Breach]:
        """Rule 3(a) and (c): what an ancestor keeps free, the outbound licence keeps free."""
        for bound in self.bound:
            for keeper in self.heirs(bound) or [bound]:
                freedoms = self.norms(keeper.license, Freedom, keeper.status)
                if freedoms and self.withheld(keeper):
                    yield Breach("3a", bound.license.id)
                for k in self.outbound:
                    imposed = self.kinds(k, "work")
                    if any(not imposed <= self.tolerated(f, keeper.license) for f in freedoms):
                        yield Breach("3c", bound.license.id, k.id)

    def withheld(self, bound: Bound) -> bool:
        """Tell whether an ancestor's licence allows something that is not granted."""
        return any(
            find([self.allows(bound, thing, act), refused]) is not None
            for thing in ("itself", "adaptation")
            for act in self.acts
            for refused in self.grants(thing, act, wanted=False)
        )

    def freedom_among_ancestors(self) -> Iterator[Breach]:
        """Rule 3(b) and (d): what an ancestor keeps free, the other ancestors keep free."""
        for bound in self.kept:
            freedoms = self.norms(bound.license, Freedom, bound.status)
            for other in self.kept if freedoms else ():
                if bound.license.id == other.license.id or not self.reaches(bound.license, other):
                    continue
                if self.narrows(other, bound):
                    yield Breach("3b", bound.license.id, other.license.id)
                if any(self.burdens(other, f, bound.license) for f in freedoms):
                    yield Breach("3d", bound.license.id, other.license.id)

    def narrows(self, other: Bound, bound: Bound) -> bool:
        """Tell whether `bound` allows something that `other` does not."""
        return any(
            find([self.allows(bound, thing, act), self.allows(other, thing, act, wanted=False)])
            is not None
            for thing in ("itself", "adaptation")
            for act in self.acts
        )

    def freedom_of_outbound(self) -> Iterator[Breach]:
        """Rule 3(e): what an outbound licence keeps free, no ancestor's terms burden."""
        for k in self.outbound:
            freedoms = self.norms(k, Freedom, "work")
            for other in self.kept:
                if other.license.id == k.id or not self.reaches(k, other):
                    continue
                if any(self.burdens(other, freedom, k) for freedom in freedoms):
                    yield Breach("3e", k.id, other.license.id)

    def reaches(self, license: License, other: Bound) -> bool:
        """Tell whether the freedom of `license` extends to the material under `other`."""
        if not other.separable:
            return True
        combined = step(license, "work", "combine", other.origin, self.valuation)
        return combined in ("work", "derivative")

    def burdens(self, other: Bound, freedom: Freedom, license: License) -> bool:
        """Tell whether `other` imposes what a freedom norm of `license` does not tolerate.

        Before an outbound licence is declared, share-alike norms have nothing to name.
        """
        imposed = self.kinds(other.license, other.status) - {"share-alike"}
        if not imposed <= self.tolerated(freedom, license):
            return True
        if "share-alike" in freedom.tolerates or self.case.outbound is None:
            return False
        inside = {other.status}
        if other.status in ("work", "larger-work"):
            inside |= {"work", "derivative"}
        norms = self.norms(other.license, ShareAlike)
        return any(norm.subjects & inside and not self.named(norm.licenses) for norm in norms)

    def tolerated(self, freedom: Freedom, license: License) -> frozenset[str]:
        """Return the kinds that a freedom norm excepts and those that its licence imposes."""
        return freedom.tolerates | self.kinds(license)

    # Rules 4, 5 and 7

    def share_alike(self) -> Iterator[Breach]:
        """Rule 4: an outbound licence is among those that a share-alike norm names."""
        for bound in self.kept:
            for norm in self.norms(bound.license, ShareAlike, bound.status):
                if self.published(norm.acts) and not self.named(norm.licenses):
                    yield Breach("4", bound.license.id)

    def flow_down(self) -> Iterator[Breach]:
        """Rule 5: what a cited clause prohibits is not granted."""
        for bound in self.kept:
            for norm in self.norms(bound.license, FlowDown, bound.status):
                if self.published(norm.acts) and any(
                    self.waters_down(rule, bound.status)
                    for clause, rule in bound.license.norms
                    if clause.cite in norm.cites and isinstance(rule, Prohibition)
                ):
                    yield Breach("5", bound.license.id)

    def waters_down(self, rule: Prohibition, status: str) -> bool:
        """Tell whether something is granted that `rule` prohibits on `status`."""
        return in_force(rule, self.valuation) and any(
            find([Holding(rule.condition), *self.grants("itself", act)]) is not None
            for act in self.acts
            if covers(rule, act, status)
        )

    def duties(self) -> Iterator[Breach]:
        """Rule 7: no name can begin with two prefixes of which neither begins the other."""
        prefixes = {
            (bound.license.id, text)
            for bound in self.kept
            for norm in self.norms(bound.license, Obligation, bound.status)
            if norm.duty == "name-prefix" and self.published(norm.acts)
            for text in norm.texts
        }
        for (x, one), (y, two) in combinations(sorted(prefixes), 2):
            if not one.startswith(two) and not two.startswith(one):
                yield Breach("7", x, y)
