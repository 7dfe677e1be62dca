"""Norms, conditions and values in words, for reports.  Decides nothing."""

from datetime import date

from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.vocabulary import vocabulary

_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_NAMES = {
    ">": "more than",
    ">=": "at least",
    "<": "fewer than",
    "<=": "at most",
}


def number(value: int) -> str:
    """Return a number with separated thousands."""
    return f"{value:,}"


def value_text(fact: str, value: object) -> str:
    """Return `fact: value` as a person would write it."""
    entry = vocabulary().facts[fact]
    name = fact.replace("_", " ")
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if entry.sort == "date" and isinstance(value, int):
        return f"{name} {date.fromordinal(max(value, 1)).isoformat()}"
    if isinstance(value, int):
        unit = f" {entry.unit}" if entry.unit and entry.unit not in name else ""
        return f"{name} = {number(value)}{unit}"
    return f"{name} = {value}"


def condition_text(condition: Condition) -> str:
    """Return a condition as a clause of a sentence, with negations pushed inwards."""
    return _text(condition, True, "")


def _text(condition: Condition, positive: bool, inside: str) -> str:
    match condition:
        case Not(part):
            return _text(part, not positive, inside)
        case All(parts) | Some(parts):
            joined = isinstance(condition, All) == positive
            word = " and " if joined else " or "
            if not parts:
                return "always" if joined else "never"
            text = word.join(_text(part, positive, word) for part in parts)
            return f"({text})" if inside and inside != word and len(parts) > 1 else text
        case IsTrue(fact):
            return f"{'' if positive else 'not '}{fact.replace('_', ' ')}"
        case Compare(fact, op, value):
            return _comparison(fact, op if positive else _OPPOSITE[op], value)
        case Member(fact, words):
            is_in = "is" if len(words) == 1 else "is one of"
            negated = "" if positive else " not"
            verb = is_in.replace("is", f"is{negated}", 1)
            return f"{fact.replace('_', ' ')} {verb} {', '.join(sorted(words))}"


def _comparison(fact: str, op: str, value: int) -> str:
    entry = vocabulary().facts[fact]
    name = fact.replace("_", " ")
    if entry.sort == "date":
        day = date.fromordinal(max(value, 1)).isoformat()
        words = {">": "after", ">=": "on or after", "<": "before", "<=": "on or before"}
        return f"{name} {words[op]} {day}"
    return f"{_NAMES[op]} {number(value)} {name}"
