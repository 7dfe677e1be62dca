"""Under which licences a work may be offered, of those that are thought of when it is mended.

These are the licences of upstream works, those that they name, all of them joined, and the ones
that most works of its type have.  `recommend` tries the whole library.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from licenselogic.decision.answer import answer
from licenselogic.decision.question import Rule
from licenselogic.decision.rules import Depth
from licenselogic.norms.deontic import License, Relicense, ShareAlike
from licenselogic.repair.permissive import Permissive
from licenselogic.repair.ranking import Ranking, adoption
from licenselogic.verdict.asked import MAX_JOINED, Asked

OWN_TERMS = "proprietary"
"""The expression for terms of the publisher's own."""

NOT_GIVEN = frozenset({"LicenseRef-public-domain"})
"""What a work may be under, and nobody can put it under."""

MAX_COMMON = 12
"""Licences that are common for such works, and tried where no upstream licence does."""


@dataclass(frozen=True)
class Labels:
    """The labels that one work might have; `asked` is the work under any of them, or none."""

    asked: Asked

    @cached_property
    def ranking(self) -> Ranking:
        """The order of docs/recommend.md, "The order"."""
        permissive = Permissive(self.asked.engine, self.asked.readings)
        return Ranking(permissive, self.asked.signature.material, self.upstream)

    @cached_property
    def upstream(self) -> tuple[str, ...]:
        """The licences that reach the work, sorted."""
        return tuple(sorted({key.license for key, _ in self.asked.signature.reached}))

    def gives(self, license: str) -> bool:
        """Tell whether the publisher of the work can give a licence of its own accord."""
        parties = self.asked.engine.expressions.parties
        party = parties.party(self.asked.work.owner) or ""
        return license not in NOT_GIVEN and parties.gives(party, license)

    def best(self) -> str:
        """Return the best label that works, that of an upstream work first; '' where none does."""
        found = {text: licenses for text, licenses in self.likely.items() if self.works(text)}
        kept = {text: found[text] for text in self.upstream if text in found}
        return next(iter(self.ranking.best_first(kept or found)), "")

    def any(self) -> bool:
        """Tell whether some label works."""
        return self.possible and any(map(self.works, self.likely))

    def any_at_all(self) -> bool:
        """Tell whether some label works, or terms of the publisher's own.

        These do wherever a licence does that no upstream licence names.
        """
        if not self.possible:
            return False
        return self.own_terms() or any(map(self.works, (*self.named, *self.joined())))

    @cached_property
    def possible(self) -> bool:
        """Whether any label could work: none does where the work may not be made or published."""
        asked = self.asked
        found = answer(asked.engine, replace(asked.signature, outbound=None), Depth.STATUS)
        if "unknown" in found.open:
            return False
        broken = {violation.rule for violation in found.decision.violations}
        return bool(asked.signature.choices) or broken.isdisjoint({Rule.MAKING, Rule.EXCLUSIVITY})

    def works(self, text: str) -> bool:
        """Tell whether the work may be offered under a label."""
        return self.asked.would_work(text)

    def own_terms(self) -> bool:
        """Tell whether the work may be offered under terms of the publisher's own."""
        return self.works(OWN_TERMS)

    @cached_property
    def likely(self) -> Mapping[str, tuple[License, ...]]:
        """What may well work: upstream licences, what they name, all joined, common ones."""
        library, upstream = self.asked.engine.library, self.upstream
        singles = dict.fromkeys([*upstream, *self.named, *self.common()])
        found: dict[str, tuple[License, ...]] = {text: (library[text],) for text in singles}
        for text in self.joined():
            found[text] = tuple(library[name] for name in upstream)
        return found

    def joined(self) -> Iterator[str]:
        """Yield the upstream licences side by side as one label."""
        if 1 < len(self.upstream) <= MAX_JOINED:
            yield " AND ".join(self.upstream)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The licences that upstream ones name for works made from them."""
        found: dict[str, None] = {}
        asked, number = self.asked, self.asked.valuation
        for key, reach in asked.signature.reached:
            statuses = {s.status for s in asked.fold.transitions.at(reach, number).standings}
            view = asked.engine.look(asked.engine.library[key.license], asked.readings)
            for _, norm in view.norms:
                if isinstance(norm, ShareAlike | Relicense) and norm.subjects & statuses:
                    found.update(dict.fromkeys(sorted(norm.licenses)))
        known = (name for name in found if name in asked.engine.library)
        return tuple(name for name in known if name in self.upstream or self.gives(name))

    def common(self) -> Iterator[str]:
        """Yield the licences that most works of this type have, of those that anybody can give."""
        library = self.asked.engine.library
        fit = (
            name
            for name in adoption()
            if name in library and self.gives(name) and self.ranking.fits([library[name]])
        )
        yield from islice(fit, MAX_COMMON)


def header(text: str, licenses: tuple[License, ...]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a Hub card that declare a label.

    The field `license` takes one id of the Hub; for whatever has none it says `other`, with a name
    and, for a single licence, the address of the text.
    """
    if len(licenses) == 1 and licenses[0].hub:
        return (("license", licenses[0].hub[0]),)
    name = text.lower().replace(" ", "-")
    fields = [("license", "other"), ("license_name", name)]
    if len(licenses) == 1 and licenses[0].text.url:
        fields.append(("license_link", licenses[0].text.url))
    return tuple(fields)
