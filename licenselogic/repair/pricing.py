"""What labels of one work cost: the duties and the conditions that come with them.

They come from upstream, so most labels of a work have the same.  It may hang on the label only
which upstream alternative is chosen, and what a name upstream is taken to mean.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from licenselogic.decision.answer import answer
from licenselogic.decision.questions import Chosen, Offered, Questions
from licenselogic.decision.rules import Depth
from licenselogic.repair.ways import ways
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.explain import Costs, Price


@dataclass(frozen=True)
class Pricing:
    """Tells the price of labels under which a work may be offered; `unlicensed` has none yet."""

    unlicensed: Asked
    _known: dict[Hashable, Price] = field(default_factory=dict)

    def of(self, text: str, licenses: Offered) -> Price:
        """Return the conditions and the duties under a label, which stands for these licences."""
        asked = self.unlicensed
        under = replace(asked, signature=replace(asked.signature, outbound=text))
        key = self._key(under, licenses)
        if key is None:
            return self._costs.of(under)
        if key not in self._known:
            self._known[key] = self._costs.of(under)
        return self._known[key]

    def _key(self, under: Asked, licenses: Offered) -> Hashable | None:
        """Return what the price hangs on, as far as it is known without finding the price."""
        choices = under.signature.choices
        if not self._names:
            texts = {choice.text for choice in choices}
            chosen = answer(under.engine, under.signature, Depth.STATUS).chosen
            return chosen if len(texts) == len(choices) else None
        return () if len(self._ways) == 1 and self._does(self._ways[0], licenses) else None

    def _does(self, chosen: Chosen, licenses: Offered) -> bool:
        """Tell whether a label does where a name upstream is taken as all that it may mean."""
        asks = self._questions.question(chosen, licenses, None)
        decision = self.unlicensed.engine.decide(asks, Depth.STATUS)
        return not decision.violations and not decision.spent

    @cached_property
    def _costs(self) -> Costs:
        return Costs(self.unlicensed)

    @cached_property
    def _names(self) -> bool:
        """Whether some upstream work may be under a name of several licences."""
        parse = self.unlicensed.engine.expressions.parse
        expressions = (parse(choice.text) for choice in self.unlicensed.signature.choices)
        terms = chain.from_iterable(chain.from_iterable(e.alternatives) for e in expressions)
        return any(term.kind == "group" for term in terms)

    @cached_property
    def _ways(self) -> list[Chosen]:
        return ways(self.unlicensed.engine, self.unlicensed.signature)

    @cached_property
    def _questions(self) -> Questions:
        return Questions(self.unlicensed.engine, self.unlicensed.signature)
