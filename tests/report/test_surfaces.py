"""Every surface shows the same finding, of 200 verdicts.

Text, JSON, SARIF, annotations, JUnit, Markdown, HTML and bills of materials are each held against
the one list of what a verdict tells; so no two of them can differ.
"""

import html
import json
import random
import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

import licenselogic as ll
from licenselogic.library.library import licenses
from licenselogic.lineage.places import Places
from licenselogic.report.bom import Bill
from licenselogic.report.checks_data import checks_data
from licenselogic.report.checks_text import VERBOSE, render_checks
from licenselogic.report.github import annotations
from licenselogic.report.junit import junit
from licenselogic.report.markdown import escaped, markdown
from licenselogic.report.sarif import sarif
from licenselogic.report.style import Style
from licenselogic.report.told import USUAL, Checked, Part, Told, checked, judged
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.family import judge_all

VERDICTS = 200
LICENSES = (
    "apache-2.0", "mit", "gpl-3.0", "agpl-3.0", "llama2", "llama3", "gemma", "cc-by-nc-4.0",
    "other", "cc-by-sa-4.0", "bigscience-openrail-m", "openrail++", "cc",
    "MIT OR GPL-2.0-only", "nonsense",
)  # fmt: skip
RELATIONS = ("finetune", "merge", "quantized", "trained_on", "distill", "adapter")


@cache
def cases() -> tuple[tuple[ll.Lineage, Checked], ...]:
    """Return random small lineages with verdicts of every status, and with hostile names."""
    dice = random.Random(20261128)
    return tuple(_case(dice, number) for number in range(VERDICTS))


def verdicts() -> tuple[Checked, ...]:
    """Return the verdicts of all cases."""
    return tuple(one for _, one in cases())


def _case(dice: random.Random, number: int) -> tuple[ll.Lineage, Checked]:
    name = dice.choice(["me/model", "me/100%,x:y", "<b>me</b>", "me/`a`|b*_c_", "me/[a](http://x)"])
    works: list[dict[str, Any]] = [{"id": name, "license": dice.choice(LICENSES), "from": []}]
    for step in range(dice.randint(1, 3)):
        by = dice.choice(RELATIONS)
        above = f"owner-{step}/base"
        kind = "dataset" if by == "trained_on" else "model"
        works.append({"id": above, "type": kind, "license": dice.choice(LICENSES)})
        works[0]["from"].append({"work": above, "by": by})
    lineage = ll.Lineage.from_dict({"works": works})
    found = checked(f"models/{number}/lineage.yaml", ll.check(lineage), Places("a,b:c.yaml"))
    return lineage, judged(found, USUAL)


def test_there_are_verdicts_of_every_kind() -> None:
    counts = Counter(one.status.value for one in verdicts())
    assert all(counts[status] >= 10 for status in ("compatible", "incompatible", "unknown"))
    assert {told.part.value for one in verdicts() for told in one.told} >= {
        "incompatible", "unknown", "conditions", "duties", "warnings",
    }  # fmt: skip


def test_json_and_text_show_what_is_told() -> None:
    for one in verdicts():
        data = json.dumps(checks_data([one]), ensure_ascii=False)
        text = render_checks([one], Style(), VERBOSE)
        for told in one.told:
            assert told.message.partition(" (")[0] in text
            assert json.dumps(told.message.partition(" (")[0], ensure_ascii=False)[1:-1] in data
        assert data.count('"kind": ') == sum(t.part == "incompatible" for t in one.told)
        assert one.verdict.message in text


def _expected() -> list[tuple[str, str, str, bool]]:
    return sorted(
        (one.title, told.code, told.message, told.fails) for one in verdicts() for told in one.told
    )


def test_sarif_shows_what_is_told() -> None:
    (run,) = sarif(verdicts())["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    found = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        facts = result["properties"]
        assert result["message"]["text"].count(facts["message"]) == 1
        assert (result["level"] == "error") is facts["fails"]
        title = f"{facts['work']} under {facts['license'] or 'no licence'}"
        found.append((title, result["ruleId"], facts["message"], facts["fails"]))
    assert sorted(found) == _expected()
    answers = [(v["work"], v["license"], v["status"]) for v in run["properties"]["verdicts"]]
    assert answers == [(o.verdict.work, o.verdict.license, o.status.value) for o in verdicts()]


_LINE = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def _plain(text: str) -> str:
    for escape, mark in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, mark)
    return text


def test_annotations_show_what_is_told() -> None:
    found = []
    for line in annotations(verdicts()).splitlines():
        if line.startswith(" "):
            continue
        match = _LINE.fullmatch(line)
        assert match is not None
        facts = dict(pair.split("=", 1) for pair in match[2].split(","))
        assert _plain(facts["file"]) == "a,b:c.yaml"
        found.append((_plain(match[3]).split("\n")[0], facts["title"], match[1] == "error"))
    assert sorted(found) == sorted((f"{t}: {m}", code, fails) for t, code, m, fails in _expected())


