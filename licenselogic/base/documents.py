"""Text files to plain values: YAML and JSON, read with limits, and places found again afterwards.

What comes back is built of dicts with text keys, lists, texts, numbers, dates, booleans and None.
YAML is read as a stream of events: no node tree, no recursion, no aliases of lists and mappings (so
no alias bombs), no tags, no key twice.  Whatever is wrong with a file is one `LineageError`.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, nearest
from licenselogic.base.display import Unread, quoted
from licenselogic.base.files import read_bytes
from licenselogic.base.source import Source, Span

MAX_DEPTH = 50
MAX_KEYS = 1000
MAX_PLAIN = 1000
"""What would be a number or date, and is longer than this, is neither."""

MAX_REPEATED = 500
"""What is longer than this is not repeated by aliases: a short text would stand for a huge one."""

MAX_DRAWN = 2**20
"""In a text above this size, errors name the line but do not draw it."""

MAX_LOCATED = 2**23
"""In a text above this size, values are not found again: errors name the place only by its path."""

_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
"""Tags of YAML that leave a value as it is written."""

Place = tuple[str | int, ...]

KEY = -1
"""The last step of a place that is a key itself, and not what stands under it."""
"""The keys and positions that lead to a value: `("works", 2, "from", 0, "by")`."""


def read_text(path: Path) -> str:
    """Return the content of a UTF-8 file; raises `LineageError` if that is not what it is."""
    try:
        content = read_bytes(path)
    except OSError as error:
        help = _beside(path) if isinstance(error, FileNotFoundError) else ""
        raise _unreadable(f"cannot read {quoted(path)}: {error.strerror}", help) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _unreadable(f"{quoted(path)} is not UTF-8 text (line {line})") from None


def _unreadable(message: str, help: str = "") -> LineageError:
    return LineageError(Diagnostic(Code.NOT_READABLE, message, help=help))


def _beside(path: Path) -> str:
    """Return a hint at a name in the same folder that is nearly that of the path, or ''."""
    with suppress(OSError):
        inner = sorted(
            islice(path.parent.iterdir(), MAX_KEYS), key=lambda i: i.suffix != path.suffix
        )
        stems = {one.stem: one for one in reversed(inner)}
        found = nearest(path.stem[:100], stems)
        return f"did you mean {quoted(stems[found[0]])}?" if found else ""
    return ""


def read_json(text: str, name: str) -> Any:
    """Return the value of a JSON text; `name` is what messages call the file."""
    source = Source(name, text)
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        span = Span(name, error.lineno, error.colno, error.lineno, error.colno + 1)
        if text[: error.pos].rstrip().endswith(",") and text[error.pos : error.pos + 1] in (
            "]",
            "}",
        ):
            message = "not valid JSON: a comma stands before the end of a list or mapping"
            _fail(source, message, span, "leave the last comma out")
        problem = error.msg.removesuffix(" at").removesuffix(" starting")
        _fail(source, f"not valid JSON: {problem[:1].lower()}{problem[1:]}", span)
    except RecursionError:
        _fail(source, f"{quoted(name)} is nested too deeply")
    except _JsonError as error:
        _fail(source, f"{quoted(name)}: {error}")
    except ValueError:
        _fail(source, f"{quoted(name)} holds a number of thousands of digits")


class _JsonError(ValueError):
    """JSON that Python would accept and we do not; the text says why."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise _JsonError(f"the key {quoted(twice)} is given twice")
    return found


def _no_constant(word: str) -> NoReturn:
    raise _JsonError(f"{quoted(word)} is not a number")


def read_yaml(text: str, name: str, *, lenient: bool = False) -> Any:
    """Return the value of a YAML text; `name` is what messages call the file.

    With `lenient`, an alias of one value is that value, and an alias of several, a tag or an
    impossible date is `Unread` where it stands, and no error: what nobody asks for does not stand
    in the way of the rest.
    """
    builder = _Builder(Source(name, text), lenient=lenient)
    builder.run()
    return builder.root


