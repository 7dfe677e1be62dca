"""How clause files are coloured."""

import tomllib

import pytest
from pointing import ROOT

pytest.importorskip("pygments", reason="needs Pygments")

from pygments.token import Error, Keyword, Name, Operator, String

from licenselogic.clauses.syntax import keywords
from licenselogic.editors.lexer import ClauseLexer

FILES = [*(ROOT / "licenses").rglob("*.lic"), *(ROOT / "examples").rglob("*.lic")]


def test_every_shipped_file_is_coloured_without_errors_and_nothing_is_lost() -> None:
    lexer = ClauseLexer()
    for path in FILES:
        content = path.read_text("utf-8")
        pieces = list(lexer.get_tokens_unprocessed(content))
        assert "".join(text for _, _, text in pieces) == content, path
        assert [text for _, kind, text in pieces if kind is Error] == [], path


def test_keywords_are_those_of_the_grammar() -> None:
    for word in sorted(keywords()):
        (_, kind, _), *_ = ClauseLexer().get_tokens_unprocessed(word)
        assert kind in Keyword or kind in Operator, word


def test_a_word_of_the_vocabulary_is_no_keyword_where_it_is_a_fact() -> None:
    text = "permit use if field in { military }"
    kinds = {t: kind for _, kind, t in ClauseLexer().get_tokens_unprocessed(text)}
    assert kinds["field"] is Name and kinds["permit"] is Keyword
    assert kinds["military"] is Name


def test_what_is_no_token_is_an_error_and_the_rest_is_coloured() -> None:
    pieces = list(ClauseLexer().get_tokens_unprocessed('title “x” "y" "open\nsays "z"'))
    assert [text for _, kind, text in pieces if kind is Error] == ["“", "”", '"open']
    assert [text for _, kind, text in pieces if kind is String.Double] == ['"y"', '"z"']


def test_pygments_finds_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["project"]["entry-points"]["pygments.lexers"] == {
        "licenselogic": "licenselogic.editors.lexer:ClauseLexer"
    }
