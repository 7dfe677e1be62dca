"""A licence written for a work: it grants all that every ancestor allows, and nothing else.

That is the weakest one: the least restrictive licence under which the work may be offered, if one
may be written at all.  It is a clause file that anybody can read and change, and it is put to
`check` before anybody sees it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.clauses.written import laid_out, norm_text, quote
from licenselogic.decision.answer import question
from licenselogic.decision.setting import Setting
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import always, select
from licenselogic.norms.conditions import TRUE, All, Condition, Member, Not, Some, named
from licenselogic.norms.deontic import (
    ANY_ACT,
    MATERIAL,
    Clause,
    Permission,
    Prohibition,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View
from licenselogic.solver.overreach import Under
from licenselogic.verdict.check import check, engine_for
from licenselogic.verdict.granted import as_granted
from licenselogic.verdict.verdict import Verdict

STATUS = {"itself": "work", "adaptation": "derivative", "output": "output"}
"""What the things that recipients act on are under the licence that is written."""

COVERED = {"dataset": "data"}
"""What a licence for works of a type covers, where that is another word."""

MAX_GRANTS = 200
"""Permissions beyond which ancestors do not meet in a licence that anybody could read."""

_Grant = tuple[frozenset[str], Condition]


@dataclass(frozen=True, slots=True)
class OwnLicense:
    """A licence written for a work, as a clause file, and the verdict on the work under it.

    `text` is empty where none can be written: `verdict` then tells why.
    """

    work: str
    id: str
    text: str
    verdict: Verdict


@no_collection()
def own_license(
    lineage: Lineage,
    work_id: str | None = None,
    name: str = "Own-1.0",
    profile: str = "default",
    assumptions: Mapping[str, bool] | None = None,
    rlimit: int | None = None,
    licenses: Library | None = None,
) -> OwnLicense:
    """Return the least restrictive licence under which a work may be offered, as a clause file.

    `name` is the id that it gets.  Whatever permits more breaks a clause upstream.  The other
    arguments and errors are those of `check`; `UsageError` too for a name that a licence has.
    """
    library = licenses if licenses is not None else shipped()
    if library.find(name) is not None or not name.isascii() or not name.isprintable():
        message = f"a licence cannot be called {quoted(name)}: give a new name, in ASCII"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    engine = engine_for(lineage, None, rlimit, library)
    target, readings = lineage.target(work_id), select(profile, assumptions)
    fold = engine.fold(as_granted(lineage, library, target))
    open_ = question(engine, signature(fold, target, None, readings))
    text = "" if open_ is None else _Writing(engine.setting(open_), target, name, profile).text()
    under = library.extended({f"{name}.lic": text.encode()}) if text else library
    offered = name if text else "proprietary"
    verdict = check(lineage, target, offered, profile, assumptions, rlimit, under)
    return OwnLicense(target, name, text if verdict.status is Status.COMPATIBLE else "", verdict)


@dataclass
class _Writing:
    """One licence on its way: for each status, what all allow and what somebody forbids."""

    setting: Setting
    work: str
    name: str
    profile: str
    forbidden: dict[Clause, list[Prohibition]] = field(default_factory=dict)

    def text(self) -> str:
        """Return the clause file; '' where the licences upstream meet in none that can be read."""
        grants: dict[frozenset[_Grant], list[str]] = {}
        for thing in ("itself", "adaptation"):
            found = self.granted(thing)
            if len(found) > MAX_GRANTS or (thing == "itself" and not found):
                return ""
            if found:
                grants.setdefault(frozenset(found), []).append(STATUS[thing])
        for thing in self.setting.things:
            self.forbid(thing)
        clauses = [
            _clause("1", "What every licence upstream allows.", permissions(statuses, granted))
            for granted, statuses in grants.items()
        ]
        if len(clauses) > 1:
            clauses = [c.replace('"1"', f'"1.{n}"', 1) for n, c in enumerate(clauses, 1)]
        clauses += [
            _clause(
                str(number),
                f"As {clause.license} {clause.cite} says: {clause.says}",
                _together(norms),
            )
            for number, (clause, norms) in enumerate(self.forbidden.items(), 2)
        ]
        return laid_out(self.head() + "\n\n".join(clauses) + "\n}\n")

    def head(self) -> str:
        """Return what stands above the clauses."""
        material = self.setting.question.material
        return f"""\
