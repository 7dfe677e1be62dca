"""From a signature to an answer: the choices that expressions leave, and one question for each.

What is chosen is tried in turn: an `OR` upstream is the licensee's choice, an `OR` outbound is the
recipient's, and an id of several licences is somebody else's, so that every reading counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice, product

from licenselogic.base.codes import Status
from licenselogic.decision.counts_as import Reach, supports
from licenselogic.decision.engine import Engine
from licenselogic.decision.expressions import Key
from licenselogic.decision.question import Ancestor, Decision, Question
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import Signature
from licenselogic.library.terms import Term
from licenselogic.norms.assumptions import valuation
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary

MAX_COMBINATIONS = 64
"""Choices, or readings, of one kind explored before the answer is `unknown`."""

MAX_QUESTIONS = 256
"""Questions put for one answer, over all kinds of choice: they multiply."""


class TooManyError(Exception):
    """Choices multiply beyond `MAX_QUESTIONS`; the answer is `unknown`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a signature.

    `decision` belongs to the first alternative that works, or else to the first alternative.
    `open` names why the answer is unknown: `unknown`, `readings`, `outbound`, `budget`, `many`.
    """

    status: Status
    decision: Decision
    chosen: tuple[tuple[str, str], ...] = ()
    open: frozenset[str] = frozenset()


def answer(engine: Engine, signature: Signature, depth: Depth = Depth.SCENARIOS) -> Answer:
    """Return the answer to a signature; what `depth` leaves out is left out of its decision."""
    find = _Answering(engine, signature, depth).bounded
    found: Answer = engine.answers.get_or((signature, depth), find)
    return found


def status(engine: Engine, signature: Signature) -> Status:
    """Return the status alone; stops at the first violation."""
    return answer(engine, signature, Depth.STATUS).status


def mentioned(engine: Engine, signature: Signature) -> tuple[str, ...]:
    """Return the assumptions on which the answer may depend, in the order of the vocabulary."""
    licenses = [engine.library[key.license] for key, _ in signature.reached]
    licenses += _outbound(engine, signature)
    names = {name for _, reach in signature.reached for name in supports(reach)}
    names = names.union(*map(engine.relevant, licenses))
    return tuple(name for name in vocabulary().assumptions if name in names)


Flips = tuple[tuple[tuple[tuple[str, bool], ...], Status], ...]
"""Changes of assumptions, each with the status that it gives."""


def sensitivity(engine: Engine, signature: Signature) -> Flips:
    """Return the smallest sets of changed assumptions that give another status.

    None where choices multiply beyond what is explored: other readings would multiply them again.
    """
    present = answer(engine, signature, Depth.STATUS)
    now, held = present.status, frozenset(signature.readings)
    if "many" in present.open:
        return ()
    names = mentioned(engine, signature)
    for size in range(1, len(names) + 1):
        found = []
        for changed in combinations(names, size):
            other = status(engine, under(signature, held.symmetric_difference(changed)))
            if other != now:
                found.append((tuple((name, name not in held) for name in changed), other))
        if found:
            return tuple(found)
    return ()


def every_reading(engine: Engine, signature: Signature) -> Mapping[frozenset[str], Status]:
    """Return the status for every valuation of the assumptions that matter."""
    names = sorted(mentioned(engine, signature))
    sets = chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))
    return {frozenset(held): status(engine, under(signature, held)) for held in sets}


def under(signature: Signature, readings: frozenset[str] | tuple[str, ...]) -> Signature:
    """Return the signature when exactly these assumptions hold."""
    return replace(signature, readings=tuple(sorted(readings)))


def question(engine: Engine, signature: Signature) -> Question | None:
    """Return the upstream side of what is asked, if it leaves no choice."""
    if signature.choices:
        return None
    return _Answering(engine, signature, Depth.STATUS).question({}, None, None)


def _outbound(engine: Engine, signature: Signature) -> Iterator[License]:
    """Yield the licences of every alternative of the outbound expression."""
    if signature.outbound is not None:
        for terms in engine.expressions.parse(signature.outbound).alternatives:
            for term in terms:
                yield from engine.expressions.licenses(term)


Chosen = Mapping[str, tuple[Term, ...]]
"""For each expression that leaves a choice, the alternative that the licensee takes."""

Reading = Mapping[tuple[str, str], License]
"""For each choice and each id of several licences in it, the licence that is meant."""

_SEVERITY = {Status.INCOMPATIBLE: 0, Status.UNKNOWN: 1, Status.COMPATIBLE: 2}


@dataclass(frozen=True)
class _Answering:
    """One signature on its way to an answer."""

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
        """Combine the licensee's choices: the first alternative that works, else the worst news.

        Only the alternative that is shown is looked at closely.
        """
        texts = self.signature.choices
        options = product(*(self.engine.expressions.parse(t).alternatives for t in texts))
        tried = [
            dict(zip(texts, taken, strict=True)) for taken in islice(options, MAX_COMBINATIONS)
        ]
        more = next(options, None) is not None
        statuses = []
        for chosen in tried if len(tried) > 1 else ():
            statuses.append(self.quick.under(chosen).status)
            if statuses[-1] is Status.COMPATIBLE:
                return self.under(chosen)
        if more:
            return replace(self.under(tried[0]), status=Status.UNKNOWN, open=frozenset({"many"}))
        unknown = statuses.index(Status.UNKNOWN) if Status.UNKNOWN in statuses else 0
        return self.under(tried[unknown])

    @property
    def quick(self) -> "_Answering":
        """The same, content with the status."""
        return replace(self, depth=Depth.STATUS)

    def under(self, chosen: Chosen) -> Answer:
        """Answer under the licensee's choices: recipients may take any outbound alternative."""
        alternatives = [self.together(chosen, readings) for readings in self.outbounds()]
        worst = min(alternatives, key=lambda a: _SEVERITY[a.status])
        open_ = worst.open
        if worst.status is not Status.INCOMPATIBLE:
            open_ = open_.union(*(a.open for a in alternatives))
            open_ |= {"unknown"} if self.unknown(chosen) else frozenset()
        shown = ((text, " AND ".join(t.name for t in terms)) for text, terms in chosen.items())
        return replace(
            worst,
            status=Status.UNKNOWN if open_ else worst.status,
            chosen=tuple((text, name) for text, name in shown if text != name),
            open=open_,
        )

    def together(self, chosen: Chosen, readings: list[frozenset[License] | None]) -> Answer:
        """Combine the readings of one outbound alternative: all must agree.

        Only the reading that is shown is looked at closely.
        """
        first, *rest = readings[:MAX_COMBINATIONS]
        if not rest:
            return self.offered(chosen, first)
        answers = [self.quick.offered(chosen, reading) for reading in (first, *rest)]
        position = min(range(len(answers)), key=lambda n: _SEVERITY[answers[n].status])
        worst = self.offered(chosen, readings[position])
        open_ = frozenset[str]().union(*(a.open for a in answers))
        if len({a.status for a in answers}) > 1:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"readings"})
        if len(readings) > MAX_COMBINATIONS:
            return replace(worst, status=Status.UNKNOWN, open=open_ | {"many"})
        return replace(worst, open=open_)

    def unknown(self, chosen: Chosen) -> bool:
        """Tell whether a term that is not known matters under these choices."""
        return any(
            not choice or any(term.name == name for term in chosen.get(choice, ()))
            for choice, name in self.signature.unknown
        )

    def outbounds(self) -> list[list[frozenset[License] | None]]:
        """Return, for every outbound alternative, its readings as sets of licences.

        None stands for a set that is not proposed, or not known.  Of too many readings one more is
        returned than are explored.
        """
        if self.signature.outbound is None:
            return [[None]]
        expressions = self.engine.expressions
        found: list[list[frozenset[License] | None]] = []
        for terms in expressions.parse(self.signature.outbound).alternatives:
            members = [expressions.licenses(term) for term in terms]
            readings = islice(product(*members), MAX_COMBINATIONS + 1) if all(members) else ()
            found.append([frozenset(reading) for reading in readings] or [None])
        return found

    def offered(self, chosen: Chosen, licenses: frozenset[License] | None) -> Answer:
        """Answer for one outbound set, over the readings of underspecified upstream ids."""
        groups = self.groups(chosen)
        if groups and self.ask(chosen, licenses, None, Depth.STATUS).violations:
            return self.read(chosen, licenses, groups)
        every = self.ask(chosen, licenses, None, self.depth)
        if every.spent:
            return Answer(Status.UNKNOWN, every, open=frozenset({"budget"}))
        if every.violations:
            return Answer(Status.INCOMPATIBLE, every)
        needed = self.signature.publish != "internal"  # what nobody gets needs no licence
        unnamed = frozenset({"outbound"}) if licenses is None and needed else frozenset[str]()
        return Answer(Status.COMPATIBLE, every, open=unnamed)

    def read(
        self,
        chosen: Chosen,
        licenses: frozenset[License] | None,
        groups: list[tuple[str, str, tuple[License, ...]]],
    ) -> Answer:
        """Incompatible, as the first reading is, if every reading is; unknown if only some are.

        Adding licences never mends, so that what all members together allow is allowed by each.
        """
        readings = (
            {(c, n): k for (c, n, _), k in zip(groups, reading, strict=True)}
            for reading in product(*(members for _, _, members in groups))
        )
        tried = list(islice(readings, MAX_COMBINATIONS))
        for taken in tried:
            found = self.ask(chosen, licenses, taken, Depth.STATUS)
            if not found.violations:
                why = "budget" if found.spent else "readings"
                return Answer(Status.UNKNOWN, found, open=frozenset({why}))
        if next(readings, None) is not None:
            return Answer(Status.UNKNOWN, Decision(()), open=frozenset({"many"}))
        first = self.ask(chosen, licenses, tried[0], self.depth)
        if first.spent:
            return Answer(Status.UNKNOWN, first, open=frozenset({"budget"}))
        return Answer(Status.INCOMPATIBLE, first)

    def groups(self, chosen: Chosen) -> list[tuple[str, str, tuple[License, ...]]]:
        """Return (choice, name, members) for every underspecified id in play."""
        return [
            (text, term.name, self.engine.expressions.licenses(term))
            for text, terms in chosen.items()
            for term in terms
            if term.kind == "group"
        ]

    def ask(
        self,
        chosen: Chosen,
        outbound: frozenset[License] | None,
        reading: Reading | None,
        depth: Depth,
    ) -> Decision:
        """Put one question; `reading` fixes underspecified ids, None takes all members at once.

        Raises `TooManyError` when enough have been put.
        """
        if next(self.questions, None) is None:
            raise TooManyError
        return self.engine.decide(self.question(chosen, outbound, reading), depth)

    def question(
        self, chosen: Chosen, outbound: frozenset[License] | None, reading: Reading | None
    ) -> Question:
        """Return the question under these choices; readings that cannot matter are left out."""
        ancestors = frozenset(self.ancestors(chosen, reading))
        licenses = chain((a.license for a in ancestors), outbound or ())
        matter = frozenset(chain.from_iterable(map(self.engine.relevant, licenses)))
        signature = self.signature
        return Question(
            ancestors,
            outbound,
            signature.material,
            signature.publish,
            frozenset(signature.facts),
            frozenset(self.bases(chosen, reading)),
            matter.intersection(signature.readings),
        )

    def ancestors(self, chosen: Chosen, reading: Reading | None) -> Iterator[Ancestor]:
        """Yield the licences that reach the work, one for each type of ancestor."""
        transitions, number = self.engine.transitions, valuation(self.signature.readings)
        merged: dict[tuple[str, str], Reach] = {}
        for key, reach in self.signature.reached:
            if key.choice and not self.taken(key, chosen[key.choice], reading):
                continue
            same = (key.license, key.material)
            merged[same] = transitions.union(merged.get(same, ()), reach)
        for (name, material), reach in merged.items():
            held = transitions.at(reach, number)
            if held.standings or held.made:
                yield Ancestor(self.engine.library[name], material, held.standings, held.made)

    def bases(self, chosen: Chosen, reading: Reading | None) -> Iterator[frozenset[str]]:
        """Yield the families of each base under these choices, of all members of a name each."""
        expressions = self.engine.expressions
        for base in self.signature.bases:
            if not base.choice:
                yield frozenset(base.families)
                continue
            members = [
                self.members(base.choice, term, reading) for term in chosen.get(base.choice, ())
            ]
            for licenses in product(*filter(None, members)):
                yield frozenset(expressions.families(licenses))

    def members(self, choice: str, term: Term, reading: Reading | None) -> tuple[License, ...]:
        """Return the licences that a term of a choice may mean under a reading."""
        if term.kind == "group" and reading is not None:
            return (reading[choice, term.name],)
        return self.engine.expressions.licenses(term)

    def taken(self, key: Key, terms: tuple[Term, ...], reading: Reading | None) -> bool:
        """Tell whether a licence is among those that the choices and the reading give."""
        for term in terms:
            if key.license not in self.engine.expressions.ids(term):
                continue
            if term.kind != "group" or reading is None:
                return True
            if reading[key.choice, term.name].id == key.license:
                return True
        return False
