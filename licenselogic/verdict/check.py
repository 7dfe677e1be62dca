"""Check a work of a lineage: fold, ask, and attach works and paths to the answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.answer import (
    Outcome,
    Signature,
    every_reading,
    outcome,
    sensitivity,
    signature,
    status,
)
from licenselogic.decision.counts_as import Fold
from licenselogic.decision.fold import Expressions, Trace
from licenselogic.decision.ladder import any_works, core
from licenselogic.decision.question import Ancestor, Question, Side, Violation
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding
from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.deontic import Clause, FlowDown, ShareAlike
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import view
from licenselogic.solver.solver import BudgetSpentError
from licenselogic.verdict.evidence import duty_state
from licenselogic.verdict.verdict import (
    ClauseRef,
    ConditionOn,
    Counterexample,
    Duty,
    Flip,
    Verdict,
)

MAX_SOURCES = 25
"""Sources shown for one violation; the rest are counted."""

MAX_SUGGESTED = 4
"""Upstream licences that are tried as outbound licences."""

MAX_INHERITED = 20
"""Mislabelled ancestors that are named."""


@lru_cache(maxsize=8)
def _checker(known: Library) -> "_Tools":
    return _Tools(Expressions(known), Fold())


@dataclass(frozen=True, slots=True)
class _Tools:
    expressions: Expressions
    fold: Fold


@no_collection()
def check(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Verdict:
    """Return whether a work of `lineage` may be published under its licence, or under `license`.

    `work_id` None means the only work without descendants.  `license` is an SPDX expression, Hub id
    or alias.  `assumptions` changes single readings of `profile` (default, strict, lenient), and
    `rlimit` bounds the solver's steps for one query.  `licenses` is the library to use, by default
    the one that ships with licenselogic.

    Raises `LineageError` for an unknown work, `ExpressionError` for a malformed expression, and
    `UsageError` for an unknown profile or assumption.  An unknown licence raises nothing: the
    verdict is `unknown` and says why.
    """
    if not hasattr(lineage, "works"):  # a path, most likely
        message = f"`check` takes a Lineage, not {type(lineage).__name__}"
        hint = "`load_lineage(path)` reads one from a file"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=hint))
    if rlimit is not None and rlimit < 1:
        message = f"`rlimit` is a number of solver steps, at least 1, not {rlimit}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    true = select(profile, assumptions)
    known = licenses if licenses is not None else shipped()
    tools = _checker(known)
    target = lineage.target(work_id)
    trace = Trace(lineage, target, tools.expressions, tools.fold)
    offered = license if license is not None else trace.work.license
    sign = signature(trace, target, offered)
    answer = outcome(sign, true, rlimit)
    report = _Report(trace, sign, answer, true, known, rlimit)
    return Verdict(
        work=target,
        license=sign.outbound.text if sign.outbound and offered is not None else None,
        status=answer.status,
        counterexamples=report.counterexamples(),
        core=report.core(),
        conditions=report.conditions(),
        duties=report.duties(),
        warnings=tuple(report.warnings()),
        reasons=tuple(report.reasons()),
        assumptions={name: name in true for name in vocabulary().assumptions},
        sensitivity=tuple(
            Flip(dict(changes), other) for changes, other in sensitivity(sign, true, rlimit)
        ),
        choices=answer.chosen,
        custom_possible=report.custom_possible(),
        suggestions=report.suggestions(),
        profile=profile,
    )


def readings(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Mapping[frozenset[str], Status]:
    """Return the status under every valuation of the assumptions that matter.

    Keys are the assumptions that hold, among those on which the answer may depend.  Arguments and
    errors are those of `check`.
    """
    tools = _checker(licenses if licenses is not None else shipped())
    target = lineage.target(work_id)
    trace = Trace(lineage, target, tools.expressions, tools.fold)
    offered = license if license is not None else trace.work.license
    return every_reading(signature(trace, target, offered), rlimit)


def candidates(
    lineage: Lineage, work_id: str, expressions: Iterable[str], licenses: Library | None = None
) -> tuple[str, ...]:
    """Return those of `expressions` under which a work may be offered, by the default readings.

    What depends on the publisher counts as open, as in `check`; errors are those of `check`.
    """
    tools = _checker(licenses if licenses is not None else shipped())
    trace = Trace(lineage, lineage.target(work_id), tools.expressions, tools.fold)
    sign, true = signature(trace, trace.target, None), select()
    return tuple(
        text
        for text in expressions
        if status(replace(sign, outbound=tools.expressions.parse(text)), true) is Status.COMPATIBLE
    )


@dataclass(frozen=True)
class _Report:
    trace: Trace
    sign: Signature
    answer: Outcome
    true: frozenset[str]
    known: Library
    rlimit: int | None

    # Counterexamples

    def counterexamples(self) -> tuple[Counterexample, ...]:
        """Return the violations with works and paths; most specific first."""
        if self.answer.status is not Status.INCOMPATIBLE:
            return ()
        found: dict[object, Counterexample] = {}
        for violation in sorted(self.answer.decision.violations, key=_specific):
            for counterexample in self.located(violation):
                c = counterexample
                found.setdefault((c.kind, c.clauses, c.work, c.other_work), c)
        return tuple(found.values())

    def located(self, violation: Violation) -> Iterator[Counterexample]:
        number = valuation(self.true)
        paths = self.trace.paths(violation.side, number)
        others = self.trace.paths(violation.other, number) if violation.other else []
        other = others[0][0] if others else ()
        for position, (works, relations) in enumerate(paths[:MAX_SOURCES]):
            yield Counterexample(
                kind=violation.kind,
                clauses=_refs(violation.clauses),
                work=works[0],
                path=works,
                relations=relations,
                scenario=dict(violation.scenario),
                rule=violation.rule,
                act=violation.act,
                status=violation.status,
                reserved=violation.reserved,
                detail=violation.detail,
                other_work=other[0] if other else "",
                other_path=other,
                more=max(0, len(paths) - MAX_SOURCES) if position == 0 else 0,
            )

    def nearest(self, side: Side) -> str:
        """Return the source through which a licence reaches the target."""
        paths = self.trace.paths(side, valuation(self.true))
        return paths[0][0][0] if paths else self.trace.target

    # The ladder

    def question(self) -> Question | None:
        """Return the upstream side of the question, if it leaves no choice."""
        if self.sign.choices:
            return None
        number = valuation(self.true)
        ancestors = []
        for key, reach in self.sign.reached:
            held = self.trace.fold.at(reach, number)
            if held.standings or held.made:
                ancestors.append(Ancestor(key.license, key.material, held.standings, held.made))
        sign = self.sign
        return Question(
            frozenset(ancestors), None, sign.material, sign.publish, sign.facts, sign.bases,
            self.true,
        )  # fmt: skip

    def core(self) -> tuple[ClauseRef, ...] | None:
        """Return the upstream clauses that clash under every licence."""
        question = self.question()
        if self.answer.status is not Status.INCOMPATIBLE or question is None:
            return None
        try:
            found = core(question, self.known, self.rlimit)
        except BudgetSpentError:
            return None
        return None if found is None else _refs(found)

    def custom_possible(self) -> bool | None:
        """Tell whether some licence could work; None where that is not decided."""
        question = self.question()
        if self.answer.status is Status.COMPATIBLE:
            return True
        if question is None or "unknown" in self.answer.open:
            return None
        try:
            return any_works(question, self.known, self.rlimit)
        except BudgetSpentError:
            return None

    def suggestions(self) -> tuple[str, ...]:
        """Return outbound expressions that would work: an upstream licence, or ours beside it."""
        if self.answer.status is not Status.INCOMPATIBLE or self.sign.publish == "internal":
            return ()
        upstream = sorted({key.license.id for key, _ in self.sign.reached})[:MAX_SUGGESTED]
        ours = self.sign.outbound.text if self.sign.outbound else ""
        plain = ours and len(self.sign.outbound.alternatives) == 1 if self.sign.outbound else False
        tried = [*upstream, *(f"{ours} AND {name}" for name in upstream if plain and name != ours)]
        return tuple(text for text in tried if self.would_work(text))

    def would_work(self, text: str) -> bool:
        """Tell whether the work could be offered under another expression."""
        other = replace(self.sign, outbound=self.trace.expressions.parse(text))
        return status(other, self.true, self.rlimit) is Status.COMPATIBLE

    # Conditions and duties

    def conditions(self) -> tuple[ConditionOn, ...]:
        if self.answer.status is Status.INCOMPATIBLE or "outbound" in self.answer.open:
            return ()
        return tuple(
            ConditionOn(c.text, _refs(c.clauses), self.nearest(c.side))
            for c in self.answer.decision.conditions
        )

    def duties(self) -> tuple[Duty, ...]:
        found: list[Duty] = []
        if "outbound" in self.answer.open:
            return ()
        for owed in self.answer.decision.duties:
            state, reason = duty_state(owed, self.trace.work)
            (ref,) = _refs([owed.clause])
            means = vocabulary().meaning("duties", owed.duty)
            work = self.nearest(owed.side)
            found.append(Duty(owed.duty, means, ref, work, owed.texts, state, reason))
        return tuple(found)

    # Warnings and reasons

    def reasons(self) -> Iterator[Finding]:
        """Yield why the answer is unknown."""
        if self.answer.status is not Status.UNKNOWN:
            return
        if "unknown" in self.answer.open:
            yield from (reason for _, _, reason in self.trace.unknowns())
        if "readings" in self.answer.open:
            yield from self.readings()
        if "outbound" in self.answer.open:
            yield self.outbound_reason()
        if "budget" in self.answer.open:
            yield Finding(Code.BUDGET_SPENT, "the solver's budget ran out")
        if "many" in self.answer.open:
            yield Finding(Code.TOO_MANY_READINGS, "too many choices between licences to explore")

    def readings(self) -> Iterator[Finding]:
        for name in self.trace.order:
            expression = self.trace.expressions.parse(
                self.trace.lineage.works[name].license
                if name != self.trace.target or self.sign.outbound is None
                else self.sign.outbound.text
            )
            for term in dict.fromkeys(t for a in expression.alternatives for t in a):
                if term.kind == "group":
                    members = ", ".join(term.means)
                    message = (
                        f"`{name}` is under `{term.name}`, which may mean any of {members}; "
                        "some of them would do and some would not"
                    )
                    yield Finding(Code.UNDERSPECIFIED_LICENSE, message, (name,))

    def outbound_reason(self) -> Finding:
        target = self.trace.target
        if self.sign.outbound is None:
            message = f"`{target}` declares no licence of its own"
            return Finding(Code.UNDECLARED_LICENSE, message, (target,))
        for alternative in self.sign.outbound.alternatives:
            for term in alternative:
                if term.kind not in ("license", "group"):
                    from licenselogic.decision.fold import unknown_reason

                    return unknown_reason(target, term)
        return Finding(Code.UNKNOWN_LICENSE, f"the licence of `{target}` is not known", (target,))

    def warnings(self) -> Iterator[Finding]:
        """Yield what does not decide the verdict but should be known."""
        trace = self.trace
        for name in trace.order:
            if trace.lifted(name):
                message = (
                    f"`{name}` belongs to the same owner, `{trace.work.owner}`, whom its own "
                    "licence does not bind; it was set aside (`owner:` names another)"
                )
                yield Finding(Code.SAME_OWNER, message, (name,))
        yield from self.mismatch()
        yield from self.unreviewed()
        yield from self.proliferation()
        yield from self.inherited()
        reached = set(trace.order)
        for finding in trace.lineage.findings:
            if not finding.works or reached & set(finding.works):
                yield finding

    def mismatch(self) -> Iterator[Finding]:
        if self.sign.outbound is None:
            return
        material = _MATERIAL[self.sign.material]
        for terms in self.sign.outbound.alternatives:
            for term in terms:
                if term.kind != "license":
                    continue
                covers = self.known[term.name].covers
                if not covers & (material | {"any"}):
                    written = " and ".join(sorted(covers))
                    message = (
                        f"`{term.name}` was written for {written}, not for a {self.sign.material}"
                    )
                    yield Finding(Code.LICENSE_MISMATCH, message, (self.trace.target,))

    def unreviewed(self) -> Iterator[Finding]:
        """Yield the licences whose clause files nobody has checked against their texts."""
        licenses = {key.license for key, _ in self.sign.reached}
        if self.sign.outbound is not None:
            terms = chain.from_iterable(self.sign.outbound.alternatives)
            licenses.update(*map(self.sign.expressions.licenses, terms))
        for name in sorted(k.id for k in licenses if k.review != "checked"):
            message = f"the clauses of `{name}` have not been checked by a second reader"
            yield Finding(Code.UNREVIEWED, message)

    def proliferation(self) -> Iterator[Finding]:
        number = valuation(self.true)
        named = set()
        for key, reach in sorted(self.sign.reached, key=lambda kr: kr[0].license.id):
            statuses = {s.status for s in self.trace.fold.at(reach, number).standings}
            seen = view(key.license, self.true)
            copyleft = [
                c.cite
                for c, n in seen.norms
                if isinstance(n, ShareAlike | FlowDown) and n.subjects & statuses
            ]
            if copyleft and key.license.id not in named:
                named.add(key.license.id)
                cites = ", ".join(dict.fromkeys(copyleft))
                message = f"`{key.license.id}` ({cites}) reaches this work and its descendants"
                yield Finding(Code.PROLIFERATION, message)

    def inherited(self) -> Iterator[Finding]:
        """Yield the ancestors that break the licence of their own upstream."""
        trace, found = self.trace, 0
        answers: dict[object, Outcome] = {}
        for name in reversed(trace.order[:-1]):
            work = trace.lineage.works[name]
            if work.license is None or not trace.reaches[name] or trace.lifted(name):
                continue
            reached = trace.reaches[name]
            key = (id(reached), work.license, work.type, work.publish, id(trace.bases[name]))
            if work.facts or key not in answers:
                sign = signature(trace, name, work.license)
                answers[key] = outcome(sign, self.true, self.rlimit)
            answer = answers[key]
            if answer.status is not Status.INCOMPATIBLE or self.own_only(name, answer):
                continue
            found += 1
            if found > MAX_INHERITED:
                return
            yield self.inherited_reason(name, answer)

    def own_only(self, name: str, answer: Outcome) -> bool:
        """Tell whether a work breaks only licences of its own owner, which do not bind it."""
        owner = self.trace.lineage.works[name].owner
        sources = {self.source_above(name, v.side) for v in answer.decision.violations}
        return owner is not None and all(
            self.trace.lineage.works[s].owner == owner for s in sources if s
        )

    def source_above(self, name: str, side: Side) -> str:
        below = Trace(self.trace.lineage, name, self.trace.expressions, self.trace.fold)
        paths = below.paths(side, valuation(self.true))
        return paths[0][0][0] if paths else ""

    def inherited_reason(self, name: str, answer: Outcome) -> Finding:
        first = answer.decision.violations[0]
        source = self.source_above(name, first.side)
        cites = ", ".join(c.cite for c in first.clauses) or "reserved rights"
        label = self.trace.expressions.parse(self.trace.lineage.works[name].license).text
        message = (
            f"`{name}` is labelled {label}, but breaks {first.side.license.id} ({cites}) "
            f"of `{source}`; its label cannot be relied on"
        )
        return Finding(Code.INHERITED_VIOLATION, message, (name, source))


_MATERIAL = {
    "model": frozenset({"model"}),
    "dataset": frozenset({"data", "content"}),
    "software": frozenset({"software"}),
}

_RULES = ("1", "6", "2", "4", "5", "3a", "3b", "3c", "3d", "3e", "7")


def _specific(violation: Violation) -> tuple[int, int]:
    """Order violations: what cannot be made or published first, then by rule and scenario."""
    return _RULES.index(violation.rule), len(violation.scenario)


def _refs(clauses: Iterable[Clause]) -> tuple[ClauseRef, ...]:
    return tuple(ClauseRef(c.license, c.cite, c.says) for c in clauses)
