"""Recommend licences for a work: all that it may carry, ranked, with their price; or why none."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from licenselogic.base.codes import Code, Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.decision.answer import answer, question
from licenselogic.decision.engine import Engine
from licenselogic.decision.own import written
from licenselogic.decision.question import Question
from licenselogic.decision.questions import Questions
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Finding
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License
from licenselogic.repair.goals import GOALS, Policy, goals
from licenselogic.repair.labels import Labels, header
from licenselogic.repair.necessary import necessary
from licenselogic.repair.pricing import Pricing
from licenselogic.repair.recommendation import Candidate, NecessaryTerm, Recommendation, Rung
from licenselogic.repair.suitable import Suitable
from licenselogic.repair.ways import ways
from licenselogic.solver.solver import BudgetSpentError
from licenselogic.verdict.asked import MAX_JOINED, Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.explain import clash, reasons, unreviewed
from licenselogic.verdict.granted import as_granted
from licenselogic.verdict.verdict import ClauseRef

MAX_GIVEN_UP = 2
"""Labels under which choices multiply too far before no more are tried."""


@no_collection()
def recommend(
    lineage: Lineage,
    work_id: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
    want: Collection[str] = (),
    policy: Policy | None = None,
) -> Recommendation:
    """Return the licences under which a work of `lineage` may be published, best first.

    What the work declares itself plays no part.  `want` names goals (`goals.GOALS`) and `policy`
    what an organisation accepts: candidates that do not meet them are left out.  The other
    arguments and errors are those of `check`.
    """
    engine = engine_for(lineage, None, rlimit, licenses)
    wanted = goals([*want, *(policy.want if policy else ())])
    target = lineage.target(work_id)
    granted = as_granted(lineage, engine.library, target)
    asking = _Asking(engine, granted, target, select(profile, assumptions), profile)
    return asking.recommendation(wanted, policy or Policy())


@dataclass(frozen=True)
class _Asking:
    """One work, put under every licence in turn."""

    engine: Engine
    lineage: Lineage
    target: str
    readings: frozenset[str]
    profile: str

    @cached_property
    def unlicensed(self) -> Asked:
        """The work without an outbound licence."""
        self.engine.trim()
        fold = self.engine.fold(self.lineage)
        signed = signature(fold, self.target, None, self.readings)
        return Asked(self.engine, fold, self.target, signed, Depth.CLAUSES)

    @cached_property
    def labels(self) -> Labels:
        """The labels that the work might have."""
        return Labels(self.unlicensed)

    def under(self, text: str, depth: Depth = Depth.CLAUSES) -> Asked:
        """Return the work as it is offered under an expression."""
        asked = self.unlicensed
        return replace(asked, signature=replace(asked.signature, outbound=text), depth=depth)

    def recommendation(self, wanted: Collection[str], policy: Policy) -> Recommendation:
        """Return the answer."""
        possible = dict(self.possible())
        found = Recommendation(
            work=self.target,
            ladder=Rung.LIBRARY,
            findings=(*self.unlicensed.findings(), *unreviewed(self.unlicensed)),
            profile=self.profile,
            version=__version__,
            library=self.engine.library.digest,
        )
        if not possible:
            return self.without(found)
        meeting = {
            text: licenses
            for text, licenses in possible.items()
            if policy.admits(license.id for license in licenses) and self.meets(licenses, wanted)
        }
        priced = (
            self.candidate(text, meeting[text]) for text in self.labels.ranking.best_first(meeting)
        )
        candidates = tuple(c for c in priced if policy.accepts(duty.duty for duty in c.duties))
        return replace(found, candidates=candidates, **_said(self.target, candidates, possible))

    # Candidates

    def possible(self) -> Iterator[tuple[str, tuple[License, ...]]]:
        """Yield the labels under which the work may be offered, whoever publishes it.

        None where what is not known upstream decides, or where choices multiply beyond what is
        explored: they would for every label.
        """
        if "unknown" in self.unlicensed.answer.open:
            return
        given_up, suitable = 0, Suitable(self.engine, self.unlicensed.signature)
        for text, licenses in self.tried():
            if suitable.ruled_out(frozenset(licenses)):
                continue
            if self.unlicensed.would_work(text):
                yield text, licenses
            elif "many" in answer(self.engine, self.under(text).signature, Depth.STATUS).open:
                given_up += 1
                if given_up == MAX_GIVEN_UP:
                    return

    def tried(self) -> Iterator[tuple[str, tuple[License, ...]]]:
        """Yield what is tried: the licences that the publisher can give, and the upstream ones.

        A licence that names its licensor is given by that one alone; others pass it on.
        """
        upstream = self.labels.upstream
        for license in self.engine.library:
            if license.id in upstream or self.labels.gives(license.id):
                yield license.id, (license,)
        if 1 < len(upstream) <= MAX_JOINED:
            yield " AND ".join(upstream), tuple(self.engine.library[name] for name in upstream)

    def meets(self, licenses: Iterable[License], wanted: Iterable[str]) -> bool:
        """Tell whether licences that bind together meet goals: each of them must."""
        views = [self.engine.look(license, self.readings) for license in licenses]
        return all(GOALS[goal](view) for goal in wanted for view in views)

    @cached_property
    def pricing(self) -> Pricing:
        """What it costs to offer the work, under any licence."""
        return Pricing(self.unlicensed)

    def candidate(self, text: str, licenses: tuple[License, ...]) -> Candidate:
        """Return what it costs to offer the work under a label."""
        conditions, duties = self.pricing.of(text, frozenset(licenses))
        fits = self.labels.ranking.fits(licenses)
        return Candidate(text, fits, header(text, licenses), duties, conditions)

    # Where no licence of the library works

    def without(self, found: Recommendation) -> Recommendation:
        """Return why no label works, and what does instead."""
        asked = self.under(self.nearest(), Depth.SCENARIOS)
        open_ = asked.status is not Status.INCOMPATIBLE
        if not open_ and (asked.custom_possible or any(self.writable())):
            return replace(
                found,
                ladder=Rung.WRITABLE,
                necessary_terms=self.necessary(),
                **_writable(asked.target),
            )
        if open_ or asked.custom_possible is None:
            told = tuple(r for r in reasons(asked) if r.works != (self.target,))
            return replace(
                found, ladder=Rung.UNKNOWN, reasons=told or _open(self.target), **_UNKNOWN
            )
        core, counterexamples = clash(asked)
        return replace(
            found,
            ladder=Rung.NONE,
            core=core,
            counterexamples=counterexamples,
            **_hopeless(asked.target, core or ()),
        )

    def writable(self) -> Iterator[Question]:
        """Yield what is asked under each choice upstream for which a licence could be written.

        One that suits all that a name of several licences may mean.  None where some term upstream
        is not known: that term may want more.
        """
        signed = self.unlicensed.signature
        questions = Questions(self.engine, signed)
        for chosen in ways(self.engine, signed) if not signed.unknown else ():
            asks = questions.question(chosen, None, None)
            own = replace(asks, outbound=frozenset({written()}))
            decision = self.engine.decide(own, Depth.STATUS)
            if not (decision.violations or decision.spent or decision.doubted):
                yield asks

    def necessary(self) -> tuple[NecessaryTerm, ...]:
        """Return what a licence written for the work must say; nothing where that is left open."""
        asks = question(self.engine, self.unlicensed.signature) or next(self.writable(), None)
        try:
            return () if asks is None else necessary(self.engine, asks)
        except BudgetSpentError:
            return ()

    def nearest(self) -> str:
        """Return the label under which the clash is shown: the upstream licences joined."""
        return " AND ".join(self.labels.upstream[:MAX_JOINED]) or next(iter(self.engine.library)).id


# Words ------------------------------------------------------------------------------------------


def _said(
    work: str, candidates: Collection[Candidate], possible: Collection[str]
) -> dict[str, Any]:
    """Return the message and the help of a work that may carry `possible`."""
    if candidates:
        more = f" and {len(candidates) - 1:,} more" if len(candidates) > 1 else ""
        return {"message": f"`{work}` may carry {next(iter(candidates)).license}{more}"}
    return {
        "message": f"`{work}` may carry {len(possible):,} licences, and none is what you want",
        "help": "drop a goal, or accept a duty or licence more; without goals all are listed",
    }


_UNKNOWN: dict[str, Any] = {
    "message": "what is not known of the upstream works decides which licence does",
    "help": "describe what the reasons name, in the lineage or with `--known FILE`",
}


def _open(work: str) -> tuple[Finding, ...]:
    return (
        Finding(Code.TOO_MANY_READINGS, "it is not decided whether some licence does", (work,)),
    )


def _writable(work: str) -> dict[str, Any]:
    return {
        "message": f"no licence of the library does for `{work}`, but one could be written",
        "help": "write one that grants no more than every upstream licence, and imposes what each "
        "asks for: `licenselogic recommend --export FILE.lic` drafts its clauses",
    }


def _hopeless(work: str, core: Collection[ClauseRef]) -> dict[str, Any]:
    asked = ", ".join(dict.fromkeys(ref.license for ref in core))
    help = "leave one of the upstream works out, or ask for permission"
    told = f"{help}: {asked}" if asked else help
    return {
        "message": f"no licence can ever do for `{work}`: upstream licences clash",
        "help": f"{told}; `licenselogic repair` finds the smallest changes",
    }
