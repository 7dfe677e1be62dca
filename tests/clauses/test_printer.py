"""The one layout of clause files: what is printed is read back, and printed the same again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from licenselogic.base.resources import licenses
from licenselogic.base.source import Span
from licenselogic.clauses import syntax, tree
from licenselogic.clauses.printer import WIDTH, print_file
from licenselogic.clauses.syntax import MAX_NESTING, parse

HERE = Path(__file__).parents[1]
GOOD = sorted((HERE / "clauses" / "good").glob("*.lic"))


# Syntax trees -------------------------------------------------------------------------------------

KEYWORDS = frozenset(
    re.sub(r"\\|\(\?!.*", "", str(terminal.pattern.value))
    for terminal in syntax._parser().terminals
    if terminal.priority == 1
)


def words() -> st.SearchStrategy[tree.Word]:
    """Words that the grammar admits, of the vocabulary or not; keywords are no words."""
    known = ["use", "further", "field", "or-later.x", "monthly_active_users", "CC-BY-4.0", "a"]
    shaped = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_]{0,8}([.+-]{1,2}[A-Za-z0-9_]{1,4}){0,2}\Z")
    free = st.one_of(st.sampled_from(known), shaped).filter(lambda word: word not in KEYWORDS)
    return free.map(tree.Word)


def acts() -> st.SearchStrategy[tuple[tree.Word, ...]]:
    relicense = st.just(tree.Word("relicense"))
    return st.lists(st.one_of(words(), relicense), min_size=1, max_size=4).map(tuple)


def texts() -> st.SearchStrategy[tree.Text]:
    """Whatever stands on one line."""
    short = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12)
    tricky = st.sampled_from(
        ["", "\\", '"', '\\"', " # no comment", "a" * 90, "long " * 30, "\\ \\"]
    )
    return st.one_of(short, tricky).map(tree.Text)


def days() -> st.SearchStrategy[str]:
    return st.dates().map(str)


def some(strategy: st.SearchStrategy, least: int = 1, most: int = 4) -> st.SearchStrategy:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def comments() -> st.SearchStrategy[str]:
    return st.sampled_from(["# why", "#", '## § 2(a) says "so"', "# " + "long " * 30 + "comment"])


def placed(node: type[tree.Node], **parts: st.SearchStrategy) -> st.SearchStrategy:
    """Nodes with comments before them and behind."""
    return st.builds(
        node, before=some(comments(), 0, 2), behind=st.one_of(st.just(""), comments()), **parts
    )


def atoms() -> st.SearchStrategy[tree.Formula]:
    numbers = st.sampled_from(["0", "700_000_000", "1.5", "1e26", "2.5e3"])
    compared = st.builds(
        tree.Comparison,
        words(),
        st.sampled_from([">", ">=", "<", "<="]),
        numbers,
        st.one_of(st.none(), words()),
    )
    dated = st.builds(tree.Comparison, words(), st.sampled_from([">=", "<"]), days(), st.none())
    member = st.builds(tree.Membership, words(), some(words()))
    family = st.builds(tree.Membership, words(), some(words(), 1, 1), st.just(True))
    return st.one_of(st.builds(tree.Name, words()), compared, dated, member, family)


def formulas() -> st.SearchStrategy[tree.Formula]:
    return st.recursive(
        atoms(),
        lambda inner: st.one_of(
            st.builds(tree.Negation, inner),
            st.builds(tree.Junction, st.sampled_from(["and", "or"]), some(inner, 2, 3)),
        ),
        max_leaves=6,
    )


def norms() -> st.SearchStrategy[tree.Statement]:
    def norm(form: str, **parts: st.SearchStrategy) -> st.SearchStrategy[tree.Statement]:
        return placed(tree.Statement, form=st.just(form), assuming=maybe, **parts)

    maybe = st.one_of(st.none(), formulas())
    on = some(words(), 0, 2)
    either = {"only_if": maybe, "unless": maybe, "subjects": on}
    members = some(
        st.one_of(texts(), st.sampled_from([tree.Word("self"), tree.Word("or-later")])), 1, 3
    )
    some_texts = some(texts(), 0, 2)
    return st.one_of(
        norm("permit", acts=acts(), notwithstanding=some_texts, **either),
        norm("forbid", acts=some(words()), **either),
        norm("require", words=some(words()), texts=some_texts, acts=some(words()), **either),
        norm("share-alike", members=members, acts=some(words()), **either),
        norm("flow-down", members=some(provisions(), 1, 3), acts=some(words()), **either),
        norm("freedom", words=some(words(), 0, 9), **either),
        norm("relicense", members=members, **either),
        norm("term", words=some(words()), texts=some(texts(), 0, 1), **either),
    )


def provisions() -> st.SearchStrategy[tree.Text | tree.PolicyName]:
    return st.one_of(texts(), st.builds(tree.PolicyName, texts()))


def headers() -> st.SearchStrategy[tree.Header]:
    def header(keyword: str, **parts: st.SearchStrategy) -> st.SearchStrategy[tree.Header]:
        return placed(tree.Header, keyword=st.just(keyword), **parts)

    one, one_word = some(texts(), 1, 1), some(words(), 1, 1)
    day = st.one_of(st.just(""), days())
    return st.one_of(
        *(header(keyword, texts=one) for keyword in ("title", "because")),
        *(
            header(keyword, texts=some(texts(), 1, 9))
            for keyword in ("hub", "alias", "deprecated", "means")
        ),
        header("family", words=one_word),
        header("covers", words=some(words(), 1, 20)),
        header("series", words=one_word, texts=one),
        header("review", words=one_word, date=day),
    )


def passages() -> st.SearchStrategy[tree.PassageNode]:
    last = st.one_of(st.none(), texts())
    return placed(tree.PassageNode, first=texts(), last=last)


def policies() -> st.SearchStrategy[tree.Policy]:
    fields = placed(tree.Fields, words=some(words()), subjects=some(words(), 0, 2))
    parts = st.one_of(fields, passages(), placed(tree.Says, text=texts()), norms())
    inner = some(comments(), 0, 1)
    item = placed(tree.Item, number=texts(), parts=some(parts, 0, 2), inner=inner)
    short = placed(
        tree.Item,
        number=texts(),
        parts=st.builds(tree.Fields, words=some(words()), subjects=some(words(), 0, 2)).map(
            lambda only: (only,)
        ),
    )
    return placed(
        tree.Policy,
        name=texts(),
        acts=some(words(), 0, 2),
        subjects=some(words(), 0, 2),
        items=some(st.one_of(short, item), 0, 3),
        inner=inner,
    )


def clauses() -> st.SearchStrategy[tree.ClauseNode]:
    parts = st.one_of(passages(), placed(tree.Says, text=texts()), norms(), policies())
    return placed(
        tree.ClauseNode, cite=texts(), parts=some(parts, 0, 4), inner=some(comments(), 0, 2)
    )


def statements() -> st.SearchStrategy[tree.Node]:
    maybe = st.one_of(st.none(), formulas())
    bare = st.builds(tree.PassageNode, first=texts(), last=st.one_of(st.none(), texts()))
    digest = st.sampled_from(["", "0f" * 32])
    day = st.one_of(st.just(""), days())
    return st.one_of(
        headers(),
        placed(tree.TextStatement, url=texts(), read=day, sha256=digest),
        placed(tree.Binds, types=some(words()), assuming=maybe),
        placed(
            tree.Counts,
            relations=some(words(), 1, 12),
            types=some(words(), 0, 2),
            sources=some(words(), 0, 2),
            result=words(),
            assuming=maybe,
        ),
        clauses(),
        policies(),
        placed(tree.Omit, cite=texts(), passages=some(bare, 0, 2), because=texts()),
        placed(tree.Drop, targets=some(provisions(), 1, 9)),
    )


def entities() -> st.SearchStrategy[tree.Entity]:
    base = st.one_of(st.none(), texts())
    body = {"id": texts(), "statements": some(statements(), 0, 4), "inner": some(comments(), 0, 2)}
    return st.one_of(
        placed(tree.Entity, kind=st.sampled_from(["license", "template"]), extends=base, **body),
        placed(tree.Entity, kind=st.sampled_from(["exception", "group", "unmodelled"]), **body),
    )


def files() -> st.SearchStrategy[tree.File]:
    """Return a strategy for whole files.  Shrinks towards one licence without a statement."""
    return st.builds(tree.File, st.just("x.lic"), some(entities(), 1, 3), some(comments(), 0, 2))


# Laws ---------------------------------------------------------------------------------------------


@given(files())
@settings(max_examples=150)
def test_what_is_printed_is_read_back(file: tree.File) -> None:
    """parse(print(tree)) = tree"""
    kinds = {type(s).__name__ for e in file.entities for s in e.statements}
    for kind in sorted(kinds):
        event(kind)
    assert parse(print_file(file)) == file


@given(files())
@settings(max_examples=75)
def test_printing_twice_changes_nothing(file: tree.File) -> None:
    """print(parse(print(tree))) = print(tree)"""
    printed = print_file(file)
    assert print_file(parse(printed)) == printed


@given(norms(), st.integers(0, 2))
@settings(max_examples=150)
def test_a_norm_is_broken_only_between_its_words(norm: tree.Statement, depth: int) -> None:
    """Lines are as short as words and quoted texts let them be, however deep they stand."""
    one = tree.Text("1")
    item = tree.Item(number=one, parts=(replace(norm, before=(), behind=""),))
    policy = tree.Policy(name=one, items=(item,))
    within = tree.ClauseNode(cite=one, parts=[item.parts, (), (policy,)][depth])
    licence = tree.Entity(
        kind="license", id=tree.Text("L"), statements=(policy if depth == 1 else within,)
    )
    for line in print_file(tree.File("x.lic", (licence,))).split("\n"):
        event(f"too long: {len(line) > WIDTH}")
        parts = re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^" ])+', line)
        assert len(line) <= WIDTH or len(parts) == 1


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_file_in_any_layout_keeps_its_meaning(path: Path) -> None:
    file = parse(path.read_text("utf-8"), path.name)
    printed = print_file(file)
    assert parse(printed, path.name) == file
    assert print_file(parse(printed)) == printed


@pytest.fixture(scope="module")
def shipped() -> list[tuple[str, str, tree.File]]:
    """The name, text and tree of every clause file that comes with licenselogic."""
    files = sorted(licenses().rglob("*.lic"))
    return [(f.name, t := f.read_text("utf-8"), parse(t, f.name)) for f in files]


def test_every_shipped_file_is_read_back(shipped: list[tuple[str, str, tree.File]]) -> None:
    for name, text, file in shipped:
        printed = print_file(file)
        assert printed == text or parse(printed, name) == file, name


def test_the_shipped_files_are_in_the_one_layout(shipped: list[tuple[str, str, tree.File]]) -> None:
    changed = [name for name, text, file in shipped if print_file(file) != text]
    assert changed == [], "run `licenselogic fmt licenses`"


# The layout ---------------------------------------------------------------------------------------


def laid_out(text: str) -> str:
    return print_file(parse(text))


def test_clauses_and_omissions_stand_apart_and_headers_together() -> None:
    text = 'license "A" { title "a" covers any omit "0" because "b" clause "1" { says "s" } }'
    assert laid_out(text) == (
        'license "A" {\n  title "a"\n  covers any\n\n  omit "0"\n    because "b"\n\n'
        '  clause "1" {\n    says "s"\n  }\n}\n'
    )


def test_an_item_that_is_all_fields_takes_one_line_and_others_stand_apart() -> None:
    text = (
        'license "A" { policy "P" forbids sell on work { item "1" { field a, b on output } '
        'item "2" field c # why\n item "3" { says "s" field d } item "4" field e } }'
    )
    assert laid_out(text) == (
        'license "A" {\n  policy "P" forbids sell on work {\n    item "1" field a, b on output\n'
        '    item "2" field c  # why\n\n    item "3" {\n      says "s"\n      field d\n    }\n\n'
        '    item "4" field e\n  }\n}\n'
    )


def test_comments_stay_with_what_they_are_about() -> None:
    text = '# A\nlicense "A" { # B\n title "a" # C\n\n # D\n} # E\n# F\n'
    assert laid_out(text) == ('# A\nlicense "A" {\n  # B\n  title "a"  # C\n  # D\n}  # E\n\n# F\n')


def test_a_comment_within_a_statement_moves_before_it() -> None:
    text = 'license "A" { covers software, # and\n data }'
    assert laid_out(text) == 'license "A" {\n  # and\n  covers software, data\n}\n'


def test_long_lists_are_broken_after_commas() -> None:
    lines = laid_out('license "A" { alias ' + ", ".join(f'"name {n}"' for n in range(30)) + " }")
    rows = lines.split("\n")[1:-2]
    assert rows[0].startswith('  alias "name 0", ')
    assert all(row.startswith("      ") for row in rows[1:])
    assert all(row.endswith(",") for row in rows[:-1])
    assert max(map(len, rows)) <= WIDTH


def test_long_norms_are_broken_outside_quotes() -> None:
    kinds = ", ".join(["warranty-disclaimer"] * 12)
    norm = f'permit use on work unless commercial notwithstanding "a  b", "c \\\\", "d {"e " * 30}"'
    free = f"forbid further-restrictions except {{ {kinds} }}"
    text = f'license "A" {{ clause "1" {{ {norm} {free} }} }}'
    printed = laid_out(text)
    assert '"a  b", "c \\\\",' in printed
    assert parse(printed) == parse(text)


def test_line_ends_of_other_systems_leave_no_trace() -> None:
    text = 'license "A" {\n  # why\n  title "a"  # so\n}\n'
    assert laid_out(text.replace("\n", "\r\n")) == laid_out("\ufeff" + text) == text


# Where parsing ends -------------------------------------------------------------------------------


def nested(depth: int) -> str:
    formula = "(" * depth + "commercial" + ")" * depth
    return f'license "A" {{ clause "1" {{ permit use if {formula} }} }}'


def test_nesting_is_read_up_to_a_limit() -> None:
    assert parse(nested(MAX_NESTING)) == parse(nested(0))


@pytest.mark.parametrize("prefix", ["not ", "commercial and not ", "not (", "commercial or ("])
def test_nesting_within_the_limit_is_resolved_and_printed(prefix: str) -> None:
    depth = MAX_NESTING // (2 if prefix == "not (" else 1)
    formula = prefix * depth + "commercial" + ")" * (depth * prefix.count("("))
    text = f'license "A" {{ clause "1" {{ permit use if {formula} }} }}'
    assert parse(laid_out(text)) == parse(text)


def test_spans_point_at_what_was_written() -> None:
    text = 'license "A" {\n  covers software, any\n}\n'
    header = parse(text, "a.lic").entities[0].statements[0]
    assert header.span == Span("a.lic", 2, 3, 2, 23)
    assert isinstance(header, tree.Header)
    assert header.words[1].span == Span("a.lic", 2, 20, 2, 23)


def test_trees_are_equal_wherever_they_stand() -> None:
    assert parse('license "A"{}', "a") == parse('\n\n  license   "A" {\n}', "b")
