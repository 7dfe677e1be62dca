"""The page of the Python names: what each takes and gives, from its signature and its docstring."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import EnumType
from functools import cached_property
from typing import Any

import licenselogic as ll

HEAD = """# Python

The names that `import licenselogic as ll` offers. They stay, with their arguments, until a new
MAJOR ([versions](/versioning.md)); modules below may change.
"""


def reference() -> str:
    """Return the page."""
    named = {name: getattr(ll, name) for name in ll.__all__ if name != "__version__"}
    lines = [HEAD]
    for name in sorted(named, key=lambda name: (isinstance(named[name], type), name.casefold())):
        lines += [f"## {name}", "", *_told(name, named[name]), ""]
    return "\n".join(lines)


def _told(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, type) or value is ll.Work:  # other values come from functions
        yield from ("```python", _call(name, inspect.signature(value)), "```", "")
    yield _text(inspect.getdoc(value) or "")
    if value is ll.Code:
        yield "\n[Codes](/codes.md) has all of them."
    elif isinstance(value, EnumType):
        yield f"\nIts values: {', '.join(f'`{member.value}`' for member in value)}."
    elif isinstance(value, type) and not issubclass(value, ll.LicenseLogicError):
        yield from ("", *_members(value))


def _call(name: str, signature: inspect.Signature) -> str:
    """Return a signature with a line for each argument, types without their modules."""
    lines, keywords = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keywords:
            keywords = True
            lines.append("    *,")
        lines.append(f"    {_short(str(parameter))},")
    inner = "\n".join(["(", *lines, ")"]) if lines else "()"
    given = _short(inspect.formatannotation(signature.return_annotation))
    return f"{name}{inner}" + (f" -> {given}" if given != "None" else "")


def _short(text: str) -> str:
    return re.sub(r"\b(?:[a-z_]\w*\.)+(\w+)", r"\1", text)


def _members(kind: type) -> Iterator[str]:
    """Yield a line for each field, property and method that callers may use."""
    for field in fields(kind) if is_dataclass(kind) else ():
        if not field.name.startswith("_"):
            shown = inspect.formatannotation(field.type).strip("'")
            yield f"- `{field.name}`: `{_short(shown)}`"
    for name, value in vars(kind).items():
        method = inspect.isfunction(value := getattr(value, "__func__", value))
        if not name.startswith("_") and (method or isinstance(value, property | cached_property)):
            first = _text(inspect.getdoc(value) or "").partition("\n\n")[0]
            yield f"- `{name}{'()' if method else ''}`: {first}"


def _text(docstring: str) -> str:
    """Return a docstring as Markdown: one blank behind a sentence."""
    return re.sub(r"(?<=\S)  (?=\S)", " ", docstring)
