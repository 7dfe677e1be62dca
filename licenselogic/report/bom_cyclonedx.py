"""A bill of materials as CycloneDX JSON: an ML-BOM with typed lineage and the verdict.

Written with cyclonedx-python-lib, whose model lacks model cards and annotations, and sorts
properties: these are added to what it writes.  A pedigree lists what a model or
dataset was derived from, a model card the data that it was trained on, and dependencies all of it.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from licenselogic.base.display import json_text
from licenselogic.base.version import __version__
from licenselogic.lineage.properties import PREFIX
from licenselogic.lineage.work import Work
from licenselogic.report.bom import Bill, missing, package_url, spdx_form, storable

if TYPE_CHECKING:
    from cyclonedx.model.component import Component
    from cyclonedx.model.license import License

_TYPES = {"model": "MACHINE_LEARNING_MODEL", "dataset": "DATA", "software": "LIBRARY"}
_WIRE = {"model": "machine-learning-model", "dataset": "data", "software": "library"}
_PARTS = frozenset({"combine", "embed", "depends_on", "made_with"})
"""Relations that are no descent."""


def render_cyclonedx(bill: Bill) -> str:
    """Return a bill as CycloneDX 1.6, in JSON.

    Raises `UsageError` where cyclonedx-python-lib is not installed.
    """
    try:
        from cyclonedx.model.bom import Bom, BomMetaData
        from cyclonedx.model.component import Component, ComponentType
        from cyclonedx.model.tool import ToolRepository
        from cyclonedx.output.json import JsonV1Dot6
    except ImportError:
        raise missing("cyclonedx-python-lib") from None
    parts = {work.id: _component(bill, work) for work in bill.works}
    subject, *others = parts.values()
    tool = Component(name="licenselogic", version=__version__, type=ComponentType.APPLICATION)
    metadata = BomMetaData(
        component=subject, timestamp=bill.created, tools=ToolRepository(components=[tool])
    )
    bom = Bom(serial_number=bill.uuid, metadata=metadata, components=others)
    for work in bill.works:
        above = dict.fromkeys(edge.work for edge in bill.edges(work))
        bom.register_dependency(parts[work.id], [parts[name] for name in above])
    data = json.loads(JsonV1Dot6(bom).output_as_string())
    written = {ref(work): work for work in bill.works}
    for raw in (data["metadata"]["component"], *data.get("components", [])):
        raw.update(_beside(bill, written[raw["bom-ref"]]))
    data["annotations"] = list(_annotations(bill))
    return json_text(data)


def ref(work: Work) -> str:
    """Return how other parts of the bill refer to a work."""
    return storable(f"work:{work.id}")


def _component(bill: Bill, work: Work) -> "Component":
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    purl = package_url(work)
    return Component(
        name=storable(work.id),
        type=ComponentType[_TYPES[work.type]],
        bom_ref=ref(work),
        licenses=list(_licenses(bill, work)),
        purl=PackageURL.from_string(purl) if purl else None,
    )


def _licenses(bill: Bill, work: Work) -> "Iterator[License]":
    """Yield the licences of a work: ids that SPDX lists, names, or one expression."""
    from cyclonedx.model import XsUri
    from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
    from cyclonedx.spdx import is_supported_id

    if work.license is None:
        return
    form = spdx_form(work.license, bill.library)
    if not form.parts or any(" WITH " in part for part in form.parts):
        yield LicenseExpression(form.expression)
        return
    for part in form.parts:
        name = form.names.get(part, part)
        entry = bill.library.find(name)
        address = entry.text if entry is not None and "://" in entry.text else ""
        url = XsUri(address) if address else None
        if name == part and is_supported_id(part):
            yield DisjunctiveLicense(id=part)
        else:
            yield DisjunctiveLicense(name=storable(name), url=url)


def _beside(bill: Bill, work: Work) -> dict[str, Any]:
    """Return what the library has no model for: pedigree by id, model card, order of properties."""
    edges = bill.edges(work)
    data = [e.work for e in edges if e.by == "trained_on"]
    base = dict.fromkeys(e.work for e in edges if e.by not in _PARTS and e.by != "trained_on")
    pairs = bill.properties(work)
    found: dict[str, Any] = {"properties": [{"name": n, "value": storable(v)} for n, v in pairs]}
    if base:
        found["pedigree"] = {"ancestors": [_stub(bill.lineage.works[name]) for name in base]}
    if work.type == "model":
        works = [bill.lineage.works[name] for name in dict.fromkeys(data)]
        datasets = [{"ref": ref(one)} for one in works if one.type == "dataset"]
        found["modelCard"] = {"modelParameters": {"datasets": datasets} if datasets else {}}
    return found


def _stub(work: Work) -> dict[str, Any]:
    """Return a component that stands for one that is described elsewhere in the bill."""
    own = [
        {"name": f"{PREFIX}{key}", "value": storable(getattr(work, key))} for key in ("id", "type")
    ]
    return {"type": _WIRE[work.type], "name": storable(work.id), "properties": own}


def _annotations(bill: Bill) -> Iterator[dict[str, Any]]:
    """Yield the sentences of the verdict, each about the work that it judges."""
    tool = {"type": "application", "name": "licenselogic", "version": __version__}
    for number, text in enumerate(bill.sentences(), 1):
        yield {
            "bom-ref": f"verdict-{number}",
            "subjects": [ref(bill.works[0])],
            "annotator": {"component": tool},
            "timestamp": bill.created.isoformat(),
            "text": text,
        }
