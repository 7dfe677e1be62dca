"""Names to works: one graph of everything that the tables, and what is known beside them, hold.

A name is looked up as it is written, then whatever its case, then in the catalogue.  What is found
nowhere is a work without a licence, and what is not named is one of its own.
"""

from dataclasses import dataclass

from licenselogic.audit.store import Store
from licenselogic.library.library import Library
from licenselogic.lineage.work import is_nameless, nameless, upstream_type
from licenselogic.readers.card import Card
from licenselogic.readers.known import Known

LISTED, CATALOGUED, MISSING, NAMELESS, CIRCLE = range(5)
"""Kinds of nodes: rows of the tables and of the catalogue, names alone, no name, circles."""


@dataclass(frozen=True, slots=True)
class Linked:
    """How many edges lead from the models, and how many works upstream are not described."""

    edges: int
    missing: int
    catalogued: int


def link(store: Store, known: Known, library: Library) -> Linked:
    """Make the tables `node` (n, dataset, id, license, kind) and `edge` (n, p, how)."""
    store.run(f"""
        CREATE OR REPLACE TABLE node AS
        SELECT row AS n, false AS dataset, id, license, {LISTED} AS kind FROM models""")
    models = int(store.one("SELECT coalesce(max(n), 0) FROM node"))
    store.run(f"""
        INSERT INTO node SELECT row + {models}, true, id, license, {LISTED} FROM datasets""")
    last = int(store.one("SELECT coalesce(max(n), 0) FROM node"))
    store.run(f"""
        CREATE OR REPLACE TABLE named AS
        SELECT row AS n, name, dataset, how FROM models_named
        UNION ALL SELECT row + {models}, name, dataset, how FROM datasets_named""")
    _match(store, "SELECT DISTINCT name, dataset FROM named WHERE name IS NOT NULL")
    beside = _Beside(store, known, library, last)
    beside.look_up()
    beside.write()
    _make_edges(store, beside.last)
    for table in ("named", "matched", "models_named", "datasets_named"):
        store.run(f"DROP TABLE {table}")
    edges = int(store.one(f"SELECT count(*) FROM edge WHERE n <= {models}"))
    kinds = dict(store.rows("SELECT kind, count(*) FROM node GROUP BY kind"))
    return Linked(edges, kinds.get(MISSING, 0), kinds.get(CATALOGUED, 0))


def _match(store: Store, names: str) -> None:
    """Make `matched` (name, dataset, n) of names; n is NULL for one that is not listed."""
    store.run(f"""
        CREATE OR REPLACE TABLE matched AS
        WITH exact AS (
            SELECT w.name, w.dataset, e.n FROM ({names}) w
            LEFT JOIN node e ON e.id = w.name AND e.dataset = w.dataset),
        folded AS (
            SELECT w.name, w.dataset, min(f.n) AS n FROM exact w
            JOIN node f ON lower(f.id) = lower(w.name) AND f.dataset = w.dataset
            WHERE w.n IS NULL GROUP BY w.name, w.dataset)
        SELECT e.name, e.dataset, coalesce(e.n, f.n) AS n
        FROM exact e LEFT JOIN folded f ON f.name = e.name AND f.dataset = e.dataset""")


