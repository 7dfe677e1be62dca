"""Licences to JSON and back, for the cache of compiled data.  Exact: `unpack(pack(x)) == x`.

Equal values are written once and refer to each other by number, since the licences of a family
share most of their rules.  Values of one class are written field by field, each level after the
values that it is made of, so that reading makes many of them at a time.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import groupby, repeat
from typing import Any

from licenselogic.base.gc_pause import no_collection
from licenselogic.base.source import Span
from licenselogic.norms import conditions, deontic
from licenselogic.norms.assumptions import always, cases

_CLASSES: dict[str, type] = {
    name: value
    for module in (conditions, deontic)
    for name, value in vars(module).items()
    if isinstance(value, type) and is_dataclass(value)
} | {"Span": Span}

_ALWAYS = -1
"""Stands for the mask of all valuations, a number of 2**n bits; no other number is negative."""


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


Packed = dict[str, list[Any]]
"""`scalars`, numbered from 0; `groups`, each a tag and its rows or columns of numbers, which go on
counting; and `roots`, the numbers of the values that were packed."""


def pack(values: Iterable[Any]) -> Packed:
    """Return values, built of dataclasses, tuples, frozensets, dicts and scalars, as JSON data."""
    found: dict[Any, int] = {}
    nodes: list[tuple[int, str, Any]] = []

    def put(value: Any) -> int:
        tag, inner = _parts(value)
        parts = tuple(map(put, inner)) if tag else inner
        key = (tag or type(inner), parts)
        if key not in found:
            found[key] = len(nodes)
            level = 1 + max((nodes[part][0] for part in parts), default=0) if tag else 0
            nodes.append((level, tag, parts))
        return found[key]

    roots = [put(value) for value in values]
    order = sorted(range(len(nodes)), key=lambda old: nodes[old][:2])
    place = {old: new for new, old in enumerate(order)}
    scalars: list[Any] = []
    groups = []
    for (_, tag), members in groupby((nodes[old] for old in order), lambda node: node[:2]):
        if not tag:
            scalars = [value for *_, value in members]
            continue
        rows = [[place[part] for part in parts] for *_, parts in members]
        groups.append([tag, rows if tag in _PLAIN else list(zip(*rows, strict=True))])
    return {"roots": [place[root] for root in roots], "scalars": scalars, "groups": groups}


def _parts(value: Any) -> tuple[str, Any]:
    """Return the kind of a value and its parts; of a scalar no kind, and itself."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return kind.__name__, [getattr(value, name) for name in _fields(kind)]
    if isinstance(value, frozenset):
        return "set", sorted(value)
    if isinstance(value, dict):
        return "map", [item for pair in value.items() for item in pair]
    if isinstance(value, tuple):
        return "tuple", value
    return "", _ALWAYS if value == always() and not isinstance(value, bool) else value


def unpack(data: Packed) -> list[Any]:
    """Return the values that `pack` turned into `data`."""
    every = always()
    with no_collection():
        built = [every if value == _ALWAYS else value for value in data["scalars"]]
        for tag, numbers in data["groups"]:
            built += _builder(tag)(built.__getitem__, numbers)
        return [built[number] for number in data["roots"]]


Get = Callable[[int], Any]
Builder = Callable[[Get, list[list[int]]], Iterable[Any]]


_PLAIN: dict[str, Callable[[Iterator[Any]], Any]] = {
    "tuple": tuple,
    "set": frozenset,
    "map": lambda parts: dict(zip(parts, parts, strict=True)),
}


@cache
def _builder(tag: str) -> Builder:
    """Return what makes the values of a group."""
    if tag in _PLAIN:
        make = _PLAIN[tag]
        return lambda get, rows: [make(map(get, row)) for row in rows]
    kind = _CLASSES[tag]
    names = _fields(kind)
    if not hasattr(kind, "__slots__"):
        return lambda get, columns: [
            kind(**dict(zip(names, map(get, row), strict=True)))
            for row in zip(*columns, strict=True)
        ]
    new: Any = kind.__new__
    setters = [getattr(kind, name).__set__ for name in names]

    def build(get: Get, columns: list[list[int]]) -> Iterable[Any]:
        """Fill the slots of all values at once: several times as fast as `__init__` for each."""
        values = list(map(new, repeat(kind, len(columns[0]))))
        for fill, column in zip(setters, columns, strict=True):
            deque(map(fill, values, map(get, column)), maxlen=0)
        return values

    return build


def to_json(value: Any) -> Any:
    """Return a value as nested JSON data for people and tools; not meant to be read back.

    A set of valuations becomes the alternatives of `assumptions.cases`.
    """
    if is_dataclass(value) and not isinstance(value, type):
        plain = {name: to_json(getattr(value, name)) for name in _fields(type(value))}
        if "guard" in plain:
            plain["guard"] = list(cases(plain["guard"]))
        if "binds" in plain:
            plain["binds"] = {m: list(cases(mask)) for m, mask in plain["binds"].items()}
        return {"kind": type(value).__name__, **plain}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {k: to_json(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value
