"""A lineage folded down to one work: which licences reach it, with what standing, along which path.

One pass over the ancestors in topological order, whatever the number of paths.  Paths themselves
are looked for afterwards, and only for what a verdict has to show.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from licenselogic.base.codes import Code
from licenselogic.decision.counts_as import NOWHERE, Fold, Reach, Standing
from licenselogic.decision.question import Side
from licenselogic.library.expressions import Expression, parse_expression
from licenselogic.library.library import Library
from licenselogic.library.terms import Term
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Finding, Work
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import OTHER

_AT_ORIGIN = Standing("work", False)

_UNKNOWN = {
    "undeclared": Code.UNDECLARED_LICENSE,
    "unknown": Code.UNKNOWN_LICENSE,
    "unmodelled": Code.UNMODELLED_LICENSE,
}


@dataclass(frozen=True, slots=True)
class Key:
    """A licence that some ancestors of one type carry.

    `choice` is the text of their expression where it leaves a choice, else empty.
    """

    choice: str
    license: License
    material: str


@dataclass(slots=True, eq=False)
class Expressions:
    """Licence expressions of a library, each parsed once."""

    library: Library
    _parsed: dict[str | None, Expression] = field(default_factory=dict)
    _keys: dict[tuple[str | None, str], tuple[Key, ...]] = field(default_factory=dict)

    def parse(self, text: str | None) -> Expression:
        """Return the terms of an expression; raises `ExpressionError`."""
        if text not in self._parsed:
            self._parsed[text] = parse_expression(text, self.library)
        return self._parsed[text]

    def keys(self, text: str | None, material: str) -> tuple[Key, ...]:
        """Return the licences that works of a type with this expression carry."""
        found = self._keys.get((text, material))
        if found is None:
            expression = self.parse(text)
            choice = expression.text if open_choice(expression) else ""
            terms = dict.fromkeys(t for terms in expression.alternatives for t in terms)
            licenses = dict.fromkeys(k for t in terms for k in self.licenses(t))
            found = tuple(Key(choice, license, material) for license in licenses)
            self._keys[text, material] = found
        return found

    def licenses(self, term: Term) -> tuple[License, ...]:
        """Return the licences that a term may stand for; none if it is unknown."""
        if term.kind == "license":
            return (self.library[term.name],)
        return tuple(self.library[name] for name in term.means) if term.kind == "group" else ()


def open_choice(expression: Expression) -> bool:
    """Tell whether an expression leaves a choice, to the licensee or to somebody else."""
    return len(expression.alternatives) > 1 or any(
        term.kind == "group" for terms in expression.alternatives for term in terms
    )


Held = tuple[tuple[Key, Reach], ...]
"""The licences that a work passes on, with what they make of it."""

_Node = tuple[str, Standing | None]
_Step = tuple[_Node, str]

Path = tuple[tuple[str, ...], tuple[str, ...]]
"""Work ids from an ancestor down to the target, and the relations between them."""


@dataclass
class Trace:
    """What reaches every ancestor of `target`, and `target` itself."""

    lineage: Lineage
    target: str
    expressions: Expressions
    fold: Fold
    reaches: dict[str, dict[Key, Reach]] = field(default_factory=dict)
    bases: dict[str, frozenset[frozenset[str]]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    _folded: dict[object, dict[Key, Reach]] = field(default_factory=dict, repr=False)
    _alike: dict[object, dict[Key, Reach]] = field(default_factory=dict, repr=False)
    _held: dict[object, Held] = field(default_factory=dict, repr=False)
    _holding: dict[str, Held] = field(default_factory=dict, repr=False)
    _passing: dict[tuple[int, Side], Held] = field(default_factory=dict, repr=False)
    _paths: dict[tuple[Side, int], list[Path]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.order = list(self.lineage.order(self.target))
        for name in self.order:
            self._visit(name, self.lineage.works[name])

    @property
    def work(self) -> Work:
        """The work in question."""
        return self.lineage.works[self.target]

    def _visit(self, name: str, work: Work) -> None:
        """Fold one work.  Equal situations share one result, and are known by its identity."""
        edges = self.lineage.upstream[name]
        above = [(self.held(e.work), e.by, self.lineage.works[e.work].type) for e in edges]
        key = tuple((id(held), relation, material) for held, relation, material in above)
        found = self._folded.get(key)
        if found is None:
            found = self._fold(above)
            found = self._folded[key] = self._alike.setdefault(frozenset(found.items()), found)
        self.reaches[name] = found
        self.bases[name] = self._bases(name, work)

    def _fold(self, above: list[tuple[Held, str, str]]) -> dict[Key, Reach]:
        found: dict[Key, Reach] = {}
        for held, relation, material in above:
            for key, reach in held:
                after = self.fold.step(key.license, reach, relation, material)
                if after:
                    found[key] = self.fold.union(found.get(key, NOWHERE), after)
        return found

    def held(self, name: str) -> Held:
        """Return the licences that a work passes on: what reaches it, and its own."""
        found = self._holding.get(name)
        if found is None:
            found = self._holding[name] = self._hold(name)
        return found

    def _hold(self, name: str) -> Held:
        work = self.lineage.works[name]
        reached, own = self.reaches[name], self._own(name)
        key = (id(reached), None if own is None else work.license, work.type)
        found = self._held.get(key)
        if found is None:
            merged = dict(reached)
            for one in own or ():
                start = self.fold.start(one.license, work.type)
                if start:
                    merged[one] = self.fold.union(merged.get(one, NOWHERE), start)
            found = self._held[key] = tuple(merged.items())
        return found

    def _own(self, name: str) -> tuple[Key, ...] | None:
        """Return the licences of a work itself; None if its owner is the target's."""
        work = self.lineage.works[name]
        return None if self.lifted(name) else self.expressions.keys(work.license, work.type)

    def lifted(self, name: str) -> bool:
        """Tell whether the work belongs to the target's owner, whom its licence does not bind."""
        owner = self.lineage.works[name].owner
        return owner is not None and owner == self.work.owner and name != self.target

    def _bases(self, name: str, work: Work) -> frozenset[frozenset[str]]:
        """Return the bases of a model, each by the families of its licences."""
        if work.type != "model":
            return frozenset()
        parents = [
            self.bases[e.work]
            for e in self.lineage.upstream[name]
            if vocabulary().relations[e.by].base and self.lineage.works[e.work].type == "model"
        ]
        if parents:
            same = all(parent is parents[0] for parent in parents)
            return parents[0] if same else parents[0].union(*parents[1:])
        return frozenset({frozenset({OTHER}) if name == self.target else self._families(work)})

    def _families(self, work: Work) -> frozenset[str]:
        """Return the families of the licences that bind a work together; `other` if unclear."""
        expression = self.expressions.parse(work.license)
        choices = {
            frozenset(k.family for term in terms for k in self.expressions.licenses(term))
            for terms in expression.alternatives
        }
        found = choices.pop() if len(choices) == 1 else frozenset[str]()
        grouped = any(t.kind == "group" for terms in expression.alternatives for t in terms)
        clear = found and not (grouped and len(found) > 1)
        return found if clear else frozenset({OTHER})

    def unknowns(self) -> Iterator[tuple[str, Term, Finding]]:
        """Yield (work, term, reason) for every term of an ancestor that is not known."""
        missing = (f for f in self.lineage.findings if f.code is Code.MISSING_UPSTREAM)
        named_only = {finding.works[0] for finding in missing}
        for name in self.order:
            if name == self.target or self.lifted(name):
                continue
            expression = self.expressions.parse(self.lineage.works[name].license)
            for alternative in expression.alternatives:
                for term in alternative:
                    if term.kind in _UNKNOWN:
                        yield name, term, unknown_reason(name, term, name in named_only)

    def choices(self) -> Mapping[str, Expression]:
        """Return the expressions of ancestors that leave a choice, by their text."""
        found = {}
        for name in self.order:
            if name != self.target and not self.lifted(name):
                expression = self.expressions.parse(self.lineage.works[name].license)
                if open_choice(expression):
                    found[expression.text] = expression
        return found

    def carries(self, name: str, side: Side) -> bool:
        """Tell whether the work itself is under the licence of `side`."""
        if name == self.target:
            return False
        return any(_of(side, key) for key in self._own(name) or ())

    def paths(self, side: Side, valuation: int) -> list[Path]:
        """Return shortest paths (works, relations) that give `side` its standing at the target.

        One for each true source: a work under the licence with none of the same above it on the
        way.  Nearest sources first, and of equals the first in the order of ids and relations,
        however the lineage lists them.
        """
        key = (side, valuation)
        if key not in self._paths:
            self._paths[key] = self._search(side, valuation)
        return self._paths[key]

    def _search(self, side: Side, valuation: int) -> list[Path]:
        goal: _Node = (self.target, None if side.made else side.standing)
        back: dict[_Node, _Step | None] = {goal: None}
        queue = deque([goal])
        origins = []
        while queue:
            node = queue.popleft()
            if node[1] == _AT_ORIGIN and self.carries(node[0], side):
                origins.append(node)
            for previous, relation in self._before(node, side, valuation):
                if previous not in back:
                    back[previous] = (node, relation)
                    queue.append(previous)
        sources = [node for node in origins if self._is_source(node[0], side)]
        return [_unwind(node, back) for node in sources or origins[:1]]

    def _before(self, node: _Node, side: Side, valuation: int) -> Iterator[_Step]:
        """Yield the standings at upstream works from which one edge leads to `node`.

        Whatever follows the act that `side.made` speaks of has no standing: None.
        """
        name, standing = node
        edges: Sequence[Edge] = self.lineage.upstream[name]
        if len(edges) > 1:
            edges = sorted(edges, key=lambda edge: (edge.work, edge.by))
        for edge in edges:
            material = self.lineage.works[edge.work].type
            for key, reach in self._of_side(edge.work, side):
                if standing is None:
                    yield (edge.work, None), edge.by
                    found = self._makers(reach, edge.by, side, valuation)
                else:
                    found = self.fold.before(
                        key.license, reach, edge.by, material, standing, valuation
                    )
                for before in found:
                    yield (edge.work, before), edge.by

    def _of_side(self, name: str, side: Side) -> Held:
        """Return what a work passes on of the licence of `side`."""
        held = self.held(name)
        key = (id(held), side)
        found = self._passing.get(key)
        if found is None:
            found = self._passing[key] = tuple((k, reach) for k, reach in held if _of(side, k))
        return found

    def _makers(
        self, reach: Reach, relation: str, side: Side, valuation: int
    ) -> tuple[Standing, ...]:
        """Return the standings in `reach` on which one edge does what `side.made` says."""
        if side.made is None or side.made.act not in vocabulary().relations[relation].acts:
            return ()
        held = sorted(self.fold.at(reach, valuation).standings)
        return tuple(standing for standing in held if standing.status == side.made.status)

    def _is_source(self, name: str, side: Side) -> bool:
        return not any(_of(side, key) for key in self.reaches[name])


