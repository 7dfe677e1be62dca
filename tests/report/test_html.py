"""Pages of HTML: what they hold, that they stand alone, and that no name can do harm."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from families import HOSTILE, RELABELLED, hostile, hub

import licenselogic as ll
from licenselogic.norms.deontic import Clause, Passage
from licenselogic.report.license_html import render_license_page
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.readings import readings
from licenselogic.verdict.verdict import Verdict

DAY = date(2026, 11, 28)


def page(lineage: ll.Lineage, work: str, verdict: Verdict | None = None) -> str:
    found = ll.check(lineage, work) if verdict is None else verdict
    told = readings(lineage, work)
    return render_verdict_page(lineage, found, judge_all(lineage, lineage.order(work)), told, DAY)


class Reader(HTMLParser):
    """Reads a page as a browser does: elements with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_answer_stands_first_and_all_that_it_rests_on_is_there() -> None:
    verdict = ll.check(RELABELLED, "me/mine")
    text = page(RELABELLED, "me/mine")
    words = " ".join(Reader(text).words)
    assert words.index("may not be offered under Apache-2.0") < words.index("Where it comes from")
    for found in verdict.counterexamples:
        assert found.kind.value in words
        assert all(ref.says in words for ref in found.clauses)
    assert all(duty.clause.cite in words for duty in verdict.duties)
    assert all(warning.code.value in words for warning in verdict.warnings)
    assert verdict.library in words and ll.__version__ in words and "2026-11-28" in words
    assert "engineering evidence, not legal advice" in words


def test_a_page_asks_no_network() -> None:
    elements = Reader(page(RELABELLED, "me/mine")).elements
    assert not {tag for tag, _ in elements} & {"link", "img", "iframe", "object", "base", "form a"}
    assert not any("src" in attributes for _, attributes in elements)
    policy = next(a["content"] for _, a in elements if "http-equiv" in a)
    assert policy is not None and policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_every_link_leads_to_a_place_on_the_page_or_to_a_licence_text() -> None:
    for lineage in (RELABELLED, hub(300)):
        work = list(lineage.works)[-1]
        elements = Reader(page(lineage, work)).elements
        places = [a["id"] for _, a in elements if "id" in a]
        assert len(places) == len(set(places))
        for href in (a["href"] or "" for _, a in elements if "href" in a):
            assert href.removeprefix("#") in places or href.startswith("https://"), href


def check_harmless(text: str) -> None:
    elements = Reader(text).elements
    assert [tag for tag, _ in elements if tag in ("script", "style")].count("script") <= 2
    assert {tag for tag, _ in elements}.isdisjoint({"img", "b", "i", "iframe", "foreignobject"})
    for _, attributes in elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:"))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2028]", text)


@pytest.mark.parametrize("name", HOSTILE[1:])
def test_hostile_names_are_text(name: str) -> None:
    lineage = hostile()
    text = page(lineage, name)
    check_harmless(text)
    assert "{{7*7}}" in text or "49" not in Reader(text).words


def test_hostile_words_of_a_licence_are_text() -> None:
    evil = "</script><script>alert(1)</script><b onclick=x>"
    known = ll.licenses()["MIT"]
    clause = Clause(evil, evil, evil, (), passages=(Passage(evil, evil),))
    from dataclasses import replace

    text_ref = replace(known.text, url="javascript:alert(1)")
    license = replace(known, id=evil, title=evil, clauses=(clause,), text=text_ref, hub=(evil,))
    check_harmless(render_license_page(license, evil, lambda *_: evil, DAY))


def test_a_licence_shows_each_clause_beside_what_it_comes_to() -> None:
    license = ll.licenses()["llama3"]
    words = " ".join(Reader(render_license_page(license, "digest", on=DAY)).words)
    for clause in license.clauses:
        assert clause.cite in words and clause.says in words
        assert all(mark.first in words for mark in clause.passages)
    assert "forbids improve-other-models" in words


def test_the_day_is_stated_or_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    license = ll.licenses()["MIT"]
    assert "1970-01-02" in render_license_page(license, "")
    assert render_license_page(license, "") == render_license_page(license, "")


@pytest.mark.slow
def test_a_thousand_works_fit_into_three_megabytes() -> None:
    from families import lineage, work

    whole = hub(999)
    models = [name for name in whole.works if name != "d/chats"]
    soup = work("me/soup", "apache-2.0", *(f"{name}:merge" for name in models))
    wide = lineage(*whole.to_dict()["works"], soup)
    assert len(page(wide, "me/soup")) < 3_000_000
