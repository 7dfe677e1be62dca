"""One question to the solver, and its answer: values without any work id.

A lineage asks few distinct questions however many works it has; a hub asks a few thousand.  A
`Question` holds only what the answer depends on, so equal questions are decided once.
"""

import enum
from dataclasses import dataclass
from functools import cached_property

from licenselogic.base.codes import Code
from licenselogic.decision.counts_as import Made, Standing
from licenselogic.decision.expressions import UNTOLD
from licenselogic.norms.conditions import TRUE, Condition
from licenselogic.norms.deontic import Clause, License
from licenselogic.semantics.semantics import Value


class Rule(enum.StrEnum):
    """The rules of docs/semantics.md, in the order in which their violations are told."""

    means: str

    def __new__(cls, value: str, means: str) -> "Rule":  # noqa: D102
        member = str.__new__(cls, value)
        member._value_ = value
        member.means = means
        return member

    MAKING = ("1", "the work may be made and published")
    EXCLUSIVITY = ("6", "nothing improves other models that may not")
    OVER_GRANT = ("2", "recipients are promised nothing that an ancestor withholds")
    SHARE_ALIKE = ("4", "the outbound licence is among those that an ancestor names")
    FLOW_DOWN = ("5", "policies to be passed on are imposed")
    TAKEN = ("3a", "the outbound licence takes away nothing that an ancestor keeps free")
    CLASH = ("3b", "no ancestor takes away what another keeps free")
    ADDED = ("3c", "the outbound licence adds no term that an ancestor does not tolerate")
    CLASHING_TERM = ("3d", "no ancestor adds a term that another does not tolerate")
    OUTBOUND_FREEDOM = ("3e", "no ancestor adds a term that the outbound licence does not tolerate")
    DUTIES = ("7", "the duties can all be discharged")

    @property
    def position(self) -> int:
        """The place of the rule in the order."""
        return list(Rule).index(self)


@dataclass(frozen=True, slots=True)
class Target:
    """A model that an act is about, once choices are settled.

    `families` are those of its licences, `licensor` its owner if some licence names it, and
    `claimed` tells that whoever improves it declared its licence too.
    """

    families: frozenset[str]
    licensor: str = ""
    claimed: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether it may turn on what nobody knows of which line the model is."""
        return self.claimed or UNTOLD in self.families


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of making on the way, with the models that it is about."""

    made: Made
    targets: frozenset[Target]


@dataclass(frozen=True)
class Ancestor:
    """A licence that reaches the work, from ancestors of one type, with all its standings.

    `deeds` are in one order: what was done before what it improved.
    """

    license: License
    material: str
    standings: frozenset[Standing]
    deeds: tuple[Deed, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.license, self.material, self.standings, self.deeds))


@dataclass(frozen=True, slots=True)
class Question:
    """May a work of type `material`, published so, be offered under all of `outbound` at once?

    `outbound` is None when no licence is proposed.  `facts` are what is known of the publisher,
    `bases` the models that it descends from, `joined` sets of licences that a licensor joins by
    `AND`, and `readings` the assumptions that hold.  Models of which the line is in doubt are taken
    to be of the line that a licence asks for, unless `distrusting`.
    """

    ancestors: frozenset[Ancestor]
    outbound: frozenset[License] | None
    material: str
    publish: str
    facts: frozenset[tuple[str, Value]]
    bases: frozenset[Target]
    joined: frozenset[frozenset[str]]
    readings: frozenset[str]
    distrusting: bool = False

    @property
    def of_publisher(self) -> tuple[frozenset[tuple[str, Value]], str, str]:
        """What is known of the publisher: what it states, of what material, and published how."""
        return self.facts, self.material, self.publish

    @property
    def doubtful(self) -> bool:
        """Whether the line of some model is in doubt."""
        deeds = (deed for ancestor in self.ancestors for deed in ancestor.deeds)
        told = (target for deed in deeds for target in deed.targets)
        return any(target.doubtful for target in (*self.bases, *told))


ON_THE_WAY = Standing("independent", False)
"""Where an act of making broke a licence, whatever has become of its material since."""


@dataclass(frozen=True, slots=True)
class Side:
    """A licence, by its id, at a standing: where a violation comes from.

    With `made`, an act on the way broke it, and the standing is `ON_THE_WAY`.
    """

    license: str
    material: str
    standing: Standing
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that fails: the clauses, and the least scenario that shows it.

    `side` is the ancestor whose licence is broken, `other` the second ancestor if two clash.
    `reserved` tells that nothing permits, rather than that something forbids; `clauses` are then
    the nearest grants.  `stated` is what is known of whoever acts (rules 1 and 6).  `condition` is
    what the clause turns on, where one act is refused.  `joint` tells that several demands cannot
    be met together; `term` is the kind of term that is added; `names` are the licences that would
    do (share-alike), or the prefixes that clash (duties).
    """

    rule: Rule
    kind: Code
    clauses: tuple[Clause, ...]
    side: Side
    other: Side | None = None
    act: str = ""
    status: str = ""
    scenario: tuple[tuple[str, object], ...] = ()
    reserved: bool = False
    stated: tuple[tuple[str, Value], ...] = ()
    condition: Condition = TRUE
    joint: bool = False
    term: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be true for an act to be allowed: the condition, and the clauses that ask for it.

    `act` is the first act that asks; `side` the licence that it is asked of.  Where it is not
    `own`, it is asked of another maker than the publisher.
    """

    condition: Condition
    clauses: tuple[Clause, ...]
    side: Side
    act: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that publishing the work brings about, where `condition` holds of the publisher."""

    duty: str
    texts: tuple[str, ...]
    clause: Clause
    side: Side
    condition: Condition = TRUE


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question.

    `terms` are what terms of the publisher's own must contain: each as the rule that would fail
    without them.  `spent` tells that the solver's budget ran out, `doubted` that the answer would
    be another if models of unknown line were not of the line that a licence asks for.
    """

    violations: tuple[Violation, ...]
    requirements: tuple[Requirement, ...] = ()
    duties: tuple[Owed, ...] = ()
    terms: tuple[Violation, ...] = ()
    spent: bool = False
    doubted: bool = False
