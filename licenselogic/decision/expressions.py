"""Licence expressions of a library as the fold needs them: each parsed once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from licenselogic.library.expressions import Expression, parse_expression
from licenselogic.library.library import Library
from licenselogic.library.parties import Parties
from licenselogic.library.terms import Term
from licenselogic.norms.deontic import License

MAX_PARSED = 100_000
"""Expressions kept; when there are more, all are dropped and parsed again."""

OPEN = frozenset({"undeclared", "unknown", "unmodelled"})
"""Kinds of term that leave the answer open."""


class Key(NamedTuple):
    """A licence that some ancestors of one type carry, by its id.

    `choice` is the text of their expression where it leaves a choice, else empty.
    """

    license: str
    material: str
    choice: str


UNTOLD = "?"
"""The family of a model whose licence does not tell it."""


class Base(NamedTuple):
    """A model that others descend from, as far as the line that it is of depends on it.

    `families` are those of the licences that it declares (`UNTOLD` where one is not known), empty
    where they hang on `choice`, the text of its expression.  `licensor` is its owner, if some
    licence names that owner.  `claimed` tells that whoever improves it declared its licence too.
    """

    choice: str
    families: tuple[str, ...]
    licensor: str = ""
    claimed: bool = False


@dataclass(eq=False)
class Expressions:
    """Licence expressions of one library."""

    library: Library
    _parsed: dict[str | None, Expression] = field(default_factory=dict)
    _keys: dict[tuple[str | None, str], tuple[Key, ...]] = field(default_factory=dict)
    _licenses: dict[Term, tuple[License, ...]] = field(default_factory=dict)
    _ids: dict[Term, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The digest of the library."""
        return self.library.digest

    @cached_property
    def parties(self) -> Parties:
        """Who stands behind the owners of works, and who can give which licence."""
        entries = self.library.entries.values()
        return Parties.of({entry.id: entry.licensor for entry in entries if entry.licensor})

    def parse(self, text: str | None) -> Expression:
        """Return the terms of an expression; raises `ExpressionError`."""
        found = self._parsed.get(text)
        if found is None:
            if len(self._parsed) >= MAX_PARSED:
                for kept in (self._parsed, self._keys, self._licenses, self._ids):
                    kept.clear()
            found = self._parsed[text] = parse_expression(text, self.library)
        return found

    def keys(self, text: str | None, material: str) -> tuple[Key, ...]:
        """Return the licences that works of a type with this expression carry."""
        found = self._keys.get((text, material))
        if found is None:
            choice = self.choice(text)
            expression = self.parse(text)
            terms = dict.fromkeys(t for terms in expression.alternatives for t in terms)
            ids = dict.fromkeys(k.id for t in terms for k in self.licenses(t))
            found = tuple(Key(identifier, material, choice) for identifier in ids)
            self._keys[text, material] = found
        return found

    def choice(self, text: str | None) -> str:
        """Return the canonical text of an expression that leaves a choice, else the empty text.

        The choice may be the licensee's (`OR`) or somebody else's (an id of several licences).
        """
        expression = self.parse(text)
        grouped = any(t.kind == "group" for terms in expression.alternatives for t in terms)
        return expression.text if grouped or len(expression.alternatives) > 1 else ""

    def unknown(self, text: str | None) -> frozenset[tuple[str, str]]:
        """Return the terms that are not known, as `Arrival.unknown` has them."""
        expression = self.parse(text)
        offers = len(expression.alternatives) > 1
        terms = {t for terms in expression.alternatives for t in terms if t.kind in OPEN}
        return frozenset((expression.text, t.name) if offers else ("", "") for t in terms)

    def licenses(self, term: Term) -> tuple[License, ...]:
        """Return the licences that a term may stand for; none if it is unknown."""
        found = self._licenses.get(term)
        if found is None:
            names = (term.name,) if term.kind == "license" else term.means
            known = names if term.kind in ("license", "group") else ()
            found = self._licenses[term] = tuple(self.library[name] for name in known)
        return found

    def ids(self, term: Term) -> frozenset[str]:
        """Return the ids of the licences that a term may stand for."""
        found = self._ids.get(term)
        if found is None:
            found = self._ids[term] = frozenset(license.id for license in self.licenses(term))
        return found

    def families_of(self, text: str | None) -> tuple[str, tuple[str, ...]]:
        """Return the choice that the families under an expression hang on, or the families."""
        choice = self.choice(text)
        if choice:
            return choice, ()
        (terms,) = self.parse(text).alternatives
        told = self.families(license for term in terms for license in self.licenses(term))
        return "", told + tuple({UNTOLD for term in terms if term.kind in OPEN})

    @staticmethod
    def families(licenses: Iterable[License]) -> tuple[str, ...]:
        """Return the families of licences, sorted."""
        return tuple(sorted({license.family for license in licenses}))

    def every(self, text: str | None) -> frozenset[str]:
        """Return the ids of all licences that an expression may stand for."""
        terms = chain.from_iterable(self.parse(text).alternatives)
        return frozenset(chain.from_iterable(map(self.ids, terms)))

    def named(self, text: str | None) -> frozenset[str]:
        """Return the same, or nothing where some term is not known."""
        terms = list(chain.from_iterable(self.parse(text).alternatives))
        return frozenset() if any(term.kind in OPEN for term in terms) else self.every(text)
