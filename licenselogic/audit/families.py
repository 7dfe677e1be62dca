"""Works in the same situation: of each kind one is looked at, and speaks for all.

A situation is the states of what a work was made from, over which relations, and who made it as far
as that matters.  An owner matters who owns something further up, or whom a licence names; for such
works, and below what leaves a choice, the works upstream count themselves and not their states.
"""

from collections.abc import Iterable, Iterator, Mapping

from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import CATALOGUED, LISTED, NAMELESS
from licenselogic.audit.states import State
from licenselogic.audit.store import Store
from licenselogic.library.parties import Parties

JUDGED = f"""
    SELECT n FROM node WHERE (kind = {LISTED} AND NOT dataset)
    OR (kind IN ({LISTED}, {CATALOGUED}) AND license IS NOT NULL AND n IN (SELECT p FROM edge))"""
"""The works that are judged: those asked about, and all that may mislabel what they pass on."""


def group(store: Store, hub: Hub, states: Iterable[tuple[int, State]], parties: Parties) -> None:
    """Make `situation` (k, n): a number and a work for each; and `member` (n, k) for all judged.

    `hub` are the works that others are made from, with their `states`.
    """
    columns = {"p": "BIGINT", "alone": "BIGINT", "beside": "BIGINT", "picky": "BOOLEAN"}
    rows = [(n, state.alone, state.beside, state.picky) for n, state in states]
    store.put("state", columns, rows)
    _make_parties(store, parties)
    _make_owning(store, hub)
    store.run(_KEYS)
    store.run("""
        CREATE OR REPLACE TABLE situation AS
        SELECT row_number() OVER (ORDER BY n) AS k, n, key FROM
        (SELECT min(n) AS n, key FROM keyed GROUP BY key)""")
    store.run("""
        CREATE OR REPLACE TABLE member AS
        SELECT keyed.n, k FROM keyed JOIN situation USING (key)""")
    store.run("ALTER TABLE situation DROP key")
    for table in ("keyed", "state"):
        store.run(f"DROP TABLE {table}")


def _make_parties(store: Store, parties: Parties) -> None:
    """Make `party` (n, party, licensor): who stands behind each work; '' for nobody known."""
    named = sorted(parties.owners.items())
    store.put("licensor", {"owner": "VARCHAR", "party": "VARCHAR"}, named)
    store.run("""
        CREATE OR REPLACE TABLE party AS
        SELECT n, CASE WHEN owner = 'datasets' THEN ''
                       ELSE coalesce(l.party, owner) END AS party,
               l.party IS NOT NULL AND owner <> 'datasets' AS licensor
        FROM (SELECT n, lower(regexp_extract(
                CASE WHEN dataset THEN 'datasets/' || id ELSE id END,
                '^(?:datasets/)?([A-Za-z0-9][\\w\\-]*)/[^/\\s]+$', 1)) AS owner
              FROM node) LEFT JOIN licensor l USING (owner)""")


def _make_owning(store: Store, hub: Hub) -> None:
    """Make `owning` (n): the works whose owner made something further up."""
    rows = store.rows("""
        SELECT e.n, a.party, list(DISTINCT e.p) FROM edge e JOIN party a ON a.n = e.n
        WHERE a.party <> '' AND a.party IN
            (SELECT party FROM party WHERE n IN (SELECT p FROM edge))
        GROUP BY e.n, a.party ORDER BY a.party""")
    made: dict[str, list[int]] = {}
    told = "SELECT n, party FROM party WHERE n IN (SELECT p FROM edge) AND party <> ''"
    for n, party in store.rows(told):
        made.setdefault(party, []).append(n)
    below = _below(hub)
    found, last, reached = [], "", set[int]()
    for n, party, parents in rows:
        if made[party] == [n]:  # nothing of it but the work itself
            continue
        if party != last:
            last, reached = party, _reached(made[party], below)
        if not reached.isdisjoint(parents):
            found.append((n,))
    store.put("owning", {"n": "BIGINT"}, found)


def _below(hub: Hub) -> Mapping[int, list[int]]:
    below: dict[int, list[int]] = {}
    for n, edges in hub.above.items():
        for p, _ in edges:
            below.setdefault(p, []).append(n)
    return below


def _reached(start: list[int], below: Mapping[int, list[int]]) -> set[int]:
    """Return works and all that was made from them."""
    seen = set(start)
    waiting: list[int] = list(start)
    while waiting:
        fresh = [n for n in below.get(waiting.pop(), ()) if n not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen


_KEYS = f"""
    CREATE OR REPLACE TABLE keyed AS
    WITH judged AS ({JUDGED}),
    way AS (
        SELECT e.n, e.p, e.how, u.kind = {NAMELESS} AS hidden, u.dataset,
               coalesce(s.alone, 0) AS alone, coalesce(s.beside, 0) AS beside,
               coalesce(s.picky, false) AS picky
        FROM edge e JOIN node u ON u.n = e.p LEFT JOIN state s ON s.p = e.p
        WHERE e.n IN (SELECT n FROM judged)),
    own AS (
        SELECT n, n IN (SELECT n FROM owning) AS owning, bool_or(picky) AS chooses,
               count(DISTINCT p) FILTER (NOT dataset) > 1 AS several
        FROM way GROUP BY n),
    told AS (
        SELECT DISTINCT n, owning, how || CASE
            WHEN owning OR chooses THEN ':' || p
            WHEN hidden THEN CASE WHEN dataset THEN '?d' ELSE '?' END
            WHEN several THEN ':' || beside
            ELSE ':' || alone END AS way,
            CASE WHEN owning OR chooses THEN 'i' WHEN several THEN 's' ELSE 'a' END AS sort
        FROM way JOIN own USING (n)),
    written AS (
        SELECT n, owning, sort || string_agg(way, ' ' ORDER BY way) AS ways
        FROM told GROUP BY n, owning, sort)
    SELECT n, CASE WHEN k.dataset THEN 'd ' ELSE 'm ' END ||
        CASE WHEN coalesce(owning, false) OR licensor THEN party
             WHEN party = '' THEN '-' ELSE '*' END || ' ' || coalesce(ways, '') AS key
    FROM judged JOIN node k USING (n) JOIN party USING (n) LEFT JOIN written USING (n)"""


def sample(store: Store) -> Iterator[tuple[int, int]]:
    """Yield each situation with the work that speaks for it."""
    yield from store.rows("SELECT k, n FROM situation ORDER BY k")
