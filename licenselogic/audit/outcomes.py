"""Situations and labels to outcomes: one signature for each, and one answer for each signature."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from licenselogic.audit.deciding import Decider, Outcome, Upstream, hash_of
from licenselogic.audit.hub import Hub
from licenselogic.audit.store import Store
from licenselogic.decision.engine import Engine
from licenselogic.decision.fold import Fold
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.terms import UNDECLARED
from licenselogic.norms.vocabulary import vocabulary

SAVED_EVERY = 2_000
"""Signatures decided anew, after which they are kept: who stops an audit loses no more."""


@dataclass(frozen=True)
class Decided:
    """What was decided: the distinct outcomes by number, and the fold that they come from."""

    hub: Hub
    fold: Fold
    readings: frozenset[str]
    outcomes: tuple[Outcome, ...]


def decide(
    store: Store,
    decider: Decider,
    hub: Hub,
    fold: Fold,
    readings: frozenset[str],
    tell: Callable[[int, int], None],
) -> Decided:
    """Make `result` (n, o), and `outcome` and `trigger` with what these come to.

    `hub` holds the works in `fresh` and all above them, `fold` the same folded.  `tell` is told now
    and then how many of the signatures are decided.
    """
    engine = decider.engine
    above = _above(store, decider, hub, fold, readings)
    labels = store.rows("SELECT DISTINCT k, license FROM member JOIN node USING (n) ORDER BY ALL")
    numbers: dict[Signature, int] = {}
    rows = []
    for k, license in labels:
        offered = None if license is None else engine.expressions.parse(license).text
        labelled = replace(above[k].plain, outbound=offered)
        rows.append((k, license, numbers.setdefault(labelled, len(numbers))))
    found = []
    for done, asked in enumerate(numbers):
        found.append(decider.outcome(asked))
        if decider.fresh >= SAVED_EVERY:
            decider.save()
        if done % 100 == 0:
            tell(done, len(numbers))
    _write(store, rows, found)
    _write_triggers(store, decider, above)
    decider.save()
    return Decided(hub, fold, readings, tuple(found))


def _above(
    store: Store, decider: Decider, hub: Hub, fold: Fold, readings: frozenset[str]
) -> dict[int, Upstream]:
    """Return what is above the works of each situation."""
    found: dict[int, Upstream] = {}
    same: dict[Signature, Upstream] = {}
    for k, n in store.rows("SELECT k, n FROM situation ORDER BY k"):
        one = signature(fold, hub.nodes[n].name, None, readings)
        if one not in same:
            same[one] = decider.upstream(one)
        found[k] = same[one]
    return found


def _write(
    store: Store,
    rows: list[tuple[int, str | None, int]],
    outcomes: list[Outcome],
) -> None:
    store.put("labelled", {"k": "BIGINT", "license": "VARCHAR", "o": "BIGINT"}, rows)
    store.run("""
        CREATE OR REPLACE TABLE result AS
        SELECT m.n, l.o FROM member m JOIN node USING (n) JOIN labelled l
        ON l.k = m.k AND l.license IS NOT DISTINCT FROM node.license""")
    store.run("DROP TABLE labelled")
    columns = {"o": "BIGINT", "status": "VARCHAR", "reasons": "VARCHAR[]", "kinds": "VARCHAR[]"}
    columns |= {"clauses": "VARCHAR[]", "marks": "VARCHAR[]", "signature": "VARCHAR"}
    told = [
        (
            o, one.status, list(one.open), list(one.kinds), list(one.clauses), list(one.marks),
            one.key,
        )
        for o, one in enumerate(outcomes)
    ]  # fmt: skip
    store.put("outcome", columns, told)


def _write_triggers(store: Store, decider: Decider, above: dict[int, Upstream]) -> None:
    found = {
        one: (list(decider.triggered(one)), hash_of(one.plain))
        for one in dict.fromkeys(above.values())
    }
    rows = [(k, *found[one]) for k, one in above.items()]
    columns = {"k": "BIGINT", "triggers": "VARCHAR[]", "upstream": "VARCHAR"}
    store.put("trigger", columns, rows)


def write_labels(store: Store, engine: Engine) -> None:
    """Make `label`: what each licence text is called, whether it is one, and written for models."""
    labels = store.rows(
        "SELECT DISTINCT license FROM node WHERE NOT dataset AND license IS NOT NULL"
    )
    columns = {"license": "VARCHAR", "called": "VARCHAR", "declared": "BOOLEAN"}
    columns |= {"mismatch": "BOOLEAN"}
    store.put("label", columns, [_label(engine, text) for (text,) in labels])


def _label(engine: Engine, text: str) -> tuple[str, str, bool, bool]:
    expression = engine.expressions.parse(text)
    terms = [term for terms in expression.alternatives for term in terms]
    declared = text.casefold() not in UNDECLARED
    fitting = vocabulary().types["model"] | {"any"}
    licenses = [engine.library[term.name] for term in terms if term.kind == "license"]
    return text, expression.text, declared, any(not k.covers & fitting for k in licenses)
