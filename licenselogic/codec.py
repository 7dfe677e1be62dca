"""Licences to JSON and back, for the cache of compiled data.  Exact: `unpack(pack(x)) == x`.

Values are written as a table of nodes in which equal values stand once and refer to each other by
number: the licences of a family share most of their rules, and so their data.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from licenselogic import deontic
from licenselogic.assumptions import always
from licenselogic.source import Span

_CLASSES: dict[str, type] = {
    name: value
    for name, value in vars(deontic).items()
    if isinstance(value, type) and is_dataclass(value)
} | {"Span": Span}

_ALWAYS = -1
"""Stands for the mask of all valuations, a number of 2**n bits; no other number is negative."""


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def pack(values: Iterable[Any]) -> dict[str, list[Any]]:
    """Return values, built of dataclasses, tuples, frozensets, dicts and scalars, as JSON data."""
    nodes: list[Any] = []
    numbers: dict[Any, int] = {}

    def put(value: Any) -> int:
        node = _node(value, put)
        key = (type(node), node) if not isinstance(node, list) else tuple(node)
        if key not in numbers:
            numbers[key] = len(nodes)
            nodes.append(node)
        return numbers[key]

    return {"roots": [put(value) for value in values], "nodes": nodes}


def _node(value: Any, put: Callable[[Any], int]) -> Any:
    """Return a scalar as it is, and anything else as its kind and the numbers of its parts."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return [kind.__name__, *(put(getattr(value, name)) for name in _fields(kind))]
    if isinstance(value, frozenset):
        return ["set", *(put(item) for item in sorted(value))]
    if isinstance(value, dict):
        return ["map", *(put(item) for pair in value.items() for item in pair)]
    if isinstance(value, tuple):
        return ["tuple", *(put(item) for item in value)]
    return _ALWAYS if value == always() and not isinstance(value, bool) else value


def unpack(data: dict[str, list[Any]]) -> list[Any]:
    """Return the values that `pack` turned into `data`."""
    built: list[Any] = []
    with _no_collection():
        for node in data["nodes"]:
            if isinstance(node, list):
                built.append(_builder(node[0])([built[number] for number in node[1:]]))
            else:
                built.append(always() if node == _ALWAYS else node)
    return [built[number] for number in data["roots"]]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the garbage collector while many values are made and none is dropped."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def _builder(tag: str) -> Callable[[list[Any]], Any]:
    """Return what makes a value of its parts."""
    plain: dict[str, Callable[[list[Any]], Any]] = {
        "tuple": tuple,
        "set": frozenset,
        "map": lambda parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    }
    if tag in plain:
        return plain[tag]
    kind = _CLASSES[tag]
    names = _fields(kind)
    return lambda parts: kind(**dict(zip(names, parts, strict=True)))


def to_json(value: Any) -> Any:
    """Return a value as nested JSON data for people and tools; not meant to be read back."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        plain = {name: to_json(getattr(value, name)) for name in _fields(kind)}
        return {"kind": kind.__name__, **plain}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {k: to_json(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value
