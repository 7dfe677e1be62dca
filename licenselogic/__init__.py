"""Formal licence compatibility: clauses as norms, lineages as graphs, counterexamples from Z3.

    >>> import licenselogic as ll
    >>> lineage = ll.Lineage.from_dict({"works": [
    ...     {"id": "meta-llama/Llama-2-7b-hf", "type": "model", "license": "llama2"},
    ...     {"id": "me/my-model", "type": "model", "license": "apache-2.0",
    ...      "from": [{"work": "meta-llama/Llama-2-7b-hf", "by": "finetune"}]}]})
    >>> verdict = ll.check(lineage)
    >>> verdict.status.value
    'incompatible'

Names are imported when they are first used, so `import licenselogic` costs next to nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from licenselogic.base.version import __version__ as __version__

_HOMES = {
    "audit": "audit.run",
    "Audit": "audit.run",
    "check": "verdict.check",
    "check_all": "repair.check_all",
    "Verdict": "verdict.verdict",
    "recommend": "repair.recommend",
    "Recommendation": "repair.recommendation",
    "repair": "repair.repair",
    "ship": "ship.ship",
    "Status": "base.codes",
    "Counterexample": "verdict.verdict",
    "ClauseRef": "verdict.verdict",
    "draw": "drawing.draw",
    "Lineage": "lineage.graph",
    "Work": "lineage.work",
    "load_lineage": "readers.load",
    "Library": "library.library",
    "diff_licenses": "diff.diff",
    "LicenseDiff": "diff.diff",
    "licenses": "library.library",
    "load_license": "library.library",
    "License": "norms.deontic",
    "Clause": "norms.deontic",
    "Code": "base.codes",
    "LicenseLogicError": "base.diagnostics",
    "ClauseFileError": "base.diagnostics",
    "LineageError": "base.diagnostics",
    "ExpressionError": "base.diagnostics",
    "UsageError": "base.diagnostics",
}

__all__ = [*sorted(_HOMES), "__version__"]

if TYPE_CHECKING:
    from licenselogic.audit.run import Audit as Audit
    from licenselogic.audit.run import audit as audit
    from licenselogic.base.codes import Code as Code
    from licenselogic.base.codes import Status as Status
    from licenselogic.base.diagnostics import ClauseFileError as ClauseFileError
    from licenselogic.base.diagnostics import ExpressionError as ExpressionError
    from licenselogic.base.diagnostics import LicenseLogicError as LicenseLogicError
    from licenselogic.base.diagnostics import LineageError as LineageError
    from licenselogic.base.diagnostics import UsageError as UsageError
    from licenselogic.diff.diff import LicenseDiff as LicenseDiff
    from licenselogic.diff.diff import diff_licenses as diff_licenses
    from licenselogic.drawing.draw import draw as draw
    from licenselogic.library.library import Library as Library
    from licenselogic.library.library import licenses as licenses
    from licenselogic.library.library import load_license as load_license
    from licenselogic.lineage.graph import Lineage as Lineage
    from licenselogic.lineage.work import Work as Work
    from licenselogic.norms.deontic import Clause as Clause
    from licenselogic.norms.deontic import License as License
    from licenselogic.readers.load import load_lineage as load_lineage
    from licenselogic.repair.check_all import check_all as check_all
    from licenselogic.repair.recommend import recommend as recommend
    from licenselogic.repair.recommendation import Recommendation as Recommendation
    from licenselogic.repair.repair import repair as repair
    from licenselogic.ship.ship import ship as ship
    from licenselogic.verdict.check import check as check
    from licenselogic.verdict.verdict import ClauseRef as ClauseRef
    from licenselogic.verdict.verdict import Counterexample as Counterexample
    from licenselogic.verdict.verdict import Verdict as Verdict


class _Package(ModuleType):
    """The package: where a room has the name of a function, the name stands for the function.

    Python puts a room that is imported into the package under its name.  `ll.repair` is what users
    call; rooms are reached by `from licenselogic.repair import ...` all the same.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"licenselogic.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
