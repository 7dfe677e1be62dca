"""From what reaches a work to an answer, without any work id.

A `Signature` is all that an answer depends on.  Equal signatures are answered once, so a chain of a
thousand like works, or a hub of millions, asks the solver a handful of questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, islice, product

from licenselogic.base.codes import Status
from licenselogic.decision.counts_as import Fold, Reach, supports
from licenselogic.decision.decide import breaks, decide
from licenselogic.decision.fold import Expressions, Key, Trace
from licenselogic.decision.question import Ancestor, Decision, Question
from licenselogic.library.expressions import Expression
from licenselogic.library.terms import Term
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import relevant
from licenselogic.solver.solver import BudgetSpentError

MAX_COMBINATIONS = 64
"""Choices and readings explored before the answer is `unknown`."""

_FOLD = Fold()


@dataclass(frozen=True)
class Signature:
    """What an answer depends on.

    `reached` says what arrives at the work; `choices` are the upstream expressions that leave a
    choice; `unknown` the terms that are not known, with the choice that they belong to (empty:
    no choice); `outbound` is the licence expression of the work, None if there is none.
    """

    reached: frozenset[tuple[Key, Reach]]
    choices: tuple[Expression, ...]
    unknown: frozenset[tuple[str, str]]
    outbound: Expression | None
    material: str
    publish: str
    facts: frozenset[tuple[str, object]]
    bases: frozenset[frozenset[str]]
    expressions: Expressions

    def __hash__(self) -> int:
        text = self.outbound.text if self.outbound else None
        return hash((self.reached, text, self.publish, self.facts, self.bases, self.unknown))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a signature.

    `decision` belongs to the first alternative that works, or else to the first alternative.
    `open` names why the answer is unknown: `unknown`, `readings`, `outbound`, `budget`, `many`.
    """

    status: Status
    decision: Decision
    chosen: tuple[tuple[str, str], ...] = ()
    open: frozenset[str] = frozenset()


def signature(trace: Trace, name: str, outbound: str | None) -> Signature:
    """Return the signature of the work `name` under the outbound expression `outbound`."""
    work = trace.lineage.works[name]
    expressions = trace.expressions
    reached = trace.reaches[name]
    choices = {key.choice for key in reached if key.choice}
    unknown: set[tuple[str, str]] = set()
    if name == trace.target:
        for above, term, _ in trace.unknowns():
            expression = expressions.parse(trace.lineage.works[above].license)
            unknown.add((expression.text if len(expression.alternatives) > 1 else "", term.name))
            if len(expression.alternatives) > 1:
                choices.add(expression.text)
    return Signature(
        reached=frozenset(reached.items()),
        choices=tuple(expressions.parse(text) for text in sorted(choices)),
        unknown=frozenset(unknown),
        outbound=None if outbound is None else expressions.parse(outbound),
        material=work.type,
        publish=work.publish,
        facts=frozenset((fact, _number(value)) for fact, value in work.facts),
        bases=trace.bases[name],
        expressions=expressions,
    )


def _number(value: object) -> object:
    """Return a stated value as conditions compare it: dates are day numbers."""
    return value.toordinal() if isinstance(value, date) else value


@lru_cache(maxsize=65536)
def outcome(sign: Signature, true: frozenset[str], rlimit: int | None = None) -> Outcome:
    """Return the answer to a signature when exactly the assumptions `true` hold."""
    return _Answer(sign, true, rlimit).outcome()


@lru_cache(maxsize=65536)
def status(sign: Signature, true: frozenset[str], rlimit: int | None = None) -> Status:
    """Return the status alone; stops at the first violation."""
    return _Answer(sign, true, rlimit, quick=True).outcome().status


def mentioned(sign: Signature) -> frozenset[str]:
    """Return the assumptions on which the answer may depend."""
    licenses = [key.license for key, _ in sign.reached]
    licenses += [k for options in _outbounds(sign) for k in options]
    names = [supports(reach) for _, reach in sign.reached] + [relevant(k) for k in licenses]
    return frozenset(chain.from_iterable(names))


