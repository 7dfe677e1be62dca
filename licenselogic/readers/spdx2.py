"""SPDX 2.2 and 2.3 documents (JSON or YAML) to a lineage: packages, relationships, licences.

Files and snippets are passed over: their packages speak for them.  Relationships say how packages
belong together; where that leaves open how one was made, the relation is inferred.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from licenselogic.base.codes import Code
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.base.documents import Place
from licenselogic.base.source import Source
from licenselogic.library.library import Library, licenses
from licenselogic.library.references import distinct, same_license, without_references
from licenselogic.library.terms import UNDECLARED
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.properties import PREFIX
from licenselogic.readers.bom_facts import note_seen, note_unread, told_of
from licenselogic.readers.bom_names import (
    all_of,
    hub_type,
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

VERSION = "spdxVersion"

_FORWARD: Mapping[str, tuple[str, str]] = {
    "DESCENDANT_OF": (MADE, ""),
    "GENERATED_FROM": (MADE, ""),
    "VARIANT_OF": (MADE, ""),
    "PATCH_FOR": (MADE, ""),
    "AMENDS": (MADE, ""),
    "COPY_OF": (MADE, "copy"),
    "EXPANDED_FROM_ARCHIVE": (MADE, "convert"),
    "CONTAINS": (PART, ""),
    "STATIC_LINK": (PART, "combine"),
    "DYNAMIC_LINK": (PART, "combine"),
    "DEPENDS_ON": (NEEDS, ""),
    "HAS_PREREQUISITE": (NEEDS, ""),
    "OTHER": (NEEDS, ""),
}
"""The first element is below: what it says of the second."""

_BACKWARD: Mapping[str, tuple[str, str]] = {
    "ANCESTOR_OF": (MADE, ""),
    "GENERATES": (MADE, ""),
    "PATCH_APPLIED": (MADE, ""),
    "CONTAINED_BY": (PART, ""),
    "PACKAGE_OF": (PART, ""),
    "DATA_FILE_OF": (PART, ""),
    "FILE_ADDED": (PART, ""),
    "FILE_MODIFIED": (PART, ""),
    "OPTIONAL_COMPONENT_OF": (PART, ""),
    "DEPENDENCY_OF": (NEEDS, ""),
    "RUNTIME_DEPENDENCY_OF": (NEEDS, ""),
    "OPTIONAL_DEPENDENCY_OF": (NEEDS, ""),
    "BUILD_DEPENDENCY_OF": (NEEDS, ""),
    "PROVIDED_DEPENDENCY_OF": (NEEDS, ""),
    "PREREQUISITE_FOR": (NEEDS, ""),
    "DISTRIBUTION_ARTIFACT": (MADE, "convert"),
}
"""The second element is below."""

_TOOLS = frozenset(
    {"BUILD_TOOL_OF", "DEV_TOOL_OF", "DEV_DEPENDENCY_OF", "TEST_TOOL_OF",
     "TEST_DEPENDENCY_OF", "TEST_OF", "TEST_CASE_OF", "EXAMPLE_OF", "DOCUMENTATION_OF",
     "METAFILE_OF"}
)  # fmt: skip
"""What leaves nothing of the first element in the second."""

_SILENT = frozenset({"DESCRIBES", "DESCRIBED_BY", "DEPENDENCY_MANIFEST_OF", "FILE_DELETED",
                     "SPECIFICATION_FOR", "REQUIREMENT_DESCRIPTION_FOR"})  # fmt: skip

_NOBODY = frozenset({"NONE", "NOASSERTION"})


def from_spdx2(
    data: dict[str, Any], source: Source, *, known: Known, library: Library | None = None
) -> Lineage:
    """Return the lineage of the package that a document describes, or of all packages.

    Raises `LineageError` for a document that does not follow the format, with the place.
    """
    shelf = library if library is not None else licenses()
    reader = _Reader(Inventory(source, shelf), shelf)
    reader.document(data)
    return reader.found.lineage(known)


@dataclass
class _Reader:
    """Reads one document into an inventory."""

    found: Inventory
    library: Library
    references: dict[str, str] = field(default_factory=dict)

    def document(self, data: dict[str, Any]) -> None:
        """Read a whole document."""
        named: dict[str, list[str]] = {}
        for _, raw in self._items(data, "hasExtractedLicensingInfos", ()):
            given = [text_of(raw.get("name")), *texts_of(raw.get("seeAlsos"))]
            found = licenses_named([n for n in given if n not in _NOBODY], self.library)
            named.setdefault(text_of(raw.get("licenseId")), []).extend(found)
        for ref, found in named.items():  # what is said of it twice binds twice
            told = all_of(found, self.library) if ref else None
            if told:
                self.references[ref] = told
        for place, raw in self._items(data, "packages", ()):
            self._package(raw, place)
        if not self.found.parts:
            raise self.found.refuse((), "this document lists no package")
        own = text_of(data.get("SPDXID")) or "SPDXRef-DOCUMENT"
        described = texts_of(data.get("documentDescribes"))
        ignored = {own, *(text_of(f.get("SPDXID")) for _, f in self._items(data, "files", ()))}
        ignored |= {text_of(f.get("SPDXID")) for _, f in self._items(data, "snippets", ())}
        ignored -= self.found.ids.keys()
        for place, raw in self._items(data, "relationships", ()):
            described += self._relationship(raw, place, own, ignored)
        subjects = [
            self.found.ids[ref] for ref in dict.fromkeys(described) if ref in self.found.ids
        ]
        lost = [ref for ref in described if ref not in self.found.ids and ref not in ignored]
        if lost and not subjects:
            what = f"it is about {quoted(lost[0])}, which is no package in it"
            raise self.found.refuse((), what)
        if len(subjects) == 1:
            self.found.root = subjects[0]

    def _items(self, data: dict[str, Any], key: str, at: Place) -> Iterator[tuple[Place, Any]]:
        raw = data.get(key)
        if raw is not None and not isinstance(raw, list):
            raise self.found.refuse((*at, key), f"a list is wanted, not {kind_of(raw)}")
        for position, item in enumerate(raw or ()):
            if not isinstance(item, dict):
                place = (*at, key, position)
                raise self.found.refuse(place, f"a mapping is wanted, not {kind_of(item)}")
            yield (*at, key, position), item

    # Packages

    def _package(self, raw: dict[str, Any], place: Place) -> None:
        ref = text_of(raw.get("SPDXID"))
        if not ref:
            raise self.found.refuse(place, "a package needs an `SPDXID`")
        comments = [text_of(a.get("comment")) for _, a in self._items(raw, "annotations", place)]
        told, unread = told_of(self.found, _properties(raw), place)
        located = [mapping_of(r) for r in list_of(raw.get("externalRefs"))]
        purls = [text_of(r.get("referenceLocator")) for r in located
                 if text_of(r.get("referenceType")).endswith("purl")]  # fmt: skip
        purl = purls[0] if purls else ""
        links = [text_of(raw.get("homepage")), text_of(raw.get("downloadLocation"))]
        name, version = text_of(raw.get("name")), text_of(raw.get("versionInfo"))
        type = told.get("type") or purl_type(purl) or _purpose(raw, comments, hub_type(name, links))
        found = told.get("id") or work_id(type, name, "", version, purl, links)
        if not found:
            raise self.found.refuse(place, "a package needs a `name`")
        note_unread(self.found, unread, found)
        plain = {**told, "id": found, "type": type}
        license = self._license(raw, told.get("license"), found)
        plain.pop("license", None)
        if license:
            plain["license"] = license
        self.found.add(ref, Part(plain, place, "id" in told))

    def _license(self, raw: dict[str, Any], told: str | None, name: str) -> str | None:
        """Return the licence of a package: what is declared and what is concluded both bind.

        That no licence was concluded, where one is declared, leaves none that is sure.
        """
        declared, concluded = (
            text_of(raw.get("licenseDeclared")),
            text_of(raw.get("licenseConcluded")),
        )
        read = [self._known(text) for text in (declared, concluded)]
        found = [text for text in read if text and text.casefold() not in UNDECLARED]
        if concluded == "NONE" and found:
            found.append(concluded)
        self._in_files(raw, [*found, *([told] if told else [])], name)
        if told is not None and all(same_license(told, text, self.library) for text in found):
            return told
        several = distinct([told, *found] if told is not None else found, self.library)
        if len(several) > 1:
            message = f"{quoted(name)} has several licences: {listed(several)}; all are kept"
            self.found.note(Code.CONTRADICTORY_FACTS, message, name)
        return all_of(several, self.library)

    def _known(self, text: str) -> str:
        return without_references(text, self.references, self.library)

    def _in_files(self, raw: dict[str, Any], licenses: list[str], name: str) -> None:
        """Note licences that were found in files of a package, and that it does not have."""
        seen = [text for text in texts_of(raw.get("licenseInfoFromFiles")) if text not in _NOBODY]
        note_seen(self.found, map(self._known, seen), licenses, name)

    # Relationships

    def _relationship(
        self, raw: dict[str, Any], place: Place, own: str, ignored: set[str]
    ) -> list[str]:
        """Read a relationship; return what the document describes by it."""
        first, second = text_of(raw.get("spdxElementId")), text_of(raw.get("relatedSpdxElement"))
        kind = text_of(raw.get("relationshipType")).upper()
        if not first or not second or not kind:
            wanted = "`spdxElementId`, `relationshipType` and `relatedSpdxElement`"
            raise self.found.refuse(place, f"a relationship needs {wanted}")
        if kind == "DESCRIBES" and first == own:
            return [second]
        if kind == "DESCRIBED_BY" and second == own:
            return [first]
        if "NOASSERTION" in (first, second) and kind not in _SILENT:
            message = f"{quoted(first)} is said to be `{kind}` {quoted(second)}: nobody says which"
            known = [self.found.ids[ref] for ref in (first, second) if ref in self.found.ids]
            self.found.note(Code.UNREAD_FIELD, message, *known)
        if kind in _SILENT or {first, second} & (ignored | _NOBODY):
            return []
        if kind in _FORWARD:
            self.found.refer(first, second, *_FORWARD[kind])
        elif kind in _BACKWARD:
            self.found.refer(second, first, *_BACKWARD[kind])
        elif not self.found.tells_all(second):
            self._aside(first, second, kind)
        return []

    def _aside(self, first: str, second: str, kind: str) -> None:
        """Note a relationship by which nothing of one part gets into another, or an unknown one."""
        names = [self.found.ids.get(ref, ref) for ref in (first, second)]
        says = f"{quoted(names[0])} is said to be `{kind}` {quoted(names[1])}"
        if kind in _TOOLS:
            self.found.apart.add(names[0])
            self.found.note(Code.UNREAD_FIELD, f"{says}, which leaves nothing in it", *names)
        else:
            self.found.note(Code.UNREAD_FIELD, f"{says}, which says not how it was made", *names)


def _properties(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the properties that stand in the annotations of a package: `NAME=VALUE`."""
    found = []
    for item in list_of(raw.get("annotations")):
        comment = mapping_of(item).get("comment")
        if isinstance(comment, str) and comment.startswith(PREFIX):
            name, _, value = comment.partition("=")
            found.append((unquote(name), value))
    return found


def _purpose(raw: dict[str, Any], comments: list[str], hub: str) -> str:
    """Return the type of a package; SPDX 2 has no word for models, so other fields tell.

    `hub` is the type of what the Hub has at its address.
    """
    purpose = text_of(raw.get("primaryPackagePurpose")).upper()
    words = " ".join([text_of(raw.get("comment")), text_of(raw.get("summary")), *comments])
    if re.search(r"\b(machine[- ]learning model|ai model|ai package)\b", words, re.IGNORECASE):
        return "model"
    if purpose in ("", "OTHER") and hub:
        return hub
    return "dataset" if purpose == "DATA" else "software"
