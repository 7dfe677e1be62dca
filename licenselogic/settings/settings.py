"""Settings of a project as frozen values: what they say, and what they make of a verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ExpressionError
from licenselogic.base.display import listed, quoted
from licenselogic.base.meanings import meaning
from licenselogic.library.expressions import Expression, parse_expression
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.places import Places
from licenselogic.repair.goals import Policy
from licenselogic.report.told import Checked, Part, Told, marked


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is accepted: its code, what it is about, why, and until which day.

    `work` is the work that is judged or one that the finding is about, `clause` a licence and a
    number such as `llama3 1.b.v`; what is empty may be any.
    """

    code: str
    reason: str
    work: str = ""
    license: str = ""
    clause: str = ""
    expires: date | None = None

    def covers(self, told: Told, license: str | None) -> bool:
        """Tell whether a finding about a work under `license` is the one that is accepted."""
        cites = {f"{ref.license} {ref.cite}" for ref in told.clauses}
        licenses = {license or "", *(ref.license for ref in told.clauses)}
        return (
            self.code == told.code
            and (not self.work or self.work in (told.work, *told.about))
            and (not self.license or self.license in licenses)
            and (not self.clause or self.clause in cites)
        )

    def holds(self, today: date) -> bool:
        """Tell whether it is still accepted."""
        return self.expires is None or today <= self.expires


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file of settings says; `file` is '' where there is none."""

    file: str = ""
    profile: str = ""
    assume: Mapping[str, bool] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    catalogue: bool = True
    known: tuple[Path, ...] = ()
    licenses: tuple[Path, ...] = ()
    fail_on: tuple[str, ...] = ()
    accepted: tuple[Acceptance, ...] = ()

    def applied(
        self, found: Checked, lineage: Lineage, library: Library, places: Places, day: date
    ) -> Checked:
        """Return a verdict with what is against the policy, and with what is accepted marked."""
        told = (*found.told, *marked(self._against(found, lineage, library, places), found.verdict))
        return replace(found, told=tuple(self._accepted(one, found, day) for one in told))

    def _accepted(self, told: Told, found: Checked, day: date) -> Told:
        for acceptance in self.accepted:
            if acceptance.holds(day) and acceptance.covers(told, found.verdict.license):
                return replace(told, accepted=acceptance.reason)
        return told

    def _against(
        self, found: Checked, lineage: Lineage, library: Library, places: Places
    ) -> Iterator[Told]:
        verdict, policy = found.verdict, self.policy
        if not policy.allowed and not policy.denied:
            yield from self._duties(found, places)
            return
        for name in lineage.order(verdict.work):
            text = verdict.license if name == verdict.work else lineage.works[name].license
            lost = _refused(text, policy, library)
            if lost is None:
                continue
            denied = frozenset(lost) & policy.denied
            code = Code.DENIED_LICENSE if denied else Code.LICENSE_NOT_ALLOWED
            verb = "denies" if denied else "does not allow"
            message = f"{quoted(name)} is under {quoted(text or 'no licence')}; the policy {verb} "
            yield Told(
                Part.POLICY,
                code.value,
                message + (listed(sorted(denied or lost)) if lost else "what is not declared"),
                help=meaning(code).advice,
                work=verdict.work,
                about=(name,),
                place=places.of_license(name),
            )
        yield from self._duties(found, places)

    def _duties(self, found: Checked, places: Places) -> Iterator[Told]:
        owed = dict.fromkeys(duty.duty for duty in found.verdict.duties)
        for duty in (duty for duty in owed if not self.policy.accepts([duty])):
            yield Told(
                Part.POLICY,
                Code.DUTY_NOT_ACCEPTED.value,
                f"the licences ask for {quoted(duty)}, which is not among the duties of the policy",
                help=meaning(Code.DUTY_NOT_ACCEPTED).advice,
                work=found.verdict.work,
                about=(found.verdict.work,),
                place=places.of_license(found.verdict.work),
            )

    def expired(self, day: date) -> Sequence[Acceptance]:
        """Return what was accepted until a day that is past."""
        return [acceptance for acceptance in self.accepted if not acceptance.holds(day)]

    def unused(self, found: Iterable[Checked]) -> Sequence[Acceptance]:
        """Return what is accepted and was not found."""
        told = [(one, checked.verdict.license) for checked in found for one in checked.told]
        return [a for a in self.accepted if not any(a.covers(one, name) for one, name in told)]


def _refused(text: str | None, policy: Policy, library: Library) -> frozenset[str] | None:
    """Return the licences of an expression that a policy does not admit; None if it admits them.

    One alternative that is admitted will do, and a name that may mean several licences is admitted
    if all of them are.  What no clause file describes is admitted where everything is.
    """
    try:
        expression: Expression = parse_expression(text, library)
    except ExpressionError:
        return frozenset()
    refused: frozenset[str] | None = frozenset()
    for terms in expression.alternatives:
        names = frozenset(name for term in terms for name in (term.means or (term.name,)) if name)
        # An exception gives more than its licence does: the licence is what a policy names.
        names = frozenset(name.partition(" WITH ")[0] for name in names)
        if policy.admits(names) and (names or not policy.allowed):
            return None
        refused = refused or (
            names & policy.denied or (names - policy.allowed if policy.allowed else names)
        )
    return refused
