"""What an audit tells beside its table: remedies, drift of licences, families, and pictures."""

from itertools import combinations
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.cli.app import run
from licenselogic.report.audit_plots import bars, bubbles, pack
from tests.audit.hubs import write_hub


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ll.Audit:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    folder = tmp_path_factory.mktemp("hub")
    table = write_hub(folder / "hub.csv")
    return ll.audit(table, out=folder / "out", repairs=True, families=True)


def test_a_false_label_is_put_right_with_all_that_took_it_over(found: ll.Audit) -> None:
    first, *others = found.summary["repairs"]
    assert first == {
        "work": "bob/false", "license": "apache-2.0", "label": "llama2", "works": 2, "cleared": 2,
    }  # fmt: skip
    assert [(one["work"], one["label"], one["cleared"]) for one in others] == [
        ("kim/blend", None, 0), ("max/adapted", None, 0),
    ]  # fmt: skip


def test_the_remedy_puts_right_what_it_says(found: ll.Audit, tmp_path: Path) -> None:
    (best, *_), table = found.summary["repairs"], found.folder.parent / "hub.csv"
    text = table.read_text("utf-8")
    for work in ("bob/false", "eve/child"):
        text = text.replace(f'"{work}","apache-2.0"', f'"{work}","{best["label"]}"')
    mended = tmp_path / "mended.csv"
    mended.write_text(text, "utf-8")
    after = ll.audit(mended, out=tmp_path / "out").summary["statuses"]
    before = found.summary["statuses"]
    assert before["incompatible"] - after["incompatible"] == best["cleared"]
    assert after["compatible"] - before["compatible"] == best["cleared"]


def test_drift_counts_edges_to_another_licence(found: ll.Audit) -> None:
    drift = {(one["from"], one["to"]): one["edges"] for one in found.summary["drift"]}
    assert drift == {("llama2", "Apache-2.0"): 1, ("MIT", "llama2"): 1}


def test_families_hold_all_that_was_made_from_one_model(found: ll.Audit) -> None:
    families = {one["work"]: one for one in found.summary["families"]}
    assert families["meta-llama/two"]["works"] == 5
    assert families["meta-llama/two"]["statuses"] == {"compatible": 2, "incompatible": 3}
    assert families["zoe/other"]["works"] == 3  # a merge belongs to both lines


def test_the_summary_follows_its_schema(found: ll.Audit) -> None:
    jsonschema_rs.validate(read_schema("audit"), found.summary)


def test_pictures_are_whole_and_tell_the_numbers(found: ll.Audit) -> None:
    for picture in (bars(found.summary["kinds"]), bubbles(found.summary["families"])):
        ElementTree.fromstring(picture)
    assert "scale-limit" in bars(found.summary["kinds"])
    assert "meta-llama/two: 5 works (2 compatible, 3 incompatible)" in bubbles(
        found.summary["families"]
    )


def test_nothing_to_draw_is_no_error() -> None:
    for picture in (bars({}), bubbles([])):
        ElementTree.fromstring(picture)


def test_circles_touch_and_do_not_overlap() -> None:
    placed = pack([9.0, 7.0, 7.0, 5.0, 3.0, 3.0, 2.0, 1.0, 1.0])
    gaps = [hypot(a.x - b.x, a.y - b.y) - a.radius - b.radius for a, b in combinations(placed, 2)]
    assert min(gaps) > -1e-5
    assert sum(gap < 1e-5 for gap in gaps) >= 2 * len(placed) - 3


def test_the_command_writes_pictures_and_csv(
    found: ll.Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(found.folder.parent / "hub.csv")
    command = ["audit", table, "--out", str(tmp_path / "out"), "--plots", str(tmp_path / "plots")]
    assert run([*command, "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "kind,relation,triggered,violating" and "scale-limit,all,4,2" in lines
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == [
        "families.svg", "kinds.svg",
    ]  # fmt: skip
    assert run([*command[:4], "--repairs"]) == 0
    assert "apache-2.0 -> llama2" in capsys.readouterr().out
