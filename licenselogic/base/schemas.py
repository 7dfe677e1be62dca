"""The published JSON Schemas."""

import json
from pathlib import Path
from typing import Any


def read_schema(name: str) -> dict[str, Any]:
    """Return the schema called `name` (`lineage` or `verdict`)."""
    path = Path(__file__).parent.parent / "schemas" / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
