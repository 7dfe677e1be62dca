"""Terms of the publisher's own: a licence that is written for the work, whatever it will say.

At best it grants what every ancestor allows, keeps what flows down, and imposes nothing else.  The
work may go out under terms of the publisher's own exactly if it may under this one.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from licenselogic.decision.question import Question, Violation
from licenselogic.decision.rules import Depth, Rules
from licenselogic.decision.setting import Item, Setting
from licenselogic.library.terms import OWN, Term
from licenselogic.norms.assumptions import always
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import (
    ANY_ACT,
    Clause,
    FlowDown,
    License,
    Permission,
    ShareAlike,
    TextRef,
)
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.view import View
from licenselogic.solver.overreach import Grant, Under


@cache
def written() -> License:
    """Return what stands for a licence written for the purpose; `OwnRules` knows its limits."""
    statuses = frozenset(vocabulary().statuses)
    grant = Permission(guard=always(), subjects=statuses, condition=TRUE, acts=ANY_ACT)
    name = "a licence written for the purpose"
    return License(
        id=name,
        title=name,
        family="",
        covers=frozenset({"any"}),
        text=TextRef(""),
        binds={},
        counts=(),
        clauses=(Clause(name, "1", "What every ancestor allows.", (grant,)),),
    )


def own_terms(term: Term) -> tuple[License, ...]:
    """Return the licence that a name for the publisher's own terms stands for; none for others."""
    return (written(),) if term.name.casefold() in OWN else ()


def is_own(question: Question) -> bool:
    """Tell whether a work is to be offered under terms of the publisher's own."""
    return question.outbound is not None and written() in question.outbound


def asks_for_license(setting: Setting) -> bool:
    """Tell whether some norm of an ancestor speaks of the licence that a work goes out under.

    Share-alike and flow-down are held against an outbound licence, so there must be one.
    """
    return any(
        isinstance(norm, ShareAlike | FlowDown)
        and item.status in norm.subjects
        and setting.published(norm.acts)
        and setting.may_hold(norm)
        for item in setting.bound
        for _, norm in item.view.norms
    )


class OwnRules(Rules):
    """The rules for named licences, mostly together with one written for the purpose.

    That one grants what every ancestor allows, so that rules 2 and 5 can only fail where ancestors
    keep more free: they are asked of that.  What the original licences allowed and imposed, before
    limits were lifted, is what they keep free and tolerate, so that to lift more breaks no more.
    """

    def __init__(
        self, setting: Setting, depth: Depth, originals: Mapping[str, View] | None = None
    ) -> None:
        super().__init__(setting, depth)
        self.originals = originals or {}
        items = chain.from_iterable(setting.heirs(item) or [item] for item in setting.items)
        self.keeping = [item for item in items if any(self.freedoms(item))]

    def granted(self, thing: str) -> tuple[Grant, ...]:
        """Return what ancestors keep free on `thing`; of named licences alone, what they grant."""
        if not is_own(self.setting.question):
            return super().granted(thing)
        keeping = self.keeping if thing != "output" else []
        return tuple(grant for item in keeping for grant in self.kept_free(item, thing))

    def kept_free(self, item: Item, thing: str) -> tuple[Grant, ...]:
        """Return what an ancestor allowed on `thing`."""
        status = self.setting.becomes(item.under, thing).status
        return (frozenset({Under(self.original(item.view), status)}),)

    def original(self, view: View) -> View:
        """Return a licence as it was before limits were lifted."""
        return self.originals.get(view.license.id, view)

    def imposed(self, view: View) -> frozenset[str]:
        """Return every kind of term that a licence imposed."""
        return super().imposed(self.original(view))

    def necessary(self) -> Iterator[Violation]:
        """Yield what would break rules 2 and 5 if the terms allowed everything."""
        plain = Rules(self.setting, min(self.depth, Depth.CLAUSES))
        for item in self.setting.bound:
            yield from plain.over_grant(item)
            yield from plain.flow_down(item)
