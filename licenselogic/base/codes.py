"""Codes of everything that is told to people, and the statuses of verdicts."""

import enum


class Status(enum.StrEnum):
    """May the work be published under the licence?"""

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    UNKNOWN = "unknown"


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
