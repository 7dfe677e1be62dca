"""Surveys as frozen values: the own verdict of every work of a lineage, and where breaches start.

`to_dict` gives the same as JSON data (schema `licenselogic.survey/1`).
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Code, Status
from licenselogic.lineage.work import Finding
from licenselogic.repair.repairs import Change
from licenselogic.verdict.verdict import NOTICE, ClauseRef, finding_data

SCHEMA = "licenselogic.survey/1"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that fails for a work: why, by which clauses, and of which upstream work.

    `begins` is the work in which it starts, the work itself where it is not inherited.
    `cleared_by` is the earliest work whose correction clears it, empty where none was found.
    """

    kind: Code
    clauses: tuple[ClauseRef, ...]
    source: str
    message: str
    begins: str
    cleared_by: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the breach as JSON data."""
        return {
            "kind": self.kind.value,
            "clauses": [ref.to_dict() for ref in self.clauses],
            "source": self.source,
            "message": self.message,
            "begins": self.begins,
            "cleared_by": self.cleared_by or None,
        }


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One work of a lineage with its own verdict.

    `reasons` tell why the status is unknown.  `unreviewed` are the licences that it rests on of
    which the clauses have not been checked by a second reader.
    """

    work: str
    license: str | None
    status: Status
    breaches: tuple[Breach, ...] = ()
    reasons: tuple[Finding, ...] = ()
    unreviewed: tuple[str, ...] = ()

    @property
    def starting(self) -> tuple[Breach, ...]:
        """The breaches that start in this work."""
        return tuple(breach for breach in self.breaches if breach.begins == self.work)

    @property
    def inherited(self) -> tuple[Breach, ...]:
        """The breaches that an upstream work has already."""
        return tuple(breach for breach in self.breaches if breach.begins != self.work)

    def to_dict(self) -> dict[str, Any]:
        """Return the work as JSON data."""
        return {
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "starting": [breach.to_dict() for breach in self.starting],
            "inherited": [breach.to_dict() for breach in self.inherited],
            "reasons": [finding_data(reason) for reason in self.reasons],
            "unreviewed": list(self.unreviewed),
        }


@dataclass(frozen=True, slots=True)
class Correction:
    """What corrects a work, at least cost; `clears` are the works that have no breach then."""

    work: str
    changes: tuple[Change, ...]
    clears: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the correction as JSON data."""
        return {
            "work": self.work,
            "changes": [change.to_dict() for change in self.changes],
            "clears": list(self.clears),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Survey:
    """The own verdicts of the works of a lineage, upstream first, and what corrects them.

    `profile` names the readings that they stand under, and `message` counts them.
    """

    works: tuple[Surveyed, ...]
    corrections: tuple[Correction, ...] = ()
    profile: str = "default"
    version: str = ""
    library: str = ""

    @property
    def status(self) -> Status:
        """The worst of the verdicts."""
        found = {one.status for one in self.works}
        return next(s for s in _WORST if s in found or s is Status.COMPATIBLE)

    @property
    def message(self) -> str:
        """How many works there are of each status."""
        counts = Counter(one.status for one in self.works)
        told = ", ".join(f"{counts[s]:,} {s.value}" for s in reversed(_WORST) if counts[s])
        works = "1 work" if len(self.works) == 1 else f"{len(self.works):,} works"
        return f"{works}: {told}"

    def __repr__(self) -> str:
        return f"<Survey of {self.message}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the survey as JSON data (schema `licenselogic.survey/1`)."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "library": self.library,
            "status": self.status.value,
            "message": self.message,
            "works": [one.to_dict() for one in self.works],
            "corrections": [one.to_dict() for one in self.corrections],
            "profile": self.profile,
            "notice": NOTICE,
        }


_WORST = (Status.INCOMPATIBLE, Status.UNKNOWN, Status.COMPATIBLE)
