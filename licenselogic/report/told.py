"""What a verdict tells, one thing at a time, with its place: for reports that list findings.

Text and JSON draw the verdict as a whole.  SARIF, annotations, JUnit and Markdown draw these
values, which hold the same sentences.  Nothing is worded or decided here but which of them fail.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from licenselogic.base.codes import Code, Status
from licenselogic.base.meanings import meaning
from licenselogic.base.source import Span
from licenselogic.lineage.places import Places
from licenselogic.lineage.work import Finding
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.verdict.verdict import ClauseRef, Counterexample, Duty, DutyState, Verdict


class Part(StrEnum):
    """The part of a verdict that something is told in; the names are those of `--fail-on`."""

    INCOMPATIBLE = "incompatible"
    UNKNOWN = "unknown"
    POLICY = "policy"
    CONDITIONS = "conditions"
    DUTIES = "duties"
    WARNINGS = "warnings"


class Level(StrEnum):
    """How much something matters: what fails is an error; the names are those of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


USUAL = frozenset({Part.INCOMPATIBLE, Part.UNKNOWN, Part.POLICY})
"""What fails unless something else is asked for."""

NONE = "none"
FAIL_ON = ("incompatible", "unknown", "conditions", "duties", "warnings", NONE)
"""What `--fail-on` takes; what is against the policy fails unless nothing does."""

CONDITION = "condition"
"""The code of what must be true for a verdict to stand."""

