"""What licences permit, as conditions, and whether some scenario satisfies several of them.

An act is allowed where every condition of `allowed` holds, and refused where one of `refused`
does.  Answers are remembered, for lineages of one library ask many questions again.
"""

from collections.abc import Iterable
from functools import cache

from licenselogic.norms.conditions import (
    TRUE,
    All,
    Compare,
    Condition,
    IsTrue,
    Member,
    Not,
    Some,
    atoms,
    named,
)
from licenselogic.norms.deontic import License, Norm, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.cells import facts_of, find
from licenselogic.semantics.semantics import Scenario, Value, grounds, holds, in_force, wider

FALSE = Not(TRUE)

Held = tuple[License, str]
"""A licence and what something is under it."""


class Scenarios:
    """Questions about scenarios in one valuation of the assumptions.

    Licences are told apart by their ids, so one instance serves one library.
    """

    def __init__(self, valuation: int) -> None:
        self.valuation = valuation
        self._allowed: dict[tuple[str, str, str], tuple[Condition, ...]] = {}
        self._refused: dict[tuple[str, str, str], tuple[Condition, ...]] = {}
        self._exceeds: dict[object, bool] = {}
        self.loosened: dict[object, bool] = {}
        """What has been found of policies to be passed on, and of what is granted beside them."""
        self._words: dict[str, frozenset[str]] = {}

    def allowed(self, license: License, act: str, status: str) -> tuple[Condition, ...]:
        """Return conditions that hold together exactly where `license` allows the act."""
        key = (license.id, act, status)
        if key not in self._allowed:
            self._allowed[key] = tuple(negated(c) for c in self.refused(license, act, status))
        return self._allowed[key]

    def refused(self, license: License, act: str, status: str) -> tuple[Condition, ...]:
        """Return conditions of which one holds exactly where `license` does not allow the act."""
        key = (license.id, act, status)
        if key not in self._refused:
            found = grounds(license, act, status, self.valuation)
            bites: list[Condition] = []
            if found.present:
                bites.append(negated(Some(tuple(p.condition for p in found.permissions))))
            for rule, lifts in found.prohibitions:
                unless = (negated(lift.condition) for lift in lifts)
                bites.append(All((rule.condition, *unless)))
            self._refused[key] = tuple(dict.fromkeys(bites))
        return self._refused[key]

    def exceeds(self, givers: frozenset[Held], refuser: Held) -> bool:
        """Tell whether all of `givers` allow an act that `refuser` refuses.

        Scenarios are lawful, and so this side of whatever is only illegal.
        """
        if refuser in givers:
            return False
        key = (frozenset((x.id, status) for x, status in givers), refuser[0].id, refuser[1])
        if key not in self._exceeds:
            self._exceeds[key] = any(
                find((bite, *given, *self.within_law(refuser[0], (bite, *given)))) is not None
                for given, refused in self._questions(givers, refuser)
                for bite in refused
            )
        return self._exceeds[key]

    @staticmethod
    def within_law(license: License, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """Return that the purpose is not illegal, where conditions turn on the purpose.

        Special laws below `illegal` are no matter of course if the licence itself names them.
        """
        fields = vocabulary().facts["field"].taxonomy
        if fields is None or all("field" not in facts_of(condition) for condition in conditions):
            return ()
        special = {w for w in fields.words if fields.covers("illegal", w)} - {"illegal"}
        mine = special & _ruled_out(license)
        return (
            Some((Member("field", frozenset(mine)), Not(Member("field", frozenset({"illegal"}))))),
        )

    def _questions(
        self, givers: frozenset[Held], refuser: Held
    ) -> Iterable[tuple[tuple[Condition, ...], tuple[Condition, ...]]]:
        """Return what is granted and what is refused, for each act, the same only once."""
        order = sorted(givers, key=lambda held: (held[0].id, held[1]))
        found: dict[tuple[tuple[Condition, ...], tuple[Condition, ...]], None] = {}
        for act in self.acts(x for x, _ in (*givers, refuser)):
            given = tuple(c for x, status in order for c in self.allowed(x, act, status))
            found[given, self.refused(refuser[0], act, refuser[1])] = None
        return found

    def acts(self, licenses: Iterable[License]) -> list[str]:
        """Return the acts compared: one for all those that no norm of `licenses` tells apart."""
        used = frozenset[str]().union(*(self.words(license) for license in licenses))
        return list({wider(a) & used: a for a in sorted(vocabulary().compared_acts)}.values())

    def words(self, license: License) -> frozenset[str]:
        """Return the acts that permissions and prohibitions of a licence name."""
        if license.id not in self._words:
            norms = (n for _, n in license.norms if isinstance(n, Permission | Prohibition))
            self._words[license.id] = frozenset[str]().union(*(n.acts for n in norms))
        return self._words[license.id]

    def targets(self, license: License) -> frozenset[str]:
        """Return the families that permissions and prohibitions of a licence name as `target`."""
        norms = (n for _, n in license.norms if isinstance(n, Permission | Prohibition))
        told = (atom for norm in norms for atom in atoms(norm.condition))
        words = (a.words for a in told if isinstance(a, Member) and a.fact == "target")
        return frozenset[str]().union(*words)

    def in_force(self, norm: Norm) -> bool:
        """Tell whether `norm` speaks at all."""
        return in_force(norm, self.valuation)


def possible(conditions: Iterable[Condition], stated: Scenario) -> bool:
    """Tell whether some scenario that agrees with `stated` satisfies all `conditions`."""
    return find(conditions, stated) is not None


def _ruled_out(license: License) -> set[str]:
    """Return the purposes that conditions of a licence name, but not after `unless`."""
    return {word for _, norm in license.norms for word in named(norm.condition, "field")}


@cache
def negated(condition: Condition) -> Condition:
    """Return the condition that holds where this one does not."""
    match condition:
        case Not(part):
            return part
        case All(parts):
            return Some(tuple(map(negated, parts)))
        case Some(parts):
            return All(tuple(map(negated, parts)))
    return Not(condition)


def fixed(condition: Condition, fact: str, value: Value) -> Condition:
    """Return what is left of a condition when one fact has this value."""
    match condition:
        case Not(part):
            return Not(fixed(part, fact, value))
        case All(parts):
            return All(tuple(fixed(part, fact, value) for part in parts))
        case Some(parts):
            return Some(tuple(fixed(part, fact, value) for part in parts))
        case IsTrue() | Member() | Compare() if condition.fact == fact:
            return TRUE if holds(condition, {fact: value}) else FALSE
    return condition
