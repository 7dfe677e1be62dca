"""What `show` prints: a licence or exception, its clause file, or why a name has no clauses."""

from collections.abc import Sequence
from pathlib import Path

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError
from licenselogic.base.display import printable_lines, shown
from licenselogic.cli.common import json_answer
from licenselogic.library.expressions import named
from licenselogic.library.index import Entry
from licenselogic.library.library import Library
from licenselogic.norms.deontic import Clause, License, Passage
from licenselogic.report.license_text import (
    Quote,
    license_data,
    render_compatible,
    render_license,
)
from licenselogic.report.style import Style


def source_text(library: Library, name: str) -> str:
    """Return the clause file of a licence, and of its exception, with its names and its text."""
    from licenselogic.clauses.printer import print_file  # what a licence says needs no printer
    from licenselogic.clauses.tree import File

    declared = [library.declared(entry)[0] for entry in named(name, library)]
    return printable_lines(print_file(File("", tuple(declared))))


def page(library: Library, name: str, texts: Path | None, compatible: bool, form: str) -> str:
    """Return what there is to know of `name`, as text or as JSON.

    Raises `UsageError` for an unknown name, and where compatible licences are asked of what is no
    licence.
    """
    entries = named(name, library)
    first = entries[0]
    if compatible and first.kind != "license":
        message = f"`{first.id}` is no licence with clauses; `--compatible` judges licences"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    if form == "html" and (compatible or first.kind in ("group", "unmodelled")):
        message = f"`{first.id}` has no clauses, which a page would show"
        if compatible:
            message = "a page does not show `--compatible`"
        raise UsageError(Diagnostic(Code.BAD_OPTION, message))
    if first.kind in ("group", "unmodelled"):
        return _unresolved(first, form)
    license = library.entity(" WITH ".join(entry.id for entry in entries))
    quote = _quote(library, entries, texts)
    if form == "html":
        from licenselogic.report.license_html import render_license_page

        return render_license_page(license, library.digest, quote)
    missing = texts is not None and quote is None
    found = _compatible(library, license) if compatible else None
    if form == "json":
        return json_answer(
            {**license_data(license, quote), "kind": first.kind, "compatible": found}
        )
    text = render_license(license, quote, Style.detect(), f"not in {texts}" if missing else "")
    return text if found is None else text + render_compatible(shown(found), len(library))


def _compatible(library: Library, license: License) -> dict[str, list[str]]:
    from licenselogic.verdict.compatible import compatible  # the solver, which takes a second

    return compatible(library, license)


def _unresolved(entry: Entry, form: str) -> str:
    if form == "json":
        from licenselogic.library.search import describe  # what is resolved needs no search

        return json_answer(describe(entry))
    entry = shown(entry)
    means = f"may mean any of {', '.join(entry.means)}" if entry.means else entry.because
    return f"{entry.id}  {entry.title}\n  {means}\n"


def _quote(library: Library, entries: Sequence[Entry], texts: Path | None) -> Quote | None:
    """Return what finds the words of passages in a folder of texts, or None if it has no text."""
    if texts is None:
        return None
    from licenselogic.review.passages import Texts

    shelf = Texts(texts)
    found = {entry.id: shelf.of(library.entity(entry.id)) for entry in entries}

    def quote(clause: Clause, passage: Passage) -> str:
        text = found.get(clause.license)
        return text.words(passage) if text else ""

    return quote if any(found.values()) else None