def read_data(text: str, name: str) -> Any:
    """Return the value of a text in JSON or YAML, as its name or its first character tells."""
    in_json = name.casefold().endswith(".json") or text.lstrip().startswith("{")
    return read_json(text, name) if in_json else read_yaml(text, name)


def read_documents(text: str, name: str) -> list[Any]:
    """Return the values of the documents in a YAML text, read leniently."""
    builder = _Builder(Source(name, text), lenient=True, several=True)
    builder.run()
    return [*builder.before, builder.root]


def locate(text: str, name: str, places: Collection[Place]) -> dict[Place, Span]:
    """Return where in a YAML or JSON text the values at `places` stand, as far as they are found.

    JSON is read as the YAML that it nearly is: with a blank after each colon.  The text is read
    once more for this, so that reading a file without mistakes keeps no positions.
    """
    if len(text) > MAX_LOCATED:
        return {}
    builder = _Builder(Source(name, text), frozenset(places))
    with suppress(LineageError):
        builder.run()
    return builder.spans


def _fail(source: Source, message: str, span: Span | None = None, help: str = "") -> NoReturn:
    raise LineageError(
        Diagnostic(Code.BAD_LINEAGE, message, span, help=help), source=drawable(source)
    )


def drawable(source: Source) -> Source | None:
    """Return `source`, or None if it is too large for lines to be drawn from it."""
    return source if len(source.text) <= MAX_DRAWN else None


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read, where it stands, and the key that waits for a value."""

    value: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None


@dataclass
class _Builder:
    """Builds plain values from YAML events; notes where the values at `wanted` stand."""

    source: Source
    wanted: frozenset[Place] = frozenset()
    lenient: bool = False
    several: bool = False
    before: list[Any] = field(default_factory=list)
    spans: dict[Place, Span] = field(default_factory=dict)
    root: Any = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Any] = field(default_factory=dict)
    documents: int = 0

    def run(self) -> None:
        """Read the whole text."""
        steps: dict[str, Callable[[Any], None]] = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._mapping,
            "SequenceStartEvent": self._sequence,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }
        for event in self._events():
            step = steps.get(type(event).__name__)
            if step is not None:
                step(event)

    def _events(self) -> Iterator[Any]:
        import yaml

        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.source.text)
            while loader.check_event():
                yield loader.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            span = self._at(mark) if mark else None
            if mark and self._holds_tab(mark.line):
                message = "not valid YAML: the line begins with a tab"
                _fail(self.source, message, span, "put blanks in place of tabs")
            _fail(self.source, f"not valid YAML: {error.problem}", span)
        except yaml.YAMLError as error:
            reason = getattr(error, "reason", "it cannot be read")
            _fail(self.source, f"{quoted(self.source.name)} is not valid YAML: {reason}")

    def _holds_tab(self, line: int) -> bool:
        """Tell whether a line, counted from 0, is indented with a tab."""
        rows = self.source.lines(line + 1, line + 1)
        text = rows[0][1] if rows else ""
        return "\t" in text[: len(text) - len(text.lstrip())]

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1 and not self.several:
            self._refuse(event, "a second document starts here; a file holds one")
        if self.documents > 1:
            self.before.append(self.root)
            self.root = None
            self.anchors.clear()

    def _mapping(self, event: Any) -> None:
        self._open({}, event)

    def _sequence(self, event: Any) -> None:
        self._open([], event)

    def _open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        if event.tag not in _TEXT_TAGS and not self.lenient:
            self._refuse(event, f"the tag {quoted(event.tag)} is not allowed")
        if len(self.stack) >= MAX_DEPTH:
            self._refuse(event, f"nested more than {MAX_DEPTH} levels deep")
        place = self._place() if self.wanted else ()
        self.anchors.pop(event.anchor, None)
        self._put(value, event)
        self.stack.append(_Open(value, place))

    def _place(self) -> Place:
        """Return the place of the value that comes next."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.place, len(top.value) if isinstance(top.value, list) else str(top.key))

    def _end(self, _: Any) -> None:
        self.stack.pop()

    def _alias(self, event: Any) -> None:
        if self.lenient and event.anchor in self.anchors:
            self._put(self.anchors[event.anchor], event)
            return
        alias = f"the alias {quoted('*' + event.anchor)}"
        self._unread(event, f"{alias} is not allowed", alias, "write the value out in each place")

    def _scalar(self, event: Any) -> None:
        if event.tag not in _TEXT_TAGS:
            tag = f"the tag {quoted(event.tag)}"
            self._unread(event, f"{tag} is not allowed", f"a value with {tag}")
            return
        if not event.implicit[0] or self._awaits_key():
            self._keep(event, event.value)
            return
        try:
            plain = _plain if len(event.value) <= MAX_PLAIN else _plain.__wrapped__
            value = plain(event.value)
        except (ValueError, OverflowError):
            shown = quoted(event.value)
            self._unread(event, f"{shown} is not a date or number", f"{shown}, a date or number")
        else:
            self._keep(event, value)

    def _keep(self, event: Any, value: Any) -> None:
        """Put one value, which an alias may repeat."""
        self.anchors.pop(event.anchor, None)
        if event.anchor and len(event.value) <= MAX_REPEATED:
            self.anchors[event.anchor] = value
        self._put(value, event)

    def _unread(self, event: Any, message: str, what: str, help: str = "") -> None:
        """Refuse a value; with `lenient`, put in its place what tells that it was not read."""
        if not self.lenient:
            self._refuse(event, message, help)
        self._put(Unread(what), event)

    def _awaits_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and top.key is None and isinstance(top.value, dict)

    def _put(self, value: Any, event: Any) -> None:
        if self.wanted:
            self._note(event)
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            top.key = self._key(value, top.value, event)
        else:
            top.value[top.key] = value
            top.key = None

    def _key(self, value: Any, mapping: dict[str, Any], event: Any) -> str:
        if not isinstance(value, str):
            self._refuse(event, "a key must be a word")
        if value in mapping:
            self._refuse(event, f"the key {quoted(value)} is given twice")
        if len(mapping) >= MAX_KEYS:
            self._refuse(event, f"more than {MAX_KEYS:,} keys in one mapping")
        return value

    def _note(self, event: Any) -> None:
        place = self._place()
        if self._awaits_key():
            place = (*place[:-1], str(getattr(event, "value", "")), KEY)
        if place in self.wanted:
            self.spans[place] = self._span(event.start_mark, event.end_mark)

    def _at(self, mark: Any) -> Span:
        """Return the place of a mark; one behind the last line is at its end."""
        rows = self.source.text.removesuffix("\n").split("\n")
        if mark.line < len(rows):
            return self._span(mark, mark)
        end = len(rows[-1]) + 1
        return Span(self.source.name, len(rows), end, len(rows), end + 1)

    def _span(self, start: Any, end: Any) -> Span:
        last = max(end.column, start.column + 1) if end.line == start.line else end.column
        return Span(self.source.name, start.line + 1, start.column + 1, end.line + 1, last + 1)

    def _refuse(self, event: Any, message: str, help: str = "") -> NoReturn:
        _fail(self.source, message, self._span(event.start_mark, event.end_mark), help)


def plain_value(text: str) -> str | int | float | bool | date | None:
    """Return what a value without quotes stands for; raises ValueError for no day or number."""
    return _plain(text)


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str | int | float | bool | date | None:
    """Return what a plain scalar stands for, by the rules of YAML 1.1."""
    import yaml

    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            if len(text) > MAX_PLAIN:
                raise ValueError(text)
            kind = tag.rpartition(":")[2]
            convert = _converters().get(kind)
            return text if convert is None else convert(yaml.ScalarNode(tag, text))
    return text


@cache
def _converters() -> dict[str, Callable[[Any], Any]]:
    import yaml

    maker = yaml.constructor.SafeConstructor()
    return {
        kind: getattr(maker, f"construct_yaml_{kind}")
        for kind in ("null", "bool", "int", "float", "timestamp")
    }