@lru_cache(maxsize=65536)
def sensitivity(
    sign: Signature, true: frozenset[str], rlimit: int | None = None
) -> tuple[tuple[tuple[tuple[str, bool], ...], Status], ...]:
    """Return the smallest sets of changed assumptions that give another status."""
    now = status(sign, true, rlimit)
    names = [n for n in vocabulary().assumptions if n in mentioned(sign)]
    for size in range(1, len(names) + 1):
        found = []
        for changed in combinations(names, size):
            other = status(sign, true.symmetric_difference(changed), rlimit)
            if other != now:
                found.append((tuple((name, name not in true) for name in changed), other))
        if found:
            return tuple(found)
    return ()


def every_reading(sign: Signature, rlimit: int | None = None) -> Mapping[frozenset[str], Status]:
    """Return the status for every valuation of the assumptions that matter."""
    names = sorted(mentioned(sign))
    sets = chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))
    return {frozenset(true): status(sign, frozenset(true), rlimit) for true in sets}


def _outbounds(sign: Signature) -> Iterator[tuple[License, ...]]:
    """Yield the licences of every alternative of the outbound expression."""
    if sign.outbound is not None:
        for terms in sign.outbound.alternatives:
            yield tuple(k for term in terms for k in sign.expressions.licenses(term))


Chosen = Mapping[str, tuple[Term, ...]]
"""For each expression that leaves a choice, the alternative that the licensee takes."""


