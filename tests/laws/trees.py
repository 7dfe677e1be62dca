"""Strategies for syntax trees of clause files: all that can be written, with or without sense."""

import re

from hypothesis import strategies as st

from licenselogic.clauses import syntax, tree

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
            for keyword in ("hub", "alias", "deprecated", "means", "modifies", "licensor")
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
