"""One question to the solver, and its answer: values without any work id.

A lineage asks few distinct questions however many works it has; a hub asks a few thousand.  A
`Question` holds only what the answer depends on, so equal questions are decided once.
"""

from dataclasses import dataclass

from licenselogic.base.codes import Code
from licenselogic.decision.counts_as import Made, Standing
from licenselogic.norms.deontic import Clause, License


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
    `bases` the models that it is based on, each by the families of its licences, and `true`
    the assumptions that hold.
    """

    ancestors: frozenset[Ancestor]
    outbound: frozenset[License] | None
    material: str
    publish: str
    facts: frozenset[tuple[str, object]]
    bases: frozenset[frozenset[str]]
    true: frozenset[str]


ON_THE_WAY = Standing("independent", False)
"""Where an act of making broke a licence, whatever has become of its material since."""


@dataclass(frozen=True, slots=True)
class Side:
    """A licence at a standing: where a violation comes from.

    With `made`, an act on the way broke it, and the standing is `ON_THE_WAY`.
    """

    license: License
    material: str
    standing: Standing
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of docs/semantics.md that fails: the clauses, and the least scenario that shows it.

    `side` is the ancestor whose licence is broken, `other` the second ancestor if two clash.
    `rule` is the number of the rule.  `reserved` tells that nothing permits, rather than that
    something forbids; `clauses` are then the nearest grants.
    """

    rule: str
    kind: Code
    clauses: tuple[Clause, ...]
    side: Side
    other: Side | None = None
    act: str = ""
    status: str = ""
    scenario: tuple[tuple[str, object], ...] = ()
    reserved: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be true of the publisher: `text`, and the clauses that ask for it."""

    text: str
    clauses: tuple[Clause, ...]
    side: Side


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that publishing the work brings about."""

    duty: str
    texts: tuple[str, ...]
    clause: Clause
    side: Side


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question.  `spent` tells that the solver's budget ran out."""

    violations: tuple[Violation, ...]
    conditions: tuple[Requirement, ...] = ()
    duties: tuple[Owed, ...] = ()
    spent: bool = False