@dataclass
class _Answer:
    """One signature, one valuation."""

    sign: Signature
    true: frozenset[str]
    rlimit: int | None
    quick: bool = False

    def outcome(self) -> Outcome:
        """Combine the licensee's choices: the first alternative that works, else the worst news."""
        texts = [e.text for e in self.sign.choices]
        options = product(*(e.alternatives for e in self.sign.choices))
        results = []
        for taken in islice(options, MAX_COMBINATIONS):
            result = self.under(dict(zip(texts, taken, strict=True)))
            if result.status is Status.COMPATIBLE:
                return result
            results.append(result)
        if next(options, None) is not None:
            return replace(results[0], status=Status.UNKNOWN, open=frozenset({"many"}))
        for result in results:
            if result.status is Status.UNKNOWN:
                return result
        return results[0]

    def under(self, chosen: Chosen) -> Outcome:
        """Answer under the licensee's choices: recipients may take any outbound alternative."""
        alternatives = [self.together(chosen, readings) for readings in self.outbounds()]
        worst = min(alternatives, key=lambda o: _SEVERITY[o.status])
        open_ = worst.open
        if worst.status is not Status.INCOMPATIBLE:
            open_ = open_.union(*(o.open for o in alternatives))
            open_ |= {"unknown"} if self.unknown(chosen) else frozenset()
        shown = ((text, " AND ".join(t.name for t in terms)) for text, terms in chosen.items())
        return replace(
            worst,
            status=Status.UNKNOWN if open_ else worst.status,
            chosen=tuple((text, name) for text, name in shown if text != name),
            open=open_,
        )

    def together(self, chosen: Chosen, readings: list[frozenset[License] | None]) -> Outcome:
        """Combine the readings of one outbound alternative: all must agree."""
        outcomes = [self.offered(chosen, reading) for reading in readings[:MAX_COMBINATIONS]]
        worst = min(outcomes, key=lambda o: _SEVERITY[o.status])
        open_ = frozenset[str]().union(*(o.open for o in outcomes))
        if len({o.status for o in outcomes}) > 1:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"readings"})
        if len(readings) > MAX_COMBINATIONS:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"many"})
        return replace(worst, open=open_)

    def unknown(self, chosen: Chosen) -> bool:
        """Tell whether a term that is not known matters under these choices."""
        return any(
            not choice or any(term.name == name for term in chosen.get(choice, ()))
            for choice, name in self.sign.unknown
        )

    def outbounds(self) -> list[list[frozenset[License] | None]]:
        """Return, for every outbound alternative, its readings as sets of licences.

        None stands for a set that is not proposed, or not known.  Of too many readings one more is
        returned than are explored.
        """
        if self.sign.outbound is None:
            return [[None]]
        found: list[list[frozenset[License] | None]] = []
        for terms in self.sign.outbound.alternatives:
            members = [self.sign.expressions.licenses(term) for term in terms]
            readings = islice(product(*members), MAX_COMBINATIONS + 1) if all(members) else ()
            found.append([frozenset(reading) for reading in readings] or [None])
        return found

    def offered(self, chosen: Chosen, licenses: frozenset[License] | None) -> Outcome:
        """Answer for one outbound set, over the readings of underspecified upstream ids."""
        groups = self.groups(chosen)
        if groups and self.hasty.ask(chosen, licenses, None).violations:
            return self.read(chosen, licenses, groups)
        every = self.ask(chosen, licenses, None)
        if every.spent:
            return Outcome(Status.UNKNOWN, every, open=frozenset({"budget"}))
        if every.violations:
            return Outcome(Status.INCOMPATIBLE, every)
        unnamed = frozenset({"outbound"}) if licenses is None else frozenset[str]()
        return Outcome(Status.COMPATIBLE, every, open=unnamed)

    @property
    def hasty(self) -> "_Answer":
        """The same, content with the first violation."""
        return replace(self, quick=True)

    def read(
        self,
        chosen: Chosen,
        licenses: frozenset[License] | None,
        groups: list[tuple[str, str, tuple[License, ...]]],
    ) -> Outcome:
        """Incompatible, as the first reading is, if every reading is; unknown if only some are.

        Adding licences never mends, so that what all members together allow is allowed by each.
        """
        readings = (
            {(c, n): k for (c, n, _), k in zip(groups, reading, strict=True)}
            for reading in product(*(members for _, _, members in groups))
        )
        tried = list(islice(readings, MAX_COMBINATIONS))
        for taken in tried:
            answer = self.hasty.ask(chosen, licenses, taken)
            if not answer.violations:
                why = "budget" if answer.spent else "readings"
                return Outcome(Status.UNKNOWN, answer, open=frozenset({why}))
        if next(readings, None) is not None:
            return Outcome(Status.UNKNOWN, Decision(()), open=frozenset({"many"}))
        first = self.ask(chosen, licenses, tried[0])
        if first.spent:
            return Outcome(Status.UNKNOWN, first, open=frozenset({"budget"}))
        return Outcome(Status.INCOMPATIBLE, first)

    def groups(self, chosen: Chosen) -> list[tuple[str, str, tuple[License, ...]]]:
        """Return (choice, name, members) for every underspecified id in play."""
        return [
            (text, term.name, self.sign.expressions.licenses(term))
            for text, terms in chosen.items()
            for term in terms
            if term.kind == "group"
        ]

    def ask(
        self,
        chosen: Chosen,
        outbound: frozenset[License] | None,
        reading: Mapping[tuple[str, str], License] | None,
    ) -> Decision:
        """Put one question; `reading` fixes underspecified ids, None takes all members at once."""
        ancestors = self.ancestors(chosen, reading)
        names = chain(
            (a.license for a in ancestors), outbound or (),
        )  # fmt: skip
        matter = frozenset(chain.from_iterable(relevant(k) for k in names))
        question = Question(
            frozenset(ancestors),
            outbound,
            self.sign.material,
            self.sign.publish,
            self.sign.facts,
            self.sign.bases,
            self.true & matter,
        )
        if not self.quick:
            return decide(question, self.rlimit)
        try:
            found = breaks(question, self.rlimit)
        except BudgetSpentError:
            return Decision((), spent=True)
        return Decision((found,) if found else ())

    def ancestors(
        self, chosen: Chosen, reading: Mapping[tuple[str, str], License] | None
    ) -> Iterable[Ancestor]:
        number = valuation(self.true)
        merged: dict[tuple[License, str], Reach] = {}
        for key, reach in self.sign.reached:
            if key.choice and not self.taken(key, chosen[key.choice], reading):
                continue
            same = (key.license, key.material)
            merged[same] = _FOLD.union(merged.get(same, ()), reach)
        found = []
        for (license, material), reach in merged.items():
            held = _FOLD.at(reach, number)
            if held.standings or held.made:
                found.append(Ancestor(license, material, held.standings, held.made))
        return found

    def taken(
        self,
        key: Key,
        terms: tuple[Term, ...],
        reading: Mapping[tuple[str, str], License] | None,
    ) -> bool:
        """Tell whether a licence is among those that the choices and the reading give."""
        for term in terms:
            if key.license not in self.sign.expressions.licenses(term):
                continue
            if term.kind != "group" or reading is None:
                return True
            if reading[key.choice, term.name] == key.license:
                return True
        return False


_SEVERITY = {Status.INCOMPATIBLE: 0, Status.UNKNOWN: 1, Status.COMPATIBLE: 2}
