"""One upstream work, what is made of it, and the label: the smallest question to the library."""

from typing import Any

import licenselogic as ll


def ask(
    upstream: str | None, by: str, label: str | None, of: str = "software", **made: Any
) -> ll.Verdict:
    """Return the verdict on a work made from one under `upstream`.

    `of` is the type of the upstream work.  What is made of it has that type too, unless `type` says
    something else; `made` are further facts of it, such as `publish`.
    """
    above: dict[str, Any] = {"id": "up/stream", "type": of}
    work: dict[str, Any] = {"id": "me/work", "type": of, "from": [{"work": "up/stream", "by": by}]}
    if upstream is not None:
        above["license"] = upstream
    if label is not None:
        work["license"] = label
    return ll.check(ll.Lineage.from_dict({"works": [above, work | made]}))


def cited(verdict: ll.Verdict) -> set[tuple[str, str]]:
    """Return (licence, number) of every clause of every counterexample."""
    return {(ref.license, ref.cite) for c in verdict.counterexamples for ref in c.clauses}
