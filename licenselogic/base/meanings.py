"""What each code means, and what to do about it: for `explain`, reports and docs/codes.md."""

from typing import NamedTuple

from licenselogic.base.codes import Code


class Meaning(NamedTuple):
    """A half sentence that says what a code reports, and one that says what to do."""

    summary: str
    advice: str


_MEANINGS = {
    Code.SYNTAX: Meaning(
        "the clause file does not follow the grammar",
        "compare the line with docs/clauses.md; `licenselogic show MIT --source` is a small file",
    ),
    Code.UNKNOWN_WORD: Meaning(
        "a word is not in the controlled vocabulary",
        "`licenselogic vocabulary` lists every word with its definition",
    ),
    Code.DUPLICATE: Meaning(
        "the same id or clause number is defined twice",
        "remove one, or `drop` the inherited clause before writing it anew",
    ),
    Code.BAD_REFERENCE: Meaning(
        "a file refers to a licence, template or clause that does not exist",
        "check the spelling; `licenselogic list` shows what there is",
    ),
    Code.BAD_VALUE: Meaning(
        "a value has the wrong form for its fact or statement",
        "numbers take comparisons, trees take `in { ... }`, yes/no facts stand alone",
    ),
    Code.MISSING_STATEMENT: Meaning(
        "a required statement is absent",
        "every licence needs title, covers and text; every clause needs says and a passage",
    ),
    Code.NOT_READABLE: Meaning(
        "a file cannot be read as text",
        "give a file that exists, that is UTF-8 text, and that you may read (or write)",
    ),
    Code.TOO_LARGE: Meaning(
        "a clause file, or one licence in it, holds many times more than any licence that is known",
        "put each licence into a file of its own, and leave out what no clause says",
    ),
    Code.BAD_LINEAGE: Meaning(
        "a lineage file does not have the documented shape",
        "docs/lineage.md describes the format; its JSON Schema is `licenselogic schema lineage`",
    ),
    Code.DUPLICATE_WORK: Meaning(
        "two works have the same id",
        "give every work its own id, or merge the two entries",
    ),
    Code.DANGLING_WORK: Meaning(
        "a work is named as an upstream but not described",
        "add the work to `works`, if only with its id and licence",
    ),
    Code.CYCLE: Meaning(
        "works derive from each other in a circle",
        "remove the relation that is not a derivation",
    ),
    Code.UNKNOWN_WORK: Meaning(
        "no work has this id",
        "check the spelling of the id",
    ),
    Code.AMBIGUOUS_TARGET: Meaning(
        "several works have no descendants, so it is unclear which one to check",
        "name the work to check",
    ),
    Code.BAD_EXPRESSION: Meaning(
        "a licence expression does not follow SPDX",
        "combine licence ids with AND, OR, WITH and parentheses",
    ),
    Code.BAD_OPTION: Meaning(
        "an argument has a value that cannot be used",
        "see --help",
    ),
    Code.MISSING_EXTRA: Meaning(
        "an optional dependency is not installed",
        "install the extra that the message names",
    ),
    Code.HUB_UNREACHABLE: Meaning(
        "the Hub cannot be reached, or does not answer as expected",
        "check the network and HF_ENDPOINT, or give a model card or a saved response instead",
    ),
    Code.UNSUPPORTED_CARD: Meaning(
        "a model card or Hub response lacks what is needed",
        "docs/lineage.md lists the fields that are read",
    ),
    Code.PASSAGE_NOT_FOUND: Meaning(
        "the marked words are not in the licence text",
        "copy the first and last few words of the passage exactly from the text",
    ),
    Code.SECTION_NOT_COVERED: Meaning(
        "a paragraph of the text is neither encoded nor left out with a reason",
        "write a clause for it, or `omit` it with a passage and a reason",
    ),
    Code.TEXT_CHANGED: Meaning(
        "the text at hand is not the one that the file was read from",
        "read the new text, then update passages and the sha256",
    ),
    Code.TEXT_MISSING: Meaning(
        "no text at hand is the one that the file was read from, and its passages stay unchecked",
        "put the text into the folder: under any name if the file states its `sha256`, else under "
        "the licence's id or another of its names",
    ),
    Code.UNUSED_WORD: Meaning(
        "a word of the vocabulary is used by no clause file, or is used but marked as offered only",
        "remove the word, encode the clause that needs it, or correct the mark",
    ),
    Code.CONTRADICTION: Meaning(
        "two clauses of one licence cannot both have effect",
        "a prohibition that covers a whole permission is usually a missing `unless`",
    ),
    Code.NO_PERMISSION: Meaning(
        "the licence permits nothing, or nothing that other clauses do not forbid",
        "encode the grant, or declare the licence `unmodelled` with the reason",
    ),
    Code.UNREVIEWED: Meaning(
        "the encoding has not been checked against the text by a second reader",
        "check every clause against the text, then write `review checked DATE`",
    ),
    Code.UNDECLARED_LICENSE: Meaning(
        "a work declares no licence, so all rights may be reserved",
        "find out the licence and declare it",
    ),
    Code.UNKNOWN_LICENSE: Meaning(
        "a licence id is not in the library",
        "check the spelling, or write a clause file (docs/clauses.md)",
    ),
    Code.UNMODELLED_LICENSE: Meaning(
        "the licence is known but its text has not been encoded",
        "write a clause file for it, or ask the licensor",
    ),
    Code.UNKNOWN_DESCENT: Meaning(
        "a clause lets only models of one line be improved, and nobody can tell whether a model is "
        "of that line",
        "name what the model was made from, and its licence",
    ),
    Code.UNKNOWN_RELATION: Meaning(
        "a work is said to depend on another one as works of their types do not, and the answer "
        "depends on whether it holds something of it",
        "state the relation: `combine` for a library that is linked, `adapter` for a model that "
        "was trained for another one",
    ),
    Code.UNDERSPECIFIED_LICENSE: Meaning(
        "the id names several licences, and the answer depends on which one is meant",
        "declare the exact licence",
    ),
    Code.BUDGET_SPENT: Meaning(
        "the solver's budget ran out before it could decide",
        "raise `--rlimit`",
    ),
    Code.TOO_MANY_READINGS: Meaning(
        "there are more choices between licences than are tried",
        "declare exact licences, not alternatives or ids of several licences",
    ),
    Code.NO_DERIVATIVES: Meaning(
        "an upstream licence does not let adaptations be shared",
        "ask the licensor for permission, or do not share the derivative",
    ),
    Code.NON_COMMERCIAL: Meaning(
        "an upstream licence withholds commercial use, which the outbound licence grants",
        "choose an outbound licence that is limited to non-commercial use",
    ),
    Code.USE_RESTRICTION: Meaning(
        "an upstream licence forbids a field of use that the outbound licence allows",
        "choose an outbound licence with the same use restrictions, or offer both (`A AND B`)",
    ),
    Code.SCALE_LIMIT: Meaning(
        "an upstream licence ends at a size that the outbound licence ignores",
        "keep the upstream licence, or offer both (`A AND B`)",
    ),
    Code.TERRITORY: Meaning(
        "an upstream licence withholds rights in a place where the outbound licence grants them",
        "keep the upstream licence, or offer both (`A AND B`)",
    ),
    Code.SHARE_ALIKE: Meaning(
        "an upstream licence lets works made from it be shared only under licences that it names",
        "choose one of the licences that it names",
    ),
    Code.FREEDOM: Meaning(
        "an upstream licence bars further restrictions, and some other term adds one",
        "remove the upstream that adds the restriction, or choose a licence without it",
    ),
    Code.EXCLUSIVE_IMPROVEMENT: Meaning(
        "an upstream licence forbids using it, or its output, to improve other models",
        "build on models of the same family only",
    ),
    Code.FLOW_DOWN: Meaning(
        "an upstream use policy must be passed on, and the outbound licence does not impose it",
        "choose an outbound licence that imposes the policy, or offer both (`A AND B`)",
    ),
    Code.RELICENSE: Meaning(
        "an upstream licence reserves the power to put the work under other terms",
        "keep the upstream licence",
    ),
    Code.RIGHTS_NOT_GRANTED: Meaning(
        "an upstream licence does not grant what the derivative, or its licence, needs",
        "ask the licensor for permission",
    ),
    Code.DUTY_CONFLICT: Meaning(
        "two duties cannot both be met",
        "remove one of the upstreams",
    ),
    Code.SAME_OWNER: Meaning(
        "the upstream work has the same owner, and a licence does not bind the one who gives it",
        "check that the publisher holds all rights in the upstream work",
    ),
    Code.UNNAMED_SOURCE: Meaning(
        "a model without upstream is under a licence that only another can give, and counts as one "
        "of that licensor's models",
        "name the model that it was made from",
    ),
    Code.FOREIGN_LICENSOR: Meaning(
        "the outbound licence names one licensor, who is neither the publisher nor upstream",
        "name the upstream work of that licensor, or choose another licence",
    ),
    Code.RUNTIME_TERMS: Meaning(
        "the work needs another when it runs, so whoever runs it is bound by the terms of that",
        "tell those who run it, and keep to these terms when you run it yourself",
    ),
    Code.LICENSE_MISMATCH: Meaning(
        "the work is published under a licence written for other material",
        "choose a licence written for this kind of work",
    ),
    Code.PROLIFERATION: Meaning(
        "terms in the manner of copyleft reach this work and all that is made from it",
        "tell those who build on the work",
    ),
    Code.INHERITED_VIOLATION: Meaning(
        "an upstream work breaks a licence further upstream, so its label cannot be trusted",
        "go by the licence of the source, and tell the publisher of the work between",
    ),
    Code.INFERRED_RELATION: Meaning(
        "the relation was not stated and has been inferred",
        "state the relation in the model card or lineage file",
    ),
    Code.RELATION_MISMATCH: Meaning(
        "the relation does not suit the types of the works, such as a model trained on a model",
        "name the relation that was meant, or correct the types",
    ),
    Code.NO_UPSTREAM: Meaning(
        "the work names nothing that it was made from, so nothing was checked but the work itself",
        "if it was made from other works, name them in its card or in a lineage file",
    ),
    Code.NO_HEADER: Meaning(
        "a card has no header, or an empty one, so it declares no licence and no upstream work",
        "write the fields between two `---` lines at the top; docs/lineage.md lists them",
    ),
    Code.UNREAD_FIELD: Meaning(
        "a field of a card or configuration cannot be read, and is set aside",
        "write a name or a list of names; docs/lineage.md lists the fields that are read",
    ),
    Code.PLACEHOLDER: Meaning(
        "a name is that of a loader, or a word such as `original`, and of no work; it is set aside",
        "name the work that was used, if there is one that others can find",
    ),
    Code.REVISION: Meaning(
        "an upstream work is named at one revision, and its licence may have been another there",
        "look at the licence of that revision",
    ),
    Code.CATALOGUE: Meaning(
        "works that the input names, and does not describe, are described by a table of "
        "well-known works, as they were on the day given",
        "look up how their publishers license them now; `licenselogic works NAME` shows a row",
    ),
    Code.EARLIER_GRANT: Meaning(
        "the licence of an upstream work changed or was withdrawn, and the day on which the work "
        "was taken decides which licence it was taken under",
        "keep a record of that day; `taken`, `license_since` and `earlier_licenses` state it",
    ),
    Code.MISSING_UPSTREAM: Meaning(
        "an upstream work is named but nothing is known about it",
        "describe the work, with its licence",
    ),
    Code.SELF_REFERENCE: Meaning(
        "a work names itself as its own upstream; the statement says nothing and is set aside",
        "remove the self-reference",
    ),
    Code.LEGACY_NAME: Meaning(
        "a base model is named without an owner, as the Hub allowed in its early days",
        "use the full name with the owner",
    ),
    Code.CONTRADICTORY_FACTS: Meaning(
        "two sources of the same work disagree",
        "correct the one that is wrong",
    ),
    Code.BAD_SETTING: Meaning(
        "the settings of the project have a key or a value that cannot be used",
        "docs/ci.md lists the settings",
    ),
    Code.EXPIRED_ACCEPTANCE: Meaning(
        "a finding was accepted until a day that is past",
        "look at the finding again; then set another day, or mend it",
    ),
    Code.UNUSED_ACCEPTANCE: Meaning(
        "the settings accept a finding that was not found",
        "remove the entry if the finding is mended",
    ),
    Code.DENIED_LICENSE: Meaning(
        "a licence stands among those that the policy of the project denies",
        "leave the work out, choose another licence, or have the policy changed",
    ),
    Code.LICENSE_NOT_ALLOWED: Meaning(
        "a licence does not stand among those that the policy of the project allows",
        "leave the work out, choose another licence, or have the policy changed",
    ),
    Code.DUTY_NOT_ACCEPTED: Meaning(
        "a licence asks for a duty that the policy of the project is not ready to discharge",
        "leave the work out, choose another licence, or have the policy changed",
    ),
}


def meaning(code: Code) -> Meaning:
    """Return what `code` means."""
    return _MEANINGS[code]