# Written by licenselogic for {printable(self.work)}, by the readings of the profile {self.profile}.
# It grants all that the licences upstream allow, and nothing more.  Its text is yet to be written:
# give its address, and mark in each clause the passage that says so.
license {quote(self.name)} extends "work" {{
  title {quote(self.name)}
  family own
  covers {COVERED.get(material, material)}
  text "https://example.org/to-be-written"
  binds {material}
  counts generated_by as output
  review encoded

"""

    # What all allow

    def refusers(self, thing: str) -> Iterator[Under]:
        """Yield the licences that may withhold something of a thing, each with its status."""
        setting = self.setting
        for item in setting.once(setting.bound):
            if setting.binds_recipients(item):
                yield setting.becomes(item.under, thing)

    def granted(self, thing: str) -> list[_Grant]:
        """Return what every licence upstream permits."""
        views = [u for u in self.refusers(thing) if u.status in MATERIAL]
        return reduce(_meet, map(_permitted, dict.fromkeys(views)), [(ANY_ACT, TRUE)])

    def forbid(self, thing: str) -> None:
        """Note what some licence upstream forbids of a thing."""
        for view, status in dict.fromkeys(self.refusers(thing)):
            for clause, norm in view.prohibitions[status]:
                lifted = [Not(c) for c in _lifting(view, status, clause, norm)]
                condition = _all([norm.condition, *lifted])
                if condition != Some(()):
                    made = Prohibition(
                        guard=always(),
                        subjects=frozenset({STATUS[thing]}),
                        condition=condition,
                        acts=norm.acts,
                    )
                    _add(self.forbidden.setdefault(clause, []), made)


def permissions(statuses: Iterable[str], granted: Iterable[_Grant]) -> list[Permission]:
    """Return grants as norms on things of these statuses."""
    return [
        Permission(guard=always(), subjects=frozenset(statuses), condition=condition, acts=acts)
        for acts, condition in sorted(granted, key=_order)
    ]


def _order(grant: _Grant) -> tuple[object, ...]:
    return (grant[1] != TRUE, sorted(map(vocabulary().acts.index, grant[0])), str(grant[1]))


def _add(norms: list[Prohibition], made: Prohibition) -> None:
    """Add a norm, or its statuses to the same norm that is there."""
    for place, norm in enumerate(norms):
        if (norm.acts, norm.condition) == (made.acts, made.condition):
            norms[place] = replace(norm, subjects=norm.subjects | made.subjects)
            return
    norms.append(made)


def _together(norms: Iterable[Prohibition]) -> list[Prohibition]:
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


def _permitted(under: Under) -> list[_Grant]:
    return [(p.acts, p.condition) for _, p in under.view.permissions[under.status]]


def _lifting(view: View, status: str, clause: Clause, norm: Prohibition) -> Iterator[Condition]:
    """Yield when a permission lifts a prohibition as a whole."""
    covers = vocabulary().acts.covers
    for _, permission in view.permissions[status]:
        whole = all(any(covers(w, act) for w in permission.acts) for act in norm.acts)
        if clause.cite in permission.notwithstanding and whole:
            yield permission.condition


def _meet(ones: list[_Grant], others: list[_Grant]) -> list[_Grant]:
    """Return what two licences both permit."""
    found: dict[Condition, set[str]] = {}
    for one, other in ((a, b) for a in ones for b in others):
        condition = _all([one[1], other[1]])
        acts = _both(one[0], other[0])
        if acts and condition != Some(()):
            found.setdefault(condition, set()).update(acts)
    return _widest((frozenset(acts), condition) for condition, acts in found.items())


def _widest(grants: Iterable[_Grant]) -> list[_Grant]:
    """Leave out acts that are permitted anyway, without a condition."""
    kept = {condition: acts for acts, condition in grants}
    covers, free = vocabulary().acts.covers, kept.get(TRUE, frozenset())
    left = {
        condition: acts
        if condition == TRUE
        else frozenset(a for a in acts if not any(covers(w, a) for w in free))
        for condition, acts in kept.items()
    }
    return [(acts, condition) for condition, acts in left.items() if acts]


def _both(ones: Iterable[str], others: Iterable[str]) -> set[str]:
    covers, others = vocabulary().acts.covers, list(others)
    found = {a if covers(b, a) else b for a in ones for b in others if covers(a, b) or covers(b, a)}
    return {a for a in found if not any(b != a and covers(b, a) for b in found)}


def _all(conditions: Iterable[Condition]) -> Condition:
    """Return that all hold, plainly; `Some(())` where one never does."""
    flat = chain.from_iterable(c.parts if isinstance(c, All) else (c,) for c in conditions)
    parts = tuple(dict.fromkeys(c for c in flat if c != Not(Some(()))))
    if Some(()) in parts or Not(TRUE) in parts:
        return Some(())
    return parts[0] if len(parts) == 1 else All(parts)


def _clause(cite: str, says: str, norms: Iterable[Permission | Prohibition]) -> str:
    lines = [f'  clause "{cite}" {{', '    passage "to be written"', f"    says {quote(says)}"]
    lines += [f"    {norm_text(norm)}" for norm in norms]
    return "\n".join([*lines, "  }"])
