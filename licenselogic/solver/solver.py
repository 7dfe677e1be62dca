"""Norms to Z3 and Z3 models back to scenarios.  The only module that knows z3.

A scenario is one integer or Boolean for each fact, and one integer for the act.  Words of a tree
are numbered depth first (`vocabulary.Tree`), so membership below a word is an interval test and all
formulas are quantifier-free linear arithmetic.  A `Solver` serves one question: its formulas are
added under scopes, its scenarios are minimised by assumption literals, and its answers depend on
nothing but the question (a budget of solver steps, never of seconds).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import z3

from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some, atoms
from licenselogic.norms.deontic import MATERIAL, Clause, Permission, Prohibition
from licenselogic.norms.vocabulary import Fact, vocabulary
from licenselogic.semantics.view import OTHER, View, baseline

DEFAULT_RLIMIT = 20_000_000
"""Solver steps for one query.  The queries of real licences take a few thousand."""


Formula = z3.BoolRef
"""A formula over the act and the facts of one scenario."""


class BudgetSpentError(Exception):
    """The solver gave up; the verdict is `unknown`."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A minimal scenario: the act, and the facts that differ from their baselines."""

    act: str
    scenario: tuple[tuple[str, object], ...]


class _Encoder:
    """Formulas of licences, built once per thread and shared by all solvers of the thread."""

    def __init__(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        self.context = z3.main_ctx() if main else z3.Context()
        self.act = z3.Int("act", self.context)
        self.facts = {name: self._variable(fact) for name, fact in vocabulary().facts.items()}
        self.families: dict[str, int] = {OTHER: 0}
        self._numbers: dict[int, z3.IntNumRef] = {}
        self._refused: dict[tuple[View, str], z3.BoolRef] = {}
        self._conditions: dict[Condition, z3.BoolRef] = {}
        self._acts: dict[frozenset[str], z3.BoolRef] = {}
        self._allowed: dict[tuple[View, str], z3.BoolRef] = {}
        self.baselines = {n: self.is_value(n, baseline(f)) for n, f in vocabulary().facts.items()}
        self.still = {name: z3.Bool(f"still {name}", self.context) for name in self.facts}
        self.named = {literal.get_id(): name for name, literal in self.still.items()}
        self.axioms = self.every([*self._bounds(), *self._stills()])

    def _variable(self, fact: Fact) -> z3.ExprRef:
        make = z3.Bool if fact.sort == "bool" else z3.Int
        return make(fact.name, self.context)

    def _bounds(self) -> Iterator[z3.BoolRef]:
        compared = vocabulary().compared_acts
        tree = vocabulary().acts
        yield self._within(self.act, [(tree.index(a), tree.index(a) + 1) for a in compared])
        for name, fact in vocabulary().facts.items():
            if fact.sort != "bool":
                yield self.facts[name] >= 0
            if fact.tree is not None:
                yield self.facts[name] < len(fact.tree.words)

    def _stills(self) -> Iterator[z3.BoolRef]:
        """Yield what makes `still[fact]`, used as an assumption, hold the fact at its baseline."""
        return (z3.Implies(self.still[name], self.baselines[name]) for name in self.facts)

    def _within(self, number: z3.ArithRef, spans: Iterable[tuple[int, int]]) -> z3.BoolRef:
        return self.some([self.between(number, low, high) for low, high in sorted(spans)])

    def every(self, parts: Sequence[z3.BoolRef]) -> z3.BoolRef:
        """Return the conjunction; by the C interface, since building terms is most of the work."""
        if len(parts) == 1:
            return parts[0]
        return self._wrap(z3.Z3_mk_and(self.context.ref(), len(parts), _array(parts)))

    def some(self, parts: Sequence[z3.BoolRef]) -> z3.BoolRef:
        """Return the disjunction."""
        if len(parts) == 1:
            return parts[0]
        return self._wrap(z3.Z3_mk_or(self.context.ref(), len(parts), _array(parts)))

    def never(self, part: z3.BoolRef) -> z3.BoolRef:
        """Return the negation."""
        return self._wrap(z3.Z3_mk_not(self.context.ref(), part.as_ast()))

    def _wrap(self, ast: Any) -> z3.BoolRef:
        return z3.BoolRef(ast, self.context)

    def between(self, number: z3.ArithRef, low: int, high: int) -> z3.BoolRef:
        """Return `low <= number < high`."""
        context = self.context.ref()
        ast = number.as_ast()
        if high == low + 1:
            return self._wrap(z3.Z3_mk_eq(context, ast, self._int(low)))
        above = self._wrap(z3.Z3_mk_ge(context, ast, self._int(low)))
        return self.every([above, self._wrap(z3.Z3_mk_lt(context, ast, self._int(high)))])

    def _int(self, value: int) -> Any:
        if value not in self._numbers:
            self._numbers[value] = z3.IntVal(value, self.context)
        return self._numbers[value].as_ast()

    def truth(self, value: bool) -> z3.BoolRef:
        return z3.BoolVal(value, self.context)

    def family(self, name: str) -> int:
        return self.families.setdefault(name, len(self.families))

    def is_value(self, fact: str, value: object) -> z3.BoolRef:
        """Return `fact = value`."""
        variable = self.facts[fact]
        if isinstance(value, bool):
            return variable if value else z3.Not(variable)
        if isinstance(value, str):
            tree = vocabulary().facts[fact].tree
            return variable == (tree.index(value) if tree else self.family(value))
        return variable == value

    def condition(self, condition: Condition) -> z3.BoolRef:
        """Return the formula of a condition."""
        found = self._conditions.get(condition)
        if found is None:
            found = self._conditions[condition] = self._condition(condition)
        return found

    def _condition(self, condition: Condition) -> z3.BoolRef:
        match condition:
            case IsTrue(fact):
                return self.facts[fact]
            case Compare(fact, op, value):
                number = self.facts[fact]
                return {
                    ">": number > value,
                    ">=": number >= value,
                    "<": number < value,
                    "<=": number <= value,
                }[op]
            case Member(fact, words):
                tree = vocabulary().facts[fact].tree
                if tree is None:
                    numbers = [self.family(word) for word in sorted(words)]
                    return self._within(self.facts[fact], [(n, n + 1) for n in numbers])
                return self._within(self.facts[fact], tree.intervals(words))
            case Not(part):
                return self.never(self.condition(part))
            case All(parts):
                return self.every([self.condition(part) for part in parts])
            case Some(parts):
                return self.some([self.condition(part) for part in parts])

    def covers(self, acts: frozenset[str]) -> z3.BoolRef:
        """Return that the act is among `acts` or below one of them."""
        found = self._acts.get(acts)
        if found is None:
            found = self._acts[acts] = self._within(self.act, vocabulary().acts.intervals(acts))
        return found

    def applies(self, norm: Permission | Prohibition) -> z3.BoolRef:
        """Return that `norm` covers the act and its condition holds."""
        parts = [self.covers(norm.acts), self.condition(norm.condition)]
        return self.every(parts)

    def forbids(self, view: View, status: str, clause: Clause, norm: Prohibition) -> z3.BoolRef:
        """Return that a prohibition bites: it applies, and nothing `notwithstanding` lifts it."""
        lifts = [
            self.never(self.applies(p))
            for _, p in view.permissions[status]
            if clause.cite in p.notwithstanding
        ]
        return self.every([self.applies(norm), *lifts])

    def permitted(self, view: View, status: str) -> z3.BoolRef:
        """Return that some permission applies, or that the status needs none."""
        if status not in MATERIAL:
            return self.truth(True)
        return self.some([self.applies(p) for _, p in view.permissions[status]])

    def prohibited(self, view: View, status: str) -> z3.BoolRef:
        """Return that some prohibition bites."""
        return self.some([self.forbids(view, status, c, n) for c, n in view.prohibitions[status]])

    def allowed(self, view: View, status: str) -> z3.BoolRef:
        """Return `allowed(X, act, status, s)` of docs/semantics.md."""
        key = (view, status)
        found = self._allowed.get(key)
        if found is None:
            unforbidden = self.never(self.prohibited(view, status))
            found = self._allowed[key] = self.every([self.permitted(view, status), unforbidden])
        return found

    def refused(self, view: View, status: str) -> z3.BoolRef:
        """Return that the act is not allowed."""
        key = (view, status)
        found = self._refused.get(key)
        if found is None:
            found = self._refused[key] = self.never(self.allowed(view, status))
        return found


def _array(parts: Sequence[z3.BoolRef]) -> Any:
    return (z3.Ast * len(parts))(*(part.as_ast() for part in parts))


_threads = threading.local()


def _encoder() -> _Encoder:
    """Return the encoder of this thread (z3 contexts must not be shared between threads)."""
    if not hasattr(_threads, "encoder"):
        _threads.encoder = _Encoder()
    encoder: _Encoder = _threads.encoder
    return encoder


class Solver:
    """Answers the queries of one question."""

    def __init__(self, rlimit: int | None = None) -> None:
        self.encoder = _encoder()
        self.solver = z3.SolverFor("QF_LIA", ctx=self.encoder.context)
        self.solver.set("rlimit", DEFAULT_RLIMIT if rlimit is None else rlimit)
        self._add(self.encoder.axioms)

    def satisfiable(self, *formulas: z3.BoolRef) -> bool:
        """Tell whether `formulas` hold together in some scenario."""
        with self.scope(*formulas):
            return self._check()

    @contextmanager
    def scope(self, *formulas: z3.BoolRef) -> Iterator[None]:
        """Hold `formulas` true inside the block."""
        self.solver.push()
        try:
            self._add(*formulas)
            yield
        finally:
            self.solver.pop()

    def _add(self, *formulas: z3.BoolRef) -> None:
        """Assert formulas, past the type checks of the Python interface."""
        for formula in formulas:
            z3.Z3_solver_assert(self.encoder.context.ref(), self.solver.solver, formula.as_ast())

    def _check(self, *literals: z3.BoolRef) -> bool:
        result = self.solver.check(*literals)
        if result == z3.unknown:
            raise BudgetSpentError(self.solver.reason_unknown())
        return bool(result == z3.sat)

    def minimal(self, formula: z3.BoolRef, facts: Sequence[str], limits: Limits) -> Witness | None:
        """Return the least scenario in which `formula` holds, or None.

        Fewest facts off their baselines; among those the first facts in the order of the
        vocabulary; then the first act and the least values.  Facts outside `facts` stay put.
        """
        cores: list[frozenset[str]] = []
        with self.scope(formula):
            for size in range(len(facts) + 1):
                for moved in combinations(facts, size):
                    if any(core.isdisjoint(moved) for core in cores):
                        continue  # facts that cannot all stay put would
                    still = [f for f in facts if f not in moved]
                    if self._check(*(self.encoder.still[f] for f in still)):
                        self._add(*(self.encoder.baselines[f] for f in still))
                        return self._least(moved, limits)
                    cores.append(self._core())
        return None

    def _core(self) -> frozenset[str]:
        """Return facts that, by the last check, cannot all be at their baselines."""
        names = self.encoder.named
        return frozenset(names[literal.get_id()] for literal in self.solver.unsat_core())

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
        if fact.tree is not None:
            return fact.tree.words[self._lowest(self.encoder.facts[name])]
        return next(v for v in limits(name) if self.satisfiable(self.encoder.is_value(name, v)))

    def _lowest(self, variable: z3.ArithRef) -> int:
        """Return the least value of `variable`, by bisection."""
        low, high = 0, self._value(variable) or 0
        while low < high:
            middle = (low + high) // 2
            found = self._value(variable, self.encoder.between(variable, low, middle + 1))
            low, high = (middle + 1, high) if found is None else (low, found)
        return high

    def _value(self, variable: z3.ArithRef, *formulas: z3.BoolRef) -> int | None:
        """Return a value of `variable` under `formulas`, or None if they cannot hold."""
        with self.scope(*formulas):
            if not self._check():
                return None
            value = self.solver.model().eval(variable, model_completion=True)
        return int(value.as_long())


Limits = Callable[[str], Sequence[object]]
"""For a number, a date or a family: the values worth trying, least first."""


def limits(conditions: Iterable[Condition], families: Iterable[str] = ()) -> Limits:
    """Return the values at which `conditions` can change their truth."""
    values: dict[str, set[int]] = {}
    named = set(families)
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, Compare):
                around = {atom.value - 1, atom.value, atom.value + 1}
                values.setdefault(atom.fact, {0}).update(v for v in around if v >= 0)
            elif isinstance(atom, Member) and vocabulary().facts[atom.fact].tree is None:
                named |= atom.words
    order = [OTHER, *sorted(named - {OTHER})]
    return lambda name: order if name == "target" else sorted(values.get(name, {0}))


def facts_in(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the facts that `conditions` mention, in the order of the vocabulary."""
    found = {atom.fact for condition in conditions for atom in atoms(condition)}
    return tuple(name for name in vocabulary().facts if name in found)
