"""An audit from the tables to the result, phase by phase."""

import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licenselogic.audit import (
    circles,
    kept,
    keys,
    linking,
    outcomes,
    reading,
    situations,
    sources,
    summary,
    whole,
)
from licenselogic.audit.brief import BriefEngine
from licenselogic.audit.deciding import Decider
from licenselogic.audit.hub import INNER, Hub
from licenselogic.audit.pairs import count_pairs
from licenselogic.audit.processes import Processes, spare
from licenselogic.audit.repairs import find_repairs
from licenselogic.audit.store import Store, quoted_path
from licenselogic.audit.table import Loaded, load
from licenselogic.base.cache import digest
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.display import listed, quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.base.version import __version__
from licenselogic.library.library import Library, licenses
from licenselogic.norms.assumptions import select
from licenselogic.readers.known import Given, Known, known_of

Tell = Callable[[str, int, int], None]
"""Is told the phase, and how much of how much of it is done (0 of 0 where nobody counts)."""

MOST_NAMED = 100
"""Circles and skipped rows that a summary names; the tables have all."""

MANY = 2_000
"""Works without an answer from which on it pays to start other processes."""


@dataclass(frozen=True)
class Audit:
    """The result of an audit: the summary, and the folder that the tables are in."""

    folder: Path
    summary: dict[str, Any]

    @property
    def works(self) -> Path:
        """The table of works, a row each."""
        return self.folder / "works.parquet"

    def to_dict(self) -> dict[str, Any]:
        """Return the summary, ready for JSON."""
        return self.summary


def audit(
    models: Any,
    datasets: Any = None,
    *,
    out: str | Path,
    profile: str = "default",
    rlimit: int | None = None,
    library: Library | None = None,
    known: Given = None,
    catalogue: bool = True,
    memory: str | None = None,
    temp: str | Path | None = None,
    threads: int | None = None,
    engine: str = "duckdb",
    master: str | None = None,
    pairs: bool = False,
    repairs: bool = False,
    families: bool = False,
    tell: Tell | None = None,
) -> Audit:
    """Check every work of a table, and write the results to the folder `out`.

    `models` and `datasets` are paths (Parquet, CSV, JSON lines), DuckDB relations or Arrow tables.
    Works that they do not list are looked up in `known`, then in the catalogue unless that is
    unwanted.  `memory` is the most that the tables may take (such as `512MB`); what exceeds it goes
    to files in the folder `temp`.  With `pairs`, each work is also held against its direct parents
    alone, as the paper does, and that is counted beside.  With `repairs`, the false labels are
    found whose correction puts the most works right, and with `families` the largest families are
    counted.  `tell` is told of the phases.  Nothing appears in `out` before all is done.

    With the engine `spark` the same is done by the session of Apache Spark that runs, or by one of
    its own on the cluster `master` or this machine; all workers must see the tables and `temp`.

    Raises `LineageError` for a table that cannot be read and for an engine that is not installed,
    and `UsageError` for a bad option.
    """
    chosen = library if library is not None else licenses()
    readings = select(profile)
    folder = Path(out)
    with _workshop(folder, temp) as (fresh, spill):
        with _opened(engine, master, memory, spill, threads) as store:
            decider = Decider(BriefEngine(chosen, rlimit))
            told = tell or (lambda *_: None)
            run = _Run(store, decider, readings, told, threads, pairs, repairs, families)
            sources = known_of(known, catalogued=catalogue)
            asked = (profile, pairs, repairs, families, store.version)
            facts = run.result(fresh, (models, datasets), sources, asked)
        _move(fresh, folder)
    return Audit(folder, facts)


ENGINES = ("duckdb", "spark")
"""What can run the plan of an audit: DuckDB in process, or a cluster of Apache Spark."""


@contextmanager
def _opened(
    engine: str, master: str | None, memory: str | None, temp: Path, threads: int | None
) -> Iterator[Store]:
    """Open the database of an engine, and close it at the end."""
    if engine not in ENGINES:
        message = f"{quoted(engine)} is no engine; there are {listed(ENGINES)}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    if engine == "duckdb":
        store = Store(memory, temp, threads)
    else:
        from licenselogic.audit.spark_store import SparkStore

        store = SparkStore(memory, temp, threads, master)
    try:
        with store.working():
            yield store
    finally:
        store.close()


