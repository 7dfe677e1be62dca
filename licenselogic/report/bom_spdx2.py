"""A bill of materials as SPDX 2.3 JSON: packages, relationships, and annotations for the rest.

Written with spdx-tools and checked by its validator.  SPDX 2 knows neither models nor properties,
so these are annotations of packages: `licenselogic:NAME=VALUE`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from licenselogic.base.display import json_text
from licenselogic.base.version import __version__
from licenselogic.lineage.work import Work
from licenselogic.report.bom import (
    Bill,
    hub_address,
    missing,
    package_url,
    spdx_form,
    storable,
)

if TYPE_CHECKING:
    from spdx_tools.spdx.model import Annotation, Document, Package, Relationship

_PURPOSES = {"model": "OTHER", "dataset": "OTHER", "software": "LIBRARY"}
_KINDS = {
    "depends_on": "DEPENDS_ON",
    "combine": "CONTAINS",
    "embed": "CONTAINS",
    "generated_by": "GENERATED_FROM",
    "copy": "COPY_OF",
}
"""What the relations are called in SPDX 2, where that is not `DESCENDANT_OF`."""

_TOOL = f"licenselogic-{__version__}"


def render_spdx2(bill: Bill) -> str:
    """Return a bill as SPDX 2.3, in JSON.

    Raises `UsageError` where spdx-tools is not installed.
    """
    try:
        from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter
    except ImportError:
        raise missing("spdx-tools") from None
    converter: Any = DocumentConverter
    data: dict[str, Any] = converter().convert(document(bill))
    return json_text(data)


def document(bill: Bill) -> "Document":
    """Return the document of a bill, as spdx-tools models it."""
    from spdx_tools.spdx.model import (
        Actor,
        ActorType,
        CreationInfo,
        Document,
        ExtractedLicensingInfo,
    )

    refs = {work.id: f"SPDXRef-{number}" for number, work in enumerate(bill.works, 1)}
    info = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id="SPDXRef-DOCUMENT",
        name=storable(f"Lineage of {bill.works[0].id}"),
        document_namespace=f"https://spdx.org/spdxdocs/licenselogic-{bill.uuid}",
        creators=[Actor(ActorType.TOOL, _TOOL)],
        created=bill.created,
    )
    named: dict[str, str] = {}
    for work in bill.works:
        if work.license is not None:
            named.update(spdx_form(work.license, bill.library).names)
    extracted = [
        ExtractedLicensingInfo(
            license_id=ref,
            extracted_text=f"The text of this licence is not in the document: {storable(name)}",
            license_name=storable(name),
            cross_references=list(_addresses(bill, name)),
        )
        for ref, name in sorted(named.items())
    ]
    return Document(
        info,
        packages=[_package(bill, work, refs[work.id]) for work in bill.works],
        annotations=list(_annotations(bill, refs)),
        relationships=list(_relationships(bill, refs)),
        extracted_licensing_info=extracted,
    )


def _addresses(bill: Bill, name: str) -> Iterator[str]:
    entry = bill.library.find(name)
    if entry is not None and "://" in entry.text:
        yield entry.text


def _package(bill: Bill, work: Work, ref: str) -> "Package":
    from license_expression import Licensing  # of no list: it would put its own names in
    from spdx_tools.spdx.model import (
        ExternalPackageRef,
        ExternalPackageRefCategory,
        Package,
        PackagePurpose,
        SpdxNoAssertion,
    )

    manager = ExternalPackageRefCategory.PACKAGE_MANAGER
    purl = package_url(work)
    license: Any = SpdxNoAssertion()
    if work.license is not None:
        expression = spdx_form(work.license, bill.library).expression
        if expression != "NOASSERTION":
            license = Licensing().parse(expression)
    return Package(
        spdx_id=ref,
        name=storable(work.id),
        download_location=hub_address(work) or SpdxNoAssertion(),
        files_analyzed=False,
        license_declared=license,
        license_concluded=SpdxNoAssertion(),
        external_references=[ExternalPackageRef(manager, "purl", purl)] if purl else [],
        primary_package_purpose=PackagePurpose[_PURPOSES[work.type]],
    )


def _annotations(bill: Bill, refs: dict[str, str]) -> "Iterator[Annotation]":
    from spdx_tools.spdx.model import Actor, ActorType, Annotation, AnnotationType

    tool = Actor(ActorType.TOOL, _TOOL)
    for work in bill.works:
        for name, value in bill.properties(work):
            text = f"{quote(storable(name), safe=':/ .,')}={storable(value)}"
            yield Annotation(refs[work.id], AnnotationType.OTHER, tool, bill.created, text)
    for text in bill.sentences():
        first = refs[bill.works[0].id]
        yield Annotation(first, AnnotationType.REVIEW, tool, bill.created, text)


def _relationships(bill: Bill, refs: dict[str, str]) -> "Iterator[Relationship]":
    from spdx_tools.spdx.model import Relationship, RelationshipType

    first = refs[bill.works[0].id]
    yield Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, first)
    for work in bill.works:
        for edge in bill.edges(work):
            below, above = refs[work.id], refs[edge.work]
            if edge.by == "made_with":
                yield Relationship(above, RelationshipType.BUILD_TOOL_OF, below, edge.by)
            else:
                kind = RelationshipType[_KINDS.get(edge.by, "DESCENDANT_OF")]
                yield Relationship(below, kind, above, edge.by)
