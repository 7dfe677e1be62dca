"""Lineages of a few upstream works, by their licences."""

import licenselogic as ll


def lineage(*licenses: str, by: str = "merge", type: str = "model") -> ll.Lineage:
    """Return a work without a licence that was made from works under these."""
    works = [
        {"id": f"up/{number}", "type": type, "license": license}
        for number, license in enumerate(licenses)
    ]
    edges = [{"work": work["id"], "by": by} for work in works]
    return ll.Lineage.from_dict({"works": [*works, {"id": "me/work", "type": type, "from": edges}]})
