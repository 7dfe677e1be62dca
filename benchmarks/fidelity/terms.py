"""What a licence permits, requires and forbids: clause files beside choosealicense.

`TABLE` is the whole mapping from norms to choosealicense's tokens.  Its `liability` and `warranty`
tokens are left out: they speak of no act of a recipient.  Its one token for "licence and copyright
notice" is two here, as in the experts' file.  A scope that the file gives (only source, only files,
only the library) is not compared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import licenselogic as ll
from benchmarks.fidelity.oracles import Terms
from licenselogic.norms.assumptions import select, valuation
from licenselogic.norms.deontic import Obligation, ShareAlike, Term
from licenselogic.semantics.semantics import allowed
from licenselogic.semantics.view import view_of

AT_LEAST = 0.96
"""Threshold: the share of tokens, present or absent, on which both sides agree."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of choosealicense, what it means there, and when a clause file says the same."""

    section: str
    name: str
    means: str
    ours: str
    holds: Callable[[ll.License], bool]

    @property
    def key(self) -> tuple[str, str]:
        """Section and name, as the experts' file has them."""
        return self.section, self.name

    def __str__(self) -> str:
        return f"{self.section} {self.name}"


def _permits(*acts: str, **facts: bool) -> Callable[[ll.License], bool]:
    now = valuation(select())
    return lambda k: all(allowed(k, act, "work", facts, now) for act in acts)


def _owes(*duties: str) -> Callable[[ll.License], bool]:
    return lambda k: any(
        isinstance(n, Obligation) and n.duty in duties for _, n in view_of(k, select()).norms
    )


def _contains(kind: str) -> Callable[[ll.License], bool]:
    return lambda k: any(
        isinstance(n, Term) and n.kind == kind for _, n in view_of(k, select()).norms
    )


def _shares_alike(license: ll.License) -> bool:
    return any(isinstance(n, ShareAlike) for _, n in view_of(license, select()).norms)


TABLE = (
    Token(
        "permits",
        "commercial-use",
        "use for commercial purposes, derivatives included",
        "`use` and `distribute` of the work are allowed when `commercial` is true",
        _permits("use", "distribute", commercial=True),
    ),
    Token(
        "permits",
        "distribute",
        "the material may be distributed",
        "`distribute` of the work is allowed at the baseline of all facts",
        _permits("distribute"),
    ),
    Token(
        "permits",
        "modify",
        "the material may be modified",
        "`modify` of the work is allowed at the baseline",
        _permits("modify"),
    ),
    Token(
        "permits",
        "private-use",
        "the material may be used and modified in private",
        "`use` and `modify` of the work are allowed at the baseline",
        _permits("use", "modify"),
    ),
    Token(
        "permits",
        "patent-use",
        "an express grant of patent rights from contributors",
        "term `patent-grant`",
        _contains("patent-grant"),
    ),
    Token(
        "requires",
        "include-license",
        "a copy of the licence comes with the material",
        "duty `include-license` or `link-license`",
        _owes("include-license", "link-license"),
    ),
    Token(
        "requires",
        "include-notice",
        "the copyright notice comes with the material",
        "duty `retain-notices` or `include-notice`",
        _owes("retain-notices", "include-notice"),
    ),
    Token(
        "requires",
        "state-changes",
        "changes made to the material are documented",
        "duty `state-changes`",
        _owes("state-changes"),
    ),
    Token(
        "requires",
        "disclose-source",
        "source is made available when the material is distributed",
        "duty `disclose-source`",
        _owes("disclose-source"),
    ),
    Token(
        "requires",
        "network-disclose",
        "users over a network may receive the source",
        "duty `network-source`",
        _owes("network-source"),
    ),
    Token(
        "requires",
        "same-license",
        "modifications go out under the same, a similar or a related licence",
        "a share-alike norm (`require license in`), whatever it reaches",
        _shares_alike,
    ),
    Token(
        "forbids",
        "trademark-use",
        "the licence expressly grants no trademark rights",
        "term `trademark-reserved`",
        _contains("trademark-reserved"),
    ),
    Token(
        "forbids",
        "patent-use",
        "the licence expressly grants no patent rights",
        "term `patent-reserved`",
        _contains("patent-reserved"),
    ),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One token of one licence: whether the experts, and whether we, say that it holds."""

    license: str
    token: Token
    theirs: bool
    ours: bool

    @property
    def agrees(self) -> bool:
        """Tell whether both say that it holds, or both that it does not."""
        return self.theirs == self.ours


def compare(statements: Iterable[Terms]) -> Iterator[Comparison]:
    """Yield every token of the table for every licence of the experts' file."""
    library = ll.licenses()
    for statement in statements:
        license = library[statement.license]
        for token in TABLE:
            theirs = token.key in statement.tokens
            yield Comparison(statement.license, token, theirs, token.holds(license))


@dataclass(frozen=True, slots=True)
class TermScore:
    """True and false positives and negatives over licences and tokens."""

    both: int
    neither: int
    ours_only: int
    theirs_only: int

    @property
    def share(self) -> float:
        """The share of all tokens on which both sides agree, present or absent."""
        total = self.both + self.neither + self.ours_only + self.theirs_only
        return (self.both + self.neither) / total if total else 1.0

    @property
    def named(self) -> float:
        """The share of the tokens named by either side that both name."""
        total = self.both + self.ours_only + self.theirs_only
        return self.both / total if total else 1.0


def score(found: Iterable[Comparison]) -> TermScore:
    """Return the counts over all comparisons."""
    cells = [(c.ours, c.theirs) for c in found]
    return TermScore(
        cells.count((True, True)),
        cells.count((False, False)),
        cells.count((True, False)),
        cells.count((False, True)),
    )
