"""An engine decides signatures against one library, and remembers what it found.

It owns the solver's state and every cache, so that dropping it drops them.  Caches are bounded: a
process that checks millions of different lineages stays small (docs/speed.md has the figure).
Threads may share an engine; each has a solver of its own.
"""

import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from licenselogic.decision.counts_as import Transitions
from licenselogic.decision.expressions import Expressions
from licenselogic.decision.fold import Fold
from licenselogic.decision.making import Demanded, Making
from licenselogic.decision.own import OwnRules, asks_for_license, is_own
from licenselogic.decision.question import Decision, Owed, Question, Requirement, Violation
from licenselogic.decision.replayed import confirm
from licenselogic.decision.rules import Depth, Rules
from licenselogic.decision.setting import ASKED, Setting, Upstream
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import support, valuation
from licenselogic.norms.deontic import License
from licenselogic.semantics.view import View
from licenselogic.solver.oracle import Memory, Oracle
from licenselogic.solver.solver import BudgetSpentError, facts_in

MAX_VIEWS = 20_000
"""Licences under readings that are kept with their formulas; beyond it, all caches are dropped."""

MAX_UPSTREAM = 500
"""Works of which what is upstream is kept taken apart, for questions about other labels."""

AskedOf = tuple[tuple[Requirement, ...], tuple[Owed, ...]]
"""What must be true of the publisher, and the duties."""


class Engine:
    """Decides questions about the licences of one library, each query within `rlimit` steps."""

    max_makings = MAX_UPSTREAM
    """Questions of which is kept what making takes."""

    def __init__(self, library: Library, rlimit: int | None = None) -> None:
        self.library, self.rlimit = library, rlimit
        self.expressions = Expressions(library)
        self.clear()

    def clear(self) -> None:
        """Forget all answers, formulas and transitions."""
        self.transitions = Transitions()
        self.answers = Memory[Any]()
        self.upstream = Memory[dict[object, Question]](MAX_UPSTREAM)
        self._views: dict[tuple[License, int], View] = {}
        self._relevant: dict[License, frozenset[str]] = {}
        self._decided = Memory[Decision]()
        self._demanded = Memory[Demanded]()
        self._asked = Memory[AskedOf]()
        self._threads = threading.local()

    def trim(self) -> None:
        """Forget everything if there is too much of it; called between questions."""
        if len(self._views) > MAX_VIEWS or self.transitions.size > MAX_VIEWS:
            self.clear()

    def fold(self, lineage: Lineage) -> Fold:
        """Return a lineage folded for all its works."""
        return Fold(lineage, self.expressions, self.transitions)

    @property
    def oracle(self) -> Oracle:
        """The solver of this thread."""
        if not hasattr(self._threads, "oracle"):
            self._threads.oracle = Oracle(self.rlimit)
        oracle: Oracle = self._threads.oracle
        return oracle

    @property
    def makings(self) -> Memory[Making]:
        """What making takes, by question; each asks the solver of this thread."""
        if not hasattr(self._threads, "makings"):
            self._threads.makings = Memory[Making](self.max_makings)
        makings: Memory[Making] = self._threads.makings
        return makings

    def look(self, license: License, readings: frozenset[str]) -> View:
        """Return the norms of a licence in force: one view for readings that it tells apart."""
        key = (license, valuation(readings & license.guards))
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = View(*key)
        return found

    def relevant(self, license: License) -> frozenset[str]:
        """Return the assumptions on which an answer about a licence may depend.

        Beside the guards of norms, those of the counts-as rules that the questions themselves use.
        """
        found = self._relevant.get(license)
        if found is None:
            rules = (rule for rule in license.counts if rule.relations & ASKED)
            found = license.guards.union(*(support(rule.guard) for rule in rules))
            self._relevant[license] = found
        return found

    def offers(self, licenses: Iterable[License], readings: frozenset[str]) -> bool:
        """Tell whether licences that bind together allow anything; a spent budget says no."""
        try:
            return self.oracle.offers([self.look(license, readings) for license in licenses])
        except BudgetSpentError:
            return False

    def rules(self, question: Question, depth: Depth) -> Rules:
        """Return the rules put to a question."""
        making = self.making(question)
        setting = self.setting(question, making.setting.upstream)
        rules = OwnRules(setting, depth) if is_own(question) else Rules(setting, depth)
        rules.making = making
        return rules

    def making(self, question: Question) -> Making:
        """Return what making takes: the same whatever the work is offered under.

        It turns on the readings that matter to licences upstream.
        """
        licenses = (ancestor.license for ancestor in question.ancestors)
        matter = frozenset[str]().union(*map(self.relevant, licenses))
        bare = replace(question, outbound=None, readings=question.readings & matter)
        return self.makings.get_or(bare, lambda: Making(self.setting(bare), self._demanded))

    def setting(self, question: Question, upstream: Upstream | None = None) -> Setting:
        """Return a question taken apart; with `upstream`, as far as it has been before."""
        return Setting(question, self.oracle, self.look, self.expressions.parties, upstream)

    def asks_for_license(self, question: Question) -> bool:
        """Tell whether an ancestor asks that the work be offered under a licence at all."""
        return asks_for_license(self.setting(question))

    def decide(self, question: Question, depth: Depth = Depth.SCENARIOS) -> Decision:
        """Return every distinct violation, the publisher's conditions, and the duties.

        At depth `STATUS` the first violation is enough, and it has no clauses.
        """
        return self._decided.get_or((question, depth), lambda: self._decide(question, depth))

    def _decide(self, question: Question, depth: Depth) -> Decision:
        rules = self.rules(question, depth)
        try:
            if depth is Depth.STATUS:
                first = rules.making.first or next(rules.offering(), None)
                doubted = first is None and self._doubted(question)
                return Decision((first,) if first else (), doubted=doubted)
            shallow = self.decide(question, Depth.STATUS)
            if shallow.spent:
                return shallow
            violations = tuple(distinct(rules.violations())) if shallow.violations else ()
            if depth is Depth.SCENARIOS:
                confirm(question, violations)
            required, duties = self.asked_of(question, rules)
            terms = distinct(rules.necessary()) if isinstance(rules, OwnRules) else ()
            return Decision(violations, required, duties, tuple(terms), doubted=shallow.doubted)
        except BudgetSpentError:
            return Decision((), spent=True)

    def asked_of(self, question: Question, rules: Rules) -> AskedOf:
        """Return what must be true of the publisher, and the duties: the same under any licence."""

        def find() -> AskedOf:
            required = rules.requirements()
            return required, tuple(rules.checklist(required))

        return self._asked.get_or(replace(question, outbound=None), find)

    def _doubted(self, question: Question) -> bool:
        """Tell whether a question without violations has some if no line in doubt is trusted."""
        if question.distrusting or not question.doubtful:
            return False
        found = self.decide(replace(question, distrusting=True), Depth.STATUS)
        return found.spent or bool(found.violations)


