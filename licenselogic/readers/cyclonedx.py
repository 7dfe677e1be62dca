"""CycloneDX bills of materials (JSON, 1.2 and later; ML-BOMs from 1.5 on) to a lineage.

Read are components and services at any depth, pedigrees, dependencies, the datasets of model cards,
licences, and the properties that licenselogic writes.  What a dependency means is not stated in
this format, so those relations are inferred.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.display import kind_of, listed, quoted
from licenselogic.base.documents import Place
from licenselogic.base.source import Source
from licenselogic.library.library import Library, licenses
from licenselogic.library.references import REFERENCE, same_license, without_references
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.properties import PREFIX
from licenselogic.readers.bom_facts import note_seen, note_unread, told_of
from licenselogic.readers.bom_names import (
    all_of,
    licenses_named,
    list_of,
    mapping_of,
    pairs_of,
    purl_type,
    text_of,
    texts_of,
    work_id,
)
from licenselogic.readers.inventory import MADE, NEEDS, PART, Inventory, Part
from licenselogic.readers.known import Known
from licenselogic.readers.names import read_name

FORMAT = "CycloneDX"

_TYPES = {
    "machine-learning-model": "model",
    "data": "dataset",
    **dict.fromkeys(
        ("application", "container", "cryptographic-asset", "device", "device-driver", "file",
         "firmware", "framework", "library", "operating-system", "platform"),
        "software",
    ),
}  # fmt: skip
_BASE = frozenset({"basemodel", "basemodels", "basemodelid", "parentmodel", "finetunedfrom"})
_DATA = frozenset({"datasets", "trainingdata", "trainingdatasets", "traindatasets"})
_INCOMPLETE = re.compile(r"incomplete.*|unknown")
_MAX_DEPTH = 40
_NOTHING = "NOASSERTION"


def from_cyclonedx(
    data: dict[str, Any], source: Source, *, known: Known, library: Library | None = None
) -> Lineage:
    """Return the lineage of the work that a bill describes, or of all in it if it names none.

    Raises `LineageError` for a bill that does not follow the format, with the place.
    """
    shelf = library if library is not None else licenses()
    reader = _Reader(Inventory(source, shelf), shelf)
    reader.bill(data)
    return reader.found.lineage(known)


@dataclass
class _Reader:
    """Reads one bill into an inventory."""

    found: Inventory
    library: Library
    kept: set[str] = field(default_factory=set)

    def bill(self, data: dict[str, Any]) -> None:
        """Read a whole bill."""
        subject = self._mapping(data.get("metadata"), ("metadata",)).get("component")
        if subject is not None:
            self.found.root = self._component(subject, ("metadata", "component"), 0)
        for key in ("components", "services"):
            for place, raw in self._items(data.get(key), (key,)):
                self._component(raw, place, 0, service=key == "services")
        if not self.found.parts:
            raise self.found.refuse((), "this bill lists no component")
        self.found.apart -= self.kept
        if data.get("formulation"):
            what = "the bill has a `formulation` of how things were made, which is not read"
            self.found.note(Code.UNREAD_FIELD, what)
        for place, raw in self._items(data.get("dependencies"), ("dependencies",)):
            self._dependency(raw, place)
        for place, raw in self._items(data.get("compositions"), ("compositions",)):
            self._composition(raw, place)

    # Shapes

    def _items(self, raw: object, place: Place) -> Iterator[tuple[Place, Any]]:
        if raw is not None and not isinstance(raw, list):
            raise self.found.refuse(place, f"a list is wanted, not {kind_of(raw)}")
        yield from (((*place, i), item) for i, item in enumerate(raw or ()))

    def _mapping(self, raw: object, place: Place) -> dict[str, Any]:
        if raw is not None and not isinstance(raw, dict):
            raise self.found.refuse(place, f"a mapping is wanted, not {kind_of(raw)}")
        return raw or {}

    # Components

    def _component(
        self, raw: object, place: Place, depth: int, service: bool = False, kept: bool = True
    ) -> str:
        """Add a component with all that is inside it; return the id of the work.

        One that is listed again without being set aside is `kept`.
        """
        part = self._mapping(raw, place)
        if depth > _MAX_DEPTH:
            raise self.found.refuse(place, f"nested more than {_MAX_DEPTH} levels deep")
        described = self._part(part, place, service)
        ref = text_of(part.get("bom-ref"))
        name = self.found.add(ref, described) if ref else self.found.loose(described)
        if part.get("scope") == "excluded":
            self.found.apart.add(name)
            says = f"{quoted(name)} is not shipped, says the bill (`scope: excluded`); set aside"
            self.found.note(Code.UNREAD_FIELD, says, name)
        elif kept:
            self.kept.add(name)
        for key in ("components", "services"):
            for inner, item in self._items(part.get(key), (*place, key)):
                above = self._component(item, inner, depth + 1, service=key == "services")
                self.found.link(name, above, PART)
        self._pedigree(name, part.get("pedigree"), (*place, "pedigree"), depth)
        self._model_card(name, part.get("modelCard"), (*place, "modelCard"))
        self._named(name, part, place)
        return name

    def _part(self, raw: dict[str, Any], place: Place, service: bool) -> Part:
        properties = pairs_of(raw.get("properties"))
        told, unread = told_of(self.found, properties, place)
        purl = text_of(raw.get("purl"))
        type = "software" if service else _TYPES.get(text_of(raw.get("type")), "")
        if not type:
            known = ", ".join(_TYPES)
            raise self.found.refuse(place, "a component needs a `type` that is known", known)
        if type == "software":
            type = "model" if raw.get("modelCard") else purl_type(purl) or type
        links = [text_of(mapping_of(r).get("url")) for r in list_of(raw.get("externalReferences"))]
        name, group, version = (text_of(raw.get(key)) for key in ("name", "group", "version"))
        type = told.get("type", type)
        found = told.get("id") or work_id(type, name, group, version, purl, links)
        if not found:
            raise self.found.refuse(place, "a component needs a `name`")
        note_unread(self.found, unread, found)
        plain = {**told, "id": found, "type": type}
        names = self._licenses(raw.get("licenses"), (*place, "licenses"))
        if "license" not in told and len(names) > 1:
            message = f"{quoted(found)} has several licences: {listed(names)}; all are kept"
            self.found.note(Code.CONTRADICTORY_FACTS, message, found)
        at = (*place, "evidence")
        seen = self._mapping(raw.get("evidence"), at).get("licenses")
        note_seen(self.found, self._licenses(seen, (*at, "licenses")), names, found)
        plain["license"] = self._agreed(all_of(names, self.library), told.get("license"), found)
        hints = (*texts_of(raw.get("tags")), *(value for key, value in properties if key == "tags"))
        return Part({k: v for k, v in plain.items() if v is not None}, place, "id" in told, hints)

    def _agreed(self, stated: str | None, told: str | None, name: str) -> str | None:
        """Return the licence of both the field and the property that licenselogic writes."""
        if stated is None or told is None:
            return stated if told is None else told
        if same_license(stated, told, self.library):
            return told
        message = f"{quoted(name)} has several licences: {listed([stated, told])}; all are kept"
        self.found.note(Code.CONTRADICTORY_FACTS, message, name)
        return all_of((stated, told), self.library)

    def _licenses(self, raw: object, place: Place) -> list[str]:
        """Return the licences of a component, which bind together."""
        names = (self._license(item, inner) for inner, item in self._items(raw, place))
        return list(dict.fromkeys(chain.from_iterable(names)))

    def _license(self, raw: object, place: Place) -> list[str]:
        """Return what an entry says: an expression, a licence, or both, which bind together."""
        choice = self._mapping(raw, place)
        license = self._mapping(choice.get("license"), (*place, "license"))
        given = [text_of(license.get(key)) for key in ("id", "name", "url")]
        found = licenses_named(given, self.library)
        named: dict[str, str] = {}
        if choice.get("expression") is not None:
            named, others = self._details(choice, place)
            found = [text_of(choice["expression"]), *others, *found]
        return [without_references(n, named, self.library) or _NOTHING for n in found or [_NOTHING]]

    def _details(self, choice: dict[str, Any], place: Place) -> tuple[dict[str, str], list[str]]:
        """Return what the details of an expression say (from 1.7 on), by their addresses.

        First what references stand for, then licences that differ from the listed ones they are
        said of, which bind too.
        """
        named: dict[str, list[str]] = {}
        others: list[str] = []
        for at, item in self._items(choice.get("expressionDetails"), (*place, "expressionDetails")):
            detail = self._mapping(item, at)
            name, url = text_of(detail.get("licenseIdentifier")), text_of(detail.get("url"))
            own = without_references(name.partition(" WITH ")[0], {}, self.library)
            told = licenses_named([own, url] if self.library.find(url) else [own], self.library)
            if REFERENCE.fullmatch(name):
                named.setdefault(name, []).extend(t for t in told if t != name)
            else:
                others += told[1:]
        joined = {ref: all_of(told, self.library) for ref, told in named.items()}
        return {ref: text for ref, text in joined.items() if text}, others

    # Relations

    def _pedigree(self, name: str, raw: object, place: Place, depth: int) -> None:
        pedigree = self._mapping(raw, place)
        for inner, item in self._items(pedigree.get("ancestors"), (*place, "ancestors")):
            self.found.link(name, self._component(item, inner, depth + 1), MADE)
        for inner, item in self._items(pedigree.get("descendants"), (*place, "descendants")):
            self.found.link(self._component(item, inner, depth + 1), name, MADE)
        variants = list(self._items(pedigree.get("variants"), (*place, "variants")))
        for inner, item in variants:
            other = self._component(item, inner, depth + 1, kept=False)
            self.found.apart.add(other)
            what = f"{quoted(other)} is listed as a variant of {quoted(name)}, not as its origin"
            self.found.note(Code.UNREAD_FIELD, f"{what}; set aside", name, other)

    def _model_card(self, name: str, raw: object, place: Place) -> None:
        card = self._mapping(raw, place)
        inner = (*place, "modelParameters")
        parameters = self._mapping(card.get("modelParameters"), inner)
        for at, item in self._items(parameters.get("datasets"), (*inner, "datasets")):
            given = self._mapping(item, at)
            ref = text_of(given.get("ref"))
            if ref:
                self.found.refer(self.found.key(name), ref, MADE, "trained_on")
                continue
            contents = mapping_of(given.get("contents"))
            called, url = text_of(given.get("name")), text_of(contents.get("url"))
            found = work_id("dataset", called or url, links=[url])
            if not found:
                raise self.found.refuse(at, "a dataset needs a `ref` or a `name`")
            above = self.found.loose(Part({"id": found, "type": "dataset"}, at))
            self.found.link(name, above, MADE, "trained_on")

    def _named(self, name: str, raw: dict[str, Any], place: Place) -> None:
        """Add what properties name as base models and datasets, as other tools write them."""
        properties = pairs_of(raw.get("properties"))
        properties += pairs_of(mapping_of(raw.get("modelCard")).get("properties"))
        for key, value in properties:
            if key.startswith(PREFIX):
                continue
            word = re.sub(r"[^a-z]", "", key.rpartition(":")[2].casefold())
            type = "model" if word in _BASE else "dataset" if word in _DATA else ""
            for text in re.split(r"[,;\[\]'\"\s]+", value) if type else ():
                found = read_name(text)
                if found is not None and found.id != name:
                    above = self.found.loose(Part({"id": found.id, "type": type}, place))
                    self.found.link(name, above, MADE)

    def _dependency(self, raw: object, place: Place) -> None:
        entry = self._mapping(raw, place)
        below = text_of(entry.get("ref"))
        if not below:
            raise self.found.refuse(place, "a dependency needs a `ref`")
        for inner, item in self._items(entry.get("dependsOn"), (*place, "dependsOn")):
            above = text_of(item)
            if not above:
                raise self.found.refuse(inner, f"a reference is wanted, not {kind_of(item)}")
            if self.found.ids.get(above) not in self.found.apart:
                self.found.refer(below, above, NEEDS)

    def _composition(self, raw: object, place: Place) -> None:
        entry = self._mapping(raw, place)
        if not _INCOMPLETE.fullmatch(text_of(entry.get("aggregate"))):
            return
        refs = texts_of(entry.get("assemblies")) + texts_of(entry.get("dependencies"))
        for name in dict.fromkeys(self.found.ids.get(ref, ref) for ref in refs):
            message = f"of {quoted(name)}, says the bill, it does not list all parts"
            self.found.note(Code.MISSING_UPSTREAM, message, name)
