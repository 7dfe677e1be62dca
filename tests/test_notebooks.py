"""What notebooks show of verdicts, lineages and licences: short, and safe whatever names hold."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from families import HOSTILE, RELABELLED, hostile, hub

import licenselogic as ll
from licenselogic.norms.deontic import Clause


class Reader(HTMLParser):
    """Reads markup: the names of its elements and attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += f"{data} "


USED = {"code", "div", "p", "strong", "small", "table", "tr", "th", "td"}


def test_a_verdict_shows_the_answer_and_why() -> None:
    verdict = ll.check(RELABELLED, "me/mine")
    read = Reader(verdict._repr_html_())
    assert "me/mine  may not be offered under Apache-2.0" in read.words and "`" not in read.words
    assert verdict.counterexamples[0].clauses[0].says in read.words
    assert "engineering evidence, not legal advice" in read.words
    honest = ll.check(RELABELLED, "b/honest")._repr_html_()
    assert "compatible" in honest and "<table" not in honest


def test_a_lineage_shows_its_works() -> None:
    read = Reader(RELABELLED._repr_html_())
    assert "a/tuned (finetune)" in read.words
    assert all(name in read.words for name in RELABELLED.works)


def test_a_licence_shows_its_clauses() -> None:
    license = ll.licenses()["gemma"]
    read = Reader(license._repr_html_())
    assert license.title in read.words
    assert all(clause.says in read.words for clause in license.clauses[:40])


def test_what_is_shown_is_short() -> None:
    whole = hub(2000)
    assert len(whole._repr_html_()) < 10_000
    assert "and 1,980 more" in whole._repr_html_()


@pytest.mark.parametrize("name", HOSTILE[1:])
def test_hostile_names_are_text(name: str) -> None:
    lineage = hostile()
    license = ll.licenses()["MIT"]
    evil = replace(license, id=name, title=name, clauses=(Clause(name, name, name, ()),))
    for text in (ll.check(lineage, name)._repr_html_(), lineage._repr_html_(), evil._repr_html_()):
        read = Reader(text)
        assert read.tags <= USED
        assert read.attributes <= {"style"}
        assert "\x1b" not in text and "\u202e" not in text
