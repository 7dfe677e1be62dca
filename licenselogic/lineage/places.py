"""Where in a file works stand, their licences, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licenselogic.base.source import Span

Pair = tuple[str, str]
"""A work and one of those that it was made from."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of works in the file that a lineage was read from; `file` is '' for none.

    `works` are where ids stand, `licenses` where licences do, and `edges` where a work names
    another that it was made from.  What is not found has no entry.
    """

    file: str = ""
    works: Mapping[str, Span] = field(default_factory=dict)
    licenses: Mapping[str, Span] = field(default_factory=dict)
    edges: Mapping[Pair, Span] = field(default_factory=dict)

    @property
    def top(self) -> Span | None:
        """The beginning of the file; None where there is no file."""
        return Span(self.file, 1, 1, 1, 2) if self.file else None

    def of_work(self, work: str) -> Span | None:
        """Return where a work stands, or the beginning of the file."""
        named = (span for (_, above), span in self.edges.items() if above == work)
        return self.works.get(work) or next(named, None) or self.top

    def of_license(self, work: str) -> Span | None:
        """Return where the licence of a work stands, or the work itself."""
        return self.licenses.get(work) or self.of_work(work)

    def of_step(self, below: str, above: str) -> Span | None:
        """Return where a work names what it was made from, or the work itself."""
        return self.edges.get((below, above)) or self.of_work(below)