class _Beside:
    """Works that the tables do not list: of the catalogue, or names alone."""

    def __init__(self, store: Store, known: Known, library: Library, last: int) -> None:
        self.store, self.known, self.library, self.last = store, known, library, last
        self.found: dict[tuple[str, bool], int] = {}
        self.cards: dict[tuple[str, bool], int] = {}
        self.nodes: list[tuple[int, bool, str, str | None, int]] = []
        self.edges: list[tuple[int, int, str]] = []

    def look_up(self) -> None:
        """Find what is not listed, with what that was made from, until nothing is new."""
        unmatched = self.store.rows("SELECT name, dataset FROM matched WHERE n IS NULL")
        waiting: list[tuple[str, bool]] = sorted(unmatched)
        named: list[tuple[int, str, bool, str]] = []
        while waiting:
            for name, dataset in waiting:
                named += self.add(name, dataset)
            asked = {(other, data) for _, other, data, _ in named} - self.found.keys()
            waiting = self.listed(sorted(asked))
        for n, name, dataset, how in named:
            self.edges.append((n, self.found[name, dataset], how))

    def add(self, name: str, dataset: bool) -> list[tuple[int, str, bool, str]]:
        """Give a name its node; return what the work was made from, by name."""
        described = self.known.find(name, "dataset" if dataset else "model")
        if described is None:
            self.found[name, dataset] = self.node(dataset, name, None, MISSING)
            return []
        card = described.card
        own = (card.work.id, card.work.type == "dataset")
        if own in self.cards:
            self.found[name, dataset] = self.cards[own]
            return []
        n = self.node(own[1], own[0], card.work.license, CATALOGUED)
        self.found[name, dataset] = self.cards[own] = n
        return self.above(n, card)

    def above(self, n: int, card: Card) -> list[tuple[int, str, bool, str]]:
        """Return what a card names; what it does not name gets its node at once."""
        named = []
        for edge in card.upstream:
            dataset = upstream_type(card.work.type, edge.by) == "dataset"
            if is_nameless(edge.work):
                self.edges.append((n, self.node(dataset, edge.work, None, NAMELESS), edge.by))
            elif (edge.work, dataset) != (card.work.id, card.work.type == "dataset"):
                named.append((n, edge.work, dataset, edge.by))
        return named

    def listed(self, names: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
        """Note which of the names are listed after all; return the others."""
        if not names:
            return []
        self.store.put("asked", {"name": "VARCHAR", "dataset": "BOOLEAN"}, names)
        self.store.run("ALTER TABLE matched RENAME TO matched_before")
        _match(self.store, "SELECT name, dataset FROM asked")
        for name, dataset, n in self.store.rows("SELECT * FROM matched WHERE n IS NOT NULL"):
            self.found[name, dataset] = n
        self.store.run("DROP TABLE matched")
        self.store.run("ALTER TABLE matched_before RENAME TO matched")
        return [name for name in names if name not in self.found]

    def node(self, dataset: bool, name: str, license: str | None, kind: int) -> int:
        """Add a node and return its number."""
        self.last += 1
        self.nodes.append((self.last, dataset, name, license, kind))
        return self.last

    def write(self) -> None:
        """Add all that was found to the tables."""
        columns = {"n": "BIGINT", "dataset": "BOOLEAN", "id": "VARCHAR"}
        columns |= {"license": "VARCHAR", "kind": "INTEGER"}
        self.store.put("beside", columns, self.nodes)
        self.store.run("INSERT INTO node SELECT * FROM beside")
        found = [(name, dataset, n) for (name, dataset), n in self.found.items()]
        columns = {"name": "VARCHAR", "dataset": "BOOLEAN", "n": "BIGINT"}
        self.store.put("found", columns, found)
        self.store.put("edge", {"n": "BIGINT", "p": "BIGINT", "how": "VARCHAR"}, self.edges)
        self.store.run("""
            INSERT INTO edge
            SELECT d.n, coalesce(m.n, f.n), d.how FROM named d
            JOIN matched m ON m.name = d.name AND m.dataset = d.dataset
            LEFT JOIN found f ON f.name = d.name AND f.dataset = d.dataset""")
        self.store.run("DROP TABLE found")
        self.store.run("DROP TABLE beside")


def _make_edges(store: Store, last: int) -> None:
    """Give each upstream without a name its node, and keep each edge once; none to itself."""
    hidden = {dataset: nameless(what, "|") for dataset, what in _WHAT.items()}
    called = {dataset: name.split("|") for dataset, name in hidden.items()}
    store.run(f"""
        CREATE OR REPLACE TABLE hidden AS
        SELECT {last} + row_number() OVER () AS p, d.n, d.dataset, d.how,
               CASE WHEN d.dataset THEN '{called[True][0]}' || k.id || '{called[True][1]}'
                    ELSE '{called[False][0]}' || k.id || '{called[False][1]}' END AS id
        FROM named d JOIN node k ON k.n = d.n WHERE d.name IS NULL""")
    store.run(f"INSERT INTO node SELECT p, dataset, id, NULL, {NAMELESS} FROM hidden")
    store.run("INSERT INTO edge SELECT n, p, how FROM hidden")
    store.run("DROP TABLE hidden")
    store.run("CREATE OR REPLACE TABLE kept AS SELECT DISTINCT n, p, how FROM edge WHERE n <> p")
    store.run("DROP TABLE edge")
    store.run("ALTER TABLE kept RENAME TO edge")


_WHAT = {False: "base model", True: "dataset"}
