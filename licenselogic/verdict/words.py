"""Every sentence of a verdict, worded once: reports of any kind take them as they are."""

import enum

from licenselogic.base.codes import Code, Status
from licenselogic.base.meanings import meaning
from licenselogic.decision.question import Owed, Rule, Violation
from licenselogic.norms.conditions import TRUE, Condition, Member, Not
from licenselogic.norms.deontic import Clause
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.norms.wording import condition_text, value_text


class Topic(enum.Enum):
    """What there is to be told beside counterexamples: its code, and the sentence.

    Names in braces are filled in; `work` is the first of the works that it is about.
    """

    code: Code
    sentence: str

    def __new__(cls, code: Code, sentence: str) -> "Topic":  # noqa: D102
        member = object.__new__(cls)
        member._value_ = (code, sentence)
        member.code, member.sentence = code, sentence
        return member

    # Why the answer is unknown
    NAMED_ONLY = (
        Code.MISSING_UPSTREAM,
        "nothing is known of `{work}` but its name: describe it, with its licence, in a lineage "
        "file or a table of works (`--known FILE`)",
    )
    NAMELESS = (
        Code.MISSING_UPSTREAM,
        "`{work}` has no name: name it in the card, or describe it in a lineage file",
    )
    UNDECLARED = (Code.UNDECLARED_LICENSE, "`{work}` declares no licence{note}")
    UNKNOWN = (
        Code.UNKNOWN_LICENSE,
        "`{work}` is under `{license}`, which is not in the library{note}",
    )
    UNMODELLED = (
        Code.UNMODELLED_LICENSE,
        "`{work}` is under `{license}`, which has not been encoded{note}",
    )
    UNDERSPECIFIED = (
        Code.UNDERSPECIFIED_LICENSE,
        "`{work}` is under `{license}`, which may mean any of {members}; "
        "the answer depends on which one is meant",
    )
    DESCENT = (
        Code.UNKNOWN_DESCENT,
        "a clause lets only models of one line be improved, and it is not known of which line "
        "`{work}` is",
    )
    SENSE = (
        Code.UNKNOWN_RELATION,
        "`{work}` is said to depend on `{above}`; the answer turns on whether it holds something "
        "of it",
    )
    NO_LICENSE = (Code.UNDECLARED_LICENSE, "`{work}` declares no licence of its own")
    NOT_KNOWN = (Code.UNKNOWN_LICENSE, "the licence of `{work}` is not known")
    BUDGET = (Code.BUDGET_SPENT, "the solver's budget ran out")
    CHOICES = (
        Code.TOO_MANY_READINGS,
        "there are too many choices between licences to try them all",
    )

    # What does not decide, but should be known
    SAME_OWNER = (
        Code.SAME_OWNER,
        "the licence of `{work}` was left out, for a later work has the same owner, `{owner}`, and "
        "a licence does not bind the one who gives it (`owner:` names another owner)",
    )
    UNNAMED_SOURCE = (
        Code.UNNAMED_SOURCE,
        "`{work}` is under `{license}`, which its owner cannot give, and names no upstream; "
        "it counts as a model of that licensor",
    )
    RUNTIME_TERMS = (
        Code.RUNTIME_TERMS,
        "whoever runs `{work}` needs `{needed}` too, which is under {license}",
    )
    FOREIGN_LICENSOR = (
        Code.FOREIGN_LICENSOR,
        "`{license}` names one licensor, who is neither the owner of `{work}` nor upstream",
    )
    MISMATCH = (
        Code.LICENSE_MISMATCH,
        "`{license}` was written for {written}, not for a {material}",
    )
    UNREVIEWED = (
        Code.UNREVIEWED,
        "the clauses of `{license}` have not been checked by a second reader",
    )
    PROLIFERATION = (
        Code.PROLIFERATION,
        "`{license}` ({cites}) reaches this work and its descendants",
    )
    MISLABELLED = (
        Code.INHERITED_VIOLATION,
        "`{work}` is labelled {label}, which breaks {license} ({cites}), the licence of "
        "`{source}`; do not rely on that label",
    )


# The verdict as a whole


def headline(status: Status, work: str, license: str | None) -> str:
    """Return the verdict in one sentence."""
    if license is None and status is Status.COMPATIBLE:
        return f"`{work}` needs no outbound licence"
    offered = license or "an undeclared licence"
    return {
        Status.COMPATIBLE: f"`{work}` may be offered under {offered}",
        Status.INCOMPATIBLE: f"`{work}` may not be offered under {offered}",
        Status.UNKNOWN: f"it is not known whether `{work}` may be offered under {offered}",
    }[status]


def way_out(core: bool, suggestions: tuple[str, ...], custom_possible: bool | None) -> str:
    """Return what else may be done about an incompatible work, or '' where that is not known."""
    if core:
        why = "because these clauses of upstream works exclude each other"
        return f"no outbound licence can work, {why}"
    if suggestions:
        return f"it may be offered under, for example: {', '.join(map(_quoted, suggestions))}"
    if custom_possible:
        return "another licence could work, perhaps only one that is written for this work"
    return ""


