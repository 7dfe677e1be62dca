"""Where two licences stand on duties, kinds of term, and what may become of the terms themselves.

Norms of the same content are put together first, so that it does not matter over how many clauses a
licence spreads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from licenselogic.diff.clauses import ordered
from licenselogic.diff.permissions import clause_ref
from licenselogic.norms.assumptions import always, support
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import (
    Clause,
    FlowDown,
    Freedom,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
    term_kind,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text
from licenselogic.semantics.view import View
from licenselogic.verdict.verdict import ClauseRef


@dataclass(frozen=True, slots=True)
class Stance:
    """A norm of one licence, and the clauses that state it or a part of it."""

    norm: Norm
    clauses: tuple[ClauseRef, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the stance as JSON data."""
        return {**norm_data(self.norm), "clauses": [ref.to_dict() for ref in self.clauses]}


@dataclass(frozen=True, slots=True)
class Change:
    """What only the first, and what only the second licence says about a `kind` of duty or term."""

    kind: str
    first: tuple[Stance, ...]
    second: tuple[Stance, ...]

    @property
    def how(self) -> str:
        """Whether the kind is `gained`, `lost` or `changed` from the first to the second."""
        if self.first and self.second:
            return "changed"
        return "lost" if self.first else "gained"

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {
            "kind": self.kind,
            "how": self.how,
            "first": [stance.to_dict() for stance in self.first],
            "second": [stance.to_dict() for stance in self.second],
        }


def duty_changes(first: View, second: View) -> tuple[Change, ...]:
    """Return how the duties differ: kind, trigger, and texts."""
    return _changes(first, second, (Obligation,))


def term_changes(first: View, second: View) -> tuple[Change, ...]:
    """Return how the kinds of term differ."""
    return _changes(first, second, (Term,))


def onward_changes(first: View, second: View) -> tuple[Change, ...]:
    """Return how share-alike, flow-down, freedom, relicensing and sublicensing differ."""
    kinds = (ShareAlike, FlowDown, Freedom, Relicense, Permission, Prohibition)
    return _changes(first, second, kinds)


_Trigger = tuple[str, str]
"""An act and a status; the act is empty for norms that speak of none."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a norm says, whenever it does; of a flow-down, one prohibition that it passes on."""

    kind: str
    norm: Norm
    policy: Norm | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """When something is said, by which clauses, and (for a flow-down) of which."""

    triggers: frozenset[_Trigger]
    clauses: frozenset[Clause]
    cites: frozenset[str] = frozenset()

    def __or__(self, other: "_Said | None") -> "_Said":
        if other is None:
            return self
        return _Said(
            self.triggers | other.triggers,
            self.clauses | other.clauses,
            self.cites | other.cites,
        )


_Stances = Mapping[_Content, _Said]


def _changes(first: View, second: View, classes: tuple[type[Norm], ...]) -> tuple[Change, ...]:
    mine, theirs = _stances(first, classes), _stances(second, classes)
    found = (
        Change(kind, tuple(_only(kind, mine, theirs)), tuple(_only(kind, theirs, mine)))
        for kind in sorted({content.kind for content in [*mine, *theirs]})
    )
    return tuple(change for change in found if change.first or change.second)


def _stances(view: View, classes: tuple[type[Norm], ...]) -> _Stances:
    found: dict[_Content, _Said] = {}
    for clause, norm in view.norms:
        for content, said in _contents(clause, norm, view) if isinstance(norm, classes) else ():
            found[content] = said | found.get(content)
    return found


def _contents(clause: Clause, norm: Norm, view: View) -> Iterator[tuple[_Content, _Said]]:
    """Yield what `norm` says, apart from when, and when."""
    bare = replace(norm, guard=always(), subjects=frozenset())
    said = _Said(_triggers(norm), frozenset({clause}))
    match bare:
        case Permission(acts=acts) | Prohibition(acts=acts):
            once = replace(said, triggers=frozenset(("", status) for status in norm.subjects))
            for act in sorted(acts - vocabulary().compared_acts):
                yield _Content(act, replace(bare, acts=frozenset({act}))), once
        case FlowDown(cites=cites):
            bare = replace(bare, acts=frozenset(), cites=frozenset())
            for cited, policy in view.norms:
                if cited.cite in cites and isinstance(policy, Prohibition):
                    passed_on = replace(said, cites=frozenset({cited.cite}))
                    yield _Content("flow-down", bare, policy), passed_on
        case Obligation() | ShareAlike():
            yield _Content(term_kind(bare), replace(bare, acts=frozenset())), said
        case _:
            yield _Content(term_kind(bare) or _KINDS[type(bare)], bare), said


_KINDS: Mapping[type[Norm], str] = {Freedom: "further-restrictions", Relicense: "relicense"}


def _triggers(norm: Norm) -> frozenset[_Trigger]:
    tree = vocabulary().acts
    acts: frozenset[str] = getattr(norm, "acts", frozenset())
    narrow = [word for word in tree.words if any(tree.covers(act, word) for act in acts)]
    return frozenset((act, status) for act in narrow or [""] for status in norm.subjects)


def _only(kind: str, mine: _Stances, theirs: _Stances) -> Iterator[Stance]:
    """Yield what is said of `kind` on one side, and not, or at other times, on the other."""
    merged: dict[tuple[Norm, frozenset[_Trigger]], _Said] = {}
    for content, said in mine.items():
        other = theirs.get(content)
        if content.kind == kind and (other is None or said.triggers != other.triggers):
            key = (content.norm, said.triggers)
            merged[key] = said | merged.get(key)
    for (norm, _), said in merged.items():
        yield from _worded(norm, said)


def _worded(bare: Norm, said: _Said) -> Iterator[Stance]:
    """Yield what is said as norms again: one for each set of acts."""
    refs = tuple(clause_ref(clause) for clause in ordered(said.clauses))
    by_status: dict[str, set[str]] = {}
    for act, status in sorted(said.triggers):
        by_status.setdefault(status, set()).add(act)
    by_acts: dict[frozenset[str], set[str]] = {}
    for status, among in by_status.items():
        by_acts.setdefault(widest(among), set()).add(status)
    for acts, statuses in sorted(by_acts.items(), key=lambda entry: sorted(entry[0])):
        changes: dict[str, Any] = {"subjects": frozenset(statuses)}
        if acts != {""}:
            changes["acts"] = acts
        if said.cites:
            changes["cites"] = said.cites
        yield Stance(replace(bare, **changes), refs)


def widest(acts: Iterable[str]) -> frozenset[str]:
    """Return the acts that stand below no other of `acts`."""
    tree = vocabulary().acts
    among = set(acts)
    return frozenset(
        act
        for act in among
        if not any(wide != act and act and tree.covers(wide, act) for wide in among)
    )


# Norms as data ----------------------------------------------------------------------------------


def norm_data(norm: Norm) -> dict[str, Any]:
    """Return a norm as JSON data: its class, its words, its condition as text."""
    data: dict[str, Any] = {"norm": _name(type(norm))}
    for entry in fields(norm):
        value = getattr(norm, entry.name)
        if entry.name == "guard":
            if value != always():
                data["assuming"] = sorted(support(value))
        elif entry.name == "condition":
            data["if"] = None if value == TRUE else condition_text(value)
        else:
            data[entry.name] = sorted(value) if isinstance(value, frozenset) else value
    return data


def _name(kind: type[Norm]) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("-")
