"""How a verdict hangs on the readings of the law: the fewest that settle another answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.rules import Depth
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.norms.implicants import implicants
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.verdict import NOTICE

SCHEMA = "licenselogic.readings/1"


@dataclass(frozen=True, slots=True)
class Whenever:
    """A status, and the fewest readings that give it, whatever the others are."""

    status: Status
    readings: Mapping[str, bool]

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON data."""
        return {"status": self.status.value, "readings": dict(self.readings)}


@dataclass(frozen=True, slots=True)
class Readings:
    """The answer for one work under every reading that may matter.

    `status` is the answer under `held`, the readings of the profile with their changes.  `matter`
    are the readings on which the answer may depend.  `flips` gives other statuses, each with the
    fewest readings that settle it, the shortest first; none where nothing flips the answer.
    """

    work: str
    license: str | None
    status: Status
    held: Mapping[str, bool]
    matter: tuple[str, ...]
    flips: tuple[Whenever, ...]
    every: Mapping[frozenset[str], Status]
    profile: str = "default"

    @property
    def message(self) -> str:
        """The answer in a sentence."""
        offered = self.license or "an undeclared licence"
        told = f"`{self.work}` under {offered} is {self.status.value}"
        if not self.flips:
            return f"{told} by every reading of the law"
        return f"{told} by the `{self.profile}` reading of the law, and another reading flips it"

    def to_dict(self) -> dict[str, Any]:
        """Return the readings as JSON data (schema `licenselogic.readings/1`)."""
        rows = sorted(self.every.items(), key=lambda row: (len(row[0]), sorted(row[0])))
        return {
            "schema": SCHEMA,
            "work": self.work,
            "license": self.license,
            "status": self.status.value,
            "message": self.message,
            "profile": self.profile,
            "held": dict(self.held),
            "matter": list(self.matter),
            "flips": [flip.to_dict() for flip in self.flips],
            "every": [{"true": sorted(true), "status": status.value} for true, status in rows],
            "notice": NOTICE,
        }


@no_collection()
def readings(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Readings:
    """Return how the answer for a work hangs on the readings of the law.

    Arguments and errors are those of `check`.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    held = select(profile, assumptions)
    target = lineage.target(work_id)
    return readings_of(Asked.of(engine, lineage, target, license, held, Depth.STATUS), profile)


def readings_of(asked: Asked, profile: str) -> Readings:
    """Return how the answer to what was asked hangs on the readings; `profile` names those held."""
    every, held = asked.every_reading(), asked.readings
    names = [name for name in vocabulary().assumptions if name in max(every, key=len)]
    flips = (
        Whenever(status, literals)
        for status in Status
        if status is not asked.status
        for literals in implicants(names, [true for true, s in every.items() if s is status])
    )
    return Readings(
        asked.target,
        asked.signature.outbound,
        asked.status,
        {name: name in held for name in vocabulary().assumptions},
        tuple(names),
        tuple(flips),
        every,
        profile,
    )
