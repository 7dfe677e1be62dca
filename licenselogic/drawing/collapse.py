"""Families with too many works to read, made smaller: works that are alike are drawn as one node.

Each step is tried on the result of the one before, until no more nodes are left than wanted.  The
first steps keep all that a reader looks for; the last draws a band of generations as one node for
each status.  No step makes a circle.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping

from licenselogic.base.codes import Status
from licenselogic.drawing.family import Family, Node, Tie

LIMIT = 60
"""Nodes that a reader takes in at once."""

_Key = Callable[[Node], Hashable]
_Step = Callable[[Family, int], Mapping[str, Hashable]]


def collapse(family: Family, limit: int = LIMIT) -> Family:
    """Return the family with at most about `limit` nodes; those that are kept come on top."""
    for step in _STEPS:
        if len(family.nodes) <= limit:
            break
        family = _quotient(family, step(family, limit))
    for last in _LAST:
        if len(family.nodes) <= limit:
            break
        groups, levels = last(family, limit)
        ties = tuple(tie for tie in family.ties if levels[tie.upstream] < levels[tie.work])
        family = _reduced(_quotient(Family(family.nodes, ties), groups))
    return family


def _reduced(family: Family) -> Family:
    """Return the family without the ties that follow from others, but for those that offend."""
    above: dict[str, set[str]] = {}
    up, _ = _ties(family)
    kept = []
    for name in family.nodes:
        direct = {tie.upstream for tie in up[name]}
        further = set[str]().union(*(above[upstream] for upstream in direct))
        above[name] = direct | further
        kept += [tie for tie in up[name] if tie.offending or tie.upstream not in further]
    return Family(family.nodes, tuple(kept))


def _quotient(family: Family, groups: Mapping[str, Hashable]) -> Family:
    """Return the family with the nodes of one group drawn as one, named by the first of them."""
    if len(set(groups.values())) == len(family.nodes):
        return family
    heads: dict[Hashable, str] = {}
    members: dict[str, list[Node]] = {}
    for name, node in family.nodes.items():
        members.setdefault(heads.setdefault(groups[name], name), []).append(node)
    ties: dict[tuple[str, str], Tie] = {}
    for tie in family.ties:
        pair = heads[groups[tie.upstream]], heads[groups[tie.work]]
        if pair[0] != pair[1]:
            ties[pair] = _merged(ties.get(pair), tie, pair)
    nodes = {name: _together(found) for name, found in members.items()}
    return Family(dict(_upstream_first(nodes, ties)), tuple(ties.values()))


def _merged(one: Tie | None, other: Tie, pair: tuple[str, str]) -> Tie:
    if one is None:
        return Tie(*pair, other.relations, other.inferred, other.offending)
    relations = tuple(dict.fromkeys((*one.relations, *other.relations)))
    inferred = one.inferred and other.inferred
    return Tie(*pair, relations, inferred, one.offending or other.offending)


def _together(nodes: list[Node]) -> Node:
    first = nodes[0]
    works = tuple(work for node in nodes for work in node.works)
    license = first.license if all(n.license == first.license for n in nodes) else ""
    type = first.type if all(n.type == first.type for n in nodes) else ""
    status = min((n.status for n in nodes), key=_WORST.index)
    asked, bad = any(n.asked for n in nodes), sum(n.incompatible for n in nodes)
    return Node(works, type, license, status, first.kept, asked, bad)


_WORST = (Status.INCOMPATIBLE, Status.UNKNOWN, None, Status.COMPATIBLE)


def _upstream_first(
    nodes: Mapping[str, Node], ties: Mapping[tuple[str, str], Tie]
) -> Iterator[tuple[str, Node]]:
    """Yield the nodes so that each comes after its upstream, otherwise in the order given."""
    missing = dict.fromkeys(nodes, 0)
    below: dict[str, list[str]] = {name: [] for name in nodes}
    for above, name in ties:
        missing[name] += 1
        below[above].append(name)
    waiting = [name for name in reversed(list(nodes)) if not missing[name]]
    while waiting:
        name = waiting.pop()
        yield name, nodes[name]
        for child in reversed(below[name]):
            missing[child] -= 1
            if not missing[child]:
                waiting.append(child)


# Steps ------------------------------------------------------------------------------------------


def _own(node: Node, key: Hashable) -> Hashable:
    """Return the group of a node: its own where it is kept."""
    return node.id if node.kept else key


def _look(node: Node) -> Hashable:
    return (node.status, node.type, node.license)


def _status(node: Node) -> Hashable:
    return node.status


def _any(_: Node) -> Hashable:
    return None


def _ties(family: Family) -> tuple[dict[str, list[Tie]], dict[str, list[Tie]]]:
    """Return the ties up from each node, and those down."""
    up: dict[str, list[Tie]] = {name: [] for name in family.nodes}
    down: dict[str, list[Tie]] = {name: [] for name in family.nodes}
    for tie in family.ties:
        up[tie.work].append(tie)
        down[tie.upstream].append(tie)
    return up, down


def _twins(family: Family, _: int) -> dict[str, Hashable]:
    """Group works that look alike, made from the same works and used in the same works."""
    up, down = _ties(family)
    groups = {}
    for name, node in family.nodes.items():
        above = frozenset((t.upstream, t.relations, t.offending) for t in up[name])
        below = frozenset((t.work, t.relations, t.offending) for t in down[name])
        groups[name] = _own(node, (_look(node), above, below))
    return groups


def _rows(look: _Key) -> _Step:
    """Group works in a row, each made from the one before alone, that look alike."""

    def step(family: Family, _: int) -> dict[str, Hashable]:
        up, down = _ties(family)
        groups: dict[str, Hashable] = {}
        for name, node in family.nodes.items():
            groups[name] = name
            if len(up[name]) == 1 and not node.kept:
                (tie,) = up[name]
                above = family.nodes[tie.upstream]
                alone = len(down[above.id]) == 1 and not above.kept
                if alone and up[above.id] and look(above) == look(node):
                    groups[name] = groups[above.id]
        return groups

    return step


def _litters(look: _Key, relations: bool) -> _Step:
    """Group works that look alike and were made from the same groups, whatever is made of them."""

    def step(family: Family, _: int) -> dict[str, Hashable]:
        up, _down = _ties(family)
        numbers: dict[Hashable, int] = {}
        groups: dict[str, Hashable] = {}
        for name, node in family.nodes.items():
            above = frozenset(
                (groups[tie.upstream], tie.relations if relations else ()) for tie in up[name]
            )
            key = _own(node, (look(node), above))
            groups[name] = numbers.setdefault(key, len(numbers))
        return groups

    return step


_Levels = dict[str, tuple[int, ...]]
"""Generations: only ties from a lower to a higher one are drawn, so that no circle is made."""


def _branches(family: Family, _: int) -> tuple[dict[str, Hashable], _Levels]:
    """Group works of one status by the first work that they were made from; with generations."""
    up, _down = _ties(family)
    numbers: dict[Hashable, int] = {}
    groups: dict[str, Hashable] = {}
    levels: _Levels = {}
    for name, node in family.nodes.items():
        first = next((tie.upstream for tie in up[name]), "")
        above = [tie.upstream for tie in up[name]] if node.asked else [first] * bool(first)
        levels[name] = (1 + max((levels[one][0] for one in above), default=-1),)
        key = _own(node, (node.status, groups.get(first)))
        groups[name] = numbers.setdefault(key, len(numbers))
    return groups, levels


def _bands(family: Family, limit: int) -> tuple[dict[str, Hashable], _Levels]:
    """Group works of neighbouring generations by status; the few that are kept stand alone."""
    up, _ = _ties(family)
    depth: dict[str, int] = {}
    for name in family.nodes:
        depth[name] = max((depth[tie.upstream] + 1 for tie in up[name]), default=0)
    last = max(depth.values(), default=0)
    high = last // max(1, limit // 4) + 1
    asked = next((depth[name] for name, node in family.nodes.items() if node.asked), last)
    few = sum(node.kept for node in family.nodes.values()) <= limit // 2
    groups: dict[str, Hashable] = {}
    levels: _Levels = {}
    for name, node in family.nodes.items():
        band = depth[name] // high + (depth[name] > asked)
        alone = node.asked or (node.kept and few)
        levels[name] = (band, 1, depth[name]) if alone else (band, 0, 0)
        groups[name] = name if alone else (band, node.status)
    return groups, levels


_STEPS: tuple[_Step, ...] = (
    _twins,
    _rows(_look),
    _twins,
    _rows(_status),
    _litters(_look, relations=True),
    _litters(_status, relations=False),
    _rows(_status),
    _rows(_any),
)
"""Steps that lose no tie."""

_LAST = (_branches, _bands)
"""Steps that leave out ties within a generation, and back to an earlier one."""
