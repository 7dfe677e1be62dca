"""What changed between two licences: clause by clause, and in which scenarios they differ.

Clauses are laid side by side (`clauses`), permissions are compared by the solver (`permissions`),
duties, terms and share-alike by content (`duties`), the counts-as rules as automata (`counts_as`).
Nothing prefers either licence: `diff_licenses(b, a)` says the same as `diff_licenses(a, b)` with
the sides exchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.display import kind_of
from licenselogic.diff.clauses import align
from licenselogic.diff.counts_as import Becomes, Binding, binding_changes, transition_changes
from licenselogic.diff.duties import Change, duty_changes, norm_data, onward_changes, term_changes
from licenselogic.diff.permissions import Difference, contrast
from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.deontic import Clause, License, Norm
from licenselogic.norms.plain import scenario_data
from licenselogic.semantics.view import view_of
from licenselogic.solver.solver import BudgetSpentError
from licenselogic.verdict.verdict import NOTICE

SCHEMA = "licenselogic.diff/1"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """Two clauses that answer to each other, with the norms that only one of them holds."""

    first: Clause
    second: Clause
    lost: tuple[Norm, ...]
    gained: tuple[Norm, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {
            "first": {"cite": self.first.cite, "says": self.first.says},
            "second": {"cite": self.second.cite, "says": self.second.says},
            "lost": [norm_data(norm) for norm in self.lost],
            "gained": [norm_data(norm) for norm in self.gained],
        }


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """A statement about the licence as a whole: `family`, `series` or `covers`."""

    what: str
    first: str
    second: str

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {"what": self.what, "first": self.first, "second": self.second}


@dataclass(frozen=True, slots=True, repr=False)
class LicenseDiff:
    """How the licences `first` and `second` differ under the readings of `profile`.

    `wider` are the acts that only the second allows, `narrower` those that only the first does.
    `renumbered` are clauses of the same norms under other numbers.  When `spent`, the solver's
    budget ran out and the permissions have not been compared to the end.
    """

    first: str
    second: str
    profile: str
    wider: tuple[Difference, ...] = ()
    narrower: tuple[Difference, ...] = ()
    duties: tuple[Change, ...] = ()
    terms: tuple[Change, ...] = ()
    onward: tuple[Change, ...] = ()
    counts: tuple[Becomes, ...] = ()
    binds: tuple[Binding, ...] = ()
    removed: tuple[Clause, ...] = ()
    added: tuple[Clause, ...] = ()
    changed: tuple[ClauseChange, ...] = ()
    renumbered: tuple[tuple[Clause, Clause], ...] = ()
    header: tuple[HeaderChange, ...] = ()
    spent: bool = False

    def __repr__(self) -> str:
        return f"<LicenseDiff {self.first} to {self.second}, {self.profile}>"

    @property
    def same(self) -> bool:
        """Whether both say the same under the readings of the profile, in whatever clauses."""
        apart = self.wider or self.narrower or self.duties or self.terms or self.onward
        becomes = any(row.first != row.second for row in self.counts)
        held = any(row.first != row.second for row in self.binds)
        return not (apart or becomes or held or self.spent)

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as JSON data (schema `licenselogic.diff/1`)."""
        return {
            "schema": SCHEMA,
            "first": self.first,
            "second": self.second,
            "profile": self.profile,
            "same": self.same,
            "spent": self.spent,
            "wider": [_difference(found) for found in self.wider],
            "narrower": [_difference(found) for found in self.narrower],
            "duties": [change.to_dict() for change in self.duties],
            "terms": [change.to_dict() for change in self.terms],
            "onward": [change.to_dict() for change in self.onward],
            "counts": [row.to_dict() for row in self.counts],
            "binds": [row.to_dict() for row in self.binds],
            "clauses": {
                "removed": [_clause(clause) for clause in self.removed],
                "added": [_clause(clause) for clause in self.added],
                "changed": [change.to_dict() for change in self.changed],
                "renumbered": [
                    {"first": one.cite, "second": two.cite} for one, two in self.renumbered
                ],
            },
            "header": [change.to_dict() for change in self.header],
            "notice": NOTICE,
        }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "statuses": list(found.statuses),
        "acts": list(found.acts),
        "cases": [
            {
                "scenario": scenario_data(dict(case.facts)),
                "but": [scenario_data(dict(exception)) for exception in case.but],
            }
            for case in found.cases
        ],
        "reserved": found.reserved,
        "granting": [ref.to_dict() for ref in found.granting],
        "refusing": [ref.to_dict() for ref in found.refusing],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    norms = [norm_data(norm) for norm in clause.norms]
    return {"cite": clause.cite, "says": clause.says, "norms": norms}


def _check_license(given: object) -> None:
    if not isinstance(given, License):
        name = given if isinstance(given, str) else "MIT"
        message = f"`diff_licenses` takes two licences, not {kind_of(given)}"
        help = f"`licenses()[{name[:80]!r}]` is the licence of a name"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=help))


def diff_licenses(
    first: License, second: License, profile: str = "default", rlimit: int | None = None
) -> LicenseDiff:
    """Return how two licences, or two versions of one, differ.

    Permissions, duties and terms are compared under the readings of `profile`, the clauses as they
    stand.  `rlimit` bounds each query to the solver.  Raises `UsageError` for an unknown profile,
    and for what is no licence, such as the name of one.
    """
    for given in (first, second):
        _check_license(given)
    readings = select(profile)
    number = valuation(readings)
    mine, theirs = view_of(first, readings), view_of(second, readings)
    pairs, removed, added = align(first, second)
    changed = [_change(one, two) for one, two in pairs if set(one.norms) != set(two.norms)]
    equal = [(one, two) for one, two in pairs if set(one.norms) == set(two.norms)]
    try:
        wider = contrast(second, first, readings, rlimit)
        narrower = contrast(first, second, readings, rlimit)
        spent = False
    except BudgetSpentError:
        wider, narrower, spent = (), (), True
    return LicenseDiff(
        first.id,
        second.id,
        profile,
        wider,
        narrower,
        duty_changes(mine, theirs),
        term_changes(mine, theirs),
        onward_changes(mine, theirs),
        transition_changes(first, second, number),
        binding_changes(first, second, number),
        tuple(removed),
        tuple(added),
        tuple(changed),
        tuple((one, two) for one, two in equal if one.cite != two.cite),
        tuple(_header(first, second)),
        spent,
    )


def _change(one: Clause, two: Clause) -> ClauseChange:
    return ClauseChange(
        one,
        two,
        tuple(norm for norm in one.norms if norm not in two.norms),
        tuple(norm for norm in two.norms if norm not in one.norms),
    )


def _header(first: License, second: License) -> Iterator[HeaderChange]:
    for what, one, two in (
        ("family", first.family, second.family),
        ("series", " ".join(first.series or ()), " ".join(second.series or ())),
        ("covers", ", ".join(sorted(first.covers)), ", ".join(sorted(second.covers))),
    ):
        if one != two:
            yield HeaderChange(what, one, two)
