"""Apache Spark on a cluster gives row by row what DuckDB gives, and says what it needs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.base.cache import folder
from licenselogic.testing.hub import MadeUpHub, Row
from tests.audit.cluster import cluster
from tests.audit.tables import read, write, write_csv
from tests.audit.test_extremes import chain
from tests.audit.test_kept import use


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session on a cluster, which audits use."""
    with cluster(tmp_path_factory.mktemp("cluster")) as master:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
        session = builder.getOrCreate()
        yield session
        session.stop()


def told(found: ll.Audit) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Return both tables, and the summary without what may differ between runs."""
    summary = json.loads((found.folder / "summary.json").read_text("utf-8"))
    for name in ("seconds", "phases", "decided"):
        del summary[name]
    return read(found.works), read(found.folder / "skipped.parquet"), summary


def both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: Path, datasets: Path | None = None,
    **options: Any,
) -> ll.Audit:  # fmt: skip
    """Audit a table with each engine, with no answers kept before; both must tell the same."""
    use(tmp_path / "kept", monkeypatch)
    found = ll.audit(models, datasets, out=tmp_path / "duckdb", **options)
    for path in (tmp_path / "kept").glob("audit-answers-*"):
        path.unlink()
    other = ll.audit(models, datasets, out=tmp_path / "spark", engine="spark", **options)
    assert told(other) == told(found)
    assert "trace" in other.summary["phases"]
    folder.cache_clear()
    return other


# One hub ------------------------------------------------------------------------------------------

DIRT = [
    Row("meta-llama/two", ["license:llama2"], None),
    Row("a/one", ["license:mit", "base_model:b/two", "base_model:meta-llama/two"], None),
    Row("b/two", ["license:mit", "base_model:a/one"], "peft"),
    Row("c/below", ["license:mit", "base_model:B/TWO"], None),
    Row("d/own", ["license:mit", "base_model:d/own", "merge", "x/y"], "transformers"),
    Row("d/own", ["license:apache-2.0"], None),
    Row("", ["license:mit"], None),
    Row("bad id", ["license:mit"], None),
    Row("\u0130/\u0391\u03a3", ["license:mit"], None),
    Row("e/small", ["license:mit", "base_model:\u0130/\u03b1\u03c3"], None),
    Row("e/lora-q_AWQ.gguf", ["base_model:quantized:c/below", "dataset:f/data"], None),
    Row("g/expression", ["license:mit OR llama2", "base_model:e/small"], None),
    Row("h/back\\slash'quote", ["license:bad (license", "gguf"], None),
    Row("i/nothing", [], None),
]
"""Circles, odd letters, duplicates, rows without an id: what the tables of a hub hold."""


@pytest.mark.slow
@pytest.mark.usefixtures("session")
def test_twenty_thousand_works_with_dirt_and_a_chain_come_out_row_by_row_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = MadeUpHub(11)
    rows = [*DIRT, *hub.models(19_900), *chain(100, "apache-2.0")]
    models = write(tmp_path / "models.parquet", rows)
    tagged = [row for row in hub.datasets(5_000) if row.tags]
    names = [("f/data", "cc-by-nc-4.0")]
    names += [(row.id, row.tags[0].removeprefix("license:")) for row in tagged]
    datasets = write_csv(tmp_path / "datasets.csv", ("id", "license"), names)
    datasets.write_bytes(datasets.read_bytes() + b'"\xff\xfe/x","mit"\n"too","many","fields"\n')
    found = both(tmp_path, monkeypatch, models, datasets, pairs=True)
    assert found.summary["skipped_reasons"] == {"duplicate-id": 1, "no-id": 2}
    assert found.summary["skipped_datasets"] == 2
    assert ["a/one", "b/two"] in found.summary["cycle_members"]
    last = read(found.works)[-1]
    assert (last["status"], last["distance"]) == ("incompatible", 99)
    for content in (b"PAR1 and no more", b""):
        models.write_bytes(content)
        with pytest.raises(ll.LineageError, match="cannot read"):
            ll.audit(models, out=tmp_path / "out", engine="spark")
        assert not (tmp_path / "out").exists()


# What is missing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["pyspark", "sqlglot", "java"])
def test_what_is_missing_is_told_with_how_to_get_it(tmp_path: Path, gone: str) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    if gone == "java":
        pytest.importorskip("pyspark", reason="the Spark engine needs pyspark")
    table = write_csv(tmp_path / "hub.csv", ("id", "license"), [("a/one", "mit")])
    program = f"import sys; sys.modules[{gone!r}] = None; from licenselogic.__main__ import main; "
    command = [sys.executable, "-c", program + "sys.exit(main())", "audit", str(table)]
    command += ["--out", str(tmp_path / "out"), "--engine", "spark"]
    own = {**os.environ, "PATH": "", "JAVA_HOME": ""}
    ended = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "missing-extra" in ended.stderr and gone in ended.stderr
    assert "pip install 'licenselogic[spark]'" in ended.stderr and "Java 17" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_an_engine_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    table = write_csv(tmp_path / "hub.csv", ("id", "license"), [("a/one", "mit")])
    with pytest.raises(ll.UsageError, match="no engine"):
        ll.audit(table, out=tmp_path / "out", engine="abacus")
