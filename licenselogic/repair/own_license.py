"""A licence written for a work: it grants all that every ancestor allows, and nothing else.

That is the weakest one: the least restrictive licence under which the work may be offered, if one
may be written at all.  It is a clause file that anybody can read and change, and it is put to
`check` before anybody sees it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from licenselogic.base.codes import Code, Status
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.display import printable, quoted
from licenselogic.base.gc_pause import no_collection
from licenselogic.clauses.resolve import MAX_STATEMENTS
from licenselogic.clauses.written import laid_out, norm_text, quote
from licenselogic.decision.engine import Engine
from licenselogic.decision.questions import Questions
from licenselogic.decision.setting import Setting
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.norms.conditions import TRUE, Not
from licenselogic.norms.deontic import ANY_ACT, MATERIAL, Clause, Permission, Prohibition
from licenselogic.repair.own_norms import (
    Grant,
    add,
    all_of,
    lifting,
    meet,
    permissions,
    permitted,
    prohibitions,
    together,
)
from licenselogic.repair.permissive import Permissive
from licenselogic.repair.ways import ways
from licenselogic.semantics.view import FALSE
from licenselogic.solver.overreach import Under
from licenselogic.verdict.asked import permits_nothing
from licenselogic.verdict.check import check, engine_for
from licenselogic.verdict.granted import as_granted
from licenselogic.verdict.verdict import Verdict

STATUS = {"itself": "work", "adaptation": "derivative", "output": "output"}
"""What the things that recipients act on are under the licence that is written."""

COVERED = {"dataset": "data"}
"""What a licence for works of a type covers, where that is another word."""

MAX_GRANTS = 200
"""Permissions beyond which ancestors do not meet in a licence that anybody could read."""


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

    `name` is the id that it gets.  Whatever permits more breaks a clause upstream.  Where upstream
    works leave a choice, it is the most permissive of those for each choice.  The other
    arguments and errors are those of `check`; `UsageError` too for a name that a licence has.
    """
    library = licenses if licenses is not None else shipped()
    if library.find(name) is not None or not name.isascii() or not name.isprintable():
        message = f"a licence cannot be called {quoted(name)}: give a new name, in ASCII"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    engine = engine_for(lineage, None, rlimit, library)
    target, readings = lineage.target(work_id), select(profile, assumptions)
    fold = engine.fold(as_granted(lineage, library, target))
    signed = signature(fold, target, None, readings)
    found = []
    for text in _texts(engine, signed, _Head(target, name, profile)):
        under = library.extended({f"{name}.lic": text.encode()})
        if permits_nothing(engine_for(lineage, None, rlimit, under), name, readings):
            continue
        verdict = check(lineage, target, name, profile, assumptions, rlimit, under)
        if verdict.status is Status.COMPATIBLE:
            permissive = Permissive(engine_for(lineage, None, rlimit, under), readings)
            count = permissive.count([under[name]])
            found.append((count, OwnLicense(target, name, text, verdict)))
    if found:
        return max(found, key=lambda one: one[0])[1]  # the first of equals
    own = check(lineage, target, "proprietary", profile, assumptions, rlimit, library)
    return OwnLicense(target, name, "", own)


def _texts(engine: Engine, signed: Signature, head: "_Head") -> dict[str, None]:
    """Return a licence for each way to choose among upstream alternatives, each text once.

    A name of several licences is taken as all of them: the licence must suit each.
    """
    questions = Questions(engine, signed)
    settings = (
        engine.setting(questions.question(chosen, None, None)) for chosen in ways(engine, signed)
    )
    return dict.fromkeys(text for one in settings if (text := _Writing(one, head).text()))


@dataclass(frozen=True)
class _Head:
    """What stands above the clauses: the work, the id of the licence, and the readings."""

    work: str
    name: str
    profile: str

    def text(self, material: str) -> str:
        """Return it for a work of a type."""
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


_Limit = tuple[Clause, str]
"""A clause that forbids, with the status of what it speaks of where a part of it is lifted."""

_Said = tuple[str, Sequence[Permission | Prohibition]]
"""What a clause says, in words and in norms."""


