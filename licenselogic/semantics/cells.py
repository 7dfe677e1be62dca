"""The finitely many cells that conditions cut the scenarios into, and a search through them.

A condition compares numbers with thresholds and asks whether words lie below others, so it cannot
tell all values of a fact apart.  `values` keeps one value of each kind that it can; trying those is
as good as trying all.  No solver: this is what the solver is held against.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from licenselogic.norms.conditions import Compare, Condition, IsTrue, Member, atoms
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY, Grounds, Scenario, Value, holds

Atom = IsTrue | Compare | Member


@lru_cache(maxsize=1 << 16)
def values(fact: str, asked: frozenset[Atom]) -> tuple[Value, ...]:
    """Return enough values of `fact` for every combination of answers to `asked`.

    A yes/no fact has both values; a number or a date zero and, for each threshold, the number
    before it, itself and the number after it; a family each one that is named, and none; a tree the
    first word of those that `asked` cannot tell apart.
    """
    entry = vocabulary().facts[fact]
    if entry.tree is not None:
        return _words(entry.tree.words, fact, asked)
    if entry.sort == "bool":
        return (False, True)
    if entry.sort == "family":
        named = {word for a in asked if isinstance(a, Member) for word in a.words}
        return (NO_FAMILY, *sorted(named - {NO_FAMILY}))
    bounds = {a.value + near for a in asked if isinstance(a, Compare) for near in (-1, 0, 1)}
    return tuple(sorted({0} | {bound for bound in bounds if bound >= 0}))


def _words(words: Sequence[str], fact: str, asked: frozenset[Atom]) -> tuple[str, ...]:
    first: dict[tuple[bool, ...], str] = {}
    order = list(asked)
    for word in words:
        first.setdefault(tuple(holds(atom, {fact: word}) for atom in order), word)
    return tuple(first.values())


@dataclass(frozen=True)
class Demand:
    """Something that a scenario is to satisfy: that `grounds` allow an act, or do not.

    With `target`, the act improves a model of that family, whatever the scenario says.
    """

    grounds: Grounds
    wanted: bool = True
    target: str | None = None

    @cached_property
    def asked(self) -> Mapping[str, frozenset[Atom]]:
        """What is asked of each fact, by fact."""
        return asked(self.grounds.conditions(), but="" if self.target is None else "target")

    def met(self, scenario: Scenario) -> bool:
        """Tell whether `scenario`, which has a value for each fact asked of, satisfies this."""
        if self.target is not None:
            scenario = {**scenario, "target": self.target}
        return self.grounds.allowed(scenario) is self.wanted


@dataclass(frozen=True)
class Holding:
    """A demand that a condition holds."""

    condition: Condition
    wanted: bool = True

    @cached_property
    def asked(self) -> Mapping[str, frozenset[Atom]]:
        """What is asked of each fact, by fact."""
        return asked((self.condition,))

    def met(self, scenario: Scenario) -> bool:
        """Tell whether `scenario` satisfies this."""
        return holds(self.condition, scenario) is self.wanted


def asked(conditions: Iterable[Condition], but: str = "") -> dict[str, frozenset[Atom]]:
    """Return the atomic conditions in `conditions`, by the fact that they speak of."""
    found: dict[str, set[Atom]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            if atom.fact != but:
                found.setdefault(atom.fact, set()).add(atom)
    return {fact: frozenset(of_fact) for fact, of_fact in found.items()}


def find(demands: Iterable[Demand | Holding], stated: Scenario | None = None) -> Scenario | None:
    """Return a scenario that agrees with `stated` and satisfies all `demands`, or None.

    Only the facts asked of vary; the others are left out, whatever `stated` says of them.
    """
    demands = list(demands)
    together: dict[str, frozenset[Atom]] = {}
    for demand in demands:
        for fact, of_fact in demand.asked.items():
            together[fact] = together.get(fact, frozenset()) | of_fact
    choices = {
        fact: (stated[fact],) if stated and fact in stated else values(fact, of_fact)
        for fact, of_fact in together.items()
    }
    facts = sorted(choices, key=lambda fact: (len(choices[fact]), fact))
    place = {fact: number for number, fact in enumerate(facts, 1)}
    due: list[list[Demand | Holding]] = [[] for _ in range(len(facts) + 1)]
    for demand in demands:
        due[max((place[fact] for fact in demand.asked), default=0)].append(demand)
    return next(_fill({}, [(fact, choices[fact]) for fact in facts], due), None)


def _fill(
    scenario: dict[str, Value],
    open: Sequence[tuple[str, Sequence[Value]]],
    due: Sequence[Sequence[Demand | Holding]],
) -> Iterator[Scenario]:
    """Yield the scenarios that extend `scenario` over the `open` facts and meet what is `due`.

    `due[n]` can be judged once n more facts have a value; what fails early is not extended.
    """
    if not all(demand.met(scenario) for demand in due[0]):
        return
    if not open:
        yield scenario
        return
    (fact, choices), *rest = open
    for choice in choices:
        yield from _fill({**scenario, fact: choice}, rest, due[1:])
