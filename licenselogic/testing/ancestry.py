"""Random lineages over the licences of a library, and cases: what `check` can be asked.

The works of a lineage share a few names, so that their terms meet: licences under any of their
names, expressions of all kinds, groups, exceptions, later versions, and names that say nothing.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import Fact, vocabulary
from licenselogic.testing import samples
from licenselogic.testing.dice import Dice, RandomDice, some

OWNERS = ("ann", "bob")

USUAL = (
    *("MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"),
    *("llama2", "llama3", "llama3.1", "gemma", "openrail++", "creativeml-openrail-m"),
    *("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-SA-3.0", "ODbL-1.0"),
    *("GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only"),
    *("LGPL-2.1-only", "LGPL-3.0-or-later", "MPL-2.0", "EPL-2.0", "EUPL-1.2", "CECILL-2.1"),
    *("bigscience-bloom-rail-1.0", "bigcode-openrail-m", "deepseek-la-1.0", "tongyi-qianwen"),
)
"""Shipped licences that many works have, or whose terms meet those of many others."""

SILENT = ("other", "unknown", "NOASSERTION", "none", "proprietary", "proprietary")
"""Words that declare no licence."""

MAX_WAYS = 96
"""Ways to settle the choices of one lineage: some more than are explored, never very many."""


@dataclass(frozen=True, repr=False)
class Case:
    """A work of a lineage that is about to be published under its licence, and the readings."""

    lineage: Lineage
    work: str
    library: Library
    readings: frozenset[str]

    def __repr__(self) -> str:
        """Return the works, one a line, each with what it was made from."""
        made = self.lineage.upstream
        works = [" <- ".join(map(repr, (w, *made[w.id]))) for w in self.lineage.works.values()]
        told = "\n    ".join((repr(self.library), f"{sorted(self.readings)}", *works))
        return f"<Case {self.work}\n    {told}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Let Hypothesis and IPython show a case as `repr` does."""
        printer.text(repr(self))

    @property
    def target(self) -> Work:
        """The work in question."""
        return self.lineage.works[self.work]

    def offered(self, license: str | None) -> "Case":
        """Return the case with another licence on the work; None: it declares none."""
        return replace(self, lineage=self.lineage.with_license(self.work, license))


def random_lineage(rng: random.Random, library: Library | None = None) -> Lineage:
    """Return a lineage of up to seven works under licences of `library`, by default the shipped.

    The first work is made from all others, directly or not.
    """
    known = library if library is not None else shipped()
    return lineage(RandomDice(rng), known, names(RandomDice(rng), known))


def random_case(rng: random.Random) -> Case:
    """Return a case over random licences: what `testing.cases` makes, without Hypothesis."""
    return case(RandomDice(rng))


def random_shipped_case(rng: random.Random) -> Case:
    """Return a case over the licences that ship with licenselogic."""
    return shipped_case(RandomDice(rng))


def case(dice: Dice, max_works: int = 6, max_clauses: int = 6, settled: bool = False) -> Case:
    """Return a case over a few random licences, which its works share."""
    named = [id for id in samples.IDS if dice.chance(40)] or [dice.pick(samples.IDS)]
    made = [samples.license(dice, id, max_clauses=max_clauses) for id in named]
    owned = [
        replace(k, licensor=tuple(sorted(some(dice, OWNERS, 1, 2)))) if dice.chance(30) else k
        for k in made
    ]
    library = Library.of(owned, {"Grove": named[:3]} if len(named) > 1 else {})
    known = Names(tuple(named), tuple(library.ids("group")))
    return over(dice, library, known, max_works, settled)


def shipped_case(dice: Dice, max_works: int = 7, settled: bool = False) -> Case:
    """Return a case over a few licences of the shipped library."""
    library = shipped()
    return over(dice, library, names(dice, library), max_works, settled)


def case_with(
    dice: Dice, license: str, library: Library, max_works: int = 7, settled: bool = False
) -> Case:
    """Return a case over a library in which some work is under `license`."""
    known = names(dice, library)
    mine = replace(known, licenses=(license, *known.licenses[:2]))
    found = over(dice, library, mine, max_works, settled)
    if any(work.license == license for work in found.lineage.works.values()):
        return found
    first = [*found.lineage.works][-1]
    return replace(found, lineage=found.lineage.with_license(first, license))


