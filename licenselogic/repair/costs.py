"""What changes cost: a number for each action, for one work where the caller says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import listed, quoted
from licenselogic.repair.repairs import Action

Prices = Mapping[str, int | None]
"""By `ACTION`, `ACTION:TARGET` or `publish:WAY`, what a change costs; None rules it out."""

MAX_COST = 1_000_000

USUAL: Prices = {"publish:share": 2, "publish:internal": 12}
"""What differs from the usual cost of the action: who keeps a work publishes nothing."""


@dataclass(frozen=True)
class Costs:
    """The costs of changes, by default those of `Action`."""

    prices: Prices = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, cost in self.prices.items():
            action = name.partition(":")[0]
            if action not in set(Action):
                help = did_you_mean(action[:100], list(Action)) or f"there are: {listed(Action)}"
                message = f"no change is called {quoted(action)}"
                raise UsageError(Diagnostic(Code.UNKNOWN_WORD, message, help=help))
            whole = isinstance(cost, int) and not isinstance(cost, bool)
            if cost is None and action == Action.DISCHARGE:
                message = "what a clause asks for is never ruled out: give `discharge` a cost"
                raise UsageError(Diagnostic(Code.BAD_OPTION, message))
            if cost is not None and not (whole and 1 <= cost <= MAX_COST):
                message = f"the cost of {quoted(name)} is a whole number from 1, or None for never"
                raise UsageError(Diagnostic(Code.BAD_OPTION, message))

    def of(self, action: Action, *about: str) -> int | None:
        """Return what a change costs; None where it is ruled out.

        `about` is what the cost may be stated of: the target, then the value that is set.
        """
        for name in (*(f"{action}:{one}" for one in about), action.value):
            if name in self.prices:
                return self.prices[name]
        return next((USUAL[k] for one in about if (k := f"{action}:{one}") in USUAL), action.cost)
