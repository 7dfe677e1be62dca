"""Files of cases (`*.licenses.yaml`): a lineage and the verdict that is expected of it.

docs/testing.md describes the format.  Expectations are read strictly: a slip in one would make a
case that passes for ever.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from licenselogic.base.codes import Code, Group, Status
from licenselogic.base.diagnostics import Diagnostic, LineageError, did_you_mean
from licenselogic.base.display import kind_of, printable, quoted
from licenselogic.base.documents import Place, locate, read_text, read_yaml
from licenselogic.base.source import Source
from licenselogic.library.library import Library, licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.known import known_of
from licenselogic.readers.load import from_plain, load_lineage
from licenselogic.verdict.check import check
from licenselogic.verdict.verdict import Verdict

_CLAUSE = re.compile(r"\S.* \S+")

_SHARED = frozenset({"profile", "assume"})
_TOP = _SHARED | {"licenses", "cases"}
_CASE = _SHARED | {"name", "works", "lineage", "work", "as", "expect"}
_LISTS = ("kinds", "clauses", "duties", "warnings")
_EXPECTED = frozenset({"status", *_LISTS})


@dataclass(frozen=True)
class Expected:
    """What a verdict must be, and what it must hold among others."""

    status: Status
    kinds: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def amiss(self, verdict: Verdict) -> Iterator[str]:
        """Yield what is expected and not so."""
        if verdict.status is not self.status:
            yield f"expected {self.status}, the verdict is {verdict.status}"
        found = {
            "kinds": {c.kind.value for c in verdict.counterexamples},
            "clauses": {
                f"{r.license} {r.cite}" for c in verdict.counterexamples for r in c.clauses
            },
            "duties": {duty.duty for duty in verdict.duties},
            "warnings": {finding.code.value for finding in verdict.warnings},
        }
        for part in _LISTS:
            for wanted in getattr(self, part):
                if wanted not in found[part]:
                    have = ", ".join(sorted(found[part])) or "none"
                    yield f"expected among the {part}: {wanted}; there are: {have}"


@dataclass(frozen=True)
class FileCase:
    """A work of a lineage, how it is asked about, and what is expected of the verdict."""

    name: str
    lineage: Lineage
    work: str | None
    license: str | None
    profile: str
    assumptions: Mapping[str, bool]
    library: Library
    expected: Expected

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict."""
        return check(
            self.lineage,
            self.work,
            self.license,
            self.profile,
            self.assumptions,
            licenses=self.library,
        )


def read_cases(path: Path) -> list[FileCase]:
    """Return the cases in a file.

    Raises `LineageError` for the first slip, with its place, and what reading lineages and clause
    files raises.
    """
    text = read_text(path)
    return _Reader(path, Source(printable(path), text)).cases(read_yaml(text, printable(path)))


@dataclass(frozen=True)
class _Reader:
    path: Path
    source: Source

    def cases(self, data: object) -> list[FileCase]:
        top = self.mapping(data, _TOP, ())
        library = self.library(top.get("licenses"))
        raw = top.get("cases")
        if not isinstance(raw, list) or not raw:
            self.fail(("cases",), "a list of cases is wanted")
        found: dict[str, FileCase] = {}
        for position, item in enumerate(raw):
            case = self.case(item, top, library, ("cases", position))
            if case.name in found:
                self.fail(("cases", position), f"two cases are called {quoted(case.name)}")
            found[case.name] = case
        return list(found.values())

    def library(self, raw: object) -> Library:
        names = self.texts({"licenses": raw}, "licenses", ())
        return licenses().with_files(*(self.path.parent / name for name in names))

    def case(self, raw: object, top: Mapping[str, Any], library: Library, place: Place) -> FileCase:
        item = self.mapping(raw, _CASE, place)
        shared = {key: top[key] for key in _SHARED if key in top} | dict(item)
        profile = self.text(shared, "profile", place) or "default"
        assumptions = self.assumptions(shared.get("assume"), place)
        select(profile, assumptions)
        lineage, work = self.lineage(item, library, place), self.text(item, "work", place)
        license, target = self.text(item, "as", place), lineage.target(work)
        name = self.text(item, "name", place) or (f"{target} as {license}" if license else target)
        expected = self.expected(item.get("expect"), (*place, "expect"))
        return FileCase(name, lineage, work, license, profile, assumptions, library, expected)

    def lineage(self, item: Mapping[str, Any], library: Library, place: Place) -> Lineage:
        if ("works" in item) == ("lineage" in item):
            self.fail(place, "a case has `works`, or a `lineage`: the path of a file")
        if "works" in item:
            return from_plain({"works": item["works"]}, known=known_of(None, library=library))
        file = self.text(item, "lineage", place) or ""
        return load_lineage(self.path.parent / file, library=library)

    def expected(self, raw: object, place: Place) -> Expected:
        item = {"status": raw} if isinstance(raw, str) else self.mapping(raw, _EXPECTED, place)
        status = self.text(item, "status", place) or self.fail(place, "a `status` is expected")
        known = _known()
        found = {part: self.texts(item, part, place) for part in _LISTS}
        for part in ("kinds", "duties", "warnings"):
            for word in found[part]:
                self.word(word, known[part], (*place, part))
        for clause in found["clauses"]:
            if not _CLAUSE.fullmatch(clause):
                message = f"{quoted(clause)} is not a licence and the number of a clause"
                self.fail((*place, "clauses"), message, "such as `llama2 2`")
        return Expected(Status(self.word(status, [*Status], place)), **found)

    def assumptions(self, raw: object, place: Place) -> dict[str, bool]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping) or not all(isinstance(v, bool) for v in raw.values()):
            self.fail((*place, "assume"), "a mapping of readings to true or false is wanted")
        return {str(name): value for name, value in raw.items()}

    # Values

    def mapping(self, raw: object, known: frozenset[str], place: Place) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            keys = ", ".join(f"`{key}`" for key in sorted(known))
            self.fail(place, f"a mapping is wanted, not {kind_of(raw)}", f"keys: {keys}")
        for key in raw:
            self.word(str(key), known, (*place, str(key)))
        return raw

    def word(self, word: str, known: Collection[str], place: Place) -> str:
        if word not in known:
            help = did_you_mean(word[:100], known) or f"one of: {', '.join(sorted(known))}"
            self.fail(place, f"{quoted(word)} is not known here", help)
        return word

    def text(self, item: Mapping[str, Any], key: str, place: Place) -> str | None:
        raw = item.get(key)
        if raw is not None and not isinstance(raw, str):
            self.fail((*place, key), f"text is wanted, not {kind_of(raw)}")
        return raw

    def texts(self, item: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
        raw = item.get(key)
        listed = [raw] if isinstance(raw, str) else raw or []
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            self.fail((*place, key), "text, or a list of texts, is wanted")
        return tuple(listed)

    def fail(self, place: Place, message: str, help: str = "") -> NoReturn:
        span = locate(self.source.text, self.source.name, {place}).get(place)
        raise LineageError(
            Diagnostic(Code.BAD_LINEAGE, message, span, help=help), source=self.source
        )


def _known() -> dict[str, Collection[str]]:
    """Return the words that each list of an expectation may hold."""
    told = (Group.WARNING, Group.REASON, Group.LINT)
    return {
        "kinds": [code.value for code in Code if code.group is Group.KIND],
        "warnings": [code.value for code in Code if code.group in told],
        "duties": list(vocabulary().raw["duties"]),
    }
