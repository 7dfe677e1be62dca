"""Licences that a licensor joins by `AND`: together they are one offer, and bind beside each other.

docs/semantics.md, "Joined licences".
"""

from licenselogic.decision.expressions import Expressions
from licenselogic.decision.fold import Fold
from licenselogic.decision.owners import Standpoint

Joined = frozenset[str]
"""Ids of licences that works join, and that come from nowhere else."""


def joined(fold: Fold, name: str, here: Standpoint) -> tuple[tuple[str, ...], ...]:
    """Return the sets of licences that ancestors join and that no other ancestor carries."""
    if name not in fold.joining:
        return ()
    bound = fold.owners.bound(name, here)
    sets: set[Joined] = set()
    others: list[Joined] = []
    for ancestor in fold.lineage.order(name):
        work = fold.lineage.works[ancestor]
        if ancestor not in bound:
            continue
        together = _together(fold.expressions, work.license)
        if together:
            sets.add(together)
        else:
            keys = fold.expressions.keys(work.license, fold.types[ancestor])
            others.append(frozenset(key.license for key in keys))
    apart = [one for one in sets if all(one.isdisjoint(o) for o in (*others, *(sets - {one})))]
    return tuple(sorted(tuple(sorted(one)) for one in apart))


def _together(expressions: Expressions, text: str | None) -> Joined:
    """Return the licences of an expression that only joins known ones; none of another."""
    alternatives = expressions.parse(text).alternatives
    plain = len(alternatives) == 1 and all(term.kind == "license" for term in alternatives[0])
    return frozenset(term.name for term in alternatives[0] if plain and len(alternatives[0]) > 1)
