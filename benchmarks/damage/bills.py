"""Doors for bills of materials, descriptions of datasets, files of weights and source code."""

import json
import random
import struct
from dataclasses import dataclass
from typing import Any

from benchmarks.damage.doors import (
    Damaged,
    Door,
    TreeDoor,
    as_json,
    in_file,
    is_empty,
    judged,
    last_key,
    workplace,
)
from benchmarks.damage.lineages import words
from benchmarks.damage.texts import spoil
from benchmarks.damage.trees import Place, Trees
from licenselogic.library.library import licenses
from licenselogic.readers.known import Known
from licenselogic.readers.load import load_lineage
from licenselogic.scan.scan import scan

LICENSES = ("llama3", "CC-BY-NC-4.0", "GPL-3.0-only", "gemma", "openrail++")
_BINDING = ("expression", "licenseDeclared", "simplelicensing_licenseExpression", "license")


def _binds(place: Place, new: object) -> bool:
    """Tell whether a value, replaced by what does not belong there, still binds: a licence."""
    return last_key(place) in _BINDING and not is_empty(new)


def bill_doors() -> list[Door]:
    """Return the doors for bills and what is like them."""
    trees = Trees(_binds, words(), strict_keys=False)
    kinds = {"cyclonedx": _cyclonedx, "spdx2": _spdx2, "spdx3": _spdx3, "croissant": _croissant}
    made = [
        TreeDoor(name, [kind(license) for license in LICENSES], trees, as_json, _enter, closed=True)
        for name, kind in kinds.items()
    ]
    return [*made, Bytes("gguf", "x.gguf"), Bytes("safetensors", "x.safetensors"), Source()]


def _enter(content: bytes, full: bool) -> str:
    return judged(load_lineage(in_file("bom.json", content)), full)


def _reference(license: str) -> str:
    return "LicenseRef-openrail--" if "+" in license else license


def _cyclonedx(license: str) -> dict[str, Any]:
    base = {"type": "machine-learning-model", "bom-ref": "b", "group": "a", "name": "base",
            "licenses": [{"expression": _reference(license)}],
            "purl": "pkg:huggingface/a/base@1"}  # fmt: skip
    data = {
        "type": "data",
        "bom-ref": "d",
        "name": "data",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    card = {"modelParameters": {"datasets": [{"ref": "d"}, {"name": "e/f"}]}}
    subject = {"type": "machine-learning-model", "bom-ref": "x", "name": "me/x", "modelCard": card,
               "licenses": [{"license": {"id": "MIT"}}],
               "pedigree": {"ancestors": [{"type": "machine-learning-model", "name": "a/base"}]},
               "properties": [{"name": "licenselogic:made-from:merge",
                               "value": "a/base"}]}  # fmt: skip
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": subject},
            "components": [base, data],
            "dependencies": [{"ref": "x", "dependsOn": ["b", "d"]}]}  # fmt: skip


def _spdx2(license: str) -> dict[str, Any]:
    named = {"licenseId": "LicenseRef-1", "name": license, "extractedText": "..."}
    packages = [{"SPDXID": "SPDXRef-x", "name": "x", "licenseDeclared": "MIT"},
                {"SPDXID": "SPDXRef-b", "name": "b",
                 "licenseDeclared": "LicenseRef-1"}]  # fmt: skip
    relation = {"spdxElementId": "SPDXRef-x", "relationshipType": "DESCENDANT_OF",
                "relatedSpdxElement": "SPDXRef-b"}  # fmt: skip
    return {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": packages,
            "documentDescribes": ["SPDXRef-x"], "relationships": [relation],
            "hasExtractedLicensingInfos": [named]}  # fmt: skip


