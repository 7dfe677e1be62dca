"""Licences that changed or were withdrawn: under which of them the upstream works were taken.

A lineage says when an upstream work was taken.  The licence of that day stands beside the one of
today, which anybody may take anew: the licensee chooses, as with `OR`.  This is settled before the
question is asked, so that the decision knows nothing of days.  docs/lineage.md has the rules.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from licenselogic.base.codes import Code
from licenselogic.library.expressions import parse_expression
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Earlier, Finding, Work

_ENDS = frozenset({"revocable", "updates"})
"""Kinds of term by which a licensor ends or changes what it has granted already."""


def as_granted(lineage: Lineage, library: Library) -> Lineage:
    """Return the lineage with every upstream work under what it was taken under.

    The same lineage, where no licence changed.  Raises `ExpressionError` for a malformed licence.
    """
    dated = [
        work
        for work in lineage.works.values()
        if work.license_since or work.earlier_licenses or work.withdrawn
    ]
    if not dated:
        return lineage
    days = _days(lineage)
    works, findings = dict(lineage.works), list(lineage.findings)
    for work in dated:
        if work.id in days:  # nobody took what has no descendants
            granted = _Granted(work, days[work.id], library)
            works[work.id] = granted.work()
            findings += granted.findings()
    return replace(lineage, works=works, findings=tuple(findings))


def _days(lineage: Lineage) -> dict[str, date | None]:
    """Return the last day on which each upstream work was taken; None where one is not known."""
    found: dict[str, date | None] = {}
    for edge in chain.from_iterable(lineage.upstream.values()):
        before = found.get(edge.work, edge.taken)
        taken = edge.taken
        found[edge.work] = max(before, taken) if before and taken else None
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
