"""What is told to people: codes, diagnostics with a place and a caret, and the exceptions.

`Code` is the one list of everything that licenselogic can report.  Text, JSON, `licenselogic
explain` and `docs/codes.md` are all made from it.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licenselogic.display import printable
from licenselogic.source import Source, Span


class Code(enum.Enum):
    """A reportable fact: its kebab-case name, what it means, and what to do about it."""

    summary: str
    advice: str

    def __new__(cls, value: str, summary: str, advice: str) -> "Code":  # noqa: D102
        member = object.__new__(cls)
        member._value_ = value
        member.summary = summary
        member.advice = advice
        return member

    # Reading clause files
    SYNTAX = (
        "syntax",
        "the clause file does not follow the grammar",
        "compare the line with docs/clauses.md; `licenselogic show MIT --source` is a small file",
    )
    UNKNOWN_WORD = (
        "unknown-word",
        "a word is not in the controlled vocabulary",
        "`licenselogic vocabulary` lists every word with its definition",
    )
    DUPLICATE = (
        "duplicate",
        "the same id or clause number is defined twice",
        "remove one, or `drop` the inherited clause before writing it anew",
    )
    BAD_REFERENCE = (
        "bad-reference",
        "a file refers to a licence, template or clause that does not exist",
        "check the spelling; `licenselogic list` shows what there is",
    )
    BAD_VALUE = (
        "bad-value",
        "a value has the wrong form for its fact or statement",
        "numbers take comparisons, trees take `in { ... }`, yes/no facts stand alone",
    )
    MISSING_STATEMENT = (
        "missing-statement",
        "a required statement is absent",
        "every licence needs title, covers and text; every clause needs says and a passage",
    )
    # Lint
    PASSAGE_NOT_FOUND = (
        "passage-not-found",
        "the marked words are not in the licence text",
        "copy the first and last few words of the passage exactly from the text",
    )
    SECTION_NOT_COVERED = (
        "section-not-covered",
        "a paragraph of the text is neither encoded nor left out with a reason",
        "write a clause for it, or `omit` it with a passage and a reason",
    )
    TEXT_CHANGED = (
        "text-changed",
        "the text at hand is not the one that the file was read from",
        "read the new text, then update passages and the sha256",
    )
    UNUSED_WORD = (
        "unused-word",
        "a word of the vocabulary is used by no clause file, or is used but marked as offered only",
        "remove the word, encode the clause that needs it, or correct the mark",
    )
    CONTRADICTION = (
        "contradiction",
        "two clauses of one licence cannot both have effect",
        "a prohibition that covers a whole permission is usually a missing `unless`",
    )
    NO_PERMISSION = (
        "no-permission",
        "the licence permits nothing",
        "encode the grant, or declare the licence `unmodelled` with the reason",
    )
    UNREVIEWED = (
        "unreviewed",
        "the encoding has not been checked against the text by a second reader",
        "check every clause against the text, then write `review checked DATE`",
    )
    # Input
    NOT_READABLE = (
        "not-readable",
        "a file cannot be read as text",
        "give a UTF-8 text file that exists and that you may read",
    )
    BAD_LINEAGE = (
        "bad-lineage",
        "a lineage file does not have the documented shape",
        "docs/lineage.md describes the format; its JSON Schema is `licenselogic schema lineage`",
    )
    DUPLICATE_WORK = (
        "duplicate-work",
        "two works have the same id",
        "give every work its own id, or merge the two entries",
    )
    DANGLING_WORK = (
        "dangling-work",
        "a work is named as an upstream but not described",
        "add the work to `works`, if only with its id and licence",
    )
    CYCLE = (
        "cycle",
        "works derive from each other in a circle",
        "remove the relation that is not a derivation",
    )
    UNKNOWN_WORK = ("unknown-work", "no work has this id", "check the spelling of the id")
    AMBIGUOUS_TARGET = (
        "ambiguous-target",
        "several works have no descendants, so it is unclear which one to check",
        "name the work to check",
    )
    BAD_EXPRESSION = (
        "bad-expression",
        "a licence expression does not follow SPDX",
        "combine licence ids with AND, OR, WITH and parentheses",
    )
    BAD_OPTION = ("bad-option", "an argument has a value that cannot be used", "see --help")
    MISSING_EXTRA = (
        "missing-extra",
        "an optional dependency is not installed",
        "install the extra that the message names",
    )
    HUB_UNREACHABLE = (
        "hub-unreachable",
        "the Hub cannot be reached, or does not answer as expected",
        "check the network and HF_ENDPOINT, or give a model card or a saved response instead",
    )
    UNSUPPORTED_CARD = (
        "unsupported-card",
        "a model card or Hub response lacks what is needed",
        "docs/lineage.md lists the fields that are read",
    )
    # Reasons for `unknown`
    UNDECLARED_LICENSE = (
        "undeclared-license",
        "a work declares no licence, so all rights may be reserved",
        "find out the licence and declare it",
    )
    UNKNOWN_LICENSE = (
        "unknown-license",
        "a licence id is not in the library",
        "check the spelling, or write a clause file (docs/clauses.md)",
    )
    UNMODELLED_LICENSE = (
        "unmodelled-license",
        "the licence is known but its text has not been encoded",
        "write a clause file for it, or ask the licensor",
    )
    UNDERSPECIFIED_LICENSE = (
        "underspecified-license",
        "the id names several licences, and the answer depends on which one is meant",
        "declare the exact licence",
    )
    BUDGET_SPENT = (
        "budget-spent",
        "the solver's budget ran out before it could decide",
        "raise `--rlimit`",
    )
    TOO_MANY_READINGS = (
        "too-many-readings",
        "choices between licences multiply beyond what is explored",
        "declare exact licences in place of sets and alternatives",
    )
    # Kinds of counterexample
    NO_DERIVATIVES = (
        "no-derivatives",
        "an upstream licence does not let adaptations be shared",
        "ask the licensor for permission, or do not share the derivative",
    )
    NON_COMMERCIAL = (
        "non-commercial",
        "an upstream licence withholds commercial use, which the outbound licence grants",
        "choose an outbound licence that is limited to non-commercial use",
    )
    USE_RESTRICTION = (
        "use-restriction",
        "an upstream licence forbids a field of use that the outbound licence allows",
        "choose an outbound licence with the same use restrictions, or offer both (`A AND B`)",
    )
    SCALE_LIMIT = (
        "scale-limit",
        "an upstream licence ends at a size that the outbound licence ignores",
        "keep the upstream licence, or offer both (`A AND B`)",
    )
    TERRITORY = (
        "territory",
        "an upstream licence withholds rights in a place where the outbound licence grants them",
        "keep the upstream licence, or offer both (`A AND B`)",
    )
    SHARE_ALIKE = (
        "share-alike",
        "an upstream licence wants derivatives under itself or a named compatible licence",
        "choose one of the licences that it names",
    )
    FREEDOM = (
        "freedom",
        "an upstream licence bars further restrictions, and some other term adds one",
        "remove the upstream that adds the restriction, or choose a licence without it",
    )
    EXCLUSIVE_IMPROVEMENT = (
        "exclusive-improvement",
        "an upstream licence forbids using it, or its output, to improve other models",
        "build on models of the same family only",
    )
    FLOW_DOWN = (
        "flow-down",
        "an upstream use policy must be passed on, and the outbound licence does not impose it",
        "choose an outbound licence that imposes the policy, or offer both (`A AND B`)",
    )
    RELICENSE = (
        "relicense",
        "an upstream licence reserves the power to put the work under other terms",
        "keep the upstream licence",
    )
    RIGHTS_NOT_GRANTED = (
        "rights-not-granted",
        "an upstream licence does not grant what the derivative, or its licence, needs",
        "ask the licensor for permission",
    )
    DUTY_CONFLICT = (
        "duty-conflict",
        "two duties cannot both be discharged",
        "remove one of the upstreams",
    )
    # Warnings
    SAME_OWNER = (
        "same-owner",
        "the upstream work belongs to the publisher, whom its own licence does not bind",
        "check that the publisher holds all rights in the upstream work",
    )
    LICENSE_MISMATCH = (
        "license-mismatch",
        "the work is published under a licence written for other material",
        "choose a licence written for this kind of work",
    )
    PROLIFERATION = (
        "proliferation",
        "copyleft-style terms reach this work and go on to its descendants",
        "tell those who build on the work",
    )
    INHERITED_VIOLATION = (
        "inherited-violation",
        "a parent breaks the licence of its own upstream, so its licence cannot be relied on",
        "judge by the true source, and tell the parent's publisher",
    )
    INFERRED_RELATION = (
        "inferred-relation",
        "the relation was not stated and has been inferred",
        "state the relation in the model card or lineage file",
    )
    RELATION_MISMATCH = (
        "relation-mismatch",
        "the relation does not suit the types of the works, such as a model trained on a model",
        "name the relation that was meant, or correct the types",
    )
    MISSING_UPSTREAM = (
        "missing-upstream",
        "an upstream work is named but nothing is known about it",
        "describe the work, with its licence",
    )
    SELF_REFERENCE = (
        "self-reference",
        "a work names itself as its own upstream; the statement says nothing and is set aside",
        "remove the self-reference",
    )
    LEGACY_NAME = (
        "legacy-name",
        "a base model is named without an owner, as the Hub allowed in its early days",
        "use the full name with the owner",
    )
    CONTRADICTORY_FACTS = (
        "contradictory-facts",
        "two sources of the same work disagree",
        "correct the one that is wrong",
    )


BY_NAME: dict[str, Code] = {code.value: code for code in Code}
"""Every code by its name."""


@dataclass(frozen=True, slots=True)
class Note:
    """A half sentence about another place that matters to a diagnostic."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: what is wrong, where, and the nearest right spelling if there is one."""

    code: Code
    message: str
    span: Span | None = None
    label: str = ""
    help: str = ""
    notes: tuple[Note, ...] = ()
    severity: str = "error"

    def render(self, source: Source | None = None) -> str:
        """Return the message as text; with its `source`, the lines in question and a caret.

        Whatever the message quotes from a file, control characters come out as escapes.
        """
        lines = [f"{self.severity}[{self.code.value}]: {printable(self.message)}"]
        if self.span is not None:
            lines.append(f"  --> {printable(self.span)}")
            if source is not None and source.name == self.span.file:
                lines += _snippet(self.span, printable(self.label), source)
        lines += [f"  = help: {printable(self.help)}"] if self.help else []
        for note in self.notes:
            where = f" ({note.span})" if note.span else ""
            lines.append(printable(f"  = note: {note.text}{where}"))
        return "\n".join(lines)


