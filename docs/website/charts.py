"""Flow charts, which forges draw from Mermaid, drawn for the site as SVG: it fetches nothing."""

import re
from collections.abc import Iterable
from graphlib import TopologicalSorter
from html import escape
from itertools import pairwise

from licenselogic.drawing.layers import Point, Size, layered

WIDTH, HEIGHT = 184.0, 50.0
"""The size of a box."""

SIZE = Size(width=HEIGHT, height=WIDTH, beside=40.0, between=16.0)
"""The layout leads from left to right, and charts lead down: what is wide there is high here."""

_ROOM = "min-width: 1000px; height: auto"
"""On a narrow page a chart is moved sideways, so that its words can be read."""

_HEAD = """<defs><marker id="head" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>"""
"""The head of an arrow."""

_NODE = re.compile(r"(\w+)\[([^\[\]]+)\]")
_TIES = re.compile(r"(\w+) --> (\w+(?: & \w+)*)")


def drawn(chart: str) -> str:
    """Return a chart in Mermaid as SVG: boxes `id[name: what it is]`, and ties `id --> id & id`.

    Raises `LookupError` for any other line.
    """
    words, ties = _read(chart)
    above: dict[str, list[str]] = {name: [] for name in words}
    for one, other in ties:
        above[other].append(one)
    layout = layered(list(TopologicalSorter(above).static_order()), ties, SIZE)
    centres = {name: (across, down) for name, (down, across) in layout.centres.items()}
    lines = [
        _line([centres[one], *((x, y) for y, x in layout.bends[one, other]), centres[other]])
        for one, other in ties
    ]
    boxes = [_box(*centres[name], words[name]) for name in words]
    width, height = layout.height, layout.width
    label = "; ".join(f"{one} leads to {other}" for one, other in ties)
    return "\n".join(
        [
            '<div style="overflow-x: auto">',
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}"',
            f'  viewBox="-4 -4 {width + 8:g} {height + 8:g}" style="width: 100%; {_ROOM}">',
            _HEAD,
            *lines,
            *boxes,
            "</svg></div>",
        ]
    )


def _read(chart: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the words of each box, and the pairs of boxes that are tied."""
    words: dict[str, str] = {}
    ties: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, chart.splitlines())):
        node, tie = _NODE.fullmatch(line), _TIES.fullmatch(line)
        if node:
            words[node[1]] = node[2]
        elif tie and {tie[1], *tie[2].split(" & ")} <= words.keys():
            ties += [(tie[1], other) for other in tie[2].split(" & ")]
        elif line != "flowchart TD":
            raise LookupError(f"a chart has a line that the site does not draw: `{line}`")
    return words, ties


def _line(points: Iterable[Point]) -> str:
    """Return a tie from the foot of a box, through its bends, to the top of another."""
    first, *bends, last = points
    points = [(first[0], first[1] + HEIGHT / 2), *bends, (last[0], last[1] - HEIGHT / 2 - 1)]
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        path += f"C{x:g} {middle:g} {to_x:g} {middle:g} {to_x:g} {to_y:g}"
    style = 'fill="none" stroke="currentColor" stroke-opacity="0.5" marker-end="url(#head)"'
    return f'<path d="{path}" {style}/>'


def _box(x: float, y: float, words: str) -> str:
    """Return a box with its name, and what it is in smaller letters."""
    name, _, about = words.partition(": ")
    sheet = 'rx="5" fill="var(--color-background-secondary, #f6f8fa)" stroke="currentColor"'
    place = f'x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    text = f'<text x="{x:g}" text-anchor="middle" fill="currentColor"'
    return (
        f"<rect {place} {sheet}/>"
        f'{text} y="{y - 3:g}" font-size="16" font-weight="600">{escape(name)}</text>'
        f'{text} y="{y + 15:g}" font-size="13">{escape(about)}</text>'
    )
