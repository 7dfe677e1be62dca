"""Who stands behind the owners of works, and which licences they can give.

Some licences name their one licensor: nobody but Meta can give a Llama licence.  The library knows
the owners on the Hub who are that licensor.  Owners of one licensor are one party.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Parties:
    """The licensors that licences name.

    `licensors` has the party that alone can give a licence, by the id of the licence, and `owners`
    the party that an owner belongs to, by the owner in small letters.  A party is called by the
    first of its owners.
    """

    licensors: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Mapping[str, tuple[str, ...]]) -> "Parties":
        """Return the parties of licences, each with the owners who are its one licensor."""
        owners: dict[str, str] = {}
        for names in named.values():
            folded = [name.casefold() for name in names]
            same = {owners[name] for name in folded if name in owners}
            party = min(same, default=folded[0])
            owners.update((name, party) for name, other in owners.items() if other in same)
            owners.update(dict.fromkeys(folded, party))
        return cls({id: owners[names[0].casefold()] for id, names in named.items()}, owners)

    def party(self, owner: str | None) -> str | None:
        """Return the party that an owner belongs to: a licensor, or the owner alone."""
        return owner if owner is None else self.owners.get(owner.casefold(), owner.casefold())

    def licensor(self, license: str) -> str:
        """Return the party that alone can give a licence, or the empty text."""
        return self.licensors.get(license.partition(" WITH ")[0], "")

    def gives(self, party: str, license: str) -> bool:
        """Tell whether a party can be the licensor under a licence."""
        return self.licensor(license) in ("", party)

    def is_licensor(self, party: str | None) -> bool:
        """Tell whether some licence names a party as its one licensor."""
        return party is not None and party in self.owners.values()
