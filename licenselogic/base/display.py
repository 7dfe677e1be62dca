"""User text made safe to show: whatever a file or a network answer holds, it cannot draw."""

from collections.abc import Iterable

LIMIT = 80


def printable(text: object) -> str:
    """Return `text` on one line, with escapes for what does not print."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(text))


def quoted(text: object, limit: int = LIMIT) -> str:
    """Return `text` between backticks, printable, and clipped to `limit` characters."""
    raw = str(text)
    return f"`{printable(raw[:limit])}{'...' if len(raw) > limit else ''}`"


def listed(words: Iterable[str], limit: int = 5) -> str:
    """Return the first `limit` words, quoted, and how many more there are."""
    items = list(words)
    more = f" and {len(items) - limit:,} more" if len(items) > limit else ""
    return ", ".join(quoted(item) for item in items[:limit]) + more


def kind_of(value: object) -> str:
    """Return what a value of the wrong shape is, in words."""
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
