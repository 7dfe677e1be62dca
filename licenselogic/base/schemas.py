"""The published JSON Schemas."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "schemas"

SCHEMAS = (
    "lineage",
    "verdict",
    "checks",
    "recommendation",
    "repair",
    "shipment",
    "survey",
    "readings",
    "audit",
    "audit-diff",
    "diff",
    "scan",
    "certificate",
)
"""The names of the schemas."""

_WITH_VERDICT = ("checks", "recommendation", "repair", "shipment", "survey", "diff")

_SHARES = {**dict.fromkeys(_WITH_VERDICT, ("verdict",)), "scan": ("lineage", "verdict")}
"""The schemas from which another takes definitions, and which it may take themselves."""


def read_schema(name: str) -> dict[str, Any]:
    """Return a published schema, whole (`SCHEMAS`)."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    for other in _SHARES.get(name, ()):
        shared = read_schema(other)
        definitions = {**shared.pop("$defs"), other: _inner(shared)}
        schema["$defs"] = {**definitions, **schema.get("$defs", {})}
    return schema


def _inner(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema as it stands within another: without an address of its own."""
    return {key: value for key, value in schema.items() if not key.startswith("$")}
