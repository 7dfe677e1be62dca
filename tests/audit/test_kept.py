"""What an audit keeps changes no result: warm or cold, damaged, or killed on the way."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll
from licenselogic.base.cache import folder
from licenselogic.lineage.work import Work
from licenselogic.testing.hub import MadeUpHub, Row
from tests.audit.tables import read, write

OTHERS = ("read", "link", "fold", "trace", "count", "write")
PHASES = ("decide", *(pytest.param(phase, marks=pytest.mark.slow) for phase in OTHERS))
"""When a test kills an audit."""

WRITTEN = ["skipped.parquet", "summary.json", "works.parquet"]

KILLED = """
import os, signal, sys
import licenselogic as ll

def tell(phase, done, total):
    if phase == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

ll.audit(sys.argv[1], out=sys.argv[2], tell=tell)
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of its own."""
    use(tmp_path / "kept", monkeypatch)
    yield tmp_path / "kept"
    folder.cache_clear()


def use(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take another folder for the cache, in which nothing lies but the shipped library."""
    before = folder()
    own.mkdir(mode=0o700)
    for path in before.glob(f"*-{ll.licenses().digest}.*") if before is not None else ():
        shutil.copy2(path, own)
    monkeypatch.setenv("LICENSELOGIC_CACHE", str(own))
    folder.cache_clear()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(MadeUpHub(5, dense=True).models(60))


