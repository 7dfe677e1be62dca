"""From a signature to an answer: the status, and how it depends on the readings of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, combinations

from licenselogic.base.codes import Status
from licenselogic.decision.counts_as import supports
from licenselogic.decision.engine import Engine
from licenselogic.decision.question import Question
from licenselogic.decision.questions import Questions
from licenselogic.decision.rules import Depth
from licenselogic.decision.setting import OUTPUTS, PASS_ON
from licenselogic.decision.settling import Answer, Settling
from licenselogic.decision.signature import Signature
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary


def answer(engine: Engine, signature: Signature, depth: Depth = Depth.SCENARIOS) -> Answer:
    """Return the answer to a signature; what `depth` leaves out is left out of its decision.

    What fails by a sense of an edge that is only possible is `unknown`.
    """
    find = Settling(engine, signature, depth).bounded
    found: Answer = engine.answers.get_or((signature, depth), find)
    literally = signature.literally if found.status is Status.INCOMPATIBLE else None
    if literally is not None:
        other = answer(engine, literally, depth)
        if other.status is not Status.INCOMPATIBLE:
            return replace(other, status=Status.UNKNOWN, open=other.open | {"sense"})
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
    if any(what[0] in OUTPUTS for _, reach in signature.reached for what, _ in reach):
        names |= {PASS_ON}
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
    return Questions(engine, signature).question({}, None, None)


def _outbound(engine: Engine, signature: Signature) -> Iterator[License]:
    """Yield the licences of every alternative of the outbound expression."""
    if signature.outbound is not None:
        for terms in engine.expressions.parse(signature.outbound).alternatives:
            for term in terms:
                yield from engine.expressions.licenses(term)
