"""Scenarios and conditions as JSON data: dates as ISO strings, sets in the order of their words."""

from collections.abc import Mapping
from datetime import date

from licenselogic.norms.conditions import All, Compare, Condition, IsTrue, Member, Not, Some
from licenselogic.norms.vocabulary import vocabulary


def scenario_data(scenario: Mapping[str, object]) -> dict[str, object]:
    """Return a scenario as JSON data."""
    return {name: _value(name, value) for name, value in scenario.items()}


def condition_data(condition: Condition) -> dict[str, object]:
    """Return a condition as JSON data, with negations pushed inwards as in its words.

    An atom has `fact`, `op` (`is`, `in`, `not in`, `>`, `>=`, `<`, `<=`) and `value`; the others
    are `{"all": [...]}` and `{"any": [...]}`.
    """
    return _data(condition, True)


_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def _data(condition: Condition, positive: bool) -> dict[str, object]:
    match condition:
        case IsTrue(fact):
            return {"fact": fact, "op": "is", "value": positive}
        case Compare(fact, op, value):
            told = op if positive else _OPPOSITE[op]
            return {"fact": fact, "op": told, "value": _value(fact, value)}
        case Member(fact, words):
            return {"fact": fact, "op": "in" if positive else "not in", "value": sorted(words)}
        case Not(part):
            return _data(part, not positive)
        case All(parts) | Some(parts):
            together = isinstance(condition, All) == positive
            return {"all" if together else "any": [_data(part, positive) for part in parts]}


def _value(fact: str, value: object) -> object:
    """Return the value of a fact; of a date the day instead of its number."""
    if vocabulary().facts[fact].sort == "date" and isinstance(value, int):
        return date.fromordinal(max(value, 1)).isoformat()
    return value
