"""Licences, and the library, as text."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from licenselogic.diff.clauses import number_key, ordered
from licenselogic.norms.assumptions import Mask, always, cases
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import (
    MATERIAL,
    Clause,
    FlowDown,
    Freedom,
    License,
    Norm,
    Obligation,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
)
from licenselogic.norms.wording import condition_text
from licenselogic.report.style import Style
from licenselogic.verdict.compatible import WAYS

FEW = 40
"""Compatible licences that are named; of more than that only the number is given."""


def render_license(
    license: License,
    compatible: Mapping[str, Collection[str]] | None,
    total: int,
    style: Style | None = None,
) -> str:
    """Return a licence as text: header, clauses with their norms, counts-as rules, omissions.

    `compatible` is what `verdict.compatible.compatible` returns, of a library of `total` licences.
    """
    paint = style or Style()
    lines = [paint.paint(f"{license.id}", bold=True) + f"  {license.title}"]
    lines += [f"  {row}" for row in _header(license)]
    for clause in ordered(license.clauses):
        lines += ["", paint.paint(clause.cite, bold=True) + f"  {clause.says}"]
        lines += [f"    {norm_text(norm)}" for norm in clause.norms]
    if license.counts:
        lines += ["", "counts as"]
        lines += [f"    {row}" for row in _counts(license)]
    if license.omissions:
        lines += ["", "left out"]
        omissions = sorted(license.omissions, key=lambda o: number_key(o.cite))
        lines += [f"    {o.cite}: {o.because}" for o in omissions]
    if compatible is not None:
        lines += ["", "a work made of it may be shared under"]
        lines += [
            f"    {WAYS[way]} (`{way}`): {_named(ids, total)}" for way, ids in compatible.items()
        ]
    return "\n".join(lines) + "\n"


def _named(ids: Collection[str], total: int) -> str:
    if not ids:
        return "no licence of the library"
    return ", ".join(ids) if len(ids) <= FEW else f"{len(ids)} of {total} licences"


def _header(license: License) -> Iterator[str]:
    yield f"family {license.family}; written for {', '.join(sorted(license.covers)) or 'anything'}"
    names = [*license.hub, *license.aliases, *license.deprecated]
    if names:
        yield f"also called {', '.join(dict.fromkeys(names))}"
    read = f", read {license.text.read}" if license.text.read else ""
    yield f"text {license.text.url}{read}"
    when = f" {license.reviewed}" if license.reviewed else ""
    yield f"review {license.review}{when}"


def norm_text(norm: Norm) -> str:
    """Return a norm as one line."""
    on = "" if norm.subjects == MATERIAL else f" on {', '.join(sorted(norm.subjects))}"
    condition = "" if norm.condition == TRUE else f" if {condition_text(norm.condition)}"
    return _what(norm, on) + condition + _assuming(norm.guard)


def _what(norm: Norm, on: str) -> str:
    acts = ", ".join(sorted(getattr(norm, "acts", ())))
    match norm:
        case Permission(notwithstanding=lifted):
            despite = f", notwithstanding {', '.join(sorted(lifted))}" if lifted else ""
            return f"permits {acts}{on}{despite}"
        case Prohibition():
            return f"forbids {acts}{on}"
        case Obligation(duty=duty, texts=texts):
            said = "".join(f' "{text}"' for text in texts)
            return f"requires {duty}{said} on {acts}{on.replace(' on ', ' of ', 1)}"
        case ShareAlike():
            return f"requires one of {_licenses(norm)} to {acts}{on}"
        case FlowDown(cites=cites):
            passed_on = ", ".join(sorted(cites, key=number_key))
            return f"requires that {passed_on} be passed on to {acts}{on}"
        case Freedom(tolerates=tolerates):
            kinds = ", ".join(sorted(tolerates)) or "nothing"
            return f"forbids further restrictions{on}, tolerating {kinds}"
        case Relicense():
            return f"permits relicensing{on} to {_licenses(norm)}"
        case Term(kind=kind, detail=detail):
            return f"contains {kind}{on}{f' ({detail})' if detail else ''}"
    raise TypeError(norm)


def _licenses(norm: ShareAlike | Relicense) -> str:
    named = sorted(norm.licenses)
    return ", ".join([*named, "any later version"] if norm.or_later else named)


def _assuming(mask: Mask) -> str:
    alternatives = cases(mask)
    if alternatives == ({},):
        return ""
    texts = [
        " and ".join(name if value else f"not {name}" for name, value in case.items())
        for case in alternatives
    ]
    return f" assuming {'; or '.join(texts)}" if texts else " under no reading"


def _counts(license: License) -> Iterator[str]:
    """Yield the rules in their order, without what an earlier rule has settled."""
    settled: set[tuple[str, str]] = set()
    for rule in license.counts:
        open_ = {pair for pair in product(rule.relations, rule.sources) if pair not in settled}
        if not rule.types and rule.guard == always():
            settled |= open_
        types = f" ({', '.join(sorted(rule.types))})" if rule.types else ""
        alike: dict[frozenset[str], list[str]] = {}
        for relation in sorted({relation for relation, _ in open_}):
            sources = frozenset(source for r, source in open_ if r == relation)
            alike.setdefault(sources, []).append(relation)
        for sources, relations in alike.items():
            of = "" if sources == MATERIAL else f" of {', '.join(sorted(sources))}"
            yield f"{', '.join(relations)}{of}{types}: {rule.result}{_assuming(rule.guard)}"


def render_clause(clause: Clause) -> str:
    """Return one clause on one line, with its number and summary."""
    return f"{clause.license} {clause.cite}: {clause.says}"
