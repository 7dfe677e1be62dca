"""All that a page tells of a work: its verdict, the works above it, and the readings of the law."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.rules import Depth
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.explain import explain
from licenselogic.verdict.family import Judged, judge_above
from licenselogic.verdict.readings import Readings, readings_of
from licenselogic.verdict.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Whole:
    """A verdict, what each work is under its own label, and how the answer hangs on readings."""

    verdict: Verdict
    judged: Mapping[str, Judged]
    readings: Readings


@no_collection()
def whole(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Whole:
    """Return what `check`, `judge_all` and `readings` find; the lineage is folded once.

    Arguments and errors are those of `check`.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    held = select(profile, assumptions)
    asked = Asked.of(engine, lineage, lineage.target(work_id), license, held)
    verdict, judged = explain(asked, profile), judge_above(asked, lineage)
    return Whole(verdict, judged, readings_of(replace(asked, depth=Depth.STATUS), profile))
