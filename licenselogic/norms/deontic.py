"""Deontic norms: what a licence permits, forbids and requires, as plain values.

    Permission   P(a | c)       act `a` on a subject is granted while condition `c` holds
    Prohibition  F(a | c)       act `a` is forbidden while `c` holds
    Obligation   O(d | a, c)    doing `a` while `c` holds calls for duty `d`

and the norms about other licences: share-alike, flow-down, freedom, relicensing, kinds of term.
Conditions stand in `norms.conditions`.  What norms mean is `semantics.allowed`, and nothing else;
how they are written is docs/clauses.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from licenselogic.base.markup import joined, table, tag
from licenselogic.base.source import Span
from licenselogic.norms.assumptions import Mask, support
from licenselogic.norms.conditions import TRUE, Condition, named

REVIEWS = ("none", "encoded", "checked")
"""How far a clause file has been held against its text, the least first."""

MATERIAL = frozenset({"work", "derivative", "larger-work"})
"""Statuses in which the licensed material itself is present: what is not permitted is reserved."""


INSIDE = {
    "work": frozenset({"work", "derivative"}),
    "larger-work": frozenset({"work", "derivative", "larger-work"}),
}
"""What stands inside a work of this status, or will in adaptations of it: else the status alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What one statement of a clause says, in the valuations of assumptions `guard`.

    `item` numbers it within a use policy that the whole clause is about, else it is empty.
    """

    guard: Mask
    subjects: frozenset[str] = MATERIAL
    condition: Condition = TRUE
    item: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission(Norm):
    """P(acts | condition).  `notwithstanding` names clauses whose prohibitions it lifts."""

    acts: frozenset[str]
    notwithstanding: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition(Norm):
    """F(acts | condition).  Outweighs every permission that is not `notwithstanding` it."""

    acts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Norm):
    """O(duty | acts, condition), with the texts that the duty names, such as a name prefix."""

    duty: str
    acts: frozenset[str]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAlike(Norm):
    """Doing `acts` needs an outbound licence among `licenses` (after `or-later` is expanded)."""

    acts: frozenset[str]
    licenses: frozenset[str]
    or_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowDown(Norm):
    """Doing `acts` needs an outbound licence that forbids what the clauses `cites` forbid."""

    acts: frozenset[str]
    cites: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freedom(Norm):
    """No further restrictions on recipients, but for kinds of term in `tolerates`."""

    tolerates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relicense(Norm):
    """The work may be offered under `licenses` in place of this licence, whose terms then end."""

    licenses: frozenset[str]
    or_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Norm):
    """A kind of term without an act of its own; matters to the freedom clauses of others."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the licence text, marked by its first and its last few words."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The template or licence that a provision is inherited from."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered provision: where it stands, what it comes to in our words, and its norms.

    `policy` names the use policy whose item it is; `origin` is None for a provision of its own.
    """

    license: str
    cite: str
    says: str
    norms: tuple[Norm, ...]
    passages: tuple[Passage, ...] = ()
    policy: str = field(default="", compare=False)
    origin: Origin | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        return hash((self.license, self.cite))  # the norms would take long, and tell few apart

    def __repr__(self) -> str:
        return f"<Clause {self.license} {self.cite}>"


@dataclass(frozen=True, slots=True)
class Omission:
    """A part of the text that is left out of the encoding, and why."""

    cite: str
    because: str
    passages: tuple[Passage, ...] = ()
    origin: Origin | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CountsAs:
    """A transition of the counts-as automaton: what a relation makes of a work, under a licence.

    From a status in `sources`, over a relation in `relations`, when the upstream work's type is in
    `types` (empty: any), the result has status `result` in the valuations of `guard`.
    """

    relations: frozenset[str]
    types: frozenset[str]
    sources: frozenset[str]
    result: str
    guard: Mask


@dataclass(frozen=True, slots=True)
class TextRef:
    """The text that a licence was read from."""

    url: str
    sha256: str = ""
    read: str = ""


@dataclass(frozen=True)
class License:
    """A licence as norms.  `binds` maps a work type to the readings in which it is held.

    `licensor` are the owners on the Hub who are the one licensor that the text names, if it does.
    `series` is the name and the version, where later versions may be chosen.  `review` is one of
    `REVIEWS`, `reviewed` the day of it.  `bases` is the licence to which an exception was added,
    for those made of `A WITH B`.
    """

    id: str
    title: str
    family: str
    covers: frozenset[str]
    text: TextRef
    binds: Mapping[str, Mask]
    counts: tuple[CountsAs, ...]
    clauses: tuple[Clause, ...]
    omissions: tuple[Omission, ...] = ()
    series: tuple[str, str] | None = None
    hub: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    licensor: tuple[str, ...] = ()
    review: str = "none"
    reviewed: str = ""
    bases: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"<License {self.id}>"

    def _repr_html_(self) -> str:
        """Return the clauses in short for notebooks."""
        rows = [(clause.cite, clause.says) for clause in self.clauses]
        head = tag("p", None, tag("strong", None, self.title), f" ({self.id})")
        return joined(head, table(("clause", "says"), rows, limit=40))

    @cached_property
    def _hash(self) -> int:
        return hash((self.id, self.clauses, self.counts))

    @cached_property
    def norms(self) -> tuple[tuple[Clause, Norm], ...]:
        """Every norm with the clause that it stands in, in the order of the file."""
        return tuple((clause, norm) for clause in self.clauses for norm in clause.norms)

    @cached_property
    def guards(self) -> frozenset[str]:
        """The assumptions on which the norms of the licence depend."""
        return frozenset(name for _, norm in self.norms for name in support(norm.guard))

    def clause(self, cite: str) -> Clause:
        """Return the clause numbered `cite`; raises KeyError."""
        for clause in self.clauses:
            if clause.cite == cite:
                return clause
        raise KeyError(cite)

    @cached_property
    def kinds(self) -> tuple[tuple[Clause, str], ...]:
        """The kinds of term that the licence imposes, each with the clause that imposes it."""
        return tuple((clause, k) for clause, norm in self.norms if (k := term_kind(norm)))


def term_kind(norm: Norm) -> str:
    """Return the kind of term that a norm amounts to under a freedom clause, or ''."""
    match norm:
        case Term(kind=kind):
            return kind
        case Obligation(duty=duty):
            return duty
        case ShareAlike():
            return "share-alike"
        case FlowDown():
            return "flow-down"
    return ""


LAWFUL_USE = "lawful-use"
"""The kind of term of a clause that forbids unlawful use."""


def imposed_kind(norm: Norm) -> str:
    """Return the kind of term that a norm amounts to for the freedom clauses of others, or ''.

    To forbid what the law forbids takes no permission away, and is a term like any other.
    """
    if isinstance(norm, Prohibition) and "illegal" in named(norm.condition, "field"):
        return LAWFUL_USE
    return term_kind(norm)


ANY_ACT = frozenset({"use", "reproduce", "modify", "distribute"})
"""The acts at the roots of the hierarchy: all acts."""


def reaching(acts: frozenset[str], condition: Condition) -> frozenset[str]:
    """Return what a prohibition of `acts` reaches.

    A purpose that is ruled out for the use of a work is ruled out for whatever is done with it.
    """
    return ANY_ACT if "use" in acts and named(condition, "field") else acts
