"""From an answer to a verdict: works, paths and words put to it, each sentence once.

An answer knows licences and clauses.  Here it is told from which works they come, along which
paths, where their texts are, and what to say of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from licenselogic.base.codes import Status
from licenselogic.base.diagnostics import InternalError, UsageError
from licenselogic.base.version import __version__
from licenselogic.decision.question import Owed, Requirement, Violation
from licenselogic.library.library import Library
from licenselogic.lineage.work import Finding, Work
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import Clause, TextRef
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.verdict import notices, words
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.evidence import Checklist
from licenselogic.verdict.verdict import (
    ClauseRef,
    ConditionOn,
    Counterexample,
    Duty,
    Flip,
    Verdict,
    Whose,
)

MAX_SOURCES = 25
"""Sources shown for one violation; the rest are counted."""


def explain(asked: Asked, profile: str) -> Verdict:
    """Return the verdict on what was asked; `profile` names the readings that it stands under."""
    return _Explaining(asked, Refs(asked.engine.library)).verdict(profile)


def clash(asked: Asked) -> tuple[tuple[ClauseRef, ...] | None, tuple[Counterexample, ...]]:
    """Return the upstream clauses that clash under every licence, and how a work is broken."""
    refs = Refs(asked.engine.library)
    core = None if asked.core is None else refs.of(asked.core)
    return core, _Explaining(asked, refs).counterexamples()


Price = tuple[tuple[ConditionOn, ...], tuple[Duty, ...]]
"""What must be true for a work to be offered so, and what the publisher must do."""


def costs(asked: Asked) -> Price:
    """Return what it costs to offer a work as it is asked about."""
    return Costs(asked).of(asked)


class Costs:
    """What it costs to offer one work under several licences: what is worded once serves all."""

    def __init__(self, asked: Asked) -> None:
        explaining = _Explaining(asked, Refs(asked.engine.library))
        self._condition, self._duty = cache(explaining.condition), cache(explaining.duty)
        self._term = cache(explaining.term)

    def of(self, asked: Asked) -> Price:
        """Return the price under one licence; `asked` is the same work of the same lineage."""
        conditions = _conditions(asked, self._condition)
        terms = _terms(asked, self._term)
        return (*conditions, *terms), tuple(filter(None, map(self._duty, _owed(asked))))


def reasons(asked: Asked) -> tuple[Finding, ...]:
    """Return why the answer is unknown; nothing where it is not."""
    return tuple(map(_worded, notices.reasons(asked)))


def unreviewed(asked: Asked) -> tuple[Finding, ...]:
    """Return the licences in play whose clauses no second reader has checked."""
    return tuple(map(_worded, notices.unreviewed(asked)))


@dataclass(frozen=True, slots=True)
class Refs:
    """Clauses as reports cite them, with what the library knows of their texts."""

    library: Library
    _texts: dict[str, TextRef] = field(default_factory=dict)

    def of(self, clauses: Iterable[Clause]) -> tuple[ClauseRef, ...]:
        """Return clauses with the addresses of their texts."""
        return tuple(map(self._ref, clauses))

    def _ref(self, clause: Clause) -> ClauseRef:
        text = self._texts.get(clause.license)
        if text is None:
            text = self._texts[clause.license] = self._text(clause.license)
        return ClauseRef(
            clause.license,
            clause.cite,
            clause.says,
            address=text.url,
            read=text.read,
            passages=clause.passages,
            span=clause.span,
        )

    def _text(self, name: str) -> TextRef:
        """Return the text of a licence or an exception; nothing is known of one made in Python."""
        try:
            return self.library.entity(name).text
        except UsageError:
            return TextRef("")


@dataclass(frozen=True)
class _Explaining:
    """One answer on its way to a verdict."""

    asked: Asked
    refs: Refs

    def verdict(self, profile: str) -> Verdict:
        asked = self.asked
        work, status, license = asked.target, asked.status, asked.signature.outbound
        notes = [words.choice(*pair) for pair in asked.answer.chosen]
        notes += [words.profile(profile)] if profile != "default" else []
        return Verdict(
            work=work,
            license=license,
            status=status,
            counterexamples=self.counterexamples(),
            core=None if asked.core is None else self.refs.of(asked.core),
            conditions=(*self.conditions(), *self.necessary()),
            duties=tuple(self.duties()),
            warnings=tuple(self.warnings()),
            reasons=reasons(asked),
            assumptions={name: name in asked.readings for name in vocabulary().assumptions},
            sensitivity=tuple(
                Flip(dict(changes), other, words.flip(changes, other))
                for changes, other in asked.sensitivity
            ),
            choices=asked.answer.chosen,
            custom_possible=asked.custom_possible,
            suggestions=asked.suggestions,
            profile=profile,
            message=words.headline(status, work, license),
            notes=tuple(notes),
            help=self.way_out(),
            version=__version__,
            library=asked.signature.library,
        )

    # Counterexamples

    def counterexamples(self) -> tuple[Counterexample, ...]:
        """Return the violations with works and paths, most specific first."""
        if self.asked.status is not Status.INCOMPATIBLE:
            return ()
        found: dict[object, Counterexample] = {}
        for violation in sorted(self.asked.answer.decision.violations, key=_specific):
            for counterexample in self.located(violation):
                c = counterexample
                found.setdefault((c.kind, c.clauses, c.work, c.other_work), c)
        return tuple(found.values())

    def located(self, violation: Violation) -> Iterator[Counterexample]:
        """Yield a violation once for each source from which the licence reaches the work.

        Raises `InternalError` where none is found: what reaches a work comes from somewhere.
        """
        paths = self.asked.paths(violation.side)
        if not paths:
            raise InternalError(f"no path from {violation.side} to `{self.asked.target}` is found")
        others = self.asked.paths(violation.other) if violation.other else []
        other = others[0][0] if others else ()
        (works, relations), *rest = paths[:MAX_SOURCES]
        first = Counterexample(
            kind=violation.kind,
            clauses=self.refs.of(violation.clauses),
            work=works[0],
            path=works,
            relations=relations,
            scenario=dict(violation.scenario),
            rule=violation.rule.value,
            act=violation.act,
            status=violation.status,
            reserved=violation.reserved,
            detail=words.detail(violation),
            other_work=other[0] if other else "",
            other_path=other,
            more=max(0, len(paths) - MAX_SOURCES),
            term=violation.term,
            message=words.message(violation, self.asked.target),
            help=words.help_with(violation, self.hopeless),
            situation=words.situation(violation),
            label=words.label(violation),
        )
        yield first
        for works, relations in rest:
            yield replace(first, work=works[0], path=works, relations=relations, more=0)

    @cached_property
    def hopeless(self) -> bool:
        """Whether no outbound licence mends what is broken."""
        return self.asked.custom_possible is False or bool(self.asked.core)

    def way_out(self) -> str:
        """Return what else may be done about an incompatible work."""
        if self.asked.status is not Status.INCOMPATIBLE:
            return ""
        asked = self.asked
        return words.way_out(bool(asked.core), asked.suggestions, asked.custom_possible)

    # Conditions and duties

    def conditions(self) -> Iterator[ConditionOn]:
        """Yield what must be true for the verdict to stand."""
        yield from _conditions(self.asked, self.condition)

    def condition(self, required: Requirement) -> ConditionOn:
        """Return a condition with the works that it is about."""
        return ConditionOn(
            text=words.required(required.condition, required.clauses),
            clauses=self.refs.of(required.clauses),
            work=self.asked.nearest(required.side),
            condition=required.condition,
            act=required.act,
            made=self.asked.target if required.own else self.asked.maker(required.side),
            whose=Whose.PUBLISHER if required.own else Whose.MAKER,
        )

    def necessary(self) -> Iterator[ConditionOn]:
        """Yield what terms of the publisher's own must contain."""
        yield from _terms(self.asked, self.term)

    def term(self, found: Violation) -> ConditionOn:
        """Return what terms of the publisher's own must say so that they do not violate a rule."""
        return ConditionOn(
            text=words.term(found),
            clauses=self.refs.of(found.clauses),
            work=self.asked.nearest(found.side),
            condition=found.condition,
            act=found.act,
            made=self.asked.target,
            whose=Whose.TERMS,
        )

    def duties(self) -> Iterator[Duty]:
        """Yield what the publisher must do, and what the evidence shows of it."""
        yield from filter(None, map(self.duty, _owed(self.asked)))

    @cached_property
    def checklist(self) -> Checklist:
        """What the evidence of the work is held against."""
        return Checklist(self.asked.work, self.refs.library, self.sources)

    def duty(self, owed: Owed) -> Duty | None:
        """Return a duty with what the evidence shows of it; None where it does not arise."""
        shown = self.checklist.state(owed)
        if shown is None:
            return None
        (clause,) = self.refs.of([owed.clause])
        return Duty(
            duty=owed.duty,
            means=vocabulary().meaning("duties", owed.duty),
            clause=clause,
            work=self.asked.nearest(owed.side),
            texts=owed.texts,
            state=shown[0],
            reason=shown[1],
            message=words.duty(owed),
            condition=None if owed.condition == TRUE else owed.condition,
        )

    def sources(self, owed: Owed) -> list[Work]:
        """Return the works under the licence of a duty: each may have a notice of its own."""
        works = self.asked.lineage.works
        return [works[name] for name in self.asked.under(owed.side)]

    # Warnings

    def warnings(self) -> Iterator[Finding]:
        """Yield what does not decide the answer, and the findings about the works in question."""
        yield from map(_worded, notices.warnings(self.asked))
        yield from self.asked.findings()


