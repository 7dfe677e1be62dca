"""Rules 1 and 6 as they read: what making and publishing a work takes, and what it improves."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from licenselogic.norms.conditions import Condition
from licenselogic.reference.offer import Deed, Offer
from licenselogic.reference.scenarios import fixed, possible
from licenselogic.semantics.semantics import NO_FAMILY


class Breach(NamedTuple):
    """A rule that fails, the licence whose demand is not met, and the one that does not meet it.

    The first is empty where only several licences together cannot be satisfied (rules 1 and 6), the
    second where it is the outbound licence as a whole or the lineage.
    """

    rule: str
    license: str
    other: str = ""


def rule_of(deed: Deed) -> str:
    """Return the rule under which an act on the way is judged."""
    return "6" if deed.act == "improve-other-models" else "1"


class Making(Offer):
    """What was done, and by whom."""

    def making_and_exclusivity(self) -> Iterator[Breach]:
        """Rules 1 and 6: one scenario allows what the publisher does, some each act of others."""
        making, improving = self.making(), self.improving()
        others = [
            Breach(rule, x) for rule, x, wanted in self.of_others() if not possible(wanted, {})
        ]
        alone = [Breach("1", x) for x, wanted in making.items() if not self.possible(wanted)]
        alone += [Breach("6", x) for x, wanted in improving.items() if not self.possible(wanted)]
        yield from (*others, *alone)
        if alone:
            return
        made = [condition for wanted in making.values() for condition in wanted]
        if not self.possible(made):
            yield Breach("1", "")
        elif not self.possible(made + [c for wanted in improving.values() for c in wanted]):
            yield Breach("6", "")

    def possible(self, conditions: Iterable[Condition]) -> bool:
        """Tell whether some scenario of the publisher satisfies all `conditions`."""
        return possible(conditions, self.stated)

    def making(self) -> Mapping[str, list[Condition]]:
        """Return what rule 1 demands of the publisher, by licence: of making and of publishing."""
        found = self.done("1")
        for bound in self.case.bound:
            for act in self.publication:
                wanted = self.scenarios.allowed(bound.license, act, bound.status)
                lines = self.lines(bound.license, self.case.bases) or {NO_FAMILY}
                for line in lines:
                    told = [fixed(c, "target", line) for c in wanted]
                    found.setdefault(bound.license.id, []).extend(told)
        return found

    def improving(self) -> Mapping[str, list[Condition]]:
        """Return what rule 6 demands of the publisher, by licence."""
        return self.done("6")

    def done(self, rule: str) -> dict[str, list[Condition]]:
        """Return what the publisher's acts on the way demand, by licence."""
        found: dict[str, list[Condition]] = {}
        for deed in self.case.deeds:
            if deed.own and rule_of(deed) == rule:
                for line in self.lines(deed.license, deed.about) or {NO_FAMILY}:
                    found.setdefault(deed.license.id, []).extend(self.wanted(deed, line))
        return found

    def of_others(self) -> Iterator[tuple[str, str, list[Condition]]]:
        """Yield what each act of another maker demands, by rule and licence, model by model."""
        for deed in self.case.deeds:
            if not deed.own:
                for line in self.lines(deed.license, deed.about) or {NO_FAMILY}:
                    yield rule_of(deed), deed.license.id, self.wanted(deed, line)

    def wanted(self, deed: Deed, line: str) -> list[Condition]:
        """Return the conditions of an act on a model, with all that is stated filled in."""
        found = []
        for condition in self.scenarios.allowed(deed.license, deed.act, deed.status):
            told = fixed(condition, "target", line)
            for fact, value in deed.facts:
                told = fixed(told, fact, value)
            found.append(told)
        return found
