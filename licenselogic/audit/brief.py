"""Deciding for a hub: the same questions as ever, with what is alike found once.

An audit puts thousands of questions about few licences, and wants violations alone.  So what the
label does not touch is found once for all labels, and duties that nobody will read are left out.
A signature is brought down to what an answer can turn on, so that more of them are equal.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from licenselogic.decision.counts_as import Made, Reach, Standing, lines_named
from licenselogic.decision.engine import AskedOf, Engine
from licenselogic.decision.own import OwnRules
from licenselogic.decision.question import Question, Violation
from licenselogic.decision.rules import Depth, Rules
from licenselogic.decision.setting import Item
from licenselogic.decision.signature import Signature
from licenselogic.norms.assumptions import Mask, always, contains, valuation
from licenselogic.norms.deontic import Obligation
from licenselogic.semantics.view import View
from licenselogic.solver.oracle import MAX_REMEMBERED
from licenselogic.solver.overreach import Under


class BriefEngine(Engine):
    """Decides what `Engine` decides, and finds no more than violations."""

    max_makings = MAX_REMEMBERED  # of all works

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._idle: dict[tuple[View, str, str], bool] = {}

    def trim(self) -> None:
        """Keep all: an audit asks about one library under one set of readings."""

    def rules(self, question: Question, depth: Depth) -> Rules:
        """Return the rules put to a question."""
        found = super().rules(question, depth)
        if isinstance(found, OwnRules) or depth is Depth.SCENARIOS:
            return found
        brief = BriefRules(found.setting, depth)
        brief.making = self.making(question)
        return brief

    def asked_of(self, question: Question, rules: Rules) -> AskedOf:  # noqa: ARG002
        """Return nothing: an audit tells neither what must be true of publishers nor duties."""
        return (), ()

    # What an answer turns on

    def plain(self, signature: Signature) -> Signature:
        """Return a signature without what no answer under its readings turns on.

        These are other readings, acts that a licence allows whatever the facts are, and the lines
        of models where no licence upstream names any.
        """
        number = valuation(signature.readings)
        readings = frozenset(signature.readings)
        reached = []
        for key, reach in signature.reached:
            view = self.look(self.library[key.license], readings)
            kept = tuple(self.told(view, reach, number))
            if kept:
                reached.append((key, kept))
        named = any(lines_named(self.library[key.license]) for key, _ in reached)
        bases = signature.bases if named else ()
        return replace(signature, reached=tuple(reached), bases=bases)

    def told(self, view: View, reach: Reach, number: int) -> Iterator[tuple[Standing | Made, Mask]]:
        """Yield what of a reach holds and matters."""
        for what, mask in reach:
            if contains(mask, number) and not (isinstance(what, Made) and self.idle(view, what)):
                yield what, always()

    def idle(self, view: View, made: Made) -> bool:
        """Tell whether a licence allows an act whatever is known of whoever did it."""
        key = (view, made.act, made.status)
        found = self._idle.get(key)
        if found is None:
            left = self.oracle.left(Under(view, made.status), made.act, {})
            found = self._idle[key] = not left
        return found


class BriefRules(Rules):
    """The rules of which only violations are wanted."""

    def conflicting_duties(self, bound: list[Item]) -> Iterator[Violation]:
        """None iff one name can begin with every prefix that a duty asks for."""
        named = [item for item in bound if _names(item.view)]
        return super().conflicting_duties(named) if len(named) > 1 else iter(())


@lru_cache(maxsize=10_000)
def _names(view: View) -> bool:
    """Tell whether a licence asks for a name that begins so."""
    return any(isinstance(n, Obligation) and n.duty == "name-prefix" for _, n in view.norms)