@lru_cache(maxsize=2)
def engine_of(library: Library, rlimit: int | None) -> Engine:
    """Return the engine that calls of `check` share: those of the last two libraries are kept."""
    return Engine(library, rlimit)


def distinct(violations: Iterable[Violation]) -> list[Violation]:
    """Drop violations that turn on more facts to show the same, and those that repeat another.

    Of what is about the same matter something is left: where it turns on the fewest facts.
    """
    every = list(violations)
    shown: dict[object, set[frozenset[str]]] = {}
    for violation in every:
        shown.setdefault(_place(violation), set()).add(_facts(violation))
    found: dict[object, Violation] = {}
    for violation in every:
        if any(fewer < _facts(violation) for fewer in shown[_place(violation)]):
            continue
        key = (*_matter(violation), violation.kind)
        if key not in found or len(violation.scenario) < len(found[key].scenario):
            found[key] = violation
    return list(found.values())


def _matter(violation: Violation) -> tuple[object, ...]:
    """Return what a violation is about: rule, clauses and sides; without a clause, the act."""
    side, other = violation.side, violation.other.license if violation.other else ""
    cites = tuple((c.license, c.cite) for c in violation.clauses)
    act = "" if cites else violation.act
    return (violation.rule, cites, side.license, side.material, side.standing, other, act)


def _place(violation: Violation) -> tuple[object, ...]:
    """Return the same with the status, and for rules 1 and 6, where acts are given, the act."""
    act = violation.act if violation.rule in ("1", "6") else ""
    return (*_matter(violation), violation.status, act)


def _facts(violation: Violation) -> frozenset[str]:
    return frozenset(facts_in([violation.condition]))
