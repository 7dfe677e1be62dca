"""What a case exercises, by name: for tables of coverage, and for the tests that hold them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from licenselogic.lineage.work import Work
from licenselogic.norms.assumptions import always, support
from licenselogic.norms.conditions import atoms
from licenselogic.norms.deontic import (
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.expressions import read
from licenselogic.reference.judge import Judge
from licenselogic.reference.offer import Deed
from licenselogic.reference.senses import understood
from licenselogic.reference.walk import bases
from licenselogic.testing.ancestry import Case

_KINDS: Mapping[type[Norm], str] = {
    Permission: "permission",
    Prohibition: "prohibition",
    Obligation: "obligation",
    ShareAlike: "share-alike",
    FlowDown: "flow-down",
    Freedom: "freedom",
    Relicense: "relicense",
    Term: "term",
}


def constructs(case: Case, judge: Judge | None = None) -> frozenset[str]:
    """Return names of the constructs that `case` exercises, such as `norm flow-down`.

    Only licences that bear on the case count; `reached` are statuses at the work.  `judge` is one
    who knows the library already.
    """
    of_licenses = _of_licenses(case, judge or Judge(case.library))
    return frozenset(chain(_of_case(case), _of_lineage(case), of_licenses))


def expected() -> frozenset[str]:
    """Return every name that `constructs` gives to something."""
    words = vocabulary()
    kinds = (*_KINDS.values(), "assuming", "notwithstanding", "name-prefix")
    found = [f"publish {name}" for name in words.publications]
    found += [f"relation {name}" for name in words.relations]
    found += [f"type {name}" for name in words.types]
    found += [f"norm {kind}" for kind in kinds]
    found += [f"{what} {status}" for status in words.statuses for what in ("subject", "counts as")]
    found += [f"reached {status}" for status in words.statuses if status != "independent"]
    found += [f"asks {fact.sort}" for fact in words.facts.values()]
    found += [f"fact {fact.sort}" for fact in words.facts.values() if fact.sort != "family"]
    found += [f"{side} {what}" for side in ("outbound", "upstream") for what in _EXPRESSIONS]
    found += ["reached separable", "same owner", "several bases", "several paths"]
    found += ["act of another", "act of another, facts stated", "improves another model"]
    found += ["line in doubt", "stricter sense"]
    return frozenset((*found, "binds assuming", "counts assuming"))


_EXPRESSIONS = ("undeclared", "unknown", "and", "or", "group")


def _of_case(case: Case) -> Iterator[str]:
    yield f"publish {case.target.publish}"
    yield from (f"fact {vocabulary().facts[fact].sort}" for fact, _ in case.target.facts)
    yield from (f"outbound {what}" for what in _of_expression(case, case.target))


def _of_expression(case: Case, work: Work) -> Iterator[str]:
    found = read(work.license, case.library)
    terms = [term for alternative in found for term in alternative]
    if work.license is None:
        yield "undeclared"
    elif not all(term.means for term in terms):
        yield "unknown"
    if len(found) > 1:
        yield "or"
    if any(len(alternative) > 1 for alternative in found):
        yield "and"
    if any(len(term.means) > 1 for term in terms):
        yield "group"


def _of_lineage(case: Case) -> Iterator[str]:
    yield f"works {len(case.lineage.works)}"
    for work in case.lineage.works.values():
        yield f"type {work.type}"
        yield from (f"relation {edge.by}" for edge in case.lineage.upstream[work.id])
        if work.id != case.work:
            yield from (f"upstream {what}" for what in _of_expression(case, work))
    lineage = understood(case.lineage)
    if lineage != case.lineage:
        yield "stricter sense"
    if lineage.works[case.work].type == "model" and len(bases(lineage, case.work)) > 1:
        yield "several bases"


def _of_licenses(case: Case, judge: Judge) -> Iterator[str]:
    """Yield what the first choice of everything brings to the work."""
    matter = judge.matter(case.lineage, case.work, case.target.license, case.readings)
    taken = next(matter.choices())
    hearing = next(matter.hearings(taken, matter.outbound[0]))
    held = matter.held(taken, hearing.meant)
    reached, made = matter.reaching(held)
    yield from _of_deeds([matter.deed(act, held, taken) for act in made])
    ways = chain.from_iterable(matter.paths.values())
    if any(matter.owners.set_aside(path.works, None) for path in ways):
        yield "same owner"
    for bound in reached:
        yield f"reached {bound.status}"
        if bound.separable:
            yield "reached separable"
    if any(len(ways) > 1 for ways in matter.paths.values()):
        yield "several paths"
    offered = {case.library[id] for id in hearing.outbound or ()}
    for license in offered.union(bound.license for bound in reached):
        yield from _of_license(license)


def _of_deeds(deeds: Iterable[Deed]) -> Iterator[str]:
    for deed in deeds:
        stated = {fact for fact, _ in deed.facts} - vocabulary().typed
        about = [line for line in deed.about if deed.act == "improve-other-models"]
        if not deed.own:
            yield "act of another, facts stated" if stated else "act of another"
        yield from ("improves another model" for _ in about)
        yield from ("line in doubt" for line in about if line.claimed or "" in line.families)


@lru_cache(maxsize=512)
def _of_license(license: License) -> frozenset[str]:
    return frozenset(_said(license))


def _said(license: License) -> Iterator[str]:
    if any(mask != always() for mask in license.binds.values()):
        yield "binds assuming"
    for rule in license.counts:
        yield f"counts as {rule.result}"
        if rule.guard != always():
            yield "counts assuming"
    for _, norm in license.norms:
        yield f"norm {_KINDS[type(norm)]}"
        yield from (f"subject {subject}" for subject in norm.subjects)
        yield from (f"asks {vocabulary().facts[a.fact].sort}" for a in atoms(norm.condition))
        if support(norm.guard):
            yield "norm assuming"
        if isinstance(norm, Permission) and norm.notwithstanding:
            yield "norm notwithstanding"
        if isinstance(norm, Obligation) and norm.texts:
            yield "norm name-prefix"
