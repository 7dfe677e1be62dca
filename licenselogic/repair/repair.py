"""Repair a work: the smallest changes that make it lawful, each put to the decision again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from math import prod
from typing import Any

from licenselogic.base.codes import Status
from licenselogic.base.diagnostics import InternalError
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.decision.rules import Depth
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.repair.choices import choices
from licenselogic.repair.costs import Costs, Prices
from licenselogic.repair.labels import header
from licenselogic.repair.repairs import Action, Change, Repair, Repairs
from licenselogic.repair.search import MAX_TRIED, GivenUpError, Search, State
from licenselogic.repair.trial import Trial
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.explain import costs as owed
from licenselogic.verdict.explain import reasons, unreviewed

MAX_REPAIRS = 5
"""Repairs that are shown unless the caller says otherwise."""

WORKS_TRIED, LEAST_TRIED = 40_000, 200
"""Works that are looked at in all sets of changes that are tried, and how many are tried anyway."""

FEWEST_TRIED = 40
"""Sets of changes that are tried in any case, however many readings each of them has."""


@no_collection()
def repair(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
    costs: Prices | None = None,
    limit: int = MAX_REPAIRS,
) -> Repairs:
    """Return the smallest changes that let a work of `lineage` be published, the cheapest first.

    `costs` says what changes cost, by `ACTION`, `ACTION:TARGET` or `publish:WAY`: a whole number
    from 1, or None for what is never done (`Action` and `costs.USUAL` have the usual costs).
    At most `limit` repairs are returned.  The other arguments and errors are those of `check`.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    readings, target = select(profile, assumptions), lineage.target(work_id)
    asked = Asked.of(engine, lineage, target, license, readings, Depth.STATUS)
    return mended(asked, costs or {}, limit, profile)


def mended(asked: Asked, costs: Prices, limit: int, profile: str = "default") -> Repairs:
    """Return the smallest changes that let a work be published as it is asked about."""
    prices = Costs(costs)
    trial = Trial(asked, choices(asked, prices), prices)
    return _Repairing(trial, profile).repairs(limit)


@dataclass(frozen=True)
class _Repairing:
    """A trial on its way to repairs."""

    trial: Trial
    profile: str

    def repairs(self, limit: int) -> Repairs:
        asked = self.trial.asked
        found, at_least = self.search(limit)
        well = asked.status is Status.COMPATIBLE
        if well and found and not found[0].changes:
            found = []
        shown = Repairs(
            work=asked.target,
            license=asked.signature.outbound,
            status=asked.status,
            repairs=tuple(found),
            complete=at_least is None,
            at_least=at_least,
            reasons=reasons(asked),
            findings=(*asked.findings(), *unreviewed(asked)),
            profile=self.profile,
            version=__version__,
            library=asked.engine.library.digest,
        )
        return replace(shown, **(_done(shown) if found or well else _nothing(shown)))

    def search(self, limit: int) -> tuple[list[Repair], int | None]:
        """Return the cheapest repairs, and what any other costs at least if the search gave up."""
        prices = [[option.change.cost for option in c.options] for c in self.trial.choices]
        search = Search(prices, self.trial, self.most())
        found = []
        try:
            for cost, state in islice(search.repairs(), limit):
                found.append(self.repair(cost, state))
        except GivenUpError:
            return found, max(1, search.least)
        return found, None

    def most(self) -> int:
        """Return how many sets of changes are tried: fewer, the more there is to look at in each.

        It does not hang on how fast the machine is.
        """
        asked = self.trial.asked
        parse = asked.engine.expressions.parse
        most = max(LEAST_TRIED, min(MAX_TRIED, WORKS_TRIED // len(asked.order)))
        readings = 1
        for choice in asked.signature.choices:
            alternatives = parse(choice.text).alternatives
            readings *= sum(prod(len(t.means) or 1 for t in terms) for terms in alternatives)
        return max(FEWEST_TRIED, most // min(readings, most))

    def repair(self, cost: int, state: State) -> Repair:
        """Return changes with the verdict once they are made.

        Raises `InternalError` where that is not what was found before.
        """
        trial = self.trial
        asked, target = trial.offered(state), trial.asked.target
        if asked.status is not Status.COMPATIBLE:
            raise InternalError(f"a repair of `{target}` does not mend it")
        label = trial.label(state)
        conditions, duties = owed(asked)
        return Repair(
            cost=cost,
            changes=(*self.changes(state, label), *self.discharged(asked)),
            status=asked.status,
            license=asked.signature.outbound,
            duties=duties,
            conditions=conditions,
            header=self.header(asked, label),
            lineage=asked.lineage.with_license(target, label) if label else asked.lineage,
        )

    @staticmethod
    def header(asked: Asked, label: str) -> tuple[tuple[str, str], ...]:
        """Return what a card says of a new label; nothing of the publisher's own terms."""
        terms = asked.engine.expressions.parse(label).alternatives[0] if label else ()
        licenses = [k for term in terms for k in asked.engine.expressions.licenses(term)]
        return header(label, tuple(licenses)) if licenses else ()

    def changes(self, state: State, label: str) -> Iterator[Change]:
        """Yield the changes, that of the label last and with the label that it takes."""
        choices = self.trial.choices
        taken = [choices[number].options[option - 1].change for number, option in state]
        labels = (Action.LICENSE, Action.OWN_TERMS)
        for change in sorted(taken, key=lambda change: change.action in labels):
            if change.action is Action.LICENSE:
                change = replace(change, detail=f"offer it under `{label}`")
            yield change

    def discharged(self, asked: Asked) -> Iterator[Change]:
        """Yield the duties that are still to be done."""
        for duty, cost in self.trial.owed(asked):
            yield Change(Action.DISCHARGE, asked.target, duty.message, cost)


def _done(found: Repairs) -> dict[str, Any]:
    """Return the message and the help of a work that is well, or can be mended."""
    offered = found.license or "an undeclared licence"
    if not found.repairs:
        return {"message": f"`{found.work}` may be offered under {offered} as it is"}
    may = {
        Status.COMPATIBLE: f"`{found.work}` may be offered under {offered}, and duties are unmet",
        Status.INCOMPATIBLE: f"`{found.work}` may not be offered under {offered}",
        Status.UNKNOWN: f"it is not known whether `{found.work}` may be offered under {offered}",
    }[found.status]
    count = len(found.repairs)
    ways = "one way to mend it" if count == 1 else f"{count} ways to mend it, the cheapest first"
    more = f"there may be more, at a cost of {found.at_least} or higher: the search was stopped"
    help = "" if found.complete else more
    return {"message": f"{may}; {ways}", "help": help}


def _nothing(found: Repairs) -> dict[str, Any]:
    """Return the message and the help of a work that no change mends."""
    if not found.complete:
        return {
            "message": f"no repair of `{found.work}` was found before the search was stopped; "
            f"whatever mends it costs {found.at_least} or more",
            "help": "check the works that it is made from one by one: `licenselogic check --all`",
        }
    return {
        "message": f"none of the changes that are thought of mends `{found.work}`",
        "help": "give costs to changes that are ruled out, state the facts of its makers, or make "
        "the work anew from other works",
    }
