"""Works that derive from each other in a circle: each circle becomes one work that is not named.

Who came first is not known.  So every work of a circle is made from one upstream without a licence,
and that is made from all that the works of the circle were made from outside of it.  What is
definite goes on down, and nothing becomes compatible.
"""

from collections.abc import Mapping, Sequence

from licenselogic.audit.linking import CIRCLE
from licenselogic.audit.store import Store


def collapse(store: Store) -> list[list[str]]:
    """Take the circles out of `node` and `edge`; return the ids of the works of each, sorted."""
    above = _tangled(store)
    found = [circle for circle in components(above) if len(circle) > 1]
    if not found:
        return []
    last = int(store.one("SELECT max(n) FROM node"))
    of = {n: last + 1 + place for place, circle in enumerate(found) for n in circle}
    store.put("circle", {"n": "BIGINT", "c": "BIGINT"}, list(of.items()))
    store.run("""
        CREATE OR REPLACE TABLE inside AS
        SELECT e.n, e.p, e.how, a.c FROM edge e JOIN circle a ON a.n = e.n
        JOIN circle b ON b.n = e.p AND b.c = a.c""")
    store.run(f"""
        INSERT INTO node
        SELECT c, any_value(dataset), '<circle of ' || min(id) || '>', NULL, {CIRCLE}
        FROM circle JOIN node USING (n) GROUP BY c""")
    store.run("DELETE FROM edge WHERE (n, p, how) IN (SELECT n, p, how FROM inside)")
    store.run("""
        INSERT INTO edge SELECT DISTINCT c, p, how FROM edge JOIN circle USING (n)
        UNION ALL SELECT DISTINCT n, c, how FROM inside""")
    names = dict(store.rows("SELECT n, id FROM node WHERE n IN (SELECT n FROM circle)"))
    store.run("DROP TABLE inside")
    store.run("DROP TABLE circle")
    return sorted(sorted(names[n] for n in circle) for circle in found)


def _tangled(store: Store) -> dict[int, list[int]]:
    """Return the graph without the works that are above or below all circles."""
    store.run("""
        CREATE OR REPLACE TABLE tangle AS SELECT DISTINCT n, p FROM edge
        WHERE n IN (SELECT p FROM edge) AND p IN (SELECT n FROM edge)""")
    rows = store.rows("SELECT n, p FROM tangle")
    store.run("DROP TABLE tangle")
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for n, p in rows:
        above.setdefault(n, []).append(p)
        below.setdefault(p, []).append(n)
    return _peeled(_peeled(above, below), None)


def _peeled(
    above: dict[int, list[int]], below: dict[int, list[int]] | None
) -> dict[int, list[int]]:
    """Return a graph without what has nothing above it, again and again; edges are turned round."""
    if below is None:
        below = {}
        for n, parents in above.items():
            for p in parents:
                below.setdefault(p, []).append(n)
    open_ = {n: len(parents) for n, parents in above.items()}
    waiting = [p for p in below if p not in open_]
    gone = set(waiting)
    while waiting:
        for n in below.get(waiting.pop(), ()):
            open_[n] -= 1
            if not open_[n]:
                gone.add(n)
                waiting.append(n)
    return {
        p: kept
        for p, ns in below.items()
        if p not in gone and (kept := [n for n in ns if n not in gone])
    }


def components(above: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components (Tarjan), without recursion."""
    found: list[list[int]] = []
    place: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on: set[int] = set()
    for start in above:
        work = [(start, iter(above[start]))] if start not in place else []
        while work:
            n, parents = work[-1]
            if n not in place:
                place[n] = low[n] = len(place)
                stack.append(n)
                on.add(n)
            p = next((p for p in parents if p not in place or p in on), None)
            if p is not None and p not in place:
                work.append((p, iter(above.get(p, ()))))
            elif p is not None:
                low[n] = min(low[n], place[p])
            else:
                work.pop()
                if work:
                    below = work[-1][0]
                    low[below] = min(low[below], low[n])
                if low[n] == place[n]:
                    found.append(_popped(n, stack, on))
    return found


def _popped(n: int, stack: list[int], on: set[int]) -> list[int]:
    circle = []
    while True:
        one = stack.pop()
        on.discard(one)
        circle.append(one)
        if one == n:
            return circle
