"""Tables for audits: written from plain rows, and read back."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from licenselogic.testing.hub import Row


def write(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as Parquet and return the path."""
    duckdb = pytest.importorskip("duckdb", reason="audits need duckdb")
    lines = path.with_suffix(".jsonl")
    lines.write_text("".join(json.dumps(row._asdict()) + "\n" for row in rows), "utf-8")
    columns = "{'id': 'VARCHAR', 'tags': 'VARCHAR[]', 'library_name': 'VARCHAR'}"
    source = f"read_json('{lines}', format = 'newline_delimited', columns = {columns})"
    duckdb.sql(f"COPY (FROM {source}) TO '{path}' (FORMAT parquet)")
    return path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write rows as CSV and return the path."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Parquet table."""
    return _rows("FROM read_parquet(?)", path)


def one_of_each(path: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return of all rows of a Parquet table that are alike in some columns one, by chance."""
    alike = f"OVER (PARTITION BY {', '.join(columns)} ORDER BY md5(id))"
    return _rows(f"FROM read_parquet(?) QUALIFY row_number() {alike} = 1", path)


def _rows(query: str, path: Path) -> list[dict[str, Any]]:
    duckdb = pytest.importorskip("duckdb", reason="audits need duckdb")
    cursor = duckdb.connect().execute(query, [str(path)])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
