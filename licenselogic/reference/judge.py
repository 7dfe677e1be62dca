"""The second judge: a verdict on a work of a lineage, made from docs/semantics.md alone.

It shares values, the vocabulary and the library with the rest, and nothing that decides: it reads
expressions, walks paths, takes choices, and tries scenarios with code of its own, without a solver.
Slow and obvious; nothing but tests and benchmarks should call it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from licenselogic.base.codes import Status
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Work
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.expressions import OWN, Alternatives, Term, read
from licenselogic.reference.making import Breach
from licenselogic.reference.offer import Case, Deed, Facts, Licensors, Line
from licenselogic.reference.own import with_own
from licenselogic.reference.owners import Owners
from licenselogic.reference.rules import Court
from licenselogic.reference.scenarios import Scenarios
from licenselogic.reference.senses import understood
from licenselogic.reference.walk import Act, Bound, Path, acts, bases, end, matters, paths
from licenselogic.semantics.semantics import NO_FAMILY, Value

Taken = Mapping[str, frozenset[Term]]
"""For each ancestor, the alternative of its expression that is taken."""

Meant = Mapping[tuple[str, str], str]
"""For each underspecified name at a work, the licence that it is taken to stand for."""


Held = Mapping[str, tuple[License, ...]]
"""For each ancestor, its licences."""


@dataclass(frozen=True)
class Hearing:
    """One way to settle every choice and every underspecified name, and what is broken then.

    `outbound` are the licences offered, None where there are none or not all are known; `open` are
    (work, name) of upstream terms that settle nothing, and `doubted` tells that it turns on models
    of which nobody knows the line.
    """

    taken: Taken
    meant: Meant
    offered: frozenset[Term]
    outbound: frozenset[str] | None
    breaches: frozenset[Breach]
    open: frozenset[tuple[str, str]]
    needs_outbound: bool
    doubted: bool = False

    @property
    def status(self) -> Status:
        """Definite terms decide first; what is not known never makes anything compatible."""
        if self.breaches:
            return Status.INCOMPATIBLE
        missing = self.outbound is None and self.needs_outbound
        open_ = self.open or missing or self.doubted
        return Status.UNKNOWN if open_ else Status.COMPATIBLE


@dataclass(frozen=True)
class Judgement:
    """The verdict, and a hearing that shows why."""

    status: Status
    hearing: Hearing

    @property
    def breaches(self) -> frozenset[Breach]:
        """What is broken in the hearing shown."""
        return self.hearing.breaches


class Judge:
    """A judge for the lineages of one library, who remembers what its licences allow."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._scenarios: dict[int, Scenarios] = {}
        self._last: Matter | None = None

    def judge(
        self, lineage: Lineage, work: str, license: str | None, readings: frozenset[str]
    ) -> Judgement:
        """Return whether a work may be offered under `license`, when exactly `readings` hold.

        None: no licence is declared.  Every outbound alternative must do, for recipients may take
        any; under each, some choice among upstream alternatives must; and under that, every reading
        of underspecified names, which are somebody else's choice.
        """
        matter = self.matter(lineage, work, license, readings)
        found = _judged(matter)
        if found.status is Status.INCOMPATIBLE and matter.doubted:
            literal = Matter(lineage, work, license, self.library, matter.scenarios, doubts=False)
            other = _judged(literal)
            if other.status is not Status.INCOMPATIBLE:
                return Judgement(Status.UNKNOWN, other.hearing)
        return found

    def hearings(
        self, lineage: Lineage, work: str, license: str | None, readings: frozenset[str]
    ) -> Iterator[Hearing]:
        """Yield a hearing for every way to settle every choice, whoever has it."""
        matter = self.matter(lineage, work, license, readings)
        for offered in matter.outbound:
            for taken in matter.choices():
                yield from matter.hearings(taken, offered)

    def matter(
        self, lineage: Lineage, work: str, license: str | None, readings: frozenset[str]
    ) -> "Matter":
        """Return what is to be judged, before any choice; the last is kept with its hearings."""
        number = valuation(readings)
        scenarios = self._scenarios.setdefault(number, Scenarios(number))
        last = self._last
        if last and last.given is lineage and last.asked == (work, license, number):
            return last
        self._last = Matter(lineage, work, license, self.library, scenarios)
        return self._last


_ORDER = (Status.INCOMPATIBLE, Status.UNKNOWN, Status.COMPATIBLE)


def _judged(matter: "Matter") -> Judgement:
    """Return what comes of every outbound alternative: the worst news."""
    found: list[Judgement] = []
    for offered in matter.outbound:
        found.append(_best(_agreed(matter, taken, offered) for taken in matter.choices()))
        if found[-1].status is Status.INCOMPATIBLE:
            break
    return min(found, key=lambda judgement: _ORDER.index(judgement.status))


def _best(judgements: Iterator[Judgement]) -> Judgement:
    """Return the best news, the first where several are as good."""
    found: list[Judgement] = []
    for judgement in judgements:
        if judgement.status is Status.COMPATIBLE:
            return judgement
        found.append(judgement)
    return max(found, key=lambda judgement: _ORDER.index(judgement.status))


