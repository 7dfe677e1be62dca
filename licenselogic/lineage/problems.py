"""What can be wrong with works and edges: duplicates, dangling names, circles, odd relations.

Mistakes are diagnostics, which stop a lineage from being made.  What is merely noticed is a finding
beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.source import Source
from licenselogic.lineage.work import Edge, Finding, Work
from licenselogic.norms.vocabulary import vocabulary

MAX_SHOWN = 8
"""How many ids of a circle are shown."""

MAX_PROBLEMS = 20
"""How many mistakes one error spells out; the rest are counted."""

MAX_COMPARED = 2_000
"""With more works than this, no spelling is suggested: finding one would take seconds."""


def error_of(
    problems: Sequence[Diagnostic], source: Source | None = None, more: int = 0
) -> LineageError:
    """Return the error that tells of `problems`, spelling out the first ones.

    `more` is how many mistakes there are beside them.
    """
    shown = list(problems[:MAX_PROBLEMS])
    more += len(problems) - len(shown)
    if more:
        shown.append(Diagnostic(shown[-1].code, f"and {more:,} more mistakes"))
    return LineageError(*shown, source=source)


def similar(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest id, or '' if none is near."""
    names = list(known)
    return did_you_mean(word, names) if len(names) <= MAX_COMPARED and len(word) < 200 else ""


def duplicate(name: str) -> Diagnostic:
    """Return the diagnostic for an id that two works have."""
    return Diagnostic(Code.DUPLICATE_WORK, f"two works are called {quoted(name)}")


def dangling(name: str, below: str, known: Iterable[str]) -> Diagnostic:
    """Return the diagnostic for an upstream that is not described."""
    message = f"{quoted(below)} was made from {quoted(name)}, which is not among the works"
    return Diagnostic(Code.DANGLING_WORK, message, help=similar(name, known))


def edge_problems(
    works: Mapping[str, Work], upstream: Mapping[str, Iterable[Edge]]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with edges: ends that are not described, unknown relations."""
    relations = vocabulary().relations
    found = 0
    for name, edges in upstream.items():
        if name not in works:
            found += 1
            message = f"edges are given for {quoted(name)}, which is not among the works"
            yield Diagnostic(Code.DANGLING_WORK, message)
        for edge in edges:
            if edge.work not in works:
                found += 1
                yield dangling(edge.work, name, works if found <= MAX_PROBLEMS else ())
            if edge.by not in relations:
                found += 1
                yield unknown_relation(edge.by, hint=found <= MAX_PROBLEMS)


def unknown_relation(word: str, *, hint: bool = True) -> Diagnostic:
    """Return the diagnostic for a word that is not a relation; with `hint`, and a guess."""
    relations = vocabulary().relations
    help = (did_you_mean(word[:100], relations) or _by_meaning(word)) if hint else ""
    return Diagnostic(Code.UNKNOWN_WORD, f"no relation is called {quoted(word)}", help=help)


def _by_meaning(word: str) -> str:
    """Return the relation of which `word` is a tag, or part of the definition; else all of them."""
    relations = vocabulary().relations
    wanted = word.casefold()
    for name, relation in relations.items() if len(word) > 2 else ():
        means = vocabulary().meaning("relations", name)
        if wanted in relation.tags or wanted in means.casefold():
            return f"did you mean `{name}` ({means})?"
    return f"one of: {', '.join(relations)}"


# Circles ----------------------------------------------------------------------------------------


def circular(circle: Sequence[str]) -> Diagnostic:
    """Return the diagnostic for works that derive from each other in a circle."""
    if len(circle) == 1:
        return Diagnostic(Code.CYCLE, f"{quoted(circle[0])} names itself as its upstream")
    shown = [quoted(name) for name in circle[:MAX_SHOWN]]
    more = len(circle) - len(shown)
    tail = [f"{more:,} more"] if more else []
    message = " <- ".join([*shown, *tail, shown[0]])
    return Diagnostic(Code.CYCLE, f"works derive from each other in a circle: {message}")


def circles(upstream: Mapping[str, Iterable[Edge]]) -> list[list[str]]:
    """Return circles of works that derive from each other, each listed downstream first.

    Works that name themselves are circles of one.  No two others share a work; without one work
    of each, nothing would derive from itself.  Takes time in proportion to the works and edges.
    """
    parents = {name: [edge.work for edge in edges] for name, edges in upstream.items()}
    found = [[name] for name, above in parents.items() if name in above]
    done: set[str] = set()
    for start in parents:
        trail: dict[str, Iterator[str]] = {start: iter(parents[start])} if start not in done else {}
        while trail:
            name, above = next(reversed(trail.items()))
            parent = next((p for p in above if p not in done and p != name), None)
            if parent is None:
                done.add(name)
                del trail[name]
            elif parent in trail:
                circle = _back_to(parent, trail)
                found.append(circle)
                done.update(circle)
                for one in circle:
                    del trail[one]
            else:
                trail[parent] = iter(parents.get(parent, ()))
    place = {name: position for position, name in enumerate(parents)}
    return [_from_first(circle, place) for circle in found]


def _back_to(name: str, trail: dict[str, Iterator[str]]) -> list[str]:
    """Return the end of a trail, from the work called `name` on."""
    end: list[str] = []
    for one in reversed(trail):  # only as far as needed: trails are long, circles are short
        end.append(one)
        if one == name:
            break
    return end[::-1]


def _from_first(circle: list[str], place: Mapping[str, int]) -> list[str]:
    """Return a circle as it reads from the work that the author gave first."""
    start = circle.index(min(circle, key=place.__getitem__))
    return circle[start:] + circle[:start]


# Findings ---------------------------------------------------------------------------------------


def noticed(works: Mapping[str, Work], upstream: Mapping[str, Iterable[Edge]]) -> list[Finding]:
    """Return a finding for every relation that nobody stated, or that does not suit the works."""
    edges = [(name, edge) for name, edges in upstream.items() for edge in edges]
    inferred = [_inferred(name, edge) for name, edge in edges if edge.inferred]
    relations = vocabulary().relations
    odd = (
        _unsuited(works[name], edge, works[edge.work])
        for name, edge in edges
        if not relations[edge.by].suits(works[edge.work].type, works[name].type)
    )
    return [*inferred, *odd]


def _inferred(name: str, edge: Edge) -> Finding:
    message = (
        f"{quoted(name)} does not say how it was made from {quoted(edge.work)}; read as `{edge.by}`"
    )
    return Finding(Code.INFERRED_RELATION, message, (name, edge.work))


def _unsuited(work: Work, edge: Edge, above: Work) -> Finding:
    means = vocabulary().meaning("relations", edge.by)
    message = (
        f"{quoted(work.id)}, a {work.type}, is said to be made from {quoted(above.id)}, a "
        f"{above.type}, by `{edge.by}` ({means}): the stricter sense is taken, and what it "
        "is called helps nothing; another relation may give another verdict"
    )
    return Finding(Code.RELATION_MISMATCH, message, (work.id, above.id))
