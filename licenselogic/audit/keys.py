"""All that an answer about a work depends on, as one key: two works with one key get one answer.

The key holds the licence of the work, how it was made, everything further up by name, and its owner
where that owner made something further up.  It is the same in every audit, so that an answer can be
kept under it from one day to the next.
"""

import hashlib
import json
from collections.abc import Mapping

from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import CATALOGUED, CIRCLE, LISTED, MISSING, NAMELESS
from licenselogic.audit.store import Store
from licenselogic.library.parties import Parties

_JUDGED = f"""
    (kind = {LISTED} AND NOT dataset)
    OR (kind IN ({LISTED}, {CATALOGUED}) AND license IS NOT NULL AND n IN (SELECT p FROM edge))"""
"""Which works are judged: those asked about, and all that may mislabel what they pass on."""


def make(store: Store, hub: Hub, parties: Parties) -> None:
    """Make `judged` (n, a), and `keyed` (a, key, n, works): for each work the number of its key.

    A key has the number of the first of its works, `n`, and `works` tells how many an audit is
    about.  `hub` are the works that others are made from.  Beside them `party` (n, party, licensor)
    and `owning` (n) are made: who stands behind each work, and whose owner made something further
    up.
    """
    _make_parties(store, parties)
    _make_owning(store, hub)
    rows = list(_digests(hub).items())
    store.put("digest", {"p": "BIGINT", "digest": "VARCHAR"}, rows)
    store.run(_ALIKE)
    store.run("CREATE OR REPLACE TABLE judged AS SELECT unnest(every) AS n, a FROM alike")
    store.run("CREATE OR REPLACE TABLE keyed AS SELECT a, key, a AS n, works FROM alike")
    for table in ("digest", "alike"):
        store.run(f"DROP TABLE {table}")


_ALIKE = f"""
    CREATE OR REPLACE TABLE alike AS
    WITH way AS (
        SELECT e.n, e.how || ':' || coalesce(d.digest, CASE WHEN u.dataset THEN '?d' ELSE '?' END)
               AS way
        FROM edge e JOIN node u ON u.n = e.p LEFT JOIN digest d ON d.p = e.p),
    told AS (SELECT n, array_to_string(list_sort(list(way)), ' ') AS ways FROM way GROUP BY n),
    made AS (
        SELECT n, ways, CASE WHEN o.n IS NOT NULL OR licensor THEN party
                             WHEN party = '' THEN '-' ELSE '*' END AS part
        FROM told JOIN party USING (n) LEFT JOIN owning o USING (n)),
    work AS (
        SELECT n, kind, dataset, coalesce(part, '') AS part, license, ways
        FROM node LEFT JOIN made USING (n) WHERE {_JUDGED})
    SELECT min(n) AS a, list(n) AS every,
           count(*) FILTER (kind = {LISTED} AND NOT dataset) AS works,
           sha256(concat_ws(' ', CASE WHEN dataset THEN 'd' ELSE 'm' END, part,
                            coalesce(length(license)::VARCHAR, '-'), license, sha256(ways)))[:32]
               AS key
    FROM work GROUP BY dataset, part, license, ways"""
"""Works that nothing tells apart share a number; an owner of nothing above counts as nobody."""


def _digests(hub: Hub) -> Mapping[int, str]:
    """Return a hash of each work with all that is above it."""
    found: dict[int, str] = {}
    for n in hub.order():
        node = hub.nodes[n]
        if node.kind == NAMELESS:
            found[n] = "?d" if node.dataset else "?"
            continue
        unnamed = node.kind in (MISSING, CIRCLE)
        ways = sorted((how, found[p]) for p, how in hub.above.get(n, ()))
        told = json.dumps([node.dataset, node.id, node.license, unnamed, ways])
        found[n] = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    return found


# Owners -------------------------------------------------------------------------------------------


def _make_parties(store: Store, parties: Parties) -> None:
    """Make `party` (n, party, licensor) of works with edges: who made them; '' for nobody known."""
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
              FROM node WHERE n IN (SELECT n FROM edge UNION ALL SELECT p FROM edge))
             LEFT JOIN licensor l USING (owner)""")


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