def _of(side: Side, key: Key) -> bool:
    """Tell whether `key` is the licence of `side`.

    Answers are remembered, so that of an equal library may come with its own copy of a licence.
    """
    return key.material == side.material and key.license == side.license


def _unwind(node: _Node, back: Mapping[_Node, _Step | None]) -> Path:
    works, relations = [node[0]], []
    while (found := back[node]) is not None:
        node, relation = found
        works.append(node[0])
        relations.append(relation)
    return tuple(works), tuple(relations)


def unknown_reason(work: str, term: Term, named_only: bool = False) -> Finding:
    """Return why a term of a work's licence leaves the answer open.

    `named_only` tells that the work was only named as an upstream, and nothing else is known.
    """
    if named_only and term.kind == "undeclared":
        message = f"nothing is known of `{work}` but its name: describe it, with its licence"
        return Finding(Code.MISSING_UPSTREAM, message, (work,))
    code = _UNKNOWN[term.kind]
    note = f" ({term.note})" if term.note and term.name else ""
    message = {
        "undeclared": f"`{work}` declares no licence{note}",
        "unknown": f"`{work}` is under `{term.name}`, which is not in the library{note}",
        "unmodelled": f"`{work}` is under `{term.name}`, which has not been encoded{note}",
    }[term.kind]
    return Finding(code, message, (work,))
