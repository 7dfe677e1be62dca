"""A verdict with its lineage as a page: the answer first, then where it comes from and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.markup import Markup
from licenselogic.drawing.draw import draw_verdict
from licenselogic.drawing.family import Marks
from licenselogic.drawing.scene import MARKS, Scene
from licenselogic.drawing.svg import inline
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge
from licenselogic.norms.assumptions import select
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.report.html import render_page
from licenselogic.report.told import Part, Told
from licenselogic.report.verdict_text import alike
from licenselogic.verdict.family import Judged
from licenselogic.verdict.readings import Readings
from licenselogic.verdict.verdict import ClauseRef, Counterexample, Verdict

SHOWN = 100
"""Counterexamples that are shown, like ones together; of more only the number is given."""

MOST = 4096
"""Valuations that can be switched between; of more only the fewest that flip are shown."""

_UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class _Group:
    """A counterexample, and those that differ from it in the scenario alone."""

    first: Counterexample
    alike: tuple[Counterexample, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page tells of one work."""

    anchor: str
    id: str
    status: str
    license: str | None
    type: str
    owner: str | None
    publish: str
    facts: tuple[tuple[str, object], ...]
    upstream: tuple[Edge, ...]
    broken: tuple[tuple[str, str], ...]
    refs: tuple[ClauseRef, ...]


@no_collection()
def render_verdict_page(
    lineage: Lineage,
    verdict: Verdict,
    judged: Mapping[str, Judged],
    readings: Readings | None = None,
    on: date | None = None,
    beside: Sequence[Told] = (),
) -> str:
    """Return the page of a verdict on a work of `lineage`.

    `judged` are the own verdicts of the works, `readings` how the answer hangs on the readings of
    the law, and `on` is the day that the page names, by default today.  Of what is told `beside`,
    it shows what is against the policy of a project, and what is accepted there.
    """
    marks = Marks(judged, verdict)
    order = lineage.order(verdict.work)
    anchors = {name: f"w{number}" for number, name in enumerate(order)}
    drawing = draw_verdict(lineage, verdict, marks)
    nodes = list(drawing.family.nodes.values())
    boxes = {node.id: f"b{n}" for n, node in enumerate(nodes) if len(node.works) > 1}
    scene = drawing.scene
    groups = [_Group(first, tuple(rest)) for first, *rest in alike(verdict)]
    return render_page(
        "verdict.html",
        verdict.library,
        on,
        verdict=verdict,
        anchors=anchors,
        drawing=_drawn(scene, {**anchors, **boxes}, verdict.work),
        collapsed=len(nodes) < len(order),
        boxes=len(nodes),
        offending=scene.offending,
        inferred=scene.inferred,
        statuses=[_status(status) for status in scene.statuses],
        marks={_status(status): mark for status, mark in MARKS.items()},
        groups=groups[:SHOWN],
        policy=[told for told in beside if told.part is Part.POLICY],
        accepted=[told for told in beside if told.accepted],
        hidden=sum(1 + len(group.alike) for group in groups[SHOWN:]),
        readings=readings,
        every=_every(readings),
        profiles=list(vocabulary().profiles),
        meanings={n: vocabulary().meaning("assumptions", n) for n in vocabulary().assumptions},
        together=[
            {"anchor": boxes[node.id], "first": node.id, "works": node.works}
            for node in nodes
            if node.id in boxes
        ],
        works=list(_works(lineage, order, marks, anchors)),
    )


def _drawn(scene: Scene, anchors: Mapping[str, str], work: str) -> Markup:
    return inline(scene, lambda name: f"#{anchors[name]}", f"The lineage of {work}")


def _status(status: object) -> str:
    return _UNJUDGED if status is None else str(status)


def _works(
    lineage: Lineage, order: tuple[str, ...], marks: Marks, anchors: Mapping[str, str]
) -> Iterator[_Shown]:
    """Yield what is told of each work, the one asked about first, then its nearest upstream."""
    verdict = marks.verdict
    refs = _refs(verdict) if verdict is not None else {}
    for name in reversed(order):
        work, found = lineage.works[name], marks.judged.get(name)
        broken = found.broken if found is not None else ()
        yield _Shown(
            anchors[name],
            name,
            _status(marks.status(name)),
            work.license,
            work.type,
            work.owner,
            work.publish,
            work.facts,
            lineage.upstream[name],
            tuple((b.kind.value, ", ".join(" ".join(c) for c in b.clauses)) for b in broken),
            tuple(refs.get(name, ())),
        )


def _refs(verdict: Verdict) -> dict[str, dict[ClauseRef, None]]:
    """Return the clauses that a verdict speaks of, by the work whose licence holds them."""
    found: dict[str, dict[ClauseRef, None]] = {}
    for example in verdict.counterexamples:
        for ref in example.clauses:
            other = example.other_work if ref.license != example.clauses[0].license else ""
            found.setdefault(other or example.work, {})[ref] = None
    for condition in verdict.conditions:
        found.setdefault(condition.work, {}).update(dict.fromkeys(condition.clauses))
    for duty in verdict.duties:
        found.setdefault(duty.work, {})[duty.clause] = None
    return found


def _every(readings: Readings | None) -> dict[str, Any] | None:
    """Return the status of every valuation, for the script: a row of 0 and 1 for each."""
    if readings is None or not readings.matter or len(readings.every) > MOST:
        return None
    names = readings.matter
    statuses = list(dict.fromkeys(status.value for status in readings.every.values()))

    def row(held: frozenset[str]) -> str:
        return "".join("1" if name in held else "0" for name in names)

    rows = {row(held): statuses.index(status.value) for held, status in readings.every.items()}
    return {
        "names": list(names),
        "statuses": statuses,
        "marks": {status.value: MARKS[status] for status in Status},
        "rows": dict(sorted(rows.items())),
        "profiles": {profile: row(select(profile)) for profile in vocabulary().profiles},
    }
