"""The rules of docs/semantics.md as they read, for licences that are all settled.

Left to `judge`: choices (`OR`), underspecified, unknown and undeclared licences.
"""

from collections.abc import Iterator
from itertools import combinations

from licenselogic.norms.assumptions import contains, holds
from licenselogic.norms.conditions import Condition
from licenselogic.norms.deontic import (
    FlowDown,
    Freedom,
    License,
    Obligation,
    Prohibition,
    ShareAlike,
    Term,
)
from licenselogic.reference.making import Breach, Making
from licenselogic.reference.offer import THINGS
from licenselogic.reference.scenarios import possible
from licenselogic.reference.walk import Bound, step
from licenselogic.semantics.semantics import covers

OUTPUTS = ("output", "extracted")
"""Statuses of what holds nothing of the licensed material."""


class Court(Making):
    """One case before the rules."""

    def breaches(self) -> Iterator[Breach]:
        """Yield what breaks the rules; rules 2 to 5 speak of what is offered to others."""
        yield from self.making_and_exclusivity()
        yield from self.duties()
        if self.case.facts.publish == "internal":
            return
        yield from self.freedom_among_ancestors()
        if self.case.outbound is not None:
            yield from self.over_grant()
            yield from self.freedom_from_ancestors()
            yield from self.freedom_of_outbound()
            yield from self.share_alike()
            yield from self.flow_down()

    # Rule 2

    def over_grant(self) -> Iterator[Breach]:
        """Rule 2: what the outbound licence grants, every ancestor's licence allows."""
        things = THINGS if self.case.facts.type == "model" else THINGS[:2]
        for bound in self.kept:
            if not self.binds_recipients(bound):
                continue
            if any(
                self.scenarios.exceeds(self.offered(thing), self.made_of(bound, thing))
                for thing in things
            ):
                yield Breach("2", bound.license.id)

    def binds_recipients(self, bound: Bound) -> bool:
        """Tell whether what the outbound licence grants is held against an ancestor's licence."""
        if bound.status in OUTPUTS:
            return self.outputs_bind(bound)
        return not self.may_loosen(bound)

    def may_loosen(self, bound: Bound) -> bool:
        """Tell whether an ancestor's licence lets looser terms stand, whatever is not stated."""
        refused = self.scenarios.refused(bound.license, "loosen", bound.status)
        return not any(possible((condition,), self.stated) for condition in refused)

    def outputs_bind(self, bound: Bound) -> bool:
        """Tell whether limits on outputs bind recipients: by the text, or by a reading."""
        terms = self.norms(bound.license, Term, bound.status)
        reading = holds("output_limits_pass_on")
        return contains(reading, self.scenarios.valuation) or any(
            term.kind == "output-terms" for term in terms
        )

    # Rule 3

    def freedom_from_ancestors(self) -> Iterator[Breach]:
        """Rule 3(a) and (c): what an ancestor keeps free, the outbound licence keeps free."""
        for bound in self.case.bound:
            for keeper in self.heirs(bound) or [bound]:
                freedoms = self.norms(keeper.license, Freedom, keeper.status)
                if freedoms and self.withheld(keeper):
                    yield Breach("3a", bound.license.id)
                for k in self.outbound:
                    if self.one_offer(keeper.license, k):
                        continue
                    imposed = self.kinds(k, "work")
                    if any(not imposed <= self.tolerated(f, keeper.license) for f in freedoms):
                        yield Breach("3c", bound.license.id, k.id)

    def withheld(self, bound: Bound) -> bool:
        """Tell whether an ancestor's licence allows something that is not granted."""
        return any(
            self.scenarios.exceeds(frozenset({self.made_of(bound, thing)}), refuser)
            for thing in THINGS[:2]
            for refuser in self.offered(thing)
            if not self.one_offer(bound.license, refuser[0])
        )

    def freedom_among_ancestors(self) -> Iterator[Breach]:
        """Rule 3(b) and (d): what an ancestor keeps free, the other ancestors keep free."""
        for bound in self.kept:
            freedoms = self.norms(bound.license, Freedom, bound.status)
            for other in self.kept if freedoms else ():
                if bound.license.id == other.license.id or not self.reaches(bound.license, other):
                    continue
                if self.one_offer(bound.license, other.license):
                    continue
                if self.narrows(other, bound):
                    yield Breach("3b", bound.license.id, other.license.id)
                if any(self.burdens(other, f, bound.license) for f in freedoms):
                    yield Breach("3d", bound.license.id, other.license.id)

    def narrows(self, other: Bound, bound: Bound) -> bool:
        """Tell whether `bound` allows something that `other` does not."""
        return any(
            self.scenarios.exceeds(
                frozenset({self.made_of(bound, thing)}), self.made_of(other, thing)
            )
            for thing in THINGS[:2]
        )

    def freedom_of_outbound(self) -> Iterator[Breach]:
        """Rule 3(e): what an outbound licence keeps free, no ancestor's terms burden."""
        for k in self.outbound:
            freedoms = self.norms(k, Freedom, "work")
            for other in self.kept:
                if other.license.id == k.id or not self.reaches(k, other):
                    continue
                if self.one_offer(k, other.license):
                    continue
                if any(self.burdens(other, freedom, k) for freedom in freedoms):
                    yield Breach("3e", k.id, other.license.id)

    def reaches(self, license: License, other: Bound) -> bool:
        """Tell whether the freedom of `license` extends to the material under `other`."""
        if not other.separable:
            return True
        combined = step(license, "work", "combine", other.origin, self.scenarios.valuation)
        return combined in ("work", "derivative")

    def burdens(self, other: Bound, freedom: Freedom, license: License) -> bool:
        """Tell whether `other` imposes what a freedom norm of `license` does not tolerate.

        Before an outbound licence is declared, share-alike norms have nothing to name.
        """
        imposed = self.kinds(other.license, other.status) - {"share-alike"}
        if not imposed <= self.tolerated(freedom, license):
            return True
        if "share-alike" in freedom.tolerates or self.case.outbound is None:
            return False
        inside = {other.status}
        if other.status in ("work", "larger-work"):
            inside |= {"work", "derivative"}
        norms = self.norms(other.license, ShareAlike)
        return any(norm.subjects & inside and not self.named(norm.licenses) for norm in norms)

    def tolerated(self, freedom: Freedom, license: License) -> frozenset[str]:
        """Return the kinds that a freedom norm excepts and those that its licence imposes."""
        return freedom.tolerates | self.kinds(license)

    # Rules 4, 5 and 7

    def asks_for_license(self) -> bool:
        """Tell whether some share-alike or flow-down norm looks at the outbound licence."""
        for bound in self.kept:
            shared = self.norms(bound.license, ShareAlike, bound.status)
            passed = self.norms(bound.license, FlowDown, bound.status)
            asked = [norm.acts for norm in shared] + [norm.acts for norm in passed]
            if any(map(self.published, asked)):
                return True
        return False

    def share_alike(self) -> Iterator[Breach]:
        """Rule 4: an outbound licence is among those that a share-alike norm names."""
        for bound in self.kept:
            for norm in self.norms(bound.license, ShareAlike, bound.status):
                if self.published(norm.acts) and not self.named(norm.licenses):
                    yield Breach("4", bound.license.id)

    def flow_down(self) -> Iterator[Breach]:
        """Rule 5: what a cited clause prohibits is not granted."""
        for bound in self.kept:
            for norm in self.norms(bound.license, FlowDown, bound.status):
                if self.published(norm.acts) and self.loosens(norm, bound):
                    yield Breach("5", bound.license.id)

    def loosens(self, norm: FlowDown, bound: Bound) -> bool:
        """Tell whether something is granted that a clause which `norm` cites prohibits."""
        offered = frozenset((k.id, status) for k, status in self.offered("itself"))
        key = (bound.license.id, norm.cites, bound.status, offered)
        if key not in self.scenarios.loosened:
            self.scenarios.loosened[key] = any(
                self.waters_down(rule, bound)
                for clause, rule in bound.license.norms
                if clause.cite in norm.cites and isinstance(rule, Prohibition)
            )
        return self.scenarios.loosened[key]

    def waters_down(self, rule: Prohibition, bound: Bound) -> bool:
        """Tell whether something is granted that `rule` prohibits on the work."""
        return self.scenarios.in_force(rule) and any(
            possible((rule.condition, *self.granted(act)), {})
            for act in self.scenarios.acts({bound.license, *self.outbound})
            if covers(rule, act, bound.status)
        )

    def granted(self, act: str) -> list[Condition]:
        """Return conditions that hold together exactly where an act on the work is granted."""
        allowed = self.scenarios.allowed
        return [c for k, status in self.offered("itself") for c in allowed(k, act, status)]

    def duties(self) -> Iterator[Breach]:
        """Rule 7: no name can begin with two prefixes of which neither begins the other."""
        prefixes = {
            (bound.license.id, text)
            for bound in self.kept
            for norm in self.norms(bound.license, Obligation, bound.status)
            if norm.duty == "name-prefix" and self.published(norm.acts)
            for text in norm.texts
        }
        for (x, one), (y, two) in combinations(sorted(prefixes), 2):
            if not one.startswith(two) and not two.startswith(one):
                yield Breach("7", x, y)
