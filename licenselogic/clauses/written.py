"""Norms back to clause files: permissions, prohibitions and conditions, as a file states them."""

from collections.abc import Iterable
from datetime import date

from licenselogic.clauses.printer import print_file
from licenselogic.clauses.syntax import parse
from licenselogic.norms.conditions import (
    TRUE,
    All,
    Compare,
    Condition,
    IsTrue,
    Member,
    Not,
    Some,
)
from licenselogic.norms.deontic import Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary


def laid_out(text: str) -> str:
    """Return the text of a clause file in the one layout; raises `ClauseFileError` for a slip."""
    return print_file(parse(text))


def quote(text: str) -> str:
    """Return a text as a string of a clause file."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def norm_text(norm: Permission | Prohibition) -> str:
    """Return a norm as a clause states it, without readings."""
    verb = "permit" if isinstance(norm, Permission) else "forbid"
    on = ", ".join(name for name in vocabulary().statuses if name in norm.subjects)
    where = "" if norm.condition == TRUE else f" if {condition_text(norm.condition)}"
    lifted = sorted(norm.notwithstanding) if isinstance(norm, Permission) else ()
    though = f" notwithstanding {', '.join(map(quote, lifted))}" if lifted else ""
    return f"{verb} {_in_order(norm.acts)} on {on}{where}{though}"


def condition_text(condition: Condition) -> str:
    """Return a condition as a clause states it; raises `ValueError` for one that never holds."""
    match condition:
        case IsTrue(fact):
            return fact
        case Compare(fact, op, value):
            dated = vocabulary().facts[fact].sort == "date"
            return f"{fact} {op} {date.fromordinal(value).isoformat() if dated else value}"
        case Member(fact, words):
            if vocabulary().facts[fact].sort == "family":
                return " or ".join(f"{fact} in family {word}" for word in sorted(words))
            return f"{fact} in {{ {', '.join(sorted(words))} }}"
        case Not(part):
            return f"not ({condition_text(part)})"
        case All(parts) | Some(parts) if parts:
            word = " and " if isinstance(condition, All) else " or "
            return word.join(f"({condition_text(part)})" for part in parts)
    raise ValueError(f"no clause states {condition}")


def _in_order(acts: Iterable[str]) -> str:
    return ", ".join(sorted(acts, key=vocabulary().acts.index))
