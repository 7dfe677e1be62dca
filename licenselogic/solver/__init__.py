"""Norms to Z3 and Z3 models back to scenarios."""
