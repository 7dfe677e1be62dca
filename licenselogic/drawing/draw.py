"""Draw a lineage: choose what is shown, judge it, make it small enough to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from licenselogic.drawing.collapse import LIMIT, collapse
from licenselogic.drawing.dot import render_dot, render_mermaid
from licenselogic.drawing.family import Family, Marks, family_of, relatives
from licenselogic.drawing.png import render_png
from licenselogic.drawing.scene import Scene, scene_of
from licenselogic.drawing.svg import render_svg
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.verdict.check import check
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.verdict import Verdict

FORMATS = ("svg", "png", "dot", "mermaid")


@dataclass(frozen=True)
class Drawing:
    """A drawing of a family, ready to be written; a notebook shows it as it is."""

    family: Family

    @cached_property
    def scene(self) -> Scene:
        """The family with a place for everything."""
        return scene_of(self.family)

    def to_svg(self) -> str:
        """Return the drawing as an SVG file."""
        return render_svg(self.scene)

    def to_png(self) -> bytes:
        """Return the drawing as PNG; raises `UsageError` where matplotlib is not installed."""
        return render_png(self.scene)

    def to_dot(self) -> str:
        """Return the drawing for Graphviz."""
        return render_dot(self.family)

    def to_mermaid(self) -> str:
        """Return the drawing for Mermaid."""
        return render_mermaid(self.family)

    def to_bytes(self, form: str) -> bytes:
        """Return the drawing in one of `FORMATS`, as the content of a file."""
        if form == "png":
            return self.to_png()
        text = {"svg": self.to_svg, "dot": self.to_dot, "mermaid": self.to_mermaid}[form]()
        return text.encode()

    def _repr_svg_(self) -> str:
        return self.to_svg()


def draw(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
    limit: int = LIMIT,
) -> Drawing:
    """Return a drawing of a work with its ancestors and descendants, coloured by verdict.

    `work_id` None draws the whole lineage.  Every work is judged under its own label, and the one
    asked about (`work_id`, or the only work without descendants) under `license` if that is given.
    At most about `limit` boxes are drawn: works that are alike share one.  Other arguments, and
    errors, are those of `check`.
    """
    works = relatives(lineage, work_id)
    asked = work_id
    if work_id is None:
        asked = _only_last(lineage) if license is None else lineage.target()
    judged = judge_all(lineage, works, profile, assumptions, rlimit, licenses)
    verdict = None
    if asked is not None:
        verdict = check(lineage, asked, license, profile, assumptions, rlimit, licenses)
    marks = Marks(judged, verdict)
    return Drawing(collapse(family_of(lineage, works, marks, asked), limit))


def draw_verdict(lineage: Lineage, verdict: Verdict, marks: Marks, limit: int = LIMIT) -> Drawing:
    """Return a drawing of the work of a verdict with its ancestors."""
    works = lineage.order(verdict.work)
    return Drawing(collapse(family_of(lineage, works, marks, verdict.work), limit))


def _only_last(lineage: Lineage) -> str | None:
    """Return the only work without descendants, or None where there are several."""
    parents = {edge.work for edges in lineage.upstream.values() for edge in edges}
    last = [name for name in lineage.works if name not in parents]
    return last[0] if len(last) == 1 else None
