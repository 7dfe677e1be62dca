"""A question taken apart: the licences in force, what is known, and what may hold."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from licenselogic.decision.counts_as import lines_named, step_at
from licenselogic.decision.expressions import UNTOLD
from licenselogic.decision.question import Ancestor, Question, Side, Target
from licenselogic.library.parties import Parties
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.conditions import Not
from licenselogic.norms.deontic import (
    MATERIAL,
    License,
    Norm,
    Relicense,
    ShareAlike,
    Term,
    imposed_kind,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import LICENSOR, NO_FAMILY
from licenselogic.semantics.view import Facts, View, known
from licenselogic.solver.oracle import Oracle
from licenselogic.solver.overreach import Under

ASKED = frozenset({"finetune", "incorporate", "generated_by", "combine"})
"""The relations of whose counts-as rules a question may ask (`Setting.becomes`, `reaches`)."""

OUTPUTS = frozenset({"output", "extracted"})
"""Statuses in which nothing of the licensed material is present, but what it put out."""

PASS_ON = "output_limits_pass_on"
"""The reading that limits on the use of outputs bind their recipients."""

THINGS = ("itself", "adaptation", "output")
"""What recipients may act on."""


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

    @property
    def under(self) -> Under:
        """The licence, and what the work is under it."""
        return Under(self.view, self.status)


Look = Callable[[License, frozenset[str]], View]
"""From a licence and the readings that hold to its norms in force; equal views are one object."""


class Upstream:
    """What a question has whatever the work is offered under.

    These are its ancestors in order, with their norms in force, and what is known of the publisher.
    """

    def __init__(self, question: Question, look: Look) -> None:
        self.ancestors = sorted(question.ancestors, key=lambda a: (a.license.id, a.material))
        readings = question.readings
        self.views = {ancestor: look(ancestor.license, readings) for ancestor in self.ancestors}
        self.items = list(chain.from_iterable(map(self.items_of, self.ancestors)))
        self.facts: Facts = {
            **dict(question.facts),
            **vocabulary().settled(question.material, question.publish),
        }
        self.acts = vocabulary().publications[question.publish].acts

    def items_of(self, ancestor: Ancestor) -> list[Item]:
        """Return an ancestor's licence with each of its standings, in order."""
        view = self.views[ancestor]
        name, material = ancestor.license.id, ancestor.material
        standings = sorted(ancestor.standings)
        return [Item(view, Side(name, material, standing)) for standing in standings]