def told(found: ll.Audit) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the table of works, and the summary without what may differ between runs."""
    summary = json.loads((found.folder / "summary.json").read_text("utf-8"))
    for name in ("seconds", "phases", "decided", "unchanged"):
        del summary[name]
    return read(found.works), summary


@pytest.mark.usefixtures("kept")
def test_a_second_audit_tells_the_result_of_the_first(tmp_path: Path, rows: list[Row]) -> None:
    table = write(tmp_path / "models.parquet", rows)
    first = ll.audit(table, out=tmp_path / "first")
    second = ll.audit(table, out=tmp_path / "second")
    assert not first.summary["unchanged"] and second.summary["unchanged"]
    assert "decide" in first.summary["phases"] and list(second.summary["phases"]) == ["recall"]
    assert told(first) == told(second)
    assert sorted(path.name for path in second.folder.iterdir()) == WRITTEN


def another_row(rows: list[Row], _: dict[str, Any]) -> list[Row]:
    return [*rows, Row("nobody/new", ["license:mit"], None)]


def another_dataset(rows: list[Row], options: dict[str, Any]) -> list[Row]:
    row = Row("nobody/data", ["license:mit"], None)
    options["datasets"] = write(Path(options["datasets"]).with_name("other.parquet"), [row])
    return rows


def another_profile(rows: list[Row], options: dict[str, Any]) -> list[Row]:
    options["profile"] = "strict"
    return rows


def another_budget(rows: list[Row], options: dict[str, Any]) -> list[Row]:
    options["rlimit"] = 10**9
    return rows


def another_wish(rows: list[Row], options: dict[str, Any]) -> list[Row]:
    options["pairs"] = True
    return rows


def another_licence_upstream(rows: list[Row], options: dict[str, Any]) -> list[Row]:
    options["known"] = {"somebody/told": Work("somebody/told", "model", "CC-BY-NC-4.0")}
    return rows


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "change",
    [
        *(another_row, another_dataset, another_profile, another_budget, another_wish),
        another_licence_upstream,
    ],
)
def test_a_result_is_not_told_again_where_anything_has_changed(
    tmp_path: Path, rows: list[Row], change: Callable[[list[Row], dict[str, Any]], list[Row]]
) -> None:
    below = Row("nobody/below", ["license:mit", "base_model:somebody/told"], None)
    data = write(tmp_path / "data.parquet", [Row("somebody/data", ["license:mit"], None)])
    options: dict[str, Any] = {"datasets": data}
    options["known"] = {"somebody/told": Work("somebody/told", "model", "MIT")}
    table = write(tmp_path / "before.parquet", [*rows, below])
    ll.audit(table, out=tmp_path / "first", **options)
    changed = change([*rows, below], options)
    if len(changed) > len(rows) + 1:
        table = write(tmp_path / "after.parquet", changed)
    second = ll.audit(table, out=tmp_path / "second", **options)
    assert not second.summary["unchanged"]
    if change is another_licence_upstream:
        statuses = {row["id"]: row["status"] for row in read(second.works)}
        assert statuses["nobody/below"] == "incompatible"


@pytest.mark.usefixtures("kept")
def test_the_result_of_a_table_that_changes_meanwhile_is_not_kept(
    tmp_path: Path, rows: list[Row]
) -> None:
    table = write(tmp_path / "models.parquet", rows[:9])
    content = table.read_bytes()

    def tell(phase: str, *_: int) -> None:
        if phase == "link":
            write(table, rows)

    ll.audit(table, out=tmp_path / "first", tell=tell)
    table.write_bytes(content)
    assert not ll.audit(table, out=tmp_path / "second").summary["unchanged"]


@pytest.mark.usefixtures("kept")
def test_answers_are_kept_for_a_table_that_says_the_same(tmp_path: Path, rows: list[Row]) -> None:
    first = ll.audit(write(tmp_path / "one.parquet", rows), out=tmp_path / "first")
    same = [row._replace(tags=[*row.tags, "region:us"]) for row in rows]
    second = ll.audit(write(tmp_path / "other.parquet", same), out=tmp_path / "second")
    assert first.summary["decided"] > 0 and second.summary["decided"] == 0
    assert not second.summary["unchanged"] and "decide" not in second.summary["phases"]
    assert told(first) == told(second)


@pytest.mark.usefixtures("kept")
def test_an_audit_of_a_changed_table_tells_what_a_first_one_would(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    ll.audit(write(tmp_path / "old.parquet", rows), out=tmp_path / "old")
    changed = [
        row._replace(tags=["license:mit", *(t for t in row.tags if not t.startswith("license:"))])
        if place % 7 == 0
        else row
        for place, row in enumerate(rows)
        if place % 11
    ]
    table = write(tmp_path / "new.parquet", changed)
    warm = ll.audit(table, out=tmp_path / "warm")
    use(tmp_path / "empty", monkeypatch)
    cold = ll.audit(table, out=tmp_path / "cold")
    assert told(warm) == told(cold)
    assert 0 < warm.summary["decided"] < cold.summary["decided"]


def test_what_is_kept_and_damaged_counts_for_nothing(
    tmp_path: Path, kept: Path, rows: list[Row]
) -> None:
    table = write(tmp_path / "models.parquet", rows)
    first = told(ll.audit(table, out=tmp_path / "first"))
    files = [path for path in kept.glob("audit-*") if path.name.count(".") == 2]
    assert sorted(path.name.split("-")[1] for path in files) == ["answers", "result"]
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    second = ll.audit(table, out=tmp_path / "second")
    assert "decide" in second.summary["phases"] and told(second) == first


@pytest.mark.usefixtures("kept")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
@pytest.mark.parametrize("phase", PHASES)
def test_an_audit_that_was_killed_is_started_again(
    tmp_path: Path, rows: list[Row], phase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, out = write(tmp_path / "models.parquet", rows), tmp_path / "out"
    whole = told(ll.audit(table, out=tmp_path / "whole"))
    before = ll.audit(write(tmp_path / "older.parquet", rows[:9]), out=out)
    older = told(before)
    use(tmp_path / "another", monkeypatch)
    command = [sys.executable, "-c", KILLED, str(table), str(out), phase]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert told(before) == older
    again = [*command[:-1], "never"]
    assert subprocess.run(again, check=False).returncode == 0
    assert told(before) == whole
    assert sorted(path.name for path in out.iterdir()) == WRITTEN
    assert not list(tmp_path.glob(".out.*"))
