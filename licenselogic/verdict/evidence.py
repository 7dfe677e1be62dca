"""Which duties the evidence of a work shows to be met (DESIGN 8): files, text, and name."""

import re

from licenselogic.decision.question import Owed
from licenselogic.lineage.work import Evidence, Work

_LICENSE_FILE = re.compile(r"^(licen[cs]e|copying|unlicense)", re.IGNORECASE)
_NOTICE_FILE = re.compile(r"^(notice|copyright|attribution|authors)", re.IGNORECASE)
_CHANGE_WORDS = re.compile(r"\b(modif|chang|fine-?tun|quanti[sz]|merg|adapt|prun)", re.IGNORECASE)


def duty_state(owed: Owed, work: Work) -> tuple[str, str]:
    """Return (`met` | `unmet` | `unchecked`, why) for a duty, given the evidence of the work.

    Without evidence, or for duties that no file, text or name can show, the state is `unchecked`.
    """
    evidence = work.evidence
    if evidence is None:
        return "unchecked", "no evidence given"
    match owed.duty:
        case "name-prefix":
            return _prefix(owed, evidence.name or work.id.rpartition("/")[2])
        case "include-license":
            return _has_file(evidence, _LICENSE_FILE, "a licence file")
        case "include-notice" if not owed.texts:
            return _has_file(evidence, _NOTICE_FILE, "a NOTICE file")
        case "include-notice" | "display-text" | "attribution" | "documentation-acknowledgement":
            return _shows(owed, evidence)
        case "state-changes":
            said = _CHANGE_WORDS.search(evidence.text)
            return ("met", f"the text says `{said.group()}...`") if said else (
                "unchecked", "no statement of changes was found in the text given",
            )  # fmt: skip
    return "unchecked", "cannot be shown by files, text or name"


def _prefix(owed: Owed, name: str) -> tuple[str, str]:
    wanted = owed.texts[0] if owed.texts else ""
    if name.casefold().startswith(wanted.casefold()):
        return "met", f"the name is `{name}`"
    return "unmet", f"the name `{name}` does not begin with `{wanted}`"


def _has_file(evidence: Evidence, pattern: re.Pattern[str], what: str) -> tuple[str, str]:
    if not evidence.files:
        return "unchecked", "no list of files given"
    for name in evidence.files:
        if pattern.match(name.rpartition("/")[2]):
            return "met", f"`{name}` is there"
    return "unmet", f"{what} is not among the files"


def _shows(owed: Owed, evidence: Evidence) -> tuple[str, str]:
    if not evidence.text:
        return "unchecked", "no text given"
    folded = " ".join(evidence.text.casefold().split())
    for text in owed.texts:
        if " ".join(text.casefold().split()) not in folded:
            return "unmet", f"the text does not contain `{text}`"
    return ("met", "the text contains it") if owed.texts else ("unchecked", "no fixed wording")
