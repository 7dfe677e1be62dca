"""An audit of a hub that is made up, beside the floor: `python -m benchmarks.audit.made_up COUNT`.

The floor is plain DuckDB: one scan, the joins of names to works, a closure over the licences that
reach each work, and the result written.  It decides nothing.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

import licenselogic as ll
from licenselogic.testing.hub import MadeUpHub, Row

FLOOR = """
    CREATE TABLE work AS SELECT row_number() OVER () AS n, id, tags FROM read_parquet('{models}');
    CREATE TABLE edge AS
        SELECT DISTINCT d.n, u.n AS p FROM
            (SELECT n, unnest(list_filter(tags, lambda t: starts_with(t, 'base_model:'))) AS tag
             FROM work) d JOIN work u ON u.id = regexp_replace(tag, '^base_model:(\\w+:)?', '')
        WHERE d.n <> u.n;
    CREATE TABLE declared AS
        SELECT n, list_filter(tags, lambda t: starts_with(t, 'license:'))[1] AS license FROM work;
    CREATE TABLE reached AS
        WITH RECURSIVE closure AS (
            SELECT n, license FROM declared WHERE license IS NOT NULL AND n IN (SELECT p FROM edge)
            UNION SELECT e.n, c.license FROM closure c JOIN edge e ON e.p = c.n)
        SELECT n, list(license) AS licenses FROM closure GROUP BY n;
    COPY (SELECT id, license, licenses FROM work JOIN declared USING (n) LEFT JOIN reached USING (n)
          ORDER BY n) TO '{out}' (FORMAT parquet, COMPRESSION zstd);
"""


CHANGE = """
    COPY (FROM read_parquet('{models}') UNION ALL SELECT 'nobody/new', ['license:mit'], NULL)
    TO '{changed}' (FORMAT parquet, COMPRESSION zstd)
"""


def write(path: Path, rows: Iterator[Row]) -> None:
    """Write rows as Parquet, some at a time."""
    base = duckdb.connect()
    base.execute("CREATE TABLE hub (id VARCHAR, tags VARCHAR[], library_name VARCHAR)")
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            _add(base, part)
            part = []
    if part:
        _add(base, part)
    base.execute(f"COPY hub TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def _add(base: duckdb.DuckDBPyConnection, part: list[Row]) -> None:
    taken = "SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[][]), unnest(?::VARCHAR[])"
    columns = [list(column) for column in zip(*part, strict=True)]
    base.execute(f"INSERT INTO hub {taken}", columns)


AT_ONCE = 100_000


def floor(models: Path, out: Path, threads: int, memory: str) -> None:
    """Do what the least audit would have to do."""
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as base:
        base.execute(FLOOR.format(models=models, out=out))


class Clock:
    """Seconds since it was made, on the wall and of the processor, other processes included."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), _processor()

    def __str__(self) -> str:
        """Tell how long it took."""
        wall, processor = time.perf_counter() - self.wall, _processor() - self.processor
        return f"{wall:.2f} s, {processor:.2f} s of the processor"


def _processor() -> float:
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def main() -> None:
    """Make a hub, measure the floor, and audit the hub, with one more work, and the same again."""
    parser = argparse.ArgumentParser(prog="benchmarks.audit.made_up", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="1GiB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LICENSELOGIC_CACHE"] = f"{folder}/kept"  # nothing is kept from before
        for license in ll.licenses():
            ll.licenses().compile(ll.licenses().entries[license.id])  # a wheel has them compiled
        models, datasets = Path(folder) / "models.parquet", Path(folder) / "datasets.parquet"
        hub = MadeUpHub(options.seed)
        write(models, hub.models(options.count))
        write(datasets, hub.datasets(options.count // 4))
        out = Path(folder) / "floor.parquet"
        clock = Clock()
        floor(models, out, options.threads, options.memory)
        print(f"floor: {clock}", flush=True)
        changed = Path(folder) / "changed.parquet"
        duckdb.connect().execute(CHANGE.format(models=models, changed=changed))
        for name, table in (("first", models), ("changed", changed), ("again", changed)):
            clock = Clock()
            found = ll.audit(
                table,
                datasets,
                out=Path(folder) / name,
                threads=options.threads,
                memory=options.memory,
            ).summary
            phases = ", ".join(f"{phase} {taken:.2f}" for phase, taken in found["phases"].items())
            counts = f"{found['situations']:,} situations, {found['signatures']:,} signatures"
            print(f"{name}: {clock} ({phases}); {counts}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the process: {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
