"""Verdicts: the answer for one work, ready for people (report) and for machines (`to_dict`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from licenselogic.base.codes import Code, Status
from licenselogic.lineage.work import Finding
from licenselogic.norms.vocabulary import vocabulary

SCHEMA = "licenselogic.verdict/1"
NOTICE = "engineering evidence, not legal advice"


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause as reports cite it: licence id, number in the licence, and our summary."""

    license: str
    cite: str
    says: str

    def to_dict(self) -> dict[str, Any]:
        """Return the clause as JSON data."""
        return {"license": self.license, "cite": self.cite, "says": self.says}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A rule that fails: why (`kind`), by which clauses, along which path, in which scenario.

    `path` lists work ids from the ancestor `work` down to the target, and `relations` the steps
    between them.  `scenario` holds only facts that differ from their baseline, and none of them
    can be dropped.  `other_work` and `other_path` are set when two ancestors clash; `more` counts
    further works from which the same clause reaches the target.
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

    def to_dict(self) -> dict[str, Any]:
        """Return the counterexample as JSON data."""
        data: dict[str, Any] = {
            "kind": self.kind.value,
            "clauses": [c.to_dict() for c in self.clauses],
            "work": self.work,
            "path": list(self.path),
            "relations": list(self.relations),
            "scenario": scenario_data(self.scenario),
            "rule": self.rule,
            "act": self.act or None,
            "status": self.status or None,
            "reserved": self.reserved,
        }
        if self.detail:
            data["detail"] = self.detail
        if self.other_work:
            data["other_work"] = self.other_work
            data["other_path"] = list(self.other_path)
        if self.more:
            data["more"] = self.more
        return data


@dataclass(frozen=True, slots=True)
class ConditionOn:
    """What must be true of the publisher for the verdict to stand."""

    text: str
    clauses: tuple[ClauseRef, ...]
    work: str

    def to_dict(self) -> dict[str, Any]:
        """Return the condition as JSON data."""
        return {
            "text": self.text,
            "clauses": [c.to_dict() for c in self.clauses],
            "work": self.work,
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that the publisher must do; `state` is met, unmet or unchecked."""

    duty: str
    means: str
    clause: ClauseRef
    work: str
    texts: tuple[str, ...] = ()
    state: str = "unchecked"
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the duty as JSON data."""
        return {
            "duty": self.duty,
            "means": self.means,
            "texts": list(self.texts),
            "clause": self.clause.to_dict(),
            "work": self.work,
            "state": self.state,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest change of assumptions that gives another status."""

    changes: Mapping[str, bool]
    status: Status

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {"changes": dict(self.changes), "status": self.status.value}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one work.

    `core` is a minimal set of upstream clauses that clash whatever licence is chosen, or None.
    `custom_possible` tells whether some licence, perhaps one written for the purpose, could work;
    None when that has not been decided.  `suggestions` are outbound expressions that would work,
    made of the upstream licences and the one that was asked about.  `choices` are the alternatives
    taken of upstream `OR`s.
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

    def __str__(self) -> str:
        from licenselogic.report.verdict_text import render_verdict

        return render_verdict(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON data (schema `licenselogic.verdict/1`)."""
        return {
            "schema": SCHEMA,
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "counterexamples": [c.to_dict() for c in self.counterexamples],
            "core": None if self.core is None else [c.to_dict() for c in self.core],
            "conditions": [c.to_dict() for c in self.conditions],
            "duties": [d.to_dict() for d in self.duties],
            "warnings": [w.to_dict() for w in self.warnings],
            "reasons": [r.to_dict() for r in self.reasons],
            "assumptions": dict(self.assumptions),
            "sensitivity": [f.to_dict() for f in self.sensitivity],
            "choices": [{"of": of, "chosen": chosen} for of, chosen in self.choices],
            "custom_possible": self.custom_possible,
            "suggestions": list(self.suggestions),
            "profile": self.profile,
            "notice": NOTICE,
        }


def scenario_data(scenario: Mapping[str, object]) -> dict[str, object]:
    """Return a scenario as JSON data; dates become ISO strings."""
    from datetime import date

    table = vocabulary().facts
    return {
        name: date.fromordinal(max(value, 1)).isoformat()
        if table[name].sort == "date" and isinstance(value, int)
        else value
        for name, value in scenario.items()
    }
