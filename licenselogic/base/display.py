"""User text made safe to show: whatever a file or a network answer holds, it cannot draw."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar

LIMIT = 80

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands for a value of a file that is not read; `what` tells why, as after "not"."""

    what: str


def printable(text: object) -> str:
    """Return `text` on one line, with escapes for what does not print.

    Control characters, marks that reorder a line, and halves of characters do not; blanks of any
    width do.
    """
    line = str(text)
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return ascii(character)[1:-1]


def printable_lines(text: str) -> str:
    """Return a text of several lines, with escapes for what does not print."""
    return "\n".join(map(printable, text.split("\n")))


def shown(value: Value) -> Value:
    """Return the same value with every text in it, at any depth, printable and on one line.

    Reports draw what this returns, so that no field can be forgotten.  Whatever needs no escapes is
    handed back as it is.
    """
    found: dict[int, Any] = {}

    def clean(part: Any) -> Any:
        if isinstance(part, str):
            return part if part.isprintable() or isinstance(part, Enum) else printable(part)
        if id(part) not in found:
            found[id(part)] = _rebuilt(part)
        return found[id(part)]

    def _rebuilt(part: Any) -> Any:
        if isinstance(part, tuple | list | frozenset):
            parts = [clean(inner) for inner in part]
            same = all(new is old for new, old in zip(parts, part, strict=True))
            make = getattr(part, "_make", type(part))  # a named tuple takes its parts one by one
            return part if same else make(parts)
        if isinstance(part, Mapping):
            pairs = {clean(key): clean(inner) for key, inner in part.items()}
            same = all(pairs.get(key) is inner for key, inner in part.items())
            return part if same else pairs
        if is_dataclass(part) and not isinstance(part, type):
            old = {field.name: getattr(part, field.name) for field in fields(part) if field.init}
            new = {name: clean(inner) for name, inner in old.items()}
            same = all(new[name] is old[name] for name in old)
            return part if same else replace(part, **new)
        return part

    done: Value = clean(value)
    return done


def json_text(data: object, encoding: str = "utf-8") -> str:
    """Return `data` as JSON to print: what does not print, or not in `encoding`, as escapes."""
    text = json.dumps(data, indent=2, ensure_ascii=not _is_unicode(encoding))
    return "\n".join(map(_json_line, text.split("\n"))) + "\n"


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("_", "-").startswith(("utf-", "utf8", "utf16", "utf32"))


def _json_line(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)


def quoted(text: object, limit: int = LIMIT) -> str:
    """Return `text` between backticks, printable, and clipped to `limit` characters.

    A path is never clipped: whoever reads it wants to find the file.
    """
    raw = str(text)
    limit = len(raw) if isinstance(text, PurePath) else limit
    return f"`{printable(raw[:limit])}{'...' if len(raw) > limit else ''}`"


def listed(words: Iterable[str], limit: int = 5) -> str:
    """Return the first `limit` words, quoted, and how many more there are."""
    items = list(words)
    more = f" and {len(items) - limit:,} more" if len(items) > limit else ""
    return ", ".join(quoted(item) for item in items[:limit]) + more


def kind_of(value: object) -> str:
    """Return what a value of the wrong shape is, in words."""
    if isinstance(value, Unread):
        return value.what
    if isinstance(value, bool):
        return f"`{str(value).lower()}` (quotes make it text)"
    names = {
        "int": "a number (quotes make it text)",
        "float": "a number (quotes make it text)",
        "date": "a date (quotes make it text)",
        "datetime": "a date with a time",
        "str": "text",
        "list": "a list",
        "dict": "a mapping",
        "NoneType": "nothing",
    }
    return names.get(type(value).__name__, "a value of another kind")
