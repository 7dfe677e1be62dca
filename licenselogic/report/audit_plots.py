"""The summary of an audit as pictures (SVG): bars by kind, and the largest families as bubbles.

Draws what it is given and counts nothing.  Numbers stand beside every shape.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, hypot, log2, pi, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from licenselogic.base.codes import Status
from licenselogic.base.markup import Markup, joined, tag
from licenselogic.drawing import scene

_PARTS = (Status.COMPATIBLE, Status.UNKNOWN, Status.INCOMPATIBLE)
TONES = {status.value: scene.TONES[status][0] for status in _PARTS}
"""The colours of statuses, in the order in which parts are drawn."""

_INK, _FAINT, _PALE = "#1f2328", "#57606a", "#d0d7de"

MOST_BUBBLES = 40
"""Families that are drawn: the largest."""


def draw_audit(summary: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write the pictures of a summary into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {"kinds.svg": bars(summary["kinds"])}
    if summary.get("families"):
        found["families.svg"] = bubbles(summary["families"])
    for name, picture in found.items():
        (folder / name).write_text(picture, encoding="utf-8", newline="\n")
    return [folder / name for name in found]


def bars(kinds: Mapping[str, Any]) -> str:
    """Return a bar for each kind that is triggered: how many works, and how many of them break it.

    Lengths are by the logarithm, since kinds differ by more than a thousand times.
    """
    shown = {kind: counts for kind, counts in kinds.items() if counts["triggered"]}
    most = max((counts["triggered"] for counts in shown.values()), default=1)
    shapes = [_text(16, 28, "Works that trigger a kind, and that break it", size=15)]
    for place, (kind, counts) in enumerate(shown.items()):
        top = 48 + 26 * place
        triggered, violating = counts["triggered"], counts["violating"]
        shapes.append(_text(190, top + 14, kind, anchor="end"))
        for count, tone in ((triggered, _PALE), (violating, TONES["incompatible"])):
            width = 420 * _length(count, most)
            attributes = {"x": 200, "y": top, "width": width, "height": 18, "fill": tone}
            shapes.append(tag("rect", attributes))
        told = f"{violating:,} of {triggered:,} ({100 * violating / triggered:.1f} %)"
        shapes.append(_text(628, top + 14, told, tone=_FAINT))
    return _svg(shapes, 820, 64 + 26 * len(shown))


def _length(count: int, most: int) -> float:
    """Return how long a bar is: from nothing for none to 1 for the most."""
    return log2(count + 1) / log2(most + 1)


# Bubbles ------------------------------------------------------------------------------------------


class Bubble(NamedTuple):
    """A circle: where it is, and how large."""

    x: float
    y: float
    radius: float


def bubbles(families: Sequence[Mapping[str, Any]]) -> str:
    """Return the largest families as circles that touch, each parted by the statuses of its works.

    Areas are by the number of works.
    """
    shown = sorted(families, key=lambda one: (-one["works"], one["work"]))[:MOST_BUBBLES]
    scale = 200 / sqrt(max((one["works"] for one in shown), default=1))
    placed = pack([max(scale * sqrt(one["works"]), 6.0) for one in shown])
    left = min((b.x - b.radius for b in placed), default=0.0) - 16
    top = min((b.y - b.radius for b in placed), default=0.0) - 56
    right = max((b.x + b.radius for b in placed), default=600.0) + 16
    below = max((b.y + b.radius for b in placed), default=100.0) + 16
    shapes = [_text(16, 28, "The largest families of models, by status", size=15)]
    shapes += _key()
    for family, bubble in zip(shown, placed, strict=True):
        shapes += _pie(bubble._replace(x=bubble.x - left, y=bubble.y - top), family)
    return _svg(shapes, max(right - left, 600), below - top)


def pack(radii: Sequence[float]) -> list[Bubble]:
    """Return circles of these sizes that do not overlap, close to each other.

    Each touches two that are there before, as near to the middle as there is room.
    """
    placed: list[Bubble] = []
    for radius in radii:
        if len(placed) < 2:
            before = placed[0].radius if placed else 0.0
            placed.append(Bubble(before + radius if placed else 0.0, 0.0, radius))
            continue
        free = (
            spot
            for one, other in combinations(placed, 2)
            for spot in _touching(one, other, radius)
            if not any(_overlap(spot, there) for there in placed)
        )
        placed.append(min(free, key=lambda b: (round(hypot(b.x, b.y), 6), b.x, b.y)))
    return placed


def _touching(one: Bubble, other: Bubble, radius: float) -> Iterator[Bubble]:
    """Yield the circles of a size that touch both others from outside."""
    far, near = one.radius + radius, other.radius + radius
    across, up = other.x - one.x, other.y - one.y
    apart = hypot(across, up)
    if not abs(far - near) < apart <= far + near:
        return
    along = (far * far - near * near + apart * apart) / (2 * apart)
    beside = sqrt(max(0.0, far * far - along * along))
    for side in (beside, -beside):
        yield Bubble(
            one.x + (along * across - side * up) / apart,
            one.y + (along * up + side * across) / apart,
            radius,
        )


def _overlap(one: Bubble, other: Bubble) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius - 1e-6


def _pie(bubble: Bubble, family: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield a circle in parts, with the name of the family where there is room."""
    x, y, radius = bubble
    counts = {status: family["statuses"].get(status, 0) for status in TONES}
    total, start, parts = sum(counts.values()), 0.0, []
    for status, count in counts.items():
        if not count:
            continue
        end = start + count / total
        if count == total:
            shape = tag("circle", {"cx": x, "cy": y, "r": radius, "fill": TONES[status]})
        else:
            shape = tag("path", {"d": _wedge(bubble, start, end), "fill": TONES[status]})
        parts.append(shape)
        start = end
    told = ", ".join(f"{count:,} {status}" for status, count in counts.items() if count)
    title = tag("title", {}, f"{family['work']}: {family['works']:,} works ({told})")
    yield tag("g", {"fill-opacity": "0.85"}, title, *parts)
    name = family["work"].rpartition("/")[2]
    if 2 * radius > 6.2 * len(name) + 8:
        yield _text(x, y, name, anchor="middle", tone="#ffffff")
        yield _text(x, y + 15, f"{family['works']:,}", anchor="middle", tone="#ffffff")


