"""Prime implicants: together they say the same, and nothing of them can be left out."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from licenselogic.norms.implicants import implicants

NAMES = ("a", "b", "c", "d")
EVERY = [
    frozenset(true)
    for true in chain.from_iterable(combinations(NAMES, n) for n in range(len(NAMES) + 1))
]
functions = st.sets(st.sampled_from(EVERY)).map(frozenset)


def covered(literals: dict[str, bool]) -> set[frozenset[str]]:
    return {v for v in EVERY if all((name in v) is value for name, value in literals.items())}


@given(functions)
def test_together_they_are_the_function(holding: frozenset[frozenset[str]]) -> None:
    found = implicants(NAMES, holding)
    assert set().union(*(covered(dict(one)) for one in found)) == holding


@given(functions)
def test_no_value_can_be_left_out(holding: frozenset[frozenset[str]]) -> None:
    for one in implicants(NAMES, holding):
        for name in one:
            fewer = {other: value for other, value in one.items() if other != name}
            assert not covered(fewer) <= holding


@given(functions)
def test_every_prime_one_is_listed_once(holding: frozenset[frozenset[str]]) -> None:
    found = [frozenset(one.items()) for one in implicants(NAMES, holding)]
    assert len(found) == len(set(found))
    assert [len(one) for one in found] == sorted(len(one) for one in found)
    for size in range(len(NAMES) + 1):
        for chosen in combinations(NAMES, size):
            for true in EVERY:
                literals = {name: name in true for name in chosen}
                least = all(
                    not covered({o: v for o, v in literals.items() if o != name}) <= holding
                    for name in chosen
                )
                if covered(literals) <= holding and least:
                    assert frozenset(literals.items()) in found


def test_what_always_or_never_holds() -> None:
    assert implicants(NAMES, EVERY) == ({},)
    assert implicants(NAMES, []) == ()
    assert implicants((), [frozenset()]) == ({},)
