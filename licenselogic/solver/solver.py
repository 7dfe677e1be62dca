"""Questions to Z3, and its answers as scenarios.

A `Solver` adds formulas under scopes, shrinks scenarios by assumption literals, and its answers
depend on nothing but the question: the budget counts solver steps, never seconds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations

import z3

from licenselogic.norms.conditions import Compare, Condition, Member, atoms
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import NO_FAMILY
from licenselogic.solver.encoder import Encoder, Formula

Limits = Callable[[str], Sequence[object]]
"""For a number, a date or a family: the values worth trying, least first."""

DEFAULT_RLIMIT = 20_000_000
"""Solver steps for one query.  The queries of real licences take a few thousand."""


class BudgetSpentError(Exception):
    """The solver gave up; the verdict is `unknown`."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A minimal scenario: the act, and the facts that differ from their baselines."""

    act: str
    scenario: tuple[tuple[str, object], ...]


class Solver:
    """Answers queries, each in a scope of its own: no query hears of another's formulas.

    It is made once with what holds in every scenario, and serves as many questions as come.
    """

    def __init__(self, rlimit: int | None = None, encoder: Encoder | None = None) -> None:
        self.encoder = encoder if encoder is not None else Encoder()
        self.solver = z3.SolverFor("QF_LIA", ctx=self.encoder.context)
        self.solver.set("ctrl_c", False)  # Python's own, or an interruption is taken for `unknown`
        self.solver.set("rlimit", DEFAULT_RLIMIT if rlimit is None else rlimit)
        self._add(self.encoder.axioms)

    def satisfiable(self, *formulas: Formula) -> bool:
        """Tell whether `formulas` hold together in some scenario."""
        with self.scope(*formulas):
            return self._check()

    @contextmanager
    def scope(self, *formulas: Formula) -> Iterator[None]:
        """Hold `formulas` true inside the block."""
        self.solver.push()
        try:
            self._add(*formulas)
            yield
        finally:
            self.solver.pop()

    def _add(self, *formulas: Formula) -> None:
        """Assert formulas, past the type checks of the Python interface."""
        for formula in formulas:
            z3.Z3_solver_assert(self.encoder.context.ref(), self.solver.solver, formula.as_ast())

    def _check(self, *literals: Formula) -> bool:
        result = self.solver.check(*literals)
        if result == z3.unknown:
            raise BudgetSpentError(self.solver.reason_unknown())
        return bool(result == z3.sat)

    def minimal(self, formula: Formula, facts: Sequence[str], limits: Limits) -> Witness | None:
        """Return the least scenario in which `formula` holds, or None.

        Fewest facts off their baselines; among those the first facts in the order of the
        vocabulary; then the first act and the least values.  Facts outside `facts` stay put.
        """
        moved = self.moved(formula, facts)
        if moved is None:
            return None
        still = (self.encoder.baselines[f] for f in facts if f not in moved)
        with self.scope(formula, *still):
            return self._least(moved, limits)

    def moved(self, formula: Formula, facts: Sequence[str]) -> tuple[str, ...] | None:
        """Return the facts that must leave their baselines for `formula` to hold, or None.

        The fewest, and among those the first in the order of `facts`.  All others stay put.
        """
        cores: list[frozenset[str]] = []
        with self.scope(formula):
            for size in range(len(facts) + 1):
                for moved in combinations(facts, size):
                    if any(core.isdisjoint(moved) for core in cores):
                        continue  # facts that cannot all stay put would
                    still = [f for f in facts if f not in moved]
                    if self._check(*(self.encoder.still[f] for f in still)):
                        return moved
                    cores.append(self._core())
        return None

    def _core(self) -> frozenset[str]:
        """Return facts that, by the last check, cannot all be at their baselines."""
        names = self.encoder.named
        return frozenset(names[literal.get_id()] for literal in self.solver.unsat_core())

    def first_act(self, formula: Formula) -> str:
        """Return the first act, in the order of the vocabulary, with which `formula` can hold."""
        with self.scope(formula):
            return vocabulary().acts.words[self._lowest(self.encoder.act)]

    def _least(self, moved: Sequence[str], limits: Limits) -> Witness:
        act = self._lowest(self.encoder.act)
        self._add(self.encoder.between(self.encoder.act, act, act + 1))
        scenario: list[tuple[str, object]] = []
        for name in moved:
            value = self._least_value(name, limits)
            self._add(self.encoder.is_value(name, value))
            scenario.append((name, value))
        return Witness(vocabulary().acts.words[act], tuple(scenario))

    def _least_value(self, name: str, limits: Limits) -> object:
        fact = vocabulary().facts[name]
        if fact.sort == "bool":
            return True
        if fact.taxonomy is not None:
            return fact.taxonomy.words[self._lowest(self.encoder.facts[name])]
        return next(v for v in limits(name) if self.satisfiable(self.encoder.is_value(name, v)))

    def _lowest(self, variable: z3.ArithRef) -> int:
        """Return the least value of `variable`, by bisection."""
        low, high = 0, self._value(variable) or 0
        while low < high:
            middle = (low + high) // 2
            found = self._value(variable, self.encoder.between(variable, low, middle + 1))
            low, high = (middle + 1, high) if found is None else (low, found)
        return high

    def _value(self, variable: z3.ArithRef, *formulas: Formula) -> int | None:
        """Return a value of `variable` under `formulas`, or None if they cannot hold."""
        with self.scope(*formulas):
            if not self._check():
                return None
            value = self.solver.model().eval(variable, model_completion=True)
        return int(value.as_long())


def limits(conditions: Iterable[Condition], families: Iterable[str] = ()) -> Limits:
    """Return the values at which `conditions` can change their truth."""
    values: dict[str, set[int]] = {}
    named = set(families)
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, Compare):
                around = {atom.value - 1, atom.value, atom.value + 1}
                values.setdefault(atom.fact, {0}).update(v for v in around if v >= 0)
            elif isinstance(atom, Member) and vocabulary().facts[atom.fact].taxonomy is None:
                named |= atom.words
    order = [NO_FAMILY, *sorted(named - {NO_FAMILY})]
    return lambda name: order if name == "target" else sorted(values.get(name, {0}))


def facts_in(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the facts that `conditions` mention, in the order of the vocabulary."""
    found = {atom.fact for condition in conditions for atom in atoms(condition)}
    return tuple(name for name in vocabulary().facts if name in found)
