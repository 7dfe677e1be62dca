"""What every bill of materials says of a lineage and its verdict, before any format.

Each format has a module of its own, which alone knows the library made for it.  What a format has
no field for stands in properties (`lineage.properties`), so that a bill that is read again gives
the same lineage, and so the same verdict.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from licenselogic.base.diagnostics import ExpressionError, UsageError, missing_extra
from licenselogic.base.display import json_text
from licenselogic.library.expressions import parse_expression
from licenselogic.library.library import Library
from licenselogic.library.references import reference
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.properties import VERDICT, Property, properties_of
from licenselogic.lineage.work import Edge, Work
from licenselogic.lineage.written import plain_work
from licenselogic.verdict.verdict import NOTICE, Verdict

HOME = "https://huggingface.co/"

_HUB_ID = re.compile(r"[A-Za-z0-9][\w\-]*/[\w.\-]+", re.ASCII)
_PACKAGE_URL = re.compile(r"pkg:[a-z][a-z0-9.\-]*(?:/[A-Za-z0-9.\-_~%@]+)+@[A-Za-z0-9.\-_~%+]+")
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Bill:
    """The work that a verdict is about, with all that it was made from; it stands first.

    `created` is the time that the bill gives as its own.
    """

    lineage: Lineage
    verdict: Verdict
    library: Library
    created: datetime

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The works, the one that the verdict is about first."""
        return tuple(self.lineage.works[n] for n in reversed(self.lineage.order(self.verdict.work)))

    def edges(self, work: Work) -> tuple[Edge, ...]:
        """Return what a work was made from."""
        return tuple(self.lineage.upstream[work.id])

    def properties(self, work: Work) -> list[Property]:
        """Return the properties of a work, and of the first those of the verdict."""
        found = properties_of(plain_work(work, self.edges(work)))
        return [*found, *self._of_verdict()] if work.id == self.verdict.work else found

    def _of_verdict(self) -> Iterator[Property]:
        verdict = self.verdict
        yield f"{VERDICT}:status", verdict.status.value
        yield f"{VERDICT}:profile", verdict.profile
        yield f"{VERDICT}:version", verdict.version
        yield f"{VERDICT}:library", verdict.library

    def sentences(self) -> list[str]:
        """Return the verdict in sentences: the answer, each finding, and what else is needed."""
        verdict = self.verdict
        found = [f"{verdict.status.value}: {verdict.message} ({NOTICE})"]
        for example in verdict.counterexamples:
            cites = ", ".join(f"{ref.license} {ref.cite}" for ref in example.clauses)
            by = f" [{cites}]" if cites else ""
            found.append(f"{example.kind.value}: {example.message}{by}")
        found += [f"provided that {condition.text}" for condition in verdict.conditions]
        found += [f"{reason.code.value}: {reason.message}" for reason in verdict.reasons]
        found += [f"{warning.code.value}: {warning.message}" for warning in verdict.warnings]
        for duty in verdict.duties:
            cite = f"{duty.clause.license} {duty.clause.cite}"
            found.append(f"duty, {duty.state.value}: {duty.message} [{cite}]")
        return [storable(text) for text in found]

    @cached_property
    def uuid(self) -> UUID:
        """The id of the bill: the same for the same lineage and verdict."""
        data = [[self.properties(work) for work in self.works], self.sentences()]
        return uuid5(NAMESPACE_URL, json_text(data))


@dataclass(frozen=True, slots=True)
class Form:
    """How SPDX writes a licence: an expression, with what each of its references stands for.

    `parts` are the licences, each a listed one or a reference, where all of them bind and nothing
    is left to choose; else it is empty.
    """

    expression: str
    names: Mapping[str, str]
    parts: tuple[str, ...] = ()


def spdx_form(text: str, library: Library) -> Form:
    """Return a licence in SPDX's words: listed ids, listed exceptions, and references for others.

    Text that is no expression is one licence of an unknown name.
    """
    try:
        alternatives = parse_expression(text, library).alternatives
    except ExpressionError:
        name = reference(text)
        return Form(name, {name: text}, (name,))
    names: dict[str, str] = {}
    written = []
    for terms in alternatives:
        parts = [_listed(term.name, names) for term in terms]
        written.append(list(dict.fromkeys(parts)))
    several = [" AND ".join(parts) for parts in written]
    joined = several[0] if len(several) == 1 else " OR ".join(
        f"({one})" if " AND " in one else one for one in several
    )  # fmt: skip
    return Form(joined, names, tuple(written[0]) if len(written) == 1 else ())


def _listed(name: str, names: dict[str, str]) -> str:
    """Return a licence as it stands where SPDX lists it, else a reference to it.

    Two names have two references.
    """
    if not name:
        return "NOASSERTION"
    license, _, exception = name.partition(" WITH ")
    if _is_listed(license, False) and (not exception or _is_listed(exception, True)):
        return name
    found = short = reference(name)[:200]
    number = 1
    while names.setdefault(found, name) != name:
        number += 1
        found = f"{short}-{number}"
    return found


def _is_listed(name: str, exception: bool) -> bool:
    symbol = _symbols().get(name)
    if symbol is None or name.startswith("LicenseRef-"):
        return False
    return bool(symbol.is_exception) == exception


@cache
def _symbols() -> Mapping[str, Any]:
    from license_expression import get_spdx_licensing  # it reads the whole list of SPDX

    found: Mapping[str, Any] = get_spdx_licensing().known_symbols
    return found


def hub_address(work: Work) -> str:
    """Return the address of a work on the Hub, '' where its id is none of the Hub."""
    name = work.id.removeprefix("datasets/") if work.type == "dataset" else work.id
    if work.type == "software" or not _HUB_ID.fullmatch(name):
        return ""
    return f"{HOME}{'datasets/' if work.type == 'dataset' else ''}{name}"


def package_url(work: Work) -> str:
    """Return the package URL of a model of the Hub, or of software that is called by one, or ''."""
    if work.type == "software":
        return work.id if _PACKAGE_URL.fullmatch(work.id) else ""
    return f"pkg:huggingface/{work.id}" if work.type == "model" and hub_address(work) else ""


def storable(text: str) -> str:
    """Return a text as files can hold it: with escapes for halves of characters."""
    return _HALVES.sub(lambda match: ascii(match.group())[1:-1], text)


def missing(what: str) -> UsageError:
    """Return the error that says which library is not installed."""
    return UsageError(missing_extra(f"bills of materials are written with `{what}`", "bom"))
