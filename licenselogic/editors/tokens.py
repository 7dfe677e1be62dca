"""The tokens of a clause file, whatever is written in it, and where in the file a place is.

Kinds of token and keywords are those of the grammar.  What it has no token for is of kind ERROR,
so every text has tokens, and together they are the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from licenselogic.clauses.syntax import following, keywords, patterns

_BLOCKS = frozenset(
    ["license", "template", "exception", "group", "unmodelled", "clause", "policy", "item"]
)
"""Keywords whose braces hold statements."""

_SETS = frozenset(["in", "to", "except"])
"""Keywords whose braces hold words or names."""

_FORMULA = frozenset(["and", "or", "not", "("])

_LISTED = frozenset([",", "..", "self", "or-later"])
"""What stands between words and names that belong to one keyword."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a clause file: KEYWORD, NAME, STRING, DATE, NUMBER, CMP, COMMENT, MARK, ERROR."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The number of characters up to its end."""
        return self.start + len(self.text)


@cache
def _tokens_form() -> re.Pattern[str]:
    parts = [f"(?P<{kind}>{form})" for kind, form in patterns().items()]
    return re.compile("|".join([*parts, r'(?P<OPEN>"[^\n]*)', r"(?P<MARK>\.\.|[{}(),])"]))


@lru_cache(maxsize=8)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a clause file, without the blanks between them.

    A string that is not closed ends with its line, and is of kind ERROR.
    """
    return tuple(_with_words(_scanned(text)))


def _scanned(text: str) -> Iterator[Token]:
    at = 0
    form = _tokens_form()
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = form.match(text, at)
        if found is None or not found.group():
            token = Token("ERROR", text[at], at)
        else:
            kind = "ERROR" if found.lastgroup == "OPEN" else _group(found)
            token = Token(kind, found.group(), at)
        yield token
        at = token.end


def _group(found: re.Match[str]) -> str:
    """Return the kind that matched; groups within the forms have no name."""
    return next(kind for kind, text in found.groupdict().items() if text is not None)


def _with_words(tokens: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens with keywords told from words: some, such as `field`, may be either."""
    before: list[Token] = []
    for token in tokens:
        if token.kind == "NAME" and token.text in keywords() and not is_word(token.text, before):
            token = Token("KEYWORD", token.text, token.start)
        if token.kind != "COMMENT":
            before.append(token)
        yield token


def is_word(text: str, before: Sequence[Token]) -> bool:
    """Tell whether a keyword is a word of the vocabulary where it stands: a fact, or an act."""
    previous = before[-1].text if before else ""
    if text == "field":
        return previous in {"if", "unless", *_FORMULA}
    if text == "relicense":
        return previous == "," or (previous in ("forbid", "forbids", "when"))
    return False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place is: the heads of the blocks around it, and the tokens before it in the last.

    Blocks that are closed are left out, with what stands before them: nothing depends on them.
    """

    heads: tuple[tuple[Token, ...], ...]
    before: tuple[Token, ...]

    @property
    def block(self) -> str:
        """The keyword of the block, '' for the top of the file."""
        return self.heads[-1][0].text if self.heads else ""

    def accepted(self) -> frozenset[str]:
        """Return what the grammar lets stand here, as `syntax.following` does.

        Statements that are not whole are passed over.
        """
        heads = [text for head in self.heads for text in (*map(_read, head), "{")]
        starts = [n for n, token in enumerate(self.before) if token.kind == "KEYWORD" and n]
        for start in (0, *starts):
            texts = [*heads, *map(_read, self.before[start:])]
            read, accepted = following(texts)
            if read == len(texts):
                return accepted
        return frozenset()

    def governor(self) -> tuple[str, str]:
        """Return the keyword that what stands here belongs to, and the word before its brace.

        The word is '' except in `in { ... }` and `in family ...`, where it is what is a member.
        """
        before = [token.text for token in self.before]
        at = len(before) - 1
        while at >= 0:
            token = self.before[at]
            if token.text == "{":
                word = before[at - 2] if at > 1 and before[at - 1] == "in" else ""
                return (before[at - 1] if at else ""), word
            if token.text in _FORMULA:
                return self._formula(at), ""
            if token.text == "family" and at > 1 and before[at - 1] == "in":
                return "family", before[at - 2]
            if token.kind == "KEYWORD" and token.text not in _LISTED:
                return token.text, ""
            if token.text not in _LISTED and at == len(before) - 1:
                return "", ""  # a word stands here: no other follows it
            if token.text in ("}", ")"):
                return "", ""
            at -= 1
        return "", ""

    def _formula(self, at: int) -> str:
        """Return what a formula belongs to: `if`, `unless` or `assuming`."""
        openers = ("if", "unless", "assuming")
        texts = (token.text for token in reversed(self.before[:at]))
        return next((text for text in texts if text in openers), "")


def place_of(tokens: Sequence[Token]) -> Place:
    """Return where the place after these tokens is."""
    heads: list[tuple[Token, ...]] = []
    frames: list[list[Token]] = [[]]
    sets = 0
    for token in tokens:
        if token.kind in ("COMMENT", "ERROR"):
            continue
        frame = frames[-1]
        if token.text == "{" and not (frame and frame[-1].text in _SETS):
            heads.append(_head(frame))
            frames.append([])
            sets = 0
        elif token.text == "}" and not sets and heads:
            heads.pop()
            frames.pop()
            frames[-1].clear()
        else:
            sets += (token.text == "{") - (token.text == "}" and sets > 0)
            frame.append(token)
    return Place(tuple(head for head in heads if head), tuple(frames[-1]))


def _read(token: Token) -> str:
    """Return the text of a token, in place of a word any word: some are keywords elsewhere."""
    return "word" if token.kind == "NAME" else token.text


def _head(frame: list[Token]) -> tuple[Token, ...]:
    """Return what stands before the brace of a block, from its keyword on."""
    for at in range(len(frame) - 1, -1, -1):
        if frame[at].text in _BLOCKS and frame[at].kind == "KEYWORD":
            return tuple(frame[at:])
    return ()
