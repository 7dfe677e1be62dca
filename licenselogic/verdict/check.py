"""Check a work of a lineage: decide, then explain; or decide alone, for those who check many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.gc_pause import no_collection
from licenselogic.decision.engine import Engine, engine_of
from licenselogic.decision.rules import Depth
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import check_license
from licenselogic.norms.assumptions import select
from licenselogic.verdict import notices
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.explain import explain
from licenselogic.verdict.verdict import Verdict


@no_collection()
def check(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Verdict:
    """Return whether a work of `lineage` may be published under its licence, or under `license`.

    `work_id` None means the only work without descendants.  `license` is an SPDX expression, Hub id
    or alias.  `assumptions` changes single readings of `profile` (such as `strict`), and
    `rlimit` bounds the solver's steps for one query.  `licenses` is the library to use, by default
    the one that ships with licenselogic.

    Raises `LineageError` for an unknown work, `ExpressionError` for a malformed expression, and
    `UsageError` for an unknown profile or assumption.  An unknown licence raises nothing: the
    verdict is `unknown` and says why.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    readings = select(profile, assumptions)
    return explain(Asked.of(engine, lineage, lineage.target(work_id), license, readings), profile)


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that fails: why, by which clauses (licence and number), and from which works.

    `sources` are the works from which the licence that is broken reaches the target, nearest first.
    """

    kind: Code
    clauses: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict without words, scenarios and other licences: what there is to count.

    `reasons` are the codes of why the status is `unknown`, `warnings` those of what else to know.
    """

    work: str
    license: str | None
    status: Status
    breaches: tuple[Breach, ...]
    reasons: tuple[Code, ...]
    warnings: tuple[Code, ...]

    @property
    def kinds(self) -> tuple[Code, ...]:
        """Every kind of breach, once."""
        return tuple(dict.fromkeys(breach.kind for breach in self.breaches))


@no_collection()
def judge(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> Judgement:
    """Return what `check` decides, at a fraction of its cost: status, kinds, clauses, warnings.

    Arguments and errors are those of `check`.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    readings, target = select(profile, assumptions), lineage.target(work_id)
    asked = Asked.of(engine, lineage, target, license, readings, Depth.CLAUSES)
    incompatible = asked.status is Status.INCOMPATIBLE
    found = [
        Breach(
            violation.kind,
            tuple((clause.license, clause.cite) for clause in violation.clauses),
            tuple(works[0] for works, _ in asked.paths(violation.side)),
        )
        for violation in (asked.answer.decision.violations if incompatible else ())
    ]
    codes = [notice.code for notice in notices.warnings(asked)]
    codes += [finding.code for finding in asked.findings()]
    return Judgement(
        target,
        asked.signature.outbound,
        asked.status,
        tuple(dict.fromkeys(found)),
        tuple(dict.fromkeys(notice.code for notice in notices.reasons(asked))),
        tuple(dict.fromkeys(codes)),
    )


def candidates(
    lineage: Lineage, work_id: str, expressions: Iterable[str], licenses: Library | None = None
) -> tuple[str, ...]:
    """Return those of `expressions` under which a work may be offered, by the default readings.

    What depends on the publisher counts as open, as in `check`; errors are those of `check`.
    """
    engine = engine_for(lineage, None, None, licenses)
    asked = Asked.of(engine, lineage, lineage.target(work_id), None, select())
    return tuple(text for text in expressions if asked.would_work(text))


def engine_for(
    lineage: Lineage, license: str | None, rlimit: int | None, library: Library | None
) -> Engine:
    """Return the engine to ask about a lineage and a licence.

    Raises `UsageError` for arguments that it cannot take.
    """
    check_license(license)
    if not hasattr(lineage, "works"):  # a path, most likely
        message = f"`check` takes a Lineage, not {type(lineage).__name__}"
        hint = "`load_lineage(path)` reads one from a file"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=hint))
    if rlimit is not None and rlimit < 1:
        message = f"`rlimit` is a number of solver steps, at least 1, not {rlimit}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    return engine_of(library if library is not None else shipped(), rlimit)
