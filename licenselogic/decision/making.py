"""Rules 1 and 6: what making and publishing a work takes, and which models it may improve."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, product
from typing import NamedTuple

from licenselogic.decision.counts_as import IMPROVE, lines_named
from licenselogic.decision.question import (
    ON_THE_WAY,
    Ancestor,
    Deed,
    Requirement,
    Rule,
    Side,
    Violation,
)
from licenselogic.decision.setting import Item, Setting
from licenselogic.norms.conditions import TRUE, Condition, Member, Not, Some
from licenselogic.norms.deontic import Clause, License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY, baseline
from licenselogic.semantics.view import FALSE, Demand, Facts, known
from licenselogic.solver.oracle import Memory
from licenselogic.solver.overreach import Under, conjuncts, kind_of, nearest_grants
from licenselogic.solver.solver import facts_in


class Asked(NamedTuple):
    """An act that was done, or is about to be, and under which rule the item must allow it.

    `facts` are what is known of whoever acts: the publisher for its `own` acts, else the maker of a
    work on the way.
    """

    rule: Rule
    item: Item
    act: str
    status: str
    facts: Facts
    own: bool = True

    @property
    def under(self) -> Under:
        """The licence, and what the act is done to under it."""
        return Under(self.item.view, self.status)


class Pending(NamedTuple):
    """A demand that turns on open facts: `left` is what the known ones leave of it."""

    left: Condition
    demand: Demand
    asked: Asked


Broken = tuple[Pending, ...]
"""One demand that cannot be met, or several that cannot be met together."""


class Demanded(NamedTuple):
    """What one ancestor demands of some acts.

    `broken` are the demands that cannot be met, whatever is open; `pending` turn on open facts.
    """

    broken: tuple[Broken, ...]
    pending: tuple[Pending, ...]


class Making:
    """The acts of making and publishing, held against the licences that must allow them.

    What an ancestor demands turns on what is known of whoever acts, and on no other ancestor.  So
    questions that share a `memory` share what they have in common.
    """

    def __init__(self, setting: Setting, memory: Memory[Demanded]) -> None:
        self.setting, self.oracle, self.memory = setting, setting.oracle, memory
        self._known: dict[object, tuple[Facts, ...]] = {}

    def asked(self, ancestor: Ancestor, publishing: bool) -> Iterator[Asked]:
        """Yield each act that an ancestor must allow: of publishing, or of making on the way."""
        setting, license = self.setting, ancestor.license
        if publishing:
            known = self.known(None, license)
            for item in setting.upstream.items_of(ancestor):
                for act in setting.acts:
                    for facts in known:
                        yield Asked(Rule.MAKING, item, act, item.status, facts)
            return
        view = setting.views[ancestor]
        for deed in ancestor.deeds:
            made = deed.made
            side = Side(license.id, ancestor.material, ON_THE_WAY, made)
            rule = Rule.EXCLUSIVITY if made.act == IMPROVE else Rule.MAKING
            for facts in self.known(deed, license):
                yield Asked(rule, Item(view, side), made.act, made.status, facts, made.own)

    def known(self, deed: Deed | None, license: License) -> tuple[Facts, ...]:
        """Return what is known of whoever did an act, or without one of the publisher.

        Acts that are alike share it.
        """
        key = (deed and (*deed.made[2:], deed.made.act == IMPROVE, deed.targets), license)
        found = self._known.get(key)
        if found is None:
            known = self.known_of(deed, license) if deed else self.known_of_publishing(license)
            found = self._known[key] = tuple(known)
        return found

    def known_of_publishing(self, license: License) -> Iterator[Facts]:
        """Yield what is known of the publisher, for each model that the work descends from."""
        setting, question = self.setting, self.setting.question
        if not lines_named(license) or (question.material == "model" and not question.bases):
            yield setting.facts  # bases are left out while choices are open
        elif question.material != "model":
            yield {**setting.facts, "target": NO_FAMILY}
        else:
            for line in setting.lines(license, question.bases):
                yield {**setting.facts, "target": line}

    def known_of(self, deed: Deed, license: License) -> Iterator[Facts]:
        """Yield what is known of whoever did an act, for each model that it was about.

        What another maker states tells nothing where nothing of the material is left.
        """
        made = deed.made
        facts: Facts = dict(made.facts) if made.now != "independent" else {}
        if made.own:
            facts = {**self.setting.facts, **facts}
        facts = {**facts, **vocabulary().by_type[self.setting.question.material]}
        lines = self.setting.lines(license, deed.targets)
        if lines:
            yield from ({**facts, "target": line} for line in lines)
        elif not lines_named(license):
            yield facts
        elif not made.targets:
            yield {**facts, "target": NO_FAMILY}
        elif made.act != IMPROVE:
            yield facts  # of models that are not settled yet nothing is said

    @cached_property
    def demanded(self) -> tuple[list[Broken], list[Pending], list[Pending]]:
        """What is broken whatever is open, and what turns on it: own acts, and those of others."""
        broken: list[Broken] = []
        pending: list[Pending] = []
        question = self.setting.question
        about = (*question.of_publisher, question.bases, question.distrusting)
        for publishing, ancestor in product((False, True), self.setting.ancestors):
            key = (publishing, ancestor, self.setting.views[ancestor], about)
            found = self.memory.get_or(key, partial(self.demanded_by, ancestor, publishing))
            broken += found.broken
            pending += found.pending
        pending = _once(pending)
        own = [entry for entry in pending if entry.asked.own]
        return broken, own, [entry for entry in pending if not entry.asked.own]

    def demanded_by(self, ancestor: Ancestor, publishing: bool) -> Demanded:
        """Return what an ancestor demands of acts of publishing, or of making on the way.

        Demands that were there before, and broke nothing, add nothing.
        """
        broken: list[Broken] = []
        pending: list[Pending] = []
        met: dict[tuple[int, bool], object] = {}
        for asked in self.asked(ancestor, publishing):
            demands = self.oracle.left(asked.under, asked.act, asked.facts)
            if (id(demands), asked.own) in met:
                continue
            forbidden, before = False, len(broken)
            alone: list[Pending] = []
            for left, demand in demands:
                if left != FALSE:
                    alone.append(Pending(left, demand, asked))
                elif not (demand.reserved and forbidden):
                    forbidden = True
                    broken.append((Pending(left, demand, asked),))
            if not asked.own and not forbidden:
                broken += self.together(alone)
            if len(broken) == before:
                met[id(demands), asked.own] = demands  # kept, so that no other has its number
            pending += alone
        return Demanded(tuple(broken), tuple(_once(pending)))

    def violations(self, scenarios: bool) -> Iterator[Violation]:
        """Yield the demands that nobody could meet, alone or together; with `scenarios` if wanted.

        None iff the open facts can be such that every ancestor allows every act: for the acts of
        the publisher all at once, for each act of another maker by itself.
        """
        broken, pending, _ = self.demanded
        for first, *others in chain(broken, self.together(pending)):
            if others:
                yield self.joint([first, *others])
            else:
                yield self.refused(first.asked, first.demand, scenarios)

    @cached_property
    def first(self) -> Violation | None:
        """The first violation, if there is one, without its scenario."""
        return next(self.violations(scenarios=False), None)

    def together(self, pending: list[Pending]) -> Iterator[Broken]:
        """Yield the demands of these that cannot be met, alone or together."""
        if self.oracle.possible(entry.left for entry in pending):
            return
        possible = []
        for entry in pending:
            if self.oracle.possible([entry.left]):
                possible.append(entry)
            else:
                yield (entry,)
        if not self.oracle.possible(entry.left for entry in possible):
            yield tuple(possible)

    def refused(self, asked: Asked, demand: Demand, scenarios: bool) -> Violation:
        """Return the violation by a demand that cannot be met."""
        rule, item, act, status, facts, _ = asked
        clauses = demand.clauses or nearest_grants(asked.under, act)
        cause = _cause(demand.condition, facts)
        scenario = self.needed(demand.condition, facts) if scenarios else {}
        return Violation(
            rule,
            kind_of(asked.under, act, Not(cause)),
            clauses,
            item.side,
            act=act,
            status=status,
            scenario=tuple(scenario.items()),
            reserved=demand.reserved,
            stated=tuple(sorted(facts.items())),
            condition=Not(cause),
        )

    def needed(self, condition: Condition, facts: Facts) -> Facts:
        """Return known facts off their baselines without which `condition` could hold.

        Where fewer will do, the first in the order of the vocabulary are kept.
        """
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
        """Return what must be true of whoever acts: of a clause, or a policy, all that it bars."""
        found: dict[object, Requirement] = {}
        barred: dict[object, Requirement] = {}
        _, own, others = self.demanded
        for left, demand, asked in (*own, *others):
            side, mine = asked.item.side, asked.own
            made = side.made
            if (
                made
                and made.now == "independent"
                and known(left, dict(made.facts)) in (TRUE, FALSE)
            ):
                continue  # what its maker states settles it, and breaks nothing here
            requirement = Requirement(left, demand.clauses, side, asked.act, mine)
            match left:
                case Not(Member(fact, _)):
                    key = (fact, _policy(demand.clauses) or demand.clauses, mine)
                    before = barred.get(key)
                    barred[key] = _both(before, requirement) if before else requirement
                case _:
                    found.setdefault((left, demand.clauses, mine), requirement)
        return (*found.values(), *barred.values())


def _once(pending: Iterable[Pending]) -> list[Pending]:
    """Return demands without repetitions, whichever act they are made of first."""
    found: dict[tuple[object, ...], Pending] = {}
    for entry in pending:
        found.setdefault((entry.left, entry.demand.clauses, entry.asked.own), entry)
    return list(found.values())


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
