"""Who made each work of a lineage, and in what situation: what acts on the way are judged by."""

from datetime import date

from licenselogic.decision.counts_as import Doing
from licenselogic.decision.descent import Descent
from licenselogic.decision.owners import Owners, Standpoint
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Value


class Makers:
    """The makers of the works of one lineage."""

    def __init__(self, owners: Owners, descent: Descent) -> None:
        self.owners, self.descent = owners, descent
        self._doing: dict[tuple[str, str, str], Doing] = {}
        self._stated: dict[object, tuple[tuple[str, Value], ...]] = {}

    def maker(self, name: str, here: Standpoint) -> Standpoint:
        """Return the standpoint of the maker of a work, whom its own licences do not bind."""
        owners, party = self.owners, self.owners.party(name)
        if owners.is_lone(party) or party in here.lifted or not owners.owns_above(party, name):
            return here
        return Standpoint(here.lifted | {party}, here.publisher)

    def doing(self, edge: Edge, name: str, here: Standpoint) -> Doing:
        """Return in what situation the maker of a work acted over an edge."""
        key = (name, edge.work, here.publisher)
        found = self._doing.get(key)
        if found is None:
            own = self.owners.is_own(name, here.publisher)
            lines = self.descent.lines(edge, name, here.publisher)
            runs = vocabulary().publications[self.owners.lineage.works[name].publish].run
            found = self._doing[key] = Doing(own, self.stated(name), *lines, runs)
        return found

    def stated(self, name: str) -> tuple[tuple[str, Value], ...]:
        """Return what is known of the maker of a work: what it states, and how it publishes."""
        work = self.owners.lineage.works[name]
        key = (work.publish, work.facts)
        found = self._stated.get(key)
        if found is None:
            found = self._stated[key] = _stated(work)
        return found

    def carries(self, relation: str, doing: Doing | None) -> bool:
        """Tell whether it matters over an edge what the terms of the upstream are."""
        found = vocabulary().relations[relation]
        return not found.apart or bool(found.runs and doing and doing.runs)


def _stated(work: Work) -> tuple[tuple[str, Value], ...]:
    settled = vocabulary().publications[work.publish].facts
    return tuple(sorted({**{fact: number(v) for fact, v in work.facts}, **settled}.items()))


def number(value: object) -> Value:
    """Return a stated value as conditions compare it: dates are day numbers."""
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, bool | int | str)
    return value
