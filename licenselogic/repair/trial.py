"""Changes put to the decision: does the work do once they are made, and if not, what clashes?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from licenselogic.base.codes import Code, Status
from licenselogic.decision.answer import answer
from licenselogic.decision.counts_as import lines_named
from licenselogic.decision.question import Rule, Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.conditions import atoms
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.changing import GONE, Changing
from licenselogic.repair.choices import (
    FREE,
    Choice,
    Grant,
    Label,
    Making,
    Option,
    Outbound,
    Publication,
    licensor,
)
from licenselogic.repair.costs import Costs
from licenselogic.repair.labels import OWN_TERMS, Labels
from licenselogic.repair.repairs import Action
from licenselogic.repair.search import State
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.explain import costs
from licenselogic.verdict.verdict import Duty, DutyState

Taken = tuple[int, ...]
"""Of each choice, the number of the option taken: 0 as things stand, `SETTLED` if it is free."""

SETTLED = -1


@dataclass(eq=False)
class Trial:
    """One work with the choices about it; the judge of `search.Search`."""

    asked: Asked
    choices: Sequence[Choice]
    prices: Costs
    _lineages: dict[Taken, Asked] = field(default_factory=dict)

    # What `search` asks

    def works(self, state: State) -> bool:
        """Tell whether the work may be published once changes are made."""
        taken = self.taken(state)
        return not self.emptied(taken) and self.does(taken)

    def surcharge(self, state: State) -> int:
        """Return what it costs to do what the evidence shows not to be done."""
        return sum(cost for _, cost in self.owed(self.offered(state)))

    def clashes(self, state: State, kept: frozenset[int]) -> bool:
        """Tell whether choices clash as they stand, whatever is chosen in all others.

        More upstream mends nothing, so that all others are settled in favour of the work; but more
        upstream may bring a base of the line that a clause asks for.  Where that might count, no.
        """
        made = dict(state)
        taken = tuple(
            made.get(number, 0) if number in kept else SETTLED
            for number in range(len(self.choices))
        )
        if not kept.issuperset(self.labelled):
            return False
        if self.emptied(taken):
            return True
        return all(map(self.fails, self.publications(taken)))

    # How it is found out

    def taken(self, state: State) -> Taken:
        """Return what is taken of all choices."""
        made = dict(state)
        return tuple(made.get(number, 0) for number in range(len(self.choices)))

    def publications(self, taken: Taken) -> Iterator[Taken]:
        """Yield every way to publish the work, if that is free, the one that asks least first."""
        number = self.publication
        if number is None or taken[number] != SETTLED:
            yield taken
            return
        for option in reversed(range(len(self.choices[number].options) + 1)):
            yield (*taken[:number], option, *taken[number + 1 :])

    @cached_property
    def publication(self) -> int | None:
        """The number of the choice how the work is published, if there is one."""
        return self._number(Publication)

    @cached_property
    def outbound(self) -> int | None:
        """The number of the choice of its licence, if there is one."""
        return self._number(Outbound)

    def _number(self, kind: type) -> int | None:
        about = enumerate(choice.about for choice in self.choices)
        return next((number for number, one in about if isinstance(one, kind)), None)

    def fails(self, taken: Taken) -> bool:
        """Tell whether the work certainly fails under every label that `taken` leaves."""
        asked, action = self.under(taken), self.action(taken)
        if action is None:
            does = asked.status is Status.COMPATIBLE
        elif action is Action.OWN_TERMS:
            does = Labels(asked).own_terms()
        else:  # or any label
            does = asked.status is Status.COMPATIBLE or Labels(asked).any_at_all()
        return not does and (not self.descends(taken) or self.hopeless(asked))

    def action(self, taken: Taken) -> Action | None:
        """Return what is done about the label, None for nothing; where it is free, anything."""
        if self.outbound is None:
            return None
        if taken[self.outbound] == SETTLED:
            return Action.LICENSE
        return self.option(taken, self.outbound)

    def does(self, taken: Taken) -> bool:
        """Tell whether the work does under the label that is taken."""
        asked, action = self.under(taken), self.action(taken)
        if action is None:
            return asked.status is Status.COMPATIBLE
        labels = Labels(asked)
        return labels.own_terms() if action is Action.OWN_TERMS else labels.any()

    def label(self, state: State) -> str:
        """Return the label that the work takes; empty where it keeps its own."""
        taken = self.taken(state)
        match self.action(taken):
            case None:
                return ""
            case Action.OWN_TERMS:
                return OWN_TERMS
        return Labels(self.under(taken)).best()

    def descends(self, taken: Taken) -> bool:
        """Tell whether something is settled on which it may turn of which line a model is."""
        return self.lines and (
            any(taken[number] == SETTLED for number in self.telling)
            or any(self.uprooted(taken, *found) for found in self.bases.items())
        )

    def uprooted(self, taken: Taken, work: str, numbers: list[int]) -> bool:
        """Tell whether a model is left without bases by what is settled."""
        gone = sum(taken[n] == SETTLED or self.option(taken, n) in GONE for n in numbers)
        return any(taken[n] == SETTLED for n in numbers) and gone == self.based[work]

    @cached_property
    def labelled(self) -> list[int]:
        """The choices about labels that nothing can be put in the place of to settle them."""
        if FREE in self.asked.engine.library:
            return []
        return [n for n, one in enumerate(self.choices) if isinstance(one.about, Label)]

    @cached_property
    def bases(self) -> Mapping[str, list[int]]:
        """By work, the choices about the bases that it was made from."""
        found: dict[str, list[int]] = {}
        for number, choice in enumerate(self.choices):
            if isinstance(choice.about, Making) and choice.about.base:
                found.setdefault(choice.about.work, []).append(number)
        return found

    @cached_property
    def based(self) -> Mapping[str, int]:
        """How many bases a work was made from."""
        relations, upstream = vocabulary().relations, self.asked.lineage.upstream
        return {name: sum(relations[e.by].base for e in upstream[name]) for name in self.bases}

    @cached_property
    def telling(self) -> list[int]:
        """The choices about labels that tell of which line a model is: those of the first ones."""
        asked = self.asked
        roots = frozenset[str]().union(*map(asked.fold.descent.roots, asked.order))
        licensors = {
            licensor(asked, name, term) for name, term in asked.upstream_terms() if name in roots
        }
        return [
            number
            for number, choice in enumerate(self.choices)
            if (isinstance(choice.about, Grant) and choice.about.licensor in licensors)
            or (isinstance(choice.about, Label) and choice.about.work in roots)
        ]

    def option(self, taken: Taken, number: int) -> Action | None:
        """Return what is done about a choice, None for nothing."""
        option = taken[number]
        return self.choices[number].options[option - 1].change.action if option > 0 else None

    @cached_property
    def lines(self) -> bool:
        """Whether some licence in play lets only models of one line be improved."""
        return any(map(lines_named, self.asked.licenses()))

    def hopeless(self, asked: Asked) -> bool:
        """Tell whether a work fails for more than the line that a model is of."""
        if asked.signature.choices or asked.status is Status.UNKNOWN:
            return False
        found = answer(asked.engine, asked.signature, Depth.STATUS).decision.violations
        if all(map(_of_a_line, found)):
            found = answer(asked.engine, asked.signature, Depth.CLAUSES).decision.violations
        return not all(map(_of_a_line, found))

    # Lineages

    def made(self, taken: Taken) -> Mapping[Choice, Option]:
        """Return the options that are taken."""
        pairs = zip(self.choices, taken, strict=True)
        return {choice: choice.options[n - 1] for choice, n in pairs if n > 0}

    def emptied(self, taken: Taken) -> bool:
        """Tell whether a work would be left with nothing to make it from."""
        return Changing(self.asked, self.made(taken)).emptied()

    def under(self, taken: Taken) -> Asked:
        """Return the work once changes are made, under the label that it has."""
        key = tuple(0 if n == self.outbound else one for n, one in enumerate(taken))
        found = self._lineages.get(key)
        if found is None:
            free = [c for c, one in zip(self.choices, taken, strict=True) if one == SETTLED]
            lineage = Changing(self.asked, self.made(taken), free).lineage()
            found = self._lineages[key] = self.again(lineage)
        return found

    def again(self, lineage: Lineage) -> Asked:
        """Ask of another lineage what was asked."""
        asked = self.asked
        fold = asked.engine.fold(lineage)
        signed = signature(fold, asked.target, asked.signature.outbound, asked.signature.readings)
        return Asked(asked.engine, fold, asked.target, signed, Depth.STATUS)

    def offered(self, state: State) -> Asked:
        """Return the work once changes that work are made, under the label that it then has."""
        asked = self.under(self.taken(state))
        text = self.label(state) or asked.signature.outbound
        signed = replace(asked.signature, outbound=text)
        return replace(asked, signature=signed, depth=Depth.CLAUSES)

    def owed(self, asked: Asked) -> Iterator[tuple[Duty, int]]:
        """Yield the duties that are not met, with what it costs to discharge each."""
        told = set()
        for duty in costs(asked)[1]:
            if duty.state is DutyState.UNMET and duty.message not in told:
                told.add(duty.message)
                yield duty, self.prices.of(Action.DISCHARGE, duty.duty) or 0


def _of_a_line(violation: Violation) -> bool:
    """Tell whether a violation may turn on the line that a model is of."""
    named = violation.kind is Code.EXCLUSIVE_IMPROVEMENT or violation.rule is Rule.EXCLUSIVITY
    turns = any(atom.fact == "target" for atom in atoms(violation.condition))
    return named or turns or violation.joint
