"""The fast side held against the second judge, on random lineages.

    python -m benchmarks.agreement 100000 [--seed N] [--jobs 2] [--write docs/agreement.md]

Half a run is over the licences that ship with licenselogic, half over random ones.  `run` puts any
number of cases to both (`licenselogic.testing.agreement`) and `table` prints what came out.
"""
