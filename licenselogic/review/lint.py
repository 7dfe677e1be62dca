"""Checks of clause files against their texts, the vocabulary, and each other."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, did_you_mean
from licenselogic.base.source import Span
from licenselogic.clauses.statements import misshapen
from licenselogic.library.index import NAMED, Entry
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import select
from licenselogic.norms.conditions import Member, atoms
from licenselogic.norms.deontic import License, Obligation, Term
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.review.contradictions import contradictions
from licenselogic.review.passages import Texts, passages_of, provisions
from licenselogic.review.shipped import misplaced
from licenselogic.semantics.semantics import LICENSOR
from licenselogic.semantics.view import view_of
from licenselogic.solver.oracle import Oracle


@dataclass(frozen=True)
class LintReport:
    """What a lint run found and how much it looked at."""

    diagnostics: tuple[Diagnostic, ...]
    licenses: int
    checked: int
    with_text: int
    without_text: int
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
    The text of a file that is named has to be there; in a whole library, those without are counted.
    """
    wanted = set(only) if only is not None else None
    found: list[Diagnostic] = []
    licenses: list[License] = []
    for entry in library.entries.values():
        if wanted is not None and entry.file not in wanted:
            continue
        found += _named(entry, library)
        if entry.kind in ("group", "unmodelled"):
            continue
        try:
            license = library.load(entry)
        except ClauseFileError as error:
            found += error.diagnostics
            continue
        if entry.kind == "template":
            continue
        found += _check(license, entry, library)
        licenses.append(license)
        if texts is not None:
            found += _against_text(license, texts, _place(library, entry), wanted is not None)
    found += _strangers(licenses, library)
    found += [d for d in misplaced(library) if wanted is None or (d.span and d.span.file in wanted)]
    if wanted is None:
        found += _unused(licenses)
    once = tuple(dict.fromkeys(found))  # a slip in a template is met in all that extend it
    held = [k for k in licenses if texts is not None and texts.of(k) is not None]
    return LintReport(
        diagnostics=once,
        licenses=len(licenses),
        checked=sum(1 for license in licenses if license.review == "checked"),
        with_text=len(held),
        without_text=len(licenses) - len(held),
        passages=sum(1 for license in held for _ in passages_of(license)),
    )


def _place(library: Library, entry: Entry) -> Span | None:
    return library.declared(entry)[0].id.span


