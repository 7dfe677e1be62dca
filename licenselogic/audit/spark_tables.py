"""Tables on a cluster: each is a folder of Parquet files that the driver and all workers see."""

import itertools
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlglot import exp

from licenselogic.audit.dialect import spark_sql
from licenselogic.audit.store import quoted_path


@dataclass(frozen=True)
class Table:
    """A table: the files that it is in, and how both engines read it."""

    folders: tuple[Path, ...]
    schema: Any
    without: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [column for column in self.schema.names if column not in self.without]

    def scan(self) -> str:
        """Return how DuckDB reads it: the files in their order."""
        files = [path for folder in self.folders for path in sorted(folder.glob("*.parquet"))]
        listed = ", ".join(quoted_path(path) for path in files)
        return f"SELECT {', '.join(_named(self.columns))} FROM read_parquet([{listed}])"


@dataclass
class Counter:
    """Names for folders and tables that are used once."""

    numbers: Any = field(default_factory=itertools.count)

    def __call__(self, name: str) -> str:
        """Return a name that begins so."""
        return f"{name}_{next(self.numbers)}"


class Tables:
    """The tables by name, and the queries that Spark runs on them."""

    def __init__(self, session: Any, temp: Path) -> None:
        self.session, self.temp = session, temp
        self.held: dict[str, Table] = {}
        self.fresh = Counter()

    def frame(self, query: exp.Expr) -> Any:
        """Return the rows of a query of the plan; what recurs is a loop here at the driver."""
        if any(isinstance(table.this, exp.ReadParquet) for table in query.find_all(exp.Table)):
            query = self.with_files(query.copy())
        withs = query.args.get("with_")
        if withs is None or not withs.args.get("recursive"):
            return self.session.sql(spark_sql(query))
        query = query.copy()
        parts = [(part.alias, part.this) for part in query.args["with_"].expressions]
        query.set("with_", None)
        names: dict[str, str] = {}
        for name, part in parts:
            own = self.fresh(name)
            if any(table.name == name for table in part.find_all(exp.Table)):
                self.closure(own, name, _renamed(part, names))
            else:
                self.save(own, _renamed(part, names))
            names[name] = own
        return self.frame(_renamed(query, names))

    def with_files(self, query: exp.Expr) -> exp.Expr:
        """Let Spark read the Parquet files of a query, with the numbers of their rows.

        What is no UTF-8 stops the audit, as it does in DuckDB.
        """
        for table in list(query.find_all(exp.Table)):
            if isinstance(table.this, exp.ReadParquet):
                path, name = Path(table.this.expressions[0].name), self.fresh("file")
                frame = self.session.read.parquet(_plain(path.absolute()))
                columns = [_checked(column.name, column.dataType) for column in frame.schema]
                numbered = frame.selectExpr("_metadata.row_index AS file_row_number", *columns)
                numbered.createOrReplaceTempView(name)
                table.replace(exp.to_table(name))
        return query

    def closure(self, own: str, name: str, part: Any) -> None:
        """Make a table of what a query reaches from where it starts: only news is followed."""
        self.save(own, exp.select("*").from_(part.this.subquery("start")).distinct())
        news = self.fresh(name)
        self.register(news, self.held[own])
        step = exp.select("*").from_(_renamed(part.expression, {name: news}).subquery("step"))
        fresh = exp.except_(step, exp.select("*").from_(own))
        while True:
            frame = self.frame(fresh).toDF(*self.held[own].columns)
            folder = self.written(frame)
            found = Table((folder,), self.held[own].schema)
            if self.read(found).isEmpty():
                break
            self.add(own, folder)
            self.register(news, found)
        self.held.pop(news)

    def save(self, name: str, query: exp.Expr) -> None:
        """Make a table of the rows of a query."""
        from pyspark.sql.types import NullType

        frame = self.frame(query)
        for column in frame.schema:
            if isinstance(column.dataType, NullType):
                frame = frame.withColumn(column.name, frame[column.name].cast("string"))
        folder = self.written(frame)
        self.drop(name)
        self.register(name, Table((folder,), frame.schema))

    def hand_on(self, name: str, folder: Path) -> None:
        """Make a table of files that somebody else wrote."""
        schema = self.session.read.parquet(_plain(folder)).schema
        self.drop(name)
        self.register(name, Table((folder,), schema))

    def add(self, name: str, folder: Path) -> None:
        """Add files to a table."""
        table = self.held[name]
        self.register(name, replace(table, folders=(*table.folders, folder)))

    def alike(self, name: str, query: exp.Expr) -> Path:
        """Write the rows of a query as rows of a table; return the folder."""
        table = self.held[name]
        types = {column.name: column.dataType for column in table.schema}
        frame = self.frame(query).toDF(*table.columns)
        columns = [frame[column].cast(types[column]) for column in table.columns]
        return self.written(frame.select(*columns))

    def register(self, name: str, table: Table) -> None:
        """Let queries read a table under a name."""
        self.held[name] = table
        self.read(table).createOrReplaceTempView(name)

    def read(self, table: Table) -> Any:
        """Return the rows of a table."""
        reader = self.session.read.schema(table.schema)
        return reader.parquet(*map(_plain, table.folders)).drop(*table.without)

    def written(self, frame: Any) -> Path:
        """Write rows to a folder of their own."""
        folder = self.folder()
        frame.write.parquet(f"file:{folder}")
        return folder

    def folder(self) -> Path:
        """Return a folder that is not there yet."""
        return self.temp / "tables" / self.fresh("table")

    def rename(self, name: str, to: str) -> None:
        """Give a table another name."""
        self.session.catalog.dropTempView(name)
        self.register(to, self.held.pop(name))

    def drop_column(self, name: str, column: str) -> None:
        """Drop a column of a table; its files are as before."""
        table = self.held[name]
        self.register(name, replace(table, without=(*table.without, column)))

    def drop(self, name: str) -> None:
        """Drop a table, and its files if no other has them."""
        table = self.held.pop(name, None)
        if table is None:
            return
        self.session.catalog.dropTempView(name)
        kept = {folder for other in self.held.values() for folder in other.folders}
        for folder in set(table.folders) - kept:
            shutil.rmtree(folder, ignore_errors=True)


def _renamed(query: Any, names: Mapping[str, str]) -> Any:
    """Return a query that reads other tables in place of some, under the names of these."""
    query = query.copy()
    for table in list(query.find_all(exp.Table)):
        if table.name in names:
            table.replace(exp.to_table(names[table.name], alias=table.alias or table.name))
    return query


def _checked(name: str, type: Any) -> str:
    """Return a column as Spark reads it, in which texts are held to be UTF-8."""
    named = f"`{name.replace('`', '``')}`"
    if type.typeName() == "string":
        return f"validate_utf8({named}) AS {named}"
    if type.typeName() == "array" and type.elementType.typeName() == "string":
        return f"transform({named}, text -> validate_utf8(text)) AS {named}"
    return named


def _plain(path: Path) -> str:
    """Return a path for Spark, in which nothing stands for anything else."""
    return "file:" + re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path))


def _named(columns: Sequence[str]) -> list[str]:
    return [f'"{column}"' for column in columns]