def _wedge(bubble: Bubble, start: float, end: float) -> str:
    """Return the path of a part of a circle, from one share of the turn to another."""
    x, y, radius = bubble
    (one, two), (three, four) = (
        (x + radius * sin(2 * pi * turn), y - radius * cos(2 * pi * turn)) for turn in (start, end)
    )
    large = int(end - start > 0.5)
    arc = f"A{radius:.1f} {radius:.1f} 0 {large} 1 {three:.1f} {four:.1f}"
    return f"M{x:.1f} {y:.1f}L{one:.1f} {two:.1f}{arc}Z"


def _key() -> Iterator[Markup]:
    for place, (status, tone) in enumerate(TONES.items()):
        yield tag("rect", {"x": 16 + 120 * place, "y": 38, "width": 12, "height": 12, "fill": tone})
        yield _text(34 + 120 * place, 48, status, tone=_FAINT, size=12)


# Shapes -------------------------------------------------------------------------------------------


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", tone: str = _INK, size: int = 13
) -> Markup:
    attributes = {"x": x, "y": y, "text-anchor": anchor, "fill": tone, "font-size": size}
    return tag("text", attributes, words)


def _svg(shapes: Sequence[Markup], width: float, height: float) -> str:
    ground = tag("rect", {"width": width, "height": height, "fill": "#ffffff"})
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width:.0f} {height:.0f}",
        "font-family": "ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
    }
    return f"{tag('svg', attributes, joined(ground, *shapes))}\n"
