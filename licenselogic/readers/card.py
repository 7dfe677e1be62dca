"""What was read of one work, wherever it is described."""

from dataclasses import dataclass

from licenselogic.lineage.work import Edge, Finding, Work


@dataclass(frozen=True, slots=True)
class Card:
    """A work, what it was made from, works among these that have no name, and findings."""

    work: Work
    upstream: tuple[Edge, ...] = ()
    findings: tuple[Finding, ...] = ()
    nameless: tuple[Work, ...] = ()
