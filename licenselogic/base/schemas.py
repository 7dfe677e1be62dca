"""The published JSON Schemas."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "schemas"

SCHEMAS = ("lineage", "verdict", "recommendation", "repair", "survey", "readings")
"""The names of the schemas."""

_SHARES = dict.fromkeys(("recommendation", "repair", "survey"), "verdict")
"""The schema from which another takes definitions."""


def read_schema(name: str) -> dict[str, Any]:
    """Return a published schema, whole (`SCHEMAS`)."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    if name in _SHARES:
        schema["$defs"] = {**read_schema(_SHARES[name])["$defs"], **schema.get("$defs", {})}
    return schema