def _named(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """Check what an entity is called, and, of those that hold no clauses, what they stand for."""
    place = _place(library, entry)
    for name in dict.fromkeys((*entry.names, *entry.deprecated)):
        holder = library.find(name)
        if entry.kind in NAMED and holder is not None and holder.id != entry.id:
            message = f"`{entry.id}` is also called `{name}`, and so is `{holder.id}`"
            yield Diagnostic(Code.DUPLICATE, message, place)
    if entry.kind in ("group", "unmodelled"):
        yield from misshapen(library.declared(entry)[0])
    for name in entry.means:
        meant = library.find(name)
        if meant is None or meant.kind == "group":
            message = f"`{entry.id}` may mean `{name}`, which is no licence of the library"
            yield Diagnostic(Code.BAD_REFERENCE, message, place, help=_nearest(name, library))
    for name in entry.modifies:
        held = library.find(name)
        if held is None or (held.kind, held.id) != ("license", name):
            message = f"`{entry.id}` modifies `{name}`, which is no licence of the library"
            yield Diagnostic(Code.BAD_REFERENCE, message, place, help=_nearest(name, library))


def _nearest(name: str, library: Library) -> str:
    close = library.suggest(name, limit=1)
    return f"did you mean `{close[0]}`?" if close else ""


def _check(license: License, entry: Entry, library: Library) -> Iterator[Diagnostic]:
    place = _place(library, entry)
    idle = list(contradictions(license))
    offers = entry.kind != "license" or Oracle().offers([view_of(license, select())])
    if not offers and not idle:
        yield Diagnostic(Code.NO_PERMISSION, f"`{license.id}` permits nothing", place)
    if license.review != "checked":
        message = f"`{license.id}` has not been checked by a second reader"
        yield Diagnostic(Code.UNREVIEWED, message, place, severity="warning")
    yield from _named_by(license, library)
    for clause in idle:
        message = f"clause `{clause.cite}` of `{license.id}` permits what another forbids outright"
        yield Diagnostic(Code.CONTRADICTION, message, clause.span)


def _named_by(license: License, library: Library) -> Iterator[Diagnostic]:
    """Check the licences that clauses name: by their ids, for norms compare nothing else."""
    for clause, norm in license.norms:
        for name in sorted(getattr(norm, "licenses", ())):
            base, _, exception = name.partition(" WITH ")
            found = library.find(base)
            if found is None or (exception and library.exception(exception) is None):
                message = f"clause `{clause.cite}` names `{name}`, which is not in the library"
                hint = _nearest(base, library) if found is None else ""
                yield Diagnostic(Code.BAD_REFERENCE, message, clause.span, help=hint)
            elif found.id != base:
                message = f"clause `{clause.cite}` names `{base}`, which is no id"
                hint = f"write `{found.id}`"
                yield Diagnostic(Code.BAD_REFERENCE, message, clause.span, help=hint)


def _against_text(
    license: License, texts: Texts, place: Span | None, needed: bool
) -> Iterator[Diagnostic]:
    text = texts.of(license)
    if text is None:
        yield from _without_text(license, texts, place, needed)
        return
    for provision in provisions(license):
        for passage in provision.passages:
            if text.locate(passage) is None:
                message = (
                    f"clause `{provision.cite}` of `{license.id}`: "
                    f'"{passage.first}" .. "{passage.last}" is not in {text.name}'
                )
                yield Diagnostic(Code.PASSAGE_NOT_FOUND, message, provision.span or place)
    for gap in text.uncovered(passages_of(license)):
        words = gap.split()
        shown = " ".join(words[:9]) + (" ... " + " ".join(words[-5:]) if len(words) > 14 else "")
        message = f"`{license.id}` leaves {len(words)} words of {text.name} unaccounted: {shown}"
        yield Diagnostic(Code.SECTION_NOT_COVERED, message, place)


def _without_text(
    license: License, texts: Texts, place: Span | None, needed: bool
) -> Iterator[Diagnostic]:
    """Yield what is to be said of a licence none of whose passages could be looked up."""
    if other := texts.other(license):
        message = f"`{other}` is not the text that `{license.id}` was read from"
        hint = f"its SHA-256 is not {license.text.sha256}"
        yield Diagnostic(Code.TEXT_CHANGED, message, place, help=hint)
    elif needed:
        passages = len(list(passages_of(license)))
        message = (
            f"the text of `{license.id}` is not in `{texts.folder}`, and none of its "
            f"{passages} passages was looked up"
        )
        hint = "a text is known by the `sha256` of the clause file; without one, by its name"
        yield Diagnostic(Code.TEXT_MISSING, message, place, help=hint)


def _strangers(licenses: Iterable[License], library: Library) -> Iterator[Diagnostic]:
    """Yield a finding for each condition on a family to which no licence belongs."""
    families: set[str] = set()
    for license in licenses:
        for clause, norm in license.norms:
            for atom in atoms(norm.condition):
                if not isinstance(atom, Member) or vocabulary().facts[atom.fact].sort != "family":
                    continue
                families = families or _families(licenses, library)
                for word in sorted(atom.words - families - {LICENSOR}):
                    message = f"clause `{clause.cite}` names `{word}`, the family of no licence"
                    hint = did_you_mean(word, families)
                    yield Diagnostic(Code.BAD_REFERENCE, message, clause.span, help=hint)


def _families(licenses: Iterable[License], library: Library) -> set[str]:
    found = {license.family for license in licenses}
    for identifier in library.ids():
        with suppress(ClauseFileError):
            found.add(library[identifier].family)
    return found


def _unused(licenses: Iterable[License]) -> Iterator[Diagnostic]:
    words = vocabulary()
    used: set[str] = set()
    for license in licenses:
        for _, norm in license.norms:
            used |= set(getattr(norm, "acts", ())) | set(getattr(norm, "tolerates", ()))
            used |= {norm.duty} if isinstance(norm, Obligation) else set()
            used |= {norm.kind} if isinstance(norm, Term) else set()
            for atom in atoms(norm.condition):
                used.add(atom.fact)
                used |= set(atom.words) if isinstance(atom, Member) else set()
    taken = [*words.raw["relations"].values(), *words.raw["publications"].values()]
    asked = {act for entry in taken for act in entry["acts"]}
    for group in ("acts", "duties", "terms", "facts", "fields", "territories", "actors", "forms"):
        entries = {w: e if isinstance(e, dict) else {} for w, e in words.raw[group].items()}
        needed = asked | {entry["parent"] for entry in entries.values() if "parent" in entry}
        if group in ("fields", "territories", "actors", "forms"):
            needed.add(next(iter(entries)))  # the baseline
        for word, entry in entries.items():
            offered = entry.get("offered", False)
            if offered and word in used:
                message = f"a clause uses the word `{word}` ({group}), which is marked as offered"
            elif not offered and word not in used | needed:
                message = f"no clause uses the word `{word}` ({group})"
            else:
                continue
            yield Diagnostic(Code.UNUSED_WORD, message, severity="warning")
