"""A scene as PNG, by matplotlib, with the fonts that come with it: equal bytes on every machine."""

import io
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from licenselogic.base.diagnostics import UsageError, missing_extra
from licenselogic.drawing.scene import BAD, LEGEND, MARGIN, SIZE, TONES, Box, Curve, Scene, pieces

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_PIXELS = 24_000_000
"""The most pixels of a picture; a larger scene is drawn smaller."""

_INK, _FAINT, _LINE = "#1f2328", "#57606a", "#8c959f"


def render_png(scene: Scene) -> bytes:
    """Return a scene as PNG, at twice the size of the SVG.

    Raises `UsageError` where matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        instead = ", or `--format svg`, which needs nothing"
        raise UsageError(missing_extra("PNG needs `matplotlib`", "plot", instead))
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = max(scene.width, 660.0), scene.height + LEGEND
    scale = min(2.0, (MAX_PIXELS / (width * height)) ** 0.5)
    figure = Figure(figsize=(width / 72, height / 72), dpi=72 * scale)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for curve in scene.curves:
        _tie(axes, curve)
    for box in scene.boxes:
        _box(axes, box)
    _text(axes, MARGIN, scene.height + LEGEND / 2, scene.note, 9, _FAINT)
    target = io.BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def _tie(axes: "Axes", curve: Curve) -> None:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    points, codes = [curve.points[0]], [Path.MOVETO]
    for _, one, two, end in pieces(curve):
        points += [one, two, end]
        codes += [Path.CURVE4] * 3
    bad = curve.tie.offending
    tone, width = (BAD, 3.0) if bad else (_LINE, 1.4)
    dashes = (0, (4, 3)) if curve.tie.inferred else "solid"
    path = Path(points, codes)
    axes.add_patch(PathPatch(path, fill=False, edgecolor=tone, linewidth=width, linestyle=dashes))
    x, y = curve.points[-1]
    axes.add_patch(Polygon([(x, y), (x - 8, y - 4), (x - 8, y + 4)], color=tone, linewidth=0))
    if curve.words:
        x, y = curve.middle
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        axes.text(x, y - 8, _plain(curve.words), fontsize=8, color=_FAINT, ha="center",
                  va="center", bbox=ground, parse_math=False)  # fmt: skip


def _box(axes: "Axes", box: Box) -> None:
    from matplotlib.patches import FancyBboxPatch

    tone, sheet = TONES[box.node.status]
    for shift in (4.0, 0.0) if len(box.node.works) > 1 else (0.0,):
        corner = (box.left + shift, box.top + shift)
        patch = FancyBboxPatch(
            corner,
            SIZE.width,
            SIZE.height,
            boxstyle="round,pad=0,rounding_size=6",
            facecolor=sheet,
            edgecolor=tone,
            linewidth=3 if box.node.asked else 1,
        )
        axes.add_patch(patch)
    _text(axes, box.left + 12, box.top + 16, box.first, 10, _INK, weight="bold")
    _text(axes, box.left + 12, box.top + 34, box.second, 9, _FAINT)
    if box.mark:
        _text(axes, box.left + SIZE.width - 20, box.top + 16, box.mark, 11, tone, weight="bold")


def _text(
    axes: "Axes", x: float, y: float, words: str, size: float, tone: str, weight: str = "normal"
) -> None:
    axes.text(x, y, _plain(words), fontsize=size, color=tone, va="center", weight=weight,
              parse_math=False)  # fmt: skip


def _plain(words: str) -> str:
    """Return words with a box for what the font has no letter for, without a warning each."""
    return "".join(letter if ord(letter) in _letters() else "\N{WHITE SQUARE}" for letter in words)


@cache
def _letters() -> frozenset[int]:
    """Return what the font can write."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())
