"""Clauses of one licence that can never have effect, because others forbid all that they permit."""

from collections.abc import Iterator

from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import Clause, License, Permission
from licenselogic.semantics.view import view_of
from licenselogic.solver.solver import Solver


def contradictions(license: License) -> Iterator[Clause]:
    """Yield the clauses with a permission that other clauses forbid in every scenario."""
    solver = Solver()
    view = view_of(license, select())
    encode = solver.encoder
    for clause, norm in view.norms:
        if isinstance(norm, Permission):
            free = [
                encode.every([encode.applies(norm), encode.never(encode.prohibited(view, status))])
                for status in sorted(norm.subjects)
            ]
            if not norm.acts <= {"relicense", "sublicense"} and not solver.satisfiable(
                encode.some(free)
            ):
                yield clause
