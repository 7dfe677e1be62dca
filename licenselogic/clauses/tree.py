"""The syntax tree of clause files: what was written, with spans and comments, before any meaning.

Nodes compare equal when they say the same thing, wherever they stand; `printer` writes them and
`syntax` reads them, and `parse(print(tree)) == tree` is a law of the tests.
"""

from dataclasses import dataclass, field

from licenselogic.base.source import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary, as it was written."""

    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string, without its quotes."""

    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PolicyName:
    """`policy NAME`, where a flow-down or a `drop` names all its items."""

    name: Text


# Formulas: conditions on facts, or on assumptions after `assuming` -------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A yes/no fact, or an assumption."""

    word: Word


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fact op value [unit]`; the value is kept as written."""

    fact: Word
    op: str
    value: str
    unit: Word | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """`fact in { words }`, or `fact in family word`."""

    fact: Word
    words: tuple[Word, ...]
    family: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """`not part`."""

    part: "Formula"


@dataclass(frozen=True, slots=True)
class Junction:
    """Parts joined by `and` or by `or`."""

    op: str
    parts: tuple["Formula", ...]


Formula = Name | Comparison | Membership | Negation | Junction


# Statements --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A statement: its place, and the comments that stand before it and after it on its line."""

    span: Span | None = field(default=None, compare=False)
    before: tuple[str, ...] = ()
    behind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Node):
    """A statement about the licence: a keyword with strings, words, or a date."""

    keyword: str
    texts: tuple[Text, ...] = ()
    words: tuple[Word, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStatement(Node):
    """`text URL [read DATE] [sha256 HASH]`."""

    url: Text
    read: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binds(Node):
    """`binds TYPES [assuming ...]`."""

    types: tuple[Word, ...]
    assuming: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Node):
    """`counts RELATIONS [of TYPES] [from STATUSES] as STATUS [assuming ...]`."""

    relations: tuple[Word, ...]
    types: tuple[Word, ...] = ()
    sources: tuple[Word, ...] = ()
    result: Word
    assuming: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageNode(Node):
    """`passage FIRST [.. LAST]`."""

    first: Text
    last: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Node):
    """`says SUMMARY`."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """A norm as written: its form (`permit`, `share-alike` ...) and the parts that form has."""

    form: str
    words: tuple[Word, ...] = ()
    texts: tuple[Text, ...] = ()
    members: tuple[Text | Word | PolicyName, ...] = ()
    acts: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    only_if: Formula | None = None
    unless: Formula | None = None
    assuming: Formula | None = None
    notwithstanding: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields(Node):
    """`field WORDS [on STATUSES]`: what an item of a policy rules out."""

    words: tuple[Word, ...]
    subjects: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """`item NUMBER { ... }`, or `item NUMBER field ...` where that is all."""

    number: Text
    parts: tuple[PassageNode | Says | Fields | Statement, ...] = ()
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Node):
    """`policy NAME [forbids ACTS] [on STATUSES] { items }`."""

    name: Text
    acts: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    items: tuple[Item, ...] = ()
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseNode(Node):
    """`clause CITE { ... }`."""

    cite: Text
    parts: tuple[PassageNode | Says | Statement | Policy, ...] = ()
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Omit(Node):
    """`omit CITE passages because REASON`."""

    cite: Text
    passages: tuple[PassageNode, ...] = ()
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Node):
    """`drop CITES`: inherited clauses, omissions and policies that do not apply here."""

    targets: tuple[Text | PolicyName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Node):
    """A licence, template, exception, group, or unmodelled licence."""

    kind: str
    id: Text
    extends: Text | None = None
    statements: tuple[
        Header | TextStatement | Binds | Counts | ClauseNode | Policy | Omit | Drop, ...
    ] = ()
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A clause file: its entities, and the comments after the last one."""

    name: str = field(compare=False)
    entities: tuple[Entity, ...]
    end: tuple[str, ...] = ()
