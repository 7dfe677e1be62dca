"""The solver's verdicts held against the reference semantics on random cases.

    python -m benchmarks.agreement 100000 [--seed N] [--jobs 2] [--write docs/agreement.md]
    python -m benchmarks.agreement.mutants [NAME ...]

`sides` puts one case to both and compares the answers; `replay` takes a violation and finds its
scenario true through `semantics`; `run` does so for any number of cases; `mutants` breaks the fast
side on purpose and counts the cases until somebody notices.
"""
