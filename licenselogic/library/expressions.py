"""Licence text as people write it: single names, and SPDX expressions (`AND`, `OR`, `WITH`).

`OR` is the licensee's choice and `AND` binds all, so an expression comes out as alternatives, each
a set of terms that hold together.  A single name is looked up as it stands (`terms`);
`license_expression` is imported only for text that combines names.  It sees placeholders in place
of names: `openrail++` and `Llama 2 Community License Agreement` are not in its alphabet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Any, NoReturn

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, ExpressionError, UsageError
from licenselogic.base.display import quoted
from licenselogic.base.source import Source, Span
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.library.terms import Reading, Term, read_name, with_exception

MAX_LENGTH = 4000
MAX_NESTING = 50
MAX_ALTERNATIVES = 64

_WORD = re.compile(r"[()]|[^\s()]+")
_SYMBOLS = ("AND", "OR", "WITH", "(", ")")
_LATER = re.compile(r"(any )?(later|newer|higher)( versions?)?", re.IGNORECASE)
_LONGEST_NAME = 9
"""Tokens of the longest name that holds operators or parentheses itself."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Alternatives (`OR`), each a set of terms that bind together (`AND`).

    `alternatives` holds nothing twice and is sorted, so that expressions which mean the same have
    the same alternatives; `text` keeps the order and the nesting in which the author wrote.
    """

    alternatives: tuple[tuple[Term, ...], ...]
    text: str


def parse_expression(text: str | None, library: Library) -> Expression:
    """Return what `text` says: a Hub id, an SPDX id, an alias, or an expression of these.

    Case does not matter, deprecated ids are replaced, and a name that nobody knows becomes a term
    of kind unknown.  None, the empty text and words such as `other` and `NOASSERTION` give one
    term of kind undeclared.  Raises `ExpressionError` for text that does not follow SPDX, that
    offers more than 64 alternatives, or that is no licence text at all.
    """
    clean = _clean(text)
    if not _is_compound(clean):
        return _expression(_part(read_name(clean, library)))
    tokens = _with_names(_tokens(clean), clean, library)
    if len(tokens) == 1 or _is_one_name(tokens, library):
        name = tokens[0].text if len(tokens) == 1 else clean
        return _expression(_part(read_name(name, library)))
    _check_syntax(tokens, clean)
    return _expression(_combine(_parse(tokens, clean), _names(tokens), library, clean))


def named(text: str, library: Library) -> tuple[Entry, ...]:
    """Return the entries of one licence, group or exception: two for a licence with an exception.

    Names are read as in `parse_expression`.  Raises `UsageError` for a name that is not in the
    library and for text that joins several licences, `ExpressionError` for a malformed expression.
    """
    alone = library.exception(text) if library.find(text) is None else None
    if alone is not None:
        return (alone,)
    terms = {t for terms in parse_expression(text, library).alternatives for t in terms}
    if len(terms) > 1:
        message = f"{quoted(_clean(text))} joins several licences; name one of them"
        help = "`licenselogic check` judges expressions"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message, help=help))
    (term,) = terms
    entry = library.find(term.name)
    if term.kind in ("group", "unmodelled") and entry is not None:
        return (entry,)
    if term.kind in ("unknown", "undeclared") and " WITH " not in term.name:
        message = f"no licence is called {quoted(term.name)}"
        help = term.note or "`licenselogic list` shows all"
        raise UsageError(Diagnostic(Code.UNKNOWN_LICENSE, message, help=help))
    return library.index.with_clauses(term.name)


@dataclass(frozen=True, slots=True)
class _Part:
    """A read part of an expression: its alternatives, and the spellings that `operator` joins."""

    alternatives: frozenset[frozenset[Term]]
    pieces: tuple[str, ...]
    operator: str = ""

    @property
    def text(self) -> str:
        """The canonical spelling."""
        return f" {self.operator} ".join(self.pieces)

    def under(self, operator: str) -> tuple[str, ...]:
        """Return the spellings as they stand under an outer operator."""
        return self.pieces if self.operator in ("", operator) else (f"({self.text})",)


def _part(reading: Reading) -> _Part:
    return _Part(frozenset(frozenset({term}) for term in reading.choices), (reading.text,))


def _expression(part: _Part) -> Expression:
    ordered = [tuple(sorted(terms, key=_order)) for terms in part.alternatives]
    ordered.sort(key=lambda terms: [_order(t) for t in terms])
    return Expression(tuple(ordered), part.text)


def _order(term: Term) -> tuple[str, str, str]:
    return (term.name.casefold(), term.name, term.kind)


def _clean(text: str | None) -> str:
    """Return `text` with single blanks; refuse what cannot be the name of a licence."""
    if text is None:
        return ""
    if not isinstance(text, str):
        _refuse(f"a licence is text, not {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        _refuse(f"the licence text is {len(text):,} characters long; the limit is {MAX_LENGTH:,}")
    clean = " ".join(text.split())
    if not clean.isprintable():
        _refuse(f"the licence text {quoted(clean, 40)} holds characters that do not print")
    return clean


def _refuse(message: str) -> NoReturn:
    raise ExpressionError(Diagnostic(Code.BAD_EXPRESSION, message))


def _is_compound(text: str) -> bool:
    words = text.replace("(", " ( ").replace(")", " ) ").upper().split()
    return any(word in _SYMBOLS for word in words)


# Syntax -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """An operator, a parenthesis, or (kind `name`) the words of a licence name."""

    kind: str
    text: str
    start: int


def _tokens(text: str) -> list[_Token]:
    """Return the tokens of `text`; words that no operator parts are one name."""
    tokens: list[_Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        kind = word.upper() if word.upper() in _SYMBOLS else "name"
        if kind == "name" and tokens and tokens[-1].kind == "name":
            start = tokens.pop().start
            tokens.append(_Token(kind, text[start : match.end()], start))
        else:
            tokens.append(_Token(kind, word, match.start()))
    return tokens


def _with_names(tokens: list[_Token], text: str, library: Library) -> list[_Token]:
    """Join the tokens of names that hold operators or parentheses themselves.

    Such are `BSD 3-Clause "New" or "Revised" License`, `The MIT License (MIT)`, `GPL v2 or later`.
    """
    joined: list[_Token] = []
    position = 0
    while position < len(tokens):
        end, name = position + 1, tokens[position]
        if name.kind == "name":
            for last in range(min(len(tokens), position + _LONGEST_NAME), end + 1, -1):
                found = _one_name(tokens[position:last], text, library)
                if found:
                    end, name = last, _Token("name", found, name.start)
                    break
        joined.append(name)
        position = end
    return joined


def _one_name(tokens: list[_Token], text: str, library: Library) -> str:
    """Return the name that tokens stand for together, or the empty text."""
    kinds = [token.kind for token in tokens]
    if kinds[-1] not in ("name", ")") or kinds.count("(") != kinds.count(")"):
        return ""
    words = [token for token in tokens if token.kind not in ("(", ")")]
    if len(words) == 3 and words[1].kind in ("OR", "AND") and _LATER.fullmatch(words[2].text):
        return f"{words[0].text}+" if library.find(words[0].text) else ""
    last = tokens[-1]
    whole = text[tokens[0].start : last.start + len(last.text)]
    joins = any(token.kind in ("AND", "OR", "WITH") for token in tokens)
    if joins and all(library.find(n) or library.exception(n) for n in _names(tokens)):
        return ""  # an expression of names that are known is no name itself
    return whole if library.find(whole) else ""


def _is_one_name(tokens: list[_Token], library: Library) -> bool:
    """Tell whether text with parentheses is the name of a licence that nobody knows."""
    named = _names(tokens)
    depths = list(accumulate({"(": 1, ")": -1}.get(token.kind, 0) for token in tokens))
    return (
        tokens[0].kind == "name"
        and len(named) > 1
        and not any(token.kind in ("AND", "OR", "WITH") for token in tokens)
        and min(depths) == 0 == depths[-1]
        and not any(library.find(name) for name in named)
    )


def _names(tokens: Iterable[_Token]) -> list[str]:
    return [token.text for token in tokens if token.kind == "name"]


def _check_syntax(tokens: list[_Token], text: str) -> None:
    """Refuse a sequence of tokens that is no expression, at the token where it stops being one."""
    opened: list[_Token] = []
    previous = _Token("", "", 0)
    exception = False
    for token in tokens:
        problem = _misplaced(previous, token, exception, bool(opened))
        if problem:
            _point(problem, token, text)
        exception = previous.kind == "WITH"
        if token.kind == "(":
            opened.append(token)
        elif token.kind == ")":
            opened.pop()
        if len(opened) > MAX_NESTING:
            _point(f"more than {MAX_NESTING} parentheses inside each other", token, text)
        previous = token
    if previous.kind not in ("name", ")"):
        _point(f"{_after(previous)} a licence is missing", previous, text)
    if opened:
        _point("this parenthesis is never closed", opened[-1], text)


def _misplaced(before: _Token, token: _Token, exception: bool, inside: bool) -> str:
    """Return why `token` cannot follow `before`, or the empty text."""
    complete = before.kind in ("name", ")")
    if token.kind == ")" and not inside:
        return "this parenthesis was never opened"
    if token.kind in ("name", "("):
        if complete:
            return f"{_after(before)} `AND`, `OR` or `WITH` is missing"
        if before.kind == "WITH" and token.kind == "(":
            return "after `WITH` stands the name of one exception"
    elif not complete:
        return f"{_after(before)} a licence is missing"
    if token.kind == "WITH" and (before.kind == ")" or exception):
        return "before `WITH` stands the name of one licence"
    return ""


def _after(token: _Token) -> str:
    return f"after {quoted(token.text, 40)}" if token.text else "at the start"


def _point(message: str, token: _Token, text: str) -> NoReturn:
    end = token.start + len(token.text) + 1
    span = Span("licence", 1, token.start + 1, 1, end)
    raise ExpressionError(
        Diagnostic(Code.BAD_EXPRESSION, message, span), source=Source("licence", text)
    )


def _parse(tokens: list[_Token], text: str) -> Any:
    """Return the tree that `license_expression` makes of the tokens; the n-th name is `Ln`."""
    import license_expression

    names = iter(range(len(tokens)))
    words = [f"L{next(names)}" if t.kind == "name" else t.kind for t in tokens]
    try:
        return license_expression.Licensing().parse(" ".join(words), simple=True)
    except license_expression.ExpressionError as error:
        _refuse(f"{quoted(text)} is not a licence expression: {error}")


def _combine(node: Any, names: list[str], library: Library, text: str) -> _Part:
    """Return what a tree of `license_expression` says, in terms."""
    if hasattr(node, "exception_symbol"):
        base, exception = (
            names[int(s.key[1:])] for s in (node.license_symbol, node.exception_symbol)
        )
        term = with_exception(base, exception, library)
        return _part(Reading((term,), term.name))
    if hasattr(node, "key"):
        return _part(read_name(names[int(node.key[1:])], library))
    parts = [_combine(arg, names, library, text) for arg in node.args]
    operator = node.operator.strip()
    combined = parts[0].alternatives
    for part in parts[1:]:
        combined = _join(operator, combined, part.alternatives)
        if len(combined) > MAX_ALTERNATIVES:
            _refuse(f"{quoted(text)} offers more than {MAX_ALTERNATIVES} alternatives")
    pieces = tuple(dict.fromkeys(piece for part in parts for piece in part.under(operator)))
    return _Part(combined, pieces, operator if len(pieces) > 1 else "")


def _join(
    operator: str, left: frozenset[frozenset[Term]], right: frozenset[frozenset[Term]]
) -> frozenset[frozenset[Term]]:
    if operator == "OR":
        return left | right
    return frozenset(a | b for a, b in product(left, right))