def _spdx3(license: str) -> dict[str, Any]:
    def element(kind: str, key: str, **fields: Any) -> dict[str, Any]:
        return {"type": kind, "spdxId": f"urn:x#{key}", **fields}

    def relation(key: str, first: str, kind: str, second: str) -> dict[str, Any]:
        ends = {"from": f"urn:x#{first}", "to": [f"urn:x#{second}"], "relationshipType": kind}
        return element("Relationship", key, **ends)

    text = "simplelicensing_licenseExpression"
    expression = _reference(license)
    graph = [
        element("ai_AIPackage", "x", name="me/x"),
        element("ai_AIPackage", "b", name="a/base"),
        element("simplelicensing_LicenseExpression", "m", **{text: "MIT"}),
        element("simplelicensing_LicenseExpression", "l", **{text: expression}),
        relation("r1", "x", "hasDeclaredLicense", "m"),
        relation("r2", "b", "hasDeclaredLicense", "l"),
        relation("r3", "x", "descendantOf", "b"),
        element("SpdxDocument", "doc", rootElement=["urn:x#x"]),
    ]
    return {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}


def _croissant(license: str) -> dict[str, Any]:
    based = {"@type": "sc:Dataset", "name": "base", "license": license}
    return {"@context": {}, "@type": "sc:Dataset", "name": "x", "license": "MIT",
            "isBasedOn": [based]}  # fmt: skip


# Bytes ------------------------------------------------------------------------------------------


def _gguf(license: str) -> bytes:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    pairs = {"general.license": "mit", "general.base_model.0.name": license,
             "general.datasets": ""}  # fmt: skip
    body = b"".join(text(key) + struct.pack("<I", 8) + text(value) for key, value in pairs.items())
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + body


def _safetensors(license: str) -> bytes:
    metadata = {"modelspec.license": "mit", "ss_sd_model_name": f"a/{license}"}
    header = json.dumps({"__metadata__": metadata}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(16)


@dataclass(frozen=True)
class Bytes:
    """A door for files of weights; what is named in them is known to nobody."""

    name: str
    file: str
    samples: int = len(LICENSES)

    def sound(self, number: int) -> bytes:
        """Return an undamaged file."""
        make = _gguf if self.name == "gguf" else _safetensors
        return make(LICENSES[number])

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a file that is cut off, or with bytes of it spoilt, by which names may be lost."""
        content = bytearray(self.sound(number))
        if dice.random() < 0.2:
            return Damaged(bytes(content[: dice.randrange(len(content))]), "cut off", True)
        for _ in range(dice.choice([1, 1, 2, 5])):
            place = dice.randrange(len(content) + 1)
            size = dice.choice([1, 1, 4, 8])
            new = dice.choice([b"\xff" * size, bytes(size), dice.randbytes(size), b""])
            content[place : place + size] = new
        return Damaged(bytes(content), "bytes spoilt", False)

    def enter(self, value: bytes, full: bool, /) -> str:
        """Hand a file in and return the status of the verdict."""
        return judged(load_lineage(in_file(self.file, value), catalogue=False), full)


_CODE = """
import os
from transformers import AutoModel, pipeline
MODEL = os.environ.get("MODEL", "{license}/model")
def load(name="a/b", *, data: str = "c/d"):
    return [AutoModel.from_pretrained(name), load_dataset(f"{{data}}-x")]
for one in ["e/f", "g/h"]:
    load(one)
pipeline("text", model=MODEL or "i/j")
"""


@dataclass(frozen=True)
class Source:
    """A door for source code, notebooks and configuration."""

    name: str = "source"
    samples: int = 3 * len(LICENSES)

    def sound(self, number: int) -> tuple[str, bytes]:
        """Return an undamaged file, with its name."""
        license = LICENSES[number // 3]
        code = _CODE.format(license=license)
        cells = [{"cell_type": "code", "source": code.splitlines(keepends=True)}]
        forms = {
            "x.py": code.encode(),
            "x.ipynb": as_json({"cells": cells}),
            "x.yaml": f"model_name: {license}/model\ndataset: [c/d]\n".encode(),
        }
        return list(forms.items())[number % 3]

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a damaged file."""
        name, content = self.sound(number)
        spoilt = spoil(dice, content, closed=name.endswith(".ipynb"))
        return Damaged((name, spoilt.content), spoilt.how, spoilt.faithful)

    def enter(self, value: tuple[str, bytes], full: bool, /) -> str:
        """Hand a project in and return the status of the verdict."""
        folder = workplace() / "project"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / value[0]).write_bytes(value[1])
        return judged(scan(folder, known=Known(), library=licenses()).lineage, full)