@dataclass
class _Writing:
    """One licence on its way: for each status, what all allow and what somebody forbids."""

    setting: Setting
    head: _Head
    forbidden: dict[_Limit, list[Prohibition]] = field(default_factory=dict)
    lifted: dict[tuple[Clause, _Limit], list[Permission]] = field(default_factory=dict)

    def text(self) -> str:
        """Return the clause file; '' where the licences upstream meet in none that can be read."""
        grants: dict[frozenset[Grant], list[str]] = {}
        for thing in ("itself", "adaptation"):
            found = self.granted(thing)
            if len(found) > MAX_GRANTS or (thing == "itself" and not found):
                return ""
            if found:
                grants.setdefault(frozenset(found), []).append(STATUS[thing])
        for thing in self.setting.things:
            self.forbid(thing)
        clauses = list(self.clauses(grants))
        if sum(1 + len(norms) for _, norms in clauses) > MAX_STATEMENTS:
            return ""
        numbered = (_clause(n, says, norms) for n, (says, norms) in enumerate(clauses, 1))
        head = self.head.text(self.setting.question.material)
        return laid_out(head + "\n\n".join(numbered) + "\n}\n")

    def clauses(self, grants: Mapping[frozenset[Grant], list[str]]) -> Iterator[_Said]:
        """Yield what clauses say in words and in norms; their numbers are their places."""
        for granted, statuses in grants.items():
            yield "What every licence upstream allows.", permissions(granted, statuses)
        alike: dict[tuple[Prohibition, ...], list[_Limit]] = {}
        for limit, norms in self.forbidden.items():
            alike.setdefault(tuple(together(norms)), []).append(limit)
        places = {}
        for number, (limiting, limits) in enumerate(alike.items(), len(grants) + 1):
            places.update(dict.fromkeys(limits, str(number)))
            yield _as_said(dict.fromkeys(clause for clause, _ in limits)), limiting
        for (clause, limit), lifts in self.lifted.items():
            yield _as_said([clause]), _in_place_of(places[limit], lifts)
        if any(under.status in MATERIAL for under in self.refusers("output")):
            outputs, last = [STATUS["output"]], len(grants) + len(alike) + len(self.lifted) + 1
            yield "Of outputs, nothing but:", prohibitions([(ANY_ACT, TRUE)], outputs)
            allowed = permissions(self.granted("output"), outputs)
            if allowed:
                says = "What every licence upstream allows of outputs."
                yield says, _in_place_of(str(last), allowed)

    # What all allow

    def refusers(self, thing: str) -> Iterator[Under]:
        """Yield the licences that may withhold something of a thing, each with its status."""
        setting = self.setting
        for item in setting.once(setting.bound) if thing in setting.things else ():
            if setting.binds_recipients(item):
                yield setting.becomes(item.under, thing)

    def granted(self, thing: str) -> list[Grant]:
        """Return what every licence upstream permits."""
        views = [u for u in self.refusers(thing) if u.status in MATERIAL]
        return reduce(meet, map(permitted, dict.fromkeys(views)), [(ANY_ACT, TRUE)])

    def forbid(self, thing: str) -> None:
        """Note what some licence upstream forbids of a thing, and what it lets one do for all that.

        What lifts a limit as a whole is a condition of it.  What lifts a part is a permission.
        """
        granted, subjects = self.granted(thing), [STATUS[thing]]
        for under in dict.fromkeys(self.refusers(thing)):
            for clause, norm in under.view.prohibitions[under.status]:
                whole, partly = lifting(under, clause, norm)
                condition = all_of([norm.condition, *(Not(p.condition) for _, p in whole)])
                if condition == FALSE:
                    continue
                limit = (clause, under.status if partly else "")
                for made in prohibitions([(norm.acts, condition)], subjects):
                    add(self.forbidden.setdefault(limit, []), made)
                for other, permission in partly:
                    kept = meet(granted, [(permission.acts, permission.condition)])
                    for lifts in permissions(kept, subjects):
                        add(self.lifted.setdefault((other, limit), []), lifts)


def _as_said(clauses: Iterable[Clause]) -> str:
    first, *more = clauses
    also = "".join(f", {clause.license} {clause.cite}" for clause in more)
    return f"As {first.license} {first.cite}{also} says: {first.says}"


def _in_place_of(number: str, norms: Iterable[Permission]) -> list[Permission]:
    """Return permissions that lift what a clause of the licence itself forbids."""
    return [replace(norm, notwithstanding=frozenset({number})) for norm in norms]


def _clause(number: int, says: str, norms: Iterable[Permission | Prohibition]) -> str:
    lines = [f'  clause "{number}" {{', '    passage "to be written"', f"    says {quote(says)}"]
    lines += [f"    {norm_text(norm)}" for norm in norms]
    return "\n".join([*lines, "  }"])
