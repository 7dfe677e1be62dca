"""A scene as SVG: for a page, where boxes lead to their works, or as a file that stands alone."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

from licenselogic.base.codes import Status
from licenselogic.base.markup import Markup, joined, tag
from licenselogic.drawing.scene import (
    LEGEND,
    MARGIN,
    MARKS,
    MEANINGS,
    SIZE,
    Box,
    Curve,
    Scene,
    pieces,
)

Anchor = Callable[[str], str]
"""Returns where a page tells of a work: the address that its box leads to."""

_LINE = 26.0
_STATUS = {
    Status.COMPATIBLE: "compatible",
    Status.INCOMPATIBLE: "incompatible",
    Status.UNKNOWN: "unknown",
    None: "unjudged",
}


@cache
def style() -> str:
    """Return the style sheet of drawings, in light and dark."""
    return (files("licenselogic.drawing") / "drawing.css").read_text(encoding="utf-8")


def render_svg(scene: Scene) -> str:
    """Return a scene as an SVG file, with a legend."""
    width, height = max(scene.width, 660.0), scene.height + LEGEND
    ground = tag("rect", {"class": "ground", "width": width, "height": height})
    parts = joined(Markup(f"<style>{style()}</style>"), ground, *shapes(scene), *_legend(scene))
    return f"{_svg(parts, width, height, 'A lineage')}\n"


def inline(scene: Scene, anchor: Anchor, name: str) -> Markup:
    """Return a scene for a page that has `style` among its styles; `name` is what it shows."""
    return _svg(joined(*shapes(scene, anchor)), scene.width, scene.height, name)


def _svg(content: Markup, width: float, height: float, name: str) -> Markup:
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "lineage",
        "role": "group",
        "aria-label": name,
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width:.0f} {height:.0f}",
    }
    return tag("svg", attributes, content)


def shapes(scene: Scene, anchor: Anchor | None = None) -> Iterator[Markup]:
    """Yield the ties, then the boxes on top of them, then the words on ties."""
    for curve in scene.curves:
        yield _tie(curve)
    for curve in scene.curves:
        if curve.words:
            x, y = curve.middle
            yield tag("text", {"class": "by", "x": x, "y": y - 4}, curve.words)
    for box in scene.boxes:
        yield _box(box, anchor)


def _tie(curve: Curve) -> Markup:
    tie = curve.tie
    start = curve.points[0]
    path = f"M{start[0]:.1f} {start[1]:.1f}"
    for _, one, two, end in pieces(curve):
        path += f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    x, y = curve.points[-1]
    head = f"M{x:.1f} {y:.1f}l-8 -4v8z"
    kind = "tie" + " offending" * tie.offending + " inferred" * tie.inferred
    title = f"{tie.upstream}, {' and '.join(tie.relations)}: {tie.work}"
    return tag(
        "g",
        {"class": kind},
        tag("title", None, title),
        tag("path", {"class": "line", "d": path}),
        tag("path", {"class": "head", "d": head}),
    )


def _box(box: Box, anchor: Anchor | None) -> Markup:
    node, many = box.node, len(box.node.works) > 1
    kind = f"box {_STATUS[node.status]}" + " asked" * node.asked + " many" * many
    at = f"translate({box.left:.1f} {box.top:.1f})"
    sheets: list[dict[str, object]] = [{"class": "sheet"}]
    if many:
        sheets.insert(0, {"class": "stack", "x": 4.0, "y": 4.0})
    parts = [tag("title", None, box.title)]
    parts += [tag("rect", {**s, "width": SIZE.width, "height": SIZE.height, "rx": 6.0})
              for s in sheets]  # fmt: skip
    parts.append(tag("path", {"class": "bar", "d": _BAR}))
    parts.append(tag("text", {"class": "first", "x": 14.0, "y": 20.0}, box.first))
    parts.append(tag("text", {"class": "second", "x": 14.0, "y": 38.0}, box.second))
    if box.mark:
        place = {"class": "mark", "x": SIZE.width - 16, "y": 21.0}
        parts.append(tag("text", place, box.mark))
    if anchor is None:
        return tag("g", {"class": kind, "transform": at}, *parts)
    link = {"class": kind, "transform": at, "href": anchor(node.id), "aria-label": box.title}
    return tag("a", link, *parts)


_BAR = f"M6 0h0a6 6 0 0 0-6 6v{SIZE.height - 12:.0f}a6 6 0 0 0 6 6z"


def _legend(scene: Scene) -> Iterator[Markup]:
    """Yield what colours and lines mean, of those that are in the scene."""
    x, y = MARGIN, scene.height + LEGEND - MARGIN
    for status, words in MEANINGS:
        if status in scene.statuses:
            mark = tag("text", {"class": "mark", "x": 7.0, "y": 11.0}, MARKS[status])
            sheet = {"class": "sheet", "width": 14.0, "height": 14.0, "rx": 3.0}
            at = f"translate({x:.1f} {y - 12:.1f})"
            kind = f"box key {_STATUS[status]}"
            yield tag("g", {"class": kind, "transform": at}, tag("rect", sheet), mark)
            yield tag("text", {"class": "second", "x": x + 20, "y": y}, words)
            x += 34 + 6.6 * len(words)
    for shown, kind, words in (
        (scene.offending, "tie offending", "way of a broken licence"),
        (scene.inferred, "tie inferred", "inferred relation"),
    ):
        if shown:
            line = tag("path", {"class": "line", "d": f"M{x:.1f} {y - 5:.1f}h{_LINE:.0f}"})
            yield tag("g", {"class": kind}, line)
            yield tag("text", {"class": "second", "x": x + _LINE + 6, "y": y}, words)
            x += _LINE + 20 + 6.6 * len(words)
    yield tag("text", {"class": "second", "x": MARGIN, "y": y - 20}, scene.note)
