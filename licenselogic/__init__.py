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

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "check": "checker",
    "Verdict": "verdict",
    "Status": "verdict",
    "Counterexample": "verdict",
    "ClauseRef": "verdict",
    "Lineage": "lineage",
    "Work": "lineage",
    "load_lineage": "lineage",
    "Library": "library",
    "diff_licenses": "diff",
    "LicenseDiff": "diff",
    "licenses": "library",
    "load_license": "library",
    "License": "deontic",
    "Clause": "deontic",
    "Code": "diagnostics",
    "LicenseLogicError": "diagnostics",
    "ClauseFileError": "diagnostics",
    "LineageError": "diagnostics",
    "ExpressionError": "diagnostics",
    "UsageError": "diagnostics",
}

__all__ = [*sorted(_HOMES), "__version__"]

if TYPE_CHECKING:
    from licenselogic.checker import check as check
    from licenselogic.deontic import Clause as Clause
    from licenselogic.deontic import License as License
    from licenselogic.diagnostics import ClauseFileError as ClauseFileError
    from licenselogic.diagnostics import Code as Code
    from licenselogic.diagnostics import ExpressionError as ExpressionError
    from licenselogic.diagnostics import LicenseLogicError as LicenseLogicError
    from licenselogic.diagnostics import LineageError as LineageError
    from licenselogic.diagnostics import UsageError as UsageError
    from licenselogic.diff import LicenseDiff as LicenseDiff
    from licenselogic.diff import diff_licenses as diff_licenses
    from licenselogic.library import Library as Library
    from licenselogic.library import licenses as licenses
    from licenselogic.library import load_license as load_license
    from licenselogic.lineage import Lineage as Lineage
    from licenselogic.lineage import Work as Work
    from licenselogic.lineage import load_lineage as load_lineage
    from licenselogic.verdict import ClauseRef as ClauseRef
    from licenselogic.verdict import Counterexample as Counterexample
    from licenselogic.verdict import Status as Status
    from licenselogic.verdict import Verdict as Verdict


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"licenselogic.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
