"""The published JSON Schemas."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "schemas"

_SHARES = {"recommendation": "verdict"}
"""The schema from which another takes its definitions."""


def read_schema(name: str) -> dict[str, Any]:
    """Return the schema called `name` (`lineage`, `verdict` or `recommendation`), whole."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    if name in _SHARES:
        schema["$defs"] = read_schema(_SHARES[name])["$defs"]
    return schema
