"""A bill of materials, of whatever format, to a lineage: parts and links to works and relations.

A bill says what is in a work, and seldom how it got there.  A relation that it does not state is
inferred from the types of the works, in the sense that gives nothing away, and marked so; a part
that nothing links counts as part of what the bill is about.  Nothing is left out in silence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError
from licenselogic.base.display import listed, quoted
from licenselogic.base.documents import Place, drawable, locate
from licenselogic.base.source import Source
from licenselogic.library.library import Library
from licenselogic.lineage import plain
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.problems import error_of
from licenselogic.lineage.work import Edge, Finding, Work
from licenselogic.readers.assemble import alone, assemble
from licenselogic.readers.bom_names import all_of
from licenselogic.readers.card import Card
from licenselogic.readers.infer import infer_relation
from licenselogic.readers.known import Known

MAX_PARTS = 100_000
"""A bill with more parts than this is refused."""

MADE, NEEDS, PART = "made", "needs", "part"
"""What a link says: made from it somehow, needs it, has it inside."""

_IN_WORKS = re.compile(r"^`works\[\d+\][^`]*`(?: of `[^`]*`)?: ")
"""How messages about lineage files begin: with a place that bills do not have."""

_USUAL = {
    ("model", "dataset"): ("trained_on", "trained_on", "trained_on"),
    ("model", "software"): ("incorporate", "combine", "combine"),
    ("dataset", "model"): ("generated_by", "generated_by", "combine"),
    ("dataset", "dataset"): ("incorporate", "incorporate", "incorporate"),
    ("dataset", "software"): ("incorporate", "combine", "combine"),
    ("software", "model"): ("incorporate", "combine", "combine"),
    ("software", "dataset"): ("incorporate", "combine", "combine"),
    ("software", "software"): ("incorporate", "combine", "combine"),
}
"""By the types below and above: the relation where a work is made from, needs, or has another."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two parts by their keys; `by` is the relation if it is stated, else ''."""

    below: str
    above: str
    how: str = MADE
    by: str = ""


