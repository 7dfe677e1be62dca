"""What a licence allows and makes of works, in plain Python: the first parts of docs/semantics.md.

    prohibited(X, a, q, s)   a prohibition of X in force covers (a, q) and holds in s, and no
                             permission `notwithstanding` its clause does
    allowed(X, a, q, s)      not prohibited, and q is no material status or some permission of X in
                             force covers (a, q) and holds in s

A scenario is a mapping from facts to values; facts that it leaves out are at their baselines.  This
module is what a counterexample is replayed through: where the solver differs, this is right.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from licenselogic.norms.assumptions import contains
from licenselogic.norms.conditions import (
    All,
    Compare,
    Condition,
    IsTrue,
    Member,
    Not,
    Some,
    named,
)
from licenselogic.norms.deontic import MATERIAL, Clause, License, Norm, Permission, Prohibition
from licenselogic.norms.vocabulary import Fact, vocabulary

Value = bool | int | str
"""Of a yes/no fact, of a number or a day number, of a word or a family."""

Scenario = Mapping[str, Value]
"""One concrete situation, written by the facts that differ from their baselines."""

NO_FAMILY = "other"
"""The value of a family fact for a model that belongs to none."""

LICENSOR = "licensor"
"""Its value for a model of the licensor itself that is of no family that the licence names."""

_OPERATORS: Mapping[str, Callable[[Value, Value], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


# Scenarios --------------------------------------------------------------------------------------


@cache
def baseline() -> Scenario:
    """Return the scenario in which every fact is at its baseline."""
    return MappingProxyType({name: _at_rest(fact) for name, fact in vocabulary().facts.items()})


def _at_rest(fact: Fact) -> Value:
    if fact.taxonomy is not None:
        return fact.taxonomy.words[0]
    if fact.sort == "bool":
        return False
    return NO_FAMILY if fact.sort == "family" else 0


def value(scenario: Scenario, fact: str) -> Value:
    """Return what `scenario` says of `fact`.

    Raises `KeyError` for a fact that the vocabulary does not have.
    """
    return scenario[fact] if fact in scenario else baseline()[fact]


def difference(scenario: Scenario) -> dict[str, Value]:
    """Return the facts of `scenario` off their baselines, in the order of the vocabulary."""
    return {
        fact: scenario[fact]
        for fact, rest in baseline().items()
        if fact in scenario and scenario[fact] != rest
    }


def holds(condition: Condition, scenario: Scenario) -> bool:
    """Tell whether `condition` holds in `scenario`."""
    match condition:
        case All(parts):
            return all(holds(part, scenario) for part in parts)
        case Some(parts):
            return any(holds(part, scenario) for part in parts)
        case Not(part):
            return not holds(part, scenario)
        case IsTrue(fact):
            return bool(value(scenario, fact))
        case Compare(fact, op, bound):
            return _OPERATORS[op](value(scenario, fact), bound)
        case Member(fact, words):
            return _among(fact, str(value(scenario, fact)), words)


def _among(fact: str, found: str, words: frozenset[str]) -> bool:
    taxonomy = vocabulary().facts[fact].taxonomy
    if taxonomy is None:
        return found in words
    return any(taxonomy.covers(word, found) for word in words)


@cache
def lawful(license: License) -> Condition:
    """Return the condition of scenarios in which recipients keep to the law.

    No licence authorises a crime, so nothing else is compared with what `license` withholds.  Below
    `illegal` stand laws that some licences name: those of this one are limits like any other.
    """
    fields = vocabulary().facts["field"].taxonomy
    assert fields is not None
    words = frozenset[str]().union(*(named(norm.condition, "field") for _, norm in license.norms))
    own = frozenset(w for w in words - {"illegal"} if fields.covers("illegal", w))
    return Some((Not(Member("field", frozenset({"illegal"}))), Member("field", own)))


# Norms that bear on an act ----------------------------------------------------------------------


@cache
def wider(act: str) -> frozenset[str]:
    """Return `act` and the acts above it: those whose permission or prohibition reaches it."""
    taxonomy = vocabulary().acts
    return frozenset(word for word in taxonomy.words if taxonomy.covers(word, act))


def in_force(norm: Norm, valuation: int) -> bool:
    """Tell whether `norm` speaks at all in a valuation of the assumptions."""
    return contains(norm.guard, valuation)


def covers(norm: Permission | Prohibition, act: str, status: str) -> bool:
    """Tell whether `norm` speaks of doing `act` to something of this status."""
    return status in norm.subjects and not norm.acts.isdisjoint(wider(act))


@dataclass(frozen=True)
class Grounds:
    """All norms of one licence that decide one act on one status, in one valuation.

    Each prohibition comes with the permissions that lift it (`notwithstanding` its clause).  When
    the material is not `present`, an act needs no permission.
    """

    present: bool
    permissions: tuple[Permission, ...]
    prohibitions: tuple[tuple[Prohibition, tuple[Permission, ...]], ...]

    def prohibited(self, scenario: Scenario) -> bool:
        """Tell whether some prohibition holds in `scenario` and no exception lifts it."""
        return any(
            holds(rule.condition, scenario)
            and not any(holds(exception.condition, scenario) for exception in exceptions)
            for rule, exceptions in self.prohibitions
        )

    def permitted(self, scenario: Scenario) -> bool:
        """Tell whether some permission holds in `scenario`, or none is needed."""
        return not self.present or any(holds(p.condition, scenario) for p in self.permissions)

    def allowed(self, scenario: Scenario) -> bool:
        """Tell whether the act is permitted in `scenario` and not prohibited."""
        return self.permitted(scenario) and not self.prohibited(scenario)

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that the answer can depend on."""
        yield from (permission.condition for permission in self.permissions)
        for rule, exceptions in self.prohibitions:
            yield rule.condition
            yield from (exception.condition for exception in exceptions)


