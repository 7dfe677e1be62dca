"""An audit tells of every work what checking it alone tells: status, kinds, clauses, sources."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from licenselogic import Lineage
from licenselogic.audit.run import audit
from licenselogic.base.codes import Code
from licenselogic.readers.listing import Listed, read_listing
from licenselogic.testing.hub import MadeUpHub, Row
from licenselogic.verdict.check import judge
from tests.audit.alone import InCircleError, Tables
from tests.audit.tables import one_of_each, read, write

SNAPSHOT = Path(__file__).parents[3] / "shared" / "data" / "hub-2024-07"

ANSWER = ("license", "relation", "status", "kinds", "clauses", "inherited")


def alone(lineage: Lineage, work: str) -> dict[str, Any]:
    """Return what checking a work alone tells, in the words of an audit."""
    found = judge(lineage, work)
    clauses = (clause for breach in found.breaches for clause in breach.clauses)
    return {
        "id": work,
        "license": found.license,
        "status": found.status.value,
        "kinds": [kind.value for kind in found.kinds],
        "clauses": list(dict.fromkeys(f"{license} {cite}" for license, cite in clauses)),
        "sources": sorted({source for breach in found.breaches for source in breach.sources}),
        "inherited": Code.INHERITED_VIOLATION in found.warnings,
    }


def differing(rows: list[dict[str, Any]], tables: Tables) -> Iterator[tuple[Any, Any]]:
    """Yield the works of which the audit tells something else than `judge`."""
    for row in rows:
        try:
            lineage = tables.lineage(row["id"])
        except InCircleError:
            assert row["status"] != "compatible"
            continue
        want = alone(lineage, row["id"])
        told = {key: row[key] for key in want} | {"sources": sorted(row["sources"])}
        if told != want:
            yield told, want


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_hub_made_up_is_audited_as_each_work_is_checked(tmp_path: Path, seed: int) -> None:
    hub = MadeUpHub(seed, dense=True)
    models, datasets = list(hub.models(200)), list(hub.datasets(40))
    found = audit(
        write(tmp_path / "models.parquet", models),
        write(tmp_path / "datasets.parquet", datasets),
        out=tmp_path / "out",
    )
    tables = Tables.of(
        (Listed(row.id, tuple(row.tags), row.library_name) for row in models),
        (Listed(row.id, tuple(row.tags)) for row in datasets),
    )
    rows = read(found.works)
    assert list(differing(rows, tables)) == []
    assert min(Counter(row["status"] for row in rows).values()) > 10
    assert any(row["inherited"] for row in rows)


@pytest.mark.slow
def test_the_snapshot_is_audited_as_each_work_is_checked(tmp_path: Path) -> None:
    """One work for each answer that the audit gives, drawn by chance."""
    models, datasets = SNAPSHOT / "models.parquet", SNAPSHOT / "datasets.parquet"
    if not models.exists():
        pytest.skip("there is no snapshot of the Hub at hand")
    found = audit(models, datasets, out=tmp_path / "out")
    drawn = one_of_each(found.works, ANSWER)
    assert len(drawn) > 500
    tables = Tables.of(read_listing(models), read_listing(datasets))
    assert list(differing(drawn, tables)) == []


def test_owners_tell_works_apart_that_are_made_alike(tmp_path: Path) -> None:
    """What is one's own does not bind; with the owners exchanged, it does."""
    models = [
        Listed("ann/base", ("license:cc-by-nc-4.0",)),
        Listed("bob/base", ("license:cc-by-nc-4.0",)),
        Listed("ann/own", ("license:mit", "base_model:ann/base", "dataset:bob/data")),
        Listed("ann/other", ("license:mit", "base_model:bob/base", "dataset:ann/data")),
        Listed("bob/own", ("license:mit", "base_model:bob/base", "dataset:ann/data")),
    ]
    datasets = [Listed(name, ("license:mit",)) for name in ("ann/data", "bob/data")]
    tables = {"models": models, "datasets": datasets}
    paths = [
        write(tmp_path / f"{name}.parquet", (Row(w.id, list(w.tags), None) for w in works))
        for name, works in tables.items()
    ]
    rows = read(audit(*paths, out=tmp_path / "out").works)
    assert list(differing(rows, Tables.of(models, datasets))) == []
    statuses = {row["id"]: row["status"] for row in rows}
    assert statuses["ann/own"] == statuses["bob/own"] == "compatible"
    assert statuses["ann/other"] == "incompatible"
