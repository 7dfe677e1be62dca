"""Verdicts and licences drawn for people.  Draws what it is given and decides nothing."""