def grounds(license: License, act: str, status: str, valuation: int) -> Grounds:
    """Return the norms of `license` that decide `act` on `status`."""
    permissions: list[Permission] = []
    prohibitions: list[tuple[Clause, Prohibition]] = []
    for clause, norm in license.norms:
        if not isinstance(norm, Permission | Prohibition) or not in_force(norm, valuation):
            continue
        if not covers(norm, act, status):
            continue
        if isinstance(norm, Permission):
            permissions.append(norm)
        else:
            prohibitions.append((clause, norm))
    return Grounds(
        status in MATERIAL,
        tuple(permissions),
        tuple(
            (rule, tuple(p for p in permissions if clause.cite in p.notwithstanding))
            for clause, rule in prohibitions
        ),
    )


def prohibited(license: License, act: str, status: str, scenario: Scenario, valuation: int) -> bool:
    """Tell whether `license` forbids `act` on `status`.

    An act that is neither allowed nor prohibited is reserved: no clause permits it.
    """
    return grounds(license, act, status, valuation).prohibited(scenario)


def allowed(license: License, act: str, status: str, scenario: Scenario, valuation: int) -> bool:
    """Tell whether `license` lets its licensees do `act` to something of this status.

    `valuation` is the number of the readings that hold (`assumptions.valuation`).
    """
    return grounds(license, act, status, valuation).allowed(scenario)


# Status along a path ----------------------------------------------------------------------------


def step(license: License, status: str, relation: str, material: str, valuation: int) -> str:
    """Return what `relation` makes of a `status` under a licence.

    `material` is the type of the upstream work of this step.  The first rule that speaks of it
    decides; where none does, the result is a derivative, or independent over relations that bring
    nothing of the upstream into the work.
    """
    if status == "independent":
        return status
    for rule in license.counts:
        if (
            relation in rule.relations
            and (not rule.types or material in rule.types)
            and status in rule.sources
            and contains(rule.guard, valuation)
        ):
            return rule.result
    return "independent" if vocabulary().relations[relation].apart else "derivative"
