"""What one licence allows and another does not: in which scenarios, and by which clauses.

For each status and each reason of the refusing licence (a clause that forbids, or that nothing
permits) the solver enumerates the least scenarios of

    allowed(giver, a, q, s)  and  withheld(refuser, a, q, s)

A scenario found stands for all that share its facts; where one more fact takes the difference away,
that is an exception, found in the same manner.  The acts of a scenario are read off the plain
semantics, and every scenario is replayed through it: one that does not replay is an
`InternalError`, and nothing is reported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from licenselogic.base.diagnostics import InternalError
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.conditions import All, Condition, Not
from licenselogic.norms.deontic import MATERIAL, Clause, License, Norm, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Grounds, Value, covers, grounds, holds
from licenselogic.semantics.view import View, view_of
from licenselogic.solver.contrast import Contrast, Reason, Search, reach
from licenselogic.verdict.verdict import ClauseRef

Facts = tuple[tuple[str, Value], ...]
"""Facts off their baselines, in the order of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Case:
    """A least scenario in which two licences differ.

    They differ in every scenario that adds facts to `facts` (or takes a narrower word or a greater
    number), as far as the reason goes, but for the exceptions in `but`: what each of these adds.
    """

    facts: Facts
    but: tuple[Facts, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Acts that one licence allows and the other withholds, for one reason of the other.

    `reserved` tells that no clause permits the acts, rather than that one forbids them; `refusing`
    are then the grants that come nearest.  `granting` is empty where no permission is needed.
    """

    statuses: tuple[str, ...]
    acts: tuple[str, ...]
    cases: tuple[Case, ...]
    reserved: bool
    granting: tuple[ClauseRef, ...]
    refusing: tuple[ClauseRef, ...]


def contrast(
    giver: License, refuser: License, readings: frozenset[str], rlimit: int | None = None
) -> tuple[Difference, ...]:
    """Return what `giver` allows and `refuser` does not under the readings that hold.

    Empty iff `allowed(giver, a, q, s)` implies `allowed(refuser, a, q, s)` for all compared acts,
    statuses and scenarios.  Raises `BudgetSpentError`.
    """
    return tuple(_Contrast(giver, refuser, readings, rlimit).differences())


def compared() -> tuple[str, ...]:
    """Return the statuses on which permissions are compared."""
    return tuple(status for status in vocabulary().statuses if status != "independent")


def clause_ref(clause: Clause) -> ClauseRef:
    """Return a clause as reports cite it."""
    return ClauseRef(clause.license, clause.cite, clause.says)


_Found = tuple[Reason, tuple[str, ...], Case]


class _Contrast:
    """One direction of a comparison."""

    def __init__(
        self, giver: License, refuser: License, readings: frozenset[str], rlimit: int | None
    ) -> None:
        self.giver, self.refuser = view_of(giver, readings), view_of(refuser, readings)
        self.valuation = valuation(readings)
        self.contrast = Contrast(self.giver, self.refuser, rlimit)
        words = vocabulary()
        self.acts = tuple(act for act in words.acts.words if act in words.compared_acts)
        self._alone: dict[str, License] = {}
        self._grounds: dict[tuple[str, str, str], Grounds] = {}

    # Results, grouped -----------------------------------------------------------------------------

    def differences(self) -> Iterator[Difference]:
        """Yield all differences: one for each reason, set of acts, and set of statuses."""
        spread: dict[_Found, list[str]] = {}
        same: dict[object, list[_Found]] = {}
        for status in compared():
            key = self.bearing_on(status)
            if key not in same:
                same[key] = list(self.at(status))
            for found in same[key]:
                spread.setdefault(found, []).append(status)
        groups: dict[tuple[Reason, tuple[str, ...], tuple[str, ...]], list[Case]] = {}
        for (reason, acts, case), statuses in spread.items():
            groups.setdefault((reason, acts, tuple(statuses)), []).append(case)
        for (reason, acts, found_at), cases in groups.items():
            yield Difference(
                found_at,
                acts,
                tuple(cases),
                reason is None,
                self.granting(acts, found_at, cases),
                self.near(acts, found_at) if reason is None else (clause_ref(reason),),
            )

    def bearing_on(self, status: str) -> object:
        """Return what the differences at `status` depend on, so that equal ones are found once."""
        norms = tuple(
            tuple((clause.cite, replace(norm, subjects=frozenset())) for clause, norm in found)
            for view in (self.giver, self.refuser)
            for found in (view.permissions[status], view.prohibitions[status])
        )
        return (status in MATERIAL, norms)

    def granting(
        self, acts: Iterable[str], statuses: Iterable[str], cases: Iterable[Case]
    ) -> tuple[ClauseRef, ...]:
        """Return the clauses of the giver that permit some of this."""
        scenarios = [dict(case.facts) for case in cases]
        found = [
            clause
            for clause, norm in self.grants(self.giver, acts, statuses)
            if any(holds(norm.condition, scenario) for scenario in scenarios)
        ]
        return _refs(found)

    def near(self, acts: Iterable[str], statuses: Iterable[str]) -> tuple[ClauseRef, ...]:
        """Return the clauses of the refuser that permit the acts in other scenarios."""
        return _refs(clause for clause, _ in self.grants(self.refuser, acts, statuses))

    @staticmethod
    def grants(
        view: View, acts: Iterable[str], statuses: Iterable[str]
    ) -> Iterator[tuple[Clause, Norm]]:
        wanted = [(act, status) for act in acts for status in statuses]
        for clause, norm in view.norms:
            if isinstance(norm, Permission) and any(covers(norm, *pair) for pair in wanted):
                yield clause, norm

    # Enumeration ----------------------------------------------------------------------------------

    def at(self, status: str) -> Iterator[_Found]:
        """Yield each difference at one status."""
        if not self.contrast.differs(status):
            return
        clauses = dict.fromkeys(clause for clause, _ in self.refuser.prohibitions[status])
        for reason in (*clauses, None):
            yield from self.under(reason, status)

    def under(self, reason: Reason, status: str) -> Iterator[_Found]:
        """Yield the least scenarios of one reason, none within another's reach."""
        search = self.contrast.search(reason, status)
        told: list[tuple[tuple[str, ...], Condition]] = []
        while (witness := search.least()) is not None:
            facts = _values(witness.scenario)
            before = {act for acts, within in told if holds(within, dict(facts)) for act in acts}
            found = self.replay(reason, status, dict(facts))
            acts = tuple(act for act in found if act not in before)
            if witness.act not in acts:
                raise InternalError(f"a difference of licences does not replay: {witness}")
            exceptions = list(self.exceptions(search, reason, status, acts, facts))
            yield reason, acts, Case(facts, tuple(_added(e, facts) for e in exceptions))
            within = All((reach(facts), *(Not(reach(e)) for e in exceptions)))
            search.tell(acts, within)
            told.append((acts, within))

    def exceptions(
        self, search: Search, reason: Reason, status: str, acts: tuple[str, ...], facts: Facts
    ) -> Iterator[Facts]:
        """Yield the least scenarios within reach of `facts` in which the difference has gone."""
        for witness in search.exceptions(acts, facts):
            found = _values(witness.scenario)
            if witness.act in self.replay(reason, status, dict(found)):
                raise InternalError(f"an exception to a difference does not replay: {witness}")
            yield found

    # Replay ---------------------------------------------------------------------------------------

    def replay(self, reason: Reason, status: str, scenario: dict[str, Value]) -> tuple[str, ...]:
        """Return the acts that differ in `scenario` for this reason, by the reference semantics."""
        return tuple(
            act
            for act in self.acts
            if self.of(self.giver.license, "giver", act, status).allowed(scenario)
            and self.withholds(reason, act, status, scenario)
        )

    def withholds(self, reason: Reason, act: str, status: str, scenario: dict[str, Value]) -> bool:
        if reason is None:
            found = self.of(self.refuser.license, "refuser", act, status)
            return not found.permitted(scenario) and not found.prohibited(scenario)
        if reason.cite not in self._alone:
            self._alone[reason.cite] = _alone(self.refuser.license, reason)
        alone = self._alone[reason.cite]
        return self.of(alone, f"clause {reason.cite}", act, status).prohibited(scenario)

    def of(self, license: License, name: str, act: str, status: str) -> Grounds:
        key = (name, act, status)
        if key not in self._grounds:
            self._grounds[key] = grounds(license, act, status, self.valuation)
        return self._grounds[key]


def _alone(license: License, clause: Clause) -> License:
    """Return `license` with the prohibitions of one clause only."""
    clauses = tuple(
        each if each == clause else replace(each, norms=_no_prohibitions(each))
        for each in license.clauses
    )
    return replace(license, clauses=clauses)


def _no_prohibitions(clause: Clause) -> tuple[Norm, ...]:
    return tuple(norm for norm in clause.norms if not isinstance(norm, Prohibition))


def _added(exception: Facts, facts: Facts) -> Facts:
    return tuple(pair for pair in exception if pair not in facts)


def _values(scenario: Iterable[tuple[str, object]]) -> Facts:
    return tuple((name, value) for name, value in scenario if isinstance(value, bool | int | str))


def _refs(clauses: Iterable[Clause]) -> tuple[ClauseRef, ...]:
    return tuple(clause_ref(clause) for clause in dict.fromkeys(clauses))
