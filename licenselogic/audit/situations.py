"""Works in the same situation: of each kind one is looked at, and speaks for all.

A situation is the states of what a work was made from, over which relations, and who made it as far
as that matters.  An owner matters who owns something further up, or whom a licence names: what such
an owner sees there counts.  Where that cannot be told without names, and below what leaves a
choice, the works upstream count themselves and not their states.
"""

from licenselogic.audit.hub import Hub
from licenselogic.audit.linking import NAMELESS
from licenselogic.audit.owned import Owned
from licenselogic.audit.states import States
from licenselogic.audit.store import Store
from licenselogic.decision.fold import Fold


def group(store: Store, hub: Hub, fold: Fold) -> None:
    """Make `situation` (k, n), a number and a work for each, and `member` (n, k) of all in `fresh`.

    `hub` holds these works and all above them, `fold` the same folded.
    """
    states = dict(States(hub, fold).all())
    columns = {"p": "BIGINT", "alone": "BIGINT", "beside": "BIGINT", "picky": "BOOLEAN"}
    rows = [(n, state.alone, state.beside, state.picky) for n, state in states.items()]
    store.put("state", columns, rows)
    own = [n for (n,) in store.rows("SELECT n FROM owning JOIN fresh USING (n) ORDER BY n")]
    lines = list(Owned(hub, fold, states).lines(own))
    store.put("line", {"n": "BIGINT", "line": "BIGINT"}, lines)
    store.run(_SITUATIONS)
    store.run("""
        CREATE OR REPLACE TABLE situation AS
        SELECT row_number() OVER (ORDER BY n) AS k, n, situation FROM
        (SELECT min(n) AS n, situation FROM placed GROUP BY situation)""")
    store.run("""
        CREATE OR REPLACE TABLE member AS
        SELECT placed.n, k FROM placed JOIN situation USING (situation)""")
    store.run("ALTER TABLE situation DROP situation")
    for table in ("placed", "state", "line"):
        store.run(f"DROP TABLE {table}")


_SITUATIONS = f"""
    CREATE OR REPLACE TABLE placed AS
    WITH way AS (
        SELECT e.n, e.p, e.how, u.kind = {NAMELESS} AS hidden, u.dataset,
               coalesce(s.alone, 0) AS alone, coalesce(s.beside, 0) AS beside,
               coalesce(s.picky, false) AS picky
        FROM edge e JOIN node u ON u.n = e.p LEFT JOIN state s ON s.p = e.p
        WHERE e.n IN (SELECT n FROM fresh)),
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
        SELECT n, owning, sort || array_to_string(list_sort(list(way)), ' ') AS ways
        FROM told GROUP BY n, owning, sort)
    SELECT n, CASE WHEN k.dataset THEN 'd ' ELSE 'm ' END ||
        CASE WHEN line IS NOT NULL THEN '= ' || line
             WHEN ways IS NULL THEN '- '
             WHEN owning OR licensor THEN party || ' ' || ways
             WHEN party = '' THEN '- ' || ways ELSE '* ' || ways END AS situation
    FROM fresh JOIN node k USING (n) LEFT JOIN party USING (n) LEFT JOIN written USING (n)
    LEFT JOIN line USING (n)"""
