"""Rules 1 and 6: what making and publishing a work takes, and which models it may improve."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from licenselogic.decision.question import ON_THE_WAY, Requirement, Rule, Side, Violation
from licenselogic.decision.setting import Item, Setting
from licenselogic.norms.conditions import Condition, Member, Not, Some
from licenselogic.norms.deontic import Clause
from licenselogic.semantics.semantics import baseline
from licenselogic.semantics.view import FALSE, Demand, Facts, known
from licenselogic.solver.overreach import Under, conjuncts, kind_of, nearest_grants
from licenselogic.solver.solver import facts_in


class Asked(NamedTuple):
    """An act that the publisher does or did, and under which rule the item must allow it."""

    rule: Rule
    item: Item
    act: str
    status: str
    facts: Facts

    @property
    def under(self) -> Under:
        """The licence, and what the act is done to under it."""
        return Under(self.item.view, self.status)


class Pending(NamedTuple):
    """A demand that turns on open facts: `left` is what the known ones leave of it."""

    left: Condition
    demand: Demand
    asked: Asked


class Making:
    """The acts of making and publishing, held against the licences that must allow them."""

    def __init__(self, setting: Setting, scenarios: bool) -> None:
        self.setting, self.oracle, self.scenarios = setting, setting.oracle, scenarios

    def asked(self) -> Iterator[Asked]:
        """Yield each act that an ancestor must allow."""
        setting = self.setting
        for ancestor in setting.ancestors:
            view = setting.views[ancestor]
            for made in sorted(ancestor.made):
                side = Side(ancestor.license.id, ancestor.material, ON_THE_WAY, made)
                yield Asked(Rule.MAKING, Item(view, side), made.act, made.status, setting.facts)
        for item in setting.items:
            for act in setting.acts:
                yield Asked(Rule.MAKING, item, act, item.status, setting.facts)
            for family in self.improved(item):
                facts = {**setting.facts, "target": family}
                yield Asked(Rule.EXCLUSIVITY, item, "improve-other-models", item.status, facts)

    def improved(self, item: Item) -> list[str]:
        """Return the families of other models that the work improves with `item`."""
        question = self.setting.question
        if question.material != "model" or item.status == "larger-work":
            return []
        own = item.view.license.family
        return sorted(set[str]().union(*(b for b in question.bases if own not in b)))

    @cached_property
    def demanded(self) -> tuple[list[Violation], list[Pending]]:
        """What is broken whatever the publisher's open facts, and what depends on them."""
        broken: list[Violation] = []
        open_: dict[tuple[Condition, tuple[Clause, ...]], Pending] = {}
        for asked in self.asked():
            forbidden = False
            for left, demand in self.oracle.left(asked.under, asked.act, asked.facts):
                if left != FALSE:
                    pending = Pending(left, demand, asked)
                    open_.setdefault((left, demand.clauses), pending)
                elif not (demand.reserved and forbidden):
                    forbidden = True
                    broken.append(self.refused(asked, demand))
        return broken, list(open_.values())

    def violations(self) -> Iterator[Violation]:
        """Yield the demands that no publisher could meet, alone or together.

        None iff the open facts can be such that every ancestor allows every act.
        """
        broken, pending = self.demanded
        yield from broken
        if self.oracle.possible(entry.left for entry in pending):
            return
        possible = []
        for entry in pending:
            if self.oracle.possible([entry.left]):
                possible.append(entry)
            else:
                yield self.refused(entry.asked, entry.demand)
        if not self.oracle.possible(entry.left for entry in possible):
            yield self.joint(possible)

    def refused(self, asked: Asked, demand: Demand) -> Violation:
        """Return the violation by a demand that cannot be met."""
        rule, item, act, status, facts = asked
        clauses = demand.clauses or nearest_grants(asked.under, act)
        cause = _cause(demand.condition, facts)
        return Violation(
            rule,
            kind_of(asked.under, act, Not(cause)),
            clauses,
            item.side,
            act=act,
            status=status,
            scenario=tuple(self.needed(demand.condition, facts).items()),
            reserved=demand.reserved,
            condition=Not(cause),
        )

    def needed(self, condition: Condition, facts: Facts) -> Facts:
        """Return known facts off their baselines without which `condition` could hold.

        Where fewer will do, the first in the order of the vocabulary are kept.
        """
        if not self.scenarios:
            return {}
        fixed = {name: value for name, value in facts.items() if value == baseline()[name]}
        named = (name for name in facts_in([condition]) if name in facts and name not in fixed)
        moved = {name: facts[name] for name in named}
        for name in reversed(tuple(moved)):
            fewer = {n: value for n, value in moved.items() if n != name}
            if not self.oracle.possible([known(condition, {**fixed, **fewer})]):
                moved = fewer
        return moved

    def joint(self, possible: list[Pending]) -> Violation:
        """Return the violation of a minimal set of demands that cannot hold together."""
        core = list(possible)
        for entry in possible:
            rest = [e for e in core if e is not entry]
            if not self.oracle.possible(e.left for e in rest):
                core = rest
        first, *others = core
        asked = first.asked
        clauses = tuple(dict.fromkeys(c for e in core for c in e.demand.clauses))
        sides = (entry.asked.item.side for entry in others)
        other = next((side for side in sides if side != asked.item.side), None)
        return Violation(
            asked.rule,
            kind_of(asked.under, asked.act, Not(first.left)),
            clauses,
            asked.item.side,
            other,
            asked.act,
            asked.status,
            condition=Not(first.left),
            joint=True,
        )

    def requirements(self) -> tuple[Requirement, ...]:
        """Return what must be true of the publisher: of a clause, or a policy, all that it bars."""
        found: dict[object, Requirement] = {}
        barred: dict[object, Requirement] = {}
        for left, demand, asked in self.demanded[1]:
            requirement = Requirement(left, demand.clauses, asked.item.side, asked.act)
            match left:
                case Not(Member(fact, _)):
                    key = (fact, _policy(demand.clauses) or demand.clauses)
                    before = barred.get(key)
                    barred[key] = _both(before, requirement) if before else requirement
                case _:
                    found.setdefault((left, demand.clauses), requirement)
        return (*found.values(), *barred.values())


def _policy(clauses: tuple[Clause, ...]) -> tuple[str, str] | None:
    """Return the policy, with its licence, that clauses are items of, if it is one."""
    policies = {(clause.license, clause.policy) for clause in clauses}
    return policies.pop() if len(policies) == 1 and clauses[0].policy else None


def _both(one: Requirement, other: Requirement) -> Requirement:
    """Return what bars the words of both, asked of the first."""
    clauses = tuple(dict.fromkeys((*one.clauses, *other.clauses)))
    match one.condition, other.condition:
        case Not(Member(fact, words)), Not(Member(_, more)):
            return replace(one, condition=Not(Member(fact, words | more)), clauses=clauses)
    return one


def _cause(condition: Condition, facts: Facts) -> Condition:
    """Return the part of a demand that fails, of several alternatives that of the first.

    Where no part fails by itself, it is the whole.
    """
    alternatives: Iterable[Condition] = condition.parts if isinstance(condition, Some) else ()
    for alternative in (*alternatives, condition):
        for part in conjuncts(alternative):
            if known(part, facts) == FALSE:
                return part
    return condition
