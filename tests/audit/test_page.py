"""The summary of an audit as a page of HTML."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from licenselogic.cli.app import run
from licenselogic.report.audit_html import render_audit_page
from tests.audit.hubs import write_hub
from tests.audit.summaries import summary

DAY = date(2026, 11, 28)


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


def test_the_statuses_stand_first_and_each_list_follows() -> None:
    text = words(render_audit_page(summary(), DAY))
    told = ["1,234 works", "incompatible 200 (16.2 %)", "use-restriction 9 5 55.6 %",
            "The largest families", "A-0 ->", "mit -> none would do 3 2",
            "rows skipped: 2 (no id 2)", "c04fc560", "not legal advice"]  # fmt: skip
    places = [text.index(one) for one in told]
    assert places == sorted(places)
    assert "2026-11-28" in text and "freedom" not in text


def test_names_are_text_and_nothing_is_loaded() -> None:
    page = render_audit_page(summary(), DAY)
    assert "&lt;img src=x onerror=alert(1)&gt;/{{7*7}}-1" in page
    assert "<img" not in page
    assert not re.search(r"<[^>]*\s(?:src|style|onerror)=", page)
    assert "default-src 'none'" in page


def test_a_page_about_any_hub_is_small() -> None:
    page = render_audit_page(summary(50_000), DAY)
    assert len(page.encode()) < 1_000_000


def test_what_was_not_asked_for_is_not_there() -> None:
    few = summary(0)
    del few["pairs"], few["repairs"], few["families"]
    text = words(render_audit_page(few, DAY))
    assert "1,234 works" in text
    assert not any(one in text for one in ("by pairs", "put right", "families", "Drift"))


def test_the_command_prints_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb", reason="audits need duckdb")
    table, out = str(write_hub(tmp_path / "hub.csv")), str(tmp_path / "out")
    assert run(["audit", table, "--out", out, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert "10 works" in words(page) and "The largest families" in words(page)


def test_a_comparison_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--diff", str(tmp_path), str(tmp_path), "--format", "html"]) == 2
    assert "text or JSON" in capsys.readouterr().err
