"""Hypothesis strategies for licences, lineages and cases, for your tests and for ours.

    from hypothesis import given
    from licenselogic.testing import cases

    @given(cases())
    def test_...(case): ...

`cases` are over random licences and `shipped_cases` over those of the library; `random_case`,
`random_shipped_case` and `random_lineage` make the same without Hypothesis, from a seed, some
thousands in a second.  `constructs` says what a case exercises, for tables of coverage.
Needs the extra `licenselogic[testing]`.
"""

from licenselogic.testing.ancestry import (
    Case,
    random_case,
    random_lineage,
    random_shipped_case,
)
from licenselogic.testing.coverage import constructs
from licenselogic.testing.strategies import (
    acts,
    cases,
    clauses,
    conditions,
    licenses,
    lineages,
    norms,
    shipped_cases,
    statuses,
)

__all__ = [
    "Case",
    "acts",
    "cases",
    "clauses",
    "conditions",
    "constructs",
    "licenses",
    "lineages",
    "norms",
    "random_case",
    "random_lineage",
    "random_shipped_case",
    "shipped_cases",
    "statuses",
]
