"""Clause files held against their texts and against each other."""
