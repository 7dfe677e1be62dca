"""Where nodes stand: a layered layout, from upstream on the left to downstream on the right.

The method of Sugiyama, Tagawa and Toda (1981) in small: layers by the longest way, long ties cut
by bends, few crossings by medians, and heights by least squares within the order of a layer.  No
random number is drawn, so that equal families look the same everywhere.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

SWEEPS = 12
"""How often the order of all layers is gone through; more rarely changes a picture."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Size:
    """What a layout is made for: a node's width and height, and the free space between nodes.

    `bend` is the height that a tie takes where it passes a layer.
    """

    width: float
    height: float
    beside: float
    between: float
    bend: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The centre of each node, the points that each tie passes through, and the space taken."""

    centres: Mapping[str, Point]
    bends: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


@dataclass(slots=True)
class _Net:
    """Nodes and bends with their neighbours on the left and on the right."""

    layer: dict[str, int]
    left: dict[str, list[str]]
    right: dict[str, list[str]]
    chains: dict[tuple[str, str], list[str]]
    bends: set[str]


def layered(nodes: Sequence[str], ties: Iterable[tuple[str, str]], size: Size) -> Layout:
    """Return where nodes stand; they come upstream first, and so lead the ties."""
    net = _net(nodes, tuple(ties))
    layers = _ordered(net)
    heights = _heights(layers, net, size)
    step = size.width + size.beside

    def centre(name: str) -> Point:
        return size.width / 2 + net.layer[name] * step, heights[name]

    return Layout(
        {name: centre(name) for name in nodes},
        {pair: tuple(map(centre, chain)) for pair, chain in net.chains.items()},
        len(layers) * step - size.beside if layers else 0.0,
        max(heights.values(), default=0.0) + size.height / 2,
    )


def _net(nodes: Sequence[str], ties: tuple[tuple[str, str], ...]) -> _Net:
    layer = _layers(nodes, ties)
    left: dict[str, list[str]] = {name: [] for name in nodes}
    right: dict[str, list[str]] = {name: [] for name in nodes}
    chains: dict[tuple[str, str], list[str]] = {}
    bends: set[str] = set()
    for above, below in ties:
        chain = []
        for number in range(layer[above] + 1, layer[below]):
            bend = f"{len(bends)}\n{above}"  # no id holds the end of a line
            layer[bend], left[bend], right[bend] = number, [], []
            bends.add(bend)
            chain.append(bend)
        chains[above, below] = chain
        way = [above, *chain, below]
        for one, other in itertools.pairwise(way):
            right[one].append(other)
            left[other].append(one)
    return _Net(layer, left, right, chains, bends)


def _layers(nodes: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each node: after its upstream, and as near to what is made of it."""
    above: dict[str, list[str]] = {name: [] for name in nodes}
    below: dict[str, list[str]] = {name: [] for name in nodes}
    for upstream, name in ties:
        above[name].append(upstream)
        below[upstream].append(name)
    layer: dict[str, int] = {}
    for name in nodes:
        layer[name] = max((layer[up] + 1 for up in above[name]), default=0)
    for name in reversed(nodes):
        if below[name]:
            layer[name] = min(layer[down] for down in below[name]) - 1
    return layer


# The order within layers ------------------------------------------------------------------------


def _ordered(net: _Net) -> list[list[str]]:
    """Return the layers in an order with few crossings: the best one that was met."""
    layers: list[list[str]] = [[] for _ in range(max(net.layer.values(), default=-1) + 1)]
    for name in _walk(net):
        layers[net.layer[name]].append(name)
    best, fewest = [list(row) for row in layers], _crossings(layers, net)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        rightwards = sweep % 2 == 0
        sides = net.left if rightwards else net.right
        for row in layers if rightwards else reversed(layers):
            _sort(row, sides, {n: i for other in layers for i, n in enumerate(other)})
        crossings = _crossings(layers, net)
        if crossings < fewest:
            best, fewest = [list(row) for row in layers], crossings
    return best


def _walk(net: _Net) -> Iterable[str]:
    """Return all nodes and bends, a branch after the other."""
    seen: dict[str, None] = {}
    for start in [name for name in net.layer if not net.left[name]]:
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen[name] = None
                waiting += reversed(net.right[name])
    return seen


def _sort(row: list[str], sides: Mapping[str, list[str]], places: Mapping[str, int]) -> None:
    """Put a layer in the order of the medians of its neighbours; who has none stays in place."""
    medians = {n: median_low(sorted(places[s] for s in sides[n])) for n in row if sides[n]}
    moving = iter(sorted(medians, key=lambda name: (medians[name], places[name])))
    row[:] = [next(moving) if name in medians else name for name in row]


def _crossings(layers: Sequence[Sequence[str]], net: _Net) -> int:
    """Return how often ties cross."""
    total = 0
    for row, after in itertools.pairwise(layers):
        places = {name: place for place, name in enumerate(after)}
        ends = [place for name in row for place in sorted(places[r] for r in net.right[name])]
        total += _inversions(ends, len(after))
    return total


def _inversions(ends: Sequence[int], size: int) -> int:
    """Return how many pairs stand the wrong way round (with a Fenwick tree)."""
    tree, total = [0] * (size + 1), 0
    for seen, end in enumerate(ends):
        total += seen
        place = end + 1
        while place:
            total -= tree[place]
            place &= place - 1
        place = end + 1
        while place <= size:
            tree[place] += 1
            place += place & -place
    return total


# Heights ----------------------------------------------------------------------------------------


def _heights(layers: Sequence[Sequence[str]], net: _Net, size: Size) -> dict[str, float]:
    """Return heights near those of the neighbours, none too close to the next in its layer."""
    room = {name: size.bend if name in net.bends else size.height for name in net.layer}
    heights: dict[str, float] = {}
    for row in layers:
        heights.update(_spaced(row, dict.fromkeys(row, 0.0), room, size.between))
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        for row in layers if rightwards else reversed(layers):
            wanted = {}
            for name in row:
                near = (net.left if rightwards else net.right)[name]
                near = near or (net.right if rightwards else net.left)[name]
                wanted[name] = sum(heights[n] for n in near) / len(near) if near else heights[name]
            heights.update(_spaced(row, wanted, room, size.between))
    top = min((heights[name] - room[name] / 2 for name in heights), default=0.0)
    return {name: height - top for name, height in heights.items()}


def _spaced(
    row: Sequence[str], wanted: Mapping[str, float], room: Mapping[str, float], between: float
) -> dict[str, float]:
    """Return the heights nearest to those wanted (least squares) that keep order and space.

    Heights less the space taken so far must not fall: a regression by pooling violators.
    """
    taken, offsets = 0.0, []
    for place, name in enumerate(row):
        if place:
            taken += (room[row[place - 1]] + room[name]) / 2 + between
        offsets.append(taken)
    pools: list[tuple[float, int]] = []
    for name, offset in zip(row, offsets, strict=True):
        total, count = wanted[name] - offset, 1
        while pools and pools[-1][0] * count > total * pools[-1][1]:
            more, others = pools.pop()
            total, count = total + more, count + others
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    return {n: round(level + o, 3) for n, level, o in zip(row, levels, offsets, strict=True)}
