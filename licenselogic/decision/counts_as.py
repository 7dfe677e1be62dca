"""Counts-as automata folded along lineages, for all readings of the law at once.

What a licence makes of a work downstream is a `Reach`: for each status, and for each act that the
makers on the way performed, the set of valuations of assumptions (a mask) in which it holds.
Reaches are interned and their transitions memoised, so that a lineage of n works takes a time
linear in n however many paths lead through it.  docs/semantics.md, "Status along a path".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from licenselogic.decision.expressions import Base
from licenselogic.norms.assumptions import Mask, always, contains, holds, support
from licenselogic.norms.conditions import Member, atoms
from licenselogic.norms.deontic import CountsAs, License, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Value


class Standing(NamedTuple):
    """A status at the end of some path, and whether the material stands whole and separable."""

    status: str
    separable: bool


class Made(NamedTuple):
    """An act that making a work on the path took, on the status that the material had then.

    `own` acts are the publisher's; `facts` are what is stated of whoever did it, beside what is
    known of the publisher for own acts.  `targets` are the models that the act is about, and `now`
    is what has become of the material since: empty where the lawfulness does not turn on it.
    """

    act: str
    status: str
    own: bool = True
    facts: tuple[tuple[str, Value], ...] = ()
    targets: tuple[Base, ...] = ()
    now: str = ""


class Doing(NamedTuple):
    """In what situation a work was made: by whom, what is stated of them, and of which models.

    `improved` are the models outside the upstream's own line that the step makes or changes;
    `concerned` are those that it is about at all.  `runs` are the acts that whoever publishes the
    work does to what it needs when it runs.
    """

    own: bool
    facts: tuple[tuple[str, Value], ...]
    improved: tuple[Base, ...]
    concerned: tuple[Base, ...]
    runs: tuple[str, ...] = ()


Reach = tuple[tuple[Standing | Made, Mask], ...]
"""Sorted pairs of what holds and the valuations in which it does."""

NOWHERE: Reach = ()


@cache
def stays_separable(separable: bool, relation: str) -> bool:
    """Tell whether material that was `separable`, or not, stands whole after a step."""
    found = vocabulary().relations[relation]
    return found.separable or (separable and not found.seals)


def step(license: License, status: str, relation: str, material: str) -> dict[str, Mask]:
    """Return the statuses that `relation` yields from `status`, each with its valuations.

    `material` is the type of the upstream work of this step.
    """
    if status == "independent":
        return {"independent": always()}
    left, found = always(), dict[str, Mask]()
    for rule in license.counts:
        if left and _applies(rule, status, relation, material) and left & rule.guard:
            found[rule.result] = found.get(rule.result, 0) | left & rule.guard
            left &= ~rule.guard
    if left:
        usual = "independent" if vocabulary().relations[relation].apart else "derivative"
        found[usual] = found.get(usual, 0) | left
    return found


def _applies(rule: CountsAs, status: str, relation: str, material: str) -> bool:
    return (
        relation in rule.relations
        and status in rule.sources
        and (not rule.types or material in rule.types)
    )


def step_at(license: License, status: str, relation: str, material: str, valuation: int) -> str:
    """Return the one status that `relation` yields from `status` in `valuation`."""
    steps = step(license, status, relation, material)
    return next(s for s, mask in steps.items() if contains(mask, valuation))


@dataclass(frozen=True, slots=True)
class Standings:
    """A reach in one valuation: statuses at the end, and acts made on the way.

    The acts are in one order: what was done before what it improved.
    """

    standings: frozenset[Standing]
    made: tuple[Made, ...]


class Transitions:
    """Transitions of reaches, remembered.  One instance serves any number of lineages."""

    def __init__(self) -> None:
        self._steps: dict[tuple[License, Reach, str, str], Reach] = {}
        self._unions: dict[tuple[Reach, Reach], Reach] = {}
        self._starts: dict[tuple[License, str], Reach] = {}
        self._at: dict[tuple[Reach, int], Standings] = {}
        self._befores: dict[object, tuple[Standing | Made, ...]] = {}
        self._done: dict[object, Reach] = {}
        self._doers: dict[object, tuple[Standing, ...]] = {}

    @property
    def size(self) -> int:
        """How much is remembered."""
        moves = len(self._steps) + len(self._befores) + len(self._done) + len(self._doers)
        return moves + len(self._unions) + len(self._at)

    def start(self, license: License, material: str) -> Reach:
        """Return the reach of a licence at the work that carries it."""
        key = (license, material)
        if key not in self._starts:
            mask = license.binds.get(material, always())
            self._starts[key] = ((Standing("work", False), mask),) if mask else NOWHERE
        return self._starts[key]

    def step(self, license: License, reach: Reach, relation: str, material: str) -> Reach:
        """Return what becomes of `reach` over one edge; `material` is the upstream work's type."""
        key = (license, reach, relation, material)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._step(license, reach, relation, material)
        return found

    def _step(self, license: License, reach: Reach, relation: str, material: str) -> Reach:
        after: dict[Standing | Made, Mask] = {}
        for what, mask in reach:
            for found, rule in _moved(license, what, relation, material):
                if mask & rule:
                    after[found] = after.get(found, 0) | mask & rule
        return _reach(after)

    def before(
        self,
        license: License,
        reach: Reach,
        relation: str,
        material: str,
        what: Standing | Made,
        valuation: int,
    ) -> tuple[Standing | Made, ...]:
        """Return the standings, or the acts done before, that one edge turns into `what`."""
        key = (license, reach, relation, material, what, valuation)
        found = self._befores.get(key)
        if found is None:
            found = self._befores[key] = tuple(
                alike(before)
                for before, mask in reach
                if type(before) is type(what) and contains(mask, valuation)
                for after, rule in _moved(license, before, relation, material)
                if alike(after) == what and contains(rule, valuation)
            )
        return found

    def done(
        self, license: License, reach: Reach, relation: str, material: str, doing: Doing
    ) -> Reach:
        """Return the acts that making a work over one edge takes, on what reaches its upstream.

        An act counts whatever becomes of the material.  To bring one model into another that does
        not descend from it improves that, unless both stay whole side by side.
        """
        key = (license, reach, relation, material, doing)
        found = self._done.get(key)
        if found is None:
            acts: dict[Standing | Made, Mask] = {}
            for standing, mask in reach:
                if isinstance(standing, Standing):
                    for made, rule in _acts(license, standing.status, relation, material, doing):
                        if mask & rule:
                            acts[made] = acts.get(made, 0) | mask & rule
            found = self._done[key] = _reach(acts)
        return found

    def doers(
        self,
        license: License,
        reach: Reach,
        relation: str,
        material: str,
        doing: Doing,
        made: Made,
        valuation: int,
    ) -> tuple[Standing, ...]:
        """Return the standings in `reach` on which the act was done over one edge."""
        key = (license, reach, relation, material, doing, made, valuation)
        found = self._doers.get(key)
        if found is None:
            found = self._doers[key] = tuple(
                standing
                for standing, mask in reach
                if isinstance(standing, Standing) and contains(mask, valuation)
                for act, rule in _acts(license, standing.status, relation, material, doing)
                if alike(act) == made and contains(rule, valuation)
            )
        return found

    def union(self, one: Reach, other: Reach) -> Reach:
        """Return what holds in either reach."""
        if one == other or not other:
            return one
        if not one:
            return other
        key = (one, other)
        found = self._unions.get(key)
        if found is None:
            merged = dict(one)
            for what, mask in other:
                merged[what] = merged.get(what, 0) | mask
            found = self._unions[key] = self._unions[other, one] = _reach(merged)
        return found

    def at(self, reach: Reach, valuation: int) -> Standings:
        """Return what holds in one valuation."""
        key = (reach, valuation)
        found = self._at.get(key)
        if found is None:
            held = [what for what, mask in reach if contains(mask, valuation)]
            made = (w for w in held if isinstance(w, Made))
            found = self._at[key] = Standings(
                frozenset(w for w in held if isinstance(w, Standing)),
                tuple(sorted(made, key=lambda made: made.act == IMPROVE)),
            )
        return found


