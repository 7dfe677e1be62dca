"""A bill of materials as SPDX 3.0.1: AI, dataset and software packages, typed lineage, the verdict.

Written with spdx-python-model, which is generated from the specification and refuses what does not
fit it.  Relationships are the nearest that SPDX has; an extension with properties holds the exact
relation.  The profiles for AI and datasets are not claimed: they ask for dates and suppliers that a
lineage does not have.
"""

import io
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from licenselogic.base.display import json_text
from licenselogic.base.version import __version__
from licenselogic.lineage.work import Work
from licenselogic.report.bom import (
    Bill,
    Form,
    hub_address,
    missing,
    package_url,
    spdx_form,
    storable,
)

VERSION = "3.0.1"

_CLASSES = {"model": "ai_AIPackage", "dataset": "dataset_DatasetPackage",
            "software": "software_Package"}  # fmt: skip
_PURPOSES = {"model": "model", "dataset": "data", "software": "library"}
_KINDS = {
    "trained_on": "trainedOn",
    "depends_on": "dependsOn",
    "combine": "contains",
    "embed": "contains",
    "made_with": "usesTool",
    "generated_by": "generates",
    "copy": "copiedTo",
}
"""What the relations are called in SPDX, where that is not `descendantOf`."""

_TURNED = frozenset({"generates", "copiedTo"})
"""Relationships that lead from the upstream work."""


def render_spdx3(bill: Bill) -> str:
    """Return a bill as SPDX 3.0.1, in JSON-LD.

    Raises `UsageError` where spdx-python-model is not installed.
    """
    try:
        from spdx_python_model import v3_0_1 as model
    except ImportError:
        raise missing("spdx-python-model") from None
    writer = _Writer(bill, model)
    content = io.BytesIO()
    model.JSONLDSerializer().write(writer.elements(), content)
    return json_text(json.loads(content.getvalue()))


class _Writer:
    """Makes the elements of one document."""

    def __init__(self, bill: Bill, model: ModuleType) -> None:
        self.bill = bill
        self.model = model
        self.space = f"https://spdx.org/spdxdocs/licenselogic-{bill.uuid}#"
        self.info = model.CreationInfo(specVersion=VERSION, created=bill.created)
        self.found = model.SHACLObjectSet()
        self.customs: dict[str, Any] = {}

    def elements(self) -> Any:
        """Return all elements of the document."""
        model, works = self.model, self.bill.works
        agent = self._new("SoftwareAgent", "agent", name=f"licenselogic {__version__}")
        self.info.createdBy = [agent]
        packages = {work.id: self._package(work, n) for n, work in enumerate(works, 1)}
        for number, work in enumerate(works, 1):
            self._license(work, packages[work.id], number)
            for step, edge in enumerate(self.bill.edges(work), 1):
                kind = _KINDS.get(edge.by, "descendantOf")
                first, second = packages[work.id], packages[edge.work]
                if kind in _TURNED:
                    first, second = second, first
                self._relate(first, second, kind, f"{number}-{step}")
        subject = packages[works[0].id]
        for number, text in enumerate(self.bill.sentences(), 1):
            kind = model.AnnotationType.review
            self._new("Annotation", f"verdict-{number}", annotationType=kind, statement=text,
                      subject=subject)  # fmt: skip
        profiles = ("core", "software", "simpleLicensing", "extension")
        self._new(
            "SpdxDocument",
            "document",
            name=storable(f"Lineage of {works[0].id}"),
            rootElement=[subject],
            element=list(packages.values()),
            profileConformance=[getattr(model.ProfileIdentifierType, name) for name in profiles],
        )
        return self.found

    def _new(self, kind: str, key: str, **fields: Any) -> Any:
        made = getattr(self.model, kind)(
            spdxId=f"{self.space}{key}", creationInfo=self.info, **fields
        )
        self.found.add(made)
        return made

    def _package(self, work: Work, number: int) -> Any:
        made = self._new(_CLASSES[work.type], f"work-{number}", name=storable(work.id))
        made.software_primaryPurpose = getattr(
            self.model.software_SoftwarePurpose, _PURPOSES[work.type]
        )
        if work.type == "dataset":
            made.dataset_datasetType = [self.model.dataset_DatasetType.noAssertion]
        if package_url(work):
            made.software_packageUrl = package_url(work)
        if hub_address(work):
            made.software_downloadLocation = hub_address(work)
        extension = self.model.extension_CdxPropertiesExtension()
        extension.extension_cdxProperty = [
            self.model.extension_CdxPropertyEntry(
                extension_cdxPropName=storable(name), extension_cdxPropValue=storable(value)
            )
            for name, value in self.bill.properties(work)
        ]
        made.extension = [extension]
        return made

    def _license(self, work: Work, package: Any, number: int) -> None:
        if work.license is None:
            return
        form = spdx_form(work.license, self.bill.library)
        license = self._new(
            "simplelicensing_LicenseExpression",
            f"license-{number}",
            simplelicensing_licenseExpression=form.expression,
            simplelicensing_customIdToUri=list(self._customs(form)),
        )
        self._relate(package, license, "hasDeclaredLicense", f"{number}-license")

    def _customs(self, form: Form) -> Iterator[Any]:
        """Yield what each reference of an expression stands for; one element for each name."""
        for reference, name in form.names.items():
            if name not in self.customs:
                number = len(self.customs) + 1
                self.customs[name] = self._new(
                    "expandedlicensing_CustomLicense",
                    f"custom-{number}",
                    name=storable(name),
                    simplelicensing_licenseText="NOASSERTION",
                )
                entry = self.bill.library.find(name)
                if entry is not None and "://" in entry.text:
                    self.customs[name].expandedlicensing_seeAlso = [entry.text]
            custom = self.customs[name]
            yield self.model.DictionaryEntry(key=reference, value=custom.spdxId)

    def _relate(self, first: Any, second: Any, kind: str, name: str) -> None:
        made = self._new(
            "Relationship",
            f"relation-{name}",
            relationshipType=getattr(self.model.RelationshipType, kind),
            to=[second],
        )
        made.from_ = first
