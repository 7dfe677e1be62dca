"""Hypothesis strategies for licences, lineages and cases, for your tests and for ours.

    from hypothesis import given
    from licenselogic.testing import cases

    @given(cases())
    def test_...(case): ...

`random_case` makes the same cases without Hypothesis, some thousands in a second; `constructs` says
what a case exercises, for tables of coverage.  Needs the extra `licenselogic[testing]`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from hypothesis import strategies as st

from licenselogic.norms.assumptions import always, support
from licenselogic.norms.conditions import Condition, atoms
from licenselogic.norms.deontic import (
    Clause,
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.reference import Case, Node, bases, walk
from licenselogic.testing import samples
from licenselogic.testing.samples import IDS, KINDS, random_case

__all__ = [
    "acts",
    "cases",
    "clauses",
    "conditions",
    "constructs",
    "licenses",
    "lineages",
    "norms",
    "random_case",
    "statuses",
]

T = TypeVar("T")


class _Drawn:
    """Choices that Hypothesis makes and shrinks: no, the low number, the first option."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def count(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.draw(st.integers(0, len(options) - 1))]


def _made(build: Callable[[samples.Dice], T]) -> st.SearchStrategy[T]:
    @st.composite
    def strategy(draw: st.DrawFn) -> T:
        return build(_Drawn(draw))

    return strategy()


def acts() -> st.SearchStrategy[str]:
    """Return a strategy for acts: any word of the tree of acts.

    Shrinks towards the first word of the vocabulary, `use`.
    """
    return _made(samples.act)


def statuses() -> st.SearchStrategy[str]:
    """Return a strategy for statuses, `independent` included.

    Shrinks towards `work`.
    """
    return _made(samples.status)


def conditions(*, max_depth: int = 2) -> st.SearchStrategy[Condition]:
    """Return a strategy for conditions on the facts of the vocabulary.

    Negations, conjunctions and disjunctions are nested to at most `max_depth`; numbers and dates
    are compared with few thresholds, so that those of two conditions often meet.  Shrinks towards
    the single fact `commercial`.
    """
    return _made(lambda dice: samples.condition(dice, max_depth))


def norms(
    kinds: Sequence[str] = KINDS, *, ids: Sequence[str] = IDS, cites: Sequence[str] = ()
) -> st.SearchStrategy[Norm]:
    """Return a strategy for norms of the given `kinds` (all: `samples.KINDS`).

    Share-alike and relicensing name licences among `ids`, of which the first is the licence that
    the norm stands in; flow-down and `notwithstanding` name clauses among `cites`.  Shrinks towards
    the kind with the least to say (a term, of all), always in force and without a condition.
    """
    return _made(lambda dice: samples.Norms(dice, cites, ids).norm(dice.pick(kinds)))


def clauses(
    kinds: Sequence[str] = KINDS, *, cite: str = "1", ids: Sequence[str] = IDS
) -> st.SearchStrategy[Clause]:
    """Return a strategy for clauses numbered `cite`, with one or two norms.

    The first norm is of one of `kinds`; `ids` are as for `norms`.  Shrinks towards one norm.
    """
    return _made(lambda dice: samples.clause(dice, cite, dice.pick(kinds), ids=ids))


def licenses(*, ids: Sequence[str] = IDS, max_clauses: int = 6) -> st.SearchStrategy[License]:
    """Return a strategy for licences, whose ids, and those that they name, are among `ids`.

    There are at most `max_clauses` clauses (at least one, the grant), up to two counts-as rules
    before the usual ones, and sometimes readings on which a type of work is not bound.  Shrinks
    towards one clause that permits everything.
    """
    return _made(lambda dice: samples.license(dice, dice.pick(ids), ids, max_clauses))


def lineages(*, max_works: int = 6, max_clauses: int = 6) -> st.SearchStrategy[dict[str, Node]]:
    """Return a strategy for lineages: works by id, without cycles.

    All works are `work-0` or ancestors of it, at most `max_works` together; they share a few
    licences of at most `max_clauses` clauses.  Every relation, type and owner turns up, and works
    with no licence or with two.  Shrinks towards two models, one a fine-tune of the other.
    """
    return _made(lambda dice: samples.lineage(dice, samples.pool(dice, max_clauses), max_works))


def cases(*, max_works: int = 6, max_clauses: int = 6) -> st.SearchStrategy[Case]:
    """Return a strategy for cases: a lineage, an outbound licence, a publication, facts, readings.

    About half of them are compatible.  The bounds are those of `lineages`.  Shrinks towards a
    fine-tune that is shared under the licence of its only upstream, with nothing stated and the
    default readings.
    """
    return _made(lambda dice: samples.case(dice, max_works, max_clauses))


# Coverage ---------------------------------------------------------------------------------------


def constructs(case: Case) -> frozenset[str]:
    """Return names of the constructs that `case` exercises, such as `norm flow-down`.

    Only works and licences that bear on the case count; `reached` are statuses at the target.
    """
    return frozenset(_of_case(case)) | frozenset(_of_lineage(case))


def _of_case(case: Case) -> Iterator[str]:
    yield f"publish {case.publish}"
    yield from (f"fact {vocabulary().facts[fact].sort}" for fact in case.facts)
    if case.outbound is None:
        yield "outbound undeclared"
    elif len(case.outbound) > 1:
        yield "outbound and"
    reached, _ = walk(case)
    for bound in reached:
        yield f"reached {bound.status}"
        if bound.separable:
            yield "reached separable"
    for license in (case.outbound or frozenset()).union(bound.license for bound in reached):
        yield from _of_license(license)


def _of_lineage(case: Case) -> Iterator[str]:
    owner = case.nodes[case.target].owner
    yield f"works {len(case.nodes)}"
    for node in case.nodes.values():
        yield f"type {node.type}"
        yield from (f"relation {relation}" for _, relation in node.upstream)
        if node.id != case.target:
            if owner and node.owner == owner:
                yield "same owner"
            if len(node.licenses) != 1:
                yield "upstream and" if node.licenses else "upstream undeclared"
    if case.nodes[case.target].type == "model" and len(bases(case.nodes, case.target)) > 1:
        yield "several bases"


def _of_license(license: License) -> Iterator[str]:
    if any(mask != always() for mask in license.binds.values()):
        yield "binds assuming"
    for rule in license.counts[: -len(samples.usual_rules())]:
        yield f"counts as {rule.result}"
        if rule.guard != always():
            yield "counts assuming"
    for _, norm in license.norms:
        yield f"norm {_KINDS[type(norm)]}"
        yield from (f"subject {subject}" for subject in norm.subjects)
        yield from (f"asks {vocabulary().facts[a.fact].sort}" for a in atoms(norm.condition))
        if support(norm.guard):
            yield "norm assuming"
        if isinstance(norm, Permission) and norm.notwithstanding:
            yield "norm notwithstanding"
        if isinstance(norm, Obligation) and norm.texts:
            yield "norm name-prefix"


_KINDS: Mapping[type[Norm], str] = {
    Permission: "permission",
    Prohibition: "prohibition",
    Obligation: "obligation",
    ShareAlike: "share-alike",
    FlowDown: "flow-down",
    Freedom: "freedom",
    Relicense: "relicense",
    Term: "term",
}
