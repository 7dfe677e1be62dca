"""Verdicts: the answer for one work, decided and then explained."""
