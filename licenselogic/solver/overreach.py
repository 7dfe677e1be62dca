"""How a licence withholds what another grants: the clauses, and the least scenario of each way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from licenselogic.base.codes import Code
from licenselogic.norms.conditions import Condition
from licenselogic.norms.deontic import Clause, Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View, permits_at_rest
from licenselogic.solver.solver import Formula, Limits, Solver, Witness, facts_in, limits

_MAX_RESERVED = 8


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a licence withholds something: its clauses, and the least scenario."""

    clauses: tuple[Clause, ...]
    witness: Witness
    reserved: bool


def refusals(
    solver: Solver,
    base: Formula,
    refuser: View,
    status: str,
    others: Iterable[View],
    quick: bool = False,
) -> Iterator[Refusal]:
    """Yield each way in which `refuser` withholds on `status` what `base` grants.

    `others` are the licences that `base` is about.  With `quick`, one refusal without its scenario
    is enough.
    """
    encode = solver.encoder
    if not solver.satisfiable(base, encode.refused(refuser, status)):
        return
    if quick:
        yield Refusal((), Witness("use", ()), False)
        return
    conditions = [*conditions_of(refuser), *chain.from_iterable(map(conditions_of, others))]
    facts, bounds = facts_in(conditions), limits(conditions)
    by_clause: dict[Clause, list[Prohibition]] = {}
    for clause, norm in refuser.prohibitions[status]:
        by_clause.setdefault(clause, []).append(norm)
    for clause, norms in by_clause.items():
        bites = encode.some([encode.forbids(refuser, status, clause, n) for n in norms])
        witness = solver.minimal(encode.every([base, bites]), facts, bounds)
        if witness:
            yield Refusal((clause,), witness, False)
    yield from _reserved(solver, base, refuser, status, facts, bounds)


def _reserved(
    solver: Solver,
    base: Formula,
    refuser: View,
    status: str,
    facts: tuple[str, ...],
    bounds: Limits,
) -> Iterator[Refusal]:
    """Yield what no permission of `refuser` covers and no prohibition forbids either."""
    encode = solver.encoder
    missing = encode.never(encode.permitted(refuser, status))
    unforbidden = encode.never(encode.prohibited(refuser, status))
    formula = encode.every([base, missing, unforbidden])
    for _ in range(_MAX_RESERVED):
        witness = solver.minimal(formula, facts, bounds)
        if witness is None:
            return
        yield Refusal(nearest_grants(refuser, status, witness.act), witness, True)
        still = [encode.baselines[name] for name, _ in witness.scenario]
        formula = encode.every([formula, encode.some(still)])


def conditions_of(seen: View) -> Iterator[Condition]:
    """Yield the conditions of the permissions and prohibitions in force."""
    for _, norm in seen.norms:
        if isinstance(norm, Permission | Prohibition):
            yield norm.condition


def nearest_grants(refuser: View, status: str, act: str) -> tuple[Clause, ...]:
    """Return the clauses that come nearest to permitting `act` on `status`."""
    covers = vocabulary().acts.covers
    near = [
        c for c, p in refuser.permissions[status] if any(covers(wide, act) for wide in p.acts)
    ] or [
        c
        for c, n in refuser.norms
        if isinstance(n, Permission) and any(covers(wide, act) for wide in n.acts)
    ]
    return tuple(dict.fromkeys(near))[:1]


def kind_of(seen: View, act: str, status: str, facts: Iterable[str]) -> Code:
    """Name a refusal by what it turns on: the act, the facts, or the status."""
    names = vocabulary().facts
    covers = vocabulary().acts.covers
    found = [name for name in names if name in set(facts)]
    if covers("improve-other-models", act) and set(found) <= {"target"}:
        return Code.EXCLUSIVE_IMPROVEMENT
    if found:
        return Code(names[found[0]].kind)
    if act in ("relicense", "sublicense"):
        return Code.RELICENSE
    adapting = status == "derivative" and permits_at_rest(seen, act, "work")
    return Code.NO_DERIVATIVES if adapting or act == "modify" else Code.RIGHTS_NOT_GRANTED