@dataclass
class _Run:
    """One audit on its way."""

    store: Store
    decider: Decider
    readings: frozenset[str]
    tell: Tell
    threads: int | None = None
    pairs: bool = False
    repairs: bool = False
    families: bool = False
    phases: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase and tell of it."""
        self.tell(name, 0, 0)
        start = time.perf_counter()
        yield
        self.phases[name] = round(time.perf_counter() - start, 3)

    def result(
        self, fresh: Path, tables: tuple[Any, Any], known: Known, asked: tuple[object, ...]
    ) -> dict[str, Any]:
        """Write the result to a folder, the last one if nothing has changed; return the summary.

        `asked` holds what is asked for; the name of the profile is its first.
        """
        start = time.perf_counter()
        with self.phase("recall"):
            name = self.decider.named(self.readings)
            key = whole.key_of(tables, name, asked)
            facts = whole.recall(key, known, fresh) if key is not None else None
        if facts is not None:
            seconds = round(time.perf_counter() - start, 3)
            facts |= {"unchanged": True, "decided": 0, "seconds": seconds, "phases": self.phases}
            _write_summary(fresh, facts)
            return facts
        remembering = whole.Remembering(asked=known)
        facts = {**self.all(*tables, remembering), "unchanged": False, "profile": asked[0]}
        self.tell("write", 0, 0)
        _write(self.store, fresh, facts)
        if key is not None and key == whole.key_of(tables, name, asked):  # nobody wrote meanwhile
            whole.remember(key, remembering, fresh, facts)
        return facts

    @no_collection()
    def all(self, models: Any, datasets: Any, known: Known) -> dict[str, Any]:
        """Run every phase; return the summary."""
        start = time.perf_counter()
        store, engine = self.store, self.decider.engine
        with self.phase("read"):
            loaded = self.read(models, datasets)
        with self.phase("link"):
            linked = linking.link(store, known, engine.library)
            turned = circles.collapse(store)
            hub = Hub.read(store, INNER)
            keys.make(store, hub, engine.expressions.parties)
            name = self.decider.named(self.readings)
            kept.load(store, name)
        if store.one("SELECT count(*) FROM fresh"):
            self.decide(hub)
            kept.save(store, name)
        with self.phase("count"):
            outcomes.write_labels(store, engine)
            summary.make_sorts(store)
            counted = summary.count(store)
            counted["drift"] = summary.drift(store)
            if self.families:
                counted["families"] = summary.families(store)
            if self.pairs:
                counted["pairs"] = count_pairs(store, self.decider, self.readings)
                self.decider.save()
        if self.repairs:
            with self.phase("repair"):
                counted["repairs"] = find_repairs(store, self.decider, hub, self.readings)
                self.decider.save()
        return {
            "schema": summary.SCHEMA,
            "version": __version__,
            "library": engine.expressions.digest,
            "rows": loaded.rows,
            "works": loaded.rows - loaded.skipped,
            "edges": linked.edges,
            **counted,
            **_skipped(store),
            "cycles": len(turned),
            "cycle_members": turned[:MOST_NAMED],
            "missing_ancestors": linked.missing,
            "catalogued_ancestors": linked.catalogued,
            "situations": int(store.one("SELECT count(DISTINCT upstream) FROM answer")),
            "signatures": int(store.one("SELECT count(DISTINCT signature) FROM answer")),
            "decided": self.decider.decided_anew,
            "seconds": round(time.perf_counter() - start, 3),
            "phases": self.phases,
        }

    def decide(self, hub: Hub) -> None:
        """Find the answers for all in `fresh`, and add them to `answer`."""
        store, decider = self.store, self.decider
        count = spare(self.threads) if store.one("SELECT count(*) FROM fresh") > MANY else 0
        with Processes(decider, count) as processes:
            with self.phase("fold"):
                hub = hub.with_(store, "SELECT n FROM fresh")
                fold = decider.engine.fold(hub.lineage())
                situations.group(store, hub, fold)
            with self.phase("decide"):
                decided = outcomes.decide(
                    store, processes, hub, fold, self.readings, lambda *n: self.tell("decide", *n)
                )
        with self.phase("trace"):
            sources.trace(store, decided)
            sources.hand_down(store, decider.engine, decided)
            store.run(f"""
                INSERT INTO answer SELECT a, {", ".join(_TOLD)}
                FROM fresh JOIN result USING (n) JOIN outcome USING (o) JOIN member USING (n)
                JOIN trigger USING (k) LEFT JOIN source USING (n) LEFT JOIN inherits USING (n)""")

    def read(self, models: Any, datasets: Any) -> Loaded:
        """Read the tables, and what their rows say."""
        store, library = self.store, self.decider.engine.library
        loaded = load(store, models, "models", reading.MODEL_TAGS, reading.MODEL_WORDS)
        if datasets is not None:
            load(store, datasets, "datasets", reading.DATASET_TAGS)
        else:
            tags = ", ".join(f"{column} VARCHAR[]" for column in reading.DATASET_TAGS)
            store.run(f"CREATE TABLE datasets_shapes (s BIGINT, {tags})")
            store.run("CREATE TABLE datasets_rows (row BIGINT, id VARCHAR, s BIGINT)")
            store.run("CREATE TABLE datasets_skipped (row BIGINT, id VARCHAR, reason VARCHAR)")
        reading.read_models(store, library)
        reading.read_datasets(store, library)
        for table in ("models", "datasets"):
            store.run(f"DROP TABLE {table}_rows")
            store.run(f"DROP TABLE {table}_shapes")
        return loaded


_UNTOLD = {"sources": "[]", "unnamed": "false", "merged": "false", "inherited": "false"}

_TOLD = tuple(
    f"coalesce({column}, {_UNTOLD[column]})" if column in _UNTOLD else column
    for column in kept.COLUMNS
)
"""What an answer holds, in SQL: works with nothing above them have no rows of their own."""


def _skipped(store: Store) -> dict[str, Any]:
    rows = store.rows("SELECT reason, count(*) FROM models_skipped GROUP BY reason ORDER BY reason")
    first = store.rows(
        f"SELECT row, id, reason FROM models_skipped ORDER BY row LIMIT {MOST_NAMED}"
    )
    return {
        "skipped": sum(count for _, count in rows),
        "skipped_reasons": dict(rows),
        "skipped_rows": [{"row": row, "id": id, "reason": reason} for row, id, reason in first],
        "skipped_datasets": int(store.one("SELECT count(*) FROM datasets_skipped")),
    }


# Writing ------------------------------------------------------------------------------------------


@contextmanager
def _workshop(folder: Path, temp: str | Path | None) -> Iterator[tuple[Path, Path]]:
    """Make a folder beside the one wanted, and one for what does not fit into memory.

    What audits of the same folder left there that were killed is swept away.
    """
    if folder.exists() and not folder.is_dir():
        message = f"{quoted(folder)} is a file; the result is written to a folder"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    here = folder.absolute().parent
    prefix = f".{folder.name}.{digest(platform.node().encode())[:8]}-"
    try:
        here.mkdir(parents=True, exist_ok=True)
        for path in here.iterdir():
            if path.name.startswith(prefix) and _is_left(path.name.removeprefix(prefix)):
                shutil.rmtree(path, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=here))
    except OSError as error:
        message = f"cannot write to {quoted(folder)}: {error.strerror}"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message)) from None
    spill = Path(tempfile.mkdtemp(prefix="licenselogic-", dir=temp)) if temp else fresh / "spill"
    try:
        yield fresh, spill
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(spill, ignore_errors=True)


def _is_left(name: str) -> bool:
    """Tell whether the process that a folder is named after is gone."""
    number = name.partition("-")[0]
    if os.name != "posix" or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _write(store: Store, fresh: Path, facts: dict[str, Any]) -> None:
    for name, query in (
        ("works", summary.WORKS),
        ("skipped", "SELECT row, id, reason FROM models_skipped ORDER BY row"),
    ):
        path = quoted_path(fresh / f"{name}.parquet")
        store.run(f"COPY ({query}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
    _write_summary(fresh, facts)


def _write_summary(fresh: Path, facts: dict[str, Any]) -> None:
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (fresh / "summary.json").write_text(text, encoding="utf-8")


def _move(fresh: Path, folder: Path) -> None:
    """Put the files in place, the summary last: who finds it finds all that it tells of."""
    folder.mkdir(exist_ok=True)
    (folder / "summary.json").unlink(missing_ok=True)
    for name in ("works.parquet", "skipped.parquet", "summary.json"):
        (fresh / name).replace(folder / name)
