"""Situations and labels to outcomes: one signature for each, and one answer for each signature."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from licenselogic.audit.deciding import Decider, Outcome, Upstream, hash_of
from licenselogic.audit.hub import Hub
from licenselogic.audit.processes import Processes
from licenselogic.audit.store import Store
from licenselogic.decision.engine import Engine
from licenselogic.decision.fold import Fold
from licenselogic.decision.signature import Signature, signature
from licenselogic.library.terms import UNDECLARED
from licenselogic.norms.vocabulary import vocabulary

SAVED_EVERY = 2_000
"""Signatures decided anew, after which they are kept: who stops an audit loses no more.

All are written each time.  So where many are known, a quarter of them must be new.
"""


@dataclass(frozen=True)
class Decided:
    """What was decided: the distinct outcomes by number, and the fold that they come from."""

    hub: Hub
    fold: Fold
    readings: frozenset[str]
    outcomes: tuple[Outcome, ...]


def decide(
    store: Store,
    processes: Processes,
    hub: Hub,
    fold: Fold,
    readings: frozenset[str],
    tell: Callable[[int, int], None],
) -> Decided:
    """Make `result` (n, o), and `outcome` and `trigger` with what these come to.

    `hub` holds the works in `fresh` and all above them, `fold` the same folded.  `tell` is told now
    and then how many of the signatures are decided.
    """
    asking = _Asking(processes, fold, readings)
    rows = asking.ask(store, hub)
    asking.hear(tell)
    decider = processes.decider
    found = [decider.outcome(one, key) for key, (_, one) in asking.asked.items()]
    _write(store, rows, found)
    _write_triggers(store, decider, asking.above)
    decider.save()
    return Decided(hub, fold, readings, tuple(found))


class _Asking:
    """Asks for all signatures that there are, each once, as soon as they are known."""

    def __init__(self, processes: Processes, fold: Fold, readings: frozenset[str]) -> None:
        self.processes, self.decider = processes, processes.decider
        self.fold, self.readings = fold, readings
        self.above: dict[int, Upstream] = {}
        self.asked: dict[str, tuple[int, Signature]] = {}
        self._same: dict[Signature, Upstream] = {}
        self._numbers: dict[tuple[int, str | None], int] = {}
        self._wanted: set[str] = set()

    def ask(self, store: Store, hub: Hub) -> list[tuple[int, str | None, int]]:
        """Ask for every situation; return the number of the signature of each with each label."""
        parse = self.decider.engine.expressions.parse
        labels: dict[int, list[str | None]] = {}
        told = "SELECT DISTINCT k, license FROM member JOIN node USING (n) ORDER BY ALL"
        for k, license in store.rows(told):
            labels.setdefault(k, []).append(license)
        rows = []
        for k, n in store.rows("SELECT k, n FROM situation ORDER BY k"):
            upstream = self.above[k] = self.upstream(hub.nodes[n].name)
            for license in labels[k]:
                offered = None if license is None else parse(license).text
                rows.append((k, license, self.numbered(upstream, offered)))
        return rows

    def upstream(self, name: str) -> Upstream:
        """Return what is above the works of a situation, and ask what it triggers."""
        one = signature(self.fold, name, None, self.readings)
        found = self._same.get(one)
        if found is None:
            found = self._same[one] = self.decider.upstream(one)
            for job in found.probes:
                self.want(*job)
        return found

    def numbered(self, upstream: Upstream, offered: str | None) -> int:
        """Return the number of the signature with a label, and ask for it if it is new."""
        number = self._numbers.get((id(upstream), offered))
        if number is None:
            labelled = replace(upstream.plain, outbound=offered)
            key = hash_of(labelled)
            self.want(key, labelled)
            number, _ = self.asked.setdefault(key, (len(self.asked), labelled))
            self._numbers[id(upstream), offered] = number
        return number

    def want(self, key: str, one: Signature) -> None:
        """Ask for what is not known and was not asked for."""
        if key not in self.decider.known and key not in self._wanted:
            self._wanted.add(key)
            self.processes.ask(key, one)

    def hear(self, tell: Callable[[int, int], None]) -> None:
        """Learn all that was asked for."""
        for done, (key, found) in enumerate(self.processes.answers()):
            self.decider.learn(key, found)
            if self.decider.fresh >= max(SAVED_EVERY, len(self.decider.known) // 4):
                self.decider.save()
            if done % 100 == 0:
                tell(done, len(self._wanted))


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
