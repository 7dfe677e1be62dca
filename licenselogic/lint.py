"""Checks of clause files against their texts, the vocabulary, and each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licenselogic.deontic import (
    License,
    Member,
    Obligation,
    Permission,
    Term,
    atoms,
)
from licenselogic.diagnostics import ClauseFileError, Code, Diagnostic
from licenselogic.library import Entry, Library
from licenselogic.passages import Texts, passages_of, provisions
from licenselogic.source import Span
from licenselogic.vocabulary import vocabulary


@dataclass(frozen=True)
class LintReport:
    """What a lint run found and how much it looked at."""

    diagnostics: tuple[Diagnostic, ...]
    licenses: int
    checked: int
    with_text: int
    passages: int

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that make the run fail."""
        return tuple(d for d in self.diagnostics if d.severity == "error")


def lint(
    library: Library, texts: Texts | None = None, only: Iterable[str] | None = None
) -> LintReport:
    """Return the findings over `library`, or over the files named in `only`.

    With `texts`, every passage is looked up and every stretch of the text must be accounted for.
    """
    wanted = set(only) if only is not None else None
    found: list[Diagnostic] = []
    licenses: list[License] = []
    with_text = passages = 0
    for entry in _entries(library, wanted):
        try:
            license = library._load(entry.id)
        except ClauseFileError as error:
            found += error.diagnostics
            continue
        found += _check(license, entry, library)
        licenses.append(license)
        if texts is not None:
            text = texts.of(license)
            with_text += text is not None
            passages += len(list(passages_of(license))) if text else 0
            found += _against_text(license, texts, _place(library, entry))
    if wanted is None:
        found += _unused(licenses)
    checked = sum(1 for license in licenses if license.review == "checked")
    return LintReport(tuple(found), len(licenses), checked, with_text, passages)


def _entries(library: Library, wanted: set[str] | None) -> Iterator[Entry]:
    for entry in library.entries.values():
        listed = wanted is None or entry.file in wanted
        if listed and entry.kind in ("license", "exception"):
            yield entry


def _place(library: Library, entry: Entry) -> Span | None:
    for entity in library.tree(entry.file).entities:
        if entity.id.text == entry.id:
            return entity.id.span
    return None


def _check(license: License, entry: Entry, library: Library) -> Iterator[Diagnostic]:
    place = _place(library, entry)
    permits = any(isinstance(norm, Permission) for _, norm in license.norms)
    if not permits and entry.kind == "license":
        yield Diagnostic(Code.NO_PERMISSION, f"`{license.id}` permits nothing", place)
    if license.review != "checked":
        message = f"`{license.id}` has not been checked by a second reader"
        yield Diagnostic(Code.UNREVIEWED, message, place, severity="warning")
    for clause, norm in license.norms:
        for name in getattr(norm, "licenses", ()):
            if library.find(name.partition(" WITH ")[0]) is None:
                message = f"clause `{clause.cite}` names `{name}`, which is not in the library"
                yield Diagnostic(Code.BAD_REFERENCE, message, clause.span)
    from licenselogic.smt import contradictions

    for clause in contradictions(license):
        message = f"clause `{clause.cite}` of `{license.id}` permits what another forbids outright"
        yield Diagnostic(Code.CONTRADICTION, message, clause.span)


def _against_text(license: License, texts: Texts, place: Span | None) -> Iterator[Diagnostic]:
    text = texts.of(license)
    if text is None:
        if texts.changed(license):
            message = f"`{license.id}.txt` is not the text that `{license.id}` was read from"
            yield Diagnostic(Code.TEXT_CHANGED, message, place)
        return
    for provision in provisions(license):
        for passage in provision.passages:
            if text.locate(passage) is None:
                message = (
                    f"clause `{provision.cite}` of `{license.id}`: "
                    f'"{passage.first}" .. "{passage.last}" is not in {text.name}'
                )
                span = getattr(provision, "span", None) or place
                yield Diagnostic(Code.PASSAGE_NOT_FOUND, message, span)
    for gap in text.uncovered(passages_of(license)):
        words = gap.split()
        shown = " ".join(words[:9]) + (" ... " + " ".join(words[-5:]) if len(words) > 14 else "")
        message = f"`{license.id}` leaves {len(words)} words of {text.name} unaccounted: {shown}"
        yield Diagnostic(Code.SECTION_NOT_COVERED, message, place)


def _unused(licenses: Iterable[License]) -> Iterator[Diagnostic]:
    used: set[str] = set()
    for license in licenses:
        for _, norm in license.norms:
            used |= set(getattr(norm, "acts", ())) | set(getattr(norm, "tolerates", ()))
            used |= {norm.duty} if isinstance(norm, Obligation) else set()
            used |= {norm.kind} if isinstance(norm, Term) else set()
            for atom in atoms(norm.condition):
                used.add(atom.fact)
                used |= set(atom.words) if isinstance(atom, Member) else set()
    words = vocabulary()
    for group in ("acts", "duties", "terms", "facts", "fields", "territories", "actors", "forms"):
        entries = words.raw[group]
        parents = {e["parent"] for e in entries.values() if isinstance(e, dict) and "parent" in e}
        for position, word in enumerate(entries):
            baseline = position == 0 and group in ("fields", "territories", "actors", "forms")
            if word not in used and word not in parents and not baseline:
                message = f"no clause uses the word `{word}` ({group})"
                yield Diagnostic(Code.UNUSED_WORD, message, severity="warning")
