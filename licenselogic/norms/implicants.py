"""Prime implicants: the fewest readings that settle an answer, whatever the others are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product

Literals = Mapping[str, bool]
"""Values of some assumptions."""


def implicants(names: Sequence[str], holding: Collection[frozenset[str]]) -> tuple[Literals, ...]:
    """Return the prime implicants of a set of valuations of `names`, the shortest first.

    A valuation is the set of names that are true.  Each implicant gives values to some names such
    that every valuation with these values is in `holding`, and no value of it can be left out.
    Together they cover `holding`.
    """
    place = {name: number for number, name in enumerate(names)}
    size = 1 << len(names)
    missing = (1 << size) - 1
    for valuation in holding:
        missing &= ~(1 << sum(1 << place[name] for name in valuation))
    true = {name: _mask(number, size) for name, number in place.items()}
    every = (1 << size) - 1
    found: list[tuple[frozenset[tuple[str, bool]], Literals]] = []
    for literals in _terms(names):
        wanted = frozenset(literals.items())
        if any(shorter <= wanted for shorter, _ in found):
            continue
        cube = every
        for name, value in literals.items():
            cube &= true[name] if value else ~true[name]
        if not cube & missing:
            found.append((wanted, literals))
    return tuple(literals for _, literals in found)


def _mask(number: int, size: int) -> int:
    """Return the valuations, as bits, in which the name with this number is true."""
    return sum(1 << valuation for valuation in range(size) if valuation >> number & 1)


def _terms(names: Sequence[str]) -> Iterator[dict[str, bool]]:
    """Yield every choice of values for some of the names, the shortest first."""
    for count in range(len(names) + 1):
        for chosen in combinations(names, count):
            for values in product((True, False), repeat=count):
                yield dict(zip(chosen, values, strict=True))
