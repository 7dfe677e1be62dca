"""What several licences all permit, and what one of them forbids, as norms of a single licence."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from licenselogic.norms.assumptions import always
from licenselogic.norms.conditions import TRUE, All, Condition, Member, Not, named
from licenselogic.norms.deontic import ANY_ACT, Clause, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import FALSE
from licenselogic.solver.overreach import Under

Grant = tuple[frozenset[str], Condition]
"""Acts that are permitted where a condition holds."""


_Norm = TypeVar("_Norm", Permission, Prohibition)


def permissions(granted: Iterable[Grant], statuses: Iterable[str]) -> list[Permission]:
    """Return grants as norms on things of these statuses."""
    subjects = frozenset(statuses)
    return [
        Permission(guard=always(), subjects=subjects, condition=condition, acts=acts)
        for acts, condition in sorted(granted, key=_order)
    ]


def prohibitions(limits: Iterable[Grant], statuses: Iterable[str]) -> list[Prohibition]:
    """Return acts that are forbidden where conditions hold as norms on things of these statuses."""
    subjects = frozenset(statuses)
    return [
        Prohibition(guard=always(), subjects=subjects, condition=condition, acts=acts)
        for acts, condition in limits
    ]


def _order(grant: Grant) -> tuple[object, ...]:
    return (grant[1] != TRUE, sorted(map(vocabulary().acts.index, grant[0])), str(grant[1]))


def add(norms: list[_Norm], made: _Norm) -> None:
    """Add a norm, or its statuses to the same norm that is there."""
    for place, norm in enumerate(norms):
        if (norm.acts, norm.condition) == (made.acts, made.condition):
            norms[place] = replace(norm, subjects=norm.subjects | made.subjects)
            return
    norms.append(made)


def together(norms: Iterable[Prohibition]) -> list[Prohibition]:
    """Return norms that rule out words of one fact as one norm, where they speak of the same."""
    found: dict[object, Prohibition] = {}
    for norm in norms:
        member = norm.condition if isinstance(norm.condition, Member) else None
        about = member.fact if member else norm.condition
        acts = norm.acts
        if acts == ANY_ACT and named(norm.condition, "field"):
            acts = frozenset({"use"})  # what is ruled out for use is ruled out for whatever is done
        key = (acts, norm.subjects, about)
        there = found.get(key)
        if there is not None and member and isinstance(there.condition, Member):
            member = Member(member.fact, member.words | there.condition.words)
        found[key] = replace(norm, acts=acts, condition=member or norm.condition)
    return list(found.values())


def permitted(under: Under) -> list[Grant]:
    """Return what a licence permits of what has a status under it."""
    return [(p.acts, p.condition) for _, p in under.view.permissions[under.status]]


_Lifting = list[tuple[Clause, Permission]]


def lifting(under: Under, clause: Clause, norm: Prohibition) -> tuple[_Lifting, _Lifting]:
    """Return what lifts a prohibition for all of its acts, and what lifts it for some of them."""
    covers, whole, partly = vocabulary().acts.covers, _Lifting(), _Lifting()
    for other, permission in under.view.permissions[under.status]:
        if clause.cite in permission.notwithstanding:
            all_acts = all(any(covers(w, act) for w in permission.acts) for act in norm.acts)
            (whole if all_acts else partly).append((other, permission))
    return whole, partly


def meet(ones: list[Grant], others: list[Grant]) -> list[Grant]:
    """Return what two licences both permit."""
    found: dict[Condition, set[str]] = {}
    for one, other in ((a, b) for a in ones for b in others):
        condition = all_of([one[1], other[1]])
        acts = _both(one[0], other[0])
        if acts and condition != FALSE:
            found.setdefault(condition, set()).update(acts)
    return _widest((frozenset(acts), condition) for condition, acts in found.items())


def _widest(grants: Iterable[Grant]) -> list[Grant]:
    """Leave out acts that are permitted anyway, with a part of the conditions."""
    kept = [(acts, condition, _parts(condition)) for acts, condition in grants]
    covers = vocabulary().acts.covers
    found = []
    for acts, condition, parts in kept:
        free = [a for others, _, fewer in kept if fewer < parts for a in others]
        left = frozenset(a for a in acts if not any(covers(w, a) for w in free))
        if left:
            found.append((left, condition))
    return found


def _parts(condition: Condition) -> frozenset[Condition]:
    """Return the conditions all of which must hold; none for one that always does."""
    return frozenset(condition.parts if isinstance(condition, All) else (condition,))


def _both(ones: Iterable[str], others: Iterable[str]) -> set[str]:
    covers, others = vocabulary().acts.covers, list(others)
    found = {a if covers(b, a) else b for a in ones for b in others if covers(a, b) or covers(b, a)}
    return {a for a in found if not any(b != a and covers(b, a) for b in found)}


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return that all hold, plainly; `FALSE` where one never does."""
    flat = chain.from_iterable(c.parts if isinstance(c, All) else (c,) for c in conditions)
    parts = tuple(dict.fromkeys(c for c in flat if c != Not(FALSE)))
    if FALSE in parts or Not(TRUE) in parts:
        return FALSE
    return parts[0] if len(parts) == 1 else All(parts)
