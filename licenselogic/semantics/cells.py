"""The finitely many cells that conditions cut the scenarios into, and a search through them.

A condition compares numbers with thresholds and asks whether words lie below others, so it cannot
tell all values of a fact apart.  `values` keeps one value of each kind that it can; trying those is
as good as trying all.  No solver: this is what the solver is held against.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from licenselogic.norms.conditions import Compare, Condition, IsTrue, Member, atoms
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY, Scenario, Value, holds

Atom = IsTrue | Compare | Member


@lru_cache(maxsize=1 << 16)
def values(fact: str, asked: frozenset[Atom]) -> tuple[Value, ...]:
    """Return enough values of `fact` for every combination of answers to `asked`.

    A yes/no fact has both values; a number or a date zero and, for each threshold, the number
    before it, itself and the number after it; a family each one that is named, and none; a tree the
    first word of those that `asked` cannot tell apart.
    """
    entry = vocabulary().facts[fact]
    if entry.taxonomy is not None:
        return _words(entry.taxonomy.words, fact, asked)
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


def asked(conditions: Iterable[Condition]) -> dict[str, frozenset[Atom]]:
    """Return the atomic conditions in `conditions`, by the fact that they speak of."""
    found: dict[str, set[Atom]] = {}
    for condition in conditions:
        for atom in atoms(condition):
            found.setdefault(atom.fact, set()).add(atom)
    return {fact: frozenset(of_fact) for fact, of_fact in found.items()}


def find(conditions: Iterable[Condition], stated: Scenario | None = None) -> Scenario | None:
    """Return a scenario that agrees with `stated` and satisfies all `conditions`, or None.

    Only the facts asked of vary; the others are left out, whatever `stated` says of them.  Facts
    that no condition joins are tried apart.
    """
    open_ = []
    for condition in dict.fromkeys(conditions):
        if facts_of(condition):
            open_.append(condition)
        elif not holds(condition, {}):
            return None
    found: dict[str, Value] = {}
    for facts, together in _joined(open_):
        part = next(_fill(sorted(facts), together, stated or {}), None)
        if part is None:
            return None
        found.update(part)
    return found


@lru_cache(maxsize=1 << 16)
def facts_of(condition: Condition) -> frozenset[str]:
    """Return the facts that a condition speaks of."""
    return frozenset(atom.fact for atom in atoms(condition))


def _joined(conditions: Iterable[Condition]) -> list[tuple[frozenset[str], list[Condition]]]:
    """Return the conditions in groups that have no fact in common."""
    groups: list[tuple[frozenset[str], list[Condition]]] = []
    for condition in conditions:
        facts, together = facts_of(condition), [condition]
        apart = []
        for group in groups:
            if group[0].isdisjoint(facts):
                apart.append(group)
            else:
                facts, together = facts | group[0], group[1] + together
        groups = [*apart, (facts, together)]
    return groups


def _fill(facts: Sequence[str], together: list[Condition], stated: Scenario) -> Iterator[Scenario]:
    """Yield the scenarios over `facts` that satisfy all conditions, giving up what fails early."""
    turns_on = asked(together)
    place = {fact: number for number, fact in enumerate(facts, 1)}
    due: list[list[Condition]] = [[] for _ in range(len(facts) + 1)]
    for condition in together:
        due[max(place[fact] for fact in facts_of(condition))].append(condition)

    def extend(scenario: dict[str, Value]) -> Iterator[Scenario]:
        if len(scenario) == len(facts):
            yield scenario
            return
        fact = facts[len(scenario)]
        for choice in (stated[fact],) if fact in stated else values(fact, turns_on[fact]):
            more = {**scenario, fact: choice}
            if all(holds(condition, more) for condition in due[len(more)]):
                yield from extend(more)

    return extend({})
