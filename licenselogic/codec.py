"""Licences to JSON and back, for the cache of compiled data.  Exact: `decode(encode(x)) == x`."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from licenselogic import deontic
from licenselogic.source import Span

_CLASSES: dict[str, type] = {
    name: value
    for name, value in vars(deontic).items()
    if isinstance(value, type) and is_dataclass(value)
} | {"Span": Span}


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def encode(value: Any) -> Any:
    """Return `value`, built of dataclasses, tuples, frozensets, dicts and scalars, as JSON data."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return {kind.__name__: [encode(getattr(value, name)) for name in _fields(kind)]}
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, dict):
        return {"map": [[k, encode(v)] for k, v in value.items()]}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(data: Any) -> Any:
    """Return the value that `encode` turned into `data`."""
    if isinstance(data, list):
        return tuple([decode(item) for item in data])
    if isinstance(data, dict):
        ((tag, body),) = data.items()
        if tag == "set":
            return frozenset(body)
        if tag == "map":
            return {k: decode(v) for k, v in body}
        kind = _CLASSES[tag]
        return kind(**dict(zip(_fields(kind), [decode(item) for item in body], strict=True)))
    return data