def _snippet(span: Span, label: str, source: Source) -> list[str]:
    rows = source.lines(span.line - 2, span.line)
    if not rows:
        return []
    width = len(str(rows[-1][0]))
    gutter = " " * width
    last = rows[-1][1]
    left = span.column - _WIDTH // 2 if span.column > _WIDTH - 20 else 0
    drawn = [f" {gutter} |"]
    drawn += [f" {number:>{width}} | {_clip(text, left)}".rstrip() for number, text in rows]
    end = span.end_column if span.end_line == span.line else len(last) + 1
    start = span.column - left
    marks = "^" * max(1, min(end - left, _WIDTH + 1) - start)
    pad = "".join("\t" if c == "\t" else " " for c in _clip(last, left)[: start - 1])
    drawn.append(f" {gutter} | {pad:<{start - 1}}{marks}{' ' + label if label else ''}")
    drawn.append(f" {gutter} |")
    return drawn


_WIDTH = 160
"""Characters of a line that are drawn; of a longer one, those around the place in question."""


def _clip(text: str, left: int) -> str:
    """Return the part of a line that is drawn, in characters that take one column each."""
    shown = text.rstrip("\r")[left : left + _WIDTH]
    shown = shown if left + _WIDTH >= len(text) else shown[:-3] + "..."
    shown = "..." + shown[3:] if left else shown
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in shown)


