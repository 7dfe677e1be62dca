"""Flow charts, which forges draw from Mermaid, drawn for the site as SVG: it fetches nothing."""

import re
from collections.abc import Sequence
from graphlib import TopologicalSorter
from html import escape
from textwrap import wrap

from licenselogic.drawing.layers import Point, Size, layered

WIDTH, HEIGHT = 120.0, 62.0
"""The size of a box."""

SIZE = Size(width=HEIGHT, height=WIDTH, beside=38.0, between=8.0, bend=10.0)
"""The layout leads from left to right, and charts lead down: what is wide there is high here."""

_LINE = 18
"""Letters that fit into a line of a box."""

_SMALLEST = 0.92
"""How small a chart may be drawn; on a narrower page it is moved sideways, so that one can read."""

_CHART = "A flow chart, which arrow keys move"

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
    room = f"width: 100%; min-width: {_SMALLEST * width:.0f}px; max-width: {width:.0f}px"
    label = "; ".join(f"{one} leads to {other}" for one, other in ties)
    return "\n".join(
        [
            f'<div style="overflow-x: auto" tabindex="0" role="region" aria-label="{_CHART}">',
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}"',
            f'  viewBox="-4 -4 {width + 8:g} {height + 8:g}" style="{room}">',
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


def _line(points: Sequence[Point]) -> str:
    """Return a tie from the foot of a box to the top of another; past boxes it leads down."""
    half, (x, y) = HEIGHT / 2, points[0]
    path = f"M{x:g} {y + half:g}"
    for to_x, to_y in points[1:]:
        middle = (y + to_y) / 2
        path += f"C{x:g} {middle:g} {to_x:g} {middle:g} {to_x:g} {to_y - half:g}"
        x, y = to_x, to_y
        if (x, y) != points[-1]:
            path += f"V{y + half:g}"
    style = 'fill="none" stroke="currentColor" stroke-opacity="0.5" marker-end="url(#head)"'
    return f'<path d="{path}" {style}/>'


def _box(x: float, y: float, words: str) -> str:
    """Return a box with its name, and what it is in smaller letters."""
    name, _, about = words.partition(": ")
    lines = wrap(about, _LINE)
    sheet = 'rx="5" fill="var(--color-background-secondary, #f6f8fa)" stroke="currentColor"'
    place = f'x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    text = f'<text x="{x:g}" text-anchor="middle" fill="currentColor"'
    top = y + 5 - 8 * len(lines)
    told = [f'{text} y="{top:g}" font-size="15" font-weight="600">{escape(name)}</text>']
    for number, line in enumerate(lines, 1):
        told.append(f'{text} y="{top + 1 + 16 * number:g}" font-size="13">{escape(line)}</text>')
    return f"<rect {place} {sheet}/>{''.join(told)}"
