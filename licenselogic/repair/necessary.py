"""What a licence that is written for a work must say: the two bounds of docs/semantics.md.

The lower bound is what upstream licences withhold or want imposed; the upper bound is what they
keep free.  Both are read off the rules, asked of a licence that grants everything.
"""

from collections.abc import Iterator
from dataclasses import replace

from licenselogic.decision.engine import Engine
from licenselogic.decision.own import OwnRules, written
from licenselogic.decision.question import Question, Rule
from licenselogic.decision.rules import Depth
from licenselogic.norms.conditions import TRUE, Condition
from licenselogic.norms.deontic import Clause
from licenselogic.norms.wording import condition_text
from licenselogic.repair.recommendation import Must, NecessaryTerm
from licenselogic.verdict.explain import Refs


def necessary(engine: Engine, question: Question) -> tuple[NecessaryTerm, ...]:
    """Return the terms that no outbound licence of a work can do without.

    Terms that say the same name all the clauses that ask for them.  Raises `BudgetSpentError`.
    """
    clauses: dict[tuple[Must, str, Condition], dict[Clause, None]] = {}
    for must, act, condition, asking in _asked(engine, question):
        clauses.setdefault((must, act, condition), {}).update(dict.fromkeys(asking))
    refs = Refs(engine.library)
    return tuple(
        NecessaryTerm(must, act, condition, refs.of(asking), _text(must, act, condition, asking))
        for (must, act, condition), asking in clauses.items()
    )


_Asked = tuple[Must, str, Condition, tuple[Clause, ...]]


def _asked(engine: Engine, question: Question) -> Iterator[_Asked]:
    everything = replace(question, outbound=frozenset({written()}))
    rules = OwnRules(engine.setting(everything), Depth.CLAUSES)
    asking = list(rules.necessary())
    for found in asking:
        if found.rule is Rule.OVER_GRANT:
            yield Must.WITHHOLD, found.act, found.condition, found.clauses
    for found in asking:
        if found.rule is Rule.FLOW_DOWN:
            yield Must.IMPOSE, "", TRUE, found.clauses
    for item in rules.setting.once(rules.setting.bound):
        for clause, _ in rules.freedoms(item):
            yield Must.KEEP_FREE, "", TRUE, (clause,)


def _text(must: Must, act: str, condition: Condition, clauses: dict[Clause, None]) -> str:
    cites = ", ".join(f"{clause.license} {clause.cite}" for clause in clauses)
    where = "" if condition == TRUE else f" where {condition_text(condition)}"
    return {
        Must.WITHHOLD: f"withhold `{act}`{where}",
        Must.IMPOSE: f"forbid what {cites} forbids",
        Must.KEEP_FREE: f"take away and add nothing that {cites} does not allow",
    }[must]
