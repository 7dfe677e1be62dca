"""Where breaches come from, and what comes down from works that are mislabelled themselves."""

from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import CIRCLE, MISSING, NAMELESS
from licenselogic.audit.outcomes import Decided
from licenselogic.audit.store import Store
from licenselogic.decision.engine import Engine
from licenselogic.decision.fold import Fold
from licenselogic.decision.paths import Paths
from licenselogic.decision.rules import Depth
from licenselogic.decision.signature import signature
from licenselogic.norms.assumptions import valuation
from licenselogic.verdict.asked import Asked
from licenselogic.verdict.mislabelled import breaking

_NOBODY = "!"
"""Stands for works whose terms no later word of their owner replaces."""

_MOST = 64
"""Owners of mislabelled works that are told apart; of more, no one word lifts enough."""


def trace(store: Store, decided: Decided) -> None:
    """Make `source` (n, sources, distance): the ancestors that each breach comes from."""
    store.run("""
        CREATE OR REPLACE TABLE way AS
        SELECT n, o, k, string_agg(p || how, ' ' ORDER BY p, how) AS ways
        FROM result JOIN outcome USING (o) JOIN member USING (n) JOIN node USING (n)
        JOIN edge USING (n) WHERE status = 'incompatible' AND NOT dataset
        GROUP BY n, o, k""")
    store.run("""
        CREATE OR REPLACE TABLE traced AS
        SELECT min(n) AS n, o, k, ways FROM way GROUP BY o, k, ways""")
    hub, fold = decided.hub, decided.fold
    paths, number, rows = Paths(fold), valuation(decided.readings), []
    for n, o in store.rows("SELECT n, o FROM traced ORDER BY n"):
        name = hub.nodes[n].name
        here = fold.owners.standpoint(name)
        found: dict[str, int] = {}
        sides = dict.fromkeys(breach.side for breach in decided.outcomes[o].breaches)
        for side in sides:
            above = paths.sources(name, side, number, here) if side else {}
            for source, steps in above.items():
                found[source] = min(found.get(source, steps), steps)
        nearest = sorted(found, key=lambda source: (found[source], source))
        rows.append((n, nearest, min(found.values(), default=None)))
    columns = {"n": "BIGINT", "sources": "VARCHAR[]", "distance": "BIGINT"}
    store.put("found", columns, rows)
    store.run("""
        CREATE OR REPLACE TABLE source AS
        SELECT way.n, sources, distance FROM way
        JOIN traced t ON t.o = way.o AND t.k = way.k AND t.ways = way.ways
        JOIN found f ON f.n = t.n""")
    for table in ("way", "traced", "found"):
        store.run(f"DROP TABLE {table}")


# What comes down ----------------------------------------------------------------------------------


def hand_down(store: Store, engine: Engine, decided: Decided) -> None:
    """Make `inherits` (n, unnamed, merged, inherited) of the works in `fresh` with any upstream."""
    broken = store.rows("""
        SELECT n FROM judged JOIN answer USING (a) JOIN node USING (n)
        WHERE status = 'incompatible' AND license IS NOT NULL
        UNION ALL
        SELECT judged.n FROM judged JOIN fresh USING (a) JOIN result ON result.n = fresh.n
        JOIN outcome USING (o) JOIN node ON node.n = judged.n
        WHERE status = 'incompatible' AND license IS NOT NULL""")
    hub = decided.hub
    passing = _Passing(hub, decided.fold, {n for (n,) in broken})
    inner = {p for edges in hub.above.values() for p, _ in edges}
    rows = [(n, *passing.of(n)) for n in hub.order() if n in inner]
    columns = {"p": "BIGINT", "unnamed": "BOOLEAN", "merged": "BOOLEAN", "parties": "VARCHAR[]"}
    store.put("passing", columns, [(n, u, m, sorted(v)) for n, u, m, v in rows])
    store.run(f"""
        CREATE OR REPLACE TABLE inherits AS
        SELECT e.n, bool_or(coalesce(s.unnamed, u.kind IN ({MISSING}, {NAMELESS}, {CIRCLE})))
                   AS unnamed,
               bool_or(how = 'merge' OR coalesce(merged, false)) AS merged,
               bool_or(len(list_filter(coalesce(parties, []), lambda p: p <> party)) > 0)
                   AS inherited
        FROM edge e JOIN fresh ON fresh.n = e.n JOIN node u ON u.n = e.p
        LEFT JOIN passing s ON s.p = e.p JOIN party a ON a.n = e.n GROUP BY e.n""")
    store.run("DROP TABLE passing")
    _correct(store, engine, decided, {hub.nodes[n].name for n in passing.broken if n in hub.nodes})


class _Passing:
    """What works pass on: whether something has no name, was merged, and who mislabelled a work."""

    def __init__(self, hub: Hub, fold: Fold, broken: set[int]) -> None:
        self.hub, self.fold, self.broken = hub, fold, broken
        self.found: dict[int, tuple[bool, bool, frozenset[str]]] = {}

    def of(self, n: int) -> tuple[bool, bool, frozenset[str]]:
        """Return what a work passes on; those above it come first."""
        node, above = self.hub.nodes[n], self.hub.above.get(n, ())
        name, owners = node.name, self.fold.owners
        unnamed = node.kind in (MISSING, NAMELESS, CIRCLE)
        unnamed = unnamed or any(self.found[p][0] for p, _ in above)
        merged = any(how == "merge" or self.found[p][1] for p, how in above)
        sets = {self.found[p][2] for p, _ in above}
        parties = frozenset[str]().union(*sets) if len(sets) > 1 else next(iter(sets), frozenset())
        party = owners.party(name)
        if party in parties and owners.speaks(name):
            parties -= {party}
        if n in self.broken:
            every = self.fold.expressions.every(node.license)
            given = party and all(owners.gives(party, one) for one in every)
            parties |= {party if given else _NOBODY}
        if len(parties) > _MOST:
            parties = frozenset({_NOBODY})
        found = self.found[n] = (unnamed, merged, parties)
        return found


def _correct(store: Store, engine: Engine, decided: Decided, broken: set[str]) -> None:
    """Look again at works whose owner made something further up: they see less as broken."""
    store.run("""
        CREATE OR REPLACE TABLE doubt AS
        SELECT n, party, string_agg(p || how, ' ' ORDER BY p, how) AS ways
        FROM inherits JOIN owning USING (n) JOIN party USING (n) JOIN edge USING (n)
        WHERE inherited GROUP BY n, party""")
    rows, fold = [], decided.fold
    for (n,) in store.rows("SELECT min(n) FROM doubt GROUP BY party, ways ORDER BY 1"):
        name = decided.hub.nodes[n].name
        bare = signature(fold, name, None, decided.readings)
        asked = Asked(engine, fold, name, bare, Depth.CLAUSES)
        suspects = [ancestor for ancestor in reversed(asked.order[:-1]) if ancestor in broken]
        rows.append((n, any(True for _ in breaking(asked, suspects))))
    store.put("looked", {"n": "BIGINT", "inherited": "BOOLEAN"}, rows)
    store.run("""
        UPDATE inherits SET inherited = looked.inherited FROM doubt, doubt one, looked
        WHERE doubt.n = inherits.n AND one.n = looked.n
        AND one.party = doubt.party AND one.ways = doubt.ways""")
    store.run("DROP TABLE doubt")
    store.run("DROP TABLE looked")
