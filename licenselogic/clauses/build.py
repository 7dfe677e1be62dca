"""Parse trees to syntax trees: a method for each rule of the grammar, and comments put in place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from licenselogic.base.source import Span
from licenselogic.clauses import tree


class Token(Protocol):
    """A word, string, number or comment of the text, and where it stands."""

    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class Parsed(Protocol):
    """What a rule matched: the rule's name, the place, and the parts, tokens and matches."""

    data: Any
    children: list[Any]

    @property
    def meta(self) -> Any:
        """The place of the first and of the last token."""


def build(parsed: Parsed, name: str, comments: Iterable[Token] = ()) -> tree.File:
    """Return the syntax tree of the file `name`, each comment with the statement it is about."""
    entities = _built(parsed, _Builder(name))
    file = tree.File(name, tuple(entities))
    return _with_comments(file, [(str(c).rstrip(), place(name, c)) for c in comments])


def _built(parsed: Parsed, builder: "_Builder") -> Any:
    """Return what the methods of the rules' names make of a match, its parts first."""
    parts = [_built(c, builder) if hasattr(c, "children") else c for c in parsed.children]
    return getattr(builder, parsed.data)(parsed.meta, parts)


def place(name: str, token: Token) -> Span:
    """Return where a token of the file `name` stands."""
    line, column = token.line or 1, token.column or 1
    return Span(name, line, column, token.end_line or line, token.end_column or column + 1)


def _unquoted(token: Token) -> str:
    return str(token)[1:-1].replace('\\"', '"').replace("\\\\", "\\")


class _Parts:
    """What statements are made of: words, texts, and formulas."""

    def __init__(self, name: str) -> None:
        self.name = name

    def span(self, meta: Any) -> Span:
        return Span(self.name, meta.line, meta.column, meta.end_line, meta.end_column)

    def text_of(self, token: Token) -> tree.Text:
        return tree.Text(_unquoted(token), place(self.name, token))

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

    def word(self, _: Any, c: list[Any]) -> tree.Word:
        return tree.Word(str(c[0]), place(self.name, c[0]))


class _Builder(_Parts):
    """One method a grammar rule; the rule is in grammars/clauses.lark under the same name.

    A method takes the place of what it stands for, and the values of its parts.
    """

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
    modifies, licensor = _texts("modifies"), _texts("licensor")

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
            sha256=_unquoted(digest) if digest else "",
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
        return tree.Drop(targets=c[0], span=self.span(meta))

    def policy(self, meta: Any, c: list[Any]) -> tree.Policy:
        return tree.Policy(
            name=self.text_of(c[0]),
            acts=c[1] or (),
            subjects=c[2] or (),
            items=tuple(c[3:]),
            span=self.span(meta),
        )

    def item(self, meta: Any, c: list[Any]) -> tree.Item:
        return tree.Item(number=self.text_of(c[0]), parts=tuple(c[1:]), span=self.span(meta))

    short_item = item

    def fields(self, meta: Any, c: list[Any]) -> tree.Fields:
        return tree.Fields(words=c[0], subjects=c[1] or (), span=self.span(meta))

    def policy_name(self, _: Any, c: list[Any]) -> tree.PolicyName:
        return tree.PolicyName(self.text_of(c[0]))

    def provisions(self, _: Any, c: list[Any]) -> Any:
        return tuple(c)

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
        return self._norm("flow-down", meta, c[2:], members=c[0], acts=acts, subjects=subjects)

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
    for name in ("statements", "parts", "items"):
        if hasattr(node, name):
            nodes, rest = _attach(getattr(node, name), comments)
            return replace(node, **{name: tuple(nodes), "inner": tuple(rest)})
    moved = tuple(text for text, _ in comments)
    return replace(node, before=node.before + moved) if moved else node
