"""One case put to both sides: the reference evaluator, and the fold with the solver behind it."""

from collections.abc import Iterable
from dataclasses import dataclass

from licenselogic.decision.answer import Answer, answer
from licenselogic.decision.engine import Engine
from licenselogic.decision.question import Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.deontic import License
from licenselogic.reference.reference import Breach, Case, Judgement

JOINT = Breach("1/6", "")
"""Rules 1 and 6: where several demands cannot be met together, either may be named for it."""


@dataclass(frozen=True)
class Asked:
    """A case in the words of the public interface."""

    lineage: Lineage
    library: Library
    target: str
    outbound: str | None
    true: frozenset[str]


def asked(case: Case) -> Asked:
    """Return what `check` would be asked to decide `case`."""
    works = [
        Work(
            id=node.id,
            type=node.type,
            license=expression(node.licenses),
            owner=node.owner,
            publish=case.publish if node.id == case.target else "share",
            facts=tuple(sorted(case.facts.items())) if node.id == case.target else (),
        )
        for node in case.nodes.values()
    ]
    edges = {n.id: [Edge(work, by) for work, by in n.upstream] for n in case.nodes.values()}
    outbound = None if case.outbound is None else expression(case.outbound)
    library = Library.of(licenses(case))
    return Asked(Lineage.of(works, edges), library, case.target, outbound, case.true)


def expression(licenses: Iterable[License]) -> str | None:
    """Return the expression under which all of `licenses` bind, or None for none."""
    return " AND ".join(sorted(license.id for license in licenses)) or None


def licenses(case: Case) -> frozenset[License]:
    """Return every licence in `case`."""
    inbound = (node.licenses for node in case.nodes.values())
    return frozenset[License]().union(*inbound, case.outbound or ())


def sign(case: Case, rlimit: int | None = None) -> tuple[Engine, Signature]:
    """Return what arrives at the target of `case`, folded, and an engine to decide it."""
    it = asked(case)
    engine = Engine(it.library, rlimit)
    return engine, signature(engine.fold(it.lineage), it.target, it.outbound, it.true)


def solve(case: Case, rlimit: int | None = None, depth: Depth = Depth.SCENARIOS) -> Answer:
    """Return the answer of the fast side."""
    return answer(*sign(case, rlimit), depth)


def expected(case: Case, judgement: Judgement) -> str:
    """Return the status that a judgement of the reference calls for.

    It leaves undeclared licences to its callers: unless the others already clash, the answer is
    unknown.
    """
    if judgement.broken:
        return "incompatible"
    owner = case.nodes[case.target].owner
    silent = (
        not node.licenses and (owner is None or node.owner != owner)
        for node in case.nodes.values()
        if node.id != case.target
    )
    return "unknown" if case.outbound is None or any(silent) else "compatible"


def judged(judgement: Judgement) -> frozenset[Breach]:
    """Return what is broken by the reference, in the terms in which both sides are compared."""
    return frozenset(JOINT if b.rule in ("1", "6") else b for b in judgement.broken)


def solved(violations: Iterable[Violation]) -> frozenset[Breach]:
    """Return what is broken by the solver, in the same terms."""
    return frozenset(map(breach, violations))


def breach(violation: Violation) -> Breach:
    """Return a violation as the reference would name it."""
    rule, mine = violation.rule, violation.side.license
    if rule in ("1", "6"):
        return JOINT
    if rule == "3e":
        return Breach(rule.value, violation.clauses[0].license, mine)
    if rule == "3c":
        return Breach(rule.value, mine, violation.clauses[1].license)
    return Breach(rule.value, mine, violation.other.license if violation.other else "")


def rules(breaches: Iterable[Breach]) -> frozenset[str]:
    """Return the numbers of the rules that are broken."""
    return frozenset(breach.rule for breach in breaches)