def settled_case(dice: Dice) -> Case:
    """Return a case over random licences that are all known, without choices."""
    return case(dice, settled=True)


def over(dice: Dice, library: Library, known: "Names", max_works: int, settled: bool) -> Case:
    """Return a case over the names given."""
    made = lineage(dice, library, known, max_works, settled)
    return Case(made, next(iter(made.works)), library, readings(dice))


def readings(dice: Dice) -> frozenset[str]:
    """Return the assumptions that hold: those of a profile, or any."""
    if not dice.chance(35):
        return vocabulary().profiles[dice.pick(("default", "default", "strict", "lenient"))]
    return frozenset(name for name in vocabulary().assumptions if dice.chance(50))


# Names and expressions --------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What the expressions of one lineage are made of: ids of licences, groups and exceptions.

    `owners` are those of works, some of whom may be the one licensor of a licence.
    """

    licenses: Sequence[str]
    groups: Sequence[str] = ()
    exceptions: Sequence[str] = ()
    unread: Sequence[str] = ("Yew-9.9",)
    owners: Sequence[str] = OWNERS


def names(dice: Dice, library: Library) -> Names:
    """Return a few names of a library: usual licences, any others, a group and an exception."""
    every = library.ids()
    usual = tuple(name for name in USUAL if name in library) or every
    picked = tuple(dice.pick(every if dice.chance(40) else usual) for _ in range(dice.count(1, 4)))
    return Names(
        picked,
        (dice.pick(library.ids("group")),) if library.ids("group") else (),
        (dice.pick(library.ids("exception")),) if library.ids("exception") else (),
        (*library.ids("unmodelled")[:3], "Yew-9.9"),
        (
            *OWNERS,
            *(owner for entry in map(library.find, picked) if entry for owner in entry.licensor),
        ),
    )


@dataclass
class Expressions:
    """Builds the expressions of one lineage; `ways` is how many ways to settle them are left.

    With `settled`, there is nothing to settle: licences that are known, alone or joined by `AND`.
    """

    dice: Dice
    library: Library
    names: Names
    settled: bool = False
    ways: int = MAX_WAYS
    made: dict[str | None, int] = field(default_factory=dict)

    def expression(self) -> str | None:
        """Return what a work declares: mostly one licence, sometimes an expression or nothing.

        Now and then it is what another work declares too.
        """
        if self.dice.chance(10) and self.made:
            text = self.dice.pick(tuple(self.made))
            if self.spend(self.made[text]):
                return text
        if self.settled:
            return self.name() if not self.dice.chance(15) else self.both()
        before = self.ways
        text = self.name() if not self.dice.chance(35) else self.dice.pick(self.builders)()
        self.made[text] = before // max(self.ways, 1)
        return text

    @property
    def builders(self) -> Sequence[Callable[[], str | None]]:
        """The kinds of expression, the usual ones several times."""
        usual = (self.both, self.either, self.either, self.mixed, self.vague, self.later)
        return (*usual, *usual, self.excepted, self.silent, self.silent)

    def name(self) -> str:
        """Return a licence, mostly by its id, else by another of its names."""
        id = self.dice.pick(self.names.licenses)
        if not self.dice.chance(15):
            return id
        entry = self.library.find(id)
        others = tuple(n for n in entry.names if _plain(n)) if entry is not None else ()
        return self.dice.pick((id.upper(), id.lower(), *others))

    def both(self) -> str:
        """Return two licences that bind together."""
        return f"{self.name()} AND {self.name()}"

    def either(self) -> str:
        """Return two licences to choose from."""
        return f"{self.name()} OR {self.name()}" if self.spend(2) else self.name()

    def mixed(self) -> str:
        """Return a choice within a sum, or a sum within a choice."""
        if not self.spend(2):
            return self.both()
        if self.dice.chance(50):
            return f"({self.name()} OR {self.name()}) AND {self.name()}"
        return f"{self.name()} OR {self.name()} AND {self.name()}"

    def vague(self) -> str:
        """Return an underspecified name, alone or beside a licence."""
        group = self.dice.pick(self.names.groups) if self.names.groups else ""
        entry = self.library.find(group)
        if entry is None or not self.spend(len(entry.means)):
            return self.name()
        return f"{group} AND {self.name()}" if self.dice.chance(30) else group

    def excepted(self) -> str:
        """Return a licence with an exception, whether or not it was written for it."""
        if not self.names.exceptions:
            return self.both()
        return f"{self.name()} WITH {self.dice.pick(self.names.exceptions)}"

    def later(self) -> str:
        """Return a version or any later one, which is often a choice."""
        return f"{self.dice.pick(self.names.licenses)}+" if self.spend(4) else self.name()

    def silent(self) -> str | None:
        """Return nothing, a word that declares nothing, or a name that nobody knows."""
        unread = self.dice.pick(self.names.unread)
        rare = (self.dice.pick(SILENT), unread, f"{self.name()} AND {unread}")
        return self.dice.pick((None, None, *rare))

    def spend(self, ways: int) -> bool:
        """Tell whether there is room for a choice of so many, and take it."""
        if self.ways < ways:
            return False
        self.ways //= ways
        return True


def _plain(name: str) -> bool:
    """Tell whether a name stands in an expression without being taken for one."""
    words = set(name.upper().split())
    return not words & {"AND", "OR", "WITH"} and not set("()") & set(name)


# Works ------------------------------------------------------------------------------------------


def lineage(
    dice: Dice, library: Library, known: Names, max_works: int = 7, settled: bool = False
) -> Lineage:
    """Return up to `max_works` works without cycles; all others are ancestors of the first."""
    count = dice.count(1, max_works - 1) + 1 if max_works > 1 and not dice.chance(2) else 1
    build = Expressions(dice, library, known, settled)
    works = [_work(dice, number, build.expression(), known.owners) for number in range(count)]
    edges: dict[str, dict[Edge, None]] = {work.id: {} for work in works}
    relations = tuple(vocabulary().relations)
    for number in range(1, count):
        downstream = [dice.count(0, number - 1)]
        if dice.chance(20):
            downstream.append(dice.count(0, number - 1))
        for other in downstream:
            edges[works[other].id][Edge(works[number].id, dice.pick(relations))] = None
    return Lineage.of([_labelled(dice, works), *works[1:]], edges)


def _work(dice: Dice, number: int, license: str | None, owners: Sequence[str]) -> Work:
    owner = dice.pick(owners) if dice.chance(45) else None
    named = owner is not None and dice.chance(50)
    types = tuple(vocabulary().types)
    publish = "share" if not dice.chance(45) else dice.pick(tuple(vocabulary().publications))
    return Work(
        id=f"{owner}/work-{number}" if named else f"work-{number}",
        type=types[0] if not dice.chance(50) else dice.pick(types),
        license=license,
        publish=publish,
        owner=None if named else owner,
        facts=stated(dice, publish),
    )


def _labelled(dice: Dice, works: Sequence[Work]) -> Work:
    """Return the first work under a licence of one that it was made from, of two, or its own."""
    upstream = [work.license for work in works[1:] if work.license and _alone(work.license)]
    if not upstream or dice.chance(30):
        return works[0]
    label = dice.pick(upstream)
    if dice.chance(25):
        other = dice.pick(upstream)
        if not label.endswith("+") or not other.endswith("+"):  # two choices may be too many
            label = f"{label} AND {other}"
    return replace(works[0], license=label)


def _alone(expression: str) -> bool:
    return not {"AND", "OR", "WITH"} & set(expression.split())


def stated(dice: Dice, publish: str) -> tuple[tuple[str, object], ...]:
    """Return up to two facts that a publisher states, none that `publish` settles."""
    settled = vocabulary().typed | vocabulary().publications[publish].facts.keys()
    facts = {name: f for name, f in vocabulary().facts.items() if f.sort != "family"}
    chosen = some(dice, (*facts, "commercial", "field"), 1, 2) if dice.chance(30) else ()
    return tuple((name, _value(dice, facts[name])) for name in sorted({*chosen} - settled))


def _value(dice: Dice, fact: Fact) -> object:
    if fact.taxonomy is not None:
        return dice.pick(fact.taxonomy.words)
    if fact.sort == "bool":
        return dice.chance(50)
    bound = dice.pick(samples.DAYS if fact.sort == "date" else samples.THRESHOLDS)
    number = dice.pick((0, bound, bound - 1, bound + 1))
    return date.fromordinal(max(number, 1)) if fact.sort == "date" else number
