"""What to publish beside a work, as frozen values: a checklist, drafts of files, texts to include.

`to_dict` gives the same as JSON data (schema `licenselogic.shipment/1`).
"""

import enum
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.lineage.work import Finding
from licenselogic.norms.conditions import Condition
from licenselogic.norms.plain import condition_data
from licenselogic.verdict.verdict import NOTICE, ClauseRef, ConditionOn, finding_data

SCHEMA = "licenselogic.shipment/1"


class By(enum.StrEnum):
    """How a duty is met."""

    SHOWN = "shown"
    """What is there shows it already."""
    FILES = "files"
    """The drafts meet it: held against them, `check` finds it met."""
    NAME = "name"
    """The name that is proposed meets it."""
    TEXT = "text"
    """A licence text is to be included that is not at hand."""
    LOOK = "look"
    """The drafts say something of it; whether that is enough, only a person can see."""
    HAND = "hand"
    """No file can meet it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A duty, once for all works and clauses of one licence that ask for it.

    `works` are the upstream works from which it comes, `files` the drafts that speak of it, and
    `reason` why it counts as met or not.  It is owed where `condition` holds; None is always.
    """

    duty: str
    message: str
    by: By
    clauses: tuple[ClauseRef, ...]
    works: tuple[str, ...]
    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reason: str = ""
    condition: Condition | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the duty as JSON data."""
        return {
            "duty": self.duty,
            "message": self.message,
            "by": self.by.value,
            "clauses": [ref.to_dict() for ref in self.clauses],
            "works": list(self.works),
            "texts": list(self.texts),
            "files": list(self.files),
            "reason": self.reason,
            "condition": None if self.condition is None else condition_data(self.condition),
        }


@dataclass(frozen=True, slots=True)
class LicenseText:
    """A licence whose text goes along: where the text is, and the drafts that hold it.

    `files` is empty where the text is not at hand, or where the copyright notice above it is wanted
    and not known.
    """

    license: str
    title: str
    address: str
    files: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the text as JSON data."""
        return {
            "license": self.license,
            "title": self.title,
            "address": self.address,
            "files": list(self.files),
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to publish, whole.  `replaces` tells that a file of that name is there already."""

    name: str
    content: str
    replaces: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the file as JSON data."""
        return {"name": self.name, "content": self.content, "replaces": self.replaces}


@dataclass(frozen=True, slots=True, repr=False)
class Shipment:
    """What to publish beside a work.

    `name` is one that every prefix allows that is asked for; '' where none does.  `header` is what
    the header of a card must say, as (field, value).  There are drafts only where the work may
    be published: `status` is then compatible.  `reasons` tell why that is open where it is, and
    `findings` what else to know of the input.
    """

    work: str
    license: str | None
    status: Status
    name: str = ""
    header: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    texts: tuple[LicenseText, ...] = ()
    drafts: tuple[Draft, ...] = ()
    conditions: tuple[ConditionOn, ...] = ()
    reasons: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    profile: str = "default"
    message: str = ""
    help: str = ""
    version: str = ""
    library: str = ""

    def __repr__(self) -> str:
        return f"<Shipment of {self.work}: {len(self.items)} duties, {len(self.drafts)} files>"

    def by(self, *ways: By) -> tuple[Item, ...]:
        """Return the duties that are met in one of these ways."""
        return tuple(item for item in self.items if item.by in ways)

    def to_dict(self) -> dict[str, Any]:
        """Return what to publish as JSON data (schema `licenselogic.shipment/1`)."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "library": self.library,
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "message": self.message,
            "help": self.help,
            "name": self.name,
            "header": dict(self.header),
            "duties": [item.to_dict() for item in self.items],
            "texts": [text.to_dict() for text in self.texts],
            "files": [draft.to_dict() for draft in self.drafts],
            "conditions": [condition.to_dict() for condition in self.conditions],
            "reasons": [finding_data(reason) for reason in self.reasons],
            "findings": [finding_data(finding) for finding in self.findings],
            "profile": self.profile,
            "notice": NOTICE,
        }
