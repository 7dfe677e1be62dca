"""What the command line asks for, as values: lineages from options, assumptions, files to lint."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import ClauseFileError, Diagnostic, UsageError
from licenselogic.base.display import quoted
from licenselogic.base.documents import plain_value
from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.clauses.files import read_files
from licenselogic.library.library import Library, licenses
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.problems import unknown_relation
from licenselogic.lineage.work import usual_type
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.load import load_lineage
from licenselogic.semantics.view import offers_at_rest, view
from licenselogic.verdict.verdict import ClauseRef, Quote, Verdict

if TYPE_CHECKING:
    from licenselogic.review.lint import LintReport


MAX_VALUE = 1000
"""A fact on the command line that is longer than this is no number, date or word."""


@dataclass(frozen=True)
class CheckRequest:
    """One call of `licenselogic check`."""

    lineage: Lineage
    work: str | None
    offered: str | None
    profile: str
    assumptions: Mapping[str, bool]
    rlimit: int | None
    library: Library

    def verdict(self) -> Verdict:
        """Return the verdict."""
        from licenselogic.verdict.check import check

        return check(
            self.lineage,
            self.work,
            self.offered,
            self.profile,
            self.assumptions,
            self.rlimit,
            self.library,
        )

    def every_reading(self) -> list[tuple[frozenset[str], str]]:
        """Return the status for every valuation of the assumptions that matter."""
        from licenselogic.verdict.check import readings

        found = readings(self.lineage, self.work, self.offered, self.rlimit, self.library)
        return sorted(
            ((true, status.value) for true, status in found.items()),
            key=lambda row: (len(row[0]), sorted(row[0])),
        )


def lineage(path: str | None, work: str | None, options: Mapping[str, Any]) -> Lineage:
    """Return the lineage that the options of `check` describe.

    Raises `UsageError` when they name none, or two.
    """
    given = [g for g in (path, options["upstream"], options["repo"]) if g]
    if len(given) != 1:
        only = ", and only one of them" if given else ""
        message = f"give a PATH, or --upstream, or --hub{only}"
        raise _wrong(message, "see `licenselogic check --help`")
    if path:
        found = load_lineage(path)
    elif options["repo"]:
        from licenselogic.readers.hub import from_hub

        found = from_hub(options["repo"])
    else:
        found = _ad_hoc(options)
    return _with_options(found, work, options) if path or options["repo"] else found


def _with_options(found: Lineage, work: str | None, options: Mapping[str, Any]) -> Lineage:
    publish, facts = options["publish"], options["fact"]
    if not publish and not facts:
        return found
    target = found.target(work)
    return found.with_work(target, publish=publish, facts=_facts(facts))


def _ad_hoc(options: Mapping[str, Any]) -> Lineage:
    """Return a lineage of unnamed works for `--upstream` and `--as`."""
    upstream = [_split(text) for text in options["upstream"]]
    material = options["material"] or _material(upstream)
    works: list[dict[str, Any]] = []
    edges = []
    for position, (license, relation) in enumerate(upstream, 1):
        name = "upstream" if len(upstream) == 1 else f"upstream-{position}"
        works.append({"id": name, "type": _upstream_type(relation, material), "license": license})
        edges.append({"work": name, "by": relation})
    target: dict[str, Any] = {"id": "derivative", "type": material, "from": edges}
    if options["offered"]:
        target["license"] = options["offered"]
    if options["publish"]:
        target["publish"] = options["publish"]
    facts = _facts(options["fact"])
    if facts:
        target["facts"] = facts
    return Lineage.from_dict({"works": [*works, target]})


def _split(text: str) -> tuple[str, str]:
    license, colon, relation = text.rpartition(":")
    if not colon:
        license, relation = text, "incorporate"
    if not license or not relation:
        raise _wrong(f"{quoted(text)} is not of the form LICENSE or LICENSE:RELATION")
    if relation not in vocabulary().relations:
        found = unknown_relation(relation)
        raise _wrong(found.message, found.help)
    return license, relation


def _material(upstream: Sequence[tuple[str, str]]) -> str:
    """Guess the type of the derivative from the relations, else from what the licences cover."""
    made = {vocabulary().relations[relation].makes for _, relation in upstream}
    usual = next((type for type in vocabulary().types if type in made), "")
    if usual:
        return usual
    known = licenses()
    entries = [known.find(license) for license, _ in upstream]
    covers = {c for e in entries if e and e.kind == "license" for c in known[e.id].covers}
    return usual_type(covers)


def _upstream_type(relation: str, material: str) -> str:
    return next(iter(vocabulary().relations[relation].upstream), material)


def _facts(pairs: Sequence[str]) -> dict[str, object]:
    facts: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise _wrong(f"{quoted(pair)} is not of the form NAME=VALUE")
        if name in facts:
            raise _wrong(f"the fact {quoted(name)} is stated twice")
        try:
            if len(value) > MAX_VALUE:
                raise ValueError(value)
            number = _number(value)
            facts[name] = plain_value(value) if number is None else number
        except (ValueError, OverflowError):  # no such day
            message = f"the value of {quoted(pair)} is no number, date, word or truth value"
            raise _wrong(message) from None
    return facts


def _wrong(message: str, help: str = "") -> UsageError:
    return UsageError(Diagnostic(Code.BAD_OPTION, message, help=help))


def _number(text: str) -> int | None:
    """Return a number as people write large ones: `700,000,000`, `7e8`."""
    if re.fullmatch(r"\d[\d,_]*", text):
        return int(re.sub("[,_]", "", text))
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d{1,2}", text):
        number = Decimal(text)
        return int(number) if number == int(number) else None
    return None


def assumptions(pairs: Sequence[str]) -> dict[str, bool]:
    """Return the readings that `--assume NAME=true` changes."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    changes: dict[str, bool] = {}
    for pair in pairs:
        name, _, value = (part.strip() for part in pair.partition("="))
        if value.casefold() not in words:
            raise _wrong(f"{quoted(pair)} is not of the form NAME=true or NAME=false")
        if changes.get(name, words[value.casefold()]) != words[value.casefold()]:
            raise _wrong(f"the reading {quoted(name)} is stated twice")
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
    seen = view(license, select())
    if offers_at_rest([seen]):
        return True
    from licenselogic.solver.oracle import Oracle  # the solver takes a while to start

    return Oracle().offers([seen])


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
