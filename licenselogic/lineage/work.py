"""A work and its relation to an upstream work, as plain values; and what was found on reading them.

Work      a model, dataset or software, and what its publisher states of it
Earlier   a licence that a work had before the one of today
Edge      a relation to an upstream work
Evidence  what there is to check duties against
Finding   something that a reader should know, about the input or about the answer
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import kind_of, quoted
from licenselogic.norms.vocabulary import vocabulary

_OWNER = re.compile(r"(?:datasets/)?([A-Za-z0-9][\w\-]*)/[^/\s]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to check duties against: file names, the text of the card, the name.

    `contents` are names of files with their texts, of those files that were read.  `files`, `text`
    and `contents` are empty, and `name` is None, where nothing was given.
    """

    files: tuple[str, ...] = ()
    text: str = ""
    name: str | None = None
    contents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A licence that a work had before; `until` is the day from which it was given no longer."""

    license: str
    until: date


@dataclass(frozen=True, slots=True, repr=False)
class Work:
    """A model, dataset or software, and what its publisher states of it.

    `license` is a licence expression, None if undeclared; `owner` is by default the part of the id
    before the slash; `facts` are facts of the vocabulary about the publisher, sorted by name.
    `license_since` is the day from which the work has had its licence, `earlier_licenses` are those
    before it, and `withdrawn` is the day from which nobody is given the licence any more.
    Raises `UsageError` for a value of another kind, and for a type that there is not.
    """

    id: str
    type: str = "model"
    license: str | None = None
    publish: str = "share"
    owner: str | None = None
    license_since: date | None = None
    evidence: Evidence | None = None
    facts: tuple[tuple[str, object], ...] = ()
    earlier_licenses: tuple[Earlier, ...] = ()
    withdrawn: date | None = None

    def __post_init__(self) -> None:
        if self.type not in vocabulary().types:
            raise _no_word("type", self.type, vocabulary().types)
        if self.publish not in vocabulary().publications:
            raise _no_word("publish", self.publish, vocabulary().publications)
        check_license(self.license)
        _check_shape("id", self.id, str, "text")
        _check_shape("facts", self.facts, tuple, "a tuple of pairs: `((name, value), ...)`")
        if self.owner is None:
            object.__setattr__(self, "owner", default_owner(self.id))

    def __repr__(self) -> str:
        """Return the call that makes this work, without what has its default value."""
        stated = {f.name: getattr(self, f.name) for f in fields(self)[1:]}
        if self.owner == default_owner(self.id):
            stated["owner"] = None
        usual = {f.name: f.default for f in fields(self)[1:]}
        shown = (f", {name}={v!r}" for name, v in stated.items() if v != usual[name])
        return f"Work({self.id!r}{''.join(shown)})"


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation to an upstream work: made from `work` by `by`, which may have been inferred.

    `taken` is the day on which the upstream work was taken, under the licence of that day.
    """

    work: str
    by: str
    inferred: bool = False
    taken: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A code, a sentence, and the works that it is about: something that a reader should know."""

    code: Code
    message: str
    works: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON data."""
        return {"code": self.code.value, "message": self.message, "works": list(self.works)}


def default_owner(identifier: str) -> str | None:
    """Return the part of an id of the Hub before its one slash, or None for ids of another form.

    `datasets/` before the owner, as in addresses of the Hub, is passed over.  Paths, such as
    `./out` and `runs/x/last`, and hosts, such as that of `example.org/x`, are no owners.
    """
    match = _OWNER.fullmatch(identifier)
    return match.group(1) if match and match.group(1) != "datasets" else None


def nameless(what: str, below: str) -> str:
    """Return the id of an upstream that nobody names: `what` it is, and of which work.

    No id of the Hub, no path and no address begins like this one, and it has no owner.
    """
    return f"<{what} of {below}>"


def is_nameless(identifier: str) -> bool:
    """Tell whether an id stands for an upstream that nobody names."""
    return identifier.startswith("<")


def upstream_type(below: str, by: str) -> str:
    """Return the type of an upstream work of which nothing says what it is.

    `below` is the type of the work that was made from it, by the relation `by`.
    """
    relation = vocabulary().relations.get(by)
    usual = (relation.upstream if relation else ())[:1] or (below,)
    return "dataset" if usual == ("dataset",) else "model"


def usual_type(covers: Collection[str]) -> str:
    """Return the type of works for which licences are used that were written for `covers`."""
    for type in ("model", "software"):
        if vocabulary().types[type] & set(covers) or (type == "software" and "any" in covers):
            return type
    return "dataset" if covers else "software"


def check_license(license: object) -> None:
    """Raise `UsageError` for what is no licence expression and not None either."""
    if license is None or isinstance(license, str):
        return
    help = ""
    if isinstance(license, list | tuple) and license and all(isinstance(n, str) for n in license):
        joined = quoted(" AND ".join(license))
        help = f"write one expression: {joined} if all bind, with `OR` for a choice"
    elif isinstance(getattr(license, "id", None), str):
        help = "the `id` of a licence is its expression"
    raise _usage(f"a licence is one expression, as text, not {kind_of(license)}", help)


def _check_shape(key: str, value: object, kind: type, shape: str) -> None:
    if not isinstance(value, kind):
        raise _usage(f"`{key}` of a work: {shape} is wanted, not {kind_of(value)}")


def _no_word(key: str, word: object, known: Collection[str]) -> UsageError:
    hint = did_you_mean(word[:100], known) if isinstance(word, str) else ""
    shown = quoted(word) if isinstance(word, str) else kind_of(word)
    help = hint or f"one of: {', '.join(known)}"
    return _usage(f"{shown} is not a value of `{key}`", help)


def _usage(message: str, help: str = "") -> UsageError:
    return UsageError(Diagnostic(Code.BAD_OPTION, message, help=help))
