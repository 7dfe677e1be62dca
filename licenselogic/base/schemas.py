"""The published JSON Schemas."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "schemas"

_SHARES = {"recommendation": "verdict", "repair": "verdict"}
"""The schema from which another takes its definitions."""


def read_schema(name: str) -> dict[str, Any]:
    """Return a published schema, whole: `lineage`, `verdict`, `recommendation` or `repair`."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    if name in _SHARES:
        schema["$defs"] = read_schema(_SHARES[name])["$defs"]
    return schema
