"""Check a work of a lineage: fold, ask, and attach works and paths to the answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.answer import (
    Answer,
    answer,
    every_reading,
    question,
    sensitivity,
    status,
)
from licenselogic.decision.engine import Engine, engine_of
from licenselogic.decision.expressions import OPEN
from licenselogic.decision.fold import Fold, Owners, Path
from licenselogic.decision.ladder import Ladder
from licenselogic.decision.question import Rule, Side, Violation
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.library.terms import Term
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding, Work
from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.deontic import Clause, FlowDown, License, ShareAlike
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text
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
    engine = engine_of(licenses if licenses is not None else shipped(), rlimit)
    engine.trim()
    target = lineage.target(work_id)
    fold = engine.fold(lineage)
    offered = license if license is not None else lineage.works[target].license
    sign = signature(fold, target, offered, true)
    found = answer(engine, sign)
    report = _Report(engine, fold, target, sign, found)
    return Verdict(
        work=target,
        license=sign.outbound,
        status=found.status,
        counterexamples=report.counterexamples(),
        core=report.core(),
        conditions=report.conditions(),
        duties=report.duties(),
        warnings=tuple(report.warnings()),
        reasons=tuple(report.reasons()),
        assumptions={name: name in true for name in vocabulary().assumptions},
        sensitivity=tuple(
            Flip(dict(changes), other) for changes, other in sensitivity(engine, sign)
        ),
        choices=found.chosen,
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
    engine = engine_of(licenses if licenses is not None else shipped(), rlimit)
    target = lineage.target(work_id)
    offered = license if license is not None else lineage.works[target].license
    return every_reading(engine, signature(engine.fold(lineage), target, offered, select()))


def candidates(
    lineage: Lineage, work_id: str, expressions: Iterable[str], licenses: Library | None = None
) -> tuple[str, ...]:
    """Return those of `expressions` under which a work may be offered, by the default readings.

    What depends on the publisher counts as open, as in `check`; errors are those of `check`.
    """
    engine = engine_of(licenses if licenses is not None else shipped())
    bare = signature(engine.fold(lineage), lineage.target(work_id), None, select())
    return tuple(
        text
        for text in expressions
        if status(engine, replace(bare, outbound=engine.expressions.parse(text).text))
        is Status.COMPATIBLE
    )


@dataclass(frozen=True)
class _Report:
    engine: Engine
    fold: Fold
    target: str
    sign: Signature
    answer: Answer

    @property
    def work(self) -> Work:
        return self.fold.lineage.works[self.target]

    @property
    def true(self) -> frozenset[str]:
        return frozenset(self.sign.readings)

    @cached_property
    def order(self) -> tuple[str, ...]:
        return self.fold.lineage.order(self.target)

    def paths(self, side: Side) -> list[Path]:
        number = valuation(self.sign.readings)
        return self.fold.paths(self.target, side, number, self.fold.owners(self.target))

    def lifted(self, name: str) -> bool:
        """Tell whether the work belongs to the target's owner, whom its licence does not bind."""
        return name != self.target and self.fold.lineage.works[name].owner in self.fold.owners(
            self.target
        )

    def licenses(self) -> Iterator[License]:
        """Yield the licences that reach the work."""
        return (self.engine.library[key.license] for key, _ in self.sign.reached)

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
        paths = self.paths(violation.side)
        others = self.paths(violation.other) if violation.other else []
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
                detail=_detail(violation),
                other_work=other[0] if other else "",
                other_path=other,
                more=max(0, len(paths) - MAX_SOURCES) if position == 0 else 0,
            )

    def nearest(self, side: Side) -> str:
        """Return the source through which a licence reaches the target."""
        number = valuation(self.sign.readings)
        owners = self.fold.owners(self.target)
        return self.fold.nearest(self.target, side, number, owners) or self.target

    # The ladder

    @cached_property
    def ladder(self) -> Ladder | None:
        """The upstream side of the question, if it leaves no choice."""
        asked = question(self.engine, self.sign)
        return None if asked is None else Ladder(self.engine, asked)

    def core(self) -> tuple[ClauseRef, ...] | None:
        """Return the upstream clauses that clash under every licence."""
        if self.answer.status is not Status.INCOMPATIBLE or self.ladder is None:
            return None
        try:
            found = self.ladder.core()
        except BudgetSpentError:
            return None
        return None if found is None else _refs(found)

    def custom_possible(self) -> bool | None:
        """Tell whether some licence could work; None where that is not decided."""
        if self.answer.status is Status.COMPATIBLE:
            return True
        if self.ladder is None or "unknown" in self.answer.open:
            return None
        try:
            return self.ladder.any_works()
        except BudgetSpentError:
            return None

    def suggestions(self) -> tuple[str, ...]:
        """Return outbound expressions that would work: an upstream licence, or ours beside it."""
        if self.answer.status is not Status.INCOMPATIBLE or self.sign.publish == "internal":
            return ()
        upstream = sorted({key.license for key, _ in self.sign.reached})[:MAX_SUGGESTED]
        ours = self.sign.outbound or ""
        plain = ours and len(self.engine.expressions.parse(ours).alternatives) == 1
        tried = [*upstream, *(f"{ours} AND {name}" for name in upstream if plain and name != ours)]
        return tuple(text for text in tried if self.would_work(text))

    def would_work(self, text: str) -> bool:
        """Tell whether the work could be offered under another expression."""
        other = replace(self.sign, outbound=self.engine.expressions.parse(text).text)
        return status(self.engine, other) is Status.COMPATIBLE

    # Conditions and duties

    def conditions(self) -> tuple[ConditionOn, ...]:
        if self.answer.status is Status.INCOMPATIBLE or "outbound" in self.answer.open:
            return ()
        found: dict[object, ConditionOn] = {}
        for c in self.answer.decision.requirements:
            on = ConditionOn(condition_text(c.condition), _refs(c.clauses), self.nearest(c.side))
            found.setdefault((on.text, on.clauses), on)
        return tuple(found.values())

    def duties(self) -> tuple[Duty, ...]:
        found: list[Duty] = []
        if "outbound" in self.answer.open:
            return ()
        for owed in self.answer.decision.duties:
            state, reason = duty_state(owed, self.work)
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
            yield from self.unknowns()
        if "readings" in self.answer.open:
            yield from self.readings()
        if "outbound" in self.answer.open:
            yield self.outbound_reason()
        if "budget" in self.answer.open:
            yield Finding(Code.BUDGET_SPENT, "the solver's budget ran out")
        if "many" in self.answer.open:
            yield Finding(Code.TOO_MANY_READINGS, "too many choices between licences to explore")

    def unknowns(self) -> Iterator[Finding]:
        """Yield a reason for every term of an ancestor that is not known."""
        missing = (f for f in self.fold.lineage.findings if f.code is Code.MISSING_UPSTREAM)
        named_only = {finding.works[0] for finding in missing}
        for name in self.order:
            if name == self.target or self.lifted(name):
                continue
            expression = self.engine.expressions.parse(self.fold.lineage.works[name].license)
            for alternative in expression.alternatives:
                for term in alternative:
                    if term.kind in OPEN:
                        yield unknown_reason(name, term, name in named_only)

    def readings(self) -> Iterator[Finding]:
        for name in self.order:
            expression = self.engine.expressions.parse(
                self.fold.lineage.works[name].license
                if name != self.target or self.sign.outbound is None
                else self.sign.outbound
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
        target = self.target
        if self.sign.outbound is None:
            message = f"`{target}` declares no licence of its own"
            return Finding(Code.UNDECLARED_LICENSE, message, (target,))
        for alternative in self.engine.expressions.parse(self.sign.outbound).alternatives:
            for term in alternative:
                if term.kind not in ("license", "group"):
                    return unknown_reason(target, term)
        return Finding(Code.UNKNOWN_LICENSE, f"the licence of `{target}` is not known", (target,))

    def warnings(self) -> Iterator[Finding]:
        """Yield what does not decide the verdict but should be known."""
        for name in self.order:
            if self.lifted(name):
                message = (
                    f"`{name}` belongs to the same owner, `{self.work.owner}`, whom its own "
                    "licence does not bind; it was set aside (`owner:` names another)"
                )
                yield Finding(Code.SAME_OWNER, message, (name,))
        yield from self.mismatch()
        yield from self.unreviewed()
        yield from self.proliferation()
        yield from self.inherited()
        reached = set(self.order)
        for finding in self.fold.lineage.findings:
            if not finding.works or reached & set(finding.works):
                yield finding

    def mismatch(self) -> Iterator[Finding]:
        if self.sign.outbound is None:
            return
        material = _MATERIAL[self.sign.material]
        for terms in self.engine.expressions.parse(self.sign.outbound).alternatives:
            for term in terms:
                if term.kind != "license":
                    continue
                covers = self.engine.library[term.name].covers
                if not covers & (material | {"any"}):
                    written = " and ".join(sorted(covers))
                    message = (
                        f"`{term.name}` was written for {written}, not for a {self.sign.material}"
                    )
                    yield Finding(Code.LICENSE_MISMATCH, message, (self.target,))

    def unreviewed(self) -> Iterator[Finding]:
        """Yield the licences whose clause files nobody has checked against their texts."""
        licenses = set(self.licenses())
        if self.sign.outbound is not None:
            expressions = self.engine.expressions
            terms = chain.from_iterable(expressions.parse(self.sign.outbound).alternatives)
            licenses.update(*map(expressions.licenses, terms))
        for name in sorted(k.id for k in licenses if k.review != "checked"):
            message = f"the clauses of `{name}` have not been checked by a second reader"
            yield Finding(Code.UNREVIEWED, message)

    def proliferation(self) -> Iterator[Finding]:
        number = valuation(self.true)
        named = set()
        for key, reach in self.sign.reached:
            statuses = {s.status for s in self.fold.transitions.at(reach, number).standings}
            seen = self.engine.look(self.engine.library[key.license], self.true)
            copyleft = [
                c.cite
                for c, n in seen.norms
                if isinstance(n, ShareAlike | FlowDown) and n.subjects & statuses
            ]
            if copyleft and key.license not in named:
                named.add(key.license)
                cites = ", ".join(dict.fromkeys(copyleft))
                message = f"`{key.license}` ({cites}) reaches this work and its descendants"
                yield Finding(Code.PROLIFERATION, message)

    def inherited(self) -> Iterator[Finding]:
        """Yield the ancestors that break the licence of their own upstream."""
        found = 0
        for name in reversed(self.order[:-1]):
            if self.lifted(name) or self.fold.lineage.works[name].license is None:
                continue
            owners = self.fold.owners(self.target) | self.fold.owners(name)
            broken = self.broken(name, owners)
            if broken is None:
                continue
            found += 1
            if found > MAX_INHERITED:
                return
            yield self.inherited_reason(name, broken, owners)

    def broken(self, name: str, owners: Owners) -> Violation | None:
        """Return the first licence that an ancestor breaks, but for those of `owners`."""
        label = self.fold.lineage.works[name].license
        sign = signature(self.fold, name, label, self.true, owners)
        if not sign.reached or status(self.engine, sign) is not Status.INCOMPATIBLE:
            return None
        violations = answer(self.engine, sign, Depth.CLAUSES).decision.violations
        return violations[0] if violations else None

    def inherited_reason(self, name: str, first: Violation, owners: Owners) -> Finding:
        source = self.fold.nearest(name, first.side, valuation(self.true), owners)
        cites = ", ".join(c.cite for c in first.clauses) or "reserved rights"
        label = self.engine.expressions.parse(self.fold.lineage.works[name].license).text
        message = (
            f"`{name}` is labelled {label}, but breaks {first.side.license} ({cites}) "
            f"of `{source}`; its label cannot be relied on"
        )
        return Finding(Code.INHERITED_VIOLATION, message, (name, source))


_MATERIAL = {
    "model": frozenset({"model"}),
    "dataset": frozenset({"data", "content"}),
    "software": frozenset({"software"}),
}


def _specific(violation: Violation) -> tuple[int, int]:
    """Order violations: what cannot be made or published first, then by rule and scenario."""
    return violation.rule.position, len(violation.scenario)


def _detail(violation: Violation) -> str:
    if violation.joint:
        return "jointly"
    if violation.rule is Rule.SHARE_ALIKE:
        return f"only {', '.join(violation.names)}"
    if violation.rule is Rule.DUTIES:
        return "no name begins both with `{}` and with `{}`".format(*violation.names)
    return f"adds `{violation.term}`" if violation.term else ""


def _refs(clauses: Iterable[Clause]) -> tuple[ClauseRef, ...]:
    return tuple(ClauseRef(c.license, c.cite, c.says) for c in clauses)


_UNKNOWN = {
    "undeclared": Code.UNDECLARED_LICENSE,
    "unknown": Code.UNKNOWN_LICENSE,
    "unmodelled": Code.UNMODELLED_LICENSE,
}


def unknown_reason(work: str, term: Term, named_only: bool = False) -> Finding:
    """Return why a term of a work's licence leaves the answer open.

    `named_only` tells that the work was only named as an upstream, and nothing else is known.
    """
    if named_only and term.kind == "undeclared":
        message = f"nothing is known of `{work}` but its name: describe it, with its licence"
        return Finding(Code.MISSING_UPSTREAM, message, (work,))
    code = _UNKNOWN[term.kind]
    note = f" ({term.note})" if term.note and term.name else ""
    message = {
        "undeclared": f"`{work}` declares no licence{note}",
        "unknown": f"`{work}` is under `{term.name}`, which is not in the library{note}",
        "unmodelled": f"`{work}` is under `{term.name}`, which has not been encoded{note}",
    }[term.kind]
    return Finding(code, message, (work,))
