"""What an audit reads, counts, writes, and refuses."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.audit.compare import compare
from licenselogic.base.schemas import read_schema
from licenselogic.cli.app import run
from licenselogic.testing.hub import Row
from tests.audit.hubs import HEADER, HUB, write_hub
from tests.audit.tables import read, write, write_csv


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> ll.Audit:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    folder = tmp_path_factory.mktemp("hub")
    return ll.audit(write_hub(folder / "hub.csv"), out=folder / "out")


def works(found: ll.Audit) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in read(found.works)}


def test_a_breach_is_traced_through_a_false_label(hub: ll.Audit) -> None:
    child = works(hub)["eve/child"]
    assert child["status"] == "incompatible" and child["inherited"]
    assert child["sources"] == ["meta-llama/two"] and child["distance"] == 2
    assert "llama2 2" in child["clauses"] and "scale-limit" in child["kinds"]
    own = works(hub)["bob/false"]
    assert own["status"] == "incompatible" and not own["inherited"] and own["distance"] == 1


def test_what_is_not_known_is_never_compatible(hub: ll.Audit) -> None:
    found = works(hub)
    assert found["pat/lost"]["status"] == found["sue/silent"]["status"] == "unknown"
    assert "unnamed-upstream" in found["pat/lost"]["also"]
    assert found["sue/silent"]["license"] is None and "undeclared" in found["sue/silent"]["also"]
    assert found["ann/honest"]["status"] == "compatible"


@pytest.mark.parametrize(
    ("kind", "triggered", "violating", "by"),
    [
        ("scale-limit", 4, 2, {"finetune": (2, 1), "merge": (1, 0), "quantized": (1, 1)}),
        ("no-derivatives", 1, 1, {"adapter": (1, 1)}),
        ("llama2-exclusive", 4, 2, {"finetune": (2, 1), "merge": (1, 0), "quantized": (1, 1)}),
        ("llama2-exclusive-merge", 1, 1, {"merge": (1, 1)}),
        ("unnamed-upstream", 7, 1, None),
        ("inherited-violation", 7, 1, None),
        ("undeclared", 10, 1, None),
        ("unknown", 10, 2, None),
    ],
)
def test_kinds_are_counted(
    hub: ll.Audit, kind: str, triggered: int, violating: int, by: dict[str, Any] | None
) -> None:
    counts = hub.summary["kinds"][kind]
    assert (counts["triggered"], counts["violating"]) == (triggered, violating)
    if by is not None:
        found = {how: (c["triggered"], c["violating"]) for how, c in counts["by_relation"].items()}
        assert found == by


def test_no_more_works_break_a_clause_than_trigger_it(hub: ll.Audit) -> None:
    for kind, counts in hub.summary["kinds"].items():
        assert counts["violating"] <= counts["triggered"], kind
        for column in ("triggered", "violating"):
            by = counts["by_relation"].values()
            assert sum(part[column] for part in by) == counts[column], kind


def test_the_summary_follows_its_schema(hub: ll.Audit) -> None:
    written = json.loads((hub.folder / "summary.json").read_text("utf-8"))
    jsonschema_rs.Draft202012Validator(read_schema("audit")).validate(written)
    assert written == hub.to_dict()


def test_the_same_table_gives_the_same_rows_in_the_order_of_the_table(
    hub: ll.Audit, tmp_path: Path
) -> None:
    again = ll.audit(hub.folder.parent / "hub.csv", out=tmp_path / "again")
    assert read(again.works) == read(hub.works)
    assert [row["id"] for row in read(hub.works)] == [row[0] for row in HUB]
    assert again.summary["decided"] == 0


# Circles, shapes ----------------------------------------------------------------------------------


def listing(tmp_path: Path, rows: Sequence[tuple[str, list[str]]]) -> Path:
    return write(tmp_path / "models.parquet", [Row(id, tags, None) for id, tags in rows])


def test_a_circle_is_reported_and_what_is_definite_goes_through_it(tmp_path: Path) -> None:
    table = listing(
        tmp_path,
        [
            ("meta-llama/two", ["license:llama2"]),
            ("a/one", ["license:mit", "base_model:b/two", "base_model:meta-llama/two"]),
            ("b/two", ["license:mit", "base_model:a/one"]),
            ("c/below", ["license:mit", "base_model:b/two"]),
            ("d/own", ["license:mit", "base_model:d/own"]),
        ],
    )
    found = ll.audit(table, out=tmp_path / "out")
    rows = works(found)
    assert found.summary["cycle_members"] == [["a/one", "b/two"]]
    assert {rows[name]["status"] for name in ("a/one", "b/two", "c/below")} == {"incompatible"}
    assert rows["c/below"]["sources"] == ["meta-llama/two"]
    assert rows["d/own"]["status"] == "compatible"


@pytest.mark.parametrize("shape", ["chain", "children", "circle"])
def test_long_and_wide_shapes_need_no_recursion(tmp_path: Path, shape: str) -> None:
    count = 3_000
    above = {
        "chain": lambda n: n - 1,
        "children": lambda _: 0,
        "circle": lambda n: n - 1 if n > 1 else count,
    }[shape]
    rows = [("o0/w0", ["license:llama2"])]
    rows += [
        (f"o{n}/w{n}", ["license:mit", f"base_model:o{above(n)}/w{above(n)}"])
        for n in range(1, count + 1)
    ]
    found = ll.audit(listing(tmp_path, rows), out=tmp_path / "out")
    assert found.summary["works"] == count + 1
    assert found.summary["cycles"] == (shape == "circle")
    want = {"compatible": 1, "unknown" if shape == "circle" else "incompatible": count}
    assert found.summary["statuses"] == want


# Damaged input ------------------------------------------------------------------------------------


def test_rows_that_cannot_be_used_are_counted_and_listed(tmp_path: Path) -> None:
    table = tmp_path / "models.jsonl"
    lines = [
        b'{"id": "a/one", "tags": ["license:mit"]}',
        b'{"id": "a/one", "tags": ["license:apache-2.0"]}',
        b'{"id": "b/two", "tags": 7}',
        b'{"id": 5, "tags": []}',
        b'{"tags": []}',
        b'{"id": "\xff\xfe", "tags": []}',
        b"no json",
        b'{"id": "c/three", "tags": ["license:mit"',
    ]
    table.write_bytes(b"\n".join(lines))
    found = ll.audit(table, out=tmp_path / "out").summary
    assert (found["rows"], found["works"], found["skipped"]) == (8, 1, 7)
    assert found["skipped_reasons"] == {
        "damaged-row": 3,
        "duplicate-id": 1,
        "no-id": 1,
        "wrong-type": 2,
    }
    skipped = read(tmp_path / "out" / "skipped.parquet")
    assert {"row": 2, "id": "a/one", "reason": "duplicate-id"} in skipped and len(skipped) == 7


def test_a_damaged_line_of_csv_is_skipped(tmp_path: Path) -> None:
    table = tmp_path / "models.csv"
    table.write_bytes(b"id,license\na/one,mit\nb/two,mit,more\n\xff/x,mit\nc/three,mit\n")
    found = ll.audit(table, out=tmp_path / "out").summary
    assert (found["rows"], found["works"]) == (4, 2)
    assert found["skipped_reasons"] == {"damaged-row": 2}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("models.parquet", b""),
        ("models.parquet", b"PAR1 and then nothing that is one"),
        ("models.csv", b""),
        ("models.csv", b"id,id\n"),
        ("models.csv", b"name,license\na,mit\n"),
        ("models.csv.gz", b"no gzip"),
        ("models.jsonl", b""),
        ("models.xlsx", b"?"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, content: bytes
) -> None:
    table = tmp_path / name
    table.write_bytes(content)
    with pytest.raises(ll.LineageError, match="models"):
        ll.audit(table, out=tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_what_was_there_stays_when_an_audit_fails(hub: ll.Audit, tmp_path: Path) -> None:
    before = (hub.folder / "summary.json").read_bytes()
    with pytest.raises(ll.LineageError):
        ll.audit(tmp_path / "none.parquet", out=hub.folder)
    assert (hub.folder / "summary.json").read_bytes() == before


@pytest.mark.parametrize("kind", ["relation", "arrow", "frame"])
def test_tables_in_memory_are_read_as_files_are(hub: ll.Audit, tmp_path: Path, kind: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="audits need duckdb")
    table = duckdb.connect().sql(f"SELECT * FROM read_csv('{hub.folder.parent / 'hub.csv'}')")
    if kind != "relation":
        pytest.importorskip("pyarrow" if kind == "arrow" else "pandas", reason="not installed")
        table = table.arrow() if kind == "arrow" else table.df()
    assert read(ll.audit(table, out=tmp_path / "out").works) == read(hub.works)


def test_what_is_no_table_in_memory_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    with pytest.raises(ll.LineageError, match="a table is a path"):
        ll.audit(7, out=tmp_path / "out")


# The command --------------------------------------------------------------------------------------


def test_the_command_prints_the_table(
    hub: ll.Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["audit", str(hub.folder.parent / "hub.csv"), "--out", str(tmp_path / "out")]
    assert run([*arguments, "--stats"]) == 0
    text = capsys.readouterr().out
    assert "10 works" in text and "scale-limit" in text and "signatures" in text
    assert run([*arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["works"] == 10
    assert run([*arguments, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("| kind | triggered |")


def test_two_audits_are_compared(
    hub: ll.Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {
        "ann/honest": ("ann/honest", "mit", "meta-llama/two", "finetune", ""),
        "eve/child": ("eve/child", "llama2", "bob/false", "quantized", ""),
        "leo/closed": ("leo/new", "mit", "", "", ""),
    }
    rows = [[cell.replace('"', '""') for cell in changed.get(row[0], row)] for row in HUB]
    ll.audit(write_csv(tmp_path / "new.csv", HEADER, rows), out=tmp_path / "new")
    command = ["audit", "--diff", str(hub.folder), str(tmp_path / "new")]
    assert run([*command, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    named = {name: [row["work"] for row in found[name]["first"]] for name in ("worse", "better")}
    assert named == {"worse": ["ann/honest"], "better": ["eve/child", "max/adapted"]}
    assert (found["added"]["count"], found["removed"]["count"]) == (1, 1)
    jsonschema_rs.Draft202012Validator(read_schema("audit-diff")).validate(found)
    assert run(command) == 0
    assert "ann/honest: compatible -> incompatible +" in capsys.readouterr().out


def test_an_audit_held_against_itself_follows_the_schema_too(hub: ll.Audit) -> None:
    found = compare(hub.folder, hub.folder)
    assert {found[name]["count"] for name in ("worse", "better", "added", "removed")} == {0}
    schema = jsonschema_rs.Draft202012Validator(read_schema("audit-diff"))
    schema.validate(found)
    row = {"work": "a/b", "before": None, "after": "unknown", "gained": [], "lost": []}
    first = {"count": 1, "first": [row]}
    assert schema.is_valid({**found, "added": first})
    assert not schema.is_valid({**found, "added": {**first, "first": [row] * 101}})
    assert not schema.is_valid({**found, "added": {**first, "first": [{**row, "after": "bad"}]}})
    assert not schema.is_valid({**found, "added": {**first, "more": 1}})
    assert not schema.is_valid({**found, "works": -1})
    assert not schema.is_valid({name: value for name, value in found.items() if name != "worse"})


@pytest.mark.parametrize("arguments", [["a", "b"], ["--diff", "a"], ["a"], ["--diff", "a", "b"]])
def test_wrong_arguments_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    assert run(["audit", *arguments]) == 2
    assert "rror" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--memory", "lots"], ["--out", "/dev/null/x"]])
def test_options_that_cannot_be_used_are_refused(
    hub: ll.Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    arguments = ["audit", str(hub.folder.parent / "hub.csv"), "--out", str(tmp_path / "out")]
    assert run([*arguments, *option]) == 2
    assert "error" in capsys.readouterr().err


def test_a_dependency_that_may_be_inside_leaves_a_work_open(tmp_path: Path) -> None:
    rows = [
        {"id": "a/gpl", "license": "gpl-3.0"},
        {"id": "b/mit", "license": "mit", "base_model": "a/gpl", "relation": "depends_on"},
    ]
    table = tmp_path / "works.jsonl"
    table.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run(["audit", str(table), "--out", str(tmp_path / "out")]) == 0
    found = {row["id"]: row for row in read(tmp_path / "out" / "works.parquet")}
    assert found["b/mit"]["status"] == "unknown"
    assert "unknown-relation" in str(found["b/mit"])
