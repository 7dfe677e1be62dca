"""A summary of an audit, made up: with a name that wants to be markup."""

from typing import Any

EVIL = "<img src=x onerror=alert(1)>/{{7*7}}"


def summary(rows: int = 3) -> dict[str, Any]:
    """Return a summary with so many families, drifts and repairs."""
    counts = {
        "triggered": 9,
        "violating": 5,
        "by_relation": {"merge": {"triggered": 2, "violating": 1}},
    }
    kinds = {"use-restriction": counts, "freedom": {**counts, "triggered": 0, "violating": 0}}
    family = {"works": 7, "statuses": {"compatible": 4, "incompatible": 2, "unknown": 1}}
    repair = {"license": "mit", "label": None, "works": 3, "cleared": 2}
    return {
        "library": "c04fc560", "profile": "default", "works": 1234, "edges": 25, "kinds": kinds,
        "statuses": {"compatible": 1000, "incompatible": 200, "unknown": 34},
        "families": [{"work": f"{EVIL}-{number}", **family} for number in range(rows)],
        "pairs": {"edges": 18, "kinds": kinds},
        "drift": [{"from": f"A-{n}", "to": EVIL, "edges": 1} for n in range(rows)],
        "repairs": [{"work": f"{EVIL}-{n}", **repair} for n in range(rows)],
        "missing_ancestors": 1, "cycles": 1, "cycle_members": [[EVIL, "b/b"]],
        "skipped": 2, "skipped_reasons": {"no id": 2}, "skipped_datasets": 0,
    }  # fmt: skip
