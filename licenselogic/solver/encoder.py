"""Norms as formulas: what a licence allows in a scenario, in quantifier-free linear arithmetic.

A scenario is one integer or Boolean for each fact, and one integer for the act.  Words of a
taxonomy are numbered depth first, so membership below a word is an interval test.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import z3

from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.deontic import MATERIAL, Clause, Permission, Prohibition
from licenselogic.norms.vocabulary import Fact, vocabulary
from licenselogic.semantics.semantics import NO_FAMILY, baseline
from licenselogic.semantics.view import View

Formula = z3.BoolRef
"""A formula over the act and the facts of one scenario."""


class Encoder:
    """Formulas of licences and conditions, each built once.  Serves the thread that made it."""

    def __init__(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        self.context = z3.main_ctx() if main else z3.Context()
        self.act = z3.Int("act", self.context)
        self.facts = {name: self._variable(fact) for name, fact in vocabulary().facts.items()}
        self.families: dict[str, int] = {NO_FAMILY: 0}
        self._numbers: dict[int, z3.IntNumRef] = {}
        self._refused: dict[tuple[View, str], z3.BoolRef] = {}
        self._conditions: dict[Condition, z3.BoolRef] = {}
        self._acts: dict[frozenset[str], z3.BoolRef] = {}
        self._allowed: dict[tuple[View, str], z3.BoolRef] = {}
        self.baselines = {name: self.is_value(name, rest) for name, rest in baseline().items()}
        self.still = {name: z3.Bool(f"still {name}", self.context) for name in self.facts}
        self.named = {literal.get_id(): name for name, literal in self.still.items()}
        self.axioms = self.every([*self._bounds(), *self._stills()])

    def _variable(self, fact: Fact) -> z3.ExprRef:
        make = z3.Bool if fact.sort == "bool" else z3.Int
        return make(fact.name, self.context)

    def _bounds(self) -> Iterator[z3.BoolRef]:
        compared = vocabulary().compared_acts
        taxonomy = vocabulary().acts
        yield self._within(self.act, [(taxonomy.index(a), taxonomy.index(a) + 1) for a in compared])
        for name, fact in vocabulary().facts.items():
            if fact.sort != "bool":
                yield self.facts[name] >= 0
            if fact.taxonomy is not None:
                yield self.facts[name] < len(fact.taxonomy.words)

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
        """Return the formula that is always, or never, true."""
        return z3.BoolVal(value, self.context)

    def family(self, name: str) -> int:
        """Return the number of a family; new families get new numbers."""
        return self.families.setdefault(name, len(self.families))

    def is_value(self, fact: str, value: object) -> z3.BoolRef:
        """Return `fact = value`."""
        variable = self.facts[fact]
        if isinstance(value, bool):
            return variable if value else z3.Not(variable)
        if isinstance(value, str):
            taxonomy = vocabulary().facts[fact].taxonomy
            return variable == (taxonomy.index(value) if taxonomy else self.family(value))
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
                taxonomy = vocabulary().facts[fact].taxonomy
                if taxonomy is None:
                    numbers = [self.family(word) for word in sorted(words)]
                    return self._within(self.facts[fact], [(n, n + 1) for n in numbers])
                return self._within(self.facts[fact], taxonomy.intervals(words))
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
