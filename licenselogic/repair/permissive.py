"""Which of several licences leave recipients more, as numbers that never contradict implication.

If whatever one licence allows another allows too, the other is counted at least as high: what is
counted are the acts that are allowed, on the work and on changed versions, at fixed points.  Where
counts are equal and permissions are not, the solver tells which implies which.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from licenselogic.decision.engine import Engine
from licenselogic.norms.conditions import TRUE, Condition, atoms
from licenselogic.norms.deontic import FlowDown, License, ShareAlike, term_kind
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import Scenario, baseline, holds
from licenselogic.semantics.view import View
from licenselogic.solver.overreach import Under
from licenselogic.solver.solver import BudgetSpentError

MANY = 10**12
"""A number, of users or of money, that is beyond every threshold in a licence."""

STATUSES = ("work", "derivative")
"""What recipients act on: the work as it is, and changed versions."""


@dataclass(frozen=True)
class Permissive:
    """Compares licences by what they permit when `readings` hold."""

    engine: Engine
    readings: frozenset[str]
    _counts: dict[frozenset[int], int] = field(default_factory=dict, compare=False, repr=False)

    def views(self, licenses: Iterable[License]) -> tuple[View, ...]:
        """Return licences that bind together as norms in force."""
        return tuple(self.engine.look(license, self.readings) for license in licenses)

    def count(self, licenses: Iterable[License]) -> int:
        """Return at how many points an act is allowed by licences that bind together."""
        licenses = frozenset(licenses)
        views = self.views(licenses)
        key = ("allowed", licenses, self.readings)
        found: int = self.engine.answers.get_or(
            key, lambda: sum(self._allowed(views, status) for status in STATUSES)
        )
        return found

    def _allowed(self, views: Sequence[View], status: str) -> int:
        """Return the same for one status; licences that say the same are counted once."""
        rights = self.engine.oracle.rights
        key = frozenset(rights(Under(view, status)) for view in views)
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = _allowed(views, status)
        return found

    def terms(self, licenses: Iterable[License]) -> int:
        """Return how many kinds of term these licences put on changed versions."""
        views = self.views(licenses)
        return len({kind for view in views for _, norm in view.norms if (kind := term_kind(norm))})

    def copyleft(self, licenses: Iterable[License]) -> bool:
        """Tell whether these licences say what changed versions may be offered under."""
        return any(
            isinstance(norm, ShareAlike | FlowDown) and "derivative" in norm.subjects
            for view in self.views(licenses)
            for _, norm in view.norms
        )

    def layers(self, tied: Mapping[str, Sequence[License]]) -> dict[str, int]:
        """Return, for licences that are counted alike, how many permit strictly more than each."""
        key = ("layers", self.readings, tuple(sorted(tied)))
        found: dict[str, int] = self.engine.answers.get_or(key, lambda: self._layers(tied))
        return found

    def _layers(self, tied: Mapping[str, Sequence[License]]) -> dict[str, int]:
        views = {name: self.views(licenses) for name, licenses in tied.items()}
        one_of = {self._rights(found): name for name, found in views.items()}
        if len(one_of) == 1:
            return dict.fromkeys(tied, 0)
        above = {
            rights: sum(
                self._implies(views[name], views[other])
                and not self._implies(views[other], views[name])
                for other in one_of.values()
                if other != name
            )
            for rights, name in one_of.items()
        }
        return {name: above[self._rights(found)] for name, found in views.items()}

    def _rights(self, views: Iterable[View]) -> tuple[int, ...]:
        rights = self.engine.oracle.rights
        return tuple(sorted({rights(Under(v, status)) for v in views for status in STATUSES}))

    def _implies(self, views: Sequence[View], others: Sequence[View]) -> bool:
        """Tell whether `others` allow whatever `views` allow; what is not decided is no."""
        withheld = self.engine.oracle.withheld
        try:
            return not any(
                withheld((frozenset(Under(v, status) for v in views),), Under(other, status))
                for status in STATUSES
                for other in others
            )
        except BudgetSpentError:
            return False


def _allowed(views: Sequence[View], status: str) -> int:
    """Return at how many points and for how many acts all licences allow an act on a status."""
    acts = Counter(
        frozenset(d.condition for view in views for d in view.demands(act, status)) - {TRUE}
        for act in vocabulary().compared_acts
    )
    return sum(number * _met(conditions) for conditions, number in acts.items())


@lru_cache(maxsize=1 << 12)
def _met(conditions: frozenset[Condition]) -> int:
    """Return at how many points all conditions hold."""
    turning: dict[str, list[Condition]] = {}
    failing = set()
    for condition in conditions:
        for fact in {atom.fact for atom in atoms(condition)}:
            turning.setdefault(fact, []).append(condition)
        if not holds(condition, baseline()):
            failing.add(condition)
    total = 0
    for fact, scenarios in points().items():
        turn = turning.get(fact, [])
        if failing.issubset(turn):  # the others hold, for they do not turn on this fact
            total += sum(all(holds(c, s) for c in turn) for s in scenarios)
    return total


@cache
def points() -> Mapping[str, tuple[Scenario, ...]]:
    """Return the points at which licences are counted: one fact moved from its baseline.

    Under '' stands the baseline itself.
    """
    rest = baseline()
    found: dict[str, tuple[Scenario, ...]] = {"": (rest,)}
    for name in vocabulary().facts:
        values = [value for value in _values(name) if value != rest[name]]
        found[name] = tuple({**rest, name: value} for value in values)
    return found


def _values(name: str) -> Iterator[bool | int | str]:
    fact = vocabulary().facts[name]
    if fact.taxonomy is not None:
        covers = fact.taxonomy.covers  # to keep to the law takes nothing away
        yield from (w for w in fact.taxonomy.words if name != "field" or not covers("illegal", w))
    elif fact.sort == "bool":
        yield True
    elif fact.sort in ("number", "date"):
        yield MANY
    else:
        yield "another"
