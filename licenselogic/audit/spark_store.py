"""The tables that an audit works on, on a cluster: Apache Spark runs the plan that DuckDB runs.

Each table is a folder of Parquet files that the driver and all workers see.  Statements are those
written for DuckDB: queries are rewritten in the SQL of Spark, and what changes a table makes a new
one.  What only DuckDB reads, such as CSV, is read by DuckDB at the driver, and handed on.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from licenselogic.audit.spark_session import missing, start
from licenselogic.audit.store import Store, quoted_path

try:
    from sqlglot import exp

    from licenselogic.audit.dialect import LOCAL, NUMBERED, parsed, with_values
    from licenselogic.audit.spark_tables import Tables
except ImportError:
    raise missing("an audit on Spark needs `sqlglot`") from None


class SparkStore(Store):
    """A database of tables on a cluster."""

    def __init__(
        self,
        memory: str | None,
        temp: Path,
        threads: int | None = None,
        master: str | None = None,
    ) -> None:
        """Start Spark; raises `LineageError` where that, or Java, is missing."""
        super().__init__(memory, temp, threads)
        session, self._end = start(master, threads, temp.absolute())
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        self._error = (*self._error, PySparkException, Py4JError)
        self.version = f"{self.version}, Spark {session.version}"
        self.tables = Tables(session, temp.absolute())
        self.given: set[str] = set()

    def close(self) -> None:
        """Drop all tables, and end the session if it was started here."""
        super().close()
        self._end()

    # What the plan asks for

    def run(self, sql: str, *values: object) -> Any:
        """Run a statement; return the cursor of DuckDB for what that reads by itself."""
        dropped = _DROPPED.fullmatch(sql)
        if dropped:
            self.tables.drop_column(*dropped.groups())
            return None
        if sql.startswith("DESCRIBE"):
            return self._local(sql, *values)
        statement = parsed(sql)
        return _STATEMENTS[type(statement)](self, statement, sql, values)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        if sql.startswith("DESCRIBE") or self._is_local(sql):
            found: list[tuple[Any, ...]] = self._local(sql, *values).fetchall()
            return found
        return [tuple(row) for row in self.tables.frame(with_values(parsed(sql), values)).collect()]

    def put(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
        """Make a table of `rows`; `columns` are names with their types."""
        super().put(_PART, columns, rows)
        self.tables.hand_on(table, self._copied(f"SELECT * FROM {_PART}"))

    def register(self, name: str, table: object) -> None:
        """Make an Arrow or pandas table readable under a name: DuckDB reads it."""
        super().register(name, table)
        self.given.add(name)

    # Statements

    def _create(self, statement: Any, sql: str, values: tuple[object, ...]) -> None:
        """Make a table: of columns, of what DuckDB reads, or of the rows of a query."""
        if isinstance(statement.this, exp.Schema):
            self.base.execute(_MADE.sub(f"CREATE OR REPLACE TABLE {_PART}", sql, count=1))
            folder = self._copied(f"SELECT * FROM {_PART}")
            self.tables.hand_on(statement.this.this.name, folder)
        elif self._is_local(sql):
            self._views(sql)
            self.tables.hand_on(statement.this.name, self._copied(_AS.sub("", sql, count=1)))
        else:
            self.tables.save(statement.this.name, with_values(statement.expression, values))

    def _insert(self, statement: Any, sql: str, values: tuple[object, ...]) -> None:
        name = statement.this.name
        if self._is_local(sql):
            self._views(sql)
            scan = self.tables.held[name].scan()
            self.base.execute(f"CREATE OR REPLACE TABLE {_PART} AS {scan} LIMIT 0")
            self.base.execute(_INTO.sub(f"INSERT INTO {_PART}", sql, count=1), list(values))
            folder = self._copied(f"SELECT * FROM {_PART}")
        else:
            folder = self.tables.alike(name, with_values(statement.expression, values))
        self.tables.add(name, folder)

    def _delete(self, statement: Any, _sql: str, values: tuple[object, ...]) -> None:
        name = statement.this.name
        query = exp.select("*").from_(exp.to_table(name))
        goes = exp.func("coalesce", statement.args["where"].this.copy(), exp.false())
        self.tables.save(name, with_values(query.where(exp.not_(goes)), values))

    def _update(self, statement: Any, _sql: str, values: tuple[object, ...]) -> None:
        """Make a table anew of the rows that are met, each once, and of all others."""
        name = statement.this.name
        new = {one.this.name: one.expression for one in statement.expressions}
        tables, where = statement.args["from_"].this, statement.args["where"].this
        columns = self.tables.held[name].columns
        met = exp.select(
            *(exp.alias_(new[c].copy(), c) if c in new else exp.column(c, name) for c in columns)
        ).from_(exp.to_table(name))
        met = met.join(_alone(tables), join_type="CROSS")
        for join in tables.args.get("joins") or ():
            met = met.join(join.this.copy(), join_type="CROSS")
        inner = exp.select("1").from_(tables.copy()).where(where.copy())
        others = exp.select(*(exp.column(c, name) for c in columns)).from_(exp.to_table(name))
        others = others.where(exp.not_(exp.Exists(this=inner)))
        query = exp.union(met.where(where.copy()), others, distinct=False)
        self.tables.save(name, with_values(query, values))

    def _alter(self, statement: Any, _sql: str, _values: tuple[object, ...]) -> None:
        (action,) = statement.args["actions"]
        if isinstance(action, exp.AlterRename):
            self.tables.rename(statement.this.name, action.this.name)
        else:
            self.tables.drop_column(statement.this.name, action.args["tables"][0].name)

    def _drop_table(self, statement: Any, _sql: str, _values: tuple[object, ...]) -> None:
        for table in statement.args["tables"]:
            self.tables.drop(table.name)

    def _copy(self, statement: Any, sql: str, _values: tuple[object, ...]) -> None:
        """Write the rows of a query to one file at the driver, in their order."""
        inner = statement.this.this
        if self._is_local(sql):
            self._views(sql)
            self.base.execute(sql)
            return
        folder = self.tables.written(self.tables.frame(inner))
        files = ", ".join(quoted_path(path) for path in sorted(folder.glob("*.parquet")))
        place = quoted_path(Path(statement.args["files"][0].name))
        into = f"TO {place} (FORMAT parquet, COMPRESSION zstd)"
        self.base.execute(f"COPY (FROM read_parquet([{files}])) {into}")
        shutil.rmtree(folder, ignore_errors=True)

    # DuckDB at the driver

    def _local(self, sql: str, *values: object) -> Any:
        self._views(sql)
        return super().run(sql, *values)

    def _views(self, sql: str) -> None:
        """Let DuckDB see the tables that a statement names."""
        for name in set(re.findall(r"\w+", sql)) & self.tables.held.keys():
            scan = self.tables.held[name].scan()
            self.base.execute(f'CREATE OR REPLACE VIEW "{name}" AS {scan}')

    def _copied(self, query: str) -> Path:
        """Write what a query of DuckDB tells to a folder of its own."""
        folder = self.tables.folder()
        folder.mkdir(parents=True)
        path = quoted_path(folder / "part-0.parquet")
        self.base.execute(f"COPY ({query}) TO {path} (FORMAT parquet)")
        return folder

    def _is_local(self, sql: str) -> bool:
        """Tell whether a statement reads what only DuckDB reads."""
        told = _NUMBERED.sub("", sql)
        return any(word in told for word in (*LOCAL, *self.given))


_STATEMENTS: dict[type, Any] = {
    exp.Create: SparkStore._create,
    exp.Insert: SparkStore._insert,
    exp.Delete: SparkStore._delete,
    exp.Update: SparkStore._update,
    exp.Alter: SparkStore._alter,
    exp.Drop: SparkStore._drop_table,
    exp.Copy: SparkStore._copy,
}
"""What is done for a statement of the plan."""

_PART = "local_part"
"""What DuckDB hands on, for as long as that takes."""

_DROPPED = re.compile(r"\s*ALTER TABLE (\w+) DROP (\w+)\s*")

_MADE = re.compile(r"CREATE OR REPLACE TABLE \"?\w+\"?|CREATE TABLE \"?\w+\"?")

_AS = re.compile(r"\s*CREATE OR REPLACE TABLE \w+ AS\b")

_INTO = re.compile(r"INSERT INTO \w+")

_NUMBERED = re.compile(rf"read_parquet\('(?:[^']|'')*', {NUMBERED}\)")


def _alone(table: exp.Expr) -> exp.Expr:
    table = table.copy()
    table.set("joins", None)
    return table
