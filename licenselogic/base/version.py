"""The version of licenselogic, as reports and verdicts give it."""

__version__ = "0.1.0"
