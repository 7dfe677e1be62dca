"""What a publisher states: how a work is published, and facts such as `commercial: false`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, LineageError, did_you_mean
from licenselogic.base.display import kind_of, quoted
from licenselogic.lineage.problems import MAX_PROBLEMS
from licenselogic.norms.vocabulary import Fact, vocabulary

Facts = tuple[tuple[str, object], ...]
"""Facts by name, sorted: booleans, whole numbers, dates and words of the vocabulary."""

_WANTED = {
    "bool": "is true or false",
    "number": "is a whole number that is not negative",
    "date": "is a date such as 2024-04-18",
    "tree": "is a word of the vocabulary",
}


def check_publish(word: str) -> str:
    """Return `word` if it is a way to publish; raises `LineageError`."""
    known = vocabulary().publications
    if word in known:
        return word
    help = did_you_mean(word[:100], known) or f"one of: {', '.join(known)}"
    message = f"{quoted(word)} is not a value of `publish`"
    raise LineageError(Diagnostic(Code.UNKNOWN_WORD, message, help=help))


def check_facts(raw: Mapping[str, object], publish: str) -> Facts:
    """Return facts about a publisher, sorted by name; raises `LineageError` with every mistake."""
    found, problems = read_facts(raw, publish)
    if problems:
        raise LineageError(*(diagnostic for _, diagnostic in problems))
    return found


def read_facts(
    raw: Mapping[Any, object], publish: str
) -> tuple[Facts, list[tuple[str, Diagnostic]]]:
    """Return the facts that hold, and the mistakes, each with the name of the fact."""
    found: dict[str, object] = {}
    problems: list[tuple[str, Diagnostic]] = []
    for key, value in raw.items():
        name = str(key)
        try:
            found[name] = _fact(name, value, publish, hint=len(problems) < MAX_PROBLEMS)
        except LineageError as error:
            problems += [(name, diagnostic) for diagnostic in error.diagnostics]
    return tuple(sorted(found.items())), problems


def _fact(name: str, value: object, publish: str, hint: bool) -> object:
    """Return the value of a fact as its sort wants it; raises `LineageError`."""
    known = vocabulary().facts
    if name not in known:
        near = did_you_mean(name[:100], known) if hint else ""
        help = near or f"one of: {', '.join(known)}"
        raise _wrong(Code.UNKNOWN_WORD, f"no fact is called {quoted(name)}", help)
    found = _value(known[name], value)
    settled = vocabulary().publications[publish].facts.get(name, found)
    if found != settled:
        message = f"`publish: {publish}` says that `{name}` is {str(settled).lower()}"
        raise _wrong(Code.CONTRADICTORY_FACTS, message)
    return found


_WRITTEN = {
    "bool": "write `true` or `false`, without quotes",
    "number": "write it in digits, such as 20000",
    "date": "write a day, such as 2024-04-18",
}
"""How values of facts are written in files."""


def _value(fact: Fact, value: object) -> object:
    if fact.sort == "family":
        message = f"`{fact.name}` follows from the lineage; it is not stated"
        raise _wrong(Code.BAD_VALUE, message, "say what the work was made from: `from`")
    if fact.name in vocabulary().typed:
        message = f"`{fact.name}` follows from the type of the work; it is not stated"
        raise _wrong(Code.BAD_VALUE, message, "say `type`: model, dataset or software")
    if fact.taxonomy is not None and isinstance(value, str):
        return _word(fact, value)
    found = {"bool": _truth, "number": _number, "date": as_date}.get(fact.sort, _nothing)(value)
    if found is None:
        number = fact.sort == "number" and isinstance(value, int | float) and value is not True
        shown = f"{value}" if number and value is not False else kind_of(value)
        message = f"`{fact.name}` {_WANTED[fact.sort]}, not {shown}"
        raise _wrong(Code.BAD_VALUE, message, _WRITTEN.get(fact.sort, ""))
    return found


def _word(fact: Fact, word: str) -> str:
    if fact.taxonomy is None or word in fact.taxonomy:
        return word
    message = f"{quoted(word)} is not a value of `{fact.name}`"
    raise _wrong(Code.UNKNOWN_WORD, message, did_you_mean(word[:100], fact.taxonomy.words))


def _wrong(code: Code, message: str, help: str = "") -> LineageError:
    return LineageError(Diagnostic(code, message, help=help))


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def as_date(value: object) -> date | None:
    """Return a date, given as one or as `YYYY-MM-DD`; None for anything else."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _nothing(_: object) -> None:
    return None