def _agreed(matter: "Matter", taken: Taken, offered: frozenset[Term]) -> Judgement:
    """Return what all readings of underspecified names agree on, else unknown."""
    hearings = matter.hearings(taken, offered)
    first = next(hearings)
    if all(hearing.status is first.status for hearing in hearings):
        return Judgement(first.status, first)
    return Judgement(Status.UNKNOWN, first)


class Matter:
    """A work of a lineage with its ancestors, expressions read and paths walked."""

    def __init__(
        self,
        lineage: Lineage,
        target: str,
        license: str | None,
        library: Library,
        scenarios: Scenarios,
        doubts: bool = True,
    ) -> None:
        self.given = lineage
        self.lineage = understood(lineage, doubts)
        self.target = target
        self.library = library
        self.scenarios = scenarios
        self.asked = (target, license, scenarios.valuation)
        self.outbound: Alternatives = read(license, library)
        self._followed: dict[tuple[str, str], tuple[frozenset[Act], frozenset[Bound]]] = {}
        self._broken: dict[object, frozenset[Breach]] = {}

    @property
    def doubted(self) -> bool:
        """Whether some edge has a sense that is only possible."""
        return self.lineage.upstream != understood(self.given, doubts=False).upstream

    @property
    def work(self) -> Work:
        """The work that is about to be published."""
        return self.lineage.works[self.target]

    @cached_property
    def joined(self) -> frozenset[frozenset[str]]:
        """The sets of licences that ancestors join by `AND` and that no other ancestor carries."""
        bundles: list[frozenset[str]] = []
        singles: set[str] = set()
        for name in self.paths:
            alternatives = read(self.lineage.works[name].license, self.library)
            means = [term.means for terms in alternatives for term in terms]
            ids = frozenset(id for meant in means for id in meant)
            aside = self.owners.set_aside
            if all(aside(path.works, id) for path in self.paths[name] for id in ids or {None}):
                continue
            if len(alternatives) == 1 and len(means) > 1 and all(len(m) == 1 for m in means):
                bundles.append(ids)
            else:
                singles |= ids
        return frozenset(
            one
            for one in bundles
            if not one & singles and all(one == other or not one & other for other in bundles)
        )

    @property
    def unneeded(self) -> bool:
        """Whether the work needs no licence unless some norm looks at it: no copy is handed out."""
        return self.work.publish == "service" and self.asked[1] is None

    @cached_property
    def facts(self) -> Facts:
        """What is known of the work and of its publisher; conditions compare dates as numbers."""
        stated = {name: _value(value) for name, value in self.work.facts}
        return Facts(self.work.type, self.work.publish, stated)

    @cached_property
    def paths(self) -> Mapping[str, Sequence[Path]]:
        """The paths from each ancestor."""
        found: dict[str, list[Path]] = {}
        for path in paths(self.lineage, self.target):
            found.setdefault(path.origin.id, []).append(path)
        return found

    @cached_property
    def bases(self) -> frozenset[str]:
        """The models that the work descends from, itself if there is no other; none of no model."""
        return bases(self.lineage, self.target) if self.work.type == "model" else frozenset()

    def choices(self) -> Iterator[Taken]:
        """Yield an alternative for each ancestor: the licensee chooses anew for each work."""
        names = sorted(self.paths)
        offered = [read(self.lineage.works[name].license, self.library) for name in names]
        return (dict(zip(names, taken, strict=True)) for taken in product(*offered))

    def hearings(self, taken: Taken, offered: frozenset[Term]) -> Iterator[Hearing]:
        """Yield a hearing for each reading of the underspecified names at each work."""
        terms = [(work, term) for work in sorted(taken) for term in _sorted(taken[work])]
        terms += [(self.target, term) for term in _sorted(offered)]
        vague = [(work, term) for work, term in terms if len(term.means) > 1]
        for means in product(*(sorted(term.means) for _, term in vague)):
            meant = {(work, term.name): id for (work, term), id in zip(vague, means, strict=True)}
            yield self.hear(taken, offered, meant)

    def hear(self, taken: Taken, offered: frozenset[Term], meant: Meant) -> Hearing:
        """Return what is broken once everything is settled."""
        held = self.held(taken, meant)
        bound, made = self.reaching(held)
        named = frozenset(k.id for k in self.settled(self.target, offered, meant))
        own = any(term.name.casefold() in OWN for term in offered)
        outbound = named if all(t.means or t.name.casefold() in OWN for t in offered) else None
        deeds = frozenset(self.deed(act, held, taken) for act in made)
        licenses = None if outbound is None else frozenset(map(self.library.__getitem__, named))
        about = frozenset(self.line(base, self.target, held, taken) for base in self.bases)
        given = self.licensors(held)
        case = Case(self.facts, bound, deeds, licenses, about, given, joined=self.joined)
        broken = self.broken(case, own)
        return Hearing(
            taken,
            meant,
            offered,
            outbound,
            broken,
            frozenset(self.unsettled(taken)),
            needs_outbound=self.work.publish != "internal" and not self.unneeded,
            doubted=bool(not broken and self.broken(replace(case, trusting=False), own)),
        )

    def broken(self, case: Case, own: bool) -> frozenset[Breach]:
        """Return what is broken in a case, offered under terms of the publisher's `own` or not."""
        key = (case.bound, case.deeds, case.outbound, case.bases, case.trusting, own)
        if key not in self._broken:
            court = Court(case, self.scenarios)
            if own or (self.unneeded and court.asks_for_license()):
                court = with_own(court)
            self._broken[key] = frozenset(court.breaches())
        return self._broken[key]

    def held(self, taken: Taken, meant: Meant) -> Held:
        """Return the licences of each ancestor once everything is settled."""
        return {work: self.settled(work, terms, meant) for work, terms in taken.items()}

    def settled(self, work: str, terms: frozenset[Term], meant: Meant) -> tuple[License, ...]:
        """Return the licences that terms at a work stand for; none for what is not known."""
        ids = {meant.get((work, term.name), next(iter(term.means))) for term in terms if term.means}
        return tuple(self.library[id] for id in sorted(ids))

    def unsettled(self, taken: Taken) -> Iterator[tuple[str, str]]:
        """Yield (work, name) for each upstream term that settles nothing and may bind."""
        for work, terms in taken.items():
            ways = [path for path in self.paths[work] if matters(path)]
            if not all(self.owners.set_aside(path.works, None) for path in ways):
                yield from ((work, term.name) for term in terms if not term.means)

    def reaching(self, held: Held) -> tuple[frozenset[Bound], frozenset[Act]]:
        """Return what reaches the work, and the acts of making it, under these licences."""
        bound: set[Bound] = set()
        made: set[Act] = set()
        for work, licenses in held.items():
            for license in licenses:
                done, ends = self.followed(work, license)
                made |= done
                bound |= ends
        return frozenset(bound), frozenset(made)

    def followed(self, work: str, license: License) -> tuple[frozenset[Act], frozenset[Bound]]:
        """Return what all paths from an ancestor come to under a licence."""
        key = (work, license.id)
        if key not in self._followed:
            number = self.scenarios.valuation
            ways = [p for p in self.paths[work] if not self.owners.set_aside(p.works, license.id)]
            done = (act for path in ways for act in acts(license, path, self.lineage, number))
            binding = frozenset(act for act in done if not self.gave(work, act))
            ends = (end(license, path, number) for path in ways)
            self._followed[key] = binding, frozenset(one for one in ends if one is not None)
        return self._followed[key]

    def gave(self, work: str, act: Act) -> bool:
        """Tell whether whoever did an act gave the licence of the ancestor that it is under."""
        owner = self.lineage.works[work].owner
        maker = self.lineage.works[act.maker].owner
        return self.owners.same(owner, maker) and self.owners.gives(owner, act.license.id)

    def deed(self, act: Act, held: Held, taken: Taken) -> Deed:
        """Return an act as the rules see it; what another states of a lost material is left out."""
        maker = self.lineage.works[act.maker]
        own = self.owners.own(maker)
        stated = known_of(maker) if own or act.left != "independent" else {}
        known = {**known_of(self.work), **stated} if own else stated
        known = {**known, **vocabulary().by_type[self.work.type]}  # it is about what is offered
        about = frozenset(self.line(base, act.maker, held, taken) for base in act.about)
        return Deed(act.license, act.act, act.status, own, tuple(sorted(known.items())), about)

    def line(self, base: str, maker: str, held: Held, taken: Taken) -> Line:
        """Return what is known of the line of a model, for whoever made the work `maker`."""
        work, by = self.lineage.works[base], self.lineage.works[maker]
        owner = (work.owner or "").casefold()
        if base == maker:
            return Line(frozenset({NO_FAMILY}), owner, False)
        families = {license.family for license in held[base]}
        families |= {"" for term in taken[base] if not term.means}
        ours = self.owners.own(work) and self.owners.own(by)
        return Line(frozenset(families), owner, ours or self.owners.same(work.owner, by.owner))

    def licensors(self, held: Held) -> Licensors:
        """Return the owners who alone can give a licence, for the licences in play."""
        ids = sorted({license.id for licenses in held.values() for license in licenses})
        return tuple((id, self.owners.licensor(id)) for id in ids)

    @cached_property
    def owners(self) -> Owners:
        """What the owners of the works mean."""
        return Owners(self.library, self.work.owner)


def known_of(work: Work) -> Mapping[str, Value]:
    """Return what is known of whoever made a work: what is stated, and how it is published."""
    stated = {name: _value(value) for name, value in work.facts}
    return {**stated, **vocabulary().publications[work.publish].facts}


def _sorted(terms: frozenset[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: (term.name, sorted(term.means)))


def _value(value: object) -> Value:
    """Return a stated value as conditions compare it."""
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, bool | int | str)
    return value
