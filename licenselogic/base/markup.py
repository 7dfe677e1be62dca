"""HTML and SVG made of elements, so that no text of a user can be taken for markup."""

from collections.abc import Mapping
from html import escape

from licenselogic.base.display import printable


class Markup(str):
    """Text that is markup already, and safe."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup: template engines take it as it is."""
        return str(self)


def text(content: object) -> Markup:
    """Return text as markup shows it: on one line, what does not print as escapes."""
    return content if isinstance(content, Markup) else Markup(escape(printable(content)))


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


def _number(value: object) -> object:
    if not isinstance(value, float):
        return value
    rounded = round(value, 1) + 0.0  # never minus zero
    return int(rounded) if rounded == int(rounded) else rounded
