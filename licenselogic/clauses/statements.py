"""Which statements an entity of a clause file takes, and which it needs.

A statement that would have no effect where it stands is a slip, and so is a second one where only
the last would count: nothing that a file says is dropped without a word.
"""

from collections.abc import Iterator

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic
from licenselogic.clauses import tree

INHERITED = ("family", "covers")
"""Headers that a licence has from what it extends, unless it states its own."""

_NAMES = ("title", "hub", "alias", "deprecated")
_PROVISIONS = ("counts", "clause", "policy", "omit")
_TAKEN = {
    "license": (
        *_NAMES,
        *INHERITED,
        "licensor",
        "series",
        "review",
        "text",
        "binds",
        "drop",
        *_PROVISIONS,
    ),
    "template": (*INHERITED, "binds", "drop", *_PROVISIONS),
    "exception": (*_NAMES, "modifies", "review", "text", *_PROVISIONS),
    "group": (*_NAMES, "means"),
    "unmodelled": (*_NAMES, "text", "because"),
}
_NEEDED = {"group": "means", "unmodelled": "because"}


def misshapen(entity: tree.Entity) -> Iterator[Diagnostic]:
    """Yield a finding for each statement that has no effect in `entity`, and each that it lacks.

    What licences and exceptions lack, `resolve` tells, for they may inherit it.
    """
    stated: set[str] = set()
    for statement in entity.statements:
        keyword = _keyword(statement)
        if keyword not in _TAKEN[entity.kind]:
            message = f"`{entity.kind}` takes no `{keyword}`"
            yield Diagnostic(Code.SYNTAX, message, statement.span, "has no effect here")
        elif keyword in stated and isinstance(statement, tree.Header | tree.TextStatement):
            message = f"`{keyword}` is stated twice"
            yield Diagnostic(Code.DUPLICATE, message, statement.span)
        stated.add(keyword)
    needed = _NEEDED.get(entity.kind)
    if needed and needed not in stated:
        message = f"`{entity.id.text}` does not state `{needed}`"
        yield Diagnostic(Code.MISSING_STATEMENT, message, entity.id.span)


def _keyword(statement: tree.Node) -> str:
    if isinstance(statement, tree.Header):
        return statement.keyword
    named: dict[type[tree.Node], str] = {tree.TextStatement: "text", tree.ClauseNode: "clause"}
    return named.get(type(statement), type(statement).__name__.lower())
