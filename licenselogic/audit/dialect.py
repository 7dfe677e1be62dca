"""The plan of an audit in the SQL of Spark: what DuckDB runs, rewritten by sqlglot.

The plan is written once, for DuckDB.  sqlglot knows most of what the two say differently; the rest
is here.  In the plan slices cut texts, `len` counts lists, and `length` counts letters.
"""

import re
from functools import lru_cache
from typing import Any

from sqlglot import exp, parse_one

LOCAL = (
    "read_csv(", "read_json(", "read_ndjson", "read_parquet(", "reject_errors", "json_type(",
    "lambda one, place:",
)  # fmt: skip
"""What only DuckDB does: reading files, JSON in them, and lists that are read side by side."""

NUMBERED = "file_row_number = true"
"""Marks a Parquet file that is read with the numbers of its rows: Spark can do that, too."""


@lru_cache(maxsize=1_000)
def parsed(sql: str) -> exp.Expr:
    """Return a statement of the plan; it must be copied before it is changed."""
    return parse_one(_LEN.sub("array_length(", sql), read="duckdb")


_LEN = re.compile(r"\blen\(")


def spark_sql(query: exp.Expr) -> str:
    """Return a query of the plan in the SQL of Spark."""
    query = query.copy()
    for node in reversed(list(query.walk())):  # what is inside first
        port = _PORTS.get(type(node))
        ported = port(node) if port is not None else node
        if node is query:
            query = ported
        elif ported is not node:
            node.replace(ported)
    return query.sql("spark", identify=True)


def with_values(query: exp.Expr, values: tuple[object, ...]) -> exp.Expr:
    """Return a query with values in place of its question marks."""
    if not values:
        return query
    query, waiting = query.copy(), iter(values)
    for place in list(query.find_all(exp.Placeholder)):
        place.replace(exp.convert(next(waiting)))
    return query


def _lower(node: Any) -> Any:
    """Two letters become what they are alone: Spark looks at what is beside them."""
    return exp.Lower(this=exp.func("translate", node.this, *map(exp.Literal.string, _LETTERS)))


_LETTERS = ("\u0130\u03a3", "i\u03c3")


def _slice(node: Any) -> Any:
    (part,) = node.expressions
    if not isinstance(part, exp.Slice):
        return node
    start = part.this or exp.Literal.number(1)
    return exp.Substring(this=node.this, start=start, length=part.expression)


def _collected(node: Any) -> Any:
    """Return a list in its order: Spark collects in any, and leaves out what is NULL."""
    ordered = node.this
    if not isinstance(ordered, exp.Order):
        return node
    by = ", ".join(one.this.sql("spark", identify=True) for one in ordered.expressions)
    what = ordered.this.sql("spark", identify=True)
    pairs = f"collect_list(named_struct('by', struct({by}), 'what', {what}))"
    return parse_one(f"transform(array_sort({pairs}), pair -> pair.what)", read="spark")


def _positions(node: Any) -> Any:
    """Let one generator tell items and places: Spark allows no two."""
    places = [one for one in node.find_all(exp.Anonymous) if one.name == _PLACES]
    if not places:
        return node
    items = places[0].expressions[0]
    for place in places:
        place.replace(parse_one("place_ + 1", read="spark"))
    for item in list(node.find_all(exp.Explode)):
        if item.this == items:
            item.replace(exp.column("item_"))
    text = items.sql("spark", identify=True)
    lateral = f"SELECT 1 FROM t LATERAL VIEW posexplode({text}) list_ AS place_, item_"
    node.set("laterals", parse_one(lateral, read="spark").args["laterals"])
    return node


_PLACES = "generate_subscripts"


def _nothing(node: Any) -> Any:
    return exp.Anonymous(this="range", expressions=[node.args["end"]])


def _ordered(node: Any) -> Any:
    """Number rows in any order, where none is asked for."""
    if not node.args.get("order") and isinstance(node.this, exp.RowNumber):
        node.set("order", exp.Order(expressions=[exp.Ordered(this=exp.Literal.string(""))]))
    return node


_PORTS: dict[type, Any] = {
    exp.Lower: _lower,
    exp.Bracket: _slice,
    exp.ArrayAgg: _collected,
    exp.Select: _positions,
    exp.GenerateSeries: _nothing,
    exp.Window: _ordered,
    exp.ArrayOverlaps: lambda node: exp.func("arrays_overlap", node.this, node.expression),
    exp.RegexpFullMatch: lambda node: exp.RegexpLike(
        this=node.this, expression=exp.Literal.string(f"\\A(?:{node.expression.name})\\z")
    ),
}
