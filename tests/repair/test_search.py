"""The search for the cheapest changes, put to judges that are made up."""

import itertools
import random

import pytest

from licenselogic.repair.search import GivenUpError, Search, State


class Cores:
    """Well, if no core stands: a core is a set of choices that are all as they were."""

    def __init__(self, cores: list[frozenset[int]], dear: dict[State, int] | None = None) -> None:
        self.cores, self.dear, self.asked = cores, dear or {}, 0

    def works(self, state: State) -> bool:
        self.asked += 1
        changed = {choice for choice, _ in state}
        return all(core & changed for core in self.cores)

    def surcharge(self, state: State) -> int:
        return self.dear.get(state, 0)

    def clashes(self, state: State, kept: frozenset[int]) -> bool:
        self.asked += 1
        standing = kept - {choice for choice, _ in state}
        return any(core <= standing for core in self.cores)


def brute(prices: list[list[int]], judge: Cores) -> list[int]:
    """The costs of all repairs that hold no other one, cheapest first."""
    ways = itertools.product(*(range(len(options) + 1) for options in prices))
    states = [tuple((c, o) for c, o in enumerate(way) if o) for way in ways]
    well = [state for state in states if judge.works(state)]
    least = [
        one
        for one in well
        if not any(other != one and set(other) <= set(one) for other in well)
        and not any(
            {c for c, _ in other} == {c for c, _ in one} and covered(prices, other, one)
            for other in well
            if other != one
        )
    ]
    return sorted(cost(prices, state) for state in least)


def cost(prices: list[list[int]], state: State) -> int:
    return sum(prices[choice][option - 1] for choice, option in state)


def covered(prices: list[list[int]], cheap: State, dear: State) -> bool:
    options = dict(dear)
    return all(
        options[choice] == option
        or prices[choice][options[choice] - 1] > prices[choice][option - 1]
        for choice, option in cheap
    )


@pytest.mark.parametrize("seed", range(60))
def test_repairs_are_those_that_trying_everything_finds(seed: int) -> None:
    pick = random.Random(seed)
    prices = [[pick.randint(1, 9) for _ in range(pick.randint(1, 2))] for _ in range(5)]
    cores = [
        frozenset(pick.sample(range(5), pick.randint(1, 3))) for _ in range(pick.randint(1, 4))
    ]
    found = list(Search(prices, Cores(cores)).repairs())
    assert [price for price, _ in found] == brute(prices, Cores(cores))
    assert len({state for _, state in found}) == len(found)


def test_what_is_owed_besides_counts() -> None:
    judge = Cores([frozenset({0, 1})], {((0, 1),): 10})
    assert list(Search([[1], [5]], judge).repairs()) == [(5, ((1, 1),)), (11, ((0, 1),))]


def test_what_clashes_whatever_is_chosen_has_no_repair() -> None:
    assert list(Search([[1], [1]], Cores([frozenset()])).repairs()) == []


def test_a_work_that_is_well_needs_no_change() -> None:
    assert list(Search([[1]], Cores([])).repairs()) == [(0, ())]


def test_cores_keep_the_search_short() -> None:
    judge = Cores([frozenset({number, number + 1}) for number in range(0, 8, 2)])
    first = next(Search([[1]] * 60, judge).repairs())
    assert first[0] == 4 and judge.asked < 200


def test_a_search_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(GivenUpError):
        list(Search([[1]] * 30, Cores([frozenset({n}) for n in range(30)]), most=10).repairs())


def test_of_very_many_choices_each_is_tried_by_itself_first() -> None:
    judge = Cores([frozenset({number}) for number in range(1)] + [frozenset(range(300))])
    found = next(Search([[1], *[[5]] * 299], judge).repairs())
    assert found == (1, ((0, 1),)) and judge.asked < 10


@pytest.mark.parametrize("seed", range(40))
def test_a_search_that_was_given_up_tells_what_any_other_repair_costs_at_least(seed: int) -> None:
    pick = random.Random(seed)
    prices = [[pick.randint(1, 9) for _ in range(pick.randint(1, 2))] for _ in range(6)]
    cores = [frozenset(pick.sample(range(6), pick.randint(1, 3))) for _ in range(4)]
    every = brute(prices, Cores(cores))
    search = Search(prices, Cores(cores), most=pick.randint(5, 25))
    found = []
    try:
        for price, _ in search.repairs():
            found.append(price)
    except GivenUpError:
        assert found == every[: len(found)]
        assert all(price <= search.least for price in found)
        assert all(price >= search.least for price in every[len(found) :])
    else:
        assert found == every
