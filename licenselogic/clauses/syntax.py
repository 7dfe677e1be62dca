"""Text of clause files to syntax trees.  The only module that knows lark; `build` makes the nodes.

`parse` either returns a `tree.File` or raises `ClauseFileError` with file, line, column, a caret,
what was expected, and the nearest right spelling.  `following` tells what may come next, for
editors.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NoReturn

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF
from lark.lexer import PatternRE, PatternStr, TerminalDef

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.resources import grammars
from licenselogic.base.source import Source, Span
from licenselogic.clauses import tree
from licenselogic.clauses.build import build, place

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
     "BECAUSE", "MODIFIES", "LICENSOR", "BINDS", "COUNTS", "CLAUSE", "POLICY", "ITEM", "OMIT",
     "DROP", "PASSAGE", "SAYS", "FIELD", "PERMIT", "FORBID", "REQUIRE", "TERM", "LICENSE",
     "TEMPLATE", "EXCEPTION", "GROUP", "UNMODELLED", "RBRACE", "COMMENT", "$END"]
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


MAX_TEXT = 2_000_000
"""Characters that a clause file may have."""

MAX_CODE = 100_000
"""Characters that it may have beside comments: nine times the largest licence that is known."""

_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|#[^\n]*')


def parse(text: str, name: str = "<text>") -> tree.File:
    """Return the syntax tree of a clause file.

    Raises `ClauseFileError` at the first place that does not follow grammars/clauses.lark.
    """
    text = text.removeprefix("\ufeff")
    _check_size(text, name)
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
    return build(parsed, name, comments)


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


# For editors ------------------------------------------------------------------------------------


def keywords() -> frozenset[str]:
    """Return the words that the grammar gives a meaning, such as `permit` and `flow-down`."""
    return frozenset(text for text in _fixed() if text[0].isalpha())


@cache
def patterns() -> Mapping[str, str]:
    """Return the regular expressions of the kinds of token that have no fixed text, by name."""
    named = {definition.name: definition.pattern for definition in _parser().terminals}
    return {kind: named[kind].to_regexp() for kind in _KINDS}


def following(tokens: Sequence[str]) -> tuple[int, frozenset[str]]:
    """Return how many of `tokens` begin a clause file, and what may stand after these.

    A keyword counts as one, also where it could be read as a word.  What may stand there are
    keywords, marks such as `{`, and, for what has no fixed text, STRING, NAME, NUMBER, DATE or CMP.
    """
    state: Any = _parser().parse_interactive("")  # what it accepts has no type
    read = 0
    for text in tokens:
        kind = _kind(text)
        if kind not in state.accepts():
            break
        state.feed_token(Token(str(kind), text))
        read += 1
    texts = {name: text for text, name in _fixed().items()}
    return read, frozenset(texts.get(name, name) for name in state.accepts() - {"$END"})


_KINDS = ("COMMENT", "STRING", "DATE", "NUMBER", "CMP", "NAME")
"""Kinds of token without a fixed text, in the order in which they are tried."""


def _kind(text: str) -> str | None:
    """Return the kind of a token, None for what is none."""
    fixed = _fixed().get(text)
    if fixed is not None:
        return fixed
    return next((kind for kind, form in patterns().items() if re.fullmatch(form, text)), None)


@cache
def _fixed() -> Mapping[str, str]:
    """Return the names of the tokens with a fixed text, by that text."""
    names = (definition.name for definition in _parser().terminals)
    return {_keyword(n): n for n in names if n not in _KINDS and not n.startswith("__IGNORE")}


# Errors -----------------------------------------------------------------------------------------


def _report(error: UnexpectedInput, source: Source) -> NoReturn:
    expected = _expectation(error)
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        token = error.token
        span = place(source.name, token)
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
    if token.type == "ITEM":
        return 'items stand within `policy "NAME" { ... }`'
    if token.type == "FIELD":
        return (
            "`field` stands in an item of a policy; a clause has `forbid use if field in { ... }`"
        )
    if token.type in _OPENERS - _PARTS - {"RBRACE"} and "RBRACE" in expected:
        return "is a closing `}` missing?"
    if token == "," and re.search(r"\d$", source.text[: token.start_pos]):
        return "digits are grouped by `_`, as in 700_000_000"
    return ""


def _check_size(text: str, name: str) -> None:
    """Refuse what it would take too long to parse."""
    if len(text) > MAX_TEXT:
        what = f"{MAX_TEXT:,} characters"
    elif len(text) > MAX_CODE and len(_COMMENT.sub(r"\1", text)) > MAX_CODE:
        what = f"{MAX_CODE:,} characters beside its comments"
    else:
        return
    raise ClauseFileError(Diagnostic(Code.TOO_LARGE, f"`{name}` has more than {what}"))


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
