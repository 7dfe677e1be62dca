"""Verdicts as SARIF 2.1.0: rules with help, results with places, fingerprints that stay.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from licenselogic.base.codes import Code
from licenselogic.base.display import shown
from licenselogic.base.source import Span
from licenselogic.base.version import __version__
from licenselogic.report.told import Checked, Level, Part, Told, Unreadable, described
from licenselogic.verdict.verdict import NOTICE

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""What relative addresses stand below: the folder in which the command runs."""

_USUAL = {
    Part.INCOMPATIBLE: Level.ERROR,
    Part.POLICY: Level.ERROR,
    Part.UNKNOWN: Level.WARNING,
    Part.WARNINGS: Level.WARNING,
}


def sarif(
    found: Sequence[Checked], errors: Sequence[Unreadable] = (), root: Path | None = None
) -> dict[str, Any]:
    """Return a SARIF log with one run; files below `root` (default: here) get relative addresses.

    What is accepted is there too, as suppressed; inputs that cannot be read are notifications.
    """
    found, errors = shown(tuple(found)), shown(tuple(errors))
    base = (root or Path()).resolve()
    parts: dict[str, Part] = {}
    for told in (told for checked in found for told in checked.told):
        parts.setdefault(told.code, told.part)
    codes = sorted(parts)
    results = [
        _result(checked, told, codes.index(told.code), base)
        for checked in found
        for told in checked.told
    ]
    driver = {
        "name": "licenselogic",
        "semanticVersion": __version__,
        "rules": [_rule(code, parts[code]) for code in codes],
        "notifications": [_notification(code) for code in sorted(_codes(errors))],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": list(_problems(errors, base)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "notice": NOTICE,
            "verdicts": [
                {
                    "path": checked.path,
                    "work": checked.verdict.work,
                    "license": checked.verdict.license,
                    "status": checked.status.value,
                    "message": checked.verdict.message,
                    "library": checked.verdict.library,
                }
                for checked in found
            ],
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, part: Part) -> dict[str, Any]:
    summary, advice = described(code)
    sentence, what = _sentence(summary), _sentence(advice)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": sentence},
        "help": {
            "text": f"{sentence}\n\nWhat to do: {what}",
            "markdown": f"**{code}**: {sentence}\n\n*What to do*: {what}",
        },
        "defaultConfiguration": {"level": _USUAL.get(part, Level.NOTE).value},
        "properties": {"tags": ["licence", part.value]},
    }


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _result(checked: Checked, told: Told, rule: int, base: Path) -> dict[str, Any]:
    lines = [f"{checked.title}: {told.message}"]
    lines += [f"{name}: {text}" for name, text in told.details]
    lines += [f"help: {told.help}"] if told.help else []
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": told.work, "kind": "resource"}]
    }
    if told.place is not None:
        location["physicalLocation"] = _physical(told.place, base)
    result: dict[str, Any] = {
        "ruleId": told.code,
        "ruleIndex": rule,
        "level": told.level.value,
        "message": {"text": "\n".join(lines)},
        "locations": [location],
        "partialFingerprints": {"licenselogic/v1": told.fingerprint},
        "properties": {
            "work": told.work,
            "license": checked.verdict.license,
            "status": checked.status.value,
            "part": told.part.value,
            "fails": told.fails,
            "message": told.message,
            "clauses": [f"{ref.license} {ref.cite}" for ref in told.clauses],
        },
    }
    if told.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(span, base), "message": {"text": text}}
            for number, (text, span) in enumerate(told.related)
        ]
    if told.accepted:
        suppression = {"kind": "external", "status": "accepted", "justification": told.accepted}
        result["suppressions"] = [suppression]
    return result


def _physical(span: Span, base: Path) -> dict[str, Any]:
    return {
        "artifactLocation": address(span.file, base),
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def address(file: str, base: Path) -> dict[str, str]:
    """Return where a file is: below `base`, or by its whole path."""
    path = (base / file).absolute()
    if path.is_relative_to(base) and ".." not in path.parts:
        return {"uri": quote(path.relative_to(base).as_posix()), "uriBaseId": ROOT}
    return {"uri": f"file://{quote(path.as_posix())}"}


def _codes(errors: Iterable[Unreadable]) -> set[str]:
    return {code for error in errors for code, _, _ in error.problems}


def _notification(code: str) -> dict[str, Any]:
    summary, advice = described(Code(code))
    text = f"{_sentence(summary)}\n\nWhat to do: {_sentence(advice)}"
    return {"id": code, "shortDescription": {"text": _sentence(summary)}, "help": {"text": text}}


def _problems(errors: Sequence[Unreadable], base: Path) -> Iterable[dict[str, Any]]:
    codes = sorted(_codes(errors))
    for error in errors:
        for code, message, span in error.problems:
            descriptor = {"id": code, "index": codes.index(code)}
            found: dict[str, Any] = {
                "descriptor": descriptor, "level": "error", "message": {"text": message},
            }  # fmt: skip
            if span is not None:
                found["locations"] = [{"physicalLocation": _physical(span, base)}]
            elif error.path:
                place = {"physicalLocation": {"artifactLocation": address(error.path, base)}}
                found["locations"] = [place]
            yield found
