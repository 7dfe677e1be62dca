"""The tables of docs/audit.md, from a snapshot of the Hub: `python -m benchmarks.audit`."""
