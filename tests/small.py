"""Small licences, written as their norms, and small cases made of them."""

from dataclasses import dataclass
from functools import cache

from licenselogic.clauses.resolve import resolve
from licenselogic.clauses.syntax import parse
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License
from licenselogic.reference.judge import Judge
from licenselogic.testing import Case, sides
from licenselogic.testing.agreement import compare

OPEN = "permit use, reproduce, modify, distribute"
USUAL = """
  counts finetune, adapter, quantized, merge, prune, convert, extract, incorporate as derivative
  counts combine, embed as larger-work
  counts copy from work as work
  counts copy from larger-work as larger-work
  counts trained_on, distill, generated_by as independent
"""


@cache
def lic(id, *norms, head=USUAL, family=""):
    """A licence whose clauses 1, 2, ... hold one of `norms` each; `head` is counts-as and binds."""
    clauses = "".join(
        f'clause "{n}" {{ passage "p" says "s" {norm} }}\n' for n, norm in enumerate(norms, 1)
    )
    family = f"family {family}" if family else ""
    text = f'license "{id}" {{ title "{id}" {family} covers any text "u" {head} {clauses} }}'
    return resolve(parse(text).entities[0], lambda _: None)


FREE = lic("Free", OPEN)


@dataclass(frozen=True)
class Part:
    """A work, the licences that its expression speaks of, and what it is made from."""

    work: Work
    licenses: tuple[License, ...]
    upstream: tuple[tuple[str, str], ...]


def work(id, *licenses, license=..., by=(), **settings):
    """A work under all of `licenses` at once, or under the expression `license` of them."""
    text = " AND ".join(sorted(k.id for k in licenses)) or None
    settings["facts"] = tuple(sorted(settings.get("facts", {}).items()))
    made = Work(id, license=text if license is ... else license, **settings)
    return Part(made, licenses, tuple(by))


def case(*upstream, outbound=FREE, nodes=(), readings=None, groups=None, also=(), **settings):
    """A work `d` made from `upstream`: pairs of a relation and what it is made of by it.

    That is a work, the id of one among `nodes`, or a licence, for a model of its own under it.
    `outbound` is a licence, several, an expression of `also` known licences, or None.
    """
    parts = {part.work.id: part for part in nodes}
    edges = []
    for number, (source, relation) in enumerate(upstream):
        if isinstance(source, License):
            source = work(f"u{number}", source)
        if isinstance(source, Part):
            parts[source.work.id] = source
        edges.append((source.work.id if isinstance(source, Part) else source, relation))
    if isinstance(outbound, str):
        offered = work("d", *also, license=outbound, by=edges, **settings)
    else:
        named = (outbound,) if isinstance(outbound, License) else outbound or ()
        offered = work("d", *named, by=edges, **settings)
    return made([*parts.values(), offered], readings, groups)


def made(parts, readings=None, groups=None):
    """The case of the last of some parts."""
    library = Library.of({k.id: k for part in parts for k in part.licenses}.values(), groups)
    edges = {part.work.id: [Edge(work, by) for work, by in part.upstream] for part in parts}
    lineage = Lineage.of([part.work for part in parts], edges)
    return Case(lineage, parts[-1].work.id, library, select() if readings is None else readings)


def judged(case):
    """The second judge's verdict on a case, with which the fast side agrees."""
    found = compare(case, Judge(case.library), sides.Fast(case.library))
    assert found.agree, f"{found.answer.status} {sorted(found.shown or ())}, {found.answer.open}"
    return found.judgement


def broken(*upstream, **settings):
    """The rules that fail in `case(...)`, in order, by both judges."""
    return sorted({breach.rule for breach in judged(case(*upstream, **settings)).breaches})
