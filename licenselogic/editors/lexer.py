"""How clause files are coloured in documentation and in notebooks, for Pygments.

Keywords and kinds of token are those of the grammar.  https://pygments.org/docs/lexerdevelopment/
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from licenselogic.editors.tokens import Token, tokens_of

_MODAL = frozenset(["permit", "forbid", "require", "term"])
"""Keywords that begin a norm."""

_BLOCKS = frozenset(
    ["license", "template", "exception", "group", "unmodelled", "clause", "policy", "item", "omit"]
)
"""Keywords before a name that others refer to."""

_LOGIC = frozenset(["and", "or", "not", "if", "unless", "in"])

_TYPES: dict[str, Any] = {
    "NAME": Name,
    "STRING": String.Double,
    "DATE": Literal.Date,
    "NUMBER": Number,
    "CMP": Operator,
    "COMMENT": Comment.Single,
    "MARK": Punctuation,
}


class ClauseLexer(Lexer):
    """Colours clause files (`*.lic`) of licenselogic."""

    name = "licenselogic clause file"
    aliases: ClassVar[list[str]] = ["licenselogic", "lic"]
    filenames: ClassVar[list[str]] = ["*.lic"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """Yield the pieces of a text, each with its place and its type; together they are all."""
        at = 0
        for token in tokens_of(text):
            if token.start > at:
                yield at, Whitespace, text[at : token.start]
            yield token.start, _type(token), token.text
            at = token.end
        if at < len(text):
            yield at, Whitespace, text[at:]


def _type(token: Token) -> Any:
    if token.kind != "KEYWORD":
        return _TYPES.get(token.kind, Error)
    if token.text in _MODAL:
        return Keyword
    if token.text in _BLOCKS:
        return Keyword.Declaration
    return Operator.Word if token.text in _LOGIC else Keyword.Reserved
