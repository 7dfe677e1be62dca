"""Who made which work, and whom a licence does not bind, read off the owners of works.

docs/semantics.md, "Owners and makers".
"""

from dataclasses import dataclass
from functools import cached_property

from licenselogic.library.library import Library
from licenselogic.lineage.work import Work
from licenselogic.reference.expressions import read


@dataclass(frozen=True)
class Owners:
    """What the owners of works mean, for one library and one publisher."""

    library: Library
    publisher: str | None

    @cached_property
    def licensors(self) -> list[frozenset[str]]:
        """The owners who are one licensor each, in small letters."""
        groups: list[frozenset[str]] = []
        for entry in self.library.entries.values():
            group = frozenset(owner.casefold() for owner in entry.licensor)
            meeting = [other for other in groups if other & group]
            groups = [other for other in groups if not other & group]
            groups += [group.union(*meeting)] if group else []
        return groups

    def licensor(self, license: str) -> frozenset[str]:
        """Return the owners who alone can give a licence; none: anybody can."""
        entry = self.library.find(license.split(" WITH ")[0])
        named = {owner.casefold() for owner in entry.licensor} if entry else set()
        return next((group for group in self.licensors if group & named), frozenset())

    def same(self, one: str | None, other: str | None) -> bool:
        """Tell whether two owners are known and are one party."""
        if one is None or other is None:
            return False
        both = {one.casefold(), other.casefold()}
        return len(both) == 1 or any(both <= group for group in self.licensors)

    def gives(self, owner: str | None, license: str) -> bool:
        """Tell whether an owner can be the licensor under a licence."""
        licensor = self.licensor(license)
        return not licensor or (owner is not None and owner.casefold() in licensor)

    def own(self, work: Work) -> bool:
        """Tell whether the publisher answers for a work: its own, or one that nobody owns."""
        return work.owner is None or self.same(work.owner, self.publisher)

    def speaks(self, work: Work) -> bool:
        """Tell whether a work is under terms that are all known and that its owner can give."""
        terms = [term for terms in read(work.license, self.library) for term in terms]
        ids = {id for term in terms for id in term.means}
        return all(term.means for term in terms) and all(self.gives(work.owner, id) for id in ids)

    def set_aside(self, works: tuple[Work, ...], license: str | None) -> bool:
        """Tell whether a later work on a path stands for the first one.

        `works` lead from an ancestor to the work that is published; `license` is one of the
        ancestor, None for a term that nobody knows.
        """
        first, *rest = works
        if license is not None and not self.gives(first.owner, license):
            return False
        later = [work for work in rest if self.same(work.owner, first.owner)]
        return any(work is works[-1] or self.speaks(work) for work in later)
