"""One question to the solver, and its answer: values without any work id.

A lineage asks few distinct questions however many works it has; a hub asks a few thousand.  A
`Question` holds only what the answer depends on, so equal questions are decided once.
"""

import enum
from dataclasses import dataclass

from licenselogic.base.codes import Code
from licenselogic.decision.counts_as import Made, Standing
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
class Ancestor:
    """A licence that reaches the work, from ancestors of one type, with all its standings."""

    license: License
    material: str
    standings: frozenset[Standing]
    made: frozenset[Made]


@dataclass(frozen=True, slots=True)
class Question:
    """May a work of type `material`, published so, be offered under all of `outbound` at once?

    `outbound` is None when no licence is proposed.  `facts` are what is known of the publisher,
    `bases` the models that it is based on, each by the families of its licences, `joined` sets of
    licences that a licensor joins by `AND`, and `readings` the assumptions that hold.
    """

    ancestors: frozenset[Ancestor]
    outbound: frozenset[License] | None
    material: str
    publish: str
    facts: frozenset[tuple[str, Value]]
    bases: frozenset[frozenset[str]]
    joined: frozenset[frozenset[str]]
    readings: frozenset[str]


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
    the nearest grants.  `condition` is what the clause turns on, where one act is refused.  `joint`
    tells that several demands cannot be met together; `term` is the kind of term that is added;
    `names` are the licences that would do (share-alike), or the prefixes that clash (duties).
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
    condition: Condition = TRUE
    joint: bool = False
    term: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be true for an act to be allowed: the condition, and the clauses that ask for it.

    `act` is the first act that asks; `side` the licence that it is asked of.
    """

    condition: Condition
    clauses: tuple[Clause, ...]
    side: Side
    act: str


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
    """The answer to a question.  `spent` tells that the solver's budget ran out.

    `terms` are what terms of the publisher's own must contain: each as the rule that would fail
    without them.
    """

    violations: tuple[Violation, ...]
    requirements: tuple[Requirement, ...] = ()
    duties: tuple[Owed, ...] = ()
    terms: tuple[Violation, ...] = ()
    spent: bool = False
