"""A family as shapes with places and words: what every picture of it shows alike."""

import itertools
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licenselogic.base.codes import Status
from licenselogic.base.display import printable
from licenselogic.drawing.family import Family, Node, Tie
from licenselogic.drawing.layers import Point, Size, layered
from licenselogic.verdict.verdict import NOTICE

SIZE = Size(width=264.0, height=48.0, beside=84.0, between=14.0, bend=16.0)
MARGIN = 16.0
LEGEND = 44.0
LETTERS = 24
"""Letters of the first line of a box, which holds about that many."""

WORDED = 40
"""Ties that carry their relation in words; where there are more, words would cover each other."""

MARKS = {
    Status.COMPATIBLE: "\N{CHECK MARK}",
    Status.INCOMPATIBLE: "\N{MULTIPLICATION SIGN}",
    Status.UNKNOWN: "?",
    None: "",
}
"""A mark beside the colour, for those who do not tell colours apart."""

TONES = {
    Status.COMPATIBLE: ("#1a7f37", "#eaf7ee"),
    Status.INCOMPATIBLE: ("#cf222e", "#ffefee"),
    Status.UNKNOWN: ("#8a5a00", "#fff6dc"),
    None: ("#6e7781", "#f6f8fa"),
}
"""The colour of a box's edge, and that of its sheet, where a picture has no style sheet."""

BAD = "#cf222e"
"""The colour of the way that a broken licence came."""

MEANINGS: tuple[tuple[Status | None, str], ...] = (
    (Status.COMPATIBLE, "compatible"),
    (Status.INCOMPATIBLE, "incompatible"),
    (Status.UNKNOWN, "unknown"),
    (None, "not judged"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its place (the upper left corner), and its words on two lines."""

    node: Node
    left: float
    top: float
    first: str
    second: str

    @property
    def mark(self) -> str:
        """The mark of its status."""
        return MARKS[self.node.status]

    @property
    def title(self) -> str:
        """All that the box says, in full."""
        node = self.node
        told = [printable(node.works[0])]
        if len(node.works) > 1:
            told.append(f"and {len(node.works) - 1:,} more")
        told.append(node.license_text if len(node.works) > 1 else self.second)
        if node.status is not None:
            told.append(node.bad_text or node.status.value)
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie: the points that it passes, and its relations in words where there is room."""

    tie: Tie
    points: tuple[Point, ...]
    words: str

    @property
    def middle(self) -> Point:
        """Where the words stand: near the last point."""
        (_, y), (end_x, end_y) = self.points[-2:]
        return end_x - SIZE.beside / 2, (y + end_y) / 2


@dataclass(frozen=True, slots=True)
class Scene:
    """All shapes; ties come before boxes, those to be seen last.  `note` stands below them."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: float
    height: float
    statuses: tuple[Status | None, ...]
    note: str

    @property
    def offending(self) -> bool:
        """Tell whether a broken licence's way is marked."""
        return any(curve.tie.offending for curve in self.curves)

    @property
    def inferred(self) -> bool:
        """Tell whether a relation was inferred."""
        return any(curve.tie.inferred for curve in self.curves)


def scene_of(family: Family) -> Scene:
    """Return the shapes of a family."""
    pairs = [(tie.upstream, tie.work) for tie in family.ties]
    layout = layered(tuple(family.nodes), pairs, SIZE)
    boxes = tuple(_box(node, layout.centres[name]) for name, node in family.nodes.items())
    worded = len(family.ties) <= WORDED
    curves = [_curve(t, layout.centres, layout.bends[t.upstream, t.work], worded)
              for t in family.ties]  # fmt: skip
    curves.sort(key=lambda curve: curve.tie.offending)
    shown = {node.status for node in family.nodes.values()}
    note = NOTICE
    if len(family.nodes) < family.works:
        note = f"{family.works:,} works in {len(family.nodes):,} boxes; {note}"
    return Scene(
        boxes,
        tuple(curves),
        max(layout.width, SIZE.width) + 2 * MARGIN,
        max(layout.height, SIZE.height) + 2 * MARGIN,
        tuple(status for status, _ in MEANINGS if status in shown),
        note,
    )


def _box(node: Node, centre: Point) -> Box:
    left = centre[0] - SIZE.width / 2 + MARGIN
    top = centre[1] - SIZE.height / 2 + MARGIN
    told = f"{node.license_text}, {node.type}"
    if len(node.works) > 1:
        told = f"and {len(node.works) - 1:,} more, {node.bad_text or node.license_text}"
    return Box(node, left, top, clip(node.id, LETTERS), clip(told, LETTERS + 10, middle=False))


def _curve(tie: Tie, centres: Mapping[str, Point], bends: tuple[Point, ...], worded: bool) -> Curve:
    start, end = centres[tie.upstream], centres[tie.work]
    points = ((start[0] + SIZE.width / 2, start[1]), *bends, (end[0] - SIZE.width / 2, end[1]))
    moved = tuple((x + MARGIN, y + MARGIN) for x, y in points)
    words = ", ".join(tie.relations) if worded and len(tie.relations) < 3 else ""
    return Curve(tie, moved, words)


def pieces(curve: Curve) -> Iterator[tuple[Point, Point, Point, Point]]:
    """Yield the curve as cubic pieces, each level at both ends and at bends."""
    flat = SIZE.width / 2
    points = list(curve.points)
    way = [points[0]]
    for x, y in points[1:-1]:
        way += [(x - flat, y), (x + flat, y)]
    way.append(points[-1])
    for (x, y), (end_x, end_y) in itertools.pairwise(way):
        half = (end_x - x) / 2
        yield (x, y), (x + half, y), (end_x - half, end_y), (end_x, end_y)


def clip(text: str, letters: int, *, middle: bool = True) -> str:
    """Return a text of at most about `letters` letters: its head and, in the `middle`, its end."""
    line = printable(text)
    if sum(map(_breadth, line)) <= letters:
        return line
    tail = _fitting(reversed(line), letters // 2 - 1)[::-1] if middle else ""
    return f"{_fitting(iter(line), letters - letters // 2 if middle else letters - 1)}…{tail}"


def _fitting(letters: Iterator[str], room: float) -> str:
    taken = ""
    for letter in letters:
        room -= _breadth(letter)
        if room < 0:
            break
        taken += letter
    return taken


def _breadth(letter: str) -> float:
    """Return how much room a letter takes; those of East Asia take twice that of others."""
    return 1.9 if unicodedata.east_asian_width(letter) in "WF" else 1.0
