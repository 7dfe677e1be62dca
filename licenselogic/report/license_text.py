"""Licences as text, as a lawyer reads them: what each section says, in words and in norms."""

import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from licenselogic.base.display import printable, shown
from licenselogic.diff.clauses import number_key, ordered
from licenselogic.library.codec import to_json
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
    Omission,
    Passage,
    Permission,
    Prohibition,
    Relicense,
    ShareAlike,
    Term,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text
from licenselogic.report.style import Style

FEW = 40
"""Compatible licences that are named; of more than that only the number is given."""

WIDTH = 100

Quote = Callable[[Clause, Passage], str]
"""What gives the full words of a clause's passage, or nothing where the text is not at hand."""

Policies = Mapping[str, frozenset[str]]
"""The numbers of the items of each use policy."""


def render_license(
    license: License,
    quote: Quote | None = None,
    style: Style | None = None,
    note: str = "",
) -> str:
    """Return a licence as text: header, clauses with their norms, counts-as rules, omissions.

    Every clause is there, also what is inherited, and says from where.  Its passages are given by
    their first and last words, or in full where `quote` has them; `note` tells of the text.
    """
    license, note = shown(license), printable(note)
    paint = style or Style()
    policies = policies_of(license)
    lines = [paint.paint(f"{license.id}", bold=True) + f"  {license.title}"]
    lines += [f"  {row}" for row in _header(license, note)]
    for clause in ordered(license.clauses):
        lines += ["", paint.paint(clause.cite, bold=True) + f"  {clause.says}"]
        lines += [f"    {paint.faint(row)}" for row in _standing(clause, license, quote)]
        lines += [f"    {row}" for row in _norms(clause, policies)]
    if license.counts:
        lines += ["", "counts as"]
        lines += [f"    {row}" for row in counts_of(license)]
    if license.omissions:
        lines += ["", "left out"]
        for omission in sorted(license.omissions, key=lambda o: number_key(o.cite)):
            lines.append(f"    {omission.cite}: {omission.because}")
            lines += [f"        {paint.faint(row)}" for row in _standing(omission, license, None)]
    return "\n".join(lines) + "\n"


def render_compatible(compatible: Mapping[str, Collection[str]], total: int) -> str:
    """Return the licences that works made of a licensed one may have, by how they are made.

    `compatible` is what `verdict.compatible.compatible` returns, of a library of `total` licences.
    """
    lines = ["", "a work made of it may be shared under"]
    for way, ids in compatible.items():
        lines.append(f"    {way} ({vocabulary().meaning('relations', way)}):")
        lines.append(f"        {_named(ids, total)}")
    return "\n".join(lines) + "\n"


def license_data(license: License, quote: Quote | None = None) -> dict[str, Any]:
    """Return a licence as JSON data; passages have their `words` where `quote` has them."""
    data: dict[str, Any] = to_json(license)
    for clause, row in zip(license.clauses, data["clauses"], strict=True):
        for passage, mark in zip(clause.passages, row["passages"], strict=True):
            mark["words"] = quote(clause, passage) if quote is not None else ""
    return data


def policies_of(license: License) -> Policies:
    """Return the numbers of the items of each use policy of a licence."""
    of: dict[str, set[str]] = {}
    for clause in license.clauses:
        if clause.policy:
            of.setdefault(clause.policy, set()).add(clause.cite)
    return {name: frozenset(cites) for name, cites in of.items()}


def _standing(provision: Clause | Omission, license: License, quote: Quote | None) -> Iterator[str]:
    """Yield where a provision comes from, and what it stands on."""
    if provision.origin is not None:
        yield f"from {provision.origin.kind} {provision.origin.id}"
    elif isinstance(provision, Clause) and provision.license != license.id:
        yield f"from {provision.license}"
    for passage in provision.passages:
        words = quote(provision, passage) if quote and isinstance(provision, Clause) else ""
        if words:
            yield from textwrap.wrap(f'"{printable(words)}"', WIDTH - 4, break_on_hyphens=False)
        else:
            yield " .. ".join(f'"{mark}"' for mark in (passage.first, passage.last) if mark)


def _norms(clause: Clause, policies: Policies) -> Iterator[str]:
    """Yield the norms of a clause, those of a policy within it with the numbers of their items."""
    width = max((len(norm.item) for norm in clause.norms), default=0)
    for norm in clause.norms:
        item = f"{norm.item:<{width}}  " if norm.item else ""
        yield item + norm_text(norm, policies)


def _named(ids: Collection[str], total: int) -> str:
    if not ids:
        return "no licence of the library"
    return ", ".join(ids) if len(ids) <= FEW else f"{len(ids)} of {total} licences"


def _header(license: License, note: str) -> Iterator[str]:
    yield f"family {license.family}; written for {', '.join(sorted(license.covers)) or 'anything'}"
    names = [*license.hub, *license.aliases, *license.deprecated]
    if names:
        yield f"also called {', '.join(dict.fromkeys(names))}"
    read = f", read {license.text.read}" if license.text.read else ""
    yield f"text {license.text.url}{read}{f', {note}' if note else ''}"
    when = f" {license.reviewed}" if license.reviewed else ""
    yield f"review {license.review}{when}"


def norm_text(norm: Norm, policies: Policies | None = None) -> str:
    """Return a norm as one line; a flow-down of all items of a policy names the policy."""
    on = "" if norm.subjects == MATERIAL else f" on {', '.join(sorted(norm.subjects))}"
    condition = "" if norm.condition == TRUE else f" if {condition_text(norm.condition)}"
    return _what(norm, on, policies or {}) + condition + _assuming(norm.guard)


def _what(norm: Norm, on: str, policies: Policies) -> str:
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
            passed_on = ", ".join(_passed_on(cites, policies)) or "a policy"
            return f"requires that {passed_on} be passed on to {acts}{on}"
        case Freedom(tolerates=tolerates):
            kinds = ", ".join(sorted(tolerates)) or "nothing"
            return f"forbids further restrictions{on}, tolerating {kinds}"
        case Relicense():
            return f"permits relicensing{on} to {_licenses(norm)}"
        case Term(kind=kind, detail=detail):
            return f"contains {kind}{on}{f' ({detail})' if detail else ''}"
    raise TypeError(norm)


def _passed_on(cites: frozenset[str], policies: Policies) -> Iterable[str]:
    whole = {name: items for name, items in policies.items() if items <= cites}
    rest = cites.difference(*whole.values())
    return [*sorted(rest, key=number_key), *(f"policy {name}" for name in sorted(whole))]


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


def counts_of(license: License) -> Iterator[str]:
    """Yield the counts-as rules in their order, without what an earlier rule has settled."""
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
