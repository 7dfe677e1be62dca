"""Lineages drawn: families of works, layered, coloured by verdict.  Decides nothing."""
