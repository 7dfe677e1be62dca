"""What an editor shows in clause files."""

from pathlib import Path

import pytest
from pointing import ROOT, pointed, replaced, words

from licenselogic.clauses.syntax import keywords
from licenselogic.editors import asked
from licenselogic.editors.keywords import MEANINGS
from licenselogic.editors.text import Text
from licenselogic.norms.vocabulary import vocabulary

LIC = "mine.lic"


def offered(marked: str) -> list[str]:
    text, spot = pointed(marked, LIC)
    return words(asked.completion(text, spot))


def told(marked: str, name: str = LIC) -> str:
    text, spot = pointed(marked, name)
    found = asked.hover(text, spot)
    return found.markdown if found is not None else ""


def in_clause(statement: str) -> str:
    return f'license "Mine-1.0" extends "model" {{ clause "1" {{ {statement} }} }}'


def test_every_keyword_of_the_grammar_is_explained() -> None:
    assert MEANINGS.keys() == keywords()


@pytest.mark.parametrize(
    ("marked", "some"),
    [
        ("|", ["license", "template", "exception", "group", "unmodelled"]),
        ('license "X" |', ["extends"]),
        ('license "X" { | }', ["title", "covers", "clause", "policy", "omit", "drop"]),
        (in_clause("|"), ["permit", "forbid", "require", "passage", "says", "term", "policy"]),
        (in_clause("permit use |"), ["if", "unless", "on", "assuming", "notwithstanding"]),
        (in_clause("require attribution |"), ["when"]),
        ('license "X" { policy "A" { item "1" { | } } }', ["field", "forbid", "passage"]),
    ],
)
def test_keywords_are_those_that_the_grammar_takes_there(marked: str, some: list[str]) -> None:
    found = offered(marked)
    assert set(some) <= set(found)
    assert "notwithstanding" not in found or "permit use" in marked


@pytest.mark.parametrize(
    ("statement", "group"),
    [
        ("permit |", "acts"),
        ("permit use, |", "acts"),
        ("require |", "duties"),
        ("require attribution when |", "acts"),
        ("permit use on |", "statuses"),
        ("permit use if |", "facts"),
        ("permit use unless not (commercial and |", "facts"),
        ("permit use if field in { | }", "fields"),
        ("permit use if territory in { european-union, | }", "territories"),
        ("permit use assuming |", "assumptions"),
        ("forbid further-restrictions except { | }", "terms"),
        ("term |", "terms"),
    ],
)
def test_words_are_those_of_the_vocabulary(statement: str, group: str) -> None:
    assert set(vocabulary().raw[group]) <= set(offered(in_clause(statement)))


@pytest.mark.parametrize(
    ("header", "group"),
    [("counts |", "relations"), ("binds |", "types"), ("counts merge as |", "statuses")],
)
def test_words_of_the_header(header: str, group: str) -> None:
    assert set(vocabulary().raw[group]) <= set(offered(f'license "X" {{ {header}'))


def test_a_statement_that_is_not_whole_does_not_hide_the_next() -> None:
    assert "use" in offered(in_clause("permit forbid |"))
    assert "says" in offered(in_clause("permit forbid use |"))


def test_a_choice_takes_the_place_of_the_word_that_is_typed() -> None:
    text, spot = pointed(in_clause("permit distr|"), LIC)
    assert replaced(text, asked.completion(text, spot)) == "distr"
    text, spot = pointed(in_clause('require license in { "GP|L" }'), LIC)
    found = asked.completion(text, spot)
    assert replaced(text, found) == "GPL"
    assert "GPL-3.0-only" in words(found)


def test_names_in_quotes_are_licences_templates_clauses_and_policies() -> None:
    assert {"MIT", "software"} <= set(offered('license "X" extends "|" { }'))
    assert "software" not in offered(in_clause('require license in { "|" }'))
    whole = in_clause('permit use } clause "2" { permit use notwithstanding "|" ')
    assert {"2", "4(d)"} <= set(offered(whole.replace('"model"', '"Apache-2.0"')))
    assert offered('license "X" { title "|') == []


def test_nothing_is_offered_in_a_comment() -> None:
    assert offered('license "X" { # per|') == []


def test_hover_tells_the_meaning_of_words_where_they_stand() -> None:
    assert "adapt: change" in told(in_clause("permit mod|ify"))
    fact = told(in_clause("permit use if fi|eld in { military }"))
    assert "what the work, or its output, is used for" in fact
    keyword = told('license "X" { policy "A" { item "1" fi|eld military } }')
    assert "fields of use that an item" in keyword
    assert "what the licence permits" in told(in_clause("per|mit use"))
    assert told(in_clause("permit no|nsense")) == ""


def test_hover_shows_a_licence_with_its_clauses() -> None:
    card = told('license "X" extends "Apache-|2.0" { }')
    assert card.startswith("**Apache License 2.0** (license `Apache-2.0`)")
    assert "permits: use, commercial" in card
    assert "**4(d)**" in card


def test_hover_shows_a_clause_with_passage_and_norms() -> None:
    path = ROOT / "licenses" / "software" / "Apache-2.0.lic"
    content = path.read_text("utf-8").replace('clause "4(d)"', 'clause "4|(d)"')
    card = told(content, str(path))
    assert card.startswith("**Apache-2.0 4(d)**")
    assert '> "' in card
    assert "- requires include-notice" in card


def test_definition_opens_the_file_of_a_template() -> None:
    text, spot = pointed('license "X" extends "soft|ware" { }', LIC)
    found = asked.definition(text, spot)
    assert found is not None
    assert Path(found.path) == ROOT / "licenses" / "templates" / "software.lic"
    line = Path(found.path).read_text("utf-8").split("\n")[found.stretch.start.line]
    assert line.startswith('template "software"')


def test_definition_of_a_clause_and_a_policy_is_in_the_text() -> None:
    text, spot = pointed(
        'license "X" { clause "1" { require flow-down "2", policy "A|" when distribute }\n'
        'clause "2" { } policy "A" { } }',
        LIC,
    )
    found = asked.definition(text, spot)
    assert found is not None and found.path == ""
    assert found.stretch.start.line == 1
    start, end = map(text.offset, found.stretch)
    assert text.content[start:end] == '"A"'


def test_layout_is_that_of_fmt_and_none_for_a_text_with_slips() -> None:
    assert (
        asked.formatted(Text('license "X" {title "x"}', LIC)) == 'license "X" {\n  title "x"\n}\n'
    )
    assert asked.formatted(Text('license "X" {', LIC)) is None
    assert asked.formatted(Text("works: []", "lineage.yaml")) is None
