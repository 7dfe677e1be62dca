"""Break the encoding on purpose, one thing at a time: the reference, or a law, must notice."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest

from licenselogic.base.codes import Status
from licenselogic.base.diagnostics import InternalError
from licenselogic.decision import counts_as, engine
from licenselogic.decision.answer import Answer, _Answering
from licenselogic.decision.counts_as import Transitions
from licenselogic.decision.making import Making
from licenselogic.decision.question import ON_THE_WAY, Decision
from licenselogic.decision.rules import Depth, Rules
from licenselogic.decision.setting import Setting
from licenselogic.norms.conditions import Compare
from licenselogic.norms.deontic import ShareAlike
from licenselogic.norms.vocabulary import Tree
from licenselogic.reference.judge import Judge
from licenselogic.semantics import view
from licenselogic.semantics.view import View
from licenselogic.solver import oracle
from licenselogic.solver.encoder import Encoder
from licenselogic.solver.solver import Solver
from licenselogic.testing import random_case, replay, sides
from licenselogic.testing.agreement import compare

ENOUGH = 3000
"""Cases after which a mutant that nobody noticed has survived."""

Patch = pytest.MonkeyPatch


# Checks


class Look:
    """One random case, with both answers."""

    def __init__(self, seed: int) -> None:
        self.case = random_case(random.Random(seed))

    @cached_property
    def answer(self) -> Answer:
        return sides.solve(self.case)


def both_agree(look: Look) -> bool:
    judge, fast = Judge(look.case.library), sides.Fast(look.case.library)
    return compare(look.case, judge, fast).agree


def scenarios_replay(look: Look) -> bool:
    shown = filter(replay.replayable, look.answer.decision.violations)
    return all(replay.replays(look.case, v) and replay.minimal(look.case, v) for v in shown)


def the_first_is_one_of_all(look: Look) -> bool:
    return sides.solve(look.case, depth=Depth.STATUS).status is look.answer.status


def no_budget_no_other_answer(look: Look) -> bool:
    limited = sides.solve(look.case, 1).status
    return limited in (Status.UNKNOWN, look.answer.status)


CHECKS = (
    both_agree,
    scenarios_replay,
    the_first_is_one_of_all,
    no_budget_no_other_answer,
)


def noticed(cases: int) -> tuple[str, int] | None:
    """Return the check that fails first, and the number of cases that it took."""
    for seed in range(cases):
        look = Look(seed)
        for check in CHECKS:
            try:
                fine = check(look)
            except InternalError:  # the product replays what it shows
                return "replay", seed + 1
            if not fine:
                return check.__name__, seed + 1
    return None


# Mutants

asked, over_grant = Making.asked, Rules.over_grant
condition, minimal = Encoder._condition, Solver.minimal
of, intervals = View.of, Tree.intervals


def greater(found: Any) -> bool:
    return isinstance(found, Compare) and found.op == ">"


def turned_threshold(self: Any, found: Any) -> Any:
    return self.facts[found.fact] <= found.value if greater(found) else condition(self, found)


def off_by_one(self: Any, found: Any) -> Any:
    return self.facts[found.fact] >= found.value if greater(found) else condition(self, found)


def only_the_word(self: Tree, words: frozenset[str]) -> Any:
    return tuple(sorted((self.index(w), self.index(w) + 1) for w in words))


def one_word_more(self: Tree, words: frozenset[str]) -> Any:
    return tuple((low, high + 1) for low, high in intervals(self, words))


def all_of(self: Any, seen: View, status: str) -> Any:
    return self.every([self.applies(p) for _, p in seen.permissions[status]])


def every_one_lifts(self: Any, seen: View, status: str, _: Any, norm: Any) -> Any:
    lifts = [self.never(self.applies(p)) for _, p in seen.permissions[status]]
    return self.every([self.applies(norm), *lifts])


def without_made_acts(self: Making) -> Any:
    return (a for a in asked(self) if a.item.side.standing != ON_THE_WAY)


def names_nobody(self: View, kind: Any, status: str) -> Any:
    for clause, norm in of(self, kind, status):
        forgets = isinstance(norm, ShareAlike)
        yield clause, replace(norm, licenses=frozenset()) if forgets else norm


def nothing_when_quick(self: Rules, *rest: Any) -> Any:
    return iter(()) if self.depth is Depth.STATUS else over_grant(self, *rest)


def one_fact_more(self: Solver, *rest: Any) -> Any:
    found = minimal(self, *rest)
    if found is None or "commercial" in dict(found.scenario):
        return found
    return replace(found, scenario=(*found.scenario, ("commercial", True)))


def without_spent(*found: Any, **_: Any) -> Decision:
    return Decision(*found)


def nothing(*_: Any) -> Any:
    return iter(())


MUTANTS: dict[str, tuple[Any, str, Callable[..., Any] | frozenset[str]]] = {
    "every permission must apply": (Encoder, "permitted", all_of),
    "reserved counts as allowed": (Encoder, "permitted", lambda s, *_: s.truth(True)),
    "prohibitions are ignored": (Encoder, "prohibited", lambda s, *_: s.truth(False)),
    "nothing is notwithstanding": (Encoder, "forbids", lambda s, *rest: s.applies(rest[-1])),
    "everything is notwithstanding": (Encoder, "forbids", every_one_lifts),
    "a threshold is turned round": (Encoder, "_condition", turned_threshold),
    "a threshold is off by one": (Encoder, "_condition", off_by_one),
    "a word does not cover its sub-words": (Tree, "intervals", only_the_word),
    "a word covers the one after its sub-words": (Tree, "intervals", one_word_more),
    "guards of norms are ignored": (view, "contains", lambda *_: True),
    "guards along a path are ignored": (counts_as, "contains", lambda *_: True),
    "a union forgets one side": (Transitions, "union", lambda *sides: sides[1] or sides[2]),
    "nothing is separable": (counts_as, "is_separable", lambda _: False),
    "making a work takes no acts": (Making, "asked", without_made_acts),
    "stated facts are forgotten": (oracle, "known", lambda condition, _: condition),
    "other models may always be improved": (Making, "improved", lambda *_: []),
    "nothing is discharged": (Setting, "heirs", lambda *_: []),
    "freedom reaches separable parts": (Setting, "reaches", lambda *_: True),
    "share-alike is forgotten": (Rules, "share_alike", nothing),
    "share-alike forgets whom it names": (View, "of", names_nobody),
    "flow-down is forgotten": (Rules, "flow_down", nothing),
    "over-grant is forgotten": (Rules, "over_grant", nothing),
    "over-restriction is forgotten": (Rules, "over_restriction", nothing),
    "clashes of ancestors are forgotten": (Rules, "clashes", nothing),
    "the outbound licence keeps nothing free": (Rules, "outbound_freedom", nothing),
    "duties never conflict": (Rules, "conflicting_duties", nothing),
    "a licence does not tolerate its own terms": (Rules, "imposed", lambda *_: frozenset()),
    "no condition of a term may hold": (Setting, "may_hold", lambda *_: False),
    "an unknown licence is compatible": (_Answering, "unknown", lambda *_: False),
    "a scenario has a fact too many": (Solver, "minimal", one_fact_more),
    "a search for one violation skips a rule": (Rules, "over_grant", nothing_when_quick),
    "a spent budget shows that nothing is wrong": (engine, "Decision", without_spent),
}


@pytest.mark.slow
def test_nothing_is_noticed_where_nothing_is_broken() -> None:
    assert noticed(300) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_encoding_is_noticed(name: str, monkeypatch: Patch) -> None:
    target, attribute, replacement = MUTANTS[name]
    monkeypatch.setattr(target, attribute, replacement)
    found = noticed(ENOUGH)
    assert found is not None
    print(f"{name}: {found[0]} fails after {found[1]} cases")