def _conditions(asked: Asked, tell: Callable[[Requirement], ConditionOn]) -> Iterator[ConditionOn]:
    """Yield the conditions of a work that may be offered, once however they are written."""
    if asked.status is Status.INCOMPATIBLE or "outbound" in asked.answer.open:
        return
    told = set()
    for required in asked.answer.decision.requirements:
        found = tell(required)
        if (found.text, found.clauses, required.own) not in told:
            told.add((found.text, found.clauses, required.own))
            yield found


def _terms(asked: Asked, tell: Callable[[Violation], ConditionOn]) -> Iterator[ConditionOn]:
    """Yield what terms of the publisher's own must contain, once however it is written."""
    told: dict[object, ConditionOn] = {}
    for found in asked.answer.decision.terms:
        term = tell(found)
        told.setdefault((term.text, found.side), term)
    yield from told.values()


def _owed(asked: Asked) -> tuple[Owed, ...]:
    """Return the duties of a work, unless its licence is not known."""
    return () if "outbound" in asked.answer.open else asked.answer.decision.duties


def _worded(notice: notices.Notice) -> Finding:
    work = notice.works[0] if notice.works else ""
    message = notice.topic.sentence.format(work=work, **notice.details)
    return Finding(notice.code, message, notice.works)


def _specific(violation: Violation) -> tuple[int, int]:
    """Order violations: what cannot be made or published first, then by rule and scenario."""
    return violation.rule.position, len(violation.scenario)
