"""HTML and SVG made of elements, so that no text of a user can be taken for markup."""

from collections.abc import Mapping, Sequence

from licenselogic.base.display import printable


class Markup(str):
    """Text that is markup already, and safe."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup: template engines take it as it is."""
        return str(self)


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def text(content: object) -> Markup:
    """Return text as markup shows it: on one line, what does not print as escapes."""
    return (
        content if isinstance(content, Markup) else Markup(printable(content).translate(_ESCAPES))
    )


def tag(name: str, attributes: Mapping[str, object] | None = None, *children: object) -> Markup:
    """Return an element; children that are no `Markup` are text.  Attributes of None are left out.

    A number is written with at most one digit after the point.
    """
    told = "".join(
        f' {key}="{text(_number(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(map(text, children))
    return Markup(f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>")


def joined(*parts: object) -> Markup:
    """Return markup side by side."""
    return Markup("".join(map(text, parts)))


def ticked(words: str) -> Markup:
    """Return text in which what stands between backticks is shown as code."""
    parts = printable(words).split("`")
    if len(parts) % 2 == 0:
        return text(words)
    return joined(*(tag("code", None, p) if n % 2 else text(p) for n, p in enumerate(parts)))


def table(head: Sequence[str], rows: Sequence[Sequence[object]], limit: int = 20) -> Markup:
    """Return a table; of more rows than `limit` only their number is told.  For notebooks."""
    left = {"style": "text-align: left; vertical-align: top"}
    lines = [tag("tr", None, *(tag("th", left, word) for word in head))]
    lines += [tag("tr", None, *(tag("td", left, cell) for cell in row)) for row in rows[:limit]]
    more = f"and {len(rows) - limit:,} more" if len(rows) > limit else ""
    return joined(tag("table", None, *lines), tag("p", None, more) if more else "")


def framed(tone: str, *children: object) -> Markup:
    """Return elements with a bar of a colour on their left.  For notebooks."""
    look = f"border-left: 4px solid {tone}; padding-left: 0.8em"
    return tag("div", {"style": look}, *children)


def _number(value: object) -> object:
    if not isinstance(value, float):
        return value
    rounded = round(value, 1) + 0.0  # never minus zero
    return int(rounded) if rounded == int(rounded) else rounded
