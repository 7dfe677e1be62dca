"""Small licences, written as their norms, and small cases made of them."""

from functools import cache

from licenselogic.clauses.resolve import resolve
from licenselogic.clauses.syntax import parse
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License
from licenselogic.reference.reference import Case, Node, judge

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


def case(*upstream, outbound=FREE, type="model", owner=None, nodes=(), **settings):
    """A work `d` made from `upstream`: pairs of a relation and what it is made of by it.

    That is a work, the id of one among `nodes`, or a licence, for a model of its own under it.
    """
    works = {node.id: node for node in nodes}
    edges = []
    for number, (source, relation) in enumerate(upstream):
        if isinstance(source, License):
            source = work(f"u{number}", source)
        if isinstance(source, Node):
            works[source.id] = source
        edges.append((getattr(source, "id", source), relation))
    works["d"] = Node("d", type, frozenset(), owner, tuple(edges))
    offered = frozenset({outbound}) if isinstance(outbound, License) else outbound
    settings.setdefault("true", select())
    return Case(works, "d", offered and frozenset(offered), **settings)


def work(id, *licenses, type="model", by=(), owner=None):
    return Node(id, type, frozenset(licenses), owner, tuple(by))


def broken(*upstream, **settings):
    """The rules that fail in `case(...)`, in order."""
    return sorted({breach.rule for breach in judge(case(*upstream, **settings)).broken})
