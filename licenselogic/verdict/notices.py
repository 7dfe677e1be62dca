"""What is to be told beside counterexamples: why the answer is open, and what else to know.

Data only: a topic, the works that it is about, and what its sentence needs (`words.Topic`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from licenselogic.base.codes import Code, Status
from licenselogic.decision.counts_as import lines_named
from licenselogic.library.terms import Term
from licenselogic.lineage.work import is_nameless
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.mislabelled import mislabelled
from licenselogic.verdict.words import Topic

MAX_MISLABELLED = 20
"""Mislabelled ancestors that are named."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A topic, the works that it is about, and what to fill into its sentence."""

    topic: Topic
    works: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> Code:
        """The code under which it is reported."""
        return self.topic.code


# Reasons for `unknown`


def reasons(asked: Asked) -> Iterator[Notice]:
    """Yield why the answer is unknown."""
    if asked.status is not Status.UNKNOWN:
        return
    if "unknown" in asked.answer.open:
        yield from _unknown_terms(asked)
    if "readings" in asked.answer.open:
        yield from _groups(asked)
    if "descent" in asked.answer.open:
        for name in _improved(asked):
            yield Notice(Topic.DESCENT, (name,))
    if "sense" in asked.answer.open:
        yield from _doubted(asked)
    if "outbound" in asked.answer.open:
        yield _outbound(asked)
    if "budget" in asked.answer.open:
        yield Notice(Topic.BUDGET)
    if "many" in asked.answer.open:
        yield Notice(Topic.CHOICES)


def _unknown_terms(asked: Asked) -> Iterator[Notice]:
    missing = (f for f in asked.lineage.findings if f.code is Code.MISSING_UPSTREAM)
    named_only = {finding.works[0] for finding in missing}
    for name, term in asked.upstream_terms():
        if term.kind in _OPEN:
            if name in named_only and term.kind == "undeclared":
                yield Notice(Topic.NAMELESS if is_nameless(name) else Topic.NAMED_ONLY, (name,))
            else:
                yield _open(name, term)


_OPEN = {
    "undeclared": Topic.UNDECLARED,
    "unknown": Topic.UNKNOWN,
    "unmodelled": Topic.UNMODELLED,
}


def _open(name: str, term: Term) -> Notice:
    """Return why a term of a work's licence leaves the answer open."""
    note = f" ({term.note})" if term.note and term.name else ""
    return Notice(_OPEN[term.kind], (name,), {"license": term.name, "note": note})


def _groups(asked: Asked) -> Iterator[Notice]:
    for name in asked.order:
        terms = chain.from_iterable(asked.expression(name).alternatives)
        for term in dict.fromkeys(term for term in terms if term.kind == "group"):
            details = {"license": term.name, "members": ", ".join(term.means)}
            yield Notice(Topic.UNDERSPECIFIED, (name,), details)


def _outbound(asked: Asked) -> Notice:
    works = (asked.target,)
    if asked.outbound is None:
        return Notice(Topic.NO_LICENSE, works)
    terms = chain.from_iterable(asked.outbound.alternatives)
    found = next((term for term in terms if term.kind in _OPEN), None)
    return _open(asked.target, found) if found else Notice(Topic.NOT_KNOWN, works)


# Warnings


def warnings(asked: Asked) -> Iterator[Notice]:
    """Yield what does not decide the answer; findings about the input come with the lineage."""
    for name in asked.order:
        if asked.lifted(name):
            owner = asked.lineage.works[name].owner or ""
            yield Notice(Topic.SAME_OWNER, (name,), {"owner": owner})
    yield from _sources(asked)
    yield from _needed(asked)
    yield from _mismatch(asked)
    yield from unreviewed(asked)
    for license, clauses in asked.copyleft():
        cites = ", ".join(dict.fromkeys(clause.cite for clause in clauses))
        yield Notice(Topic.PROLIFERATION, details={"license": license, "cites": cites})
    yield from _mislabelled(asked)