class Setting:
    """One question, with the licences that it is about and what is known of the publisher."""

    def __init__(
        self,
        question: Question,
        oracle: Oracle,
        look: Look,
        parties: Parties,
        upstream: Upstream | None = None,
    ) -> None:
        self.question, self.oracle, self.parties = question, oracle, parties
        self.upstream = upstream or Upstream(question, look)
        self.ancestors, self.views = self.upstream.ancestors, self.upstream.views
        self.items, self.facts = self.upstream.items, self.upstream.facts
        self.acts = self.upstream.acts
        outbound = sorted(question.outbound or (), key=lambda k: k.id)
        self.outbound = [look(license, question.readings) for license in outbound]
        self.offered = frozenset(license.id for license in outbound)
        self.valuation = valuation(question.readings)

    @cached_property
    def bound(self) -> list[Item]:
        """The items whose licence no outbound licence takes the place of."""
        return [item for item in self.items if not self.heirs(item)]

    @staticmethod
    def once(items: Iterable[Item]) -> list[Item]:
        """Return items without repetitions."""
        return list(dict.fromkeys(items))

    # Which models acts are about

    def lines(self, license: License, targets: Iterable[Target]) -> list[str]:
        """Return what `target` may be for acts about these models, as a licence looks at them.

        A model of a family that the licence names counts as such, as far as its owner could declare
        it; any other of the licensor is `licensor`, and the rest go by their families.
        """
        return sorted(set(chain.from_iterable(self._lines(license, one) for one in targets)))

    def _lines(self, license: License, target: Target) -> Iterator[str]:
        licensor = self.parties.licensor(license.id)
        ours = bool(licensor) and target.licensor == licensor
        doubted = NO_FAMILY if self.question.distrusting else license.family
        named = lines_named(license) | {license.family}
        families = target.families
        for family in families & {license.family} or families:
            if family in named:
                yield doubted if target.claimed and licensor and not ours else family
            elif ours:
                yield LICENSOR
            else:
                yield doubted if family == UNTOLD else family

    # What may hold in the publisher's scenario

    def may_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds for some publisher's scenario."""
        return self.oracle.possible([known(norm.condition, self.facts)])

    def must_hold(self, norm: Norm) -> bool:
        """Tell whether the condition of `norm` holds for every publisher's scenario."""
        return not self.oracle.possible([known(Not(norm.condition), self.facts)])

    def always_allowed(self, act: str, under: Under) -> bool:
        """Tell whether a licence allows an act in every publisher's scenario."""
        demands = under.view.demands(act, under.status)
        return not any(
            self.oracle.possible([known(Not(each.condition), self.facts)])
            for each in reversed(demands)
        )

    def published(self, acts: frozenset[str]) -> bool:
        """Tell whether `acts` cover an act of the publication."""
        covers = vocabulary().acts.covers
        return any(covers(wide, act) for wide in acts for act in self.acts)

    def binds_recipients(self, item: Item) -> bool:
        """Tell whether the limits of a licence bind whoever receives the work.

        Not where the licence itself lets looser terms stand.  Who holds nothing but outputs is no
        licensee: that limits on them bind strangers is a reading, unless the text itself keeps
        outputs under its terms.
        """
        if item.status in MATERIAL and self.always_allowed("loosen", item.under):
            return False
        if item.status not in OUTPUTS or PASS_ON in self.question.readings:
            return True
        return any(
            isinstance(n, Term) and n.kind == "output-terms" and self.may_hold(n)
            for _, n in item.view.of(Term, item.status)
        )

    # Which licences take the place of others

    def heirs(self, item: Item) -> list[Item]:
        """Return the item under each outbound licence that takes the place of its own."""
        offered = self.offered - {item.view.license.id}
        named: set[str] = set()
        for _, norm in item.view.norms if offered else ():
            if not isinstance(norm, Relicense | ShareAlike) or item.status not in norm.subjects:
                continue
            holds = self.must_hold if isinstance(norm, Relicense) else self.may_hold
            if norm.licenses & offered - named and holds(norm):
                named |= norm.licenses & offered
        return [Item(k, item.side, "work") for k in self.outbound if k.license.id in named]

    # What things are under a licence

    @property
    def things(self) -> tuple[str, ...]:
        """What recipients of the work may act on."""
        return THINGS if self.question.material == "model" else THINGS[:2]

    def becomes(self, under: Under, thing: str) -> Under:
        """Return what a thing that recipients act on is under a licence."""
        if thing == "itself":
            return under
        material = self.question.material
        relation = "generated_by"
        if thing == "adaptation":
            relation = "finetune" if material == "model" else "incorporate"
        return Under(under.view, self.step(under, relation, material))

    def step(self, under: Under, relation: str, material: str) -> str:
        """Return the status that a relation yields under a licence."""
        return step_at(under.view.license, under.status, relation, material, self.valuation)

    def reaches(self, license: View, item: Item) -> bool:
        """Tell whether terms of `license` for a whole extend to the part that `item` brings."""
        if not item.side.standing.separable:
            return True
        combined = self.step(Under(license, "work"), "combine", item.side.material)
        return combined in ("work", "derivative")

    def stand_together(self, one: View, other: View) -> bool:
        """Tell whether a licensor joins two licences, and the label repeats all that it joins."""
        pair = {one.license.id, other.license.id}
        return any(pair <= joined <= self.offered for joined in self.question.joined)

    def held_against(self, view: View) -> list[Item]:
        """Return what stands beside a licence in one whole, and may not restrict what it frees."""
        return [
            other
            for other in self.bound
            if other.view.license.id != view.license.id
            and self.reaches(view, other)
            and not self.stand_together(view, other.view)
        ]

    # Kinds of term

    def imposed(self, view: View) -> frozenset[str]:
        """Return every kind of term that a licence imposes, whatever the status."""
        return frozenset(k for _, n in view.norms if (k := imposed_kind(n)) and self.may_hold(n))

    def published_items(self) -> Iterator[Item]:
        """Yield the items that bind, and those that take the place of others."""
        yield from self.once(self.bound)
        for item in self.items:
            yield from self.heirs(item)
