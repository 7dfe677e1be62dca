"""Verdicts as frozen values: the answer for one work, with every sentence worded already.

Reports draw these values, and `to_dict` gives the same as JSON data (schema
`licenselogic.verdict/1`), to which keys are added and from which none is taken.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from licenselogic.base.codes import Code, Status
from licenselogic.base.markup import framed, table, tag, ticked
from licenselogic.base.meanings import meaning
from licenselogic.base.source import Span
from licenselogic.lineage.work import Finding
from licenselogic.norms.conditions import Condition
from licenselogic.norms.deontic import Passage
from licenselogic.norms.plain import condition_data, scenario_data

SCHEMA = "licenselogic.verdict/1"
NOTICE = "engineering evidence, not legal advice"


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause as reports cite it: licence id, number in the licence, and our summary.

    `address` is where the licence text is, and `read` the day on which it was read, as an ISO date.
    `passages` mark what the clause stands on by its first and last words; `words` are the full ones
    where the text is at hand.  `span` is the place in the clause file.
    """

    license: str
    cite: str
    says: str
    address: str = field(default="", compare=False, repr=False)
    read: str = field(default="", compare=False, repr=False)
    passages: tuple[Passage, ...] = field(default=(), compare=False, repr=False)
    words: str = field(default="", compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the clause as JSON data; what is not known is left out."""
        data: dict[str, Any] = {"license": self.license, "cite": self.cite, "says": self.says}
        if self.address:
            data["address"] = self.address
        if self.read:
            data["read"] = self.read
        if self.passages:
            data["passages"] = [{"first": p.first, "last": p.last} for p in self.passages]
        if self.words:
            data["words"] = self.words
        if self.span:
            place = {"file": self.span.file, "line": self.span.line, "column": self.span.column}
            data["span"] = place
        return data


Quote = Callable[[ClauseRef], str]
"""Returns the words of the licence that a clause stands on, or '' where no text is at hand."""


def _quoted(refs: tuple[ClauseRef, ...], quote: Quote) -> tuple[ClauseRef, ...]:
    return tuple(replace(ref, words=quote(ref)) for ref in refs)


@dataclass(frozen=True, slots=True, repr=False)
class Counterexample:
    """A rule that fails: why (`kind`), by which clauses, along which path, in which scenario.

    `path` lists work ids from the ancestor `work` down to the target, and `relations` the steps
    between them.  `scenario` holds only facts that differ from their baseline, and none of them
    can be dropped.  `other_work` and `other_path` are set when two ancestors clash; `more` counts
    further works from which the same clause reaches the target.  `term` is the kind of term that is
    added, where that is what fails.

    `message` tells what is wrong and `help` what to do; `situation` is the scenario with the act in
    words, and `label` what tells this from others with the same message.
    """

    kind: Code
    clauses: tuple[ClauseRef, ...]
    work: str
    path: tuple[str, ...]
    relations: tuple[str, ...]
    scenario: Mapping[str, object]
    rule: str
    act: str = ""
    status: str = ""
    reserved: bool = False
    detail: str = ""
    other_work: str = ""
    other_path: tuple[str, ...] = ()
    more: int = 0
    term: str = ""
    message: str = ""
    help: str = ""
    situation: str = ""
    label: str = ""

    def __repr__(self) -> str:
        cites = ", ".join(f"{ref.license} {ref.cite}" for ref in self.clauses)
        return f"<Counterexample {self.kind.value}: {cites or self.act} of {self.work}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the counterexample as JSON data."""
        data: dict[str, Any] = {
            "kind": self.kind.value,
            "message": self.message,
            "help": self.help,
            "clauses": [c.to_dict() for c in self.clauses],
            "work": self.work,
            "path": list(self.path),
            "relations": list(self.relations),
            "scenario": scenario_data(self.scenario),
            "situation": self.situation,
            "label": self.label,
            "rule": self.rule,
            "act": self.act or None,
            "status": self.status or None,
            "reserved": self.reserved,
        }
        if self.detail:
            data["detail"] = self.detail
        if self.term:
            data["term"] = self.term
        if self.other_work:
            data["other_work"] = self.other_work
            data["other_path"] = list(self.other_path)
        if self.more:
            data["more"] = self.more
        return data


class Whose(enum.StrEnum):
    """Whose fact it is that a condition asks for."""

    PUBLISHER = "publisher"
    MAKER = "maker"
    TERMS = "terms"
    """Not a fact, but what terms of the publisher's own must say."""


@dataclass(frozen=True, slots=True)
class ConditionOn:
    """What must be true for the verdict to stand, and in words (`text`).

    The licence of `work` asks for it by `clauses`, of whoever did `act` to make or publish the work
    `made`: `whose` fact it is.
    """

    text: str
    clauses: tuple[ClauseRef, ...]
    work: str
    condition: Condition
    act: str
    made: str
    whose: Whose = Whose.PUBLISHER

    def to_dict(self) -> dict[str, Any]:
        """Return the condition as JSON data."""
        return {
            "text": self.text,
            "clauses": [c.to_dict() for c in self.clauses],
            "work": self.work,
            "condition": condition_data(self.condition),
            "act": self.act,
            "made": self.made,
            "whose": self.whose.value,
        }


class DutyState(enum.StrEnum):
    """What the evidence shows of a duty."""

    MET = "met"
    UNMET = "unmet"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that the publisher must do, what the evidence shows of it, and why.

    `message` is the duty in words, with the texts that it names.  It is owed where `condition`
    holds of the publisher; None stands for always.
    """

    duty: str
    means: str
    clause: ClauseRef
    work: str
    texts: tuple[str, ...] = ()
    state: DutyState = DutyState.UNCHECKED
    reason: str = ""
    message: str = ""
    condition: Condition | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the duty as JSON data."""
        return {
            "duty": self.duty,
            "means": self.means,
            "message": self.message,
            "texts": list(self.texts),
            "clause": self.clause.to_dict(),
            "work": self.work,
            "state": self.state.value,
            "reason": self.reason,
            "condition": None if self.condition is None else condition_data(self.condition),
        }


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest change of assumptions that gives another status."""

    changes: Mapping[str, bool]
    status: Status
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {
            "changes": dict(self.changes),
            "status": self.status.value,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """The answer for one work.

    `core` is a minimal set of upstream clauses that clash whatever licence is chosen, or None.
    `custom_possible` tells whether some licence, perhaps one written for the purpose, could work;
    None when that has not been decided.  `suggestions` are outbound expressions that would work,
    made of the upstream licences and the one that was asked about.  `choices` are the alternatives
    taken of upstream `OR`s.

    `message` is the answer in a sentence, `notes` are what it rests on (choices, readings), and
    `help` is what else could be done.  `version` is that of licenselogic, `library` the digest of
    the licences that were used.
    """

    work: str
    license: str | None
    status: Status
    counterexamples: tuple[Counterexample, ...] = ()
    core: tuple[ClauseRef, ...] | None = None
    conditions: tuple[ConditionOn, ...] = ()
    duties: tuple[Duty, ...] = ()
    warnings: tuple[Finding, ...] = ()
    reasons: tuple[Finding, ...] = ()
    assumptions: Mapping[str, bool] = field(default_factory=dict)
    sensitivity: tuple[Flip, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    custom_possible: bool | None = None
    suggestions: tuple[str, ...] = ()
    profile: str = "default"
    message: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""
    version: str = ""
    library: str = ""

    def __str__(self) -> str:
        return f"{self.status.value}: {self.work} under {self.license or 'no licence'}"

    def __repr__(self) -> str:
        count = len(self.counterexamples)
        plural = "" if count == 1 else "s"
        return f"<Verdict {self}, {count} counterexample{plural}>"

    def _repr_html_(self) -> str:
        """Return the answer for notebooks: what fails, by which clauses, and what helps."""
        rows = [
            (c.kind.value, "; ".join(f"{r.license} {r.cite}: {r.says}" for r in c.clauses), c.work)
            for c in self.counterexamples
        ]
        told = [tag("p", None, tag("strong", None, self.status.value), ": ", ticked(self.message))]
        told += [tag("p", None, "because ", ticked(reason.message)) for reason in self.reasons]
        told += [table(("why", "clauses", "of"), rows, limit=5)] if rows else []
        told += [tag("p", None, ticked(self.help))] if self.help else []
        told.append(tag("p", None, tag("small", None, NOTICE)))
        return framed(_TONES[self.status], *told)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a verdict is neither true nor false: compare its status, "
            'as in `verdict.status == "compatible"`'
        )

    def quoting(self, quote: Quote) -> "Verdict":
        """Return the same verdict with the words of the licences that clauses stand on."""
        return replace(
            self,
            counterexamples=tuple(
                replace(c, clauses=_quoted(c.clauses, quote)) for c in self.counterexamples
            ),
            core=None if self.core is None else _quoted(self.core, quote),
            conditions=tuple(
                replace(c, clauses=_quoted(c.clauses, quote)) for c in self.conditions
            ),
            duties=tuple(
                replace(d, clause=replace(d.clause, words=quote(d.clause))) for d in self.duties
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON data (schema `licenselogic.verdict/1`)."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "library": self.library,
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "message": self.message,
            "notes": list(self.notes),
            "help": self.help,
            "counterexamples": [c.to_dict() for c in self.counterexamples],
            "core": None if self.core is None else [c.to_dict() for c in self.core],
            "conditions": [c.to_dict() for c in self.conditions],
            "duties": [d.to_dict() for d in self.duties],
            "warnings": [finding_data(warning) for warning in self.warnings],
            "reasons": [finding_data(reason) for reason in self.reasons],
            "assumptions": dict(self.assumptions),
            "sensitivity": [f.to_dict() for f in self.sensitivity],
            "choices": [{"of": of, "chosen": chosen} for of, chosen in self.choices],
            "custom_possible": self.custom_possible,
            "suggestions": list(self.suggestions),
            "profile": self.profile,
            "notice": NOTICE,
        }


_TONES = {
    Status.COMPATIBLE: "#1a7f37",
    Status.INCOMPATIBLE: "#cf222e",
    Status.UNKNOWN: "#9a6700",
}


def finding_data(found: Finding) -> dict[str, Any]:
    """Return a finding as JSON data, with what to do about it."""
    return {**found.to_dict(), "help": meaning(found.code).advice}
