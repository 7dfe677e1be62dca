"""Shapes that break what recurs or multiplies: long chains, wide families, one large circle."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import licenselogic as ll
from licenselogic.testing.hub import Row
from tests.audit.tables import read, write


def chain(length: int, label: str) -> Iterator[Row]:
    """Yield works each made from the one before, the first under a licence with limits."""
    yield Row("meta-llama/zero", ["license:llama2"], None)
    for place in range(1, length):
        above = "meta-llama/zero" if place == 1 else f"ann{place - 1}/work"
        tags = [f"license:{label}", f"base_model:finetune:{above}"]
        yield Row(f"ann{place}/work", tags, None)


@pytest.mark.parametrize("length", [2_000, pytest.param(50_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("label", ["llama2", "apache-2.0"])
def test_a_chain_is_followed_to_its_end(tmp_path: Path, length: int, label: str) -> None:
    found = ll.audit(write(tmp_path / "works.parquet", chain(length, label)), out=tmp_path / "out")
    rows = read(found.works)
    assert len(rows) == length
    last = rows[-1]
    if label == "llama2":
        assert {row["status"] for row in rows} == {"compatible"}
    else:
        assert (last["status"], last["sources"]) == ("incompatible", ["meta-llama/zero"])
        assert last["distance"] == length - 1 and last["inherited"]


@pytest.mark.parametrize("count", [5_000, pytest.param(300_000, marks=pytest.mark.slow)])
def test_a_wide_family_is_one_situation(tmp_path: Path, count: int) -> None:
    rows = [Row("meta-llama/zero", ["license:llama2"], None)]
    labels = ("license:llama2", "license:mit")
    rows += [
        Row(f"owner{place}/work", [labels[place % 2], "base_model:meta-llama/zero"], None)
        for place in range(count)
    ]
    found = ll.audit(write(tmp_path / "works.parquet", rows), out=tmp_path / "out").summary
    assert found["statuses"] == {"compatible": count // 2 + 1, "incompatible": count // 2}
    assert found["signatures"] == 3 and found["edges"] == count


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_one_large_circle_is_found_and_nothing_in_it_is_compatible(
    tmp_path: Path, count: int
) -> None:
    rows = [
        Row(f"o{place}/work", ["license:mit", f"base_model:o{(place + 1) % count}/work"], None)
        for place in range(count)
    ]
    rows.append(Row("out/side", ["license:mit", "base_model:o0/work"], None))
    found = ll.audit(write(tmp_path / "works.parquet", rows), out=tmp_path / "out")
    assert found.summary["cycles"] == 1
    assert Counter(row["status"] for row in read(found.works)) == {"unknown": count + 1}
