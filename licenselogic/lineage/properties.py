"""Works as named properties: how a bill of materials carries what its format has no field for.

A property is a name and a text, and a name may be given several times:

    licenselogic:id                  me/tuned
    licenselogic:publish             sell
    licenselogic:fact:commercial     true
    licenselogic:evidence:file       LICENSE
    licenselogic:made-from:finetune  meta-llama/Llama-2-7b-hf
    licenselogic:inferred:finetune   meta-llama/Llama-2-7b-hf

Days follow what they are about: `made-from:finetune:2023-06-01` tells when the work was taken, and
`earlier-license:2024-04-18` until when the licence was given that is the value.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

PREFIX = "licenselogic:"
VERDICT = f"{PREFIX}verdict"
"""How the names of properties begin that tell of a verdict, and nothing of the work."""

_STATED, _INFERRED, _EARLIER = "made-from:", "inferred:", "earlier-license:"
_FACT, _EVIDENCE, _CONTENT = "fact:", "evidence", "evidence:content:"
_PLAIN = {"id": "id", "type": "type", "license": "license", "publish": "publish", "owner": "owner",
          "license-since": "license_since", "withdrawn": "withdrawn"}  # fmt: skip

Property = tuple[str, str]


def properties_of(plain: Mapping[str, Any]) -> list[Property]:
    """Return the properties of a work that is given in the shape of a lineage file."""
    found = [(f"{PREFIX}{name}", str(plain[key])) for name, key in _PLAIN.items() if key in plain]
    for earlier in plain.get("earlier_licenses", ()):
        found.append((f"{PREFIX}{_EARLIER}{earlier['until']}", earlier["license"]))
    for name, value in plain.get("facts", {}).items():
        found.append((f"{PREFIX}{_FACT}{name}", json.dumps(value)))
    if "evidence" in plain:
        found += [(f"{PREFIX}{name}", text) for name, text in _evidence(plain["evidence"])]
    for edge in plain.get("from", ()):
        how = _INFERRED if edge.get("inferred") else _STATED
        day = f":{edge['taken']}" if "taken" in edge else ""
        found.append((f"{PREFIX}{how}{edge['by']}{day}", edge["work"]))
    return found


def _evidence(evidence: Mapping[str, Any]) -> Iterator[Property]:
    yield _EVIDENCE, "given"
    yield from ((f"{_EVIDENCE}:file", file) for file in evidence.get("files", ()))
    yield from (
        (f"{_EVIDENCE}:{key}", evidence[key]) for key in ("text", "name") if key in evidence
    )
    yield from ((f"{_CONTENT}{file}", text) for file, text in evidence.get("contents", {}).items())


def plain_of(properties: Iterable[Property]) -> tuple[dict[str, Any], list[str]]:
    """Return what properties say, in the shape of a lineage file, and the names that say nothing.

    Names that do not begin with `licenselogic:` are passed over, and so are those of a verdict.
    """
    plain: dict[str, Any] = {}
    unread = []
    for full, value in properties:
        if full.startswith(PREFIX) and not full.startswith(VERDICT):
            name = full.removeprefix(PREFIX)
            if not _read(name, value, plain):
                unread.append(full)
    return plain, unread


def _read(name: str, value: str, plain: dict[str, Any]) -> bool:
    """Add what one property says; tell whether it says anything."""
    if name in _PLAIN:
        return bool(plain.setdefault(_PLAIN[name], value) == value)
    if name.startswith(_FACT):
        facts = plain.setdefault("facts", {})
        known = facts.setdefault(name.removeprefix(_FACT), _value(value))
        return bool(known == _value(value))
    if name.startswith((_STATED, _INFERRED)):
        how, by, *days = name.split(":", 2)
        more: dict[str, Any] = {"inferred": True} if f"{how}:" == _INFERRED else {}
        if days:
            more["taken"] = days[0]
        plain.setdefault("from", []).append({"work": value, "by": by, **more})
        return True
    if name.startswith(_EARLIER):
        earlier = {"license": value, "until": name.removeprefix(_EARLIER)}
        plain.setdefault("earlier_licenses", []).append(earlier)
        return True
    if name.startswith(_EVIDENCE):
        return _read_evidence(name, value, plain.setdefault("evidence", {}))
    return False


def _read_evidence(name: str, value: str, evidence: dict[str, Any]) -> bool:
    if name.startswith(_CONTENT):
        contents = evidence.setdefault("contents", {})
        return bool(contents.setdefault(name.removeprefix(_CONTENT), value) == value)
    key = name.removeprefix(f"{_EVIDENCE}:")
    if key == "file":
        evidence.setdefault("files", []).append(value)
        return True
    if key in ("text", "name"):
        return bool(evidence.setdefault(key, value) == value)
    return name == _EVIDENCE


def _value(text: str) -> object:
    """Return the value of a fact: JSON where it is, else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
