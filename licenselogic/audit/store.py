"""The tables that an audit works on: DuckDB in process, within a limit of memory.

What does not fit is written to a folder for temporary files.  Nothing else knows DuckDB.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import (
    Diagnostic,
    LicenseLogicError,
    LineageError,
    UsageError,
    missing_extra,
)
from licenselogic.base.display import quoted

MEMORY = "512MiB"
"""How much memory the tables may take, unless the caller says otherwise: Python takes as much."""


def quoted_path(path: Path) -> str:
    """Return a path as SQL of DuckDB."""
    return "'" + str(path).replace("'", "''") + "'"


class Store:
    """A database of tables that live as long as the audit."""

    def __init__(self, memory: str | None, temp: Path, threads: int | None = None) -> None:
        """Open an empty database; raises `UsageError` for a limit that cannot be read."""
        try:
            import duckdb
        except ImportError:
            raise LineageError(missing_extra("an audit needs `duckdb`", "audit")) from None
        self._error: tuple[type[Exception], ...] = (duckdb.Error,)
        self.version: str = duckdb.__version__
        self.temp = temp
        config: dict[str, Any] = {"temp_directory": str(temp), "memory_limit": memory or MEMORY}
        if threads is not None:
            config["threads"] = threads
        try:
            self.base = duckdb.connect(":memory:", config=config)
        except duckdb.Error as error:
            message = f"the limit of memory {quoted(memory or MEMORY)} cannot be used"
            help = f"write it as 2GB or 512MB ({first_line(error)})"
            raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=help)) from None

    def run(self, sql: str, *values: object) -> Any:
        """Run a statement and return its cursor."""
        return self.base.execute(sql, list(values))

    def attempt(self, sql: str, *values: object) -> bool:
        """Run a statement that reads what may be damaged or gone; tell whether that went well."""
        try:
            self.run(sql, *values)
        except self._error:
            return False
        return True

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        found: list[tuple[Any, ...]] = self.run(sql, *values).fetchall()
        return found

    def one(self, sql: str, *values: object) -> Any:
        """Return the only value of a query that has one."""
        return self.rows(sql, *values)[0][0]

    def put(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
        """Make a table of `rows`; `columns` are names with their types."""
        named = ", ".join(f'"{name}" {type}' for name, type in columns.items())
        Store.run(self, f'CREATE OR REPLACE TABLE "{table}" ({named})')
        taken = ", ".join(f"unnest(?::{type}[])" for type in columns.values())
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            columns_of = map(list, zip(*part, strict=True))
            Store.run(self, f'INSERT INTO "{table}" SELECT {taken}', *columns_of)

    def register(self, name: str, table: object) -> None:
        """Make an Arrow or pandas table readable under a name."""
        self.base.register(name, table)

    @contextmanager
    def reading(self, what: str) -> Iterator[None]:
        """Turn what goes wrong while `what` is read into an error for people."""
        try:
            yield
        except self._error as error:
            message = f"cannot read {quoted(what)}: {first_line(error)}"
            raise LineageError(Diagnostic(Code.NOT_READABLE, message)) from None

    @contextmanager
    def working(self) -> Iterator[None]:
        """Turn a lack of memory or of room on the disk into an error for people."""
        try:
            yield
        except LicenseLogicError:
            raise
        except self._error as error:
            message = f"the audit stopped: {first_line(error)}"
            help = "give it more with `--memory`, and room for temporary files with `--temp`"
            raise LineageError(Diagnostic(Code.TOO_LARGE, message, help=help)) from None

    def close(self) -> None:
        """Drop all tables."""
        self.base.close()


_AT_ONCE = 200_000


def first_line(error: Exception) -> str:
    """Return the first line of a message of DuckDB, without the kind of error before it."""
    line = str(error).partition("\n")[0]
    kind, colon, rest = line.partition(": ")
    return rest if colon and kind.endswith("Error") else line
