"""Hypothesis strategies over the builders of `samples` and `ancestry`."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.conditions import Condition
from licenselogic.norms.deontic import Clause, License, Norm
from licenselogic.semantics.semantics import Value
from licenselogic.testing import ancestry, samples
from licenselogic.testing.ancestry import Case
from licenselogic.testing.dice import Dice
from licenselogic.testing.samples import IDS, KINDS

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


def _made(build: Callable[[Dice], T]) -> st.SearchStrategy[T]:
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


def lineages(library: Library | None = None, *, max_works: int = 7) -> st.SearchStrategy[Lineage]:
    """Return a strategy for lineages over the licences of `library`, by default the shipped ones.

    The first work is made from all others, at most `max_works` together; they share a few names.
    Every relation, type, publication and owner turns up, expressions of all kinds, underspecified
    names, and works that declare nothing.  Shrinks towards a model fine-tuned from another.
    """

    def build(dice: Dice) -> Lineage:
        known = library if library is not None else shipped()
        return ancestry.lineage(dice, known, ancestry.names(dice, known), max_works)

    return _made(build)


def cases(
    *, max_works: int = 6, max_clauses: int = 6, settled: bool = False
) -> st.SearchStrategy[Case]:
    """Return a strategy for cases over random licences: a lineage, its library, and readings.

    About half of them are compatible.  `settled` leaves out what is not known and what leaves a
    choice.  Shrinks towards a model that is fine-tuned from another and shared under its licence,
    with nothing stated and the default readings.
    """
    return _made(lambda dice: ancestry.case(dice, max_works, max_clauses, settled))


def shipped_cases(*, max_works: int = 7, settled: bool = False) -> st.SearchStrategy[Case]:
    """Return a strategy for cases over the licences that ship with licenselogic.

    It is as `cases` is.
    """
    return _made(lambda dice: ancestry.shipped_case(dice, max_works, settled))


def cases_with(
    license: str | License,
    library: Library | None = None,
    *,
    max_works: int = 7,
    settled: bool = False,
) -> st.SearchStrategy[Case]:
    """Return a strategy for cases in which a licence of a library is at play beside others.

    `license` is an id of `library`, by default the shipped one, or a licence in it.  It is as
    `cases` is.  Raises `UsageError` for a licence that is not in the library.
    """
    known = library if library is not None else shipped()
    id = known[license if isinstance(license, str) else license.id].id
    return _made(lambda dice: ancestry.case_with(dice, id, known, max_works, settled))


def shipped_licenses() -> st.SearchStrategy[License]:
    """Return a strategy for the licences that ship with licenselogic.

    Shrinks towards the usual ones.
    """
    others = tuple(name for name in shipped().ids() if name not in ancestry.USUAL)
    return _made(lambda dice: shipped()[dice.pick((*ancestry.USUAL, *others))])


def scenarios(*, max_facts: int = 3) -> st.SearchStrategy[dict[str, Value]]:
    """Return a strategy for scenarios: facts off their baselines, at most `max_facts`.

    Shrinks towards the scenario in which nothing is stated.
    """
    return _made(lambda dice: samples.scenario(dice, max_facts))
