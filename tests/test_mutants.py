"""Break the encoding on purpose, one rule at a time: the reference must notice."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.agreement.sides import solve
from licenselogic import decide, outcome, smt, view
from licenselogic.question import ON_THE_WAY
from licenselogic.reference import judge
from licenselogic.rules import Rules
from licenselogic.smt import _Encoder
from licenselogic.status import Fold
from licenselogic.testing import random_case
from licenselogic.vocabulary import Tree

ENOUGH = 3000
"""Cases after which a mutant that nobody noticed has survived."""

Patch = pytest.MonkeyPatch
asked, condition = Rules.asked, _Encoder._condition


def forget() -> None:
    """Drop whatever was computed with another encoding."""
    for cached in (outcome.outcome, outcome.status, outcome.sensitivity, decide.decide,
                   decide.breaks, view._view, view.guards, view.relevant):  # fmt: skip
        cached.cache_clear()
    outcome._FOLD.__init__()  # type: ignore[misc]
    vars(smt._threads).pop("encoder", None)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def rules(found: set[str]) -> set[str]:
    """Return rules with 1 and 6 as one: jointly broken demands may be named by either."""
    return {"1/6" if rule in ("1", "6") else rule for rule in found}


def noticed(cases: int) -> int | None:
    """Return the number of the first case in which the two sides differ."""
    for seed in range(cases):
        case = random_case(random.Random(seed))
        theirs = rules({breach.rule for breach in judge(case).broken})
        ours = rules({v.rule for v in solve(case).decision.violations})
        if ours != theirs:
            return seed
    return None


def turned_threshold(self: _Encoder, found: Any) -> Any:
    if getattr(found, "op", "") == ">":
        return self.facts[found.fact] <= found.value
    return condition(self, found)


def only_the_word(self: Tree, words: frozenset[str]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((self.index(w), self.index(w) + 1) for w in words))


def without_made_acts(self: Rules) -> Any:
    return (a for a in asked(self) if a.item.side.standing != ON_THE_WAY)


def all_of(self: _Encoder, seen: view.View, status: str) -> Any:
    return self.every([self.applies(p) for _, p in seen.permissions[status]])


MUTANTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "every permission must apply": (_Encoder, "permitted", all_of),
    "reserved counts as allowed": (_Encoder, "permitted", lambda s, *_: s.truth(True)),
    "prohibitions are ignored": (_Encoder, "prohibited", lambda s, *_: s.truth(False)),
    "nothing is notwithstanding": (_Encoder, "forbids", lambda s, *rest: s.applies(rest[-1])),
    "a threshold is turned round": (_Encoder, "_condition", turned_threshold),
    "a word does not cover its sub-words": (Tree, "intervals", only_the_word),
    "guards of norms are ignored": (view, "contains", lambda *_: True),
    "a union forgets one side": (Fold, "union", lambda *sides: sides[1] or sides[2]),
    "making a work takes no acts": (Rules, "asked", without_made_acts),
    "other models may always be improved": (Rules, "improved", lambda *_: []),
    "nothing is discharged": (Rules, "heirs", lambda *_: []),
    "freedom reaches separable parts": (Rules, "reaches", lambda *_: True),
    "share-alike is forgotten": (Rules, "share_alike", lambda *_: iter(())),
    "flow-down is forgotten": (Rules, "flow_down", lambda *_: iter(())),
    "over-grant is forgotten": (Rules, "over_grant", lambda *_: iter(())),
    "over-restriction is forgotten": (Rules, "over_restriction", lambda *_: iter(())),
    "a licence does not tolerate its own terms": (Rules, "imposed", lambda *_: frozenset()),
    "no condition of a term may hold": (Rules, "may_hold", lambda *_: False),
}


@pytest.mark.laws
def test_the_encoding_agrees_where_it_is_not_broken() -> None:
    assert noticed(300) is None


@pytest.mark.laws
@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_encoding_is_noticed(name: str, monkeypatch: Patch) -> None:
    target, attribute, replacement = MUTANTS[name]
    monkeypatch.setattr(target, attribute, replacement)
    assert noticed(ENOUGH) is not None
