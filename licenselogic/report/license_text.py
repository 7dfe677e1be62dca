"""Licences, and the library, as text."""

from collections.abc import Iterator

from licenselogic.alignment import number_key
from licenselogic.assumptions import Mask, always, holds, support
from licenselogic.deontic import (
    MATERIAL,
    TRUE,
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
from licenselogic.report.style import Style
from licenselogic.vocabulary import vocabulary
from licenselogic.wording import condition_text


def render_license(license: License, style: Style | None = None) -> str:
    """Return a licence as text: header, clauses with their norms, counts-as rules, omissions."""
    paint = style or Style()
    lines = [paint.paint(f"{license.id}", bold=True) + f"  {license.title}"]
    lines += [f"  {row}" for row in _header(license)]
    for clause in license.clauses:
        lines += ["", paint.paint(clause.cite, bold=True) + f"  {clause.says}"]
        lines += [f"    {norm_text(norm)}" for norm in clause.norms]
    if license.counts:
        lines += ["", "counts as"]
        lines += [f"    {row}" for row in _counts(license)]
    if license.omissions:
        lines += ["", "left out"]
        lines += [f"    {o.cite}: {o.because}" for o in license.omissions]
    return "\n".join(lines) + "\n"


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
        case ShareAlike(licenses=licenses):
            return f"requires one of {', '.join(sorted(licenses))} to {acts}{on}"
        case FlowDown(cites=cites):
            passed_on = ", ".join(sorted(cites, key=number_key))
            return f"requires that {passed_on} be passed on to {acts}{on}"
        case Freedom(tolerates=tolerates):
            kinds = ", ".join(sorted(tolerates)) or "nothing"
            return f"forbids further restrictions{on}, tolerating {kinds}"
        case Relicense(licenses=licenses):
            return f"permits relicensing{on} to {', '.join(sorted(licenses))}"
        case Term(kind=kind, detail=detail):
            return f"contains {kind}{on}{f' ({detail})' if detail else ''}"
    raise TypeError(norm)


def _assuming(mask: Mask) -> str:
    if mask == always():
        return ""
    if mask == 0:
        return " under no reading"
    names = [n for n in vocabulary().assumptions if n in support(mask)]
    if len(names) == 1:
        return f" assuming {'' if mask == holds(names[0]) else 'not '}{names[0]}"
    return f" assuming a combination of {', '.join(names)}"


def _counts(license: License) -> Iterator[str]:
    for rule in license.counts:
        relations = ", ".join(sorted(rule.relations))
        sources = "" if rule.sources == MATERIAL else f" of {', '.join(sorted(rule.sources))}"
        types = f" ({', '.join(sorted(rule.types))})" if rule.types else ""
        yield f"{relations}{sources}{types}: {rule.result}{_assuming(rule.guard)}"


def render_clause(clause: Clause) -> str:
    """Return one clause on one line, with its number and summary."""
    return f"{clause.license} {clause.cite}: {clause.says}"
