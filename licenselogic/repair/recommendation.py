"""Recommendations as frozen values: the licences that a work may carry, best first, or why none.

`to_dict` gives the same as JSON data (schema `licenselogic.recommendation/1`).
"""

import enum
from dataclasses import dataclass
from typing import Any

from licenselogic.lineage.work import Finding
from licenselogic.norms.conditions import TRUE, Condition
from licenselogic.norms.plain import condition_data
from licenselogic.verdict.verdict import (
    NOTICE,
    ClauseRef,
    ConditionOn,
    Counterexample,
    Duty,
    finding_data,
)

SCHEMA = "licenselogic.recommendation/1"


class Rung(enum.StrEnum):
    """How far one gets: a licence that is known, one that could be written, or none.

    `unknown` where what is not known of the upstream works could decide.
    """

    LIBRARY = "library"
    WRITABLE = "writable"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A licence that the work may carry, and what that costs.

    `license` is an expression; `fits` tells that it was written for works of this type.  `header`
    is what to put into the header of a card on the Hub, as (field, value).  `duties` and
    `conditions` are those of a verdict.
    """

    license: str
    fits: bool
    header: tuple[tuple[str, str], ...]
    duties: tuple[Duty, ...]
    conditions: tuple[ConditionOn, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the candidate as JSON data."""
        return {
            "license": self.license,
            "fits": self.fits,
            "header": dict(self.header),
            "duties": [duty.to_dict() for duty in self.duties],
            "conditions": [condition.to_dict() for condition in self.conditions],
        }


class Must(enum.StrEnum):
    """What a necessary term does."""

    WITHHOLD = "withhold"
    IMPOSE = "impose"
    KEEP_FREE = "keep-free"


@dataclass(frozen=True, slots=True)
class NecessaryTerm:
    """A term that no outbound licence can do without, and the clauses that ask for it.

    `must` says what it does with `act`, where `condition` holds; `text` says so in words.
    """

    must: Must
    act: str
    condition: Condition
    clauses: tuple[ClauseRef, ...]
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return the term as JSON data."""
        return {
            "must": self.must.value,
            "act": self.act or None,
            "condition": None if self.condition == TRUE else condition_data(self.condition),
            "clauses": [ref.to_dict() for ref in self.clauses],
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Recommendation:
    """What a work may carry.

    `candidates` stand in the order of docs/recommend.md, the best first.  `necessary_terms` are
    what a licence that is written for the work must say, where one is needed; `core` a
    minimal set of upstream clauses that clash under every licence, with `counterexamples` that show
    how.  `reasons` tell why the answer is open, `findings` what else to know of the input, and
    `message` and `help` put the answer in words.
    """

    work: str
    ladder: Rung
    candidates: tuple[Candidate, ...] = ()
    necessary_terms: tuple[NecessaryTerm, ...] = ()
    core: tuple[ClauseRef, ...] | None = None
    counterexamples: tuple[Counterexample, ...] = ()
    reasons: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    profile: str = "default"
    message: str = ""
    help: str = ""
    version: str = ""
    library: str = ""

    def __repr__(self) -> str:
        first = f", {self.candidates[0].license} first" if self.candidates else ""
        return f"<Recommendation {self.ladder}: {len(self.candidates)} for {self.work}{first}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the recommendation as JSON data (schema `licenselogic.recommendation/1`)."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "library": self.library,
            "work": self.work,
            "ladder": self.ladder.value,
            "message": self.message,
            "help": self.help,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "necessary_terms": [term.to_dict() for term in self.necessary_terms],
            "core": None if self.core is None else [ref.to_dict() for ref in self.core],
            "counterexamples": [found.to_dict() for found in self.counterexamples],
            "reasons": [finding_data(reason) for reason in self.reasons],
            "findings": [finding_data(finding) for finding in self.findings],
            "profile": self.profile,
            "notice": NOTICE,
        }
