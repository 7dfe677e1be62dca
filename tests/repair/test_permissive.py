"""The order of licences never contradicts what the solver proves of their permissions."""

import random

import pytest

import licenselogic as ll
from licenselogic.decision.engine import engine_of
from licenselogic.norms.assumptions import select
from licenselogic.repair.permissive import STATUSES, Permissive
from licenselogic.solver.overreach import Under

ENGINE = engine_of(ll.licenses(), None)
READINGS = select()


def implies(one: ll.License, other: ll.License) -> bool:
    """Tell whether `other` allows whatever `one` allows."""
    narrow, wide = (ENGINE.look(license, READINGS) for license in (one, other))
    return not any(
        ENGINE.oracle.withheld((frozenset({Under(narrow, status)}),), Under(wide, status))
        for status in STATUSES
    )


@pytest.mark.parametrize("seed", range(6))
def test_what_allows_more_is_counted_no_lower(seed: int) -> None:
    permissive = Permissive(ENGINE, READINGS)
    chosen = random.Random(seed).sample(list(ll.licenses()), 24)
    for one in chosen:
        for other in chosen:
            if implies(one, other):
                assert permissive.count([one]) <= permissive.count([other]), (one, other)


def test_of_equal_counts_the_solver_tells_which_allows_more() -> None:
    permissive = Permissive(ENGINE, READINGS)
    library = ll.licenses()
    tied: dict[int, dict[str, list[ll.License]]] = {}
    for license in library:
        tied.setdefault(permissive.count([license]), {})[license.id] = [license]
    strict = 0
    for group in tied.values():
        layers = permissive.layers(group)
        for one in group:
            for other in list(group)[:12]:
                more = implies(library[one], library[other])
                if more and not implies(library[other], library[one]):
                    strict += 1
                    assert layers[one] > layers[other], (one, other)
    assert strict


def test_licences_that_bind_together_allow_no_more_than_each() -> None:
    permissive = Permissive(ENGINE, READINGS)
    pick = random.Random(0)
    for _ in range(30):
        pair = pick.sample(list(ll.licenses()), 2)
        assert permissive.count(pair) <= min(permissive.count([one]) for one in pair)
