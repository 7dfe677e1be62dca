"""SPDX 3.0 documents (JSON-LD) to a lineage: software, AI and dataset packages.

Read is the form that the specification prescribes: one `@graph` of elements with compact names.
Licences may be expressions or sets of elements; files and snippets are left to their packages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.base.documents import Place
from licenselogic.base.source import Source
from licenselogic.library.expressions import MAX_LENGTH
from licenselogic.library.library import Library, licenses
from licenselogic.library.references import distinct, without_references
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.graph import Lineage
from licenselogic.readers.bom_facts import note_unread, told_of
from licenselogic.readers.bom_names import (
    all_of,
    licenses_named,
    list_of,
    mapping_of,
    purl_type,
    text_of,
    texts_of,
    work_id,
)
from licenselogic.readers.inventory import MADE, NEEDS, PART, Inventory, Part
from licenselogic.readers.known import Known

_PACKAGES = {"ai_AIPackage": "model", "dataset_DatasetPackage": "dataset",
             "software_Package": "software"}  # fmt: skip
_BILLS = ("SpdxDocument", "software_Sbom", "Bom")
_PURPOSES = {"model": "model", "data": "dataset"}

_FORWARD: Mapping[str, tuple[str, str]] = {
    "trainedOn": (MADE, "trained_on"),
    "finetunedOn": (MADE, "trained_on"),
    "pretrainedOn": (MADE, "trained_on"),
    "descendantOf": (MADE, ""),
    "patchedBy": (MADE, ""),
    "contains": (PART, ""),
    "hasDataFile": (PART, ""),
    "hasAddedFile": (PART, ""),
    "hasOptionalComponent": (PART, ""),
    "hasDynamicLink": (PART, "combine"),
    "hasStaticLink": (PART, "combine"),
    "dependsOn": (NEEDS, ""),
    "hasOptionalDependency": (NEEDS, ""),
    "hasProvidedDependency": (NEEDS, ""),
    "hasPrerequisite": (NEEDS, ""),
    "other": (NEEDS, ""),
}
"""`from` is below: what it says of `to`."""

_BACKWARD: Mapping[str, tuple[str, str]] = {
    "ancestorOf": (MADE, ""),
    "amendedBy": (MADE, ""),
    "generates": (MADE, ""),
    "hasVariant": (MADE, ""),
    "expandsTo": (MADE, "convert"),
    "packagedBy": (PART, ""),
    "copiedTo": (MADE, "copy"),
    "hasDistributionArtifact": (MADE, "convert"),
}
"""`to` is below."""

_ASIDE = frozenset({"testedOn", "usesTool", "hasTest", "hasTestCase", "hasExample", "hasEvidence",
                    "hasDocumentation", "hasMetadata", "hasSpecification"})  # fmt: skip
"""What leaves nothing of `to` in `from`."""

_SILENT = frozenset({"describes", "hasDeletedFile", "hasDependencyManifest", "hasRequirement"})

_CONCLUDED = "hasConcludedLicense"
_LICENSES = ("hasDeclaredLicense", _CONCLUDED)
_NO_LICENSE = "terms/Licensing/None"
_MAX_DEPTH = 40


def from_spdx3(
    data: dict[str, Any], source: Source, *, known: Known, library: Library | None = None
) -> Lineage:
    """Return the lineage of the package that is the root of a document, or of all packages.

    Raises `LineageError` for a document that does not follow the format, with the place.
    """
    shelf = library if library is not None else licenses()
    reader = _Reader(Inventory(source, shelf), shelf)
    reader.document(data)
    return reader.found.lineage(known)


def is_spdx3(data: Mapping[str, Any]) -> bool:
    """Tell whether a JSON value says that it is an SPDX 3 document."""
    contexts = data.get("@context")
    texts = [contexts] if isinstance(contexts, str) else list_of(contexts)
    return any(isinstance(text, str) and "spdx.org/rdf/3" in text for text in texts)


@dataclass
class _Reader:
    """Reads one document into an inventory."""

    found: Inventory
    library: Library
    elements: dict[str, tuple[Place, dict[str, Any]]] = field(default_factory=dict)
    licenses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    builds: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)

    def document(self, data: dict[str, Any]) -> None:
        """Read a whole document."""
        for place, raw in self._graph(data):
            self._element(raw, place)
        relations = [(p, e) for p, e in self.elements.values() if _type(e).endswith("Relationship")]
        for place, raw in relations:
            kind = text_of(raw.get("relationshipType"))
            if kind in _LICENSES:
                found = [(kind, ref) for ref in self._refs(raw, "to", place)]
                self.licenses.setdefault(_ref(raw.get("from")), []).extend(found)
        for ref, (place, raw) in self.elements.items():
            if _type(raw) in _PACKAGES:
                self._package(ref, raw, place)
        if not self.found.parts:
            raise self.found.refuse((), "this document lists no package")
        for place, raw in relations:
            self._relationship(raw, place)
        for inputs, outputs in self.builds.values():
            for below in outputs:
                for above in inputs:
                    self.found.refer(below, above)
        roots = {self.found.ids[ref] for ref in self._roots() if ref in self.found.ids}
        self.found.root = roots.pop() if len(roots) == 1 else ""

    def _graph(self, data: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
        """Yield the elements that stand in no other, each with its place."""
        graph = data.get("@graph", [data])
        if not isinstance(graph, list):
            raise self.found.refuse(("@graph",), f"a list is wanted, not {kind_of(graph)}")
        for position, raw in enumerate(graph):
            place: Place = ("@graph", position)
            if not isinstance(raw, dict):
                raise self.found.refuse(place, f"a mapping is wanted, not {kind_of(raw)}")
            if not _type(raw):
                raise self.found.refuse(place, "an element needs a `type`")
            if not _ref(raw) and (_type(raw) in _PACKAGES or _type(raw).endswith("Relationship")):
                raise self.found.refuse(place, "an element needs an `spdxId`")
            yield place, raw

    def _element(self, raw: dict[str, Any], place: Place) -> None:
        """Note an element, and those that are written inside it."""
        ref = _ref(raw)
        if len(place) > _MAX_DEPTH:
            raise self.found.refuse(place[:2], f"nested more than {_MAX_DEPTH} levels deep")
        if ref:
            known = self.elements.get(ref, ((), {}))[1]
            if not _type(known):  # nothing, or a mention of it
                self.elements[ref] = place, raw
            elif _type(raw) and raw != known:
                raise self.found.refuse(place, f"{quoted(ref)} is described twice, and not alike")
            for key, value in raw.items():
                for position, inner in enumerate(value if isinstance(value, list) else [value]):
                    if isinstance(inner, dict):
                        at = (*place, key, position) if isinstance(value, list) else (*place, key)
                        self._element(inner, at)

    def _refs(self, raw: dict[str, Any], key: str, place: Place) -> list[str]:
        """Return the elements under a key, by their ids; raises `LineageError` for one without."""
        found = _items(raw.get(key))
        if not all(map(_ref, found)):
            raise self.found.refuse((*place, key), "an element in it needs an `spdxId`")
        return list(map(_ref, found))

    def _roots(self) -> Iterator[str]:
        """Yield what documents, and the bills in them, say that they are about."""
        for place, raw in self.elements.values():
            for ref in self._refs(raw, "rootElement", place) if _type(raw) in _BILLS else ():
                kind = _type(self.elements.get(ref, ((), {}))[1])
                if kind not in (*_BILLS, *_PACKAGES):
                    what = f"it is about {quoted(ref)}, which is no package in it"
                    raise self.found.refuse((*place, "rootElement"), what)
                yield ref

    # Packages

    def _package(self, ref: str, raw: dict[str, Any], place: Place) -> None:
        told, unread = told_of(self.found, _properties(raw), place)
        purls = [text_of(raw.get("software_packageUrl"))]
        for item in map(mapping_of, list_of(raw.get("externalIdentifier"))):
            if item.get("externalIdentifierType") == "packageUrl":
                purls.append(text_of(item.get("identifier")))
        purl = next(filter(None, purls), "")
        links = [text_of(raw.get(f"software_{key}")) for key in ("downloadLocation", "homePage")]
        type = _PACKAGES[_type(raw)]
        if type == "software":
            purpose = _PURPOSES.get(text_of(raw.get("software_primaryPurpose")), "")
            type = purpose or purl_type(purl) or type
        type = told.get("type", type)
        name, version = text_of(raw.get("name")), text_of(raw.get("software_packageVersion"))
        found = told.get("id") or work_id(type, name, "", version, purl, links)
        if not found:
            raise self.found.refuse(place, "a package needs a `name`")
        note_unread(self.found, unread, found)
        license = self._license(ref, told.get("license"), found)
        plain = {**told, "id": found, "type": type, "license": license}
        part = Part({k: v for k, v in plain.items() if v is not None}, place, "id" in told)
        self.found.add(ref, part)

    def _license(self, ref: str, told: str | None, name: str) -> str | None:
        """Return the licence of a package: what is declared and what is concluded both bind.

        That no licence was concluded, where one is declared, leaves none that is sure.
        """
        said = self.licenses.get(ref, ())
        read = [self._terms(one, 0) for _, one in said]
        several = [text for text in read if text.casefold() not in UNDECLARED]
        several = distinct(several if told is None else [told, *several], self.library)
        concluded = [one for kind, one in said if kind == _CONCLUDED]
        if several and any(one.endswith(_NO_LICENSE) for one in concluded):
            several.append("NONE")
        if len(several) > 1:
            message = f"{quoted(name)} has several licences: {listed(several)}; all are kept"
            self.found.note(Code.CONTRADICTORY_FACTS, message, name)
        return all_of(several, self.library)

    def _terms(self, ref: str, depth: int) -> str:
        """Return a licence element as an expression; `NOASSERTION` for what says nothing."""
        if ref not in self.terms:
            place, raw = self.elements.get(ref, ((), {}))
            if depth > _MAX_DEPTH:
                raise self.found.refuse(place, f"nested more than {_MAX_DEPTH} levels deep")
            found = self._read_terms(ref, raw, depth)
            if len(found) > MAX_LENGTH:
                message = f"a licence expression of more than {MAX_LENGTH:,} characters"
                raise self.found.refuse(place, message)
            self.terms[ref] = found
        return self.terms[ref]

    def _read_terms(self, ref: str, raw: dict[str, Any], depth: int) -> str:
        kind = _type(raw).removeprefix("expandedlicensing_").removeprefix("simplelicensing_")
        if kind == "LicenseExpression":
            named = {}
            for entry in map(mapping_of, list_of(raw.get("simplelicensing_customIdToUri"))):
                named[text_of(entry.get("key"))] = self._terms(
                    text_of(entry.get("value")), depth + 1
                )
            text = text_of(raw.get("simplelicensing_licenseExpression"))
            return without_references(text, _told(named), self.library) or "NOASSERTION"
        if kind in ("ConjunctiveLicenseSet", "DisjunctiveLicenseSet"):
            word = " AND " if kind.startswith("C") else " OR "
            members = self._refs(raw, "expandedlicensing_member", self.elements[ref][0])
            terms = [f"({self._terms(one, depth + 1)})" for one in members]
            return word.join(terms) or "NOASSERTION"
        if kind in ("OrLaterOperator", "WithAdditionOperator"):
            return self._operator(raw, kind, depth)
        tail = ref.rpartition("/")[2]
        see = texts_of(raw.get("expandedlicensing_seeAlso"))
        if kind in ("ListedLicense", "ListedLicenseException") or "spdx.org/licenses/" in ref:
            see = []
        else:
            tail = ""
        found = licenses_named([tail, text_of(raw.get("name")), *see], self.library)
        names = [without_references(name, {}, self.library) for name in found]
        return all_of(names, self.library) or "NOASSERTION"

    def _operator(self, raw: dict[str, Any], kind: str, depth: int) -> str:
        def inner(key: str) -> str:
            return self._terms(_ref(raw.get(f"expandedlicensing_{key}")), depth + 1)

        if kind == "OrLaterOperator":
            return f"{inner('subjectLicense')}+"
        addition = _ref(raw.get("expandedlicensing_subjectAddition"))
        name = text_of(self.elements.get(addition, ((), {}))[1].get("name"))
        tail = addition.rpartition("/")[2]
        known = next((n for n in (tail, name) if self.library.exception(n)), name or tail)
        return f"{inner('subjectExtendableLicense')} WITH {known}"

    # Relationships

    def _relationship(self, raw: dict[str, Any], place: Place) -> None:
        kind = text_of(raw.get("relationshipType"))
        first, others = _ref(raw.get("from")), self._refs(raw, "to", place)
        if not kind or not first or not others:
            wanted = "`from`, `to` and `relationshipType`"
            raise self.found.refuse(place, f"a relationship needs {wanted}")
        if kind in ("hasInput", "hasOutput"):
            made = self.builds.setdefault(first, ([], []))
            made[kind == "hasOutput"].extend(ref for ref in others if self._is_part(ref))
            return
        if kind in _SILENT or kind in _LICENSES or not self._is_part(first):
            return
        for other in filter(self._is_part, others):
            if kind in _FORWARD:
                self.found.refer(first, other, *_FORWARD[kind])
            elif kind in _BACKWARD:
                self.found.refer(other, first, *_BACKWARD[kind])
            elif not self.found.tells_all(first):
                self._aside(first, other, kind)

    def _is_part(self, ref: str) -> bool:
        """Tell whether a reference leads to a package, or out of the document."""
        return ref in self.found.ids or (bool(ref) and ref not in self.elements)

    def _aside(self, first: str, other: str, kind: str) -> None:
        """Note a relationship by which nothing of one part gets into another, or an unknown one."""
        names = [self.found.ids.get(ref, ref) for ref in (first, other)]
        says = f"{quoted(names[0])} is said to be `{kind}` {quoted(names[1])}"
        if kind in _ASIDE:
            self.found.apart.add(names[1])
            self.found.note(Code.UNREAD_FIELD, f"{says}, which leaves nothing in it", *names)
        else:
            self.found.note(Code.UNREAD_FIELD, f"{says}, which says not how it was made", *names)


def _told(named: dict[str, str]) -> dict[str, str]:
    return {ref: name for ref, name in named.items() if name.casefold() not in UNDECLARED}


def _type(raw: Mapping[str, Any]) -> str:
    return text_of(raw.get("type")) or text_of(raw.get("@type"))


def _ref(value: object) -> str:
    """Return the id of an element, which is given by its id or written out."""
    if isinstance(value, dict):
        return text_of(value.get("spdxId")) or text_of(value.get("@id"))
    return text_of(value)


def _items(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _properties(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the properties in the extensions of an element."""
    found = []
    for extension in map(mapping_of, list_of(raw.get("extension"))):
        for entry in map(mapping_of, list_of(extension.get("extension_cdxProperty"))):
            name, value = entry.get("extension_cdxPropName"), entry.get("extension_cdxPropValue")
            if isinstance(name, str):
                found.append((name, value if isinstance(value, str) else ""))
    return found
