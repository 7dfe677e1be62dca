"""The laws of differences: what is told replays, and nothing that differs goes untold."""

from dataclasses import fields, replace
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from small import OPEN, lic

import licenselogic as ll
from licenselogic.diff.counts_as import Binding
from licenselogic.diff.diff import ClauseChange, LicenseDiff, diff_licenses
from licenselogic.diff.permissions import Difference, Facts
from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.deontic import Clause, License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.cells import asked, values
from licenselogic.semantics.semantics import Scenario, allowed, value
from licenselogic.testing import norms

FREE = lic("Free", OPEN)
DEFAULT = valuation(select())
MODELS = ["llama2", "llama3", "llama3.1", "gemma", "bigscience-openrail-m", "bigcode-openrail-m"]


@pytest.mark.slow
def test_no_licence_differs_from_itself() -> None:
    for license in ll.licenses():
        assert diff_licenses(license, license) == LicenseDiff(license.id, license.id, "default")


def turned(diff: LicenseDiff) -> LicenseDiff:
    """Return what `diff` says with the sides exchanged."""
    swapped = {
        name: tuple(replace(row, first=row.second, second=row.first) for row in getattr(diff, name))
        for name in ("duties", "terms", "onward", "counts", "header")
    }
    return LicenseDiff(
        diff.second,
        diff.first,
        diff.profile,
        wider=diff.narrower,
        narrower=diff.wider,
        removed=diff.added,
        added=diff.removed,
        changed=tuple(ClauseChange(c.second, c.first, c.gained, c.lost) for c in diff.changed),
        renumbered=tuple((two, one) for one, two in diff.renumbered),
        binds=tuple(
            Binding(b.types, b.second, b.first, b.second_turns_on, b.first_turns_on)
            for b in diff.binds
        ),
        **swapped,
    )


def unordered(diff: LicenseDiff) -> dict[str, object]:
    """Return the parts of `diff`, each in no order."""
    parts = ((part.name, getattr(diff, part.name)) for part in fields(diff))
    return {name: frozenset(part) if isinstance(part, tuple) else part for name, part in parts}


def library_pairs() -> list[Any]:
    """Return every tenth licence with the tenth after it, and pairs of models' licences.

    Most of them are for long runs only.
    """
    others = enumerate(pairwise(ll.licenses().ids()[::10]))
    return [
        *pairwise(MODELS),
        *(pytest.param(*p, marks=pytest.mark.slow if n % 12 else ()) for n, p in others),
    ]


@pytest.mark.parametrize(("first", "second"), library_pairs())
def test_a_difference_turned_round_is_that_of_the_licences_turned_round(
    first: str, second: str
) -> None:
    one, two = ll.licenses()[first], ll.licenses()[second]
    there, back = diff_licenses(one, two), diff_licenses(two, one)
    assert unordered(turned(there)) == unordered(back)


@pytest.mark.parametrize(("first", "second"), library_pairs())
def test_every_scenario_replays(first: str, second: str) -> None:
    one, two = ll.licenses()[first], ll.licenses()[second]
    found = diff_licenses(one, two)
    assert_replays(found.wider, two, one)
    assert_replays(found.narrower, one, two)


def assert_replays(differences: tuple[Difference, ...], giver: License, refuser: License) -> None:
    for found in differences:
        for status in found.statuses:
            for scenario in (dict(case.facts) for case in found.cases):
                for act in found.acts:
                    assert allowed(giver, act, status, scenario, DEFAULT)
                    assert not allowed(refuser, act, status, scenario, DEFAULT)


@st.composite
def rulings(draw: st.DrawFn) -> License:
    """Return a strategy for licences that only permit and forbid, some of it notwithstanding."""
    cites = ("2", "3", "4", "5")
    found = draw(st.lists(norms(["permission", "prohibition"], cites=cites), max_size=4))
    clauses = [Clause("X", cite, "", (norm,)) for cite, norm in zip(cites, found, strict=False)]
    return replace(FREE, id="X", clauses=(*clauses, *draw(st.sampled_from([(), FREE.clauses]))))


@given(one=rulings(), two=rulings(), data=st.data())
def test_every_scenario_that_differs_is_within_reach_of_one_that_is_told(
    one: License, two: License, data: st.DataObject
) -> None:
    """allowed(L, a, q, s) and not allowed(K, a, q, s) -> a case of (L, K) covers a, q and s"""
    found = diff_licenses(one, two).wider
    assert_replays(found, two, one)
    for act, status, scenario in data.draw(situations(one, two)):
        differs = allowed(two, act, status, scenario, DEFAULT) and not allowed(
            one, act, status, scenario, DEFAULT
        )
        if differs:
            event(f"licences differ on {status}")
            assert any(covers(d, act, status, scenario) for d in found)


@given(one=rulings(), two=rulings(), data=st.data())
def test_whatever_is_within_reach_of_a_told_scenario_is_withheld(
    one: License, two: License, data: st.DataObject
) -> None:
    """a case of (L, K) covers a, q and s -> not allowed(K, a, q, s)"""
    found = diff_licenses(one, two).wider
    for act, status, scenario in data.draw(situations(one, two)):
        if any(covers(d, act, status, scenario) for d in found):
            event(f"covers {status}")
            assert not allowed(one, act, status, scenario, DEFAULT)


def covers(found: Difference, act: str, status: str, scenario: Scenario) -> bool:
    return (
        act in found.acts
        and status in found.statuses
        and any(
            reaches(case.facts, scenario)
            and not any(reaches((*case.facts, *but), scenario) for but in case.but)
            for case in found.cases
        )
    )


def reaches(facts: Facts, scenario: Scenario) -> bool:
    return all(_as_much(name, wanted, value(scenario, name)) for name, wanted in facts)


def _as_much(name: str, wanted: object, found: object) -> bool:
    taxonomy = vocabulary().facts[name].taxonomy
    if taxonomy is not None:
        return taxonomy.covers(str(wanted), str(found))
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        assert isinstance(found, int)
        return found >= wanted
    return found == wanted


@st.composite
def situations(draw: st.DrawFn, *of: License) -> list[tuple[str, str, Scenario]]:
    """Return a strategy for acts, statuses and scenarios, by values that the norms tell apart."""
    conditions = [norm.condition for license in of for _, norm in license.norms]
    scenario = st.fixed_dictionaries(
        {name: st.sampled_from(values(name, atoms)) for name, atoms in asked(conditions).items()}
    )
    drawn = draw(st.lists(scenario, min_size=1, max_size=8))
    acts = sorted(vocabulary().compared_acts)
    return list(product(acts, ("work", "derivative", "output"), drawn))
