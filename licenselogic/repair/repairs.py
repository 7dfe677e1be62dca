"""Repairs as frozen values: the smallest changes that make a work lawful, or why there are none.

`to_dict` gives the same as JSON data (schema `licenselogic.repair/1`).
"""

import enum
from dataclasses import dataclass, field
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding
from licenselogic.verdict.verdict import NOTICE, ConditionOn, Duty, finding_data

SCHEMA = "licenselogic.repair/1"


class Action(enum.StrEnum):
    """What may be changed, each with what it costs unless the caller says otherwise."""

    cost: int
    means: str

    def __new__(cls, value: str, cost: int, means: str) -> "Action":  # noqa: D102
        member = str.__new__(cls, value)
        member._value_ = value
        member.cost, member.means = cost, means
        return member

    LICENSE = ("license", 1, "offer the work under another licence")
    DISCHARGE = ("discharge", 1, "do what a clause asks for: rename the work, add a notice")
    OWN_TERMS = ("own-terms", 3, "offer it under terms that are written for it")
    PUBLISH = ("publish", 4, "publish it in another way: as a service, or not at all")
    RELATION = ("relation", 5, "make it in another way: ship the adapter alone, keep parts apart")
    RELABEL = ("relabel", 5, "have a false label corrected where it stands")
    REMOVE_DATASET = ("remove-dataset", 6, "train the model without a dataset")
    DROP = ("drop", 6, "leave an upstream work out")
    REPLACE = ("replace", 8, "make it from another work, under a permissive licence")
    PERMISSION = ("permission", 10, "ask the licensor for other terms")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what is done (`action`), to which work or by whom (`target`), and in words."""

    action: Action
    target: str
    detail: str
    cost: int

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {
            "action": self.action.value,
            "target": self.target,
            "detail": self.detail,
            "cost": self.cost,
        }


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together make the work lawful, and the verdict once they are made.

    `lineage` is the lineage with the changes made, and `license` what the work is then offered
    under (None where it needs none).  `duties` and `conditions` are those of the new verdict, and
    `header` is what to put into the header of a card where the licence changes, as (field, value).
    """

    cost: int
    changes: tuple[Change, ...]
    status: Status
    license: str | None
    duties: tuple[Duty, ...]
    conditions: tuple[ConditionOn, ...]
    header: tuple[tuple[str, str], ...]
    lineage: Lineage = field(repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the repair as JSON data."""
        return {
            "cost": self.cost,
            "changes": [change.to_dict() for change in self.changes],
            "status": self.status.value,
            "license": self.license,
            "duties": [duty.to_dict() for duty in self.duties],
            "conditions": [condition.to_dict() for condition in self.conditions],
            "header": dict(self.header),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Repairs:
    """What mends a work, the cheapest first; `status` is the answer as things stand.

    `complete` tells that the search was not stopped.  If it was, whatever else mends the work costs
    `at_least`; no repair that is shown costs more.  `message` and `help` put the answer in words;
    `reasons` tell why it is open where it is, and `findings` what else to know of the input.
    """

    work: str
    license: str | None
    status: Status
    repairs: tuple[Repair, ...] = ()
    complete: bool = True
    at_least: int | None = None
    reasons: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    profile: str = "default"
    message: str = ""
    help: str = ""
    version: str = ""
    library: str = ""

    def __repr__(self) -> str:
        first = f", the cheapest for {self.repairs[0].cost}" if self.repairs else ""
        return f"<Repairs: {len(self.repairs)} for {self.work}{first}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the repairs as JSON data (schema `licenselogic.repair/1`)."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "library": self.library,
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "message": self.message,
            "help": self.help,
            "repairs": [repair.to_dict() for repair in self.repairs],
            "complete": self.complete,
            "at_least": self.at_least,
            "reasons": [finding_data(reason) for reason in self.reasons],
            "findings": [finding_data(finding) for finding in self.findings],
            "profile": self.profile,
            "notice": NOTICE,
        }
