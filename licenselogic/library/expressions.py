"""Licence text as people write it, to terms: ids, aliases and expressions (`AND`, `OR`, `WITH`).

`OR` is the licensee's choice and `AND` binds all, so an expression comes out as alternatives, each
a set of terms that hold together.  A single name is looked up as it stands; `license_expression` is
imported only for text that combines names.  It sees placeholders in place of names, because names
such as `openrail++` and `Llama 2 Community License Agreement` are not in its alphabet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any, NoReturn

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, ExpressionError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.base.source import Source, Span
from licenselogic.library.library import Entry, Library

MAX_LENGTH = 4000
MAX_NESTING = 50
MAX_ALTERNATIVES = 64

UNDECLARED = {
    "unknown": "the licence is given as unknown",
    "other": "`other` does not say which licence",
    "none": "no licence is declared",
    "noassertion": "nobody says what the licence is",
}
"""Words that stand for the absence of a licence, and what each of them says."""

_COMPOSITES = {
    "gpl-2.0-with-autoconf-exception": ("GPL-2.0-only", "Autoconf-exception-2.0"),
    "gpl-2.0-with-bison-exception": ("GPL-2.0-only", "Bison-exception-2.2"),
    "gpl-2.0-with-classpath-exception": ("GPL-2.0-only", "Classpath-exception-2.0"),
    "gpl-2.0-with-font-exception": ("GPL-2.0-only", "Font-exception-2.0"),
    "gpl-2.0-with-gcc-exception": ("GPL-2.0-only", "GCC-exception-2.0"),
    "gpl-3.0-with-autoconf-exception": ("GPL-3.0-only", "Autoconf-exception-3.0"),
    "gpl-3.0-with-gcc-exception": ("GPL-3.0-only", "GCC-exception-3.1"),
    "ecos-2.0": ("GPL-2.0-or-later", "eCos-exception-2.0"),
    "wxwindows": ("LGPL-2.0-or-later", "WxWindows-exception-3.1"),
}
"""Deprecated SPDX ids of a licence together with its exception, and what they mean today."""

_WORD = re.compile(r"[()]|[^\s()]+")
_SYMBOLS = ("AND", "OR", "WITH", "(", ")")


@dataclass(frozen=True, slots=True)
class Term:
    """One licence of an expression.

    `kind` is license, group (`means` lists what it may stand for), unmodelled (`note` says why),
    unknown (`note` may suggest another spelling) or undeclared (`note` says in which way).  `name`
    is the canonical id for kind license (`GPL-2.0-only WITH Classpath-exception-2.0`), else it is
    as written, and empty where nothing was.
    """

    name: str
    kind: str
    means: tuple[str, ...] = ()
    note: str = ""


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
    if not _is_compound(clean) or library.find(clean) is not None:
        return _expression(_read_name(clean, library))
    tokens = _tokens(clean)
    _check_syntax(tokens, clean)
    return _expression(_combine(_parse(tokens, clean), _names(tokens), library, clean))


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


# Names ------------------------------------------------------------------------------------------


def _read_name(name: str, library: Library) -> _Part:
    """Return the part for a single name; `MPL-1.1+` offers every later version too."""
    composite = _COMPOSITES.get(name.casefold())
    if composite is not None and library.find(name) is None:
        return _one(_with(*composite, library))
    term = _term(name, library)
    if term.kind == "unknown" and name.endswith("+"):
        return _or_later(name[:-1], library) or _one(term)
    return _one(term)


def _one(term: Term) -> _Part:
    return _Part(frozenset({frozenset({term})}), (term.name,))


def _term(name: str, library: Library) -> Term:
    note = "no licence is declared" if not name else UNDECLARED.get(name.casefold())
    if note is not None:
        return Term(name, "undeclared", note=note)
    entry = library.find(name)
    if entry is None:
        return Term(name, "unknown", note=_hint(name, library))
    if entry.kind == "license":
        return Term(entry.id, "license")
    return Term(name, entry.kind, means=entry.means, note=entry.because)


def _hint(name: str, library: Library) -> str:
    if len(name) > 100:
        return ""
    if library.exception(name) is not None:
        return f"this is an exception; write `LICENSE WITH {name}`"
    found = library.suggest(name, limit=1)
    return f"did you mean `{found[0]}`?" if found else ""


def _or_later(name: str, library: Library) -> _Part | None:
    """Return `name` or any later version, or None if no licence has that name."""
    entry = library.find(name)
    if entry is None or entry.kind != "license":
        return None
    later = library.find(f"{entry.id.removesuffix('-only')}-or-later")
    if later is not None and later.kind == "license":
        return _one(Term(later.id, "license"))
    ids = {entry.id} | library.later(entry.series)
    return _Part(frozenset(frozenset({Term(i, "license")}) for i in ids), (f"{entry.id}+",))


def _with(license: str, exception: str, library: Library) -> Term:
    written = f"{license} WITH {exception}"
    added = library.exception(exception)
    if added is None:
        hint = did_you_mean(exception, library.ids("exception")) if len(exception) <= 100 else ""
        note = f"no exception is called {quoted(exception)}"
        return Term(written, "unknown", note=f"{note}; {hint}" if hint else note)
    return _joined(_base(license, library), added, written)


def _base(name: str, library: Library) -> Term:
    """Return the term before `WITH`, `GPL-2.0+` included where it has an id of its own."""
    part = _read_name(name, library)
    terms = [term for terms in part.alternatives for term in terms]
    return terms[0] if len(terms) == 1 else _term(name, library)


def _joined(base: Term, exception: Entry, written: str) -> Term:
    if base.kind == "license":
        return Term(f"{base.name} WITH {exception.id}", "license")
    means = tuple(f"{member} WITH {exception.id}" for member in base.means)
    return Term(written, base.kind, means=means, note=base.note)


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
        return _one(_with(base, exception, library))
    if hasattr(node, "key"):
        return _read_name(names[int(node.key[1:])], library)
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
