"""What licences want shown beside a work: duties, once for all works and clauses that ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from licenselogic.decision.question import Owed
from licenselogic.lineage.work import Evidence, Work
from licenselogic.norms.deontic import Clause
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.evidence import LEAST_WORDING, Checklist, Shown, State
from licenselogic.verdict.verdict import DutyState

_WORST = (DutyState.MET, DutyState.UNCHECKED, DutyState.UNMET)


@dataclass(frozen=True)
class Want:
    """A duty that clauses of one licence bring about, as they do from several works."""

    owed: list[Owed] = field(default_factory=list)
    clauses: dict[Clause, None] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)

    @property
    def first(self) -> Owed:
        """The duty as the nearest work brings it."""
        return self.owed[0]

    @property
    def license(self) -> str:
        """The licence that asks."""
        return self.first.side.license

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are to be shown; none where the clause leaves them to the publisher."""
        duty, texts = self.first.duty, self.first.texts
        if duty == "include-notice":
            return texts if any(len(text.split()) >= LEAST_WORDING for text in texts) else ()
        shown = ("display-text", "attribution", "documentation-acknowledgement")
        return texts if duty in shown else ()

    def state(self, checklist: Checklist) -> State | None:
        """Return what evidence shows of the duty, at its worst; None where it does not arise."""
        states = [state for owed in self.owed if (state := checklist.state(owed)) is not None]
        return max(states, key=lambda state: _WORST.index(state[0])) if states else None


@dataclass(frozen=True)
class Wanted:
    """All that is wanted of a work that is offered as it is asked about."""

    asked: Asked

    @cached_property
    def wants(self) -> tuple[Want, ...]:
        """The duties that arise, in the order of the decision."""
        if "outbound" in self.asked.answer.open:
            return ()
        found: dict[object, Want] = {}
        for owed in self.asked.answer.decision.duties:
            key = (owed.duty, owed.texts, owed.side.license, owed.condition)
            want = found.setdefault(key, Want())
            want.owed.append(owed)
            want.clauses[owed.clause] = None
            want.works.update((work.id, work) for work in self.sources(owed))
        here = self.checklist(self.asked.work)
        return tuple(want for want in found.values() if want.state(here) is not None)

    def sources(self, owed: Owed) -> Sequence[Work]:
        """Return the works from which the licence of a duty comes, the nearest first."""
        works = self.asked.lineage.works
        return [works[path[0]] for path, _ in self.asked.paths(owed.side)]

    def checklist(self, work: Work) -> Checklist:
        """Return what holds duties against the evidence of the work, or of what it will be."""
        return Checklist(work, self.asked.engine.library, self.sources)

    def shown(self, work: Work) -> Shown:
        """Return what the evidence of a work shows."""
        return Shown(work.evidence or Evidence(), self.asked.engine.library)

    def notices(self) -> Iterator[tuple[Work, str]]:
        """Yield the NOTICE files of upstream works that are to be passed on, as far as known."""
        told = set()
        for want in self.wants:
            if want.first.duty != "include-notice" or want.first.texts:
                continue
            for work in want.works.values():
                shown = self.shown(work)
                for name in shown.notices:
                    if name in shown.contents and (work.id, name) not in told:
                        told.add((work.id, name))
                        yield work, shown.contents[name].raw

    def licenses(self) -> dict[str, dict[str, Work]]:
        """Return the licences whose texts go along, each with the works that are under it."""
        found: dict[str, dict[str, Work]] = {}
        here = self.checklist(self.asked.work)
        for want in self.wants:
            if want.first.duty == "include-license" or here.asks_for_text(want.first):
                for license in sorted(here.licenses_of(want.first)):
                    found.setdefault(license, {}).update(want.works)
        return found
