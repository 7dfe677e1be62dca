"""One signature on its way to an answer: choices tried in turn, and a question put for each.

An `OR` outbound is the recipient's choice: every alternative must do.  For each of them, an `OR`
upstream is the licensee's choice, so that one must do; and an id of several licences is somebody
else's, so that every reading counts.  Another licence never mends anything: what fails with a part
of the licences fails with more, and what works with all that a name may mean works with each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, combinations, islice, product

from licenselogic.base.codes import Status
from licenselogic.decision.engine import Engine
from licenselogic.decision.own import own_terms, written
from licenselogic.decision.question import Decision
from licenselogic.decision.questions import NONE_READ, Chosen, Group, Offered, Questions, Reading
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import Signature
from licenselogic.library.terms import Term

MAX_COMBINATIONS = 64
"""Readings of one kind explored before the answer is `unknown`."""

MAX_QUESTIONS = 256
"""Questions put for one answer, over all kinds of choice: they multiply."""


class TooManyError(Exception):
    """Choices multiply beyond `MAX_QUESTIONS`; the answer is `unknown`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a signature.

    `decision` belongs to the first alternative that works, or else to the first alternative.
    `open` names why the answer is unknown: `unknown`, `readings`, `descent`, `outbound`, `budget`,
    `many`, `sense`.
    """

    status: Status
    decision: Decision
    chosen: tuple[tuple[str, str], ...] = ()
    open: frozenset[str] = frozenset()


_SEVERITY = {Status.INCOMPATIBLE: 0, Status.UNKNOWN: 1, Status.COMPATIBLE: 2}


@dataclass(frozen=True)
class Settling:
    """A signature with the engine that decides its questions."""

    engine: Engine
    signature: Signature
    depth: Depth
    questions: Iterator[int] = field(default_factory=lambda: iter(range(MAX_QUESTIONS)))

    def bounded(self) -> Answer:
        """Return the answer, `unknown` where it takes too many questions."""
        try:
            return self.answer()
        except TooManyError:
            return Answer(Status.UNKNOWN, Decision(()), open=frozenset({"many"}))

    def answer(self) -> Answer:
        """Combine the recipient's choices: the worst news, and all that is open beside it."""
        found: list[Answer] = []
        for readings in self.outbounds():
            found.append(self.best(readings))
            if found[-1].status is Status.INCOMPATIBLE:
                return found[-1]
        worst = min(found, key=lambda a: _SEVERITY[a.status])
        return replace(worst, open=frozenset[str]().union(*(a.open for a in found)))

    # The licensee's choices

    def best(self, readings: list[Offered]) -> Answer:
        """Return the first choice that works, else the best news.

        Only the choice that is shown is looked at closely.
        """
        parse = self.engine.expressions.parse
        options = [(c.name, parse(c.text).alternatives) for c in self.signature.choices]
        first = {name: alternatives[0] for name, alternatives in options}
        open_ = [option for option in options if len(option[1]) > 1]
        if not open_:
            return self.under(first, readings)
        settled = {name: first[name] for name, alternatives in options if len(alternatives) == 1}
        unknown: Chosen | None = None
        for chosen in self.promising(settled, open_, readings):
            status = self.quick.under(chosen, readings).status
            if status is Status.COMPATIBLE:
                return self.under(chosen, readings)
            if status is Status.UNKNOWN and unknown is None:
                unknown = chosen
        return self.under(unknown or first, readings)

    def promising(
        self,
        chosen: Chosen,
        options: list[tuple[str, tuple[tuple[Term, ...], ...]]],
        readings: list[Offered],
    ) -> Iterator[Chosen]:
        """Yield the ways to choose that do not fail already by a part of what is chosen."""
        if not options:
            yield chosen
        elif not self.fails(chosen, readings):
            (name, alternatives), *rest = options
            for terms in alternatives:
                yield from self.promising({**chosen, name: terms}, rest, readings)

    def fails(self, chosen: Chosen, readings: list[Offered]) -> bool:
        """Tell whether what is definite fails, whatever the outbound licence means."""
        if len(readings) > MAX_COMBINATIONS:
            return False
        asked = (self.ask(chosen, offered, NONE_READ, Depth.STATUS) for offered in readings)
        return all(found.violations for found in asked)

    @cached_property
    def to_put(self) -> Questions:
        """The questions that there are to put."""
        return Questions(self.engine, self.signature)

    @cached_property
    def quick(self) -> "Settling":
        """The same, content with the status."""
        return replace(self, depth=Depth.STATUS)

    def under(self, chosen: Chosen, readings: list[Offered]) -> Answer:
        """Answer under the licensee's choices."""
        found = self.together(chosen, readings)
        open_ = found.open
        if found.status is not Status.INCOMPATIBLE and self.to_put.unknown(chosen):
            open_ |= {"unknown"}
        texts = {choice.name: choice.text for choice in self.signature.choices}
        shown = ((texts[c], " AND ".join(t.name for t in terms)) for c, terms in chosen.items())
        return replace(
            found,
            status=Status.UNKNOWN if open_ else found.status,
            chosen=tuple(dict.fromkeys((text, name) for text, name in shown if text != name)),
            open=open_,
        )

    # Readings of the outbound licence

    def outbounds(self) -> list[list[Offered]]:
        """Return, for every outbound alternative, its readings as sets of licences.

        Of too many readings one more is returned than are explored.
        """
        if self.signature.outbound is None:
            return [[None]]
        expressions = self.engine.expressions
        found: list[list[Offered]] = []
        for terms in expressions.parse(self.signature.outbound).alternatives:
            members = [own_terms(term) or expressions.licenses(term) for term in terms]
            readings = islice(product(*members), MAX_COMBINATIONS + 1) if all(members) else ()
            found.append([frozenset(reading) for reading in readings] or [None])
        return found

    def together(self, chosen: Chosen, readings: list[Offered]) -> Answer:
        """Combine the readings of one outbound alternative: all must agree.

        Only the reading that is shown is looked at closely.
        """
        first, *rest = readings[:MAX_COMBINATIONS]
        if not rest:
            return self.offered(chosen, first)
        answers = [self.quick.offered(chosen, reading) for reading in (first, *rest)]
        position = min(range(len(answers)), key=lambda n: _SEVERITY[answers[n].status])
        worst = self.offered(chosen, readings[position])
        open_ = worst.open.union(*(a.open for a in answers))
        if len({a.status for a in answers}) > 1:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"readings"})
        if len(readings) > MAX_COMBINATIONS:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"many"})
        return replace(worst, open=open_)

    # Readings of upstream licences

    def offered(self, chosen: Chosen, licenses: Offered) -> Answer:
        """Answer for one outbound set, over the readings of underspecified upstream ids."""
        groups = self.to_put.groups(chosen)
        if groups and self.ask(chosen, licenses, None, Depth.STATUS).violations:
            return self.read(chosen, licenses, groups)
        return self.told(self.ask(chosen, licenses, None, self.depth), licenses)

    def told(self, found: Decision, licenses: Offered) -> Answer:
        """Return the answer that a decision gives."""
        if found.spent:
            return Answer(Status.UNKNOWN, found, open=frozenset({"budget"}))
        if found.violations:
            return Answer(Status.INCOMPATIBLE, found)
        if found.doubted:
            return Answer(Status.UNKNOWN, found, open=frozenset({"descent"}))
        needed = not self.to_put.unneeded and self.signature.publish != "internal"
        unnamed = frozenset({"outbound"}) if licenses is None and needed else frozenset[str]()
        return Answer(Status.COMPATIBLE, found, open=unnamed)

    def read(self, chosen: Chosen, licenses: Offered, groups: list[Group]) -> Answer:
        """Combine the readings of upstream ids: all must agree.

        Works that share a choice may still mean different licences by it.  More licences never
        mend, so that this matters only where all is well while they mean the same.
        """
        first = next(_alike(groups))
        if self.ask(chosen, licenses, NONE_READ, Depth.STATUS).violations:
            return self.told(self.ask(chosen, licenses, first, self.depth), licenses)
        outcomes = self.outcomes(chosen, licenses, _alike(groups))
        if outcomes == {"works"}:
            outcomes |= self.outcomes(chosen, licenses, _mixed(groups))
        if outcomes == {"fails"}:
            return self.told(self.ask(chosen, licenses, first, self.depth), licenses)
        if outcomes == {"works"}:
            found = [self.ask(chosen, licenses, reading, self.depth) for reading in _alike(groups)]
            return self.told(_united(found), licenses)
        why = (
            outcomes & {"budget", "descent", "many"}
            if len(outcomes & {"works", "fails"}) < 2
            else ()
        )
        return Answer(Status.UNKNOWN, Decision(()), open=frozenset(why) or frozenset({"readings"}))

    def outcomes(
        self, chosen: Chosen, licenses: Offered, readings: Iterator[Reading]
    ) -> frozenset[str]:
        """Return what comes of readings, until they differ: `works`, `fails`, `budget`,
        `descent`, `many`."""
        found: set[str] = set()
        for reading in islice(readings, MAX_COMBINATIONS):
            asked = self.ask(chosen, licenses, reading, Depth.STATUS)
            spent, fails = "budget" if asked.spent else "", "fails" if asked.violations else ""
            found.add(spent or fails or ("descent" if asked.doubted else "works"))
            if len(found) > 1:
                return frozenset(found)
        return frozenset(found | {"many"} if next(readings, None) is not None else found)

    # Questions

    def ask(
        self, chosen: Chosen, outbound: Offered, reading: Reading | None, depth: Depth
    ) -> Decision:
        """Put one question; `reading` fixes underspecified ids, None takes all members at once.

        Raises `TooManyError` when enough have been put.
        """
        if next(self.questions, None) is None:
            raise TooManyError
        question = self.to_put.question(chosen, outbound, reading)
        if outbound is None and self.to_put.unneeded and self.engine.asks_for_license(question):
            question = replace(question, outbound=frozenset({written()}))
        return self.engine.decide(question, depth)


def _alike(groups: list[Group]) -> Iterator[Reading]:
    """Yield the readings under which the works of a choice mean the same by an id."""
    for meant in product(*(members for _, _, members, _ in groups)):
        yield {(c, n): (k,) for (c, n, _, _), k in zip(groups, meant, strict=True)}


def _mixed(groups: list[Group]) -> Iterator[Reading]:
    """Yield the readings under which they mean as many licences as they can."""
    if all(works == 1 for _, _, _, works in groups):
        return
    kinds = (combinations(members, min(works, len(members))) for _, _, members, works in groups)
    for meant in product(*kinds):
        yield {(c, n): some for (c, n, _, _), some in zip(groups, meant, strict=True)}


def _united(found: list[Decision]) -> Decision:
    """Return decisions without violations as one, with the conditions and duties of all."""
    return Decision(
        (),
        tuple(dict.fromkeys(chain.from_iterable(one.requirements for one in found))),
        tuple(dict.fromkeys(chain.from_iterable(one.duties for one in found))),
        tuple(dict.fromkeys(chain.from_iterable(one.terms for one in found))),
        spent=any(one.spent for one in found),
        doubted=any(one.doubted for one in found),
    )
