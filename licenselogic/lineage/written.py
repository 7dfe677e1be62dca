"""Works and edges to the plain values of a lineage file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from licenselogic.lineage.plain import SCHEMA
from licenselogic.lineage.work import Edge, Evidence, Work, default_owner
from licenselogic.norms.vocabulary import vocabulary


def dump(works: Mapping[str, Work], upstream: Mapping[str, Sequence[Edge]]) -> dict[str, Any]:
    """Return the plain values of a lineage file; what has its default value is left out."""
    return {"schema": SCHEMA, "works": [plain_work(w, upstream[n]) for n, w in works.items()]}


def plain_work(work: Work, edges: Sequence[Edge]) -> dict[str, Any]:
    """Return the plain values of one work; what has its default value is left out."""
    plain: dict[str, Any] = {"id": work.id, "type": work.type}
    if work.license is not None:
        plain["license"] = work.license
    if work.publish != vocabulary().usual_publication:
        plain["publish"] = work.publish
    if work.owner != default_owner(work.id):
        plain["owner"] = work.owner
    if work.license_since is not None:
        plain["license_since"] = work.license_since.isoformat()
    if work.earlier_licenses:
        plain["earlier_licenses"] = [
            {"license": one.license, "until": one.until.isoformat()}
            for one in work.earlier_licenses
        ]
    if work.withdrawn is not None:
        plain["withdrawn"] = work.withdrawn.isoformat()
    if work.evidence is not None:
        plain["evidence"] = _plain_evidence(work.evidence)
    if work.facts:
        plain["facts"] = {k: v.isoformat() if isinstance(v, date) else v for k, v in work.facts}
    if edges:
        plain["from"] = [_plain_edge(edge) for edge in edges]
    return plain


def _plain_evidence(evidence: Evidence) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    if evidence.files:
        plain["files"] = list(evidence.files)
    if evidence.text:
        plain["text"] = evidence.text
    if evidence.name is not None:
        plain["name"] = evidence.name
    if evidence.contents:
        plain["contents"] = dict(evidence.contents)
    return plain


def _plain_edge(edge: Edge) -> dict[str, Any]:
    plain: dict[str, Any] = {"work": edge.work, "by": edge.by}
    if edge.inferred:
        plain["inferred"] = True
    if edge.taken is not None:
        plain["taken"] = edge.taken.isoformat()
    return plain
