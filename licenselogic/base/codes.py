"""Codes of everything that is told to people, and the statuses of verdicts.

What a code means, and what to do about it, stands in `base.meanings`.
"""

from enum import StrEnum


class Status(StrEnum):
    """May the work be published under the licence?"""

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """What a code is told about: the part of a report in which it stands."""

    ERROR = "error"
    LINT = "lint"
    REASON = "reason"
    KIND = "kind"
    WARNING = "warning"
    POLICY = "policy"


class Code(StrEnum):
    """A reportable fact by its kebab-case name, with the group in which it is told first."""

    group: Group

    def __new__(cls, name: str, group: Group = Group.ERROR) -> "Code":  # noqa: D102
        member = str.__new__(cls, name)
        member._value_ = name
        member.group = group
        return member

    SYNTAX = "syntax", Group.ERROR
    UNKNOWN_WORD = "unknown-word", Group.ERROR
    DUPLICATE = "duplicate", Group.ERROR
    BAD_REFERENCE = "bad-reference", Group.ERROR
    BAD_VALUE = "bad-value", Group.ERROR
    MISSING_STATEMENT = "missing-statement", Group.ERROR
    NOT_READABLE = "not-readable", Group.ERROR
    TOO_LARGE = "too-large", Group.ERROR
    BAD_LINEAGE = "bad-lineage", Group.ERROR
    DUPLICATE_WORK = "duplicate-work", Group.ERROR
    DANGLING_WORK = "dangling-work", Group.ERROR
    CYCLE = "cycle", Group.ERROR
    UNKNOWN_WORK = "unknown-work", Group.ERROR
    AMBIGUOUS_TARGET = "ambiguous-target", Group.ERROR
    BAD_EXPRESSION = "bad-expression", Group.ERROR
    BAD_OPTION = "bad-option", Group.ERROR
    BAD_SETTING = "bad-setting", Group.ERROR
    MISSING_EXTRA = "missing-extra", Group.ERROR
    HUB_UNREACHABLE = "hub-unreachable", Group.ERROR
    UNSUPPORTED_CARD = "unsupported-card", Group.ERROR

    PASSAGE_NOT_FOUND = "passage-not-found", Group.LINT
    SECTION_NOT_COVERED = "section-not-covered", Group.LINT
    TEXT_CHANGED = "text-changed", Group.LINT
    TEXT_MISSING = "text-missing", Group.LINT
    UNUSED_WORD = "unused-word", Group.LINT
    CONTRADICTION = "contradiction", Group.LINT
    NO_PERMISSION = "no-permission", Group.LINT
    UNREVIEWED = "unreviewed", Group.LINT

    UNDECLARED_LICENSE = "undeclared-license", Group.REASON
    UNKNOWN_LICENSE = "unknown-license", Group.REASON
    UNMODELLED_LICENSE = "unmodelled-license", Group.REASON
    UNDERSPECIFIED_LICENSE = "underspecified-license", Group.REASON
    UNKNOWN_DESCENT = "unknown-descent", Group.REASON
    UNKNOWN_RELATION = "unknown-relation", Group.REASON
    BUDGET_SPENT = "budget-spent", Group.REASON
    TOO_MANY_READINGS = "too-many-readings", Group.REASON

    NO_DERIVATIVES = "no-derivatives", Group.KIND
    NON_COMMERCIAL = "non-commercial", Group.KIND
    USE_RESTRICTION = "use-restriction", Group.KIND
    SCALE_LIMIT = "scale-limit", Group.KIND
    TERRITORY = "territory", Group.KIND
    SHARE_ALIKE = "share-alike", Group.KIND
    FREEDOM = "freedom", Group.KIND
    EXCLUSIVE_IMPROVEMENT = "exclusive-improvement", Group.KIND
    FLOW_DOWN = "flow-down", Group.KIND
    RELICENSE = "relicense", Group.KIND
    RIGHTS_NOT_GRANTED = "rights-not-granted", Group.KIND
    DUTY_CONFLICT = "duty-conflict", Group.KIND

    SAME_OWNER = "same-owner", Group.WARNING
    UNNAMED_SOURCE = "unnamed-source", Group.WARNING
    FOREIGN_LICENSOR = "foreign-licensor", Group.WARNING
    RUNTIME_TERMS = "runtime-terms", Group.WARNING
    LICENSE_MISMATCH = "license-mismatch", Group.WARNING
    PROLIFERATION = "proliferation", Group.WARNING
    INHERITED_VIOLATION = "inherited-violation", Group.WARNING
    INFERRED_RELATION = "inferred-relation", Group.WARNING
    RELATION_MISMATCH = "relation-mismatch", Group.WARNING
    NO_UPSTREAM = "no-upstream", Group.WARNING
    NO_HEADER = "no-header", Group.WARNING
    UNREAD_FIELD = "unread-field", Group.WARNING
    PLACEHOLDER = "placeholder", Group.WARNING
    REVISION = "revision", Group.WARNING
    MISSING_UPSTREAM = "missing-upstream", Group.WARNING
    CATALOGUE = "catalogue", Group.WARNING
    EARLIER_GRANT = "earlier-grant", Group.WARNING
    SELF_REFERENCE = "self-reference", Group.WARNING
    LEGACY_NAME = "legacy-name", Group.WARNING
    CONTRADICTORY_FACTS = "contradictory-facts", Group.WARNING
    EXPIRED_ACCEPTANCE = "expired-acceptance", Group.WARNING
    UNUSED_ACCEPTANCE = "unused-acceptance", Group.WARNING

    DENIED_LICENSE = "denied-license", Group.POLICY
    LICENSE_NOT_ALLOWED = "license-not-allowed", Group.POLICY
    DUTY_NOT_ACCEPTED = "duty-not-accepted", Group.POLICY
