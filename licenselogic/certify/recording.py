"""A decision with every question to the solver written down: a formula in SMT-LIB, and the answer.

Nothing is taken from memory: an engine of its own asks everything that the answer rests on, also
where two licences permit the same and no question would be needed.  Each query is built anew in a
context of its own, so that its text depends on the question alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Thread

from licenselogic.base.diagnostics import InternalError
from licenselogic.decision.engine import Engine
from licenselogic.library.library import Library
from licenselogic.norms.conditions import Condition
from licenselogic.norms.deontic import MATERIAL, FlowDown
from licenselogic.norms.wording import condition_text
from licenselogic.semantics.semantics import lawful
from licenselogic.semantics.view import View
from licenselogic.solver.encoder import Encoder, Formula
from licenselogic.solver.oracle import Oracle
from licenselogic.solver.overreach import Grant, Under, granted
from licenselogic.solver.solver import Solver, Witness

LOGIC = "QF_LIA"
"""Linear arithmetic over integers, without quantifiers."""

_SHARED = re.compile(r"[$?]x\d+")
_EMPTY = re.compile(r"(?<=[\s)])(?:or|and)(?=[\s)])")
"""How Z3 prints a disjunction or conjunction of nothing, which SMT-LIB does not have."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the solver: in words, as SMT-LIB, and the answer (`sat` or `unsat`)."""

    about: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class _Asked:
    about: str
    formulas: Callable[[Encoder], Sequence[Formula]]
    found: bool


class _Oracle(Oracle):
    """An oracle that notes what it asks, and asks also where licences permit the same."""

    def __init__(self, rlimit: int | None) -> None:
        super().__init__(rlimit)
        self.asked: list[_Asked] = []

    def rights(self, under: Under) -> int:
        """Return a number of its own for each licence and status."""
        return self._known.setdefault(under, len(self._known))

    def _ask(self, grant: Grant, refuser: Under) -> bool:
        def formulas(encoder: Encoder) -> Sequence[Formula]:
            within_law = encoder.condition(lawful(refuser.view.license))
            return [*granted(encoder, grant), encoder.refused(*refuser), within_law]

        found = super()._ask(grant, refuser)
        about = f"Does {_named(grant)} allow what {_named([refuser])} withholds?"
        self.asked.append(_Asked(about, formulas, found))
        return found

    def _allow(self, bound: Iterable[View]) -> bool:
        views = sorted(bound, key=lambda view: view.license.id)

        def formulas(encoder: Encoder) -> Sequence[Formula]:
            grants = [[encoder.allowed(view, s) for view in views] for s in sorted(MATERIAL)]
            return [encoder.some([encoder.every(grant) for grant in grants])]

        found = super()._allow(views)
        names = " and ".join(view.license.id for view in views)
        self.asked.append(_Asked(f"Is anything allowed under {names}?", formulas, found))
        return found

    def _satisfiable(self, conditions: Iterable[Condition]) -> bool:
        wanted = sorted(
            conditions, key=lambda condition: (condition_text(condition), str(condition))
        )
        found = super()._satisfiable(wanted)
        about = f"Can this be: {'; and '.join(map(condition_text, wanted))}?"
        self.asked.append(_Asked(about, lambda encoder: [*map(encoder.condition, wanted)], found))
        return found

    def _loose(self, policy: Under, norm: FlowDown, grant: Grant, least: bool) -> Witness | None:
        def formulas(encoder: Encoder) -> Sequence[Formula]:
            items = policy.view.prohibitions[policy.status]
            cited = [encoder.applies(n) for clause, n in items if clause.cite in norm.cites]
            return [encoder.some(cited), *granted(encoder, grant)]

        found = super()._loose(policy, norm, grant, least)
        cites = ", ".join(sorted(norm.cites))
        about = f"Does {_named(grant)} allow what {policy.view.license.id} {cites} forbids?"
        self.asked.append(_Asked(about, formulas, found is not None))
        return found


def _named(unders: Iterable[Under]) -> str:
    names = sorted(f"{view.license.id} (on what is {status})" for view, status in unders)
    return " and ".join(names)


class RecordingEngine(Engine):
    """An engine that notes every question to the solver."""

    def __init__(self, library: Library, rlimit: int | None = None) -> None:
        super().__init__(library, rlimit)
        self._oracle = _Oracle(rlimit)

    @property
    def oracle(self) -> Oracle:
        """The oracle that notes what it asks."""
        return self._oracle

    def queries(self, families: Iterable[str]) -> tuple[Query, ...]:
        """Return what was asked, each question once, in an order that depends on nothing else.

        `families` are numbered from one, as they come.  Raises `InternalError` where a question
        that is asked again has another answer.
        """
        families, found = tuple(families), set[Query]()

        def build() -> None:  # in a thread of its own, each encoder has a context of its own
            found.update(_query(asked, families) for asked in self._oracle.asked)

        thread = Thread(target=build)
        thread.start()
        thread.join()
        if any(query.answer == "unknown" for query in found) or (self._oracle.asked and not found):
            raise InternalError("a query has another answer when it is asked again")
        return tuple(sorted(found, key=lambda query: (query.about, query.text)))


def _query(asked: _Asked, families: Iterable[str]) -> Query:
    encoder = Encoder()
    for family in families:
        encoder.family(family)
    solver = Solver(None, encoder)
    with solver.scope(*asked.formulas(encoder)):
        raw = solver.solver.to_smt2()
        again = solver.satisfiable()
    answer = ("sat" if asked.found else "unsat") if again == asked.found else "unknown"
    head = f"; {asked.about}\n(set-logic {LOGIC})\n(set-info :status {answer})\n"
    body = raw.partition("(set-info :status unknown)\n")[2]
    return Query(asked.about, head + _renumbered(body), answer)


def _renumbered(text: str) -> str:
    """Return a query in plain SMT-LIB, with its shared parts numbered from one."""
    numbers: dict[str, str] = {}

    def new(match: re.Match[str]) -> str:
        return numbers.setdefault(match.group(), f"x{len(numbers) + 1}")

    plain = _EMPTY.sub(lambda match: "false" if match.group() == "or" else "true", text)
    return _SHARED.sub(new, plain)
