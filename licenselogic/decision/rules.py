"""The rules of compatibility, each as queries to the solver (docs/semantics.md, "The rules").

Every method that yields violations yields none iff its rule holds for the question.
"""

import enum
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations

from licenselogic.base.codes import Code
from licenselogic.decision.making import Making
from licenselogic.decision.question import Owed, Requirement, Rule, Side, Violation
from licenselogic.decision.setting import THINGS, Item, Setting
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import (
    INSIDE,
    Clause,
    FlowDown,
    Freedom,
    Norm,
    Obligation,
    ShareAlike,
)
from licenselogic.semantics.view import View, known
from licenselogic.solver.oracle import Memory
from licenselogic.solver.overreach import Grant, Refusal, Under


class Depth(enum.IntEnum):
    """How much is asked of the solver for each violation."""

    STATUS = 0
    """Whether there is one at all."""

    CLAUSES = 1
    """Which clauses, and the kind."""

    SCENARIOS = 2
    """The least scenario too."""


class Rules:
    """One question put to every rule."""

    def __init__(self, setting: Setting, depth: Depth = Depth.SCENARIOS) -> None:
        self.setting, self.oracle, self.depth = setting, setting.oracle, depth

    @cached_property
    def making(self) -> Making:
        """What making and publishing takes: rules 1 and 6."""
        return Making(self.setting, Memory())

    def violations(self) -> Iterator[Violation]:
        """Yield every violation, rule by rule."""
        yield from self.making.violations(self.depth is Depth.SCENARIOS)
        yield from self.offering()

    def offering(self) -> Iterator[Violation]:
        """Yield the violations of the rules about what the work is offered under."""
        setting = self.setting
        if setting.question.publish == "internal":
            return
        yield from self.conflicting_duties(setting.bound)
        if setting.outbound:
            for item in setting.bound:
                yield from self.share_alike(item)
            for item in setting.once(setting.bound):
                yield from self.over_grant(item)
            for item in setting.once(setting.bound):
                yield from self.flow_down(item)
            for item in setting.published_items():
                yield from self.over_restriction(item)
        for item in setting.bound:
            yield from self.clashes(item)
        for outbound in setting.outbound:
            yield from self.outbound_freedom(outbound)

    def requirements(self) -> tuple[Requirement, ...]:
        """Return what must be true of the publisher for the making and publishing to be allowed."""
        return self.making.requirements()

    # What is granted and kept free

    def granted(self, thing: str) -> tuple[Grant, ...]:
        """Return the grants of an act on `thing`: every outbound licence must allow it."""
        become = self.setting.becomes
        outbound = self.setting.outbound
        return (frozenset(become(Under(k, "work"), thing) for k in outbound),)

    def kept_free(self, item: Item, thing: str) -> tuple[Grant, ...]:
        """Return what an ancestor allows on `thing`, and its freedom norms keep so."""
        return (frozenset({self.setting.becomes(item.under, thing)}),)

    def imposed(self, view: View) -> frozenset[str]:
        """Return the kinds of term that a licence tolerates because it imposes them itself."""
        return self.setting.imposed(view)

    def ways(self, grants: Iterable[Grant], refuser: Under) -> Iterator[Refusal]:
        """Yield how a licence withholds what is granted; one refusal where that is enough."""
        if self.depth is Depth.SCENARIOS:
            yield from self.oracle.refusals(grants, refuser)
        elif self.depth is Depth.CLAUSES:
            yield from self.oracle.ways(grants, refuser)
        elif self.oracle.withheld(grants, refuser):
            yield Refusal((), False, TRUE, "use")

    def turns_on(self, norm: Norm) -> tuple[tuple[str, object], ...]:
        """Return the facts in which a norm speaks, where these are not known."""
        if self.depth is not Depth.SCENARIOS:
            return ()
        return self.oracle.least(known(norm.condition, self.setting.facts))

    # Rule 4

    def share_alike(self, item: Item) -> Iterator[Violation]:
        """None iff each share-alike norm in force names an outbound licence."""
        setting = self.setting
        for clause, norm in item.view.of(ShareAlike, item.status):
            assert isinstance(norm, ShareAlike)
            if not setting.published(norm.acts) or not setting.may_hold(norm):
                continue
            if not norm.licenses & setting.offered:
                yield Violation(
                    Rule.SHARE_ALIKE,
                    Code.SHARE_ALIKE,
                    (clause,),
                    item.side,
                    act=next(iter(setting.acts), ""),
                    status=item.status,
                    scenario=self.turns_on(norm),
                    names=tuple(sorted(norm.licenses | item.view.heirs(item.status))),
                )

    # Rule 2

    def over_grant(self, item: Item) -> Iterator[Violation]:
        """None iff no recipient is promised what the licence of `item` withholds."""
        if not self.setting.binds_recipients(item):
            return
        for thing in self.setting.things:
            refuser = self.setting.becomes(item.under, thing)
            for found in self.ways(self.granted(thing), refuser):
                kind = found.kind(refuser)
                yield _refused(Rule.OVER_GRANT, kind, found, item.side, None, refuser.status)

    # Rule 5

    def flow_down(self, item: Item) -> Iterator[Violation]:
        """None iff whatever a policy to be passed on forbids, the outbound licence forbids too."""
        setting = self.setting
        for clause, norm in item.view.of(FlowDown, item.status):
            assert isinstance(norm, FlowDown)
            if not setting.published(norm.acts) or not setting.may_hold(norm):
                continue
            least = self.depth is Depth.SCENARIOS
            witness = self.oracle.unimposed(item.under, norm, self.granted("itself"), least)
            if witness:
                yield Violation(
                    Rule.FLOW_DOWN,
                    Code.FLOW_DOWN,
                    (clause,),
                    item.side,
                    act=witness.act,
                    status=item.status,
                    scenario=witness.scenario,
                )

    # Rule 3

    def freedoms(self, item: Item) -> Iterator[tuple[Clause, Freedom]]:
        """Yield the freedom norms that speak of the work."""
        for clause, norm in item.view.freedoms:
            if item.status in norm.subjects and self.setting.may_hold(norm):
                yield clause, norm

    def over_restriction(self, item: Item) -> Iterator[Violation]:
        """None iff the outbound licence takes away nothing that `item` keeps free, nor adds to it.

        Rules 3(a) and 3(c).
        """
        setting = self.setting
        for clause, norm in self.freedoms(item):
            others = [k for k in setting.outbound if not setting.stand_together(item.view, k)]
            for thing in THINGS[:2]:
                kept = self.kept_free(item, thing)
                status = setting.becomes(item.under, thing).status
                for outbound in others:
                    refuser = setting.becomes(Under(outbound, "work"), thing)
                    for found in self.ways(kept, refuser):
                        yield _freedom(Rule.TAKEN, clause, found, item.side, None, status)
            tolerated = norm.tolerates | self.imposed(item.view)
            for outbound in others:
                for imposing, kind, other in outbound.kinds("work"):
                    if kind not in tolerated and setting.may_hold(other):
                        yield _added(Rule.ADDED, clause, imposing, kind, item.side, None)

    def clashes(self, item: Item) -> Iterator[Violation]:
        """None iff no other ancestor takes away or adds to what `item` keeps free.

        Rules 3(b) and 3(d).
        """
        setting = self.setting
        for clause, norm in self.freedoms(item):
            reached = setting.held_against(item.view)
            for other in setting.once(reached):
                for thing in THINGS[:2]:
                    kept = self.kept_free(item, thing)
                    status = setting.becomes(item.under, thing).status
                    for found in self.ways(kept, setting.becomes(other.under, thing)):
                        yield _freedom(Rule.CLASH, clause, found, item.side, other.side, status)
            yield from self.added(Rule.CLASHING_TERM, clause, norm, item.view, item.side, reached)

    def outbound_freedom(self, outbound: View) -> Iterator[Violation]:
        """None iff the ancestors' terms add nothing that the outbound licence does not tolerate.

        Rule 3(e).
        """
        setting = self.setting
        for clause, norm in outbound.freedoms:
            if "work" in norm.subjects and setting.may_hold(norm):
                reached = setting.held_against(outbound)
                yield from self.added(Rule.OUTBOUND_FREEDOM, clause, norm, outbound, None, reached)

    def added(
        self,
        rule: Rule,
        clause: Clause,
        norm: Freedom,
        free: View,
        side: Side | None,
        reached: list[Item],
    ) -> Iterator[Violation]:
        """Yield the kinds of term of `reached` that a freedom norm does not tolerate."""
        setting = self.setting
        tolerated = norm.tolerates | self.imposed(free)
        for item in setting.once(reached):
            mine, other = (side, item.side) if side else (item.side, None)
            for imposing, kind, term in item.view.kinds(item.status):
                if kind in tolerated or kind == "share-alike" or not setting.may_hold(term):
                    continue
                yield _added(rule, clause, imposing, kind, mine, other)
            if "share-alike" in norm.tolerates or not setting.offered:
                continue
            inside = INSIDE.get(item.status, frozenset({item.status}))
            for imposing, copyleft in item.view.share_alikes:
                speaks = copyleft.subjects & inside and setting.may_hold(copyleft)
                if speaks and not copyleft.licenses & setting.offered:
                    yield _added(rule, clause, imposing, "share-alike", mine, other)

    # Rule 7

    def duties(self, items: Iterable[Item] | None = None, only: str = "") -> Iterator[Owed]:
        """Yield the duties that publishing the work brings about, once each: all, or `only` one."""
        seen = set()
        for item in self.setting.items if items is None else items:
            for clause, norm in item.view.of(Obligation, item.status):
                assert isinstance(norm, Obligation)
                if only and norm.duty != only:
                    continue
                condition = known(norm.condition, self.setting.facts)
                key = (clause, norm.duty, norm.texts, item.side.material, condition)
                owed = key not in seen and self.setting.published(norm.acts)
                if owed and self.setting.may_hold(norm):
                    seen.add(key)
                    yield Owed(norm.duty, norm.texts, clause, item.side, condition)

    def checklist(self, required: Iterable[Requirement]) -> Iterator[Owed]:
        """Yield the duties, without those that arise only where what is required does not hold."""
        facts, possible = self.setting.facts, self.oracle.possible
        conditions = [known(one.condition, facts) for one in required if one.own]
        given = conditions if possible(conditions) else []
        for owed in self.duties():
            if owed.condition == TRUE or possible([owed.condition, *given]):
                yield owed

    def conflicting_duties(self, bound: list[Item]) -> Iterator[Violation]:
        """None iff one name can begin with every prefix that a duty asks for."""
        named = [d for d in self.duties(bound, only="name-prefix") if d.texts]
        for one, two in combinations(named, 2):
            first, second = one.texts[0].casefold(), two.texts[0].casefold()
            if not first.startswith(second) and not second.startswith(first):
                yield Violation(
                    Rule.DUTIES,
                    Code.DUTY_CONFLICT,
                    (one.clause, two.clause),
                    one.side,
                    two.side,
                    names=(one.texts[0], two.texts[0]),
                )


def _refused(
    rule: Rule, kind: Code, found: Refusal, side: Side, other: Side | None, status: str
) -> Violation:
    witness = found.witness
    return Violation(
        rule,
        kind,
        found.clauses,
        side,
        other,
        act=witness.act if witness else found.act,
        status=status,
        scenario=witness.scenario if witness else (),
        reserved=found.reserved,
        condition=found.condition,
    )


def _freedom(
    rule: Rule, clause: Clause, found: Refusal, side: Side, other: Side | None, status: str
) -> Violation:
    kept = Refusal(
        (clause, *found.clauses), found.reserved, found.condition, found.act, found.witness
    )
    return _refused(rule, Code.FREEDOM, kept, side, other, status)


def _added(
    rule: Rule, clause: Clause, imposing: Clause, kind: str, side: Side, other: Side | None
) -> Violation:
    return Violation(rule, Code.FREEDOM, (clause, imposing), side, other, term=kind)
