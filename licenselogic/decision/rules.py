"""The rules of compatibility, each as a query to the solver (docs/semantics.md, "The rules")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import NamedTuple

from licenselogic.base.codes import Code
from licenselogic.decision.counts_as import step_at
from licenselogic.decision.question import ON_THE_WAY, Owed, Question, Requirement, Side, Violation
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.conditions import TRUE, Condition, Member, Not
from licenselogic.norms.deontic import (
    INSIDE,
    Clause,
    FlowDown,
    Freedom,
    Norm,
    Obligation,
    Relicense,
    ShareAlike,
    term_kind,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text
from licenselogic.semantics.view import FALSE, Demand, Facts, View, baseline, known, view
from licenselogic.solver.overreach import Refusal, conditions_of, kind_of, nearest_grants, refusals
from licenselogic.solver.solver import Formula, Solver, facts_in, limits

OBJECTS = ("itself", "adaptation", "output")


@dataclass(frozen=True, slots=True)
class Item:
    """A licence in force with one standing at the work.

    `taken` is the status under a licence that takes the place of the one at `side`.
    """

    view: View
    side: Side
    taken: str = ""

    @property
    def status(self) -> str:
        """What the work is under the licence."""
        return self.taken or self.side.standing.status


class _Asked(NamedTuple):
    """An act that the publisher does or did, and under which rule the item must allow it."""

    rule: str
    item: Item
    act: str
    status: str
    facts: Facts


class _Pending(NamedTuple):
    """A demand that turns on open facts: `left` is what the known ones leave of it."""

    left: Condition
    demand: Demand
    asked: _Asked


class Rules:
    """One question, taken apart."""

    def __init__(self, question: Question, rlimit: int | None, quick: bool = False) -> None:
        self.question = question
        self.ancestors = sorted(question.ancestors, key=lambda a: (a.license.id, a.material))
        self.items = [
            Item(view(a.license, question.true), Side(a.license, a.material, standing))
            for a in self.ancestors
            for standing in sorted(a.standings)
        ]
        outbound = sorted(question.outbound or (), key=lambda k: k.id)
        self.outbound = [view(license, question.true) for license in outbound]
        self.facts: Facts = {
            **dict(question.facts),
            **vocabulary().publications[question.publish].facts,
        }
        self.acts = vocabulary().publications[question.publish].acts
        self.rlimit = rlimit
        self.quick = quick
        self.valuation = valuation(question.true)

    @cached_property
    def solver(self) -> Solver:
        """The solver of this question, made when it is first needed."""
        return Solver(self.rlimit)

    def violations(self) -> Iterator[Violation]:
        """Yield every violation, rule by rule."""
        yield from self.making()
        if self.question.publish == "internal":
            return
        bound = [item for item in self.items if not self.heirs(item)]
        yield from self.conflicting_duties(bound)
        if self.outbound:
            for item in bound:
                yield from self.share_alike(item)
            for item in self.once(bound):
                yield from self.over_grant(item)
            for item in self.once(bound):
                yield from self.flow_down(item)
            for item in [*self.once(bound), *chain.from_iterable(map(self.heirs, self.items))]:
                yield from self.over_restriction(item)
        for item in bound:
            yield from self.clashes(item, bound)
        for outbound in self.outbound:
            yield from self.outbound_freedom(outbound, bound)

    @staticmethod
    def once(items: Iterable[Item]) -> list[Item]:
        """Return one item for each licence and status."""
        return list({(i.view, i.status): i for i in reversed(list(items))}.values())[::-1]

    # Rule 1 and 6: making and publishing, exclusivity

    def asked(self) -> Iterator[_Asked]:
        """Yield each act that an ancestor must allow."""
        for ancestor in self.ancestors:
            seen = view(ancestor.license, self.question.true)
            for made in sorted(ancestor.made):
                item = Item(seen, Side(ancestor.license, ancestor.material, ON_THE_WAY, made))
                yield _Asked("1", item, made.act, made.status, self.facts)
        for item in self.items:
            for act in self.acts:
                yield _Asked("1", item, act, item.status, self.facts)
            for family in self.improved(item):
                facts = {**self.facts, "target": family}
                yield _Asked("6", item, "improve-other-models", item.status, facts)

    def improved(self, item: Item) -> list[str]:
        """Return the families of other models that the work improves with `item`."""
        models = item.side.material == "model" and self.question.material == "model"
        if not models or item.status == "larger-work":
            return []
        own = item.side.license.family
        return sorted(set[str]().union(*(b for b in self.question.bases if own not in b)))

    @cached_property
    def demanded(self) -> tuple[list[Violation], list[_Pending]]:
        """What is broken whatever the publisher's open facts, and what depends on them."""
        broken: list[Violation] = []
        open_: dict[tuple[Condition, tuple[Clause, ...]], _Pending] = {}
        for asked in self.asked():
            forbidden = False
            for demand in asked.item.view.demands(asked.act, asked.status):
                left = known(demand.condition, asked.facts)
                if left == FALSE and not (demand.reserved and forbidden):
                    forbidden = True
                    broken.append(self.refused(asked, demand))
                elif left not in (TRUE, FALSE):
                    pending = _Pending(left, demand, asked)
                    open_.setdefault((left, demand.clauses), pending)
        return broken, list(open_.values())

    def refused(self, asked: _Asked, demand: Demand) -> Violation:
        """Return the violation of rule 1 or 6 by a demand that cannot be met."""
        rule, item, act, status, facts = asked
        scenario = tuple(self.needed(demand.condition, facts).items())
        clauses = demand.clauses or nearest_grants(item.view, status, act)
        kind = kind_of(item.view, act, status, [name for name, _ in scenario])
        return Violation(
            rule, kind, clauses, item.side, None, act, status, scenario, demand.reserved
        )

    def needed(self, condition: Condition, facts: Facts) -> Facts:
        """Return known facts off their baselines without which `condition` could hold.

        Where fewer will do, the first in the order of the vocabulary are kept.
        """
        rest = {name: baseline(vocabulary().facts[name]) for name in facts}
        fixed = {name: value for name, value in facts.items() if value == rest[name]}
        named = (name for name in facts_in([condition]) if name in facts and name not in fixed)
        moved = {name: facts[name] for name in named}
        for name in () if self.quick else reversed(tuple(moved)):
            fewer = {n: value for n, value in moved.items() if n != name}
            if not self.possible(known(condition, {**fixed, **fewer})):
                moved = fewer
        return moved

    def making(self) -> Iterator[Violation]:
        """Rules 1 and 6: what making and publishing the work takes."""
        broken, pending = self.demanded
        yield from broken
        formulas = [self.solver.encoder.condition(entry.left) for entry in pending]
        if not pending or self.solver.satisfiable(*formulas):
            return
        possible = []
        for formula, entry in zip(formulas, pending, strict=True):
            if self.solver.satisfiable(formula):
                possible.append((formula, entry))
            else:
                yield self.refused(entry.asked, entry.demand)
        if not self.solver.satisfiable(*(f for f, _ in possible)):
            yield self.joint(possible)

    def joint(self, possible: list[tuple[Formula, _Pending]]) -> Violation:
        """Return the violation of a minimal set of demands that cannot hold together."""
        core = list(possible)
        for entry in possible:
            rest = [e for e in core if e is not entry]
            if not self.solver.satisfiable(*(f for f, _ in rest)):
                core = rest
        (_, (left, _, (rule, item, act, status, _))), *others = core
        clauses = tuple(dict.fromkeys(c for _, e in core for c in e.demand.clauses))
        kind = kind_of(item.view, act, status, facts_in([left]))
        sides = (entry.asked.item.side for _, entry in others)
        other = next((side for side in sides if side != item.side), None)
        return Violation(rule, kind, clauses, item.side, other, act, status, detail="jointly")

    def requirements(self) -> tuple[Requirement, ...]:
        """Return what must be true of the publisher, the barred words of a clause put together."""
        found: dict[tuple[str, tuple[Clause, ...]], Requirement] = {}
        barred: dict[tuple[str, tuple[Clause, ...]], tuple[frozenset[str], Side]] = {}
        for left, demand, (_, item, *_) in self.demanded[1]:
            match left:
                case Not(Member(fact, words)):
                    before, _ = barred.get((fact, demand.clauses), (frozenset(), None))
                    barred[fact, demand.clauses] = (before | words, item.side)
                case condition:
                    text = condition_text(condition)
                    requirement = Requirement(text, demand.clauses, item.side)
                    found.setdefault((text, demand.clauses), requirement)
        for (fact, clauses), (words, side) in barred.items():
            text = condition_text(Not(Member(fact, words)))
            found[text, clauses] = Requirement(text, clauses, side)
        return tuple(found.values())

    # Conditions of other norms, in the publisher's scenario

    def may_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds for some publisher's scenario."""
        return self.possible(known(norm.condition, self.facts))

    def must_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds for every publisher's scenario."""
        return not self.possible(known(Not(norm.condition), self.facts))

    def possible(self, left: Condition) -> bool:
        """Tell whether what known facts leave of a condition holds in some scenario."""
        if left in (TRUE, FALSE):
            return left == TRUE
        return self.solver.satisfiable(self.solver.encoder.condition(left))

    def published(self, acts: frozenset[str]) -> bool:
        """Tell whether `acts` cover an act of the publication."""
        covers = vocabulary().acts.covers
        return any(covers(wide, act) for wide in acts for act in self.acts)

    def heirs(self, item: Item) -> list[Item]:
        """Return the item under each outbound licence that takes the place of its own."""
        offered = {k.license.id for k in self.outbound} - {item.view.license.id}
        named: set[str] = set()
        for _, norm in item.view.norms if offered else ():
            if not isinstance(norm, Relicense | ShareAlike) or item.status not in norm.subjects:
                continue
            holds = self.must_hold if isinstance(norm, Relicense) else self.may_hold
            if norm.licenses & offered - named and holds(norm):
                named |= norm.licenses & offered
        return [Item(k, item.side, "work") for k in self.outbound if k.license.id in named]

    # Rule 4

    def share_alike(self, item: Item) -> Iterator[Violation]:
        """Rule 4."""
        offered = {k.license.id for k in self.outbound}
        for clause, norm in item.view.of(ShareAlike, item.status):
            assert isinstance(norm, ShareAlike)
            if not self.published(norm.acts) or not self.may_hold(norm):
                continue
            if not norm.licenses & offered:
                allowed = ", ".join(sorted(norm.licenses | item.view.heirs(item.status)))
                act = next(iter(self.acts), "")
                yield Violation(
                    "4",
                    Code.SHARE_ALIKE,
                    (clause,),
                    item.side,
                    act=act,
                    status=item.status,
                    detail=f"only {allowed}",
                )

    # Rule 2

    @property
    def objects(self) -> tuple[str, ...]:
        """What recipients may act on."""
        return OBJECTS if self.question.material == "model" else OBJECTS[:2]

    def status_of(self, item: Item, thing: str) -> str:
        """Return the status, under the item's licence, of what a recipient acts on."""
        return self.becomes(item.view, item.status, thing)

    def becomes(self, seen: View, status: str, thing: str) -> str:
        """Return what `thing` (itself, an adaptation, an output) is under a licence."""
        material = self.question.material
        if thing == "itself":
            return status
        relation = "generated_by"
        if thing == "adaptation":
            relation = "finetune" if material == "model" else "incorporate"
        return self.step(seen, status, relation, material)

    def step(self, seen: View, status: str, relation: str, material: str) -> str:
        """Return the status that a relation yields under a licence."""
        return step_at(seen.license, status, relation, material, self.valuation)

    def granted(self, thing: str) -> Formula:
        """Return that every outbound licence permits the act on `thing`."""
        encode = self.solver.encoder
        parts = [encode.allowed(k, self.becomes(k, "work", thing)) for k in self.outbound]
        return encode.every(parts)

    def withheld(
        self, base: Formula, refuser: View, status: str, others: Iterable[View]
    ) -> Iterator[Refusal]:
        """Yield how `refuser` withholds what `base` grants; one way if that is enough."""
        return refusals(self.solver, base, refuser, status, others, self.quick)

    def over_grant(self, item: Item) -> Iterator[Violation]:
        """Rule 2."""
        for thing in self.objects:
            status = self.status_of(item, thing)
            for found in self.withheld(self.granted(thing), item.view, status, self.outbound):
                yield _withheld("2", item, found, status)

    # Rule 5

    def flow_down(self, item: Item) -> Iterator[Violation]:
        """Rule 5."""
        encode = self.solver.encoder
        for clause, norm in item.view.of(FlowDown, item.status):
            assert isinstance(norm, FlowDown)
            if not self.published(norm.acts) or not self.may_hold(norm):
                continue
            policy = [
                (c, n) for c, n in item.view.prohibitions[item.status] if c.cite in norm.cites
            ]
            restricted = encode.some([encode.applies(n) for _, n in policy])
            conditions = [n.condition for _, n in policy]
            conditions += chain.from_iterable(map(conditions_of, self.outbound))
            witness = self.solver.minimal(
                encode.every([restricted, self.granted("itself")]),
                facts_in(conditions),
                limits(conditions),
            )
            if witness:
                act, scenario = witness.act, witness.scenario
                side, status = item.side, item.status
                yield Violation("5", Code.FLOW_DOWN, (clause,), side, None, act, status, scenario)

    # Rule 3

    def freedoms(self, item: Item) -> Iterator[tuple[Clause, Freedom]]:
        """Yield the freedom norms that speak of the work."""
        for clause, norm in item.view.freedoms:
            if item.status in norm.subjects and self.may_hold(norm):
                yield clause, norm

    def kept_free(self, item: Item, status: str) -> Formula:
        """Return that an ancestor allows the act, which its freedom norms keep so."""
        return self.solver.encoder.allowed(item.view, status)

    def over_restriction(self, item: Item) -> Iterator[Violation]:
        """Rules 3(a) and 3(c): what the outbound licence takes away or adds."""
        for clause, norm in self.freedoms(item):
            for thing in OBJECTS[:2]:
                status = self.status_of(item, thing)
                base = self.kept_free(item, status)
                for outbound in self.outbound:
                    own = self.becomes(outbound, "work", thing)
                    for found in self.withheld(base, outbound, own, [item.view]):
                        yield _freedom("3a", clause, item.side, None, found, status)
            tolerated = norm.tolerates | self.imposed(item.view)
            for outbound in self.outbound:
                for imposing, kind, other in outbound.kinds("work"):
                    if kind not in tolerated and self.may_hold(other):
                        yield _added("3c", clause, imposing, kind, item.side, None)

    def imposed(self, seen: View) -> frozenset[str]:
        """Return every kind of term that a licence imposes, whatever the status."""
        return frozenset(k for _, n in seen.norms if (k := term_kind(n)) and self.may_hold(n))

    def reaches(self, license: View, item: Item) -> bool:
        """Tell whether terms of `license` for a whole extend to the part that `item` brings."""
        if not item.side.standing.separable:
            return True
        combined = self.step(license, "work", "combine", item.side.material)
        return combined in ("work", "derivative")

    def clashes(self, item: Item, bound: list[Item]) -> Iterator[Violation]:
        """Rules 3(b) and 3(d): what other ancestors take away from an ancestor's recipients."""
        for clause, norm in self.freedoms(item):
            reached = [o for o in bound if o.view is not item.view and self.reaches(item.view, o)]
            for other in self.once(reached):
                for thing in OBJECTS[:2]:
                    status = self.status_of(item, thing)
                    theirs = self.status_of(other, thing)
                    base = self.kept_free(item, status)
                    for found in self.withheld(base, other.view, theirs, [item.view]):
                        yield _freedom("3b", clause, item.side, other.side, found, status)
            yield from self.added("3d", clause, norm, item.view, item.side, reached)

    def outbound_freedom(self, outbound: View, bound: list[Item]) -> Iterator[Violation]:
        """Rule 3(e): what the ancestors' remaining terms add to the outbound licence's own."""
        for clause, norm in outbound.freedoms:
            if "work" in norm.subjects and self.may_hold(norm):
                reached = [
                    item
                    for item in bound
                    if item.view.license.id != outbound.license.id and self.reaches(outbound, item)
                ]
                yield from self.added("3e", clause, norm, outbound, None, reached)

    def added(
        self,
        rule: str,
        clause: Clause,
        norm: Freedom,
        free: View,
        side: Side | None,
        reached: list[Item],
    ) -> Iterator[Violation]:
        """Yield the kinds of term of `reached` that a freedom norm does not tolerate."""
        tolerated = norm.tolerates | self.imposed(free)
        offered = {k.license.id for k in self.outbound}
        for item in self.once(reached):
            mine, other = (side, item.side) if side else (item.side, None)
            for imposing, kind, term in item.view.kinds(item.status):
                if kind in tolerated or kind == "share-alike" or not self.may_hold(term):
                    continue
                yield _added(rule, clause, imposing, kind, mine, other)
            if "share-alike" in norm.tolerates or not offered:
                continue
            inside = INSIDE.get(item.status, frozenset({item.status}))
            for imposing, copyleft in item.view.share_alikes:
                speaks = copyleft.subjects & inside and self.may_hold(copyleft)
                if speaks and not copyleft.licenses & offered:
                    yield _added(rule, clause, imposing, "share-alike", mine, other)

    # Rule 7

    def duties(self, items: Iterable[Item] | None = None) -> Iterator[Owed]:
        """Yield the duties that publishing the work brings about, once each."""
        covers = vocabulary().acts.covers
        seen = set()
        for item in self.items if items is None else items:
            for clause, norm in item.view.of(Obligation, item.status):
                assert isinstance(norm, Obligation)
                owed = any(covers(wide, act) for wide in norm.acts for act in self.acts)
                key = (clause, norm.duty, norm.texts, item.side.material)
                if owed and key not in seen and self.may_hold(norm):
                    seen.add(key)
                    yield Owed(norm.duty, norm.texts, clause, item.side)

    def conflicting_duties(self, bound: list[Item]) -> Iterator[Violation]:
        """Yield pairs of name prefixes of which neither begins the other."""
        named = [d for d in self.duties(bound) if d.duty == "name-prefix" and d.texts]
        for one, two in combinations(named, 2):
            first, second = one.texts[0].casefold(), two.texts[0].casefold()
            if not first.startswith(second) and not second.startswith(first):
                detail = f"no name begins both with `{one.texts[0]}` and with `{two.texts[0]}`"
                clauses = (one.clause, two.clause)
                kind = Code.DUTY_CONFLICT
                yield Violation("7", kind, clauses, one.side, two.side, detail=detail)


def _withheld(rule: str, item: Item, found: Refusal, status: str) -> Violation:
    act, scenario = found.witness.act, found.witness.scenario
    kind = kind_of(item.view, act, status, [name for name, _ in scenario])
    return Violation(
        rule, kind, found.clauses, item.side, None, act, status, scenario, found.reserved
    )


def _freedom(
    rule: str, clause: Clause, side: Side, other: Side | None, found: Refusal, status: str
) -> Violation:
    clauses, (act, scenario) = (clause, *found.clauses), (found.witness.act, found.witness.scenario)
    return Violation(
        rule, Code.FREEDOM, clauses, side, other, act, status, scenario, found.reserved
    )


def _added(
    rule: str, clause: Clause, imposing: Clause, kind: str, side: Side, other: Side | None
) -> Violation:
    detail = f"adds `{kind}`"
    return Violation(rule, Code.FREEDOM, (clause, imposing), side, other, detail=detail)
