"""Syntax trees to text: the one layout of clause files, as `licenselogic fmt` writes it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from licenselogic.clauses import tree

WIDTH = 100
_PAD = "  "
_WORDS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^" ])+')
"""What stands between the blanks outside quotes."""


def print_file(file: tree.File) -> str:
    """Return the canonical text of `file`; parsing it again gives an equal tree."""
    blocks = ["\n".join(_entity(entity)) for entity in file.entities]
    if file.end:
        blocks.append("\n".join(file.end))
    return "\n\n".join(blocks) + "\n"


def _entity(entity: tree.Entity) -> Iterator[str]:
    yield from entity.before
    extends = f" extends {_quote(entity.extends)}" if entity.extends else ""
    yield f"{entity.kind} {_quote(entity.id)}{extends} {{"
    yield from _apart((s, _statement(s)) for s in entity.statements)
    yield from _indent(entity.inner)
    yield "}" + (f"  {entity.behind}" if entity.behind else "")


def _apart(printed: Iterable[tuple[tree.Node, Iterable[str]]]) -> Iterator[str]:
    """Yield the lines of nodes, with a blank line before and after each that is a block."""
    previous: tree.Node | None = None
    for node, lines in printed:
        if previous is not None and (_is_block(previous) or _is_block(node)):
            yield ""
        yield from _indent(_with_comments(node, lines))
        previous = node


def _is_block(node: tree.Node) -> bool:
    if isinstance(node, tree.Item):
        return not _is_short(node)
    return isinstance(node, tree.ClauseNode | tree.Policy | tree.Omit)


def _indent(lines: Iterable[str]) -> Iterator[str]:
    return (f"{_PAD}{line}" if line else line for line in lines)


def _with_comments(node: tree.Node, lines: Iterable[str]) -> Iterator[str]:
    yield from node.before
    rows = list(lines)
    if node.behind:
        rows[-1] = f"{rows[-1]}  {node.behind}"
    yield from rows


def _statement(node: tree.Node) -> Iterator[str]:
    match node:
        case tree.Header():
            yield from _list(node.keyword, _header(node))
        case tree.TextStatement():
            read = f" read {node.read}" if node.read else ""
            digest = f' sha256 "{node.sha256}"' if node.sha256 else ""
            yield f"text {_quote(node.url)}{read}{digest}"
        case tree.Binds():
            yield f"binds {_words(node.types)}{_assuming(node.assuming)}"
        case tree.Counts():
            of = f" of {_words(node.types)}" if node.types else ""
            source = f" from {_words(node.sources)}" if node.sources else ""
            head = f"counts {_words(node.relations)}{of}{source} as {node.result.text}"
            yield f"{head}{_assuming(node.assuming)}"
        case tree.ClauseNode():
            yield from _clause(node)
        case tree.Policy():
            yield from _policy(node, WIDTH - 2)
        case tree.Omit():
            yield from _omit(node)
        case tree.Drop():
            yield from _list("drop", [_member(target) for target in node.targets])


def _header(node: tree.Header) -> list[str]:
    parts = [word.text for word in node.words]
    texts = [_quote(text) for text in node.texts]
    if node.keyword == "series":
        return [" ".join(parts + texts)]
    if node.date:
        return [" ".join([*parts, node.date])]
    return parts + texts


def _list(keyword: str, items: Sequence[str]) -> Iterator[str]:
    line = f"{keyword} {', '.join(items)}"
    if len(line) <= WIDTH:
        yield line
        return
    yield from _wrap(f"{keyword} ", items, "")


def _wrap(head: str, items: Sequence[str], tail: str) -> Iterator[str]:
    line = head
    pad = _PAD * 2
    for position, item in enumerate(items):
        piece = item + ("," if position + 1 < len(items) else tail)
        room = WIDTH - len(_PAD) * 2
        if len(line) + len(piece) > room and line.strip():
            yield line.rstrip()
            line = pad
        line += piece + " "
    yield line.rstrip()


def _clause(node: tree.ClauseNode) -> Iterator[str]:
    yield f"clause {_quote(node.cite)} {{"
    yield from _parts(node.parts, WIDTH - 4)
    yield from _indent(node.inner)
    yield "}"


def _parts(
    parts: Iterable[tree.PassageNode | tree.Says | tree.Fields | tree.Statement | tree.Policy],
    room: int,
) -> Iterator[str]:
    """Yield the parts of a clause or an item, which has `room` columns for each line."""
    for part in parts:
        match part:
            case tree.PassageNode():
                lines: Iterable[str] = [_passage(part)]
            case tree.Says():
                lines = [f"says {_quote(part.text)}"]
            case tree.Fields():
                lines = _fold(_fields(part), room)
            case tree.Policy():
                lines = _policy(part, room)
            case tree.Statement():
                lines = _norm(part, room)
        yield from _indent(_with_comments(part, lines))


def _policy(node: tree.Policy, room: int) -> Iterator[str]:
    acts = f" forbids {_words(node.acts)}" if node.acts else ""
    on = f" on {_words(node.subjects)}" if node.subjects else ""
    yield from _fold(f"policy {_quote(node.name)}{acts}{on} {{", room)
    yield from _apart((item, _item(item, room - 2)) for item in node.items)
    yield from _indent(node.inner)
    yield "}"


def _item(node: tree.Item, room: int) -> Iterator[str]:
    head = f"item {_quote(node.number)}"
    if _is_short(node):
        (fields,) = node.parts
        yield from _fold(f"{head} {_fields(fields)}", room)  # type: ignore[arg-type]
        return
    yield f"{head} {{"
    yield from _parts(node.parts, room - 2)
    yield from _indent(node.inner)
    yield "}"


def _is_short(node: tree.Item) -> bool:
    """Tell whether an item is nothing but its fields, and takes one line."""
    only = node.parts[0] if len(node.parts) == 1 and not node.inner else None
    return isinstance(only, tree.Fields) and not only.before and not only.behind


def _fields(node: tree.Fields) -> str:
    on = f" on {_words(node.subjects)}" if node.subjects else ""
    return f"field {_words(node.words)}{on}"


def _passage(node: tree.PassageNode) -> str:
    last = f" .. {_quote(node.last)}" if node.last else ""
    return f"passage {_quote(node.first)}{last}"


def _omit(node: tree.Omit) -> Iterator[str]:
    passages = [_passage(p) for p in node.passages]
    yield " ".join([f"omit {_quote(node.cite)}", *passages[:1]])
    yield from (f"{_PAD}{p}" for p in passages[1:])
    yield f"{_PAD}because {_quote(node.because)}"


def _norm(node: tree.Statement, room: int) -> Iterator[str]:
    head, items, tail = _pieces(node)
    tail += "".join(
        [
            f" if {_formula(node.only_if)}" if node.only_if else "",
            f" unless {_formula(node.unless)}" if node.unless else "",
            _assuming(node.assuming),
            f" notwithstanding {', '.join(map(_quote, node.notwithstanding))}"
            if node.notwithstanding
            else "",
        ]
    )
    yield from _fold(f"{head}{', '.join(items)}{tail}", room)


def _fold(line: str, room: int) -> Iterator[str]:
    """Break a statement of more than `room` columns after blanks that stand outside quotes."""
    if len(line) <= room:
        yield line
        return
    words = _WORDS.findall(line)
    row = words[0]
    for word in words[1:]:
        if len(row) + 1 + len(word) > room:
            yield row
            row = _PAD * 2 + word
        else:
            row += f" {word}"
    yield row


def _pieces(node: tree.Statement) -> tuple[str, list[str], str]:
    on = f" on {_words(node.subjects)}" if node.subjects else ""
    when = f" when {_words(node.acts)}{on}"
    words = [w.text for w in node.words]
    texts = [_quote(t) for t in node.texts]
    members = [_member(member) for member in node.members]
    match node.form:
        case "permit" | "forbid":
            return f"{node.form} ", [w.text for w in node.acts], on
        case "require":
            return f"require {', '.join(words)}{' ' if texts else ''}", texts, when
        case "share-alike":
            return "require license in { ", members, " }" + when
        case "flow-down":
            return "require flow-down ", members, when
        case "freedom":
            tolerated = " except { " if words else ""
            return f"forbid further-restrictions{on}{tolerated}", words, " }" if words else ""
        case "relicense":
            return "permit relicense to { ", members, " }" + on
    return f"term {', '.join(words)}{' ' if texts else ''}", texts, on


def _member(member: tree.Text | tree.Word | tree.PolicyName) -> str:
    match member:
        case tree.Word(text):
            return text
        case tree.PolicyName(name):
            return f"policy {_quote(name)}"
        case tree.Text():
            return _quote(member)


def _formula(formula: tree.Formula, inside: str = "") -> str:
    match formula:
        case tree.Name(word):
            return word.text
        case tree.Comparison(fact, op, value, unit):
            return f"{fact.text} {op} {value}" + (f" {unit.text}" if unit else "")
        case tree.Membership(fact, words, True):
            return f"{fact.text} in family {words[0].text}"
        case tree.Membership(fact, words):
            return f"{fact.text} in {{ {_words(words)} }}"
        case tree.Negation(part):
            return f"not {_formula(part, 'not')}"
        case tree.Junction(op, parts):
            text = f" {op} ".join(_formula(part, op) for part in parts)
            return f"({text})" if inside else text


def _assuming(formula: tree.Formula | None) -> str:
    return f" assuming {_formula(formula)}" if formula else ""


def _words(words: Iterable[tree.Word]) -> str:
    return ", ".join(word.text for word in words)


def _quote(text: tree.Text) -> str:
    escaped = text.text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
