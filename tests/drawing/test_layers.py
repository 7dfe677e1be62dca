"""The layered layout: what a reader may rely on."""

import itertools
import random

import pytest

from licenselogic.drawing.layers import Layout, Size, layered

SIZE = Size(width=100, height=40, beside=50, between=10, bend=13)


def dag(size: int, seed: int) -> tuple[list[str], list[tuple[str, str]]]:
    dice = random.Random(seed)
    nodes = [f"n{number}" for number in range(size)]
    pairs = {tuple(nodes[n] for n in sorted(dice.sample(range(size), 2))) for _ in range(size * 2)}
    return nodes, sorted(pairs)


@pytest.mark.parametrize("seed", range(8))
def test_no_node_covers_another_and_ties_lead_to_the_right(seed: int) -> None:
    nodes, ties = dag(30, seed)
    layout = layered(nodes, ties, SIZE)
    for one, other in itertools.combinations(layout.centres.values(), 2):
        beside = abs(one[0] - other[0]) >= SIZE.width + SIZE.beside - 0.01
        apart = abs(one[1] - other[1]) >= SIZE.height + SIZE.between - 0.01
        assert beside or apart
    for above, below in ties:
        assert layout.centres[above][0] < layout.centres[below][0]


@pytest.mark.parametrize("seed", range(8))
def test_no_tie_runs_through_a_node_in_a_layer_that_it_passes(seed: int) -> None:
    nodes, ties = dag(30, seed)
    layout = layered(nodes, ties, SIZE)
    for points in layout.bends.values():
        for (x, y), (left, top) in itertools.product(points, layout.centres.values()):
            assert x != left or abs(y - top) >= SIZE.height / 2


def test_everything_is_within_the_space_taken() -> None:
    layout = layered(*dag(20, 3), SIZE)
    for x, y in layout.centres.values():
        assert x - SIZE.width / 2 >= 0 and x + SIZE.width / 2 <= layout.width + 0.01
        assert y - SIZE.height / 2 >= -0.01 and y + SIZE.height / 2 <= layout.height + 0.01


def order(layout: Layout, *names: str) -> list[str]:
    return sorted(names, key=lambda name: layout.centres[name][1])


def test_ties_that_need_not_cross_do_not() -> None:
    ties = [("a", "d"), ("b", "c")]
    layout = layered(["a", "b", "c", "d"], ties, SIZE)
    assert (order(layout, "a", "b") == ["a", "b"]) == (order(layout, "c", "d") == ["d", "c"])


def test_an_upstream_stands_right_before_what_is_made_of_it() -> None:
    ties = [("a", "b"), ("b", "c"), ("data", "c")]
    layout = layered(["a", "b", "data", "c"], ties, SIZE)
    assert layout.centres["data"][0] == layout.centres["b"][0]


def test_a_chain_is_a_straight_line() -> None:
    names = [f"n{number}" for number in range(9)]
    layout = layered(names, list(itertools.pairwise(names)), SIZE)
    assert len({y for _, y in layout.centres.values()}) == 1


def test_nothing_takes_no_space() -> None:
    assert layered([], [], SIZE).centres == {}
