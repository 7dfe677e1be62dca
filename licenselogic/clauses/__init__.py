"""Clause files: text to syntax tree to norms, and back to text."""