_LEVELS = {
    Part.INCOMPATIBLE: Level.ERROR,
    Part.UNKNOWN: Level.WARNING,
    Part.POLICY: Level.ERROR,
    Part.WARNINGS: Level.WARNING,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told of a work: a code, a sentence, and where it stands.

    `details` are clauses, scenario and path, each with its name; `related` are other places with a
    word on each.  `fingerprint` stays the same as long as the finding does, wherever its lines
    move.  `accepted` is the reason for which somebody accepts it, and `fails` whether it fails.
    """

    part: Part
    code: str
    message: str
    help: str = ""
    work: str = ""
    about: tuple[str, ...] = ()
    clauses: tuple[ClauseRef, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    place: Span | None = None
    related: tuple[tuple[str, Span], ...] = ()
    fingerprint: str = ""
    accepted: str = ""
    fails: bool = False

    @property
    def level(self) -> Level:
        """How much it matters: what was accepted is a note, and what fails an error."""
        if self.accepted:
            return Level.NOTE
        return Level.ERROR if self.fails else _LEVELS.get(self.part, Level.NOTE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict on a work of an input, with everything that is told of it.

    `path` is the input as the caller named it, '' for none.
    """

    path: str
    verdict: Verdict
    told: tuple[Told, ...] = ()

    @property
    def status(self) -> Status:
        """The status of the verdict."""
        return self.verdict.status

    @property
    def title(self) -> str:
        """The question: which work, under which licence."""
        return f"{self.verdict.work} under {self.verdict.license or 'no licence'}"

    @property
    def failing(self) -> tuple[Told, ...]:
        """What fails."""
        return tuple(told for told in self.told if told.fails)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that could not be judged, and why: the code and the message of each mistake."""

    path: str
    problems: tuple[tuple[str, str, Span | None], ...]
    text: str = field(default="", compare=False)


def checked(path: str, verdict: Verdict, places: Places | None = None) -> Checked:
    """Return a verdict with all that it tells, in the order of the text."""
    return Checked(path, verdict, tuple(marked(_told(verdict, places or Places()), verdict)))


def judged(found: Checked, fail_on: Iterable[str]) -> Checked:
    """Return the same with what fails marked, which nothing does that is accepted."""
    parts = frozenset(fail_on)
    told = tuple(replace(t, fails=t.part in parts and not t.accepted) for t in found.told)
    return replace(found, told=told)


def _told(verdict: Verdict, places: Places) -> Iterator[Told]:
    for counterexample in verdict.counterexamples:
        yield _counterexample(counterexample, verdict, places)
    for reason in verdict.reasons:
        yield _finding(Part.UNKNOWN, reason, verdict, places)
    for condition in verdict.conditions:
        yield Told(
            Part.CONDITIONS,
            CONDITION,
            condition.text,
            work=verdict.work,
            about=(condition.work,),
            clauses=condition.clauses,
            details=tuple(("clause", clause_text(ref)) for ref in condition.clauses),
            place=places.of_license(verdict.work),
        )
    for duty in verdict.duties:
        if duty.state is not DutyState.MET:
            yield _duty(duty, verdict, places)
    for warning in verdict.warnings:
        yield _finding(Part.WARNINGS, warning, verdict, places)


def _counterexample(found: Counterexample, verdict: Verdict, places: Places) -> Told:
    details = [("clause", clause_text(ref)) for ref in found.clauses]
    details += [("text", f'"{ref.words}"') for ref in found.clauses if ref.words]
    details += [("scenario", found.situation)] if found.situation else []
    details.append(("path", way(found.path, found.relations)))
    if found.other_work and found.other_work != found.work:
        details.append(("against", " -> ".join(found.other_path)))
    steps = zip(found.path[1:], found.path, found.relations, strict=False)
    related = [(f"{by} of {above}", places.of_step(below, above)) for below, above, by in steps]
    return Told(
        Part.INCOMPATIBLE,
        found.kind.value,
        found.message,
        help=found.help,
        work=verdict.work,
        about=tuple(dict.fromkeys(filter(None, (found.work, found.other_work)))),
        clauses=found.clauses,
        details=tuple(details),
        place=places.of_license(verdict.work),
        related=tuple((text, span) for text, span in related if span is not None),
    )


def _finding(part: Part, found: Finding, verdict: Verdict, places: Places) -> Told:
    work = next(iter(found.works), verdict.work)
    return Told(
        part,
        found.code.value,
        found.message,
        help=meaning(found.code).advice,
        work=verdict.work,
        about=found.works,
        place=places.of_license(work),
    )


def _duty(duty: Duty, verdict: Verdict, places: Places) -> Told:
    reason = f" ({duty.reason})" if duty.reason else ""
    return Told(
        Part.DUTIES,
        duty.duty,
        f"{duty.message}{reason}",
        work=verdict.work,
        about=(duty.work,),
        clauses=(duty.clause,),
        details=(("clause", clause_text(duty.clause)),),
        place=places.of_license(verdict.work),
    )


def marked(found: Iterable[Told], verdict: Verdict) -> Iterator[Told]:
    """Yield what is told with fingerprints: of works, licences and clauses, not of places."""
    times: Counter[str] = Counter()
    for told in found:
        cites = [(ref.license, ref.cite) for ref in told.clauses]
        path = [text for name, text in told.details if name in ("path", "against")]
        key = [told.part, told.code, told.work, verdict.license, told.about, cites, path]
        text = json.dumps(key)
        times[text] += 1
        mark = hashlib.sha256(f"{text}#{times[text]}".encode()).hexdigest()[:32]
        yield replace(told, fingerprint=mark)


def clause_text(ref: ClauseRef) -> str:
    """Return a clause with its summary."""
    return f"{ref.license} {ref.cite}: {ref.says}"


def way(works: tuple[str, ...], relations: tuple[str, ...]) -> str:
    """Return a path from an ancestor down, with the relations between the works."""
    text = works[0]
    for relation, work in zip(relations, works[1:], strict=True):
        text += f" --{relation}--> {work}"
    return text


def described(code: str) -> tuple[str, str]:
    """Return what a code means, and what to do about it: of codes, conditions and duties."""
    if code in vocabulary().raw["duties"]:
        advice = "do it, and show it in the folder or as `evidence` of the work"
        return vocabulary().meaning("duties", code), advice
    if code == CONDITION:
        return (
            "what must be true for the verdict to stand",
            "state the fact that it asks for (`--fact`, `facts` of the work), or keep to it",
        )
    found = meaning(Code(code))
    return found.summary, found.advice
