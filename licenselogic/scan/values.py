"""Which texts an expression of Python may stand for, as far as its own module tells.

Nothing is executed.  A name stands for all that is assigned to it anywhere in the module: as a
variable, an attribute, a default, an option of a command line, or an argument of a call.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import NamedTuple

MAX_TEXTS = 1000
MAX_STEPS = 100_000
"""After so many, what names of a module stand for is not followed any more."""

_DEEPEST = 12
_DEFAULTS = frozenset({"field", "Field", "Option", "Argument"})
_OPTIONS = frozenset({"add_argument", "option"})

_ADDERS = frozenset({"add", "append", "extend", "insert", "setdefault", "update"})
"""Methods by which a list or mapping gets another value."""

_READ = frozenset({ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.For, ast.withitem,
                   ast.FunctionDef, ast.AsyncFunctionDef, ast.Call, ast.Import,
                   ast.ImportFrom})  # fmt: skip
"""Nodes that give names a value, or are calls."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Texts(NamedTuple):
    """The texts that an expression may stand for, and whether it may stand for others too."""

    known: tuple[str, ...] = ()
    others: bool = False


OTHERS = Texts(others=True)


class Module(NamedTuple):
    """The nodes of a module that matter here, and those of them that stand in no other."""

    nodes: tuple[ast.AST, ...]
    body: tuple[ast.AST, ...]

    @classmethod
    def of(cls, tree: ast.Module) -> "Module":
        """Return a syntax tree without what does not matter; it is walked once."""
        nodes = tuple(node for node in ast.walk(tree) if type(node) in _READ)
        return cls(nodes, tuple(node for node in tree.body if type(node) in _READ))


@dataclass
class Values:
    """What is assigned to each name of a module; `outside` are constants of other modules."""

    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: dict[str, list[ast.expr | None]] = field(default_factory=lambda: defaultdict(list))
    steps: int = 0

    @classmethod
    def of(cls, module: "Module", outside: Mapping[str, tuple[str, ...]]) -> "Values":
        """Return the values of the names in a module."""
        values = cls(outside)
        functions = {n.name: n for n in module.nodes if isinstance(n, Function)}
        for node in module.nodes:
            for name, value in _assigned(node, functions):
                values.given[name].append(value)
        return values

    def constants(self, module: "Module") -> dict[str, tuple[str, ...]]:
        """Return the constants of a module, which others may import: names in capital letters."""
        found = {}
        for node in module.body:
            for name, value in _assigned(node, {}):
                if name.isupper():
                    texts = self.texts(value)
                    if texts.known:
                        found[name] = texts.known
        return found

    def texts(self, node: ast.expr | None, depth: int = 0) -> Texts:
        """Return the texts that an expression may stand for."""
        self.steps += 1
        if node is None or depth > _DEEPEST or self.steps > MAX_STEPS:
            return OTHERS
        if isinstance(node, ast.Constant):
            return Texts((node.value,) if isinstance(node.value, str) else ())
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(node.id if isinstance(node, ast.Name) else node.attr, depth)
        if isinstance(node, ast.JoinedStr):
            return self._joined([_part(value) for value in node.values], depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], depth)
        if isinstance(node, ast.Call):
            return self._called(node, depth)
        inner = list(_either(node))
        return _all(self.texts(one, depth + 1) for one in inner) if inner else OTHERS

    def _named(self, name: str, depth: int) -> Texts:
        if name in self.given:
            return _all(self.texts(value, depth + 1) for value in self.given[name][:MAX_TEXTS])
        return Texts(self.outside[name]) if name in self.outside else OTHERS

    def _joined(self, parts: list[ast.expr | None], depth: int) -> Texts:
        """Return the texts that parts make together, as long as each part is known."""
        texts = [self.texts(part, depth + 1) for part in parts]
        if any(not one.known for one in texts):
            return OTHERS
        ways = islice(product(*(one.known for one in texts)), MAX_TEXTS)
        joined = ("".join(way) for way in ways)
        return Texts(tuple(dict.fromkeys(joined)), any(one.others for one in texts))

    def _called(self, node: ast.Call, depth: int) -> Texts:
        """Return the default of `os.getenv("X", "default")` and the like."""
        name = call_name(node)
        if name in ("get", "getenv") and len(node.args) > 1:
            return self.texts(node.args[1], depth + 1)
        if name in ("str", "strip") and len(node.args) == 1:
            return self.texts(node.args[0], depth + 1)
        default = keyword(node, "default")
        if name in _DEFAULTS and (default is not None or node.args):
            return self.texts(default or node.args[0], depth + 1)
        return OTHERS


def call_name(node: ast.Call) -> str:
    """Return the last part of what is called: `b` of `a.b()`; '' for what has no name."""
    func = node.func
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """Return the argument of a call that is given by name, or None."""
    return next((k.value for k in node.keywords if k.arg == name), None)


def _all(found: Iterable[Texts]) -> Texts:
    every = list(found)
    known = dict.fromkeys(text for one in every for text in one.known)
    return Texts(tuple(islice(known, MAX_TEXTS)), any(one.others for one in every))


def _part(node: ast.expr) -> ast.expr | None:
    """Return a part of an f-string, None for one that is formatted."""
    if not isinstance(node, ast.FormattedValue):
        return node
    return node.value if node.format_spec is None and node.conversion == -1 else None


def _either(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions that one of these may stand for."""
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, ast.Subscript | ast.NamedExpr | ast.Starred | ast.Await):
        yield node.value


def _assigned(
    node: ast.AST, functions: Mapping[str, Function]
) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield what a node assigns to names and attributes, None for what nobody can tell."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from ((name, node.value) for name in _target(target))
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield from ((name, node.value) for name in _target(node.target))
    elif isinstance(node, ast.AugAssign):
        yield from ((name, None) for name in _target(node.target))
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield from ((name, None) for name in _target(node.optional_vars))
    elif isinstance(node, ast.For):
        yield from ((name, node.iter) for name in _target(node.target))
    elif isinstance(node, Function):
        yield from _defaults(node)
    elif isinstance(node, ast.Call):
        yield from _option(node)
        yield from _added(node)
        if call_name(node) in functions:
            yield from _arguments(node, functions[call_name(node)])


def _target(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Subscript | ast.Starred):
        yield from _target(node.value)


def _added(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a call adds to a list or mapping: `names.append("acme/base")`."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in _ADDERS:
        values = [*node.args, *(k.value for k in node.keywords)]
        yield from ((name, value) for name in _target(node.func.value) for value in values)


def _defaults(node: Function) -> Iterator[tuple[str, ast.expr]]:
    places = [*node.args.posonlyargs, *node.args.args]
    given = node.args.defaults
    yield from ((a.arg, v) for a, v in zip(places[len(places) - len(given) :], given, strict=True))
    for argument, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if value is not None:
            yield argument.arg, value


def _option(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the default of an option of a command line: `add_argument("--model", default=...)`."""
    default = keyword(node, "default")
    if call_name(node) not in _OPTIONS or default is None:
        return
    flags = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    named = keyword(node, "dest")
    if isinstance(named, ast.Constant) and isinstance(named.value, str):
        flags = [named.value]
    for flag in flags:
        if not flag.startswith("-") or flag.startswith("--"):
            yield flag.lstrip("-").replace("-", "_"), default


def _arguments(node: ast.Call, function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a call of a function of the module gives to its parameters."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    yield from zip(names, node.args, strict=False)
    yield from ((k.arg, k.value) for k in node.keywords if k.arg)
