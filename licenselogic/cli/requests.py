"""What the command line asks for, as values: a check, assumptions, files to lint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, UsageError
from licenselogic.base.display import listed, quoted
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.clauses.files import read_files
from licenselogic.library.library import Library, licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License
from licenselogic.semantics.view import offers_at_rest, view_of
from licenselogic.verdict.verdict import ClauseRef, Quote, Verdict

if TYPE_CHECKING:
    from licenselogic.repair.repairs import Repairs
    from licenselogic.review.lint import LintReport
    from licenselogic.verdict.readings import Readings


@dataclass(frozen=True)
class CheckRequest:
    """One work asked about, in the terms of `check`."""

    lineage: Lineage
    work: str | None
    offered: str | None
    profile: str
    assumptions: Mapping[str, bool]
    rlimit: int | None
    library: Library

    @property
    def arguments(
        self,
    ) -> tuple[Lineage, str | None, str | None, str, Mapping[str, bool], int | None, Library]:
        """What `check`, and whatever else takes the arguments of `check`, is called with."""
        return (
            self.lineage,
            self.work,
            self.offered,
            self.profile,
            self.assumptions,
            self.rlimit,
            self.library,
        )

    def verdict(self) -> Verdict:
        """Return the verdict."""
        from licenselogic.verdict.check import check

        return check(*self.arguments)

    def repairs(self) -> "Repairs":
        """Return what would make the work lawful."""
        from licenselogic.repair.repair import repair

        return repair(*self.arguments)

    def every_reading(self) -> "Readings":
        """Return how the verdict hangs on the readings of the law."""
        from licenselogic.verdict.readings import readings

        return readings(*self.arguments)


SUGGESTED = 5
"""Candidates that `check` names for a work without a licence."""


def with_candidates(request: CheckRequest, verdict: Verdict) -> Verdict:
    """Return the verdict on a work without a licence with those that it may carry, if any."""
    from licenselogic.repair.recommend import recommend

    found = recommend(
        request.lineage,
        request.work,
        request.profile,
        request.assumptions,
        request.rlimit,
        request.library,
    )
    names = tuple(candidate.license for candidate in found.candidates[:SUGGESTED])
    listed = ", ".join(f"`{name}`" for name in names)
    more = len(found.candidates) - len(names)
    rest = f" and {more:,} more (`licenselogic recommend`)" if more else ""
    help = f"it may carry {listed}{rest}" if names else f"{found.message}; {found.help}"
    return replace(verdict, suggestions=names, help=help)


def wrong(message: str, help: str = "") -> UsageError:
    """Return the error of an option with a value that cannot be used."""
    return UsageError(Diagnostic(Code.BAD_OPTION, message, help=help))


def check_expression(text: str, library: Library) -> None:
    """Raise `UsageError` for a licence of an option that nobody knows: a slip, most likely.

    Raises `ExpressionError` for an expression that does not follow SPDX.
    """
    from licenselogic.library.expressions import parse_expression

    if not text.strip():
        raise wrong("a licence is wanted, and the text is empty", "name one, as in `--as MIT`")
    terms = (t for terms in parse_expression(text, library).alternatives for t in terms)
    lost = next((term for term in terms if term.kind == "unknown"), None)
    if lost is not None:
        message = f"no licence is called {quoted(lost.name)}"
        raise wrong(message, lost.note or _shown(lost.name, library))


def _shown(name: str, library: Library) -> str:
    """Return where all licences are, with those that begin like a name: families have no id."""
    ids = [one for one in library.ids() if one.casefold().startswith(name.casefold())]
    begun = f", among them {listed(ids, 4)}" if ids else ""
    return f"`licenselogic list` shows all{begun}"


def assumptions(pairs: Sequence[str]) -> dict[str, bool]:
    """Return the readings that `--assume NAME=true` changes."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    changes: dict[str, bool] = {}
    for pair in pairs:
        name, _, value = (part.strip() for part in pair.partition("="))
        if value.casefold() not in words:
            help = f"such as {quoted(f'{name}=false')}"
            raise wrong(f"{quoted(pair)} is not of the form NAME=true or NAME=false", help)
        if changes.get(name, words[value.casefold()]) != words[value.casefold()]:
            raise wrong(f"the reading {quoted(name)} is stated twice")
        changes[name] = words[value.casefold()]
    return changes


def with_own(paths: Sequence[Path]) -> Library:
    """Return the shipped library with the clause files at `paths`, or in folders there.

    Every licence in them is looked at, used or not.  Raises `ClauseFileError` for a slip, and for a
    licence that permits nothing: as an outbound licence it would be compatible with everything.
    """
    own = read_files(paths)
    known = licenses().extended(own)
    for entry in known.entries.values():
        if entry.file not in own or entry.kind not in ("license", "exception"):
            continue
        found = known.load(entry)
        if entry.kind == "license" and not _offers(found):
            message = f"`{found.id}` (`{entry.file}`) permits nothing"
            raise ClauseFileError(Diagnostic(Code.NO_PERMISSION, message))
    return known


def _offers(license: License) -> bool:
    """Tell whether a licence permits anything, ever, by the default readings."""
    view = view_of(license, select())
    if offers_at_rest([view]):
        return True
    from licenselogic.solver.oracle import Oracle  # the solver takes a while to start

    return Oracle().offers([view])


def quote_from(texts: Path, library: Library) -> Quote:
    """Return what finds the words of a clause in a folder of texts."""
    from licenselogic.review.passages import Texts

    shelf = Texts(texts)
    text_of = cache(lambda name: shelf.of(library.entity(name)))

    def quote(ref: ClauseRef) -> str:
        text = text_of(ref.license)
        words = [text.words(passage) for passage in ref.passages] if text else []
        return " [...] ".join(filter(None, words))

    return quote


def lint_report(paths: Sequence[Path], texts: Path | None) -> "tuple[LintReport, Library]":
    """Return what lint finds in `paths` (none: the shipped library), and the library it used."""
    from licenselogic.review.lint import lint
    from licenselogic.review.passages import Texts

    shelf = Texts(texts) if texts else None
    known = licenses()
    if not paths:
        return lint(known, shelf), known
    shipped = licenses_folder().resolve()
    wanted, own = [], {}
    for name, content in read_files(paths).items():
        absolute = Path(name).resolve()
        if absolute.is_relative_to(shipped):
            wanted.append(absolute.relative_to(shipped.parent).as_posix())
        else:
            own[name] = content
            wanted.append(name)
    extended = known.extended(own) if own else known
    return lint(extended, shelf, wanted), extended


def lock_texts(texts: Path) -> bool:
    """Write the hashes of the texts at hand into `texts.lock`; tell whether it changed."""
    from licenselogic.base.writing import NotReplacedError, replace_file
    from licenselogic.library.names import LOCK, Names
    from licenselogic.review.locking import locked
    from licenselogic.review.passages import Texts

    names = Names.read(licenses_folder())
    found = locked(licenses(), names, Texts(texts))
    if found == names.lock.text:
        return False
    try:
        replace_file(licenses_folder() / LOCK, names.lock.text.encode(), found.encode())
    except NotReplacedError as error:
        message = f"cannot write `{names.lock.name}`: {error}"
        raise ClauseFileError(Diagnostic(Code.NOT_READABLE, message)) from None
    licenses.cache_clear()
    return True
