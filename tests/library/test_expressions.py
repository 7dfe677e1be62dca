"""Licence text, as people write it, to terms."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ExpressionError
from licenselogic.library.expressions import MAX_ALTERNATIVES, MAX_LENGTH, parse_expression
from licenselogic.library.library import Library, licenses

CLAUSES = """
license "MIT" { title "MIT" covers software text "u" hub "mit" alias "MIT License", "Expat" }
license "Apache-2.0" { title "Apache" covers software text "u" hub "apache-2.0" }
license "GPL-2.0-only" { title "GPL" covers software text "u" series gpl "2" deprecated "GPL-2.0" }
license "GPL-2.0-or-later" { title "GPL" covers software text "u" deprecated "GPL-2.0+" }
license "GPL-3.0-only" { title "GPL" covers software text "u" hub "gpl-3.0" deprecated "GPL-3.0" }
license "MPL-1.1" { title "MPL" covers software text "u" series mpl "1.1" }
license "MPL-2.0" { title "MPL" covers software text "u" series mpl "2.0" }
license "openrail++" { title "RAIL++" covers model text "u" hub "openrail++" }
license "llama2" { title "L" covers model text "u" alias "Llama 2 Community License (2023)" }
exception "Classpath-exception-2.0" { title "Classpath" text "u" }
exception "GCC-exception-3.1" {
  title "GCC" modifies "GPL-3.0-only", "GPL-3.0-or-later" text "u"
}
group "gpl" { title "GPL" means "GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later" }
group "cc" { title "CC" means "CC-BY-4.0", "CC0-1.0" }
unmodelled "secret" { title "Secret" because "its text is not public" }
"""
LIBRARY = Library({"test.lic": CLAUSES.encode()})


def parsed(text):
    return parse_expression(text, LIBRARY)


def only(text):
    ((term,),) = parsed(text).alternatives
    return term


def names(text):
    return [[term.name for term in terms] for terms in parsed(text).alternatives]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("  Mit ", "MIT"),
        ("MIT License", "MIT"),
        ("expat", "MIT"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("gpl-2.0-only+", "GPL-2.0-or-later"),
        ("openrail++", "openrail++"),
        ("Llama 2 Community License (2023)", "llama2"),
        ("(MIT)", "MIT"),
    ],
)
def test_every_name_of_a_licence_gives_its_id(text, identifier):
    assert only(text).name == identifier
    assert only(text).kind == "license"
    assert parsed(text).text == identifier


def test_a_deprecated_gnu_id_means_only_that_version():
    assert names("GPL-2.0") == [["GPL-2.0-only"]]
    assert names("GPL-2.0 AND GPL-3.0") == [["GPL-2.0-only", "GPL-3.0-only"]]


@pytest.mark.parametrize("text", [None, "", "  ", "unknown", "Other", "NONE", "NOASSERTION"])
def test_no_licence_is_an_undeclared_term_that_says_why(text):
    term = only(text)
    assert term.kind == "undeclared"
    assert term.note
    assert term.name == (text or "").strip()


def test_a_group_lists_what_it_may_stand_for():
    assert (only("CC").kind, only("CC").means) == ("group", ("CC-BY-4.0", "CC0-1.0"))


def test_an_unmodelled_licence_says_why():
    assert (only("secret").kind, only("secret").note) == ("unmodelled", "its text is not public")


def test_an_unknown_name_is_kept_and_gets_a_suggestion():
    term = only("Apche-2.0")
    assert (term.kind, term.name) == ("unknown", "Apche-2.0")
    assert term.note == "did you mean `Apache-2.0`?"


def test_an_unknown_name_far_from_all_others_gets_no_suggestion():
    assert only("zzzzzzzzzz").note == ""


def test_an_exception_alone_is_no_licence():
    assert only("Classpath-exception-2.0").kind == "unknown"
    assert "WITH" in only("Classpath-exception-2.0").note


def test_or_gives_alternatives_and_and_binds_together():
    assert names("MIT OR GPL-2.0-only") == [["GPL-2.0-only"], ["MIT"]]
    assert names("MIT AND GPL-2.0-only") == [["GPL-2.0-only", "MIT"]]


def test_and_binds_tighter_than_or():
    assert names("MIT AND Apache-2.0 OR llama2") == [["Apache-2.0", "MIT"], ["llama2"]]


def test_and_is_distributed_over_or():
    expression = parsed("mit and (apache-2.0 or llama2)")
    assert names("mit and (apache-2.0 or llama2)") == [["Apache-2.0", "MIT"], ["llama2", "MIT"]]
    assert expression.text == "MIT AND (Apache-2.0 OR llama2)"


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("MIT OR mit", "MIT"),
        ("MIT OR (MIT OR llama2)", "MIT OR llama2"),
        ("MIT AND (MIT OR MIT)", "MIT"),
        ("(MIT AND llama2) OR (llama2 AND MIT)", "(MIT AND llama2) OR (llama2 AND MIT)"),
    ],
)
def test_what_is_said_twice_counts_once(text, spelling):
    assert parsed(text).text == spelling
    assert len(parsed(text).alternatives) == len(set(parsed(text).alternatives))


def test_order_does_not_matter_to_the_alternatives():
    assert parsed("MIT OR llama2").alternatives == parsed("llama2 OR MIT").alternatives
    assert parsed("MIT AND cc").alternatives == parsed("cc AND MIT").alternatives


def test_names_with_odd_characters_and_blanks_stand_in_expressions():
    assert names("openrail++ AND MIT License") == [["MIT", "openrail++"]]


def test_plus_offers_every_later_version():
    assert names("MPL-1.1+") == [["MPL-1.1"], ["MPL-2.0"]]
    assert names("MPL-2.0+") == [["MPL-2.0"]]
    assert parsed("MPL-1.1+ AND MIT").text == "MPL-1.1+ AND MIT"


@pytest.mark.parametrize(
    "text",
    [
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "gpl-2.0 with classpath-exception-2.0",
        "GPL-2.0-with-classpath-exception",
    ],
)
def test_with_makes_one_term(text):
    assert only(text).name == "GPL-2.0-only WITH Classpath-exception-2.0"
    assert only(text).kind == "license"


def test_with_keeps_or_later():
    text = "GPL-2.0+ WITH Classpath-exception-2.0"
    assert names(text) == [["GPL-2.0-or-later WITH Classpath-exception-2.0"]]


def test_with_an_unknown_exception_is_an_unknown_term():
    term = only("GPL-2.0-only WITH Classpth-exception-2.0")
    assert term.kind == "unknown"
    assert term.note.endswith("did you mean `Classpath-exception-2.0`?")


def test_with_on_a_group_speaks_of_the_members_that_the_exception_was_written_for():
    term = only("gpl WITH GCC-exception-3.1")
    assert term.kind == "group"
    assert term.means == (
        "GPL-3.0-only WITH GCC-exception-3.1",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
    )


@pytest.mark.parametrize(
    "text",
    [
        "llama2 WITH GCC-exception-3.1",
        "GPL-2.0-only WITH GCC-exception-3.1",
        "cc WITH GCC-exception-3.1",
    ],
)
def test_with_a_licence_that_it_was_not_written_for_an_exception_is_unknown(text):
    term = only(text)
    assert (term.kind, term.means) == ("unknown", ())
    assert term.note == "`GCC-exception-3.1` was written for `GPL-3.0-only`, `GPL-3.0-or-later`"


def test_an_exception_that_names_no_licence_goes_with_all():
    assert only("llama2 WITH Classpath-exception-2.0").kind == "license"


def test_every_shipped_exception_says_which_licences_it_was_written_for():
    library = licenses()
    ((term,),) = parse_expression("gemma WITH Classpath-exception-2.0", library).alternatives
    assert term.kind == "unknown"
    for name in library.ids("exception"):
        modified = library.exception(name).modifies
        assert modified
        assert all(library.find(license).id == license for license in modified)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("(MIT", 1, "this parenthesis is never closed"),
        ("MIT)", 4, "this parenthesis was never opened"),
        ("MIT AND", 5, "after `AND` a licence is missing"),
        ("OR MIT", 1, "at the start a licence is missing"),
        ("MIT AND OR cc", 9, "after `AND` a licence is missing"),
        ("()", 2, "after `(` a licence is missing"),
        ("MIT (cc)", 5, "after `MIT` `AND`, `OR` or `WITH` is missing"),
        ("MIT WITH", 5, "after `WITH` a licence is missing"),
        ("MIT WITH (cc)", 10, "after `WITH` stands the name of one exception"),
        ("(MIT OR cc) WITH x", 13, "before `WITH` stands the name of one licence"),
        ("MIT WITH x WITH y", 12, "before `WITH` stands the name of one licence"),
    ],
)
def test_a_syntax_error_points_at_the_word_at_fault(text, column, message):
    with pytest.raises(ExpressionError) as caught:
        parsed(text)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.message) == (Code.BAD_EXPRESSION, message)
    assert diagnostic.span.column == column


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MAX_LENGTH + 1),
        "MIT\x1b[31m",
        "MIT\ud800",
        "MIT\u202eTIM",
        "(" * 60 + "MIT" + ")" * 60,
        " AND ".join(f"(a{n} OR b{n})" for n in range(20)),
        " OR ".join(f"a{n}" for n in range(MAX_ALTERNATIVES + 1)),
        7,
    ],
)
def test_hostile_text_gives_one_clear_error(text):
    with pytest.raises(ExpressionError) as caught:
        parsed(text)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.BAD_EXPRESSION
    assert len(diagnostic.message) < 200
    assert all(line.isprintable() for line in caught.value.render().splitlines())


def test_as_many_alternatives_as_the_limit_are_accepted():
    text = " OR ".join(f"a{n}" for n in range(MAX_ALTERNATIVES))
    assert len(parsed(text).alternatives) == MAX_ALTERNATIVES


WORDS = st.lists(st.sampled_from(["MIT", "cc", "x y", "AND", "OR", "WITH", "(", ")"]), max_size=9)


@given(WORDS)
def test_every_sequence_of_words_is_an_expression_or_an_error_with_a_place(words):
    try:
        expression = parsed(" ".join(words))
    except ExpressionError as error:
        assert error.diagnostics[0].span is not None
    else:
        assert expression.alternatives


@given(WORDS)
def test_the_canonical_spelling_means_the_same(words):
    try:
        expression = parsed(" ".join(words))
    except ExpressionError:
        return
    again = parsed(expression.text)
    assert again.alternatives == expression.alternatives
    assert again.text == expression.text


def test_a_single_name_does_not_load_the_expression_parser():
    program = (
        "import sys\n"
        "from licenselogic.library.library import Library\n"
        "from licenselogic.library.expressions import parse_expression\n"
        "library = Library({})\n"
        "parse_expression('openrail++', library)\n"
        "assert 'license_expression' not in sys.modules\n"
        "parse_expression('a OR b', library)\n"
        "assert 'license_expression' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    "name", ["MIT?", "!MIT", "~MIT", "MIT*", "<MIT>", "MIT=", "\u00acMIT", "Apache 2.0!", "MIT%"]
)
def test_a_name_with_a_sign_of_doubt_is_no_name_of_a_licence(name):
    (terms,) = parse_expression(name, licenses()).alternatives
    assert [term.kind for term in terms] == ["unknown"]
