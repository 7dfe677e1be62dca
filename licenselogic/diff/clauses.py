"""Which clause of one licence answers to which of another, as a reader would lay them side by side.

In this order: the same number and the same norms; the same number and something in common; the same
norms under another number; the norms most alike.  No step prefers either licence, so that the
alignment of (b, a) is that of (a, b) turned round.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from licenselogic.norms.conditions import Member, atoms
from licenselogic.norms.deontic import Clause, License, Norm, Permission, Prohibition, term_kind
from licenselogic.norms.vocabulary import vocabulary

Pair = tuple[Clause, Clause]

ALIKE = 1 / 3
"""The share of kinds that two clauses of different numbers must have in common."""


def align(first: License, second: License) -> tuple[list[Pair], list[Clause], list[Clause]]:
    """Return the pairs of clauses that answer to each other, and those of either left over.

    All three in the order of the numbers; a pair stands where its first clause does.
    """
    left, right = ordered(first.clauses), ordered(second.clauses)
    pairs: list[Pair] = []
    for steps in (
        _numbered(left, right, lambda one, two: _norms(one) == _norms(two)),
        _numbered(left, right, lambda one, two: bool(kinds(one) & kinds(two))),
        _identical(left, right),
        _most_alike(left, right),
    ):
        for one, two in steps:
            pairs.append((one, two))
            left.remove(one)
            right.remove(two)
    return sorted(pairs, key=lambda pair: number_key(pair[0].cite)), left, right


def ordered(clauses: Iterable[Clause]) -> list[Clause]:
    """Return clauses in the order of their numbers."""
    return sorted(clauses, key=lambda clause: number_key(clause.cite))


def number_key(cite: str) -> tuple[tuple[tuple[int, str], ...], str]:
    """Return what puts clause numbers in order: `2` before `10`, both before `preamble`."""
    parts = re.findall(r"\d+|[^\d\W]+", cite)
    return tuple((int(p), "") if p.isdecimal() else (_WORDS_LAST, p) for p in parts), cite


_WORDS_LAST = 1 << 60


def _norms(clause: Clause) -> frozenset[Norm]:
    return frozenset(clause.norms)


def _numbered(
    left: list[Clause], right: list[Clause], fits: Callable[[Clause, Clause], bool]
) -> Iterator[Pair]:
    numbers = {clause.cite: clause for clause in right}
    for one in list(left):
        two = numbers.get(one.cite)
        if two is not None and fits(one, two):
            yield one, two


def _identical(left: list[Clause], right: list[Clause]) -> Iterator[Pair]:
    """Yield the clauses of equal norms: the n-th of one licence with the n-th of the other."""
    by_norms: dict[frozenset[Norm], list[Clause]] = {}
    for two in right:
        by_norms.setdefault(_norms(two), []).append(two)
    for one in list(left):
        same = by_norms.get(_norms(one), [])
        if same and one.norms:
            yield one, same.pop(0)


def _most_alike(left: list[Clause], right: list[Clause]) -> Iterator[Pair]:
    """Yield the clauses whose kinds of norm overlap most, the best first."""
    found = []
    for i, one in enumerate(left):
        for j, two in enumerate(right):
            mine, theirs = kinds(one), kinds(two)
            alike = len(mine & theirs) / max(len(mine | theirs), 1)
            if alike >= ALIKE:
                found.append((-alike, min(i, j), max(i, j), one, two))
    taken: set[str] = set()
    given: set[str] = set()
    for *_, one, two in sorted(found, key=lambda entry: entry[:3]):
        if one.cite not in taken and two.cite not in given:
            taken.add(one.cite)
            given.add(two.cite)
            yield one, two


def kinds(clause: Clause) -> frozenset[str]:
    """Return the kinds of norm in a clause: duties and terms by name, grants by act, and so on."""
    return frozenset(kind for norm in clause.norms for kind in _kinds(norm))


def _kinds(norm: Norm) -> Iterator[str]:
    verb = type(norm).__name__
    if isinstance(norm, Permission):
        yield from (f"{verb} {act}" for act in norm.acts)
    elif isinstance(norm, Prohibition):
        yield from (f"{verb} {what}" for what in {*_turns_on(norm)} or norm.acts)
    else:
        yield term_kind(norm) or verb


def _turns_on(norm: Norm) -> Iterator[str]:
    """Yield what the condition of a norm is about: facts, and words by the roots of their trees."""
    for atom in atoms(norm.condition):
        taxonomy = vocabulary().facts[atom.fact].taxonomy
        if isinstance(atom, Member) and taxonomy is not None:
            for word in atom.words:
                yield next(w for w in taxonomy.words if taxonomy.covers(w, word))
        else:
            yield atom.fact