@dataclass(slots=True)
class Part:
    """A work as the bill tells of it: the shape of a lineage file, and where it stands.

    `whole` tells that the bill says all there is to say, as one that licenselogic wrote does.
    `hints` are words that may tell how it was made, such as tags.  `beside` are licences that are
    given for it at other places, which bind too.
    """

    plain: dict[str, Any]
    place: Place
    whole: bool = False
    hints: tuple[str, ...] = ()
    beside: dict[str, None] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the work."""
        return str(self.plain["id"])

    @property
    def type(self) -> str:
        """The type of the work."""
        return str(self.plain["type"])


@dataclass
class Inventory:
    """Parts by id, which key stands for which, links, findings, and what the bill is about."""

    source: Source
    library: Library
    parts: dict[str, Part] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    root: str = ""
    apart: set[str] = field(default_factory=set)
    _findings: dict[Finding, None] = field(default_factory=dict)

    def note(self, code: Code, message: str, *works: str) -> None:
        """Note a finding about works, by their ids."""
        self._findings[Finding(code, message, works)] = None

    def refuse(self, place: Place, message: str, help: str = "") -> LineageError:
        """Return the error that says what is wrong with the value at a place."""
        found = Diagnostic(Code.BAD_LINEAGE, _at(place, message), help=help)
        span = locate(self.source.text, self.source.name, {place}).get(place)
        return LineageError(replace(found, span=span), source=drawable(self.source))

    def add(self, key: str, part: Part) -> str:
        """Add a part, or what is said of it once more, under the key `key`; return its id.

        A dataset that has the id of a model is called `datasets/ID`.  Raises `LineageError` for too
        many parts, and where one key stands for two works.
        """
        known = self.parts.get(part.id)
        if known is not None and known.type != part.type and not part.whole:
            part.plain["id"] = f"{part.type}s/{part.id}"
            known = self.parts.get(part.id)
        if self.ids.setdefault(key, part.id) != part.id:
            what = f"{quoted(key)} stands for two works: {listed([self.ids[key], part.id])}"
            raise self.refuse(part.place, what)
        if known is None:
            if len(self.parts) >= MAX_PARTS:
                raise self.refuse(part.place, f"there are more than {MAX_PARTS:,} parts")
            self.parts[part.id] = part
        else:
            self._again(known, part)
        return part.id

    def _again(self, known: Part, part: Part) -> None:
        """Add what a bill says of a part at another place; licences that differ all bind."""
        here, there = known.plain.get("license"), part.plain.get("license")
        if here and there and here != there:
            known.beside[there] = None
            message = f"{quoted(known.id)} has several licences: {listed([here, there])}"
            self.note(Code.CONTRADICTORY_FACTS, f"{message}; all are kept", known.id)
        for key in part.plain.keys() & known.plain.keys() - {"license", "from"}:
            if part.plain[key] != known.plain[key]:
                message = f"{quoted(known.id)} is described twice, with another `{key}`"
                raise self.refuse(part.place, message)
        edges = [*known.plain.get("from", ()), *part.plain.get("from", ())]
        known.plain = {**part.plain, **known.plain, **({"from": edges} if edges else {})}
        known.whole |= part.whole

    def tells_all(self, key: str) -> bool:
        """Tell whether the bill says of a part all there is to say."""
        part = self.parts.get(self.ids.get(key, ""))
        return part is not None and part.whole

    def key(self, name: str) -> str:
        """Return the key of a part by its id, which no reference of a bill can be."""
        key = f"\0{name}"
        self.ids[key] = name
        return key

    def link(self, below: str, above: str, how: str = MADE, by: str = "") -> None:
        """Note a link between two parts by their ids."""
        self.links[Link(self.key(below), self.key(above), how, by)] = None

    def refer(self, below: str, above: str, how: str = MADE, by: str = "") -> None:
        """Note a link between two parts by their keys, which need not be known yet."""
        self.links[Link(below, above, how, by)] = None

    def loose(self, part: Part) -> str:
        """Add a part that the bill gives no key; return its id."""
        return self.add(f"\0{len(self.ids)}", part)

    def name(self, key: str, below: str) -> str:
        """Return the id that a key stands for; of a part that is listed nowhere, the key itself."""
        if key not in self.ids:
            type = self.parts[below].type if below in self.parts else "software"
            message = f"the bill refers to {quoted(key)}, which it does not list"
            self.note(Code.MISSING_UPSTREAM, message, key)
            self.add(key, Part({"id": key, "type": type}, ()))
        return self.ids[key]

    def lineage(self, known: Known) -> Lineage:
        """Return the lineage of all parts.

        Raises `LineageError` with every mistake, and where works derive from each other in a circle
        of stated relations.
        """
        for part in filter(lambda part: part.beside, self.parts.values()):
            part.plain["license"] = all_of((part.plain["license"], *part.beside), self.library)
        links = [self._named(link) for link in self.links]
        edges = self._edges(links)
        self._open_circles(edges)
        if self.root:
            self._drop(_below(self.root, edges) - _above([self.root], edges), edges)
            self._attach(edges)
        return self._read(edges, known)

    def _named(self, link: Link) -> Link:
        below = self.name(link.below, "")
        return replace(link, below=below, above=self.name(link.above, below))

    # Relations

    def _edges(self, links: list[Link]) -> dict[str, list[Edge]]:
        """Return the edges by the work below: those that are stated, else what links come to."""
        edges = {name: list(self._stated(part)) for name, part in self.parts.items()}
        told = {(name, edge.work) for name, found in edges.items() for edge in found}
        told |= {(link.below, link.above) for link in links if link.by}
        bases: dict[str, set[str]] = {}
        for link in links:
            if link.above != link.below and self.parts[link.above].type == "model":
                bases.setdefault(link.below, set()).add(link.above)
        done = set(told)
        for link in links:
            pair = (link.below, link.above)
            if link.above == link.below:
                message = f"{quoted(link.below)} names itself; this is set aside"
                self.note(Code.SELF_REFERENCE, message, link.below)
            elif link.by:
                edges[link.below].append(Edge(link.above, link.by))
            elif pair not in done:
                done.add(pair)
                by = self._inferred(link, len(bases.get(link.below, ())))
                edges[link.below].append(Edge(link.above, by, inferred=True))
        return {name: list(dict.fromkeys(found)) for name, found in edges.items()}

    def _stated(self, part: Part) -> Iterator[Edge]:
        """Yield the edges that the bill states with all there is to say; raises `LineageError`."""
        for edge in part.plain.get("from", ()):
            try:
                taken = date.fromisoformat(edge["taken"]) if "taken" in edge else None
            except ValueError:
                message = f"{quoted(edge['taken'])} is no date on which a work was taken"
                raise self.refuse(part.place, message, "dates are written 2024-04-18") from None
            yield Edge(edge["work"], edge["by"], edge.get("inferred", False), taken)

    def _inferred(self, link: Link, bases: int) -> str:
        below, above = self.parts[link.below], self.parts[link.above]
        if below.type == above.type == "model":
            if link.how == PART:
                return "merge"
            return infer_relation(below.hints, base_models=bases, name=below.id)
        return _USUAL[below.type, above.type][(MADE, NEEDS, PART).index(link.how)]

    def _drop(self, names: set[str], edges: dict[str, list[Edge]]) -> None:
        """Leave works out that were made from what the bill is about."""
        for name in [name for name in self.parts if name in names]:
            message = f"{quoted(name)} was made from {quoted(self.root)}, and is set aside"
            self.note(Code.UNREAD_FIELD, message, self.root)
            del self.parts[name], edges[name]

    def _attach(self, edges: dict[str, list[Edge]]) -> None:
        """Make parts that nothing links to the work that the bill is about part of it."""
        reached = _above([self.root], edges)
        parents = {edge.work for found in edges.values() for edge in found}
        loose = [n for n in self.parts if n not in reached and n not in self.apart]
        last = [name for name in loose if name not in parents]
        for name in [*last, *loose]:  # the second time for circles, of which no part is the last
            if name not in reached:
                by = self._inferred(Link(self.root, name, PART), 1)
                edges[self.root].append(Edge(name, by, inferred=True))
                reached |= _above([name], edges)
        for name in [name for name in self.parts if name not in reached]:
            del self.parts[name], edges[name]

    def _open_circles(self, edges: dict[str, list[Edge]]) -> None:
        """Set aside what was inferred and would make works derive from themselves."""
        done: set[str] = set()
        for start in [self.root, *edges] if self.root else list(edges):
            trail = {start: iter(list(edges[start]))} if start not in done else {}
            while trail:
                below, left = next(reversed(trail.items()))
                edge = next((e for e in left if e.work not in done), None)
                if edge is None:
                    done.add(below)
                    del trail[below]
                elif edge.work in trail and edge.inferred:
                    edges[below].remove(edge)
                    what = f"{quoted(below)} and {quoted(edge.work)} are said to need each other"
                    self.note(Code.CYCLE, f"{what}; the second is set aside", below, edge.work)
                elif edge.work not in trail:
                    trail[edge.work] = iter(list(edges.get(edge.work, ())))

    # Works

    def _read(self, edges: dict[str, list[Edge]], known: Known) -> Lineage:
        content = plain.read({"works": [_written(p, edges[n]) for n, p in self.parts.items()]})
        if content.problems:
            raise self._error(content)
        works, upstream = dict(content.works), dict(content.upstream)
        for name, part in self.parts.items():
            if name != self.root and not (part.whole or part.plain.get("license") or edges[name]):
                self._look_up(name, works, upstream, known)
        if self.root and not upstream[self.root]:
            self._findings |= dict.fromkeys(alone(Card(works[self.root])).findings)
        findings = [_about(finding, works, self.root) for finding in self._findings]
        return Lineage.of(works.values(), upstream, findings)

    def _look_up(
        self,
        name: str,
        works: dict[str, Work],
        upstream: dict[str, tuple[Edge, ...]],
        known: Known,
    ) -> None:
        """Add what is known elsewhere of a part of which the bill gives no more than the name."""
        type = works[name].type
        identifier = name.removeprefix("datasets/") if type == "dataset" else name
        described = known.find(identifier, type) if type != "software" else None
        if described is None:
            message = f"{quoted(name)} is listed without a licence; nothing else is known of it"
            self.note(Code.MISSING_UPSTREAM, message, name)
            return
        found = assemble([described.card], known, found_in=[described.where])
        target = described.card.work.id
        works[name] = replace(found.works[target], id=name)
        upstream[name] = found.upstream[target]
        for work in found.works.values():
            if work.id != target and work.id not in works:
                works[work.id], upstream[work.id] = work, found.upstream[work.id]
        told = {f: None for f in found.findings if f.code is not Code.INFERRED_RELATION}
        self._findings |= told

    def _error(self, content: plain.Content) -> LineageError:
        """Return the error that tells of mistakes, each at the part that it is about."""
        parts = list(self.parts.values())
        places = {p.place: parts[int(p.place[1])].place for p in content.problems if p.place[1:]}
        spans = locate(self.source.text, self.source.name, set(places.values()))
        found = []
        for problem in content.problems:
            place = places.get(problem.place, ())
            message = _IN_WORKS.sub("", problem.diagnostic.message)
            told = replace(problem.diagnostic, message=_at(place, message), span=spans.get(place))
            found.append(told)
        return error_of(found, drawable(self.source), content.more)


def _about(finding: Finding, works: Mapping[str, Work], root: str) -> Finding:
    """Return a finding about the root too, if it is about nothing that is left."""
    lost = finding.works and works.keys().isdisjoint(finding.works)
    return replace(finding, works=(*finding.works, root)) if lost and root else finding


def _at(place: Place, message: str) -> str:
    return f"`{plain.path_text(place)}`: {message}" if place else message


def _written(part: Part, edges: list[Edge]) -> dict[str, Any]:
    raw = [
        {"work": edge.work, "by": edge.by, "inferred": edge.inferred}
        | ({"taken": edge.taken.isoformat()} if edge.taken else {})
        for edge in edges
    ]
    return {**part.plain, "from": raw}


def _above(start: list[str], edges: dict[str, list[Edge]]) -> set[str]:
    """Return works and all that they were made from."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [edge.work for edge in edges.get(name, ())]
    return found


def _below(name: str, edges: dict[str, list[Edge]]) -> set[str]:
    """Return a work and all that were made from it."""
    turned: dict[str, list[Edge]] = {}
    for below, found in edges.items():
        for edge in found:
            turned.setdefault(edge.work, []).append(Edge(below, edge.by))
    return _above([name], turned)
