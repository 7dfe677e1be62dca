"""Works and how they hang together, as plain values that any picture is made of.

Node     one work, or several that are drawn as one
Tie      what connects two nodes
Family   all that is drawn; a lineage with its verdicts makes one, and so may any other table
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from licenselogic.base.codes import Status
from licenselogic.base.display import printable
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.verdict.family import Judged
from licenselogic.verdict.verdict import Counterexample, Verdict

KEPT = 3
"""Counterexamples whose works are drawn one by one, however many works there are."""

MAX_SOURCES = 200
"""Works whose licences are broken of which the ways down are marked, the most broken first."""


@dataclass(frozen=True, slots=True)
class Node:
    """One work, or several alike; `works` are their ids, the first of which names the node.

    `license` is None where none is declared, and '' where those of the works differ; so is `type`.
    `status` is None where nobody has judged; of several it is the worst, and `incompatible` counts
    those that have that status.  A node that is `kept` is drawn alone for as long as that goes.
    """

    works: tuple[str, ...]
    type: str
    license: str | None
    status: Status | None = None
    kept: bool = False
    asked: bool = False
    incompatible: int = 0

    @property
    def id(self) -> str:
        """The work that names the node."""
        return self.works[0]

    @property
    def license_text(self) -> str:
        """The licence in words."""
        if self.license is None:
            return "no licence declared"
        return printable(self.license) or "several licences"

    @property
    def bad_text(self) -> str:
        """How many works are incompatible, where it is some of several."""
        some = 0 < self.incompatible < len(self.works)
        return f"{self.incompatible:,} incompatible" if some else ""


@dataclass(frozen=True, slots=True)
class Tie:
    """What leads from the node `upstream` to the node `work`: relations, and what is to be marked.

    `inferred` tells that no author stated the relation; `offending`, that a licence which is broken
    comes this way.
    """

    upstream: str
    work: str
    relations: tuple[str, ...]
    inferred: bool = False
    offending: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """What is drawn: nodes by id, every one after its upstream, and the ties between them."""

    nodes: Mapping[str, Node]
    ties: tuple[Tie, ...]

    @property
    def works(self) -> int:
        """The number of works that are drawn."""
        return sum(len(node.works) for node in self.nodes.values())


def relatives(lineage: Lineage, work: str | None) -> tuple[str, ...]:
    """Return a work with its ancestors and descendants, upstream first; for None, all works.

    Raises `LineageError` for an unknown work.
    """
    if work is None:
        wanted = set(lineage.works)
    else:
        wanted = set(lineage.order(work)) | _descendants(lineage, work)
    done: dict[str, None] = {}
    for name in lineage.works:
        if name in wanted and name not in done:
            done.update(dict.fromkeys(n for n in _order(lineage, name, done) if n in wanted))
    return tuple(done)


def _order(lineage: Lineage, work: str, done: Mapping[str, None]) -> Iterator[str]:
    """Yield what is not `done` of a work and its ancestors, upstream first."""
    seen = set(done)
    waiting = [(work, False)]
    while waiting:
        name, complete = waiting.pop()
        if complete:
            yield name
        elif name not in seen:
            seen.add(name)
            waiting.append((name, True))
            waiting += [(edge.work, False) for edge in reversed(lineage.upstream[name])]


def _descendants(lineage: Lineage, work: str) -> set[str]:
    children: dict[str, list[str]] = {}
    for name, edges in lineage.upstream.items():
        for edge in edges:
            children.setdefault(edge.work, []).append(name)
    found: set[str] = set()
    waiting = [work]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting += fresh
    return found


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the works of a lineage: judgements, and the verdict on one of them."""

    judged: Mapping[str, Judged] = field(default_factory=dict)
    verdict: Verdict | None = None

    def status(self, work: str) -> Status | None:
        """Return what is known of a work; a verdict counts more than the work's own label."""
        if self.verdict is not None and self.verdict.work == work:
            return self.verdict.status
        found = self.judged.get(work)
        return None if found is None else found.status


def family_of(lineage: Lineage, works: Iterable[str], marks: Marks, asked: str | None) -> Family:
    """Return the family of these works of a lineage, which come upstream first."""
    order = tuple(works)
    inside = set(order)
    found = () if marks.verdict is None else marks.verdict.counterexamples
    bad = _paths(found) | _ways_down(lineage, order, marks)
    on_path = {name for step in _paths(found[:KEPT]) for name in step}
    ties = []
    for name in order:
        relations: dict[str, list[tuple[str, bool]]] = {}
        for edge in lineage.upstream[name]:
            if edge.work in inside:
                relations.setdefault(edge.work, []).append((edge.by, edge.inferred))
        for above, told in relations.items():
            named = tuple(dict.fromkeys(by for by, _ in told))
            inferred = all(guess for _, guess in told)
            ties.append(Tie(above, name, named, inferred, (above, name) in bad))
    nodes = {}
    for name in order:
        work, status = lineage.works[name], marks.status(name)
        kept = name == asked or name in on_path
        bad_works = int(status is Status.INCOMPATIBLE)
        nodes[name] = Node((name,), work.type, work.license, status, kept, name == asked, bad_works)
    return Family(nodes, tuple(ties))


def _paths(found: Iterable[Counterexample]) -> set[tuple[str, str]]:
    """Return the steps of all paths of counterexamples."""
    paths = [path for c in found for path in (c.path, c.other_path)]
    return {step for path in paths for step in itertools.pairwise(path)}


def _ways_down(lineage: Lineage, order: tuple[str, ...], marks: Marks) -> set[tuple[str, str]]:
    """Return the steps of a shortest way from each licence that is broken to each work breaking it.

    The work of the verdict is left out: its own paths are known.
    """
    broken: dict[str, list[str]] = {}
    inside = set(order)
    asked = None if marks.verdict is None else marks.verdict.work
    for name in order:
        found = marks.judged.get(name)
        for source in found.sources if found is not None and name != asked else ():
            if source in inside and source != name:
                broken.setdefault(source, []).append(name)
    worst = sorted(broken, key=lambda source: -len(broken[source]))[:MAX_SOURCES]
    return {step for s in worst for step in _steps(lineage, order, s, set(broken[s]))}


def _steps(
    lineage: Lineage, order: tuple[str, ...], source: str, broken: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the steps of shortest ways from a source; what stays apart is the longest way round."""
    relations = vocabulary().relations
    best: dict[str, tuple[int, str]] = {source: (0, "")}
    for name in order:
        ways = [
            (best[edge.work][0] + (len(order) if relations[edge.by].apart else 1), edge.work)
            for edge in lineage.upstream[name]
            if edge.work in best
        ]
        if ways and name != source:
            best[name] = min(ways, key=lambda way: way[0])
    wanted = broken & best.keys()
    for name in reversed(order):
        if name in wanted and name != source:
            above = best[name][1]
            wanted.add(above)
            yield above, name
