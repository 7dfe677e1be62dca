"""Licences made of others: one with an exception, and one that leads to its later versions."""

from collections.abc import Iterable
from dataclasses import replace

from licenselogic.norms.deontic import REVIEWS, Clause, License, Norm, Relicense, ShareAlike


def apply_exception(license: License, exception: License) -> License:
    """Return `license WITH exception`: its clauses and counts-as rules come first.

    A clause of the exception takes the place of the licence's clause of the same number.
    """
    cites = {clause.cite for clause in exception.clauses}
    composite = f"{license.id} WITH {exception.id}"
    kept = tuple(_as(c, license.id, composite) for c in license.clauses if c.cite not in cites)
    return replace(
        license,
        id=composite,
        title=f"{license.title} with {exception.title}",
        counts=exception.counts + license.counts,
        clauses=exception.clauses + kept,
        omissions=license.omissions + exception.omissions,
        series=None,
        hub=(),
        aliases=(),
        deprecated=(),
        review=min(license.review, exception.review, key=REVIEWS.index),
        bases=(license.id,),
    )


def _as(clause: Clause, base: str, composite: str) -> Clause:
    """Let the share-alike of a base licence name the composite beside the base."""
    norms = tuple(
        replace(n, licenses=n.licenses | {composite})
        if isinstance(n, ShareAlike) and base in n.licenses
        else n
        for n in clause.norms
    )
    return replace(clause, norms=norms)


def names_later(license: License) -> bool:
    """Tell whether a norm of the licence speaks of its later versions."""
    return _open_ended(norm for _, norm in license.norms)


def with_later(license: License, later: frozenset[str]) -> License:
    """Return the licence whose norms with `or-later` name the ids of its later versions."""
    clauses = tuple(
        replace(c, norms=tuple(_led(n, later) for n in c.norms)) if _open_ended(c.norms) else c
        for c in license.clauses
    )
    return replace(license, clauses=clauses)


def _open_ended(norms: Iterable[Norm]) -> bool:
    return any(getattr(norm, "or_later", False) for norm in norms)


def _led(norm: Norm, later: frozenset[str]) -> Norm:
    if isinstance(norm, ShareAlike | Relicense) and norm.or_later:
        return replace(norm, licenses=norm.licenses | later)
    return norm
