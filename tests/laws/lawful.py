"""What the laws share: answers to cases, and changes made to cases."""

from dataclasses import replace

import licenselogic as ll
from benchmarks.agreement import sides
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import Node


def answer(case, rlimit=None):
    """The answer of the fast side to `case`."""
    return sides.solve(case, rlimit)


def broken(case):
    """What the fast side finds broken, by rule and licences."""
    return sides.solved(answer(case).decision.violations)


def verdict(case, lineage=None, license=..., **options):
    """The verdict on `case`, or on another lineage of its works, through the public interface."""
    asked = sides.asked(case)
    offered = asked.outbound if license is ... else license
    return ll.check(
        lineage or asked.lineage,
        asked.target,
        offered,
        assumptions={name: name in case.true for name in vocabulary().assumptions},
        licenses=asked.library,
        **options,
    )


def with_upstream(case, below, license, relation, type="model"):
    """`case` with one work more, under `license`, from which `below` is made too."""
    extra = Node("extra", type, frozenset({license} if license else ()))
    work = case.nodes[below]
    more = replace(work, upstream=(*work.upstream, (extra.id, relation)))
    return replace(case, nodes={**case.nodes, below: more, extra.id: extra})


def reason(case):
    """The rules that fail, for events."""
    return " ".join(sorted(sides.rules(broken(case)))) or "none"