def test_junit_shows_what_is_told() -> None:
    root = ElementTree.fromstring(junit(verdicts()))
    found = []
    for suite in root:
        first, *cases = suite
        assert first.findtext("system-out")
        for case in cases:
            failure = case.find("failure")
            text = (failure.text if failure is not None else case.findtext("system-out")) or ""
            found.append((case.get("classname"), case.get("name"), text, failure is not None))
    expected = _expected()
    assert len(found) == len(expected)
    rows = sorted((t, code, text, fails) for t, code, text, fails in found)
    for (title, code, text, fails), (t, c, message, f) in zip(rows, expected, strict=True):
        assert (title, code, fails) == (t, c, f) and text.startswith(message)
    assert root.get("failures") == str(sum(fails for *_, fails in expected))


def test_markdown_shows_what_is_told() -> None:
    for one in verdicts():
        page = markdown([one])
        rows = [line for line in page.splitlines() if line.startswith("- ")]
        for told in one.told:
            assert any(escaped(told.message) in row and told.code in row for row in rows)


def test_html_shows_what_is_told() -> None:
    for lineage, one in cases():
        page = render_verdict_page(lineage, one.verdict, judge_all(lineage))
        text = " ".join(re.sub("<[^>]*>", "", html.unescape(page.replace("&lt;", "\0"))).split())
        text = text.replace("\0", "<")
        for told in one.told:
            words = told.message.partition(" (")[0].replace("`", "")
            assert " ".join(words.split()) in text.replace("`", "")
        kinds = re.findall(r'<h3><span class="code">([^<]*)</span>', page)
        assert set(kinds) == {c.kind.value for c in one.verdict.counterexamples}


def test_a_bill_of_materials_shows_what_is_told() -> None:
    pytest.importorskip("cyclonedx", reason="needs licenselogic[bom]")
    from licenselogic.report.bom_cyclonedx import render_cyclonedx

    for lineage, one in cases():
        bill = Bill(lineage, one.verdict, licenses(), datetime(2024, 4, 18, tzinfo=UTC))
        data = json.loads(render_cyclonedx(bill))
        properties = data["metadata"]["component"]["properties"]
        answer, *found = [note["text"] for note in data["annotations"]]
        assert answer.startswith(f"{one.status.value}: {one.verdict.message} (")
        assert one.status.value in {
            p["value"] for p in properties if p["name"].endswith("verdict:status")
        }
        met = [text for text in found if text.startswith("duty, met:")]
        assert len(found) - len(met) == len(one.told)
        for told in one.told:
            assert any(_tells(text, told) for text in found), told


def _tells(text: str, told: Told) -> bool:
    """Tell whether a sentence of a bill is about this."""
    if told.part is Part.CONDITIONS:
        return text == f"provided that {told.message}"
    if told.part is Part.DUTIES:
        (ref,) = told.clauses
        message = told.message.partition(" (")[0]
        return text.startswith("duty, ") and message in text and f"{ref.license} {ref.cite}" in text
    return text == f"{told.code}: {told.message}" or text.startswith(
        f"{told.code}: {told.message} ["
    )


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[a](http://x) @all #1", r"\[a\](http://x) \@all \#1"),
        ("`MIT` | *b*", r"`MIT` \| \*b\*"),
        ("`a|b`", r"\`a\|b\`"),
        ("``` x", r"\`\`\` x"),
    ],
)
def test_markdown_draws_names_as_they_stand(text: str, drawn: str) -> None:
    assert escaped(text) == drawn
    assert html.escape(text)  # what is drawn is text, and never markup


def test_a_control_character_of_a_name_reaches_no_surface() -> None:
    verdict = ll.check(ll.Lineage.of([ll.Work("me/\x1b[31m\u202e", license="nonsense")]))
    one = judged(checked("\x1b.yaml", verdict, Places("\x1b.yaml")), USUAL)
    pages = [annotations([one]), junit([one]), markdown([one]), json.dumps(sarif([one]))]
    assert all("\x1b" not in page and "\u202e" not in page for page in pages)
    assert all("\\u001b" not in page for page in pages)


def test_a_fingerprint_stays_where_lines_move_and_tells_findings_apart() -> None:
    for one in verdicts()[:50]:
        again = checked("other.yaml", one.verdict, Places("elsewhere.yaml"))
        assert [t.fingerprint for t in again.told] == [t.fingerprint for t in one.told]
        assert len({t.fingerprint for t in one.told}) == len(one.told)
