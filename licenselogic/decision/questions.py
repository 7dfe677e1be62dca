"""Questions about a signature: what reaches the work once choices are taken and names are read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, product

from licenselogic.decision.counts_as import Reach
from licenselogic.decision.engine import Engine
from licenselogic.decision.expressions import OPEN, UNTOLD, Base, Key
from licenselogic.decision.question import Ancestor, Deed, Question, Target
from licenselogic.decision.setting import OUTPUTS, PASS_ON
from licenselogic.decision.signature import Signature
from licenselogic.library.terms import Term
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import License

Chosen = Mapping[str, tuple[Term, ...]]
"""By the names of choices, the alternatives that the licensee takes; others are left out."""

Reading = Mapping[tuple[str, str], tuple[License, ...]]
"""For each choice and each id of several licences in it, the licences that are meant."""

Offered = frozenset[License] | None
"""Licences that the work is offered under; None where they are not proposed, or not known."""

Group = tuple[str, str, tuple[License, ...], int]
"""A choice, an id of several licences in it, these licences, and the works of the choice."""

NONE_READ: Reading = {}
"""No id of several licences means anything: what is definite is left."""


@dataclass(frozen=True)
class Questions:
    """The questions that a signature leads to."""

    engine: Engine
    signature: Signature

    @cached_property
    def _upstream(self) -> dict[object, Question]:
        """What was asked without a licence: signatures that differ in that alone share it."""
        same = replace(self.signature, outbound=None)
        found: dict[object, Question] = self.engine.upstream.get_or(same, dict)
        return found

    @property
    def unneeded(self) -> bool:
        """Whether the work needs no licence unless an ancestor asks for one: nobody gets a copy."""
        return self.signature.publish == "service" and self.signature.outbound is None

    def groups(self, chosen: Chosen) -> list[Group]:
        """Return every underspecified id in play."""
        return [
            (choice.name, term.name, self.engine.expressions.licenses(term), choice.works)
            for choice in self.signature.choices
            for term in chosen.get(choice.name, ())
            if term.kind == "group"
        ]

    def unknown(self, chosen: Chosen) -> bool:
        """Tell whether a term that is not known matters under these choices."""
        choices = self.signature.choices
        return any(
            not text
            or any(t.name == name for c in choices if c.text == text for t in chosen[c.name])
            for text, name in self.signature.unknown
        )

    def question(self, chosen: Chosen, outbound: Offered, reading: Reading | None) -> Question:
        """Return the question under these choices; readings that cannot matter are left out."""
        meant = None if reading is None else tuple(reading.items())
        key = (tuple(chosen.items()), meant)
        found = self._upstream.get(key)
        if found is None:
            found = self._upstream[key] = self.upstream(chosen, reading)
        if not outbound:
            return replace(found, outbound=outbound)
        matter = frozenset(chain.from_iterable(map(self.engine.relevant, outbound)))
        readings = found.readings | matter.intersection(self.signature.readings)
        return replace(found, outbound=outbound, readings=readings)

    def upstream(self, chosen: Chosen, reading: Reading | None) -> Question:
        """Return the same question where no licence is proposed."""
        signature = self.signature
        ancestors = frozenset(self.ancestors(chosen, reading))
        licenses = (ancestor.license for ancestor in ancestors)
        matter = frozenset(chain.from_iterable(map(self.engine.relevant, licenses)))
        if any(s.status in OUTPUTS for a in ancestors for s in a.standings):
            matter |= {PASS_ON}
        return Question(
            ancestors,
            None,
            signature.material,
            signature.publish,
            frozenset(signature.facts),
            frozenset(self.targets(signature.bases, chosen, reading)),
            frozenset(map(frozenset, signature.joined)),
            matter.intersection(signature.readings),
        )

    def ancestors(self, chosen: Chosen, reading: Reading | None) -> Iterator[Ancestor]:
        """Yield the licences that reach the work, one for each type of ancestor."""
        transitions, number = self.engine.transitions, valuation(self.signature.readings)
        merged: dict[tuple[str, str], Reach] = {}
        for key, reach in self.signature.reached:
            if key.choice and not self.taken(key, chosen.get(key.choice, ()), reading):
                continue
            same = (key.license, key.material)
            merged[same] = transitions.union(merged.get(same, ()), reach)
        for (name, material), reach in merged.items():
            held = transitions.at(reach, number)
            if held.standings or held.made:
                deeds = tuple(
                    Deed(made, frozenset(self.targets(made.targets, chosen, reading)))
                    for made in held.made
                )
                yield Ancestor(self.engine.library[name], material, held.standings, deeds)

    def targets(
        self, bases: Iterable[Base], chosen: Chosen, reading: Reading | None
    ) -> Iterator[Target]:
        """Yield the models that are settled, each under all members of a name."""
        for base in bases:
            if not base.choice:
                yield Target(frozenset(base.families), base.licensor, base.claimed)
                continue
            if base.choice not in chosen:
                continue
            untold = {UNTOLD for term in chosen[base.choice] if term.kind in OPEN}
            terms = [term for term in chosen[base.choice] if term.kind not in OPEN]
            members = [self.members(base.choice, term, reading) for term in terms]
            for licenses in product(*members):
                families = {license.family for license in licenses} | untold
                yield Target(frozenset(families), base.licensor, base.claimed)

    def members(self, choice: str, term: Term, reading: Reading | None) -> tuple[License, ...]:
        """Return the licences that a term of a choice means under a reading."""
        if term.kind == "group" and reading is not None:
            return reading.get((choice, term.name), ())
        return self.engine.expressions.licenses(term)

    def taken(self, key: Key, terms: tuple[Term, ...], reading: Reading | None) -> bool:
        """Tell whether a licence is among those that the choices and the reading give."""
        return any(
            key.license in self.engine.expressions.ids(term)
            and any(k.id == key.license for k in self.members(key.choice, term, reading))
            for term in terms
        )
