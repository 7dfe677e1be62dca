"""Hypothesis strategies for licences, lineages and cases, for your tests and for ours.

    from hypothesis import given
    from licenselogic.testing import cases

    @given(cases())
    def test_...(case): ...

`random_case` makes the same cases without Hypothesis, some thousands in a second; `constructs` says
what a case exercises, for tables of coverage.  Needs the extra `licenselogic[testing]`.
"""

from licenselogic.testing.samples import random_case
from licenselogic.testing.strategies import (
    acts,
    cases,
    clauses,
    conditions,
    constructs,
    licenses,
    lineages,
    norms,
    statuses,
)

__all__ = [
    "acts",
    "cases",
    "clauses",
    "conditions",
    "constructs",
    "licenses",
    "lineages",
    "norms",
    "random_case",
    "statuses",
]
