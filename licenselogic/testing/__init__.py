"""Property tests for licences: strategies, ready-made laws, and files of cases for pytest.

    from hypothesis import given
    from licenselogic.testing import assert_laws, cases

    def test_my_license_obeys_the_laws():
        assert_laws("my-license.lic")

    @given(cases())
    def test_...(case): ...

`cases` are over random licences, `shipped_cases` over those of the library, and `cases_with` have
one licence at play; `random_case`, `random_shipped_case` and `random_lineage` make the same without
Hypothesis, from a seed, some thousands in a second.  `constructs` says what a case exercises, for
tables of coverage.  Needs the extra `licenselogic[testing]`; docs/testing.md is the guide.

Names are imported when they are first used: pytest loads the plugin of this package at each start.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licenselogic.testing.ancestry import Case as Case
    from licenselogic.testing.ancestry import random_case as random_case
    from licenselogic.testing.ancestry import random_lineage as random_lineage
    from licenselogic.testing.ancestry import random_shipped_case as random_shipped_case
    from licenselogic.testing.coverage import constructs as constructs
    from licenselogic.testing.laws import LAWS as LAWS
    from licenselogic.testing.laws import assert_laws as assert_laws
    from licenselogic.testing.strategies import acts as acts
    from licenselogic.testing.strategies import cases as cases
    from licenselogic.testing.strategies import cases_with as cases_with
    from licenselogic.testing.strategies import clauses as clauses
    from licenselogic.testing.strategies import conditions as conditions
    from licenselogic.testing.strategies import licenses as licenses
    from licenselogic.testing.strategies import lineages as lineages
    from licenselogic.testing.strategies import norms as norms
    from licenselogic.testing.strategies import scenarios as scenarios
    from licenselogic.testing.strategies import shipped_cases as shipped_cases
    from licenselogic.testing.strategies import shipped_licenses as shipped_licenses
    from licenselogic.testing.strategies import statuses as statuses

_STRATEGIES = (
    *("acts", "cases", "cases_with", "clauses", "conditions", "licenses", "lineages", "norms"),
    *("scenarios", "shipped_cases", "shipped_licenses", "statuses"),
)
_HOMES = {
    **dict.fromkeys(("Case", "random_case", "random_lineage", "random_shipped_case"), "ancestry"),
    **dict.fromkeys(("LAWS", "assert_laws"), "laws"),
    **dict.fromkeys(_STRATEGIES, "strategies"),
    "constructs": "coverage",
}

__all__ = [*sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"licenselogic.testing.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