def unreviewed(asked: Asked) -> Iterator[Notice]:
    """Yield the licences in play whose clauses no second reader has checked."""
    for license in sorted(k.id for k in asked.licenses() if k.review != "checked"):
        yield Notice(Topic.UNREVIEWED, details={"license": license})


def _sources(asked: Asked) -> Iterator[Notice]:
    """Yield what is under a licence that only somebody else can give."""
    parties = asked.engine.expressions.parties
    for name in _improved(asked):
        for license in sorted(asked.engine.expressions.every(asked.lineage.works[name].license)):
            if not parties.gives(asked.fold.owners.party(name), license):
                yield Notice(Topic.UNNAMED_SOURCE, (name,), {"license": license})
    texts = {asked.lineage.works[name].license for name in asked.order[:-1]}
    upstream = chain.from_iterable(map(asked.engine.expressions.every, texts))
    above = {parties.licensor(license) for license in upstream}
    for term in chain.from_iterable(asked.outbound.alternatives if asked.outbound else ()):
        licensor = parties.licensor(term.name) if term.kind == "license" else ""
        if licensor and licensor not in above | {asked.fold.owners.party(asked.target)}:
            yield Notice(Topic.FOREIGN_LICENSOR, (asked.target,), {"license": term.name})


def _needed(asked: Asked) -> Iterator[Notice]:
    """Yield the works that are needed when the target, or a work in it, runs."""
    if asked.work.publish not in ("share", "sell"):
        return
    relations = vocabulary().relations
    for name in asked.order:
        for edge in asked.lineage.upstream[name]:
            if relations[edge.by].runs:
                license = asked.lineage.works[edge.work].license
                shown = f"`{license}`" if license else "no known licence"
                details = {"needed": edge.work, "license": shown}
                yield Notice(Topic.RUNTIME_TERMS, (name, edge.work), details)


def _doubted(asked: Asked) -> Iterator[Notice]:
    """Yield the works that may hold something of what they are said to depend on."""
    fold = asked.fold
    literal = fold.upstream if fold.literal is None else fold.literal.upstream
    for name in asked.order:
        for edge in fold.upstream[name]:
            if edge not in literal[name] and not vocabulary().relations[edge.by].runs:
                yield Notice(Topic.SENSE, (name, edge.work), {"above": edge.work})


def _improved(asked: Asked) -> list[str]:
    """Return the models on whose line it may turn whether others may improve them.

    Those that whoever made a work brought together with others, under some licence that lets only
    models of one line be improved.
    """
    if not any(map(lines_named, asked.licenses())):
        return []
    descent, found = asked.fold.descent, set[str]()
    for name in asked.order:
        above = [descent.roots(edge.work) for edge in asked.fold.upstream[name]]
        mine = descent.roots(name)
        if any(theirs is not mine for theirs in above):
            found |= mine - frozenset.intersection(*above) - {name}
    return [name for name in asked.order if name in found]


def _mismatch(asked: Asked) -> Iterator[Notice]:
    material = asked.signature.material
    for term in chain.from_iterable(asked.outbound.alternatives if asked.outbound else ()):
        if term.kind != "license":
            continue
        covers = asked.engine.library[term.name].covers
        if not covers & (vocabulary().types[material] | {"any"}):
            written = " and ".join(sorted(covers))
            details = {"license": term.name, "written": written, "material": material}
            yield Notice(Topic.MISMATCH, (asked.target,), details)


def _mislabelled(asked: Asked) -> Iterator[Notice]:
    for found in islice(mislabelled(asked), MAX_MISLABELLED):
        details = {
            "label": found.label,
            "license": found.violation.side.license,
            "cites": ", ".join(c.cite for c in found.violation.clauses) or "reserved rights",
            "source": found.source,
        }
        yield Notice(Topic.MISLABELLED, (found.work, found.source), details)