def merged(pairs: Iterable[tuple[Standing | Made, Mask]]) -> Reach:
    """Return the reach in which each of the pairs holds."""
    found: dict[Standing | Made, Mask] = {}
    for what, mask in pairs:
        found[what] = found.get(what, 0) | mask
    return _reach(found)


def alike(what: Standing | Made) -> Standing | Made:
    """Return an act as it is whatever its choices are called: by the words alone."""
    if isinstance(what, Standing) or not any("\n" in base.choice for base in what.targets):
        return what
    targets = {base._replace(choice=base.choice.partition("\n")[0]) for base in what.targets}
    return what._replace(targets=tuple(sorted(targets)))


def _reach(found: Mapping[Standing | Made, Mask]) -> Reach:
    return tuple(sorted(found.items(), key=_order))


def _order(item: tuple[Standing | Made, Mask]) -> tuple[str, ...]:
    what = item[0]
    return (type(what).__name__, *map(str, what))


def _moved(
    license: License, what: Standing | Made, relation: str, material: str
) -> Iterator[tuple[Standing | Made, Mask]]:
    """Yield what becomes of a standing, or of what is known of an act, over one edge."""
    if isinstance(what, Made):
        if what.now in ("", "independent"):
            yield what, always()
        else:
            for status, rule in step(license, what.now, relation, material).items():
                yield what._replace(now=status), rule
        return
    separable = stays_separable(what.separable, relation)
    for status, rule in step(license, what.status, relation, material).items():
        if status != "independent":
            yield Standing(status, separable), rule


def _acts(
    license: License, status: str, relation: str, material: str, doing: Doing
) -> Iterator[tuple[Made, Mask]]:
    """Yield the acts that one edge takes, with the readings in which it does.

    What has become of the material matters where facts are stated of another maker alone.
    """
    matters, told = not doing.own and bool(doing.facts), bool(lines_named(license))
    for result, rule in step(license, status, relation, material).items():
        now = result if matters else ""
        found = vocabulary().relations[relation]
        for act in (*found.acts, *(doing.runs if found.runs else ())):
            targets = doing.concerned if told else ()
            yield Made(act, status, doing.own, doing.facts, targets, now), rule
        if doing.improved and not found.apart and "larger-work" not in (status, result):
            targets = doing.improved if told else ()
            read = rule & holds(MERGING) if relation == "merge" else rule
            if read:
                yield Made(IMPROVE, status, doing.own, doing.facts, targets, now), read


MERGING = "merge_improves_another"
"""The reading under which a merge improves the models of other lines that go into it."""

IMPROVE = "improve-other-models"
"""The act that rule 6 is about."""


@lru_cache(maxsize=10_000)
def lines_named(license: License) -> frozenset[str]:
    """Return the families that permissions and prohibitions name as `target`.

    None: they do not turn on which model an act is about.
    """
    found = (
        atom.words
        for _, norm in license.norms
        if isinstance(norm, Permission | Prohibition)
        for atom in atoms(norm.condition)
        if isinstance(atom, Member) and vocabulary().facts[atom.fact].sort == "family"
    )
    return frozenset[str]().union(*found)


@lru_cache(maxsize=10_000)
def supports(reach: Reach) -> frozenset[str]:
    """Return the assumptions on which `reach` depends."""
    return frozenset(name for _, mask in reach for name in support(mask))
