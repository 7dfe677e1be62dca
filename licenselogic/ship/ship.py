"""What to publish beside a work: every duty once, drafts of files, and what no file can meet.

How a duty is met is not guessed from its kind: the drafts are put to the work as evidence, and the
duties are held against them as `check` does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from licenselogic.base.codes import Status
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.decision.rules import Depth
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Evidence, Work
from licenselogic.norms.assumptions import select
from licenselogic.norms.conditions import TRUE
from licenselogic.repair.labels import header
from licenselogic.ship.card import body_of
from licenselogic.ship.drafts import CARD, CREDITS, FOLDER, NOTICE, Drafting
from licenselogic.ship.naming import allowed_name
from licenselogic.ship.shipment import By, Draft, Item, Shipment
from licenselogic.ship.wanted import Want, Wanted
from licenselogic.verdict import words
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.check import engine_for
from licenselogic.verdict.evidence import State
from licenselogic.verdict.explain import Refs, costs, reasons, unreviewed
from licenselogic.verdict.verdict import DutyState

CREDITED = frozenset({"attribution", "link-license", "give-use-policy", "retain-notices"})
"""Duties of which the credits or the card say something, though only a person can see enough."""

_HELP = (
    "`licenselogic check` tells why, `licenselogic recommend` lists the licences that do, and "
    "`--as LICENSE` takes one"
)


@no_collection()
def ship(
    lineage: Lineage,
    work_id: str | None = None,
    license: str | None = None,
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
    card: str | None = None,
    texts: Mapping[str, str] | None = None,
) -> Shipment:
    """Return what to publish beside a work of `lineage`: a checklist, with drafts of the files.

    `card` is the model card that there is, and `texts` are licence texts at hand, by licence id;
    a text counts only if its content is that licence.  The other arguments and errors are those of
    `check`.  There are no drafts for a work that may not be published.
    """
    engine = engine_for(lineage, license, rlimit, licenses)
    target, readings = lineage.target(work_id), select(profile, assumptions)
    asked = Asked.of(engine, lineage, target, license, readings, Depth.CLAUSES)
    return _Shipping(asked, license, card, texts or {}).shipment(profile)


@dataclass(frozen=True)
class _Shipping:
    """One work on its way out; `license` is the one that was asked for, if any."""

    asked: Asked
    license: str | None
    card: str | None
    texts: Mapping[str, str]

    def shipment(self, profile: str) -> Shipment:
        """Return the answer; `profile` names the readings that it stands under."""
        asked = self.asked
        found = Shipment(
            work=asked.target,
            license=asked.signature.outbound,
            status=asked.status,
            name=self.name,
            header=tuple(self.fields.items()),
            reasons=reasons(asked),
            findings=(*asked.findings(), *unreviewed(asked)),
            profile=profile,
            message=words.headline(asked.status, asked.target, asked.signature.outbound),
            version=__version__,
            library=asked.signature.library,
        )
        if asked.status is not Status.COMPATIBLE:
            items = tuple(self.item(want, ()) for want in self.wanted.wants)
            return replace(found, items=items, help=_HELP)
        drafts = self.drafting.drafts()
        return replace(
            found,
            items=tuple(self.item(want, drafts) for want in self.wanted.wants),
            texts=self.drafting.license_texts,
            drafts=drafts,
            conditions=costs(asked)[0],
        )

    @cached_property
    def wanted(self) -> Wanted:
        """What is wanted of the work."""
        return Wanted(self.asked)

    @cached_property
    def drafting(self) -> Drafting:
        """The drafts."""
        fields = {} if self.declared else self.fields
        return Drafting(self.wanted, self.name, self.card, self.texts, fields)

    # The name and the header

    @cached_property
    def name(self) -> str:
        """A name that the prefixes allow, '' where none is."""
        work = self.asked.work
        own = (work.evidence.name if work.evidence else None) or work.id
        asked = (want.first for want in self.wanted.wants if want.first.duty == "name-prefix")
        prefixes = list(chain.from_iterable(owed.texts[:1] for owed in asked))
        return allowed_name(own.rpartition("/")[2], prefixes)

    @cached_property
    def declared(self) -> bool:
        """Whether the card that there is declares the licence already."""
        return self.card is not None and self.license is None and bool(self.asked.work.license)

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What the header of a card must say of the licence."""
        outbound = self.asked.outbound
        if outbound is None:
            return {}
        one = outbound.alternatives[0] if len(outbound.alternatives) == 1 else ()
        library = self.asked.engine.library
        known = tuple(library[term.name] for term in one if term.kind == "license")
        return dict(header(outbound.text, known if len(known) == len(one) else ()))

    # What meets a duty

    def item(self, want: Want, drafts: tuple[Draft, ...]) -> Item:
        """Return a duty with what meets it."""
        owed, files = want.first, self.files_for(want, drafts)
        before = want.state(self.wanted.checklist(self.asked.work)) or (DutyState.MET, "")
        after = want.state(self.wanted.checklist(self.after(drafts))) or before
        return Item(
            duty=owed.duty,
            message=words.duty(owed),
            by=self.by(want, before, after, files),
            clauses=Refs(self.asked.engine.library).of(want.clauses),
            works=tuple(want.works),
            texts=owed.texts,
            files=files,
            reason=after[1],
            condition=None if owed.condition == TRUE else owed.condition,
        )

    def by(self, want: Want, before: State, after: State, files: tuple[str, ...]) -> By:
        """Return how a duty is met, by its states before the drafts and with them."""
        if before[0] is DutyState.MET:
            return By.SHOWN
        if after[0] is DutyState.MET:
            return By.NAME if want.first.duty == "name-prefix" else By.FILES
        if self.wanted.checklist(self.asked.work).asks_for_text(want.first):
            return By.TEXT
        return By.LOOK if files else By.HAND

    def files_for(self, want: Want, drafts: tuple[Draft, ...]) -> tuple[str, ...]:
        """Return the drafts that speak of a duty."""
        owed, names = want.first, [draft.name for draft in drafts]
        found: list[str] = []
        if self.wanted.checklist(self.asked.work).asks_for_text(owed):
            mine = self.wanted.checklist(self.asked.work).licenses_of(owed)
            texts = (t.files for t in self.drafting.license_texts if t.license in mine)
            found += chain.from_iterable(texts)
        elif owed.duty == "include-notice":
            found += [NOTICE] if want.words or want.works.keys() & self.handed_on else []
        elif want.words or owed.duty == "state-changes":
            found += [CARD]
        elif owed.duty in CREDITED:
            found += [CREDITS, *([CARD] if owed.duty == "give-use-policy" else [])]
        return tuple(name for name in found if name in names)

    @cached_property
    def handed_on(self) -> frozenset[str]:
        """The upstream works whose NOTICE is known, and passed on."""
        return frozenset(work.id for work, _ in self.wanted.notices())

    def after(self, drafts: tuple[Draft, ...]) -> Work:
        """Return the work with the drafts among its files, and under the name that it may have."""
        work = self.asked.work
        old = work.evidence or Evidence()
        new = {draft.name: draft.content for draft in drafts}
        legal = {n: t for n, t in new.items() if n == NOTICE or n.startswith(f"{FOLDER}/")}
        evidence = Evidence(
            files=tuple(sorted({*old.files, *new})),
            text=body_of(new[CARD]) if CARD in new else old.text,
            name=self.name or old.name,
            contents=tuple(sorted({**dict(old.contents), **legal}.items())),
        )
        return replace(work, evidence=evidence)
