"""Lineages with changes made: what a repair comes to, as a lineage that can be checked."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.choices import (
    FREE,
    Choice,
    Grant,
    Label,
    Making,
    Option,
    Publication,
    licensor,
)
from licenselogic.repair.repairs import Action
from licenselogic.verdict.asked import Asked

GONE = frozenset({Action.DROP, Action.REMOVE_DATASET})
"""The changes that take an upstream away."""


@dataclass(frozen=True)
class Changing:
    """One work, and the choices about it.

    `made` are the options taken, by choice; the choices in `free` are settled in favour of the
    work, in ways that nobody has to be able to follow: an upstream is left out, a licensor asks
    for nothing.
    """

    asked: Asked
    made: Mapping[Choice, Option]
    free: Collection[Choice] = ()

    def lineage(self) -> Lineage:
        """Return the lineage with the changes made, but for the licence of the work."""
        lineage, target = self.asked.lineage, self.asked.target
        works, upstream = dict(lineage.works), dict(lineage.upstream)
        for choice, option in self.made.items():
            match choice.about:
                case Label(work):
                    works[work] = replace(works[work], license=option.value)
                case Publication():
                    works[target] = replace(works[target], publish=option.value)
                case Making(work, edge, _):
                    upstream[work] = tuple(
                        changed
                        for old in upstream[work]
                        for changed in (self._remade(old, option, works) if old == edge else [old])
                    )
                    upstream.update((name, ()) for name in works.keys() - upstream.keys())
        for choice in self.free:
            match choice.about:
                case Label(work):
                    works[work] = replace(works[work], license=FREE)
                case Making(work, edge, _):
                    upstream[work] = tuple(old for old in upstream[work] if old != edge)
        self._grant(works)
        return replace(lineage, works=works, upstream=upstream)

    def _remade(self, edge: Edge, option: Option, works: dict[str, Work]) -> list[Edge]:
        """Return what takes the place of an edge."""
        if option.change.action in GONE:
            return []
        if option.change.action is Action.RELATION:
            return [Edge(edge.work, option.value)]
        name = f"<another work than {edge.work}>"
        works[name] = Work(name, works[edge.work].type, option.value)
        return [Edge(name, edge.by)]

    def _grant(self, works: dict[str, Work]) -> None:
        """Put what is granted under terms that ask for nothing."""
        settled = [choice.about for choice in (*self.made, *self.free)]
        parties = {about.licensor for about in settled if isinstance(about, Grant)}
        if not parties:
            return
        for name in self.asked.order[:-1]:
            text = self._granted(name, works[name].license, parties)
            if text != works[name].license:
                works[name] = replace(works[name], license=text)

    def _granted(self, name: str, text: str | None, parties: Collection[str]) -> str | None:
        """Return an expression with the terms of some licensors given away."""
        found, given = [], False
        for terms in self.asked.engine.expressions.parse(text).alternatives:
            names = []
            for term in terms:
                theirs = licensor(self.asked, name, term) in parties
                given |= theirs
                names.append(FREE if theirs else term.name)
            found.append(" AND ".join(dict.fromkeys(names)))
        return " OR ".join(dict.fromkeys(found)) if given else text

    def emptied(self) -> bool:
        """Tell whether a work that was made from others is left with nothing to make it from."""
        gone = Counter(
            choice.about.work
            for choice, option in self.made.items()
            if isinstance(choice.about, Making)
            and choice.about.base
            and option.change.action in GONE
        )
        relations, upstream = vocabulary().relations, self.asked.lineage.upstream
        return any(
            count == sum(relations[edge.by].base for edge in upstream[name])
            for name, count in gone.items()
        )
