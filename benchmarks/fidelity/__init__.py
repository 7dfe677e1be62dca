"""How far clause files and verdicts agree with what independent experts have published.

    python -m benchmarks.fidelity [--oracles DIR] [--write docs/disagreements.md]

Two measurements: compatibility of pairs of licences (`pairs`), and what single licences permit,
require and forbid (`terms`).  Agreement is evidence, not the goal: the goal is that every clause
says what the licence says.  So every disagreement is listed, with the clause that explains it.
"""