class LicenseLogicError(Exception):
    """Base of everything that licenselogic raises: the diagnostics, ready to print."""

    def __init__(self, *diagnostics: Diagnostic, source: Source | None = None) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = diagnostics
        self.source = source
        super().__init__(self.render())

    def render(self) -> str:
        """Return all diagnostics as text, separated by blank lines."""
        return "\n\n".join(d.render(self.source) for d in self.diagnostics)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of the diagnostics, in order."""
        return tuple(d.code for d in self.diagnostics)


class ClauseFileError(LicenseLogicError):
    """A clause file cannot be read: fix the place that the message points at."""


class LineageError(LicenseLogicError):
    """A lineage, model card or Hub response cannot be used: fix the entry that is named."""


class ExpressionError(LicenseLogicError):
    """A licence expression does not follow SPDX."""


class UsageError(LicenseLogicError):
    """An argument has a value that cannot be used."""


def nearest(word: str, known: Iterable[str], limit: int = 1) -> Sequence[str]:
    """Return up to `limit` members of `known` that look most like `word`, best first.

    Where none does, those that `word` is a part of.
    """
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    wanted = word.casefold()
    close = get_close_matches(wanted, list(folded), n=limit, cutoff=0.7)
    if not close and len(wanted) > 3:
        close = [candidate for candidate in folded if wanted in candidate][:limit]
    return [folded[match] for match in close]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest spelling, or the empty string."""
    found = nearest(word, known)
    return f"did you mean `{found[0]}`?" if found else ""