def choice(of: str, chosen: str) -> str:
    """Return which alternative of an upstream licence was taken."""
    return f"of `{of}`, the choice is `{chosen}`"


def profile(name: str) -> str:
    """Return under which readings the verdict stands."""
    return f"under the `{name}` reading of the law"


def flip(changes: tuple[tuple[str, bool], ...], status: Status) -> str:
    """Return which readings give another status."""
    told = []
    for name, value in changes:
        means = vocabulary().meaning("assumptions", name)
        told.append(f"{'' if value else 'it is not so that '}{means} ({name}={str(value).lower()})")
    return f"{status.value} if {', and '.join(told)}"


# Counterexamples


def message(violation: Violation, target: str) -> str:
    """Return what a violation comes to, in one sentence."""
    clauses = violation.clauses
    license = clauses[0].license if clauses else "the licence"
    verb = "does not grant" if violation.reserved else "forbids"
    match violation.rule:
        case Rule.MAKING | Rule.EXCLUSIVITY:
            what = _what(violation)
            return f"making or publishing `{target}` needs {what}, which {license} {verb}"
        case Rule.OVER_GRANT:
            return f"the outbound licence grants {_what(violation)}, which {license} {verb}"
        case Rule.SHARE_ALIKE:
            named = ", ".join(violation.names)
            return f"{license} lets works that are made from it be shared only under {named}"
        case Rule.FLOW_DOWN:
            not_so = "and the outbound licence does not pass them on"
            return f"{license} wants its use restrictions passed on, {not_so}"
        case Rule.TAKEN | Rule.CLASH:
            return f"{license} bars further restrictions, and {clauses[-1].license} adds one"
        case Rule.DUTIES:
            return detail(violation)
    return f"{license} bars further restrictions, and {clauses[-1].license} {detail(violation)}"


def _what(violation: Violation) -> str:
    """Return the act, and what it is done to where that is not the work itself."""
    act, status = violation.act, violation.status
    done = f"`{act}`" if act else "the act"
    article = "an" if status[:1] in "aeiou" else "a"
    return f"{done} of {article} {status}" if status not in ("", "work") else done


def detail(violation: Violation) -> str:
    """Return what a violation is about beyond its clauses and its act, or ''."""
    if violation.joint:
        return "jointly"
    if violation.rule is Rule.SHARE_ALIKE:
        return f"only {', '.join(violation.names)}"
    if violation.rule is Rule.DUTIES:
        return "no name begins both with `{}` and with `{}`".format(*violation.names)
    return f"adds `{violation.term}`" if violation.term else ""


def required(condition: Condition, clauses: tuple[Clause, ...]) -> str:
    """Return a condition in words; a list of purposes by the clause or the policy that rules out.

    Whoever keeps to the policy need not know the words that stand for it here.
    """
    match condition:
        case Not(Member("field", words)) if len(words) > 1 and clauses:
            policies = dict.fromkeys(clause.policy or clause.cite for clause in clauses)
            return f"the purpose keeps to {' and '.join(policies)} of {clauses[0].license}"
    return condition_text(condition)


def term(violation: Violation) -> str:
    """Return what terms of the publisher's own must say."""
    where = " and ".join(dict.fromkeys(c.policy or c.cite for c in violation.clauses))
    license = violation.side.license
    if violation.rule is Rule.FLOW_DOWN:
        return f"the terms pass on what {where} of {license} asks to be passed on"
    return f"the terms grant no more than {where or 'the licence'} of {license} does"


def situation(violation: Violation) -> str:
    """Return the scenario: the facts that it takes, and the act."""
    told = _facts(violation)
    return ", ".join([*told, f"act `{violation.act}`"] if violation.act else told)


def label(violation: Violation) -> str:
    """Return what tells a violation from others like it: the last clause, and the scenario."""
    told = [detail(violation)] if violation.term else []
    told += _facts(violation)
    cite = violation.clauses[-1].cite if violation.clauses else f"act `{violation.act}`"
    return f"{cite} ({', '.join(told)})" if told else cite


def _facts(violation: Violation) -> list[str]:
    return [value_text(name, value) for name, value in violation.scenario]


def help_with(violation: Violation, hopeless: bool) -> str:
    """Return what to do about a violation; `hopeless` where no outbound licence mends it."""
    if hopeless and violation.rule is not Rule.EXCLUSIVITY:
        return "no outbound licence helps: ask the licensor, or leave out an upstream work"
    if violation.rule is Rule.MAKING:
        return "no outbound licence changes that: ask the licensor, or make the work in another way"
    if violation.rule is Rule.OVER_GRANT and violation.clauses:
        name = violation.clauses[0].license
        return f"keep `{name}`, alone or beside another licence (`A AND {name}`)"
    return meaning(violation.kind).advice


# Duties


def duty(owed: Owed) -> str:
    """Return what a duty asks for."""
    texts = "".join(f' "{text}"' for text in owed.texts)
    told = "" if owed.condition == TRUE else f", where {condition_text(owed.condition)}"
    return f"{owed.duty}{texts}: {vocabulary().meaning('duties', owed.duty)}{told}"


def _quoted(text: str) -> str:
    return f"`{text}`"
