"""Counterexamples of verdicts, each by itself."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import event, given
from lawful import verdict

from licenselogic.base.codes import Code, Status
from licenselogic.lineage.graph import Lineage
from licenselogic.testing import cases


@given(cases(max_works=5, max_clauses=5, settled=True))
def test_every_counterexample_stands_alone(case):
    """c ∈ counterexamples(D, L, U) → c ∈ counterexamples(D, L, path(c)), other licences unknown

    Of the lineage only the works on the path of the counterexample are kept, and the edges of that
    path; where two ancestors clash, also the path of the other.  Works between say nothing of their
    licence.  Left out is what turns on more of the lineage: several licences that cannot be met
    together, and rule 6, which asks for the other bases; and what hangs on a dependency between
    works of one type, which alone leaves the answer open.
    """
    found = verdict(case)
    event(found.status.value)
    for c in found.counterexamples:
        if c.rule == "6" or c.detail == "jointly":
            continue
        event(f"rule {c.rule}, {len(c.path)} works")
        alone = verdict(replace(case, lineage=only(case.lineage, c)))
        if Code.UNKNOWN_RELATION in {reason.code for reason in alone.reasons}:
            continue
        assert alone.status is Status.INCOMPATIBLE
        assert told(c) in map(told, alone.counterexamples)


def only(lineage, counterexample):
    """`lineage` cut down to what `counterexample` names."""
    edges = {}
    c = counterexample
    for path, relations in ((c.path, c.relations), (c.other_path, None)):
        for position, (above, below) in enumerate(pairwise(path)):
            between = [edge for edge in lineage.upstream[below] if edge.work == above]
            step = relations[position] if relations else ""  # odd edges are read in another sense
            same = [edge for edge in between if edge.by == step]
            edges.setdefault(below, []).extend(same or between)
    kept = {*c.path, *c.other_path}
    ends = {c.work, c.other_work, c.path[-1]}
    works = [
        work if name in ends else replace(work, license=None)
        for name, work in lineage.works.items()
        if name in kept
    ]
    return Lineage.of(works, edges)


def told(c):
    """What a counterexample says: a verdict lists each only once, whatever rules it breaks."""
    return (c.kind, c.clauses, c.work, c.other_work)


@given(cases(max_works=5, max_clauses=5))
def test_a_counterexample_is_given_for_every_incompatible_work(case):
    """status = incompatible ↔ counterexamples ≠ ∅"""
    found = verdict(case)
    event(found.status.value)
    assert (found.status is Status.INCOMPATIBLE) == bool(found.counterexamples)
