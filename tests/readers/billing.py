"""What the tests of bills of materials share: small bills, and how they are read."""

import json

from reading import LIBRARY

from licenselogic.base.source import Source
from licenselogic.readers.bills import from_bill
from licenselogic.readers.known import Known, works_in


def read_bill(data, known=None, library=LIBRARY):
    sources = Known((works_in(known),)) if known else Known()
    return from_bill(data, Source("bom.json", json.dumps(data)), known=sources, library=library)


def component(name, type="machine-learning-model", license=None, **others):
    found = {"type": type, "name": name, "bom-ref": name, **others}
    return {**found, "licenses": [{"license": {"id": license}}]} if license else found


def cyclonedx(subject=None, *components, **others):
    top = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components)}
    return {**top, **({"metadata": {"component": subject}} if subject else {}), **others}


def package(name, license="NOASSERTION", **others):
    return {"SPDXID": f"SPDXRef-{name}", "name": name, "licenseDeclared": license, **others}


def spdx2(*packages, relationships=(), describes=None, **others):
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "documentDescribes": [f"SPDXRef-{describes}"] if describes else [],
        "packages": list(packages),
        "relationships": [
            {"spdxElementId": f"SPDXRef-{a}", "relationshipType": by,
             "relatedSpdxElement": f"SPDXRef-{b}"} for a, by, b in relationships
        ],
        **others,
    }  # fmt: skip


def element(name, type="ai_AIPackage", **others):
    return {"type": type, "spdxId": f"urn:x#{name}", "name": name, **others}


def related(first, kind, *others):
    to = [other if ":" in other else f"urn:x#{other}" for other in others]
    return {"type": "Relationship", "spdxId": f"urn:x#{first}-{kind}", "from": f"urn:x#{first}",
            "relationshipType": kind, "to": to}  # fmt: skip


def spdx3(*elements, root=None):
    graph = list(elements)
    if root:
        graph.append(
            {"type": "SpdxDocument", "spdxId": "urn:x#doc", "rootElement": [f"urn:x#{root}"]}
        )
    return {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}
