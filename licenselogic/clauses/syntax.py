"""Text of clause files to syntax trees.  The only module that knows lark.

`parse` either returns a `tree.File` or raises `ClauseFileError` with file, line, column, a caret,
what was expected, and the nearest right spelling.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NoReturn, TypeVar

from lark import Lark, Token, Transformer, Tree, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF
from lark.lexer import PatternRE, PatternStr, TerminalDef

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.resources import grammars
from licenselogic.base.source import Source, Span
from licenselogic.clauses import tree

T = TypeVar("T", bound=tree.Node)

_EXPECTED = {
    "STRING": "text in double quotes",
    "NAME": "a word",
    "NUMBER": "a number",
    "DATE": "a date such as 2025-01-31",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "CMP": "a comparison such as `>`",
    "$END": "the end of the file",
}

_OPENERS = frozenset(
    ["TITLE", "FAMILY", "SERIES", "COVERS", "TEXT", "HUB", "ALIAS", "DEPRECATED", "REVIEW", "MEANS",
     "BECAUSE", "BINDS", "COUNTS", "CLAUSE", "OMIT", "DROP", "PASSAGE", "SAYS", "PERMIT", "FORBID",
     "REQUIRE", "TERM", "LICENSE", "TEMPLATE", "EXCEPTION", "GROUP", "UNMODELLED", "RBRACE",
     "COMMENT", "$END"]
)  # fmt: skip
"""Tokens that end a statement, for they begin the next or close the block."""

_PARTS = frozenset(["PASSAGE", "SAYS", "PERMIT", "FORBID", "REQUIRE", "TERM"])
"""Those of them that begin a part of a clause."""

_HINTS = {
    '"': r"text ends in a quote on the same line; a quote within it is \", and a backslash \\",
    "'": "text stands in double quotes",
    "\u201c": "text stands in plain double quotes",
    "=": "numbers take `>`, `>=`, `<` or `<=`; trees take `in { ... }`",
}
"""What to do about a character that no token begins with."""

MAX_NESTING = 50
"""Parentheses and `not`s within each other; more of them are no condition that anybody wrote."""


def parse(text: str, name: str = "<text>") -> tree.File:
    """Return the syntax tree of a clause file.

    Raises `ClauseFileError` at the first place that does not follow grammars/clauses.lark.
    """
    text = text.removeprefix("\ufeff")
    comments: list[Token] = []
    try:
        parsed = _parser().parse(text)
        comments = (
            [t for t in _parser().lex(text, dont_ignore=True) if t.type == "COMMENT"]
            if ("#" in text)
            else []
        )
    except UnexpectedInput as error:
        _report(error, Source(name, text))
    _check_nesting(parsed, Source(name, text))
    entities = _Builder(name).transform(parsed)
    spans = [(str(c).rstrip(), _place(name, c)) for c in comments]
    return _with_comments(tree.File(name, tuple(entities)), spans)


@cache
def _parser() -> Lark:
    return Lark(
        (grammars() / "clauses.lark").read_text(encoding="utf-8"),
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=True,
        edit_terminals=_whole_word,
    )


_BOUNDARY = r"(?!-|[.+-]*\w)"


def _whole_word(terminal: TerminalDef) -> None:
    """Let a keyword match whole words only, so that `permitt` is not `permit` and a `t`."""
    if isinstance(terminal.pattern, PatternStr) and terminal.pattern.value[0].isalpha():
        terminal.pattern = PatternRE(re.escape(terminal.pattern.value) + _BOUNDARY)
        terminal.priority = 1


# Errors -----------------------------------------------------------------------------------------


def _report(error: UnexpectedInput, source: Source) -> NoReturn:
    expected = _expectation(error)
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        token = error.token
        span = _place(source.name, token)
        found = quoted(token)
        hint = _hint(token, error, source)
    elif isinstance(error, UnexpectedCharacters):
        span = Span(source.name, error.line, error.column, error.line, error.column + 1)
        found = quoted(error.char)
        hint = _HINTS.get(error.char, "")
    else:
        span, found = _end_of(source), "the end of the file"
        hint = "is a closing `}` missing?" if "{" in source.text else ""
    message = f"found {found} where {expected} was expected" if expected else f"found {found}"
    raise ClauseFileError(
        Diagnostic(Code.SYNTAX, message, span, "not expected here", hint), source=source
    ) from None


def _hint(token: Token, error: UnexpectedToken, source: Source) -> str:
    expected = error.accepts or error.expected
    if token.type == "NAME":
        if source.text[: token.start_pos].endswith('"'):
            return _HINTS['"']
        return did_you_mean(str(token), _keywords(error))
    if token.type in _PARTS and "CLAUSE" in expected:
        return 'norms and passages stand within `clause "NUMBER" { ... }`'
    if token.type in _OPENERS - _PARTS - {"RBRACE"} and "RBRACE" in expected:
        return "is a closing `}` missing?"
    if token == "," and re.search(r"\d$", source.text[: token.start_pos]):
        return "digits are grouped by `_`, as in 700_000_000"
    return ""


def _check_nesting(parsed: Tree[Token], source: Source) -> None:
    """Refuse what is nested too deeply to be read, here and by all that comes after."""
    stack: list[tuple[Tree[Token], int]] = [(parsed, 0)]
    while stack:
        node, depth = stack.pop()
        depth += node.data in ("negation", "group_formula")
        if depth > MAX_NESTING:
            at = node.meta
            span = Span(source.name, at.line, at.column, at.end_line, at.end_column)
            message = f"more than {MAX_NESTING} parentheses and `not`s within each other"
            raise ClauseFileError(Diagnostic(Code.SYNTAX, message, span), source=source)
        stack += [(child, depth) for child in node.children if isinstance(child, Tree)]


def _expectation(error: UnexpectedInput) -> str:
    names: set[str] = set()
    if isinstance(error, UnexpectedToken):
        names = set(error.accepts or error.expected)
    elif isinstance(error, UnexpectedEOF):
        names = set(error.expected)
    elif isinstance(error, UnexpectedCharacters):
        names = set(error.allowed or ())
    names -= {"RELICENSE"} if "NAME" in names else set()  # a word like others
    words = sorted({_EXPECTED.get(n) or f"`{_keyword(n)}`" for n in names - {"COMMENT", "$END"}})
    if len(words) > 9:
        return "a statement" if names <= _OPENERS else "more of this statement, or the next,"
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _keyword(terminal: str) -> str:
    for definition in _parser().terminals:
        if definition.name == terminal:
            return str(definition.pattern.value).removesuffix(_BOUNDARY).replace("\\", "")
    return terminal.lower()


def _keywords(error: UnexpectedToken) -> list[str]:
    return [_keyword(n) for n in (error.accepts or error.expected) if n not in _EXPECTED]


def _end_of(source: Source) -> Span:
    rows = source.text.rstrip().split("\n")
    column = len(rows[-1]) + 1
    return Span(source.name, len(rows), column, len(rows), column + 1)


def _place(name: str, token: Token) -> Span:
    line, column = token.line or 1, token.column or 1
    return Span(name, line, column, token.end_line or line, token.end_column or column + 1)


# Building ---------------------------------------------------------------------------------------


def _strip(token: Token) -> str:
    return token[1:-1].replace('\\"', '"').replace("\\\\", "\\")


@v_args(meta=True)
class _Builder(Transformer[Token, Any]):
    """One method a grammar rule; the rule is in grammars/clauses.lark under the same name."""

    def __init__(self, name: str) -> None:
        super().__init__(visit_tokens=False)
        self.name = name

    def span(self, meta: Any) -> Span:
        return Span(self.name, meta.line, meta.column, meta.end_line, meta.end_column)

    def text_of(self, token: Token) -> tree.Text:
        return tree.Text(_strip(token), _place(self.name, token))

    def start(self, _: Any, c: list[Any]) -> list[tree.Entity]:
        return c

    def _entity(
        self, kind: str, meta: Any, name: Token, extends: Token | None, body: Any
    ) -> tree.Entity:
        return tree.Entity(
            kind=kind,
            id=self.text_of(name),
            extends=self.text_of(extends) if extends else None,
            statements=tuple(body),
            span=self.span(meta),
        )

    def license(self, meta: Any, c: list[Any]) -> tree.Entity:
        return self._entity("license", meta, c[0], c[1], c[2:])

    def template(self, meta: Any, c: list[Any]) -> tree.Entity:
        return self._entity("template", meta, c[0], c[1], c[2:])

    def exception(self, meta: Any, c: list[Any]) -> tree.Entity:
        return self._entity("exception", meta, c[0], None, c[1:])

    def group(self, meta: Any, c: list[Any]) -> tree.Entity:
        return self._entity("group", meta, c[0], None, c[1:])

    def unmodelled(self, meta: Any, c: list[Any]) -> tree.Entity:
        return self._entity("unmodelled", meta, c[0], None, c[1:])

    def _texts(keyword: str) -> Any:  # type: ignore[misc]  # noqa: N805
        def build(self: "_Builder", meta: Any, c: list[Any]) -> tree.Header:
            texts = c[0] if isinstance(c[0], tuple) else (self.text_of(c[0]),)
            return tree.Header(keyword=keyword, texts=texts, span=self.span(meta))

        return build

    title, hub, alias = _texts("title"), _texts("hub"), _texts("alias")
    deprecated, means, because = _texts("deprecated"), _texts("means"), _texts("because")

    def family(self, meta: Any, c: list[Any]) -> tree.Header:
        return tree.Header(keyword="family", words=(c[0],), span=self.span(meta))

    def series(self, meta: Any, c: list[Any]) -> tree.Header:
        return tree.Header(
            keyword="series", words=(c[0],), texts=(self.text_of(c[1]),), span=self.span(meta)
        )

    def covers(self, meta: Any, c: list[Any]) -> tree.Header:
        return tree.Header(keyword="covers", words=c[0], span=self.span(meta))

    def review(self, meta: Any, c: list[Any]) -> tree.Header:
        return tree.Header(
            keyword="review", words=(c[0],), date=str(c[1] or ""), span=self.span(meta)
        )

    def text(self, meta: Any, c: list[Any]) -> tree.TextStatement:
        url, read, digest = c
        return tree.TextStatement(
            url=self.text_of(url),
            read=str(read or ""),
            sha256=_strip(digest) if digest else "",
            span=self.span(meta),
        )

    def binds(self, meta: Any, c: list[Any]) -> tree.Binds:
        return tree.Binds(types=c[0], assuming=c[1], span=self.span(meta))

    def counts(self, meta: Any, c: list[Any]) -> tree.Counts:
        relations, types, sources, result, assuming = c
        return tree.Counts(
            relations=relations,
            types=types or (),
            sources=sources or (),
            result=result,
            assuming=assuming,
            span=self.span(meta),
        )

    def clause(self, meta: Any, c: list[Any]) -> tree.ClauseNode:
        return tree.ClauseNode(cite=self.text_of(c[0]), parts=tuple(c[1:]), span=self.span(meta))

    def omit(self, meta: Any, c: list[Any]) -> tree.Omit:
        return tree.Omit(
            cite=self.text_of(c[0]),
            passages=tuple(c[1:-1]),
            because=self.text_of(c[-1]),
            span=self.span(meta),
        )

    def drop(self, meta: Any, c: list[Any]) -> tree.Drop:
        return tree.Drop(cites=c[0], span=self.span(meta))

    def passage(self, meta: Any, c: list[Any]) -> tree.PassageNode:
        last = self.text_of(c[1]) if c[1] else None
        return tree.PassageNode(first=self.text_of(c[0]), last=last, span=self.span(meta))

    def says(self, meta: Any, c: list[Any]) -> tree.Says:
        return tree.Says(text=self.text_of(c[0]), span=self.span(meta))

    def _norm(self, form: str, meta: Any, tail: Sequence[Any], **parts: Any) -> tree.Statement:
        condition, assuming = tail[0] or (None, None), tail[1]
        return tree.Statement(
            form=form,
            only_if=condition[0],
            unless=condition[1],
            assuming=assuming,
            span=self.span(meta),
            **parts,
        )

    def permit(self, meta: Any, c: list[Any]) -> tree.Statement:
        return self._norm(
            "permit", meta, c[2:4], acts=c[0], subjects=c[1] or (), notwithstanding=c[4] or ()
        )

    def forbid(self, meta: Any, c: list[Any]) -> tree.Statement:
        return self._norm("forbid", meta, c[2:4], acts=c[0], subjects=c[1] or ())

    def require(self, meta: Any, c: list[Any]) -> tree.Statement:
        acts, subjects = c[2]
        return self._norm(
            "require", meta, c[3:], words=c[0], texts=c[1] or (), acts=acts, subjects=subjects
        )

    def share_alike(self, meta: Any, c: list[Any]) -> tree.Statement:
        acts, subjects = c[1]
        return self._norm("share-alike", meta, c[2:], members=c[0], acts=acts, subjects=subjects)

    def flow_down(self, meta: Any, c: list[Any]) -> tree.Statement:
        acts, subjects = c[1]
        return self._norm("flow-down", meta, c[2:], texts=c[0], acts=acts, subjects=subjects)

    def freedom(self, meta: Any, c: list[Any]) -> tree.Statement:
        return self._norm("freedom", meta, c[2:], subjects=c[0] or (), words=c[1] or ())

    def acts(self, _: Any, c: list[Any]) -> Any:
        return tuple(c)

    def relicense_act(self, meta: Any, _: list[Any]) -> tree.Word:
        return tree.Word("relicense", self.span(meta))

    def relicense(self, meta: Any, c: list[Any]) -> tree.Statement:
        return self._norm("relicense", meta, c[2:], members=c[0], subjects=c[1] or ())

    def term(self, meta: Any, c: list[Any]) -> tree.Statement:
        texts = (self.text_of(c[1]),) if c[1] else ()
        return self._norm("term", meta, c[3:], words=c[0], texts=texts, subjects=c[2] or ())

    def on(self, _: Any, c: list[Any]) -> Any:
        return c[0]

    def when(self, _: Any, c: list[Any]) -> Any:
        return c[0], c[1] or ()

    def assuming(self, _: Any, c: list[Any]) -> Any:
        return c[0]

    def notwithstanding(self, _: Any, c: list[Any]) -> Any:
        return c[0]

    def licenses(self, _: Any, c: list[Any]) -> Any:
        return tuple(c)

    def named(self, _: Any, c: list[Any]) -> tree.Text:
        return self.text_of(c[0])

    def self(self, meta: Any, _: list[Any]) -> tree.Word:
        return tree.Word("self", self.span(meta) if not meta.empty else None)

    def or_later(self, meta: Any, _: list[Any]) -> tree.Word:
        return tree.Word("or-later", self.span(meta) if not meta.empty else None)

    def words_set(self, _: Any, c: list[Any]) -> Any:
        return c[0] or ()

    def unless(self, _: Any, c: list[Any]) -> Any:
        return c[0], c[1]

    def only_if(self, _: Any, c: list[Any]) -> Any:
        return c[0], None

    def disjunction(self, _: Any, c: list[Any]) -> tree.Formula:
        return c[0] if len(c) == 1 else tree.Junction("or", tuple(c))

    def conjunction(self, _: Any, c: list[Any]) -> tree.Formula:
        return c[0] if len(c) == 1 else tree.Junction("and", tuple(c))

    def negation(self, _: Any, c: list[Any]) -> tree.Formula:
        return tree.Negation(c[0])

    def group_formula(self, _: Any, c: list[Any]) -> tree.Formula:
        formula: tree.Formula = c[0]
        return formula

    def is_true(self, _: Any, c: list[Any]) -> tree.Name:
        return tree.Name(c[0])

    def compare_number(self, meta: Any, c: list[Any]) -> tree.Comparison:
        return tree.Comparison(c[0], str(c[1]), str(c[2]), c[3], self.span(meta))

    def compare_date(self, meta: Any, c: list[Any]) -> tree.Comparison:
        return tree.Comparison(c[0], str(c[1]), str(c[2]), None, self.span(meta))

    def member_of(self, _: Any, c: list[Any]) -> tree.Membership:
        return tree.Membership(c[0], c[1])

    def in_family(self, _: Any, c: list[Any]) -> tree.Membership:
        return tree.Membership(c[0], (c[1],), family=True)

    def strings(self, _: Any, c: list[Any]) -> Any:
        return tuple(self.text_of(t) for t in c)

    def words(self, _: Any, c: list[Any]) -> Any:
        return tuple(c)

    def word(self, _: Any, c: list[Token]) -> tree.Word:
        return tree.Word(str(c[0]), _place(self.name, c[0]))


# Comments ---------------------------------------------------------------------------------------

_Comments = list[tuple[str, Span]]


def _with_comments(file: tree.File, comments: _Comments) -> tree.File:
    entities, rest = _attach(file.entities, comments)
    return replace(file, entities=tuple(entities), end=tuple(rest))


def _attach(nodes: Sequence[Any], comments: _Comments) -> tuple[list[Any], list[str]]:
    """Give each comment to the statement after it, or to the one that ends on its line."""
    placed: list[Any] = []
    rest = list(comments)
    for position, node in enumerate(nodes):
        start = (node.span.line, node.span.column)
        end = (node.span.end_line, node.span.end_column)
        before, inside, behind = [], [], ""
        following = nodes[position + 1].span if position + 1 < len(nodes) else None
        while rest and (rest[0][1].line, rest[0][1].column) < start:
            before.append(rest.pop(0)[0])
        while rest and (rest[0][1].line, rest[0][1].column) < end:
            inside.append(rest.pop(0))
        if rest and rest[0][1].line == end[0] and (following is None or following.line > end[0]):
            behind = rest.pop(0)[0]
        placed.append(_inside(replace(node, before=tuple(before), behind=behind), inside))
    return placed, [text for text, _ in rest]


def _inside(node: Any, comments: _Comments) -> Any:
    if isinstance(node, tree.Entity):
        statements, rest = _attach(node.statements, comments)
        return replace(node, statements=tuple(statements), inner=tuple(rest))
    if isinstance(node, tree.ClauseNode):
        parts, rest = _attach(node.parts, comments)
        return replace(node, parts=tuple(parts), inner=tuple(rest))
    moved = tuple(text for text, _ in comments)
    return replace(node, before=node.before + moved) if moved else node
