"""Measurements of licenselogic: each folder is one, run as `python -m benchmarks.NAME`."""
