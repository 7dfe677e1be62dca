"""Works as lineage files have them."""

from typing import Any


def work(name: str, license: str, *upstream: tuple[str, str]) -> dict[str, Any]:
    """Return a model as a lineage file has it."""
    edges = [{"work": above, "by": relation} for above, relation in upstream]
    return {"id": name, "type": "model", "license": license, "from": edges}
