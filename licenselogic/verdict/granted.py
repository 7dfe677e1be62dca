"""Licences that changed or were withdrawn: under which of them the upstream works were taken.

A lineage says when an upstream work was taken.  The licence of that day stands beside the one of
today, which anybody may take anew: the licensee chooses, as with `OR`.  This is settled before the
question is asked, so that the decision knows nothing of days.  docs/lineage.md has the rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

from licenselogic.base.codes import Code
from licenselogic.library.expressions import parse_expression
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Earlier, Edge, Finding, Work

_ENDS = frozenset({"revocable", "updates"})
"""Kinds of term by which a licensor ends or changes what it has granted already."""


def as_granted(lineage: Lineage, library: Library, target: str) -> Lineage:
    """Return the lineage with every ancestor of `target` under what it was taken under.

    The same lineage, where no licence changed.  Raises `ExpressionError` for a malformed licence.
    """
    return Grants(lineage, library).seen_from(target)


_Days = Mapping[str, date | None]
"""By upstream work whose licence changed, the last day on which it was taken; None for today."""


class Grants:
    """A lineage, and for each of its works the licences under which its ancestors were taken.

    A work counts for itself under the licence that it has.  What others took of an ancestor, and on
    which day, is nothing to it.
    """

    def __init__(self, lineage: Lineage, library: Library) -> None:
        self.lineage, self.library = lineage, library
        self._dated = {
            name
            for name, work in lineage.works.items()
            if work.license_since or work.earlier_licenses or work.withdrawn
        }
        self._days: dict[str, _Days] = {}
        self._settled: dict[frozenset[tuple[str, date | None]], Lineage] = {}

    def seen_from(self, target: str) -> Lineage:
        """Return the lineage as it is judged for one work: the same object where days agree.

        Raises `ExpressionError` for a malformed licence.
        """
        days = self.days(target) if self._dated else {}
        if not days:
            return self.lineage
        key = frozenset(days.items())
        found = self._settled.get(key)
        if found is None:
            found = self._settled[key] = self._settle(days)
        return found

    def days(self, target: str) -> _Days:
        """Return when what a work and its ancestors are made from was taken, as far as it counts.

        It takes one step for a work whose upstream was asked about before, and else one pass over
        its ancestors.
        """
        known, edges = self._days, self.lineage.upstream[target]
        if target not in known:
            if all(edge.work in known for edge in edges):
                above = chain.from_iterable(known[edge.work].items() for edge in edges)
                known[target] = _last(chain(above, self._taken(edges)))
            else:
                order = self.lineage.order(target)
                known[target] = _last(
                    self._taken(chain.from_iterable(self.lineage.upstream[n] for n in order))
                )
        return known[target]

    def _taken(self, edges: Iterable[Edge]) -> Iterator[tuple[str, date | None]]:
        """Yield the upstream works of edges whose licence changed, and when they were taken."""
        return ((edge.work, edge.taken) for edge in edges if edge.work in self._dated)

    def _settle(self, days: _Days) -> Lineage:
        works, findings = dict(self.lineage.works), list(self.lineage.findings)
        for name in (name for name in works if name in days):
            granted = _Granted(works[name], days[name], self.library)
            works[name] = granted.work()
            findings += granted.findings()
        return replace(self.lineage, works=works, findings=tuple(findings))


def _last(taken: Iterable[tuple[str, date | None]]) -> _Days:
    found: dict[str, date | None] = {}
    for name, day in taken:
        before = found.get(name, day)
        found[name] = max(before, day) if before and day else None
    return found


class _Granted:
    """An upstream work that was taken on one day, under the licence of that day."""

    def __init__(self, source: Work, taken: date | None, library: Library) -> None:
        self.source, self.taken, self.library = source, taken, library
        self.earlier = self._of_that_day()
        self.stands = self.earlier is not None and self._lasts(self.earlier.license)

    def _of_that_day(self) -> Earlier | None:
        """Return the licence that was given on the day, if it is not the one of today."""
        since = self.source.license_since
        if self.taken is None or (since is not None and since <= self.taken):
            return None
        given = (one for one in self.source.earlier_licenses if self.taken < one.until)
        return min(given, key=lambda one: one.until, default=None)

    def _lasts(self, license: str) -> bool:
        """Tell whether no alternative of a licence lets the licensor end or change a grant."""
        terms = chain.from_iterable(parse_expression(license, self.library).alternatives)
        names = {name for term in terms for name in term.means or (term.name,)}
        return not any(self._ends(name) for name in names)

    def _ends(self, name: str) -> bool:
        license, _, exception = name.partition(" WITH ")
        entry = self.library.find(license)
        if entry is None or entry.kind != "license":
            return False
        found = self.library[f"{entry.id} WITH {exception}" if exception else entry.id]
        return any(kind in _ENDS for _, kind in found.kinds)

    def _today(self) -> str | None:
        """Return the licence of today, if the work was taken, or can be taken, under it."""
        source = self.source
        if source.withdrawn is None or source.license is None:
            return source.license
        kept = self.taken is not None and self.taken < source.withdrawn
        return source.license if kept and self._lasts(source.license) else None

    def work(self) -> Work:
        """Return the work under all that it may be used under; days have done their part."""
        today, earlier = self._today(), self.earlier
        license = today
        if earlier is not None and self.stands:
            license = f"({earlier.license}) OR ({today})" if today else earlier.license
        return replace(
            self.source, license=license, license_since=None, earlier_licenses=(), withdrawn=None
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what a reader should know of the days."""
        for message in self._messages():
            yield Finding(Code.EARLIER_GRANT, message, (self.source.id,))

    def _messages(self) -> Iterator[str]:
        source, earlier = self.source, self.earlier
        was = f"`{source.id}` was taken on {self.taken}"
        if earlier is not None and self.stands:
            yield f"{was}, under `{earlier.license}`, which was given until {earlier.until}"
        elif earlier is not None:
            yield (
                f"{was}, under `{earlier.license}`, which lets its licensor end or change what is "
                "granted, so the licence of today is judged"
            )
        elif self._before(source.license_since):
            yield (
                f"{was}, before it had its licence ({source.license_since}), and nothing says what "
                "it had then, so the licence of today is judged"
            )
        elif self.taken is None and source.earlier_licenses:
            yield (
                f"`{source.id}` had other licences before; nothing says on which day it was taken, "
                "so the licence of today is judged"
            )
        if source.withdrawn is not None:
            yield self._withdrawal(was)

    def _withdrawal(self, was: str) -> str:
        source = self.source
        if self._today() is not None:
            return f"{was}, before its licence was withdrawn ({source.withdrawn})"
        if self._before(source.withdrawn):
            return (
                f"`{source.id}`: `{source.license}` lets its licensor end what is granted, and was "
                f"withdrawn on {source.withdrawn}"
            )
        return (
            f"the licence of `{source.id}` was withdrawn on {source.withdrawn}, and nothing says "
            "that it was taken before"
        )

    def _before(self, day: date | None) -> bool:
        return self.taken is not None and day is not None and self.taken < day
